"""The papers of a case on its way through three bodies of an invented municipality, and papers that only mention it."""

from collections.abc import Sequence

HOME, AWAY = "Ljungnäs kommun", "Storvika kommun"
BUN, KS, KF = "Barn- och utbildningsnämnden", "Kommunstyrelsen", "Kommunfullmäktige"
BOAT = "Skolskjuts från Torsö"
# The points of the council's decision.
BUY = "En båt för skolskjuts köps för högst 900 000 kronor."
REPORT = "Kommunstyrelsen får i uppdrag att redovisa köpet i december 2022."


def minutes(organisation: str, body: str, day: str, *sections: str, kind: str = "Protokoll") -> str:
    """Return minutes of a body's day."""
    return f"{organisation}\n{body}\n\n{kind}\nSammanträdesdatum {day}\n\n" + "\n\n".join(sections) + "\n"


def section(
    number: int, heading: str, dnr: str, decisions: Sequence[str], *, matter: str = "", history: str = ""
) -> str:
    """Return a § with its decisions, numbered where there are several."""
    points = [f"{n}. {text}" for n, text in enumerate(decisions, 1)] if len(decisions) > 1 else decisions
    return "\n\n".join(
        part
        for part in (
            f"§ {number} {heading}\nDnr {dnr}",
            f"Ärendet\n{matter}" if matter else "",
            "\n".join(("Beslut", *points)),
            f"Tidigare behandling\n{history}" if history else "",
        )
        if part
    )


COUNCIL = section(
    77, BOAT, "KS 2022/44", (BUY, REPORT),
    history="Kommunstyrelsens arbetsutskott 2022-04-20 § 12\nKommunstyrelsen 2022-05-04 § 60",
)  # fmt: skip
PAPERS = {
    "ljungnas/bun-skrivelse.txt": f"{HOME}\nUtbildningsförvaltningen\n\nTjänsteskrivelse\nDatum 2022-01-20\n"
    f"Dnr BUN 2022/7\n\nTill {BUN}\n\n{BOAT}\n\nFärjan slutar gå i augusti. Elva elever behöver en båt.\n",
    "ljungnas/bun.txt": minutes(HOME, BUN, "2022-02-09", section(
        5, BOAT, "BUN 2022/7", ["Barn- och utbildningsnämnden föreslår att en båt köps."])),
    "ljungnas/ks-mars.txt": minutes(HOME, KS, "2022-03-02", section(
        31, BOAT, "KS 2022/44, BUN 2022/7", ["Ärendet återremitteras."],
        matter="Barn- och utbildningsnämnden föreslog båten 2022-02-09 § 5.")),
    "ljungnas/ks-maj.txt": minutes(HOME, KS, "2022-05-04", section(
        60, BOAT, "KS 2022/44", ["Kommunstyrelsen föreslår att en båt köps."],
        history="Återremitterat den 2 mars 2022, § 31.")),
    "ljungnas/kf-juni.txt": minutes(HOME, KF, "2022-06-15", COUNCIL),
    "ljungnas/kf-juni-77.md": minutes(HOME, KF, "2022-06-15", COUNCIL, kind="Protokollsutdrag"),
    "ljungnas/kf-september.txt": minutes(
        HOME, KF, "2022-09-21",
        section(90, "Budget för 2023", "KS 2022/90", ["Budgeten fastställs."],
                matter="Kommunfullmäktige beslutade 2022-06-15 § 77 om en båt."),
        # A § that was copied from the line above and means another matter.
        section(91, "Fiskekort i Norrsjön", "KS 2022/55", ["Taxan för fiskekort antas."],
                history="Bordlagt den 15 juni 2022, § 77."),
    ),
    "storvika/ks.txt": minutes(AWAY, KS, "2022-04-06", section(
        8, "Gatubelysning i Åsen", "KS 2022/44", ["Lamporna i Åsen byts."])),
}  # fmt: skip

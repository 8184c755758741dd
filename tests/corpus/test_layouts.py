"""Minutes as different municipalities lay them out: every § with its heading and diarienummer, and no furniture.

Each layout is set under each style of running header. The text of a § cites the next number at the start of a line, a
law and an earlier meeting, as minutes do. All municipalities, persons and matters are invented.
"""

from collections.abc import Callable

import pytest

from corpus.models import PartName
from tests.corpus.papers import Read, outside, paragraphs, part_text, section

# number, heading, diarienummer
MATTERS = (
    (44, "Taxa för båtplatser i gästhamnen", 118),
    (45, "Remissvar om ny färjeled till Ytterskär", 27),
    (46, "Borgen för Avika Värme AB", 310),
    (47, "Månadsuppföljning för februari", 9),
)
Layout = Callable[[int, str, int], str]
LAYOUTS: dict[str, Layout] = {
    "number and dnr, heading below": lambda n, h, s: f"§ {n}  Dnr KS 2024/{s}\n\n{h}\n\n",
    "body, number and dnr": lambda n, h, s: f"KS § {n} Dnr KS 2024/{s}\n{h}\n\n",
    "year after the number": lambda n, h, s: f"§ {n}/24 {h}\nDnr: KS 2024-{s:05}\n\n",
    "full year after the number": lambda n, h, s: f"§ {n}/2024 {h}\nKS 2024/{s}\n\n",
    "short name in small letters": lambda n, h, s: f"Ks § {n}\n{h}\nKS/2024:{s}\n\n",
    "committee of a body, tabs": lambda n, h, s: f"KSAU § {n}\t{h}\tKS 2024/{s}\n\n",
    "no space, dnr below": lambda n, h, s: f"§{n}\n{h}\nDiarienummer KS-2024-{s:05}\n\n",
    "full stop, dnr in brackets": lambda n, h, s: f"§ {n}. {h} (KS 2024/{s})\n\n",
    "the word paragraf": lambda n, h, s: f"Paragraf {n}\n{h}\nDnr KS 2024/{s}\n\n",
    "body and committee": lambda n, h, s: f"KS AU § {n} {h}\n\nÄrendenummer: KS 2024/{s}\n\n",
    "body and year": lambda n, h, s: f"KS § {n}/24\n\n{h}\n\nDnr KS 2024/{s}\n\n",
    "markdown": lambda n, h, s: f"## § {n} {h}\n\nDiarienummer: KS 2024/{s}\n\n",
    "bold number": lambda n, h, s: f"**§ {n}** {h}\nKS 2024/{s}\n\n",
    "dnr far to the right": lambda n, h, s: f"§ {n}{' ' * 40}KS 2024/{s}\n{h}\n\n",
    "heading in two lines": lambda n, h, s: f"§ {n} Dnr KS 2024/{s}\n{h.replace(' för ', ' för' + chr(10), 1)}\n\n",
    "dnr over the number": lambda n, h, s: f"Dnr KS 2024/{s}\n§ {n}\n{h}\n\n",
    "dnr before the number": lambda n, h, s: f"KS 2024/{s}   § {n} {h}\n\n",
    "heading over the number": lambda n, h, s: f"{h}\n§ {n}, KS 2024/{s}\n",
    "heading over the number, apart": lambda n, h, s: f"{h}\n\n§ {n}   Dnr KS 2024/{s}\n\n",
    "a row of a table": lambda n, h, s: f"§ {n} | {h} | KS 2024/{s}\n\n",
    "the body in full": lambda n, h, s: f"Kommunstyrelsen § {n}\n{h}\nDnr KS 2024/{s}\n\n",
    "the committee in full": lambda n, h, s: f"Kommunstyrelsens arbetsutskott § {n} {h}\nDnr KS 2024/{s}\n\n",
    "a dash": lambda n, h, s: f"§ {n} – {h}\nDnr KS 2024/{s}\n\n",
    "indented": lambda n, h, s: f"          § {n}\n          {h}\n          Dnr KS 2024/{s}\n\n",
    "word and number on lines of their own": lambda n, h, s: f"§ {n}\nDnr\nKS 2024/{s}\n{h}\n\n",
    "number, word, dnr, heading": lambda n, h, s: f"§ {n} Ärendenummer KS-2024-{s:05}:3\n\n{h}\n",
    "dnr over a full heading": lambda n, h, s: f"§ {n}\nÄrendenr: KS 2024/{s}\n\n{h}\n\n",
    "marked as goods in a list": lambda n, h, s: f"### KS § {n}\n\n{h}\n\nKS 2024/{s}\n\n",
}  # fmt: skip

TEXT = """Beslut
Kommunstyrelsen godkänner förslaget om {word}.

Ärendet
Frågan om {word} togs upp den 14 februari 2024,
§ {cited}, och bereddes enligt 5 kap. 26 § kommunallagen (2017:725). Jämför
§ 12 i reglementet.

Beslutet skickas till
Hamnkontoret
"""

# What stands on every page: over the text, and under it.
PAGES: dict[str, tuple[str, str]] = {
    "wide header, signature line": (
        "ÄNGSÖ KOMMUN        Sammanträdesprotokoll        Sida {page} ({of})\nKommunstyrelsen     2024-03-12\n\n",
        "\nJusterandes sign                         Utdragsbestyrkande\n",
    ),
    "columns read one by one": (
        "Norrskärs kommun\nKommunstyrelsen\nSammanträdesdatum\n2024-03-12\nBlad\n{page} ({of})\n\n",
        "\nJusterandes signatur\n\nUtdragsbestyrkande\n",
    ),
    "number at the foot": ("Kommunstyrelsens protokoll 2024-03-12\n\n", "\nRegion Lindsala, Box 12\n{page}\n"),
    "signed by a service": (
        "KS Protokoll nr 3, {page} av {of}\n",
        "\nDetta dokument är elektroniskt undertecknat av 4 personer\nTransaktion 09222115557512345678  Signerat SR\n",
    ),
    "everything at the foot": (
        "",
        "\nAvika kommun Kommunstyrelsen, protokoll\n{page} ({of})\nKommunstyrelsen\nProtokoll nr 3\n"
        "Sammanträdesdatum: 2024-03-12\n",
    ),
}
FURNITURE = (
    "ÄNGSÖ", "Norrskärs", "Lindsala", "Avika kommun", "2024-03-12", "Justerandes", "Utdragsbestyrkande", "Blad",
    "Sida", "elektroniskt", "Transaktion", "Protokoll nr", "(4)", "av 4",
)  # fmt: skip
WORDS = ("bryggor", "färjor", "fjärrvärme", "utfallet")


def _minutes(layout: Layout, over: str, under: str) -> str:
    return "\f".join(
        over.format(page=page, of=4)
        + layout(number, heading, serial)
        + TEXT.format(word=word, cited=number + 1)
        + under.format(page=page, of=4)
        for page, ((number, heading, serial), word) in enumerate(zip(MATTERS, WORDS, strict=True), 1)
    )


@pytest.mark.parametrize("pages", PAGES)
@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_paragraph_in_every_layout(read: Read, layout: str, pages: str) -> None:
    """Each § is found once, with its heading, diarienummer and parts, whatever it cites."""
    document = read(_minutes(LAYOUTS[layout], *PAGES[pages]))
    assert paragraphs(document) == [f"§ {number}" for number, _, _ in MATTERS]
    for (number, heading, serial), word in zip(MATTERS, WORDS, strict=True):
        found = section(document, f"§ {number}")
        assert (found.heading, found.case_number) == (heading, f"KS 2024/{serial}")
        assert [part.name for part in found.parts] == [PartName.DECISION, PartName.MATTER, PartName.DISPATCH]
        assert word in part_text(document, found.paragraph or "", PartName.DECISION)
        own = outside(document, found)
        assert heading.split()[0] in own
        assert [other for other in WORDS if other in own] == [word]


@pytest.mark.parametrize("pages", PAGES)
def test_no_furniture_is_left(read: Read, pages: str) -> None:
    """Of running headers, footers, page numbers and signature lines nothing is left in any section."""
    document = read(_minutes(LAYOUTS["number and dnr, heading below"], *PAGES[pages]))
    for found in document.sections:
        own = outside(document, found)
        assert [words for words in FURNITURE if words in own] == []


@pytest.mark.parametrize("layout", ["number and dnr, heading below", "heading over the number"])
def test_minutes_without_blank_lines(read: Read, layout: str) -> None:
    """A PDF gives its lines without the space between them; the § are told apart all the same."""
    text = _minutes(LAYOUTS[layout], *PAGES["wide header, signature line"])
    document = read("\f".join("\n".join(line for line in page.split("\n") if line) for page in text.split("\f")))
    assert paragraphs(document) == ["§ 44", "§ 45", "§ 46", "§ 47"]
    assert [found.heading for found in document.sections if found.paragraph] == [heading for _, heading, _ in MATTERS]


def test_minutes_whose_page_breaks_are_lost(read: Read) -> None:
    """A text file without page breaks keeps running headers inside; the page numbers in them tell where pages end."""
    text = _minutes(LAYOUTS["body, number and dnr"], *PAGES["everything at the foot"]).replace("\f", "\n")
    document = read(text)
    assert paragraphs(document) == ["§ 44", "§ 45", "§ 46", "§ 47"]
    for found in document.sections:
        assert [words for words in FURNITURE if words in outside(document, found)] == []


@pytest.mark.parametrize(
    ("item", "heading", "case"),
    [
        ("§ 45\nYttrande över förslag till översiktsplan för grannkommunen\nNorrskär, del två, med särskilt avseende "
         "på\nsjötrafiken mellan öarna\nDnr KS 2024/27\n",
         "Yttrande över förslag till översiktsplan för grannkommunen Norrskär, del två, med särskilt avseende på "
         "sjötrafiken mellan öarna", "KS 2024/27"),
        ("§ 45 ANTAGANDE AV RIKTLINJER FÖR\nFÖRENINGSBIDRAG\nDnr KS 2024/27\n",
         "ANTAGANDE AV RIKTLINJER FÖR FÖRENINGSBIDRAG", "KS 2024/27"),
        ("§ 45 Redovisning av simkunnighet bland elever i årskurs sex\nEnligt kursplanen har alla elever rätt att "
         "lära\nsig simma.\n", "Redovisning av simkunnighet bland elever i årskurs sex", None),
        ("§ 45 Anmälan av beslut som är fattade på delegation\n- beslut nr 1 till 14 av socialchefen\n",
         "Anmälan av beslut som är fattade på delegation", None),
        ("§ 45 Taxa för badet\n22/102 043\n", "Taxa för badet", "2022/102"),
        ("§ 45\nUtgår\n", "Utgår", None),
        ("§ 45 Utgår\n", "Utgår", None),
        ("§ 45\nJustering\nDnr KS 2024/27\n", "Justering", "KS 2024/27"),
        ("§ 45 Information\n", "Information", None),
        ("§ 45 2024 års tillsynsplan\n", "2024 års tillsynsplan", None),
        ("§ 45 Fråga om jäv enligt 6 kap. 28 § kommunallagen\n", "Fråga om jäv enligt 6 kap. 28 § kommunallagen", None),
        ("§ 45 Revidering av KS 2019/3\n", "Revidering av", "KS 2019/3"),
    ],
)  # fmt: skip
def test_headings_of_many_kinds(read: Read, item: str, heading: str, case: str | None) -> None:
    """A heading of several lines is whole, one in capitals is kept, and one that is also the name of a part counts."""
    document = read(
        "Avika kommun\nKommunstyrelsen\nSammanträdesprotokoll 2024-03-12\n\n§ 44 Upprop\n\nAlla är här.\n\n"
        f"{item}\n"
        "Ordföranden Ida Ström (S) redogör för läget.\n\n§ 46 Övrigt\n\nInget.\n"
    )
    assert paragraphs(document) == ["§ 44", "§ 45", "§ 46"]
    found = section(document, "§ 45")
    assert (found.heading, found.case_number) == (heading, case)
    assert "redogör för läget" in outside(document, found)


@pytest.mark.parametrize("spelling", ["§§ 45-47", "§§ 45–47", "§ 45 – 47", "§§45-47"])
def test_several_numbers_at_once(read: Read, spelling: str) -> None:
    """ "§§ 45-47" is one section, under its first number, and the next § follows on the last."""
    document = read(
        f"§ 44 Upprop\n\nAlla är här.\n\n{spelling} Anmälningar\n\nInget att anmäla.\n\n§ 48 Övrigt\n\nInget.\n"
    )
    assert paragraphs(document) == ["§ 44", "§ 45", "§ 48"]
    assert section(document, "§ 45").heading == "Anmälningar"


@pytest.mark.parametrize(
    "again", ["§ 45 forts.", "§ 45 (forts.)", "Forts. § 45", "§ 45, forts", "Fortsättning § 45", "§ 45"]
)
def test_a_paragraph_goes_on_over_pages(read: Read, again: str) -> None:
    """However the next page says that the § goes on, it is one."""
    document = read(
        f"§ 44 Upprop\n\nAlla är här.\n\n§ 45 Taxa\n\nTaxan höjs i två steg.\n\f{again}\n\nBeslut\nTaxan antas.\n\n"
        "§ 46 Övrigt\n\nInget.\n"
    )
    assert paragraphs(document) == ["§ 44", "§ 45", "§ 46"]
    assert section(document, "§ 45").heading == "Taxa"
    assert "Taxan antas." in part_text(document, "§ 45", PartName.DECISION)


@pytest.mark.parametrize(
    "cited",
    [
        "§ 46 och den 1 februari 2024, § 20.",
        "§ 46/2024.",
        "§ 46.",
        "§ 46, att se över taxan.",
        "§ 46 i reglementet för nämnden.",
        "§ 46 kommunallagen gäller.",
        "KS § 46, 2024-02-01",
        "§ 46 2024-02-01",
        "§ 46) ska utgå.",
        "§ 46 ovan gäller inte.",
    ],
)
def test_cited_numbers_at_the_start_of_a_line(read: Read, cited: str) -> None:
    """The next number, cited at the start of a line, does not take the place of the § itself."""
    document = read(
        f"§ 44 Upprop\n\nAlla är här.\n\n§ 45 Taxa\n\nFrågan har behandlats tidigare. Den bordlades enligt beslut\n"
        f"{cited}\n\nBeslut\nTaxan antas.\n\n§ 46 Övrigt\n\nInget.\n\n§ 47 Avslutning\n\nMötet är slut.\n"
    )
    assert paragraphs(document) == ["§ 44", "§ 45", "§ 46", "§ 47"]
    assert section(document, "§ 46").heading == "Övrigt"
    assert "Taxan antas." in part_text(document, "§ 45", PartName.DECISION)


def test_a_point_of_the_agenda_is_no_paragraph(read: Read) -> None:
    """ "Punkt 4" and "Ärende 4" number something else than the § do."""
    document = read(
        "§ 44 Upprop\n\nPunkt 4 utgår.\n\n§ 45 Taxa\n\nPunkt 46\nÄrende 46\n\nInget.\n\n§ 46 Övrigt\n\nInget.\n"
    )
    assert paragraphs(document) == ["§ 44", "§ 45", "§ 46"]


def test_appendices_are_not_the_last_paragraphs(read: Read) -> None:
    """What is laid behind the last § is not said in it."""
    document = read(
        "§ 44 Upprop\n\nAlla är här.\n\n§ 45 Avslutning\n\nMötet är slut.\n\fBilaga 1\nOmröstning i § 44\n"
        "Ida Ström  Ja\n\fBo Ek  Nej\n\fBilaga 2 Reservation\nJag reserverar mig. Bo Ek\n"
    )
    assert paragraphs(document) == ["§ 44", "§ 45"]
    assert "Ström" not in outside(document, section(document, "§ 45"))
    assert [found.heading for found in document.sections if not found.paragraph] == ["Bilaga 1", "Bilaga 2 Reservation"]


def test_a_diarienummer_that_the_item_before_ends_with(read: Read) -> None:
    """It stands right under that item's text, and so is none of the next."""
    document = read(
        "Avika kommun\nKommunstyrelsen\nSammanträdesprotokoll 2024-03-12\n\n§ 44 Upprop\n\nHandlingar finns i\n"
        "KS 2024/3\n§ 45 Val\n\nBo Ek väljs.\n\nDnr KS 2024/9\n§ 46 Taxa\n\nTaxan antas.\n"
    )
    assert [(found.heading, found.case_number) for found in document.sections if found.paragraph] == [
        ("Upprop", None), ("Val", None), ("Taxa", "KS 2024/9"),
    ]  # fmt: skip

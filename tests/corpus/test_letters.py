"""Letters: to whom, from whom, their own date, title and diarienummer, and their headed sections."""

import datetime as dt

import pytest

from corpus.models import Kind, PartName
from tests.corpus.papers import Read, text_of
from tests.corpus.test_sitting import facts

PROPOSAL = "\n\nFörslag till beslut\n\nNämnden antar taxan.\n\nBakgrund\n\nTaxan har inte höjts sedan 2015-11-03.\n"


def values(text: str, name: str) -> list[str]:
    """Return the values of the stated facts of that name."""
    return [fact.value for fact in facts(text).stated if fact.name == name]


RECIPIENTS = {
    "Mottagare\nSocialnämnden\n": "Socialnämnden",
    "Mottagare: Bygg- och miljönämnden, sammanträdet 2024-03-12\n": "Bygg- och miljönämnden",
    "Till: Kommunstyrelsens arbetsutskott\n": "Kommunstyrelsens arbetsutskott",
    "Till kommunfullmäktige i Avika\n": "Kommunfullmäktige",
    "Till kommunstyrelsens ordförande Anna Ek (S)\n": "kommunstyrelsens ordförande Anna Ek",
    "| Till | Tekniska nämnden 2024-03-27, därefter kommunstyrelsen |\n": "Tekniska nämnden",
    "Handläggare                        Mottagare\nBo Ek, utredare                    Valnämnden\n": "Valnämnden",
    "Adressat: Länsrätten i Norrskär\n": "Länsrätten i Norrskär",
    "\nKultur- och fritidsnämnden\n": "Kultur- och fritidsnämnden",
    "Till detta kommer kostnader för bryggorna.\n": None,
    "Till socialnämnden kan den vända sig som är missnöjd.\n": None,
}


@pytest.mark.parametrize("words", RECIPIENTS)
def test_to_whom_a_letter_is_written(words: str) -> None:
    """The recipient stands at its label, in a table, in a column or alone; a sentence that begins with Till is none."""
    found = values(
        f"Avika kommun\nTjänsteskrivelse\nDatum: 2024-03-01\n{words}\nTaxa för bryggor{PROPOSAL}", "recipient"
    )
    assert (found[0] if found else None) == RECIPIENTS[words]


SENDERS = {
    "one at the label": ("Handläggare: Bo Ek, utredare", "", ["Bo Ek, utredare"]),
    "the office in the letterhead": ("Tekniska förvaltningen", "", ["Tekniska förvaltningen"]),
    "the office after the organisation": ("Avika kommun, utbildningskontoret", "", ["Utbildningskontoret"]),
    "a signature with title": ("", "Eva Öst, förvaltningschef", ["Eva Öst, förvaltningschef"]),
    "a signature over the title": ("", "Eva Öst\nFörvaltningschef", ["Eva Öst, Förvaltningschef"]),
    "two signatures side by side": (
        "", "Eva Öst                     Bo Ek\nförvaltningschef            utredare",
        ["Eva Öst, förvaltningschef", "Bo Ek, utredare"],
    ),
    "two signatures whose gap was lost": (
        "", "Eva Öst Bo Ek\nförvaltningschef utredare", ["Eva Öst, förvaltningschef", "Bo Ek, utredare"]
    ),
    "who prepares it signs it too": (
        "Handläggare: Bo Ek, utredare", "Eva Öst, socialchef\nBo Ek, utredare",
        ["Bo Ek, utredare", "Eva Öst, socialchef"],
    ),
    "no one": ("", "Storgatan i Avika\nBryggan i hamnen", []),
}  # fmt: skip


@pytest.mark.parametrize("name", SENDERS)
def test_who_writes_a_letter(name: str) -> None:
    """Each sender once: at a label, the office, those who sign at the end."""
    head, end, expected = SENDERS[name]
    text = f"Tjänsteskrivelse\n{head}\nDatum: 2024-03-01\n\nTaxa för bryggor{PROPOSAL}\n{end}\n\nBilagor\nKarta\n"
    assert values(text, "sender") == expected


def test_who_signs_a_motion() -> None:
    """Those whose names with a party stand alone at the end have signed; one that the text names has not."""
    text = (
        "Motion till kommunfullmäktige\n\nFri båtplats för unga\n\nI maj lovade Ida Sjö (M) fria platser.\n\n"
        "Avika den 3 mars 2024\n\nAnna Ek (S)                 Bo Berg (C)\n"
    )
    assert values(text, "sender") == ["Anna Ek (S)", "Bo Berg (C)"]
    assert facts(text).date == dt.date(2024, 3, 3)


@pytest.mark.parametrize(
    ("head", "date"),
    [
        ("Datum: 2024-03-01\nTill: Socialnämnden, sammanträdet 2024-03-12", "2024-03-01"),
        ("Till socialnämndens sammanträde 2024-03-12\nDaterad 1 mars 2024", "2024-03-01"),
        ("2024-03-01\nDnr SN 2024/12\nSvar senast 2024-06-30", "2024-03-01"),
        ("Utfärdat 2024-03-01\nErt datum 2024-01-15", "2024-03-01"),
        ("| Datum | 1 mars 2024 |\n| Inkom | 2024-02-15 |", "2024-03-01"),
        ("Till socialnämnden, sammanträdet 2024-03-12", None),
    ],
)
def test_a_letters_own_date(head: str, date: str | None) -> None:
    """The date that a letter bears, never that of the meeting which it is written for."""
    found = facts(f"Avika kommun\nTjänsteskrivelse\n{head}\n\nTaxa för bryggor{PROPOSAL}")
    assert found.date == (dt.date.fromisoformat(date) if date else None)


@pytest.mark.parametrize(
    ("head", "title"),
    [
        ("Tjänsteskrivelse\nDnr TN 2024/12\nTaxa för bryggor i hamnen", "Taxa för bryggor i hamnen"),
        ("Tjänsteskrivelse\nÄrende: Taxa för bryggor\nHandläggare: Bo Ek", "Taxa för bryggor"),
        ("Tjänsteskrivelse: Taxa för bryggor", "Tjänsteskrivelse: Taxa för bryggor"),
        ("Tjänsteutlåtande om taxa för bryggor,\nNorra hamnen", "Tjänsteutlåtande om taxa för bryggor, Norra hamnen"),
        ("Yttrande över motion om\nfria bryggor", "Yttrande över motion om fria bryggor"),
        ("# Taxa för bryggor\n\nTjänsteskrivelse\nHandläggare: Bo Ek", "Taxa för bryggor"),
        ("Avika kommun\nTekniska förvaltningen\nTjänsteskrivelse\nwww.avika.example\nbo.ek@avika.example", None),
    ],
)
def test_the_title_of_a_letter(head: str, title: str | None) -> None:
    """A title is no label, diarienummer, office or address; without one a letter is called by kind and body."""
    found = facts(f"{head}\n\nTill: Tekniska nämnden{PROPOSAL}", "x1234.txt")
    assert found.title == (title or "Tekniska nämnden tjänsteskrivelse")


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Svar på motion om fria bryggor\n\nTill tekniska nämnden", Kind.MEMO),
        ("Yttrande över motion om fria bryggor\n\nTill tekniska nämnden", Kind.OPINION),
        ("Svar på remiss från Region Norrskär\n\nTill tekniska nämnden", Kind.OPINION),
        ("TJÄNSTEUTLÅTANDE\nSvar på motion om fria bryggor", Kind.STATEMENT),
        ("Avika kommun          Tjänsteskrivelse      1 (3)\nMotion om fria bryggor", Kind.MEMO),
        ("Motion om fria bryggor", Kind.MOTION),
        ("Förteckning över delegationsbeslut, mars 2024", Kind.DELEGATED),
    ],
)
def test_the_kind_of_a_letter(text: str, kind: Kind) -> None:
    """What answers a motion is no motion; a kind on a line of its own outweighs one in the title."""
    assert facts(text + PROPOSAL).kind is kind


def test_the_body_of_rules_is_whom_they_are_for() -> None:
    """A reglemente is of the body that it governs, not of the one that adopted it."""
    found = facts(
        "# Reglemente för Skärgårdsrådet i Avika kommun\n\n| Beslutat av | Kommunfullmäktige 2023-04-24 § 36 |\n"
    )
    assert (found.kind, found.committee, found.date) == (Kind.RULES, "Skärgårdsrådet", dt.date(2023, 4, 24))


def test_a_letter_that_ocr_has_mangled() -> None:
    """Kind and body are read from a proposal whose å ä ö are lost."""
    found = facts(
        "Trygga bryggor i hamnen\nSvar pa remiss fran kommunstyrelsen Dnr: 2024:118\n\n"
        "Forvaltningens forslag till beslut\n"
        "1. Socialnimnden godkénner forvaltningens tjédnsteutlatande\nsom svar pa remissen.\n"
    )
    assert (found.kind, found.committee, found.case_number) == (Kind.STATEMENT, "Socialnämnden", "2024/118")
    assert found.title == "Trygga bryggor i hamnen"


LETTER = """Avika kommun                                   TJÄNSTESKRIVELSE
Tekniska förvaltningen                         2024-03-01
                                               Dnr TN 2024/12

Handläggare                                    Mottagare
Bo Ek, utredare                                Tekniska nämnden

Taxa för bryggor

FÖRSLAG TILL BESLUT

Tekniska nämnden antar taxan.

Sammanfattning

Taxan höjs i två steg, eftersom kostnaden för bryggorna har stigit.

Avgift i dag     Avgift i morgon
900 kronor       1 100 kronor

Tidplan
Höjningen görs i januari och i juli.

Bedömning

Förvaltningen bedömer att höjningen är rimlig.

Eva Öst                                        Bo Ek
förvaltningschef                               utredare
"""


def test_the_sections_of_a_letter(read: Read) -> None:
    """One section a heading: letterhead, rows of tables and signatures are none."""
    document = read(LETTER)
    headings = [section.heading for section in document.sections]
    assert headings == ["", "FÖRSLAG TILL BESLUT", "Sammanfattning", "Tidplan", "Bedömning"]
    assert "900 kronor" in text_of(document, document.sections[2])


def test_a_heading_after_the_proposal_is_not_proposed(read: Read) -> None:
    """What is told under a heading of its own below the proposal is no part of it."""
    document = read(
        "# Taxa\n\n## Förslag till beslut\n\nTaxan antas.\n\n## Uppdraget\n\nNämnden gav uppdraget i maj.\n", "a.md"
    )
    parts = {section.heading: [part.name for part in section.parts] for section in document.sections}
    assert parts["Förslag till beslut"] == [PartName.PROPOSAL]
    assert parts["Uppdraget"] == []


def test_a_heading_over_two_lines(read: Read) -> None:
    """A heading that breaks off goes on over the next line."""
    document = read(
        "# Tjänsteutlåtande om bryggor,\nNorra hamnen\n\nBryggorna är gamla.\n\n## Kostnader\n\nDe är höga.\n", "a.md"
    )
    assert [section.heading for section in document.sections] == [
        "Tjänsteutlåtande om bryggor, Norra hamnen",
        "Kostnader",
    ]

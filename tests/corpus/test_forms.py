"""Who was there, where and when, from first pages in the forms of many authorities. All is invented.

The texts are set as the readers give them: cells between bars, labels in heaps, lines broken by narrow columns.
"""

from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.facts import Approval, Attendant, Presence, Step
from corpus.models import Document, Extraction, Span
from corpus.structure import lines, understand
from corpus.structure.head import labels

D, R, X, A = Presence.DECIDING, Presence.REPLACEMENT, Presence.OTHER, Presence.ABSENT


@dataclass(frozen=True)
class Form:
    """A first page, and what a reader of it would say."""

    text: str
    place: str
    hours: str
    there: tuple[tuple[str, Presence, str | None], ...]
    chosen: tuple[str, ...] = ()


FORMS = {
    "labels in a heap, the page's head between": Form(
        """Kommunfullmäktige

Tid och plats
Beslutande
Närvarande, ej
tjänstgörande
ersättare
PROTOKOLL
2018-11-05
1 (9)

Stora salen, Stadshuset i Avika Kl 18.00-20.10
Se förteckning bilaga 1
Anna Ek (S)
Bo Berg (-)
Övriga närvarande | Cia Dahl, sekr
Justerande | Dan Fors och Eva Gran med Fia Hult som ersättare
""",
        "Stora salen, Stadshuset i Avika", "18.00-20.10",
        (("Anna Ek", R, "S"), ("Bo Berg", R, "-"), ("Cia Dahl", X, None)), ("Dan Fors", "Eva Gran"),
    ),
    "labels in a heap, values parted by blanks": Form(
        """AVIKA KOMMUN
Byggnadsnämnden
Sammanträdesprotokoll
Plats och tid
Beslutande
Ej tjänstgörande
ersättare
Övriga deltagare
Utses att justera
Justeringens plats
och tid
Paragrafer
Sida
1 (12)
Rådhuset, sal 2, tisdagen den 5 mars 2019, kl 13.00-15.10
Anna Ek (S), ordförande
Bo Berg (M)

Cia Dahl (S)

Dan Fors, byggchef
Eva Gran, sekreterare
Bo Berg
Rådhuset 2019-03-12
1-20
""",
        "Rådhuset, sal 2", "13.00-15.10",
        (("Anna Ek", D, "S"), ("Bo Berg", D, "M"), ("Cia Dahl", R, "S"), ("Dan Fors", X, None), ("Eva Gran", X, None)),
        ("Bo Berg",),
    ),
    "a town of Finland, surname first": Form(
        """STRANDBY STAD
Stadsstyrelsen

Tid
Plats
Beslutande
PROTOKOLL
5/2016 2
11.04.2016

Måndag 11.04.2016 kl. 17.00 - 19.15
Stadshuset, Hamngatan 3
Ek Anna-Karin, ordförande
Berg Bo-Erik
Dahl Cia, viceordförande
Fors Dan, ersättare för E Gran
Frånvarande | Gran Eva
Övriga deltagande | Hult Fia, stadsfullmäktiges ordförande Ivars Gun, stadsfullmäktiges I viceordförande
Jan Kvist, stadsdirektör, föredragande
Protokolljustering | Bo-Erik Berg och Cia Dahl
""",
        "Stadshuset, Hamngatan 3", "17.00-19.15",
        (("Ek Anna-Karin", D, None), ("Berg Bo-Erik", D, None), ("Dahl Cia", D, None), ("Fors Dan", D, None),
         ("Gran Eva", A, None), ("Hult Fia", X, None), ("Ivars Gun", X, None), ("Jan Kvist", X, None)),
        ("Bo-Erik Berg", "Cia Dahl"),
    ),
    "two languages side by side": Form(
        """STRANDBY KOMMUN / RANTAKYLÄN KUNTA | PROTOKOLL / PÖYTÄKIRJA
Tid/Aika | Måndag / Maanantai 14.3.2016 kl./klo 17.00 – 19.45
Plats/Paikka | Kommungården
Närvarande/Läsnä | Ek Anna, ordförande
Berg Bo
Frånvarande – Poissa | Dahl Cia
Läsnä olleet muut/Övriga närvarande | Fors Dan, kommundirektör
""",
        "Kommungården", "17.00-19.45",
        (("Ek Anna", D, None), ("Berg Bo", D, None), ("Dahl Cia", A, None), ("Fors Dan", X, None)),
    ),
    "blank lines between people, parties bare and broken off": Form(
        """AVIKA KOMMUN Kommunstyrelsen | SAMMANTRÄDESPROTOKOLL Sammanträdesdatum 2006-03-14 | 1 (3)

Plats och tid för sammanträdet | Kommunkontoret, rum Ån, tisdag den 14 mars 2006, kl 08.30-11.45
Beslutande
Anna Ek, s, ordförande

Bo Berg, kds, ersätter Dan Fors,

kds

Eva Gran, fp

Övriga deltagare
Fia Hult, livsmedelsinspektör, §

17

Gun Ivars, Hembygdsrådet, § 19
""",
        "Kommunkontoret, rum Ån", "08.30-11.45",
        (("Anna Ek", D, "S"), ("Bo Berg", D, "kds"), ("Eva Gran", D, "FP"), ("Fia Hult", X, None),
         ("Gun Ivars", X, None)),
    ),
    "a list that a loose § breaks": Form(
        """Avika kommun | Kommunstyrelsen | 1(4)
Sammanträdesprotokoll 2024-09-09

Plats och tid | Rådsalen, klockan 15:00-15:45
Beslutande | Anna Ek (S), ordförande
Bo Berg (M) ersätter Cia Dahl
(M) § 2
Dan Fors (C) ersätter Eva Gran (C)
§ 1
Fia Hult (V)
Ej tjänstgörande | Gun Ivars (S)
ersättare | Jan Kvist (V)
Utses att justera | Fia Hult (V)
""",
        "Rådsalen", "15.00-15.45",
        (("Anna Ek", D, "S"), ("Bo Berg", D, "M"), ("Dan Fors", D, "C"), ("Fia Hult", D, "V"), ("Gun Ivars", R, "S"),
         ("Jan Kvist", R, "V")),
        ("Fia Hult (V)",),
    ),
    "names in a row with nothing between": Form(
        """> Plats och tid Wilmas sal, kl. 08:15  –  12.15
> Beslutande Anna Ek (M) ordförande Bo Berg (M) Cia Dahl (L) ersätter Dan Fors (L) tom § § 1-5 Eva Gran (S) """
        """Övriga närvarande Fia Hult (S)

Övriga närvarande

Gun Ivars, direktör Jan Kvist, chef grundskola Kaj Lund, ekonom, närvarande § § 1-4 Mia Näs, Utvecklingspartner

""",
        "Wilmas sal", "08.15-12.15",
        (("Anna Ek", D, "M"), ("Bo Berg", D, "M"), ("Cia Dahl", D, "L"), ("Eva Gran", D, "S"), ("Fia Hult", X, "S"),
         ("Gun Ivars", X, None), ("Jan Kvist", X, None), ("Kaj Lund", X, None), ("Mia Näs", X, None)),
    ),
    "headings on a web page": Form(
        """Direktionens protokoll 24 november 2023

Klockan
13:30 - 15:00
Plats
Brandstationen, Avika

Närvarande

Direktionens ledamöter

Anna Ek (S), ordförande
Bo Berg (-)

Direktionens ersättare

Cia Dahl (S), tjänstgörande

Övriga deltagare

Dan Fors, avdelningschef Operativ

Inbjudna

Eva Gran, Ledarna
Fia Hult, Brandmännens Riksförbund
""",
        "Brandstationen, Avika", "13.30-15.00",
        (("Anna Ek", D, "S"), ("Bo Berg", D, "-"), ("Cia Dahl", R, "S"), ("Dan Fors", X, None), ("Eva Gran", X, None),
         ("Fia Hult", X, None)),
    ),
    "members under deciders, units after commas": Form(
        """Sammanträdesprotokoll Socialnämnden | 2014-11-20 | 1
Plats och tid | Hyttan, Smedjegatan 4 c Torsdag den 20 november 2014, klockan 17:30-19:50
Beslutande
Ledamöter:
Anna Ek (KD), ordförande
Bo B Berg (M)
Ersättare:
Cia Dahl (S)
Övriga deltagande
Dan Fors, BSK
Eva Gran, UF, §§ 4-8
Underskrifter
Ordförande .......................................
Gun Ivars
""",
        "Hyttan, Smedjegatan 4 c", "17.30-19.50",
        (("Anna Ek", D, "KD"), ("Bo B Berg", D, "M"), ("Cia Dahl", R, "S"), ("Dan Fors", X, None),
         ("Eva Gran", X, None)),
    ),
    "numbers, dashes and names in halves": Form(
        """Överförmyndarnämnden i Avika
Sammanträdesplats: Kommunhuset, rum Björken
Sammanträdestid: 2017-09-12, 09:00 – 10:15
Närvarande ledamöter:
1. Anna Ek – ordförande
2. Bo
Berg-Dahl – ledamot
3. Dan Fors (frånv.)
Tjänstemän: Cia Dahl – handläggare
""",
        "Kommunhuset, rum Björken", "09.00-10.15",
        (("Anna Ek", D, None), ("Bo Berg-Dahl", D, None), ("Dan Fors", A, None), ("Cia Dahl", X, None)),
    ),
}  # fmt: skip
BODY = "\n§ 1 Val\n\nBeslut\nValet godkänns.\n\n§ 2 Budget\n\nBeslut\nBudgeten antas.\n"


def _read(text: str) -> Document:
    return understand(Extraction(text, (Span(0, len(text)),)), "0" * 16, "protokoll 2020-01-15.txt")


@pytest.mark.parametrize("name", FORMS)
def test_who_was_there(name: str) -> None:
    """Everybody on the lists, as what they were there and with their party, and nobody else."""
    form = FORMS[name]
    document = _read(form.text + BODY)
    found = [(person.name, person.presence, person.party) for person in document.of(Attendant)]
    assert [(who, as_, party and party.upper()) for who, as_, party in found] == [
        (who, as_, party and party.upper()) for who, as_, party in form.there
    ]
    for person in document.of(Attendant):
        words = document.text[person.start : person.end]
        assert all(word in words for word in person.name.split())


@pytest.mark.parametrize("name", FORMS)
def test_where_and_when(name: str) -> None:
    """The place is no label and no word of the page's head; the hours are no date."""
    form = FORMS[name]
    stated = {fact.name: fact.value for fact in _read(form.text + BODY).stated}
    assert (stated["place"], stated["time"]) == (form.place, form.hours)


@pytest.mark.parametrize("name", [name for name, form in FORMS.items() if form.chosen])
def test_who_approves(name: str) -> None:
    """Those chosen to approve the minutes, without who stands by for them."""
    form = FORMS[name]
    chosen = [step.who for step in _read(form.text + BODY).of(Approval) if step.step is Step.CHOSEN]
    assert chosen == [form.chosen]


def test_minutes_without_paragraphs() -> None:
    """Who is to approve is told on a first page, with or without § after it."""
    text = "Tid och plats\nPROTOKOLL\n2023-06-21\n1(2)\n\nOnsdagen den 21 juni kl.18.00-20:20 i\nsal Ån, Avika.\n"
    document = _read(
        text + "Beslutande\nLedamöter | Anna Ek (S)\nBo Berg (M)\nJusterare | Anna Ek (S) och Bo Berg (M)\n"
    )
    assert [(step.step, step.who) for step in document.of(Approval)] == [(Step.CHOSEN, ("Anna Ek (S)", "Bo Berg (M)"))]
    stated = {fact.name: fact.value for fact in document.stated}
    assert (stated["place"], stated["time"]) == ("sal Ån, Avika", "18.00-20.20")


def test_a_summons_before_the_minutes() -> None:
    """From when to when a meeting sat says more than when it was called."""
    text = "Tid | Måndag 14.04.2014 kl. 17.00\nPlats | Ån\n\nTid | Måndag 14.04.2014 kl. 17.00 - 19.45\nPlats | Ån\n"
    stated = {fact.name: fact.value for fact in _read("Protokoll\n" + text + BODY).stated}
    assert stated["time"] == "17.00-19.45"


def test_a_replacement_on_a_register() -> None:
    """Who sat for a member is told by that column alone."""
    table = "Ledamöter | Parti | Närvarande | Ersättare\nAnna Ek | S | X |\nBo Berg | C | | Cia Dahl\n"
    found = [(one.name, one.presence, one.replaces) for one in _read("Protokoll\n\n" + table + BODY).of(Attendant)]
    assert found == [("Anna Ek", D, None), ("Cia Dahl", R, "Bo Berg")]


_LINES = st.sampled_from(
    ["Tid", "Plats", "Plats och tid", "Beslutande", "Närvarande, ej", "tjänstgörande", "ersättare", "PROTOKOLL",
     "1 (3)", "", "Rådhuset kl 13.00-15.00", "Anna Ek (S)", "Bo Berg, jurist", "§ 1 Val", "Justerare | Bo Ek", "Sida"]
)  # fmt: skip


@given(st.lists(_LINES, max_size=40))
def test_no_line_is_lost_from_a_heap(written: list[str]) -> None:
    """Lines change places, and nothing that a label or a value says is lost or told twice."""
    rows = list(lines.split("\n".join(written)))
    paired = labels.paired(rows)
    assert len(paired) == len(rows)
    told = sorted(" ".join(row.text for row in paired).split())
    running = {"PROTOKOLL", "1", "(3)"}
    assert [word for word in told if word not in running] == sorted(
        word for row in rows for word in row.text.split() if word not in running
    )

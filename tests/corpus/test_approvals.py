"""From meeting to minutes in force: justering, anslag, signatures. All papers, places and persons are invented."""

import datetime as dt
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.facts import Approval, Step
from corpus.structure.facts import approvals
from tests.corpus.opened import opened

BODY = "\n\n§ 1 Upprop\nUpprop förrättas.\n\n§ 2 Budget\nBo Berg (M) yrkar bifall.\n"
CHOSEN, APPROVED, POSTED, DOWN, SIGNED = Step.CHOSEN, Step.APPROVED, Step.POSTED, Step.TAKEN_DOWN, Step.SIGNED


def _steps(text: str) -> list[Approval]:
    found = list(approvals.find(opened(text)))
    for step in found:
        words = text[step.start : step.end]
        assert words == words.strip() != ""
    return found


def _short(text: str) -> list[tuple[Step, tuple[str, ...], str | None]]:
    return [(step.step, step.who, step.date.isoformat() if step.date else None) for step in _steps(text)]


@pytest.mark.parametrize(
    "head",
    [
        "Justerare         Anna Ek (S) och Bo Berg (M)\nJusteringsdatum   2024-03-19",
        "Justerare: Anna Ek (S), Bo Berg (M)\nJusterat: 19 mars 2024",
        "**Justerare:** Anna Ek (S) och Bo Berg (M). Justerat 2024-03-19.",
        "| Utses att justera | Anna Ek (S), Bo Berg (M) |\n| Justeringens plats och tid | Kommunhuset, 2024-03-19 |",
        "Utsedda att justera: Anna Ek (S) och Bo Berg (M). Protokollet justeras digitalt den 19 mars 2024.",
        "Att justera   Anna Ek (S) och Bo Berg (M)\nTid för justering   tisdagen den 19 mars 2024 kl. 10.00",
        "Justering: Anna Ek (S) och Bo Berg (M), den 19 mars 2024",
        "JUSTERING  Anna Ek (S) och Bo Berg (M) utses. Justerat 2024-03-19.",
        "Justerare\nAnna Ek (S)\nBo Berg (M)\nDigital justering 2024-03-19",
        "Justerare   Anna Ek (S)\n            Bo Berg (M)\nJustering   Digital justering 2024-03-19",
    ],
)
def test_who_approves_and_when(head: str) -> None:
    """The same two and the same day, however they are set."""
    assert _short(head + BODY) == [
        (CHOSEN, ("Anna Ek (S)", "Bo Berg (M)"), None),
        (APPROVED, (), "2024-03-19"),
    ]


@pytest.mark.parametrize(
    "notice",
    [
        "Anslaget 2024-03-20, anslaget tas ned 2024-04-11",
        "Datum för anslags uppsättande   2024-03-20\nDatum för anslags nedtagande    2024-04-11",
        "Datum när anslaget sätts upp 2024-03-20\nDatum för anslags nedtagning 2024-04-11",
        "Anslag uppsatt: 2024-03-20\nAnslag nedtas: 2024-04-11",
        "Anslagsdatum: 20 mars 2024\nSista dag för överklagande: 11 april 2024",
        "Anslag: protokollet anslogs på kommunens anslagstavla 2024-03-20 och tas ned 2024-04-11.",
        "Anslag: uppsatt den 20 mars 2024 och nedtaget den 11 april 2024",
        "| Publicerat | 2024-03-20 |\n| Anslaget tas ned | 2024-04-11 |",
        "ANSLAG/BEVIS\nProtokollet är justerat.\nOrgan  Tekniska nämnden\nSammanträdesdatum  2024-03-12\n"
        "Datum då anslaget sätts upp  2024-03-20   Datum då anslaget tas ned  2024-04-11\nUnderskrift  ..........",
    ],
)
@pytest.mark.parametrize("place", ["before", "after"])
def test_the_notice_board(notice: str, place: str) -> None:
    """When the notice went up and comes down, on the first page or the last; the meeting's day is neither."""
    text = notice + BODY if place == "before" else BODY.lstrip() + "\n\n" + notice + "\n"
    assert _short(text) == [(POSTED, (), "2024-03-20"), (DOWN, (), "2024-04-11")]


def test_who_has_approved() -> None:
    """Names beside "Justerat" have approved; those before the word are another step's."""
    assert _short("Justerat        2024-03-19, Anna Ek (S)" + BODY) == [(APPROVED, ("Anna Ek (S)",), "2024-03-19")]
    text = BODY.lstrip() + "\n\nVid protokollet: Cia Dahl. Justerat den 19 mars 2024 av Anna Ek (S) och Bo Berg (M).\n"
    assert _short(text) == [
        (SIGNED, ("Cia Dahl",), None),
        (APPROVED, ("Anna Ek (S)", "Bo Berg (M)"), "2024-03-19"),
    ]


@pytest.mark.parametrize(
    ("sentence", "date"),
    [
        ("Anna Ek (S) utses att jämte ordföranden justera protokollet.", None),
        ("Till att justera protokollet väljs Anna Ek (S).", None),
        ("Anna Ek (S) väljs till justerare.", None),
        ("Andre vice ordföranden Anna Ek (S) justerar dagens protokoll tillsammans med ordföranden Bo Berg (M) på\n"
         "stadshuset tisdagen den 19 mars 2024.", dt.date(2024, 3, 19)),
    ],
)  # fmt: skip
def test_chosen_in_a_paragraph(sentence: str, date: dt.date | None) -> None:
    """A § says who approves, where no field does; the chair is not chosen."""
    text = f"§ 1 Val av justerare\n\nBeslut\n{sentence}\n\n§ 2 Budget\nBifall.\n"
    assert [(step.step, step.who, step.date) for step in _steps(text)] == [(CHOSEN, ("Anna Ek (S)",), date)]
    assert [step.who for step in _steps(f"Justerare: Anna Ek (S)\n\n{text}")] == [("Anna Ek (S)",)]


@pytest.mark.parametrize(
    "sentence",
    [
        "Paragrafen förklaras omedelbart justerad.",
        "Paragrafen justeras omedelbart.",
        "Protokollet under denna paragraf förklaras omedelbart justerat.",
        "Beslutet justeras omedelbart.",
        "Nämnden beslutar om omedelbar justering.",
        "Denna paragraf är direktjusterad.",
    ],
)
def test_approved_at_once(sentence: str) -> None:
    """The sentence that says it is the fact."""
    text = f"§ 1 Bidrag\n\nBeslut\n1. Bidraget beviljas.\n2. {sentence}\n\n§ 2 Budget\nBifall.\n"
    (step,) = _steps(text)
    assert step.step is Step.IMMEDIATE
    assert text[step.start : step.end].endswith(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "Begäran om omedelbar justering avslås.",
        "Taxan justeras med index.",
        "Budgeten justerades omgående.",
        "Anna Ek (S) yrkar att förslaget justeras.",
        "Anna Ek (S) utses till ledamot.",
    ],
)
def test_what_is_no_approval(sentence: str) -> None:
    """Taxes are adjusted by the same word, and people are chosen for other things."""
    assert _steps(f"§ 1 Taxa\n\nBeslut\n{sentence}\n\n§ 2 Budget\nBifall.\n") == []


@pytest.mark.parametrize(
    "block",
    [
        "Vid protokollet\nCia Dahl\n\nAnna Ek             Bo Berg",
        "Underskrifter\nCia Dahl, sekreterare\nAnna Ek, ordförande\nBo Berg, justerare",
        "______________________\nCia Dahl       Anna Ek       Bo Berg\nsekreterare    ordförande    justerare",
        "Cia Dahl · Anna Ek · Bo Berg",
        "Vid protokollet: Cia Dahl\nJusterat: Anna Ek, Bo Berg",
        "Underskrifter: Cia Dahl, Anna Ek, Bo Berg",
        "Sekreterare ...............\n            Cia Dahl\nOrdförande  ...............\n            Anna Ek\n"
        "Justerare   ...............\n            Bo Berg",
    ],
)
def test_signatures(block: str) -> None:
    """Each who signs minutes is a fact of its own, and nobody else is."""
    assert _short(BODY.lstrip() + "\n\n" + block + "\n") == [
        (SIGNED, ("Cia Dahl",), None),
        (SIGNED, ("Anna Ek",), None),
        (SIGNED, ("Bo Berg",), None),
    ]


@pytest.mark.parametrize(
    "end",
    [
        "Anna Ek\nSocialdirektör\n\nBo Berg\nutredare\n",
        "Anna Ek, socialdirektör\nBo Berg, utredare\n\nBilagor\n1. Kalkyl 2024-02-01\n",
        "Anna Ek              Bo Berg\nSocialdirektör       Utredare\n\nSkickas till: Norra Bruket AB\n",
        "*Anna Ek, socialdirektör*\n*Bo Berg, utredare*\n",
    ],
)
def test_signatures_of_a_letter(end: str) -> None:
    """Who signs a letter, their titles beside or below; what comes after is no signature."""
    letter = "Tjänsteskrivelse\n\nFörslag till beslut\nInformationen antecknas.\n\nCia Dahl har hörts.\n\n"
    assert [step.who for step in _steps(letter + end)] == [("Anna Ek",), ("Bo Berg",)]


@pytest.mark.parametrize(
    "end", ["Reservation\nAnna Ek (S)\n", "Expedieras till\nAnna Ek\nNorra Bruket\n", "Bo Berg yrkar bifall.\n"]
)
def test_who_has_not_signed(end: str) -> None:
    """A name that ends a paper under another heading is no signature."""
    assert _steps(BODY.lstrip() + "\n" + end) == []


_PIECES = st.sampled_from(
    ["Justerare", "Justerat ", "Anslag: ", "tas ned ", "2024-03-19", "Anna Ek (S)", "Bo Berg", ", ", "\n", "\n\n",
     " och ", "utses att justera", ". ", "§ 1 Val\n", "§ 2 Taxa\n", "Vid protokollet", "omedelbart justerad", "  "]
)  # fmt: skip


@given(st.lists(_PIECES, max_size=40).map("".join) | st.text(max_size=200))
def test_places_hold(text: str) -> None:
    """Whatever a text holds, a step's words stand at its place, and who is named there stands in the text."""
    folded = " ".join(text.split())
    for step in _steps(text):
        assert all(name in folded for name in step.who)


@pytest.mark.parametrize(
    "text",
    ["juster " * 150_000, "Anna Ek\n" * 120_000, "justeras omedelbart. " * 50_000, "Justerare: Anna Ek (S)\n" * 40_000],
)
def test_a_long_paper_takes_no_time(text: str) -> None:
    """A million characters are read in seconds, whatever they repeat."""
    paper = opened("§ 1 Val\n" + text)
    start = time.process_time()
    approvals.find(paper)
    assert time.process_time() - start < 3

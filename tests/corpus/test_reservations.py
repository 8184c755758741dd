"""Reservations and notes with those who make them. All bodies and persons are invented."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.structure.facts import reservations
from tests.corpus.opened import node, nodes

HEADING = "§ 44 Avgift för båtplats i Lindsala\n\n"


def _of(body: str, finder=reservations.find) -> list[tuple[tuple[str, ...], str]]:
    """Return who makes each reservation of a § with that body, and its words."""
    text = HEADING + body
    return [(fact.who, " ".join(text[fact.start : fact.end].split())) for fact in finder(node(text))]


@pytest.mark.parametrize(
    ("words", "who"),
    [
        ("Ada Lund (S) reserverar sig mot beslutet.", ("Ada Lund (S)",)),
        ("Mot beslutet reserverar sig Ada Lund (S) och Bo Ek (M).", ("Ada Lund (S)", "Bo Ek (M)")),
        ("Mot beslutet reserverar sig Ada Lund (S) till förmån för Bo Eks (M) yrkande.", ("Ada Lund (S)",)),
        ("Mot beslutet reserverade sig Ada Lund (S).", ("Ada Lund (S)",)),
        ("Ada Lund (S) och Bo Ek (M) reserverar sig till förmån för eget yrkande.", ("Ada Lund (S)", "Bo Ek (M)")),
        ("Ledamöterna från SD reserverar sig mot beslutet.", ("SD",)),
        ("Ledamöterna i V och MP reserverar sig skriftligen.", ("V", "MP")),
        ("Samtliga ledamöter för M reserverar sig.", ("M",)),
        ("Centerpartiet reserverar sig mot punkt 2.", ("Centerpartiet",)),
        ("Partigrupp S och MP reserverar sig mot beslutet.", ("S", "MP")),
        ("Folkpartiet, Moderaterna och Centerpartiet reserverar sig.", ("Folkpartiet", "Moderaterna", "Centerpartiet")),
        ("De fyra ledamöter som röstat nej reserverar sig.", ("De fyra ledamöter som röstat nej",)),
        ("Ada Lund (S) lämnar en skriftlig reservation.", ("Ada Lund (S)",)),
        ("Skriftlig reservation från Ada Lund (S), bilaga 2.", ("Ada Lund (S)",)),
        ("Reservation från V, bilaga 3.", ("V",)),
        ("SD, C", ("SD", "C")),
        ("Ada Lund (S), Bo Ek (M)", ("Ada Lund (S)", "Bo Ek (M)")),
        ("Ada Lund (S).", ("Ada Lund (S)",)),
    ],
)
def test_a_reservation_and_those_who_make_it(words, who):
    assert _of(f"Reservation\n{words}\n") == [(who, words)]


def test_a_reservation_in_the_decision_or_in_running_text():
    assert _of("""Beslut
Avgiften fastställs till 900 kronor.

Mot beslutet reserverar sig Ada Lund (S) och
Bo Ek (M).
""") == [(("Ada Lund (S)", "Bo Ek (M)"), "Mot beslutet reserverar sig Ada Lund (S) och Bo Ek (M).")]
    assert _of("Avgiften är oförändrad sedan 2014. Ada Lund (S) reserverar sig mot höjningen.\n") == [
        (("Ada Lund (S)",), "Ada Lund (S) reserverar sig mot höjningen.")
    ]


@pytest.mark.parametrize("heading", ["Reservation: ", "Reservationer: ", "Skriftlig reservation: "])
def test_a_reservation_beside_its_heading(heading):
    ((who, words),) = _of(f"Beslut\nAvgiften fastställs.\n\n{heading}Ada Lund (S), SD\n")
    assert who == ("Ada Lund (S)", "SD")
    assert words.endswith("Ada Lund (S), SD")


def test_names_one_a_line_under_a_colon():
    assert _of("""Reservation
Mot beslutet reserverar sig:
Ada Lund (S)
Bo Ek (M)
""") == [(("Ada Lund (S)", "Bo Ek (M)"), "Mot beslutet reserverar sig: Ada Lund (S) Bo Ek (M)")]


def test_a_quotation_is_kept_whole():
    assert _of("""Reservation
Ada Lund (S) reserverar sig: "Avgiften är för hög. Den drabbar den som har minst." Bo Ek (M) reserverar sig.
""") == [
        (("Ada Lund (S)",), 'Ada Lund (S) reserverar sig: "Avgiften är för hög. Den drabbar den som har minst."'),
        (("Bo Ek (M)",), "Bo Ek (M) reserverar sig."),
    ]


@pytest.mark.parametrize(
    "body",
    [
        "Tidigare behandling\nAda Lund (S) reserverade sig i arbetsutskottet.\n",
        "Ärendet\nAda Lund (S) reserverade sig mot beslutet den 3 maj 2021.\n",
        "Reservation\nVi reserverar oss, eftersom avgiften är för hög.\n",
        "Reservation\nIngen reserverar sig.\n",
        "Beslut\nNämnden reserverar 2 miljoner kronor för bryggor.\n",
        "Ärendet\nReservationer i bokslutet uppgår till 2 miljoner kronor.\n",
    ],
)
def test_what_is_no_reservation(body):
    assert _of(body) == []


@pytest.mark.parametrize(
    ("words", "who"),
    [
        ("Ada Lund (S) antecknar att hon gärna sett en lägre avgift.", ("Ada Lund (S)",)),
        ("Ada Lund (S) låter anteckna: ”Avgiften är för hög. Vi hade velat sänka den.”", ("Ada Lund (S)",)),
        ("Ada Lund (S): Avgiften är för hög. Vi hade velat sänka den.", ("Ada Lund (S)",)),
        (
            "Ada Lund (S) och Bo Ek (M) lämnar följande protokollsanteckning: Avgiften är hög.",
            ("Ada Lund (S)", "Bo Ek (M)"),
        ),
        ("Protokollsanteckning från V och MP: Avgiften är hög.", ("V", "MP")),
        ("Ledamöterna från C antecknar som yttrande en skrivelse från den 3 maj 2023.", ("C",)),
    ],
)
def test_a_note_and_those_who_make_it(words, who):
    assert _of(f"Protokollsanteckning\n{words}\n", reservations.notes) == [(who, words)]


def test_a_note_goes_on_to_where_another_begins():
    assert _of(
        """Protokollsanteckningar
Ada Lund (S) lämnar följande anteckning:

Avgiften är hög. Bo Ek (M) anser något annat.

Den borde sänkas.

Siv Ahl (V) antecknar att hon inte deltog i debatten.

----------------
Underskrifter
""",
        reservations.notes,
    ) == [
        (
            ("Ada Lund (S)",),
            "Ada Lund (S) lämnar följande anteckning: Avgiften är hög. Bo Ek (M) anser något annat. Den borde sänkas.",
        ),
        (("Siv Ahl (V)",), "Siv Ahl (V) antecknar att hon inte deltog i debatten."),
    ]


def test_a_name_above_its_note():
    assert _of("Särskilt yttrande\nAda Lund (S)\nAvgiften borde ha utretts bättre.\n", reservations.notes) == [
        (("Ada Lund (S)",), "Ada Lund (S) Avgiften borde ha utretts bättre.")
    ]


def test_a_note_in_running_text_and_a_conflict_that_is_none():
    assert _of("Ärendet\nAda Lund (S) låter anteckna att avgiften är hög.\n", reservations.notes) == [
        (("Ada Lund (S)",), "Ada Lund (S) låter anteckna att avgiften är hög.")
    ]
    assert (
        _of("Protokollsanteckning\nAda Lund (S) deltar inte i handläggningen på grund av jäv.\n", reservations.notes)
        == []
    )
    assert _of("Beslutsgång\nOrdföranden antecknar förslaget som ja-proposition.\n", reservations.notes) == []


@given(st.lists(st.sampled_from([
    "Reservation", "Protokollsanteckning", "Ada Lund (S)", "reserverar sig", "antecknar", ":", ".", "\n", "\n\n", '"',
    "mot beslutet", "Bo Ek (M)", "S, V", "Beslut", "---", "och", "till förmån för", "jäv", "§ 45 Nästa",
]), max_size=40))  # fmt: skip
def test_every_fact_is_words_that_stand_there(words):
    text = HEADING + " ".join(words)
    for section in nodes(text):
        for fact in (*reservations.find(section), *reservations.notes(section)):
            assert text[fact.start : fact.end].strip() == text[fact.start : fact.end] != ""
            assert fact.who
            assert all(name in text for name in fact.who)


@pytest.mark.parametrize("heading", ["Reservation", "Protokollsanteckning", "Beslut"])
@pytest.mark.parametrize("piece", ["reserverar sig ", "Ada Lund (S), ", 'Ada Lund (S) antecknar. "', "S, ", "a: "])
def test_a_line_without_end_takes_no_time(heading, piece):
    text = HEADING + f"{heading}\n" + piece * (1_000_000 // len(piece)) + "\n"
    section = node(text)
    begun = time.process_time()
    reservations.find(section)
    reservations.notes(section)
    assert time.process_time() - begun < 3

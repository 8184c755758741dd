"""Yrkanden with those who make them, and the proposition order. All bodies and persons are invented."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.structure.facts import motions, voices
from tests.corpus.opened import node, nodes

HEADING = "§ 31 Ny brandstation i Avika\n\n"


def _moved(body: str) -> list[tuple[tuple[str, ...], str]]:
    """Return who makes each yrkande of a § with that body, and its words."""
    text = HEADING + body
    return [(m.who, " ".join(text[m.start : m.end].split())) for m in motions.find(node(text))]


def _put(body: str) -> list[str]:
    text = HEADING + body
    return [" ".join(text[p.start : p.end].split()) for p in motions.put(node(text))]


@pytest.mark.parametrize(
    ("body", "who"),
    [
        ("Förslag från ledamöter\nAda Lund (S) föreslår bifall till planen.\n", [("Ada Lund (S)",)]),
        ("Överläggning och yrkanden\nAda Lund (S) inleder debatten och yrkar bifall.\n", [("Ada Lund (S)",)]),
        ("Behandling\nAda Lund föreslog, understödd av Bo Ek, att ärendet återremitteras.\n", [("Ada Lund", "Bo Ek")]),
        ("Beslut\nNämnden antar planen.\n\nSå gick det till\n\nAda Lund (S) yrkar avslag.\n", [("Ada Lund (S)",)]),
        ("Yrkanden\nAda Lund (S) yrkar avslag och Bo Ek (M) yrkar bifall.\n", [("Ada Lund (S)",), ("Bo Ek (M)",)]),
        ("Yrkanden\nBifall | Ada Lund (S)\nAvslag | Bo Ek (M)\n", [("Ada Lund (S)",), ("Bo Ek (M)",)]),
        ("Socialdemokraternas yrkande\nAtt planen avslås.\n", [("Socialdemokraterna",)]),
        ("Yrkande från Ada Lund (S)\nAtt planen avslås.\n", [("Ada Lund (S)",)]),
        ("Ärendet\nI en motion föreslår Ada Lund (S) att planen avslås.\n", []),
        ("Ärendet\nAda Lund (S) föreslår i en motion att planen avslås.\n", []),
        ("Ärendet\nEkonomichef Ada Lund föreslår att planen avslås.\n", []),
        ("Tidigare behandling\nAda Lund (S) yrkade avslag.\n", []),
    ],
)
def test_yrkanden_wherever_a_member_makes_one(body, who):
    assert [one for one, _ in _moved(body)] == who


@pytest.mark.parametrize(
    ("words", "who"),
    [
        ("Ada Lund (S) yrkar bifall till kommunstyrelsens förslag.", ("Ada Lund (S)",)),
        ("Ada Lund (S) och Bo Ek (M) yrkar att ärendet återremitteras.", ("Ada Lund (S)", "Bo Ek (M)")),
        (
            "Ada Lund (S), Bo Ek (M) samt Siv von Ahl (KD) yrkar avslag.",
            ("Ada Lund (S)", "Bo Ek (M)", "Siv von Ahl (KD)"),
        ),
        ("S, V och MP yrkar bifall till motionen.", ("S", "V", "MP")),
        ("Ledamöterna från M och KD yrkar avslag.", ("M", "KD")),
        ("Socialdemokraterna yrkar bifall.", ("Socialdemokraterna",)),
        ("Ordföranden yrkar bifall till förvaltningens förslag.", ("Ordföranden",)),
        ("Ordföranden, Ada Lund (S) och Bo Ek (M) yrkar bifall.", ("Ordföranden", "Ada Lund (S)", "Bo Ek (M)")),
        ("Ordföranden Ada Lund (S) yrkar bifall.", ("Ada Lund (S)",)),
        ("I andra hand yrkar Ada Lund (S) avslag på punkt 2.", ("Ada Lund (S)",)),
        ("Vidare yrkar Ada Lund (S) och Bo Ek (M) att punkt 3 stryks.", ("Ada Lund (S)", "Bo Ek (M)")),
        (
            "Ada Lund (S) yrkar, med instämmande av Bo Ek (M) och Siv Ahl (V), återremiss.",
            ("Ada Lund (S)", "Bo Ek (M)", "Siv Ahl (V)"),
        ),
        ("Ada Lund (S), med instämmande av Bo Ek (M), yrkar återremiss.", ("Ada Lund (S)", "Bo Ek (M)")),
        ("Ada Lund (S): avslag.", ("Ada Lund (S)",)),
        ("Ada Lund (S) och Bo Ek (M): bifall till motionen.", ("Ada Lund (S)", "Bo Ek (M)")),
        ("Bifall till motionen: Ada Lund (S), Bo Ek (M).", ("Ada Lund (S)", "Bo Ek (M)")),
        ("Ada Lund (S) föreslår att ärendet bordläggs.", ("Ada Lund (S)",)),
        ("Ada Lund (S) lämnar ett tilläggsyrkande enligt bilaga 1.", ("Ada Lund (S)",)),
        ("Ada Lund (S) yrkade att ärendet skulle avgöras i dag.", ("Ada Lund (S)",)),
    ],
)
def test_a_yrkande_and_those_who_make_it(words, who):
    assert _moved(f"Yrkanden\n{words}\n") == [(who, words)]


def test_each_sentence_and_each_line_is_a_yrkande():
    assert _moved("""Yrkanden
Ada Lund (S) yrkar bifall till förslaget. Bo Ek (M) yrkar avslag.
Siv Ahl (V) och
Per Dahl (MP) yrkar att stationen byggs i trä och att
taket blir grönt.
""") == [
        (("Ada Lund (S)",), "Ada Lund (S) yrkar bifall till förslaget."),
        (("Bo Ek (M)",), "Bo Ek (M) yrkar avslag."),
        (
            ("Siv Ahl (V)", "Per Dahl (MP)"),
            "Siv Ahl (V) och Per Dahl (MP) yrkar att stationen byggs i trä och att taket blir grönt.",
        ),
    ]


def test_those_who_join_stand_behind_the_yrkande():
    assert _moved("""Yrkanden
Ada Lund (S) yrkar återremiss. Bo Ek (M) och Siv Ahl (V) instämmer.
Per Dahl (MP) yrkar bifall. Eva Ros (C) ansluter sig till yrkandet.
""") == [
        (
            ("Ada Lund (S)", "Bo Ek (M)", "Siv Ahl (V)"),
            "Ada Lund (S) yrkar återremiss. Bo Ek (M) och Siv Ahl (V) instämmer.",
        ),
        (("Per Dahl (MP)", "Eva Ros (C)"), "Per Dahl (MP) yrkar bifall. Eva Ros (C) ansluter sig till yrkandet."),
    ]


def test_the_att_satser_below_belong_to_the_yrkande():
    assert _moved("""Yrkanden
Ada Lund (S) yrkar
att stationen byggs i trä
att kostnaden redovisas i maj.
Bo Ek (M) yrkar följande:
1. Ärendet bordläggs.
2. Kalkylen ses över.
""") == [
        (("Ada Lund (S)",), "Ada Lund (S) yrkar att stationen byggs i trä att kostnaden redovisas i maj."),
        (("Bo Ek (M)",), "Bo Ek (M) yrkar följande: 1. Ärendet bordläggs. 2. Kalkylen ses över."),
    ]


def test_a_name_above_its_att_satser_makes_the_yrkande():
    assert _moved("Yrkanden\nAda Lund (S)\natt ärendet återremitteras.\n") == [
        (("Ada Lund (S)",), "Ada Lund (S) att ärendet återremitteras.")
    ]


def test_another_yrkande_of_the_same_is_named_by_who_it_was():
    assert _moved("Yrkanden\nAda Lund (S) yrkar avslag. Hon yrkar i andra hand återremiss.\n") == [
        (("Ada Lund (S)",), "Ada Lund (S) yrkar avslag."),
        (("Ada Lund (S)",), "Hon yrkar i andra hand återremiss."),
    ]


def test_a_yrkande_is_found_in_running_text_too():
    assert _moved("""Ärendet
Stationen är från 1961. Ada Lund (S) yrkar återremiss och framhåller att grunden inte är undersökt.

Beslutsgång
Bo Ek (M) yrkar bifall till förslaget. Ordföranden finner att nämnden beslutar så.
""") == [
        (("Ada Lund (S)",), "Ada Lund (S) yrkar återremiss och framhåller att grunden inte är undersökt."),
        (("Bo Ek (M)",), "Bo Ek (M) yrkar bifall till förslaget."),
    ]


@pytest.mark.parametrize(
    "body",
    [
        "Tidigare behandling\nAda Lund (S) yrkade avslag i arbetsutskottet.\n",
        "Beslut\nEnligt yrkande från S, V och MP antas planen.\n",
        "Reservation\nAda Lund (S) reserverar sig, eftersom hon yrkar avslag.\n",
        "Yrkanden\nOrdföranden finner att nämnden bifaller förslaget.\n",
        "Yrkanden\nYrkandet avslås utan omröstning.\n",
        "Yrkanden\nAda Lund (S) frågar vad grunden kostar.\n",
        "Yrkanden\nInga yrkanden framställs.\n",
        "Ärendet\nFörvaltningen föreslår att stationen byggs i trä.\n",
    ],
)
def test_what_is_no_yrkande(body):
    assert _moved(body) == []


def test_the_chair_puts_the_question():
    assert _put("""Beslutsgång
Ordföranden ställer proposition på de båda yrkandena och finner att motionen avslås. Omröstning begärs.
Följande voteringsproposition godkänns: Ja för bifall, nej för avslag.

Omröstning
Den som vill avslå motionen röstar ja. Omröstningen utfaller med 22 ja mot 19 nej.
""") == [
        "Ordföranden ställer proposition på de båda yrkandena och finner att motionen avslås.",
        "Följande voteringsproposition godkänns: Ja för bifall, nej för avslag.",
        "Den som vill avslå motionen röstar ja.",
    ]
    assert _put("Ärendet\nOrdföranden frågar om ärendet kan avgöras i dag och finner att så är fallet.\n") == [
        "Ordföranden frågar om ärendet kan avgöras i dag och finner att så är fallet."
    ]
    assert _put("Ärendet\nOrdföranden hälsar alla välkomna.\n") == []


@pytest.mark.parametrize(
    ("subject", "who"),
    [
        ("Samtliga ledamöter för C, SL och KD", ("C", "SL", "KD")),
        ("Eva Ros och övriga ledamöter för M", ("Eva Ros", "M")),
        ("Moderaternas sex ledamöter samt Bo Ek (KD)", ("Moderaterna", "Bo Ek (KD)")),
        ("De fem ledamöter som röstat nej", ("De fem ledamöter som röstat nej",)),
        ("Oppositionen", ("Oppositionen",)),
        ("Ada Lund, Bo Ek och Siv Ahl (samtliga S)", ("Ada Lund", "Bo Ek", "Siv Ahl")),
        ("Kommunstyrelsen", ()),
        ("Fullmäktige i Avika kommun", ()),
        ("Han", ()),
        ("", ()),
    ],
)
def test_who_is_named(subject, who):
    assert voices.who(subject) == who


@given(st.lists(st.sampled_from([
    "Yrkanden", "Ada Lund (S)", "yrkar", "att", "och", "Bo Ek (M)", "instämmer", ".", ":", "\n", "1.", "Ordföranden",
    "finner", "Beslut", "S, V", "bifall till", "- ", "med instämmande av", "Hon", "§ 32 Nästa",
]), max_size=40))  # fmt: skip
def test_every_yrkande_is_words_that_stand_there(words):
    text = HEADING + " ".join(words)
    for section in nodes(text):
        for fact in motions.find(section):
            assert text[fact.start : fact.end].strip() == text[fact.start : fact.end] != ""
            assert fact.who
            assert all(name in text for name in fact.who)
        for fact in motions.put(section):
            assert text[fact.start : fact.end].strip() == text[fact.start : fact.end] != ""


@pytest.mark.parametrize(
    "piece", ["yrkar ", "Ada Lund (S), ", "Ada ", "S, ", ", A", "Ada Lund (S) yrkar att. ", "instämmer ", ": ", "( "]
)
def test_a_line_without_end_takes_no_time(piece):
    text = HEADING + "Yrkanden\nAda Lund (S) yrkar, yrkar " + piece * (1_000_000 // len(piece)) + "\n"
    section = node(text)
    begun = time.process_time()
    motions.find(section)
    motions.put(section)
    assert time.process_time() - begun < 3

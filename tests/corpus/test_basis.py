"""The papers under Beslutsunderlag. All bodies and persons are invented."""

import datetime as dt
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.structure.facts import basis
from tests.corpus.opened import node, nodes

HEADING = "§ 3 Nytt kök på Åsens förskola\n\n"


def _papers(body: str) -> list[tuple[str, dt.date | None]]:
    text = HEADING + body
    return [(" ".join(text[b.start : b.end].split()), b.date) for b in basis.find(node(text))]


@pytest.mark.parametrize(
    ("item", "day"),
    [
        ("Tjänsteskrivelse, 2024-03-12", dt.date(2024, 3, 12)),
        ("Förvaltningens tjänsteskrivelse daterad den 12 mars 2024", dt.date(2024, 3, 12)),
        ("Tjänsteskrivelse 12/3 2024", dt.date(2024, 3, 12)),
        ("Handling 2025 nr 69.", None),
        ("2025 nr 69.", None),
        ("Skolnämnden den 12 mars 2024, § 45", dt.date(2024, 3, 12)),
        ("Protokollsutdrag SKN 2024-03-12 § 45", dt.date(2024, 3, 12)),
        ("Ritning, bilaga 1", None),
    ],
)
@pytest.mark.parametrize("mark", ["", "- ", "• ", "1. "])
def test_a_paper_and_its_date(item, day, mark):
    assert _papers(f"Beslutsunderlag\n{mark}{item}\n") == [(item, day)]


@pytest.mark.parametrize("heading", ["Beslutsunderlag", "Underlag för beslut", "Handlingar", "Handlingar i ärendet"])
def test_each_line_is_a_paper(heading):
    assert _papers(f"""{heading}
Tjänsteskrivelse 2024-03-12
Ritning över köket
Skolnämnden 2024-02-01 § 12

Beslutet skickas till
Skolnämnden
""") == [
        ("Tjänsteskrivelse 2024-03-12", dt.date(2024, 3, 12)),
        ("Ritning över köket", None),
        ("Skolnämnden 2024-02-01 § 12", dt.date(2024, 2, 1)),
    ]


def test_a_paper_that_goes_on_below_is_one():
    assert _papers("""Beslutsunderlag
Skolförvaltningens tjänsteskrivelse om nytt kök och ny matsal på Åsens förskola,
daterad den 12 mars 2024
Kalkyl från fastighetsavdelningen över kostnaden för köket och för de tillfälliga
lokaler som behövs, 2024-02-20
Ritning
Protokollsutdrag från skolnämndens arbetsutskott den 12 februari 2024, § 45, och § 46
Bilaga 1 - Karta
""") == [
        (
            "Skolförvaltningens tjänsteskrivelse om nytt kök och ny matsal på Åsens förskola, daterad den 12 mars 2024",
            dt.date(2024, 3, 12),
        ),
        (
            "Kalkyl från fastighetsavdelningen över kostnaden för köket och för de tillfälliga lokaler som behövs, "
            "2024-02-20",
            dt.date(2024, 2, 20),
        ),
        ("Ritning", None),
        (
            "Protokollsutdrag från skolnämndens arbetsutskott den 12 februari 2024, § 45, och § 46",
            dt.date(2024, 2, 12),
        ),
        ("Bilaga 1 - Karta", None),
    ]


def test_papers_parted_by_blank_lines_and_an_introduction():
    assert _papers("""Beslutsunderlag
Följande handlingar har legat till grund för beslutet:

Tjänsteskrivelse 2024-03-12.

Ritning, bilaga 1.
""") == [("Tjänsteskrivelse 2024-03-12.", dt.date(2024, 3, 12)), ("Ritning, bilaga 1.", None)]


def test_papers_of_another_part_are_none():
    assert _papers("Ärendet\nTjänsteskrivelse 2024-03-12 visar att köket är från 1974.\n") == []


@given(st.lists(st.sampled_from([
    "Beslutsunderlag", "Tjänsteskrivelse", "2024-03-12", "- ", "1.", "\n", "\n\n", ",", "och", "|", "---", "§ 4 Nästa",
]), max_size=30))  # fmt: skip
def test_every_paper_is_words_that_stand_there(words):
    text = HEADING + " ".join(words)
    for section in nodes(text):
        for fact in basis.find(section):
            assert text[fact.start : fact.end].strip() == text[fact.start : fact.end] != ""


@pytest.mark.parametrize("piece", ["2024-03-12 ", "a, ", "den 1 ", "| ", "- "])
def test_a_line_without_end_takes_no_time(piece):
    text = HEADING + "Beslutsunderlag\n" + piece * (1_000_000 // len(piece)) + "\n"
    section = node(text)
    begun = time.process_time()
    basis.find(section)
    assert time.process_time() - begun < 3

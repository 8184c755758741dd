"""What is read as a number, a date, a § or a diarienummer, and when two of them say the same."""

import datetime as dt
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search_api.answering.composing import values
from search_api.answering.composing.values import ValueKind

MONTHS = "januari februari mars april maj juni juli augusti september oktober november december".split()
TEXTS = st.text(st.sampled_from("0123456789 .,:/-–§%()abckKNS\n\u00a0åtvåtusenhundrajuni"), max_size=60)


def said(text: str) -> list[tuple[str, str, str]]:
    """Return the values of a text as (kind, key, unit)."""
    return [(value.kind.value, value.key, value.unit) for value in values.find(text)]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("1,2 miljoner kronor", "1 200 000 kronor"),
        ("1,2 mnkr", "1 200 tkr"),
        ("1\u00a0200\u00a0000 kr", "1.200.000 SEK"),
        ("2 miljarder kronor", "2 000 miljoner kronor"),
        ("2,50 procent", "2,5 %"),
        ("tre elbilar", "3 elbilar"),
        ("tjugotvå ledamöter", "22 ledamöter"),
        ("trehundratjugo kronor", "320 kr"),
        ("tvåtusen kronor", "2 000 kronor"),
        ("den 19 juni 2023", "2023-06-19"),
        ("19/6 2023", "19 juni 2023"),
        ("§ 181", "paragraf 181"),
        ("§ 181", "§181"),
        ("26 kap. 1 § OSL", "26 kap 1 § OSL"),
        ("dnr SON 2023/273", "SON/2023:273"),
        ("kl. 18.30", "kl. 18:30"),
        ("12 ja-röster", "Ja: 12"),
    ],
)
def test_the_same_in_other_words(one, other):
    (a,), (b,) = values.find(one), values.find(other)
    assert a.carried_by(b)
    assert b.carried_by(a)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("1,2 miljoner kronor", "12 miljoner kronor"),
        ("1,2 miljoner kronor", "1,2 miljarder kronor"),
        ("200 000 kronor", "1 200 000 kronor"),
        ("5 kronor", "5 procent"),
        ("5 procent", "5 procentenheter"),
        ("5 kronor", "5 elever"),
        ("12 ja-röster", "12 nej-röster"),
        ("12 röstade ja", "12 röstade nej"),
        ("tre elbilar", "4 elbilar"),
        ("tre elbilar", "3 lastbilar"),
        ("den 9 juni 2023", "den 19 juni 2023"),
        ("2023-06-12", "2023-12-06"),
        ("§ 18", "§ 181"),
        ("§ 5", "5 elever"),
        ("5 a §", "5 b §"),
        ("26 kap. 1 §", "1 kap. 26 §"),
        ("KS 2023/273", "SON 2023/273"),
        ("KS 2023/45-3", "KS 2023/45-4"),
        ("-5 grader", "5 grader"),
        ("A4", "A3"),
    ],
)
def test_not_the_same(one, other):
    """Something of the first is not in the second."""
    assert not all(any(a.carried_by(b) for b in values.find(other)) for a in values.find(one))


def test_in_a_sentence():
    """Each with its kind; what stands in one is not read again as another."""
    text = "Den 12–13 mars 2024, § 21 och §§ 30–31 (dnr TN 2024/7), gav nämnden 310 kronor till tre föreningar."
    assert said(text) == [
        ("date", "2024-03-12", ""), ("date", "2024-03-13", ""), ("paragraph", "21", ""), ("paragraph", "30", ""),
        ("paragraph", "31", ""), ("case", "TN 2024/7", ""), ("number", "310", "kr"), ("number", "3", ""),
    ]  # fmt: skip


def test_the_number_of_a_point_counts_nothing():
    assert said("Beslut\n2. Samrådet varar sex veckor.") == [("code", "2.", ""), ("number", "6", "")]


def test_articles_are_no_numbers():
    assert said("En ledamot lämnade ett yttrande.") == []
    assert [value.things for value in values.counts_one("En ledamot lämnade det.")] == [frozenset(("ledamot", "lämn"))]


def test_what_a_date_says_too():
    (date,) = values.find("19 juni 2023")
    assert [(value.kind, value.key) for value in values.follows_from(date)] == [
        (ValueKind.DATE, "2023-06-19"), (ValueKind.DAY, "06-19"), (ValueKind.MONTH, "2023-06"),
        (ValueKind.NUMBER, "2023"),
    ]  # fmt: skip


@given(TEXTS | st.text(max_size=60))
def test_no_figure_is_left_out(text):
    """Whatever it is part of: a figure that is in no value would need no carrying."""
    held = {place for value in values.find(text) for place in range(value.start, value.end)}
    assert [m.start() for m in re.finditer(r"\d", text) if m.start() not in held] == []


@given(TEXTS)
def test_in_order_and_in_the_text(text):
    found = values.find(text)
    assert all(0 <= value.start < value.end <= len(text) for value in found)
    assert found == sorted(found, key=lambda value: (value.start, value.end))


@given(st.integers(0, 10**9))
def test_digits_in_groups_of_three(number):
    (plain,), (grouped,) = values.find(str(number)), values.find(f"{number:,}".replace(",", " "))
    assert plain.key == grouped.key == str(number)


@given(st.integers(0, 10**4), st.integers(0, 10**4))
def test_two_sums_are_the_same_or_not(one, other):
    (a,), (b,) = values.find(f"{one} kronor"), values.find(f"{other} kr")
    assert a.carried_by(b) is (one == other)


@given(st.dates(dt.date(1990, 1, 1), dt.date(2049, 12, 31)))
def test_every_day_in_every_spelling(day):
    spelled = (
        f"{day.day} {MONTHS[day.month - 1]} {day.year}", day.isoformat(), f"{day.day}/{day.month} {day.year}",
        f"{day.day}.{day.month}.{day.year}",
    )  # fmt: skip
    assert [said(text) for text in spelled] == [[("date", day.isoformat(), "")]] * 4

"""The short answer: the one sum, date or name that is told, to the letter; none where there are several."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search_api.answering import short
from search_api.answering.reading.expectation import Aim, Expectation, Thing


def of(sentence: str, *things: Thing, more: tuple[str, ...] = (), aim: Aim = Aim.FACT) -> str | None:
    """Return the short answer in `sentence`, told before `more`, to a question for `things`."""
    return short.of([sentence, *more], Expectation(aim, frozenset(things), frozenset()))


@pytest.mark.parametrize(
    ("thing", "sentence", "expected"),
    [
        (Thing.MONEY, "Taxan höjs till 4 850 kronor per säsong för alla.", "4 850 kronor per säsong"),
        (Thing.MONEY, "Nämnden anslår 6,4 miljoner kronor till kajen.", "6,4 miljoner kronor"),
        (Thing.MONEY, "Bidraget är 14\u00a0007 kr.", "14\u00a0007 kr"),
        (Thing.MONEY, "Ramen är 12 mnkr för 2025.", "12 mnkr"),
        (Thing.MONEY, "Avgiften är 310 kr/timme.", "310 kr/timme"),
        (Thing.MONEY, "Kajen kostar 77 kronor, ja, 77 kronor.", "77 kronor"),  # the same sum twice is one
        (Thing.SHARE, "Andelen är 12,5 procent.", "12,5 procent"),
        (Thing.SHARE, "Skattesatsen blir 21:64.", "21:64"),
        (Thing.DATE, "Bron stängs den 3 maj 2024.", "3 maj 2024"),
        (Thing.DATE, "Avtalet gäller från 2024-05-01.", "2024-05-01"),
        (Thing.TALLY, "Med 27 ja-röster mot 22 nej-röster antas planen.", "27 ja-röster mot 22 nej-röster"),
        (Thing.TALLY, "Med 27 ja och 22 nej antas planen.", "27 ja och 22 nej"),
        (Thing.PERSON, "Till ordförande väljs Anna-Karin Lind (S).", "Anna-Karin Lind (S)"),
        (Thing.DURATION, "Arrendet löper på fem år.", "fem år"),
        (Thing.DURATION, "Bygget tar 18 månader.", "18 månader"),
    ],
)
def test_the_one_thing_asked_for(thing: Thing, sentence: str, expected: str) -> None:
    assert of(sentence, thing) == expected


@pytest.mark.parametrize(
    ("thing", "sentence"),
    [
        (Thing.MONEY, "Taxan höjs från 4 200 kronor till 4 850 kronor."),
        (Thing.MONEY, "Hamnen har 212 båtplatser."),
        (Thing.DATE, "Bron stängs 3 maj och öppnar 9 juni."),
        (Thing.PERSON, "Anna Lind (S) och Bo Ek (M) väljs."),
        (Thing.DURATION, "Fem år eller tio månader."),
        (Thing.REASON, "Skolan stängs eftersom taket läcker."),  # no expression is a reason
        (Thing.MONEY, ""),
    ],
)
def test_several_or_none_give_none(thing: Thing, sentence: str) -> None:
    assert of(sentence, thing) is None


def test_only_what_is_asked_for() -> None:
    sentence = "Den 3 maj 2024 anslogs 500 kronor."
    assert of(sentence, Thing.MONEY) == "500 kronor"
    assert of(sentence, Thing.DATE) == "3 maj 2024"
    assert of(sentence) is None


def test_what_another_sentence_contradicts_is_not_short() -> None:
    """Two papers that say two sums are both shown, and neither is the answer alone."""
    first = "Kajen kostar 350 kronor."
    assert of(first, Thing.MONEY, more=("Kajen kostar 900 kronor.",)) is None
    assert of(first, Thing.MONEY, more=("Kajen är av trä.",)) == "350 kronor"
    assert of(first, Thing.MONEY, more=("Den kostar alltså 350 kronor.",)) == "350 kronor"
    assert of("Kajen är av trä.", Thing.MONEY, more=(first,)) is None  # the best sentence does not say it


def test_one_name_is_no_list_and_nothing_has_no_short_answer() -> None:
    assert of("Anna Lind (S) röstade nej.", Thing.PERSON, aim=Aim.LIST) is None
    assert short.of([], Expectation(Aim.FACT, frozenset({Thing.MONEY}), frozenset())) is None


PIECES = st.sampled_from(
    ["350", " ", "4 850", "kr", " kronor", "miljoner", "21:64", "12 %", "3 maj", " 2024", "2024-05-01", "ja", " mot ",
     "22 nej", "Anna Ek", " (S)", "fem", " år", "per ", "\u00a0", "\n", ".", "e\u0301", "🛶"]
)  # fmt: skip


@given(st.lists(PIECES, max_size=25).map("".join) | st.text(max_size=80), st.sets(st.sampled_from(Thing)))
def test_it_stands_in_the_sentence_to_the_letter(sentence: str, things: set[Thing]) -> None:
    found = of(sentence, *things)
    assert found is None or (found in sentence and found == found.strip() != "")


@given(st.integers(1, 999_999), st.integers(1, 999_999))
def test_two_sums_are_never_told_as_one(one: int, other: int) -> None:
    """However the sums are grouped; the same sum twice is one."""
    first, second = (f"{sum_:,}".replace(",", " ") for sum_ in (one, other))
    found = of(f"Av {first} kronor används {second} kronor.", Thing.MONEY)
    assert found == (f"{first} kronor" if one == other else None)

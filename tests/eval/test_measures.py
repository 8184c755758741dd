"""Measures of rankings, beside the formulas written out, and where a quote stands."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval.measures import NAMES, Place, find_quote, mean, overlap, ranking

QRELS = {"q": {"a": 3, "b": 1, "c": 2, "d": 0, "e": 1, "f": 1}, "silent": {"a": 1}}
RANKING = ["x", "c", "b", "y", "d", "a", "z", "u", "v", "w", "e"]


def gain(grade: int, rank: int) -> float:
    """Return what a document of a grade adds at a rank (from 1): Järvelin and Kekäläinen 2002, linear gain."""
    return grade / math.log2(rank + 1)


def test_measures_by_their_formulas():
    """Grades 2, 1, 3 at ranks 2, 3, 6; of the five relevant ones `e` comes at 11 and `f` never."""
    scores = ranking(QRELS, {"q": RANKING})["q"]
    ideal = gain(3, 1) + gain(2, 2) + gain(1, 3) + gain(1, 4) + gain(1, 5)
    assert scores["nDCG@10"] == pytest.approx((gain(2, 2) + gain(1, 3) + gain(3, 6)) / ideal)
    assert scores["R@5"] == pytest.approx(2 / 5)
    assert scores["R@10"] == pytest.approx(3 / 5)
    assert scores["MRR"] == pytest.approx(1 / 2)


def test_a_perfect_ranking():
    assert set(ranking({"q": {"a": 1, "b": 1}}, {"q": ["b", "a", "c"]})["q"].values()) == {1.0}


def test_a_query_without_hits_counts_as_nothing():
    """And not as left out, which would raise the mean."""
    for empty in ({"q": ["c", "a"]}, {"q": ["c", "a"], "silent": []}, {"q": ["c", "a"], "silent": ["x"]}):
        scores = ranking(QRELS, empty)
        assert set(scores) == set(QRELS)
        assert scores["silent"] == dict.fromkeys(NAMES, 0.0)
        assert mean(list(scores.values()))["MRR"] == pytest.approx(0.5)


def test_queries_that_nobody_judged_are_left_out():
    assert set(ranking({"q": {"a": 1}}, {"q": ["a"], "other": ["a"]})) == {"q"}


@given(
    st.lists(st.sampled_from("abcdefghijklmnopqrst"), unique=True, max_size=20),
    st.dictionaries(st.sampled_from("abcdefghijklmnopqrst"), st.integers(1, 3), min_size=1),
)
def test_measures_of_any_ranking_by_their_formulas(docs: list[str], grades: dict[str, int]):
    scores = ranking({"q": grades}, {"q": docs})["q"]
    best = sorted(grades.values(), reverse=True)[:10]
    ideal = sum(gain(grade, rank) for rank, grade in enumerate(best, 1))
    reached = sum(gain(grades.get(doc, 0), rank) for rank, doc in enumerate(docs[:10], 1))
    assert scores["nDCG@10"] == pytest.approx(reached / ideal)
    for deep in (5, 10):
        assert scores[f"R@{deep}"] == pytest.approx(len(grades.keys() & set(docs[:deep])) / len(grades))
    first = next((1 / rank for rank, doc in enumerate(docs, 1) if doc in grades), 0.0)
    assert scores["MRR"] == pytest.approx(first)


def test_mean():
    assert mean([{"MRR": 1.0, "R@5": 0.5}, {"MRR": 0.0, "R@5": 1.0}]) == {"MRR": 0.5, "R@5": 0.75}
    assert mean([]) == {}


# Quotes


@pytest.mark.parametrize(
    ("quote", "text", "found"),
    [
        ("antar planen", "Nämnden antar planen.", ["antar planen"]),
        ("antar planen", "Nämnden antar\n  planen.", ["antar\n  planen"]),
        ("antar\n\tplanen ", "Nämnden antar planen.", ["antar planen"]),
        ("antar planen", "antar planen, antar\u00a0planen", ["antar planen", "antar\u00a0planen"]),
        ("antar planen", "antarplanen", []),
        ("Antar planen", "antar planen", []),
        ("7 (kr) * 2", "kostar 7 (kr)\n* 2.", ["7 (kr)\n* 2"]),
        ("", "text", []),
        (" \n", "text", []),
        ("a", "", []),
    ],
)
def test_find_quote(quote: str, text: str, found: list[str]):
    assert [text[place.start : place.end] for place in find_quote(quote, text)] == found


WORDS = st.lists(st.text("abåäö.§*(", min_size=1, max_size=4), min_size=1, max_size=6)
SPACES = st.text(" \n\t\u00a0", min_size=1, max_size=3)


@given(WORDS, st.data())
def test_white_space_is_equal_to_white_space(words: list[str], data: st.DataObject):
    """However a quote and its document are wrapped."""

    def wrapped() -> str:
        return words[0] + "".join(data.draw(SPACES) + word for word in words[1:])

    before, there = data.draw(st.sampled_from(["", "x ", "y\n"])), wrapped()
    places = find_quote(wrapped(), f"{before}{there}\nz")
    assert Place(len(before), len(before) + len(there)) in places


@pytest.mark.parametrize(
    ("start", "end", "share"),
    [(10, 20, 1.0), (0, 100, 1.0), (10, 15, 0.5), (18, 40, 0.2), (20, 30, 0.0), (0, 10, 0.0), (12, 14, 0.2)],
)
def test_overlap(start: int, end: int, share: float):
    assert overlap(Place(10, 20), start, end) == pytest.approx(share)

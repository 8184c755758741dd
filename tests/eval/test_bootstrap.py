"""Intervals of differences: where they can be known without drawing, that is what comes out."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval.bootstrap import Interval, difference

scores = st.floats(0, 1, allow_subnormal=False)
pairs_of_scores = st.lists(st.tuples(scores, scores), min_size=2, max_size=30)


def test_a_difference_that_every_question_shows_is_sure():
    """Each question gains a quarter, so every draw of questions does."""
    found = difference([([0.75, 0.5, 1.0], [0.5, 0.25, 0.75])])
    assert found == Interval(0.25, 0.25, 0.25)


def test_systems_alike_do_not_differ():
    assert difference([([0.1, 0.9, 0.4], [0.1, 0.9, 0.4])]) == Interval(0.0, 0.0, 0.0)


def test_the_bounds_are_those_of_the_normal_distribution_for_many_questions():
    """Half the 400 questions gain 1 and half lose 1: mean 0, deviation 1, so 1.96 / √400 = 0.098 on either side."""
    found = difference([([1.0, 0.0] * 200, [0.0, 1.0] * 200)])
    assert found.mean == 0.0
    assert found.low == pytest.approx(-0.098, abs=0.006)
    assert found.high == pytest.approx(0.098, abs=0.006)


def test_questions_are_paired():
    """Each scores anything between 0 and 1, but the one system always a tenth more: unpaired, that would be unsure."""
    base = [0.0, 0.9, 0.1, 0.8, 0.2, 0.7]
    found = difference([([value + 0.1 for value in base], base)])
    assert found.low == pytest.approx(0.1)
    assert found.high == pytest.approx(0.1)


def test_sets_count_alike_whatever_their_size():
    """A gain of 0.4 on two questions and of 0 on eight is 0.2, not 0.08."""
    found = difference([([0.4, 0.4], [0.0, 0.0]), ([0.5] * 8, [0.5] * 8)])
    assert (found.mean, found.low, found.high) == pytest.approx((0.2, 0.2, 0.2))


def test_questions_are_drawn_within_their_set():
    """Two questions gain 1 and two others 0, in sets of their own: no draw mixes them, so the mean is always a half."""
    found = difference([([1.0, 1.0], [0.0, 0.0]), ([0.0, 0.0], [0.0, 0.0])])
    assert (found.low, found.high) == (0.5, 0.5)


@given(pairs_of_scores)
def test_an_interval_lies_within_what_was_seen_and_turns_with_the_sign(pairs: list[tuple[float, float]]):
    first, second = zip(*pairs, strict=True)
    found, turned = difference([(first, second)]), difference([(second, first)])
    seen = [one - other for one, other in pairs]
    assert found.low <= found.high
    assert min(seen) - 1e-9 <= found.low <= found.mean + 1e-9
    assert found.mean - 1e-9 <= found.high <= max(seen) + 1e-9
    assert (turned.mean, turned.low, turned.high) == pytest.approx((-found.mean, -found.high, -found.low), abs=1e-9)
    assert difference([(first, second)]) == found  # the same draws each time


@pytest.mark.parametrize(
    ("pairs", "message"),
    [
        ([], "at least 2 questions"),
        ([([1.0], [0.0])], "at least 2 questions, got \\[1\\]"),
        ([([1.0, 1.0], [0.0, 0.0]), ([1.0], [0.0])], "got \\[2, 1\\]"),
        ([([1.0, 1.0], [0.0])], "the same questions are needed, got 2 and 1"),
    ],
)
def test_what_cannot_be_compared(pairs: list, message: str):
    with pytest.raises(ValueError, match=message):
        difference(pairs)

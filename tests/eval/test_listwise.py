"""Listwise and selective fits: what decides gets the weight, what is chance does not."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval import listwise, selective
from eval.listwise import Sample


def lists(count: int, seed: int) -> list[Sample]:
    """Return lists of five things with two features, of which the first alone says which is right."""
    chance = np.random.default_rng(seed)
    made = []
    for _ in range(count):
        rows = chance.random((5, 2))
        rows[:, 0] = 0.0
        right = np.zeros(5, dtype=np.bool_)
        right[chance.integers(5)] = True
        rows[right, 0] = 1.0
        made.append(Sample(rows, right))
    return made


def test_what_decides_gets_the_weight():
    samples = lists(60, 1)
    weights = listwise.fit(samples)
    assert weights[0] > 3
    assert abs(weights[1]) < 1
    assert listwise.found(samples, weights, 1) == 1.0
    assert listwise.cross_validated(samples, 1) == 1.0
    assert listwise.found(samples, -weights, 1) == 0.0
    assert listwise.found(samples, -weights, 5) == 1.0


def test_a_stronger_ridge_draws_weights_to_nothing():
    samples = lists(60, 1)
    sizes = [float(np.abs(listwise.fit(samples, ridge)).sum()) for ridge in (0.001, 0.1, 10.0)]
    assert sizes == sorted(sizes, reverse=True)
    assert sizes[-1] < 0.2


def test_a_list_that_is_all_right_or_all_wrong_teaches_nothing():
    samples = lists(30, 2)
    silent = [Sample(np.ones((3, 2)), np.array([held] * 3)) for held in (True, False)]
    assert listwise.fit([*samples, *silent]) == pytest.approx(listwise.fit(samples))


@given(st.integers(1, 40), st.integers(1, 5), st.integers(0, 9))
def test_deeper_finds_no_less(count: int, depth: int, seed: int):
    samples = lists(count, seed)
    weights = np.random.default_rng(seed).normal(size=2)
    assert listwise.found(samples, weights, depth) <= listwise.found(samples, weights, depth + 1) <= 1.0


def test_folds_are_the_same_every_time():
    assert listwise.folds(50).tolist() == listwise.folds(50).tolist()
    assert set(listwise.folds(50).tolist()) == set(range(listwise.FOLDS))


def test_odds_are_held_against_what_came_of_them():
    """Half of those at even odds hold, and all of the sure ones do: nothing is amiss. Turned about, all is."""
    odds = np.array([0.0] * 4 + [40.0] * 2)
    holds = np.array([True, False, True, False, True, True])
    told = selective.told(odds, holds)
    # A sure one beats each of the two that do not hold; an even one is as good as they are.
    assert told.area == pytest.approx((2 * 2 + 2 * 2 * 0.5) / 8)
    assert told.error == pytest.approx(0.0, abs=1e-9)
    assert selective.told(-odds, ~holds).area == pytest.approx(told.area)
    assert selective.told(np.full(4, 40.0), np.array([False] * 4)).error == pytest.approx(1.0)
    assert selective.told(np.full(4, 40.0), np.array([False] * 4)).area is None


def test_what_holds_is_told_from_the_others():
    """The first feature tells them, the second is the same for all, the third is chance."""
    chance = np.random.default_rng(0)
    holds = np.array([True] * 60 + [False] * 30)
    rows = np.column_stack([holds + chance.normal(0, 0.1, 90), np.full(90, 3.0), chance.random(90)])
    fitted = selective.fit(rows, holds, np.ones(90))
    assert fitted.values[0] > 2
    assert abs(fitted.values[2]) < 1
    assert selective.cross_validated(rows, holds, np.ones(90)).area == 1.0


def test_a_question_that_counts_for_more_moves_the_odds():
    """With nothing to tell them by, the odds are the share of what counts."""
    rows, holds = np.zeros((40, 1)), np.array([True] * 20 + [False] * 20)
    fitted = selective.fit(rows, holds, np.where(holds, 1.6, 0.4))
    assert 1 / (1 + np.exp(-fitted.bias)) == pytest.approx(0.8, abs=0.01)

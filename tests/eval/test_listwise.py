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


def test_the_line_lets_in_as_many_as_it_is_to():
    """Of 100 answerable questions with odds 0..99 the seven lowest are left out; of the others those under that."""
    odds = np.array([*range(100), *(-1.0, 6.0, 50.0, 60.0)])
    answerable = np.array([True] * 100 + [False] * 4)
    told = selective.tells(odds, answerable)
    assert told.abstained == 0.5
    # An answerable one beats -1 always, 6 in 93 and a half of 100 pairs, 50 in 49 and a half, 60 in 39 and a half.
    assert told.area == pytest.approx((100 + 93.5 + 49.5 + 39.5) / 400)


def test_the_answerable_are_told_from_the_others():
    """The first feature tells them, the second is the same for all, the third is chance."""
    chance = np.random.default_rng(0)
    answerable = np.array([True] * 60 + [False] * 30)
    rows = np.column_stack([answerable + chance.normal(0, 0.1, 90), np.full(90, 3.0), chance.random(90)])
    fitted = selective.fit(rows, answerable)
    assert fitted.weights[0] > 2
    assert abs(fitted.weights[2]) < 1
    odds = rows @ fitted.weights + fitted.bias
    assert np.mean(odds[answerable] >= fitted.threshold) == pytest.approx(0.93, abs=0.02)
    told = selective.cross_validated(rows, answerable)
    assert (told.area, told.abstained) == (1.0, 1.0)

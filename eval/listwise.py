"""Weights by which the right ones of a list stand first: listwise logistic regression, without a constant."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize
from scipy.special import logsumexp

FOLDS = 5
# How strongly weights are drawn to 0: with a few hundred lists and twenty features they would else fit the questions.
RIDGE = 0.01

Matrix = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Sample:
    """One list: a row of features for each thing, and which of them are right."""

    rows: Matrix
    right: npt.NDArray[np.bool_]


def fit(samples: Sequence[Sample], ridge: float = RIDGE) -> Matrix:
    """The weights under which the right things of each list are likeliest among all of it.

    Maximises the mean log of the softmax mass on the right things (ListNet's top-one likelihood, Cao et al., "Learning
    to Rank: From Pairwise Approach to Listwise Approach", 2007, with all right things alike).
    """
    told = [sample for sample in samples if sample.right.any() and not sample.right.all()]
    width = told[0].rows.shape[1]

    def loss(weights: Matrix) -> tuple[float, Matrix]:
        total, slope = 0.0, np.zeros(width)
        for sample in told:
            scores = sample.rows @ weights
            whole, right = logsumexp(scores), logsumexp(scores[sample.right])
            total += whole - right
            slope += np.exp(scores - whole) @ sample.rows
            slope -= np.exp(scores[sample.right] - right) @ sample.rows[sample.right]
        return float(total / len(told) + ridge * weights @ weights), slope / len(told) + 2 * ridge * weights

    return np.asarray(minimize(loss, np.zeros(width), jac=True, method="L-BFGS-B").x)


def folds(count: int) -> npt.NDArray[np.int64]:
    """For each of `count` samples the fold it is held out in; the same every time."""
    return np.random.default_rng(0).integers(0, FOLDS, count)


def cross_validated(samples: Sequence[Sample], depth: int, ridge: float = RIDGE) -> float:
    """The share of lists with a right thing among the `depth` best, each by weights fitted without its fold."""
    held_out = folds(len(samples))
    right = 0.0
    for fold in range(FOLDS):
        apart = [sample for sample, at in zip(samples, held_out, strict=True) if at == fold]
        if apart:
            weights = fit([sample for sample, at in zip(samples, held_out, strict=True) if at != fold], ridge)
            right += found(apart, weights, depth) * len(apart)
    return right / len(samples)


def found(samples: Sequence[Sample], weights: Matrix, depth: int) -> float:
    """The share of lists with a right thing among the `depth` best by `weights`."""
    best = [np.argsort(-(sample.rows @ weights), kind="stable")[:depth] for sample in samples]
    return float(np.mean([sample.right[first].any() for sample, first in zip(samples, best, strict=True)]))

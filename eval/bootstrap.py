"""How sure a difference is: a paired bootstrap over questions (Efron and Tibshirani 1993, by percentiles)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.stats import bootstrap

RESAMPLES = 10_000
CONFIDENCE = 0.95
# With fewer there is nothing to resample.
FEWEST = 2
_AT_A_TIME = 500


@dataclass(frozen=True, slots=True)
class Interval:
    """A mean difference, and the bounds that hold it with 95 % confidence."""

    mean: float
    low: float
    high: float


def difference(pairs: Sequence[tuple[Sequence[float], Sequence[float]]]) -> Interval:
    """How much more the first of two systems scores than the second, in the mean of the sets' means.

    Of each set, the two systems' scores of the same questions in the same order; questions are drawn anew within
    their set, the same ones for both systems, and the draws are the same each time. Raises `ValueError` for no set,
    for scores that do not pair up, and for a set with fewer than `FEWEST` questions.
    """
    samples = [_differences(first, second) for first, second in pairs]
    if not samples or min(map(len, samples)) < FEWEST:
        raise ValueError(f"every set needs at least {FEWEST} questions, got {[len(sample) for sample in samples]}")
    drawn = bootstrap(
        samples,
        _mean_of_means,
        n_resamples=RESAMPLES,
        batch=_AT_A_TIME,
        confidence_level=CONFIDENCE,
        method="percentile",
        rng=np.random.default_rng(0),
    ).confidence_interval
    return Interval(float(_mean_of_means(*samples)), float(drawn.low), float(drawn.high))


def _differences(first: Sequence[float], second: Sequence[float]) -> npt.NDArray[np.float64]:
    if len(first) != len(second):
        raise ValueError(f"scores of the same questions are needed, got {len(first)} and {len(second)}")
    return np.asarray(first, np.float64) - np.asarray(second, np.float64)


def _mean_of_means(*samples: npt.NDArray[np.float64], axis: int = -1) -> Any:
    return sum(sample.mean(axis=axis) for sample in samples) / len(samples)

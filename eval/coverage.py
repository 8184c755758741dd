"""How far the confidence of answers can be trusted: the risk-coverage curve, its area, and calibration.

Coverage is the share of all questions that are answered, those without an answer in the papers among them; risk is the
share of the answers given that do not carry the evidence (El-Yaniv and Wiener, "On the Foundations of Noise-free
Selective Classification", 2010). An answer that was held back counts as it would have, had the threshold been lower;
what is never answered, since it names what the archive lacks, is beyond the end of the curve.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

# Confidences are held against what came of them in so many bins of equal width.
BINS = 10


@dataclass(frozen=True, slots=True)
class Told:
    """An answer that was given (`shown`) or held back: how sure it was, and whether it was right."""

    confidence: float
    right: bool
    shown: bool


@dataclass(frozen=True, slots=True)
class Point:
    """Answering what is at least so sure: the share of questions answered, and of the answers that are wrong."""

    confidence: float
    coverage: float
    risk: float


@dataclass(frozen=True, slots=True)
class Curve:
    """The points of a set from the surest answer on; `chosen` is where the product stops answering."""

    name: str
    questions: int
    points: tuple[Point, ...]
    chosen: Point | None

    @property
    def area(self) -> float | None:
        """The area under the risk by coverage (AURC): the mean risk over the coverages that were measured."""
        if not self.points:
            return None
        risks = [point.risk for point in self.points]
        # A step each question: points of equal confidence are one point, as wide as they are many.
        widths = np.diff([0.0, *(point.coverage for point in self.points)])
        return float(np.average(risks, weights=widths))


def curve(name: str, told: Iterable[Told], questions: int) -> Curve:
    """The curve of a set of `questions` questions, of which `told` are those that something was read for."""
    answers = sorted(told, key=lambda one: -one.confidence)
    points: list[Point] = []
    wrong = 0
    for number, answer in enumerate(answers, 1):
        wrong += not answer.right
        if number == len(answers) or answers[number].confidence != answer.confidence:
            points.append(Point(answer.confidence, number / questions, wrong / number))
    least = min((answer.confidence for answer in answers if answer.shown), default=None)
    return Curve(name, questions, tuple(points), next((one for one in points if one.confidence == least), None))


def brier(told: Sequence[Told]) -> float | None:
    """The mean squared distance of confidence from what came of it (Brier 1950); None of nothing."""
    return float(np.mean([(one.confidence - one.right) ** 2 for one in told])) if told else None


def calibration_error(told: Sequence[Told]) -> float | None:
    """How far confidence is from the share that is right, over bins of equal width (ECE, Naeini et al. 2015)."""
    if not told:
        return None
    bins: dict[int, list[Told]] = {}
    for one in told:
        bins.setdefault(min(int(one.confidence * BINS), BINS - 1), []).append(one)
    gaps = [abs(sum(one.confidence - one.right for one in held)) for held in bins.values()]
    return sum(gaps) / len(told)

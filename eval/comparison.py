"""Ways to search held against one another on the same questions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from eval.bootstrap import Interval, difference
from eval.measures import Scores

MEASURES = ("nDCG@10", "R@10")
# What the id of a question has after it when the question is put in English.
ENGLISH = "-en"


@dataclass(frozen=True, slots=True)
class System:
    """A way to search: by words alone (no `model`), by a model alone, or by both fused."""

    model: str | None = None
    fused: bool = False

    def __str__(self) -> str:
        """Its name in tables and pictures."""
        return f"{self.model} + BM25" if self.fused else self.model or "BM25"


@dataclass(frozen=True, slots=True)
class Measured:
    """A question set as every system did: for each its questions' measures, by id, in the same order for all."""

    dataset: str
    systems: Mapping[System, Mapping[str, Scores]]

    @property
    def questions(self) -> list[str]:
        """The ids of its questions."""
        return list(next(iter(self.systems.values())))

    def only(self, questions: Sequence[str]) -> Measured:
        """The same of these questions alone, in their order."""
        return Measured(
            self.dataset,
            {system: {key: scores[key] for key in questions} for system, scores in self.systems.items()},
        )


@dataclass(frozen=True, slots=True)
class Row:
    """A system's mean of one measure, and how much that is above BM25 and above the first model, used the same way.

    The differences are None for that which they would be taken from.
    """

    system: System
    measure: str
    mean: float
    to_words: Interval | None
    to_first: Interval | None


@dataclass(frozen=True, slots=True)
class Gap:
    """What one system scores on the same questions in English and in Swedish, and the first less the second."""

    system: System
    measure: str
    english: float
    swedish: float
    difference: Interval


def compare(sets: Sequence[Measured]) -> list[Row]:
    """The rows of one set, or of the mean over several, each of which counts alike however many questions it has."""
    words = System()
    systems = list(sets[0].systems)
    first = {fused: next(s for s in systems if s.model and s.fused == fused) for fused in (False, True)}
    rows = []
    for measure in MEASURES:
        for system in systems:
            base = first[system.fused]
            rows.append(
                Row(
                    system,
                    measure,
                    _mean(sets, system, measure),
                    None if system == words else _difference(sets, system, words, measure),
                    None if system in (words, base) else _difference(sets, system, base, measure),
                )
            )
    return rows


def translations(sets: Sequence[Measured]) -> list[tuple[Measured, Measured]]:
    """Each set of questions in English, with the same questions in Swedish out of another set."""
    pairs = []
    for english in sets:
        originals = [key.removesuffix(ENGLISH) for key in english.questions if key.endswith(ENGLISH)]
        for swedish in sets:
            if len(originals) == len(english.questions) and set(originals) <= set(swedish.questions):
                pairs.append((english, swedish.only(originals)))
    return pairs


def gaps(english: Measured, swedish: Measured) -> list[Gap]:
    """What each system loses on questions in English; the two sets hold the same questions in the same order."""
    return [
        Gap(
            system,
            measure,
            _mean([english], system, measure),
            _mean([swedish], system, measure),
            difference([(_values(english, system, measure), _values(swedish, system, measure))]),
        )
        for measure in MEASURES
        for system in english.systems
    ]


def _mean(sets: Sequence[Measured], system: System, measure: str) -> float:
    means = [sum(values) / len(values) for values in (_values(one, system, measure) for one in sets)]
    return sum(means) / len(means)


def _difference(sets: Sequence[Measured], system: System, base: System, measure: str) -> Interval:
    return difference([(_values(one, system, measure), _values(one, base, measure)) for one in sets])


def _values(measured: Measured, system: System, measure: str) -> list[float]:
    return [scores[measure] for scores in measured.systems[system].values()]

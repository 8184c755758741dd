"""Meaning and words on one scale, so that a passage can be weighed by both."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from indexer.store import Scored

# The least width of the scale of words, as BM25: of a question in words that no paper uses all passages score much
# alike, and on their own scale the little that tells them apart would count for as much as a name that is found.
LEAST_WIDTH_OF_WORDS = 30.0


class Mode(StrEnum):
    """What passages are ranked by."""

    HYBRID = "hybrid"
    DENSE = "dense"
    BM25 = "bm25"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A passage's id, and how near it is by meaning and by words, each scaled by `Scale`."""

    id: str
    meaning: float
    words: float


@dataclass(frozen=True, slots=True)
class Scale:
    """Puts scores of one kind about 0 to 1, by their own distribution: its mean less 3 deviations is 0, plus 3 is 1.

    Distribution-based score fusion (Mazzeschi, 2023), which Qdrant has too; here, because a passage that only one side
    found is then given its true score on the other, and because what a question prefers is added on the same scale
    (measured against Qdrant's own in docs/evaluation.md).
    """

    low: float
    width: float

    @classmethod
    def of(cls, scored: Sequence[Scored], least_width: float = 0.0) -> Scale:
        """The scale of the best scores of a search, their mean in its middle, of a width of at least `least_width`."""
        if not scored:
            return cls(0.0, 0.0)
        scores = np.array([hit.score for hit in scored])
        deviation = float(scores.std(ddof=1)) if len(scores) > 1 else 0.0
        width = max(6 * deviation, least_width)
        return cls(float(scores.mean()) - width / 2, width)

    def __call__(self, score: float) -> float:
        """`score` on the scale, at least 0; where all were alike, their score is the middle and a lower one is 0."""
        if not self.width:
            return 0.5 if score >= self.low else 0.0
        return max(0.0, (score - self.low) / self.width)

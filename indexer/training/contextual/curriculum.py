"""What the contextual model learns from: batches of one kind whose texts lie near one another."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from tokenizers import Tokenizer
from torch import Tensor
from torch.nn import functional

from indexer.training.contextual.recipe import Course
from indexer.training.pairs import Pair
from indexer.training.ragged import Positions, Ragged, tokenize

SHARES = {
    "phrase-quote": 1.0,
    "gov-title": 0.2,
    "gov-summary": 0.5,
    "law-title": 0.5,
    "riksdag-title": 0.3,
    "swequad-train": 3.0,
    "nli-entailment": 1.0,
    "party-ict": 0.3,
    "gov-ict": 0.08,
    "law-ict": 0.05,
    "definition": 0.5,
    "sv-en": 0.5,
    "tatoeba-sv-en": 1.0,
    "example-sv-en": 1.0,
}
"""How often a pair of each kind is seen in a run; kinds not named here are not learned from.

Cheap and telling pairs come often, long ones that share most of their words seldom: a run is measured in tokens.
"""

PARALLEL = frozenset({"sv-en", "tatoeba-sv-en", "example-sv-en"})
"""Kinds whose texts are drawn towards the English teacher's vector of the English."""


@dataclass(frozen=True, slots=True)
class Lesson:
    """One batch.

    Attributes:
        pairs: the pairs, one another's negatives, all of one kind.
        excused: shape (n, n), true where ``pairs[i].left`` and ``pairs[j].right`` are no negatives.
        parallel: whether the right texts are English and seen through the teacher.

    """

    pairs: list[Pair]
    excused: Tensor
    parallel: bool


class Curriculum:
    """All lessons of a run, in a fixed order that the seed decides, so that a run can be taken up anywhere.

    Args:
        pairs: the training pairs.
        tokenizer: of the static model.
        near: shape (vocabulary, any), static vectors of the tokens: which texts are near, for batches and excuses.
        course: sizes, caps and the seed.

    """

    def __init__(self, pairs: Sequence[Pair], tokenizer: Tokenizer, near: Tensor, course: Course) -> None:
        self._alike = course.alike
        self._random = np.random.default_rng(course.seed)
        self._pairs = [pair for pair in pairs if pair.kind in SHARES]
        left = tokenize(tokenizer, (pair.left for pair in self._pairs), course.left_cap)
        right = tokenize(tokenizer, (pair.right for pair in self._pairs), course.right_cap)
        self._near = [_static(left, near), _static(right, near)]
        lengths = np.diff(left.starts) + np.diff(right.starts) + 4
        self._batches = [rows for kind in SHARES for rows in self._of_kind(kind, lengths, course)]
        self._random.shuffle(self._batches)

    def __len__(self) -> int:
        return len(self._batches)

    def lessons(self, first: int) -> Iterator[Lesson]:
        """Give the lessons from number ``first`` (from 0) on."""
        for rows in self._batches[first:]:
            pairs = [self._pairs[row] for row in rows]
            excused = torch.zeros(len(rows), len(rows), dtype=torch.bool)
            for near in self._near:
                vectors = near[torch.from_numpy(rows)]
                excused |= vectors @ vectors.T > self._alike
            yield Lesson(pairs, excused.fill_diagonal_(False), pairs[0].kind in PARALLEL)

    def _of_kind(self, kind: str, lengths: Positions, course: Course) -> Iterator[Positions]:
        rows = np.asarray([row for row, pair in enumerate(self._pairs) if pair.kind == kind], dtype=np.int64)
        if len(rows) < 2:
            return
        size = int(np.clip(course.batch_tokens / lengths[rows].mean(), 2, course.most))
        left = SHARES[kind]
        while left > 0:
            chosen = self._random.permutation(rows)[: round(len(rows) * min(left, 1.0))]
            yield from (part for part in self._neighbourhoods(chosen, size) if len(part) > 1)
            left -= 1

    def _neighbourhoods(self, rows: Positions, size: int) -> Iterator[Positions]:
        """Cut rows at the median of their right texts along random directions until each part fits a batch.

        A random projection tree (Dasgupta and Freund 2008): what lies in one leaf is alike, so that the negatives of a
        batch are hard without being searched for.
        """
        if len(rows) <= size:
            yield rows
            return
        vectors = self._near[1][torch.from_numpy(rows)]
        direction = torch.from_numpy(self._random.standard_normal(vectors.shape[1])).float()
        order = rows[torch.argsort(vectors @ direction).numpy()]
        # whole batches on the left, so that only the last leaf is smaller
        middle = max(1, round(len(rows) / size / 2)) * size
        yield from self._neighbourhoods(order[:middle], size)
        yield from self._neighbourhoods(order[middle:], size)


def _static(rows: Ragged, near: Tensor) -> Tensor:
    sums = functional.embedding_bag(
        torch.from_numpy(rows.ids).long(), near, torch.from_numpy(rows.starts[:-1]), mode="mean"
    )
    return functional.normalize(sums, dim=1)

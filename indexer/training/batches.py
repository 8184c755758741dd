"""Tokenized pairs and the order in which they are learned."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from tokenizers import Tokenizer

from indexer.training.pairs import Family, Pair
from indexer.training.ragged import Positions, Ragged, tokenize
from indexer.training.recipe import Recipe


@dataclass(frozen=True, slots=True)
class Batch:
    """Pairs that are one another's negatives.

    Attributes:
        left: n rows of token ids.
        right: n rows of token ids; row ``i`` belongs to row ``i`` of ``left``.
        excused: shape (n, n), true where ``left[i]`` and ``right[j]`` are no negatives because pairs ``i`` and ``j``
            share a text (a word with two synonyms, a title used every week); false on the diagonal.

    """

    left: Ragged
    right: Ragged
    excused: npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class PairTable:
    """All pairs as token ids, with the rows of each family.

    Attributes:
        left: one row a pair.
        right: one row a pair.
        left_text: shape (pairs,), equal where the left texts are equal.
        right_text: shape (pairs,), equal where the right texts are equal.
        families: for each family of pairs the rows that belong to it.

    """

    left: Ragged
    right: Ragged
    left_text: Positions
    right_text: Positions
    families: dict[Family, Positions]

    @classmethod
    def from_pairs(cls, pairs: Sequence[Pair], tokenizer: Tokenizer, recipe: Recipe) -> "PairTable":
        """Tokenize the pairs, cut to the recipe's caps, and sort their rows into families."""
        families: dict[Family, list[int]] = {}
        for row, pair in enumerate(pairs):
            families.setdefault(pair.family, []).append(row)
        return cls(
            left=tokenize(tokenizer, (pair.left for pair in pairs), recipe.left_cap),
            right=tokenize(tokenizer, (pair.right for pair in pairs), recipe.right_cap),
            left_text=_numbered([pair.left for pair in pairs]),
            right_text=_numbered([pair.right for pair in pairs]),
            families={family: np.asarray(rows, dtype=np.int64) for family, rows in families.items()},
        )

    def epoch(self, recipe: Recipe, random: np.random.Generator) -> list[Positions]:
        """Draw one pass: the rows of every batch, each batch of one family."""
        drawn: list[Positions] = []
        for rows in self.families.values():
            shuffled = random.permutation(rows)
            parts = [shuffled[i : i + recipe.batch] for i in range(0, len(rows), recipe.batch)]
            drawn += [part for part in parts if len(part) >= max(2, recipe.batch // 2)]
        return drawn

    def batch(self, rows: Positions) -> Batch:
        """Gather the pairs of the given rows, shape (n,)."""
        left_text, right_text = self.left_text[rows], self.right_text[rows]
        excused = (left_text[:, None] == left_text) | (right_text[:, None] == right_text)
        np.fill_diagonal(excused, False)
        return Batch(self.left.take(rows), self.right.take(rows), excused)


def _numbered(texts: Sequence[str]) -> Positions:
    numbers: dict[str, int] = {}
    return np.asarray([numbers.setdefault(text, len(numbers)) for text in texts], dtype=np.int64)

"""Word alignment: which pieces of one language stand for a token of another."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from indexer.training.contextual.parallel import PARALLEL
from indexer.training.errors import TrainingDataError
from indexer.training.ragged import Positions, Ragged

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Links:
    """What may stand for what: one row for each pair of a source token and a target piece seen in the same sentences.

    Attributes:
        source: shape (links,), ascending.
        target: shape (links,).
        count: shape (links,), how often the two are expected to stand for one another.

    """

    source: Positions
    target: Positions
    count: Floats

    def occurrences(self, size: int) -> Floats:
        """How often each of ``size`` source tokens is linked at all, shape (size,)."""
        return np.bincount(self.source, self.count, minlength=size).astype(np.float64)

    def likeliest(self, most: int) -> "Links":
        """Keep of each source token the ``most`` targets of the highest counts."""
        order = np.lexsort((-self.count, self.source))
        source = self.source[order]
        rank = np.arange(len(source)) - np.searchsorted(source, source)
        kept = order[rank < most]
        return Links(self.source[kept], self.target[kept], self.count[kept])


def align(source: Ragged, target: Ragged, *, rounds: int, longest: int) -> Links:
    """Align parallel sentences by IBM Model 1 (Brown et al. 1993): every target piece is linked to one source token.

    Args:
        source: one row a sentence.
        target: row ``i`` translates row ``i`` of ``source``.
        rounds: rounds of expectation and maximisation.
        longest: sentences of more tokens on either side are left out.

    Raises:
        TrainingDataError: no sentence is left.

    """
    lengths, others = np.diff(source.starts), np.diff(target.starts)
    kept = np.flatnonzero((lengths > 0) & (others > 0) & (lengths <= longest) & (others <= longest))
    if not len(kept):
        raise TrainingDataError(
            f"No parallel sentences of at most {longest} tokens: the kinds {', '.join(sorted(PARALLEL))} are needed to "
            "place the vocabulary."
        )
    source, target = source.take(kept), target.take(kept)
    lengths, others = lengths[kept], others[kept]
    # one row for each combination of a source position and a target position of the same sentence pair
    pair = np.repeat(np.arange(len(source)), lengths)
    left = np.repeat(np.arange(len(source.ids)), others[pair])
    first = np.repeat(target.starts[pair], others[pair])
    right = first + np.arange(len(left)) - np.repeat(np.cumsum(others[pair]) - others[pair], others[pair])
    width = int(target.ids.max()) + 1
    kinds, which = np.unique(source.ids[left].astype(np.int64) * width + target.ids[right], return_inverse=True)
    sources = kinds // width
    likely = 1 / np.bincount(sources)[sources]
    count = likely
    for _ in range(rounds):
        weight = likely[which]
        weight /= np.bincount(right, weight)[right]
        count = np.bincount(which, weight, minlength=len(kinds)).astype(np.float64)
        # a token whose links have all faded away keeps them faded
        likely = count / np.maximum(np.bincount(sources, count)[sources], np.finfo(float).tiny)
    return Links(sources, kinds % width, count)

"""Token ids of many texts of different lengths in one flat array."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice

import numpy as np
import numpy.typing as npt
from tokenizers import Tokenizer

Ids = npt.NDArray[np.int32]
Positions = npt.NDArray[np.int64]

_CHUNK = 20_000


@dataclass(frozen=True, slots=True)
class Ragged:
    """Rows of token ids: row ``i`` is ``ids[starts[i]:starts[i + 1]]``.

    Attributes:
        ids: shape (tokens,), all rows after one another.
        starts: shape (rows + 1,), where each row begins, and the end of the last.

    """

    ids: Ids
    starts: Positions

    def __len__(self) -> int:
        return len(self.starts) - 1

    def take(self, rows: Positions) -> "Ragged":
        """Gather the given rows, shape (n,), in that order."""
        return self.slices(self.starts[rows], self.starts[rows + 1])

    def slices(self, begins: Positions, ends: Positions) -> "Ragged":
        """Gather ``ids[begins[i]:ends[i]]`` as row ``i``; both of shape (n,), no slice ends before it begins."""
        lengths = ends - begins
        starts = np.concatenate(([0], np.cumsum(lengths)))
        where = np.arange(starts[-1]) + np.repeat(begins - starts[:-1], lengths)
        return Ragged(self.ids[where], starts)


def tokenize(tokenizer: Tokenizer, texts: Iterable[str], cap: int | None = None) -> Ragged:
    """Tokenize texts and keep at most ``cap`` tokens of each, by default all; no tokens make an empty row."""
    flat: list[Ids] = []
    lengths: list[int] = [0]
    waiting = iter(texts)
    while chunk := list(islice(waiting, _CHUNK)):
        for encoding in tokenizer.encode_batch_fast(chunk, add_special_tokens=False):
            ids = np.asarray(encoding.ids[:cap], dtype=np.int32)
            flat.append(ids)
            lengths.append(len(ids))
    joined = np.concatenate(flat) if flat else np.empty(0, dtype=np.int32)
    return Ragged(joined, np.cumsum(lengths, dtype=np.int64))

"""Late chunking: one pass over a context line and a passage gives a vector for each of its sentences.

Günther et al., "Late Chunking: Contextual Chunk Embeddings Using Long-Context Embedding Models" (2024): texts are
pooled after the network has read them together, so that a sentence knows what stands around it. Here the tokens of the
context line (body, date, §, heading, part) count a little in each sentence's mean too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from tokenizers import Tokenizer

from indexer.embedding.families import Prompts

# Tokens of a context line that are read; the longest of the papers' headings have fewer.
MOST_CONTEXT = 64
# How much the mean of the context line weighs beside the mean of a sentence's own tokens.
CONTEXT_WEIGHT = 0.25

# Padded tokens that go through the network at once: more gain nothing on a CPU.
TOKENS_AT_ONCE = 4_096
# Passages whose states are in memory at once.
PASSAGES_AT_ONCE = 64

Ids = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float32]
# A network: token ids and mask, both of shape (rows, tokens), to its last states, shape (rows, tokens, dimensions).
States = Callable[[Ids, Ids], Floats]


@dataclass(frozen=True, slots=True)
class Settings:
    """How a model was trained to be pooled: tokens read of a context line, and how much that weighs in a sentence."""

    most_context: int = MOST_CONTEXT
    context_weight: float = CONTEXT_WEIGHT


@dataclass(frozen=True, slots=True)
class Row:
    """What the network reads at once: a context line and sentences, with the marks that a text begins and ends with.

    Attributes:
        ids: token ids, shape (tokens,).
        of: the number of the sentence that each token is of, shape (tokens,); -1 for context line and marks.

    """

    ids: Ids
    of: Ids


@dataclass(frozen=True, slots=True)
class Marks:
    """The numbers of the tokens that every text begins and ends with, and of what fills up shorter texts of a batch."""

    first: int
    last: int
    padding: int


@dataclass(frozen=True, slots=True)
class PassageText:
    """A passage as it is embedded: the line that says where it stands, and its sentences in order."""

    context: str
    sentences: tuple[str, ...]


def rows(
    tokenizer: Tokenizer,
    marks: Marks,
    head: str,
    sentences: Sequence[str],
    longest: int,
    most_context: int = MOST_CONTEXT,
) -> list[Row]:
    """Lay out a passage for the network: as one row or, where it is longer than ``longest`` tokens, as several.

    Args:
        tokenizer: without padding, truncation or added marks of its own.
        marks: first and last token.
        head: prompt and context line, which begins every row.
        sentences: of the passage, in order; one that no row has room for is itself parted.
        longest: most tokens of a row, at least 4.
        most_context: tokens of ``head`` that are read, or as many as half of a row has room for.

    """
    encoded = tokenizer.encode_batch_fast([head, *sentences], add_special_tokens=False)
    begin = [marks.first, *encoded[0].ids[: min(most_context, (longest - 2) // 2)]]
    room = longest - len(begin) - 1
    found: list[Row] = []
    ids: list[int] = []
    of: list[int] = []

    def close() -> None:
        whole = [*begin, *ids, marks.last]
        found.append(Row(np.array(whole, np.int64), np.array([-1] * len(begin) + of + [-1], np.int64)))
        ids.clear()
        of.clear()

    for number, encoding in enumerate(encoded[1:]):
        left = encoding.ids
        if ids and len(ids) + len(left) > room:
            close()
        while len(left) > room:
            ids.extend(left[:room])
            of.extend([number] * room)
            close()
            left = left[room:]
        ids.extend(left)
        of.extend([number] * len(left))
    if ids or not found:
        close()
    return found


def pooled(rows: Sequence[Row], states: Sequence[Floats], sentences: int, context_weight: float) -> Floats:
    """Unit vectors of a passage's sentences, shape (sentences, dimensions), from the last layer's ``states``.

    A sentence's is the mean of its tokens, and ``context_weight`` times that of the context line's and the marks.

    Args:
        rows: of the passage.
        states: of each row, shape (tokens, dimensions).
        sentences: how many the passage has; one without tokens lies by its context.
        context_weight: see above.

    """
    sums = np.zeros((sentences, states[0].shape[1]), np.float32)
    counts = np.zeros((sentences, 1), np.float32)
    context = np.zeros(states[0].shape[1], np.float32)
    for row, state in zip(rows, states, strict=True):
        own = row.of >= 0
        numbers, starts, tokens = np.unique(row.of[own], return_index=True, return_counts=True)
        if len(numbers):
            sums[numbers] += np.add.reduceat(state[own], starts, axis=0)
            counts[numbers, 0] += tokens
        context += state[~own].mean(0)
    return unit(sums / np.maximum(counts, 1) + context_weight / len(rows) * context)


def unit(vectors: Floats) -> Floats:
    """Vectors of length 1 along the last axis; one without direction stays zeros."""
    length = np.linalg.norm(vectors, axis=-1, keepdims=True)
    return np.asarray(vectors / np.where(length == 0, 1, length), dtype=np.float32)


class LateChunker:
    """Embeds passages by late chunking: their sentences' vectors from one pass over the whole.

    No text is ever cut: a long passage is read in parts.

    Args:
        tokenizer: of the model, without padding, truncation or added marks.
        marks: what every text begins and ends with.
        states: the network.
        prompts: what stands before a question, and before a context line.
        longest: most tokens that the network reads at once.
        settings: how the model was trained to be pooled.

    """

    cut = 0

    def __init__(
        self, tokenizer: Tokenizer, marks: Marks, states: States, prompts: Prompts, longest: int, settings: Settings
    ) -> None:
        self._tokenizer, self._marks, self._states = tokenizer, marks, states
        self._prompts, self.longest, self._settings = prompts, longest, settings
        self.dimensions = len(self.question("prov"))

    def passages(self, told: Sequence[PassageText]) -> list[Floats]:
        """Unit vectors of the sentences of each passage, each of shape (sentences, dimensions)."""
        return [
            vectors
            for start in range(0, len(told), PASSAGES_AT_ONCE)
            for vectors in self._embed(told[start : start + PASSAGES_AT_ONCE])
        ]

    def _embed(self, told: Sequence[PassageText]) -> list[Floats]:
        laid = [
            rows(
                self._tokenizer, self._marks, self._prompts.document + one.context, one.sentences, self.longest,
                self._settings.most_context,
            )
            for one in told
        ]  # fmt: skip
        flat = [row for of_passage in laid for row in of_passage]
        states: list[Floats] = [np.empty(0, np.float32)] * len(flat)
        for numbers in batches([len(row.ids) for row in flat], TOKENS_AT_ONCE):
            for number, state in zip(numbers, self._read([flat[number].ids for number in numbers]), strict=True):
                states[number] = state
        found, place = [], 0
        for one, of_passage in zip(told, laid, strict=True):
            some = states[place : place + len(of_passage)]
            place += len(of_passage)
            found.append(pooled(of_passage, some, len(one.sentences), self._settings.context_weight))
        return found

    def question(self, text: str) -> Floats:
        """The unit vector of a question, shape (dimensions,): the mean of its tokens, its prompt's and the marks."""
        ids = self._tokenizer.encode(self._prompts.query + text, add_special_tokens=False).ids[: self.longest - 2]
        (states,) = self._read([np.array([self._marks.first, *ids, self._marks.last], np.int64)])
        return unit(states.mean(0))

    def _read(self, ids: Sequence[Ids]) -> list[Floats]:
        """The network's states of rows of token ids, each of shape (tokens, dimensions)."""
        width = max(map(len, ids))
        padded = np.full((len(ids), width), self._marks.padding, np.int64)
        mask = np.zeros((len(ids), width), np.int64)
        for number, row in enumerate(ids):
            padded[number, : len(row)] = row
            mask[number, : len(row)] = 1
        return [state[: len(row)] for state, row in zip(self._states(padded, mask), ids, strict=True)]


def batches(lengths: Sequence[int], at_once: int) -> Iterator[list[int]]:
    """Numbers of rows of like lengths, whose padded tokens are at most ``at_once``, or one row."""
    order = np.argsort(np.asarray(lengths), kind="stable")
    begin = 0
    for end in range(1, len(order) + 1):
        if end == len(order) or (end + 1 - begin) * lengths[order[end]] > at_once:
            yield order[begin:end].tolist()
            begin = end

"""Texts to unit vectors."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from functools import lru_cache
from typing import Protocol

import numpy as np
import numpy.typing as npt

from corpus.errors import ModelUnavailable
from indexer.embedding.certainty import Certainty
from indexer.embedding.families import Prompts, prompts_for
from indexer.embedding.late import PassageText, unit
from indexer.embedding.loading import load
from indexer.embedding.network import late_chunker
from indexer.embedding.options import EmbeddingOptions
from indexer.embedding.single import SingleSentences
from indexer.embedding.source import locate

QUESTIONS_KEPT = 64

Vectors = npt.NDArray[np.float32]

_log = logging.getLogger(__name__)


class Encoder(Protocol):
    """What runs a model: late chunking for one that is made for it, single sentences for any other."""

    @property
    def dimensions(self) -> int:
        """Numbers of a vector."""

    @property
    def longest(self) -> int | None:
        """Tokens that are read of a text at once; None where there is no limit."""

    @property
    def cut(self) -> int:
        """How many texts were longer than that, and not read to their end."""

    def passages(self, told: Sequence[PassageText]) -> list[Vectors]:
        """Vectors of the sentences of each passage, each of shape (sentences, dimensions)."""

    def question(self, text: str) -> Vectors:
        """The vector of a question, shape (dimensions,)."""


class Embedder:
    """An embedding model: passages and questions in, unit vectors of `dimensions` numbers out.

    Prompts are those of the options, else of the model's own configuration, else of its family. Texts longer than
    `longest` tokens are cut, and `cut` counts those that were; a model that chunks late reads a long passage in parts
    instead. `certainty` scores how surely a passage answers, where the model has a scorer. May be used by several
    threads at once.

    Raises `ModelUnavailable` where the model cannot be loaded.
    """

    def __init__(self, options: EmbeddingOptions = EmbeddingOptions()) -> None:
        self.name = options.model
        source = locate(options)
        self._fingerprint = source.fingerprint
        self.prompts = _chosen(options, prompts_for(self.name, source.folder))
        self._encoder: Encoder = late_chunker(options, source, self.prompts) or SingleSentences(
            self.name, load(options, source), self.prompts
        )
        self.dimensions = _limited(options, self._encoder.dimensions)
        self.longest = self._encoder.longest
        self.certainty = Certainty.read(source.folder, self.dimensions)
        # A question is embedded for the search and again for its sentences; once is enough.
        self.query = lru_cache(maxsize=QUESTIONS_KEPT)(self._embed_query)
        _log.info("%s: %s", self.name, self.signature)

    @property
    def cut(self) -> int:
        """How many texts were longer than is read."""
        return self._encoder.cut

    @property
    def signature(self) -> dict[str, str | int | None]:
        """What tells this model's vectors from another's; all but the fingerprint are options that give it again."""
        return {
            "model": self.name,
            "fingerprint": self._fingerprint,
            "dimensions": self.dimensions,
            "longest": self.longest,
            "query_prompt": self.prompts.query,
            "document_prompt": self.prompts.document,
        }

    def passages(self, told: Sequence[PassageText]) -> list[Vectors]:
        """Unit vectors of the sentences of each passage, of shape (sentences, dimensions)."""
        return [unit(vectors[:, : self.dimensions]) for vectors in self._encoder.passages(told)]

    def documents(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors of texts that are each a passage of one sentence, shape (texts, dimensions)."""
        found = self.passages([PassageText("", (text,)) for text in texts])
        return np.concatenate(found) if found else np.empty((0, self.dimensions), np.float32)

    def _embed_query(self, text: str) -> Vectors:
        """The unit vector (dimensions,) of a question."""
        return unit(self._encoder.question(text)[: self.dimensions])


def _limited(options: EmbeddingOptions, has: int) -> int:
    wanted = options.dimensions
    if wanted is not None and not 1 <= wanted <= has:
        raise ModelUnavailable(
            f"BESLUTSMINNE_MODEL_DIMENSIONS är {wanted}, men språkmodellen ”{options.model}” ger {has} tal."
            f" Ange 1–{has}, eller ta bort inställningen."
        )
    return wanted or has


def _chosen(options: EmbeddingOptions, known: Prompts) -> Prompts:
    query, document = options.query_prompt, options.document_prompt
    return Prompts(known.query if query is None else query, known.document if document is None else document)

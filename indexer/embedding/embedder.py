"""Texts to unit vectors."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from indexer.embedding.certainty import Certainty
from indexer.embedding.families import Prompts, prompts_for
from indexer.embedding.late import PassageText, unit
from indexer.embedding.loading import load, longest_of
from indexer.embedding.network import late_chunker
from indexer.embedding.options import EmbeddingOptions
from indexer.embedding.source import locate

QUESTIONS_KEPT = 64
# Texts at a time. A network pads a batch to its longest text, so that large batches waste work on a CPU; static
# embeddings pad nothing.
BATCH = 32
BATCH_ON_GPU = 128
BATCH_STATIC = 256
# Batches between two reports of progress; the library sorts the texts of so many by length.
BATCHES_AT_ONCE = 8

Vectors = npt.NDArray[np.float32]
Progress = Callable[[int, int], None]

_log = logging.getLogger(__name__)


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
        self._model = load(options, source)
        self.prompts = _chosen(options, prompts_for(self.name, source.folder))
        self.dimensions = int(self._model.truncate_dim or 0)
        self.certainty = Certainty.read(source.folder, self.dimensions)
        self.longest = longest_of(self._model)
        self.cut = 0
        self._late = late_chunker(source.folder, self._model, self.prompts.document, self.longest)
        is_network = self._model.transformers_model is not None
        self._batch = (BATCH if self._model.device.type == "cpu" else BATCH_ON_GPU) if is_network else BATCH_STATIC
        # A question is embedded for the search and again for its sentences; once is enough.
        self.query = lru_cache(maxsize=QUESTIONS_KEPT)(self._embed_query)
        _log.info("%s on %s in %s: %s", self.name, self._model.device, self._model.dtype, self.signature)

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
        """Unit vectors of the sentences of each passage, of shape (sentences, dimensions).

        A model made for it reads a passage once and as a whole (`indexer.embedding.late`); of any other each sentence
        is a text of its own, under the passage's context line.
        """
        if self._late is not None:
            return [unit(vectors[:, : self.dimensions]) for vectors in self._late.embed(told)]
        vectors = self.documents([f"{one.context}\n{text}" for one in told for text in one.sentences])
        return np.split(vectors, np.cumsum([len(one.sentences) for one in told])[:-1]) if told else []

    def documents(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        """Unit vectors (len(texts), dimensions) of single texts; `progress` hears how many of how many are done."""
        vectors = np.empty((len(texts), self.dimensions), dtype=np.float32)
        step = self._batch * BATCHES_AT_ONCE
        for start in range(0, len(texts), step):
            some = list(texts[start : start + step])
            self._count_cut(some)
            vectors[start : start + len(some)] = self._model.encode_document(
                some, prompt=self.prompts.document, batch_size=self._batch, show_progress_bar=False
            )
            if progress:
                progress(start + len(some), len(texts))
        return unit(vectors)

    def _embed_query(self, text: str) -> Vectors:
        """The unit vector (dimensions,) of a question."""
        if self._late is not None:
            return unit(self._late.question(self.prompts.query + text)[: self.dimensions])
        vector = self._model.encode_query(text, prompt=self.prompts.query, show_progress_bar=False)
        return unit(np.asarray(vector, dtype=np.float32))

    def _count_cut(self, texts: list[str]) -> None:
        tokenizer = getattr(self._model.tokenizer, "backend_tokenizer", None)
        if self.longest is None or tokenizer is None:
            return
        encodings = tokenizer.encode_batch([self.prompts.document + text for text in texts])
        cut = sum(bool(encoding.overflowing) for encoding in encodings)
        if cut and not self.cut:
            _log.warning(
                "Språkmodellen %s läser inte mer än %d tokens av en text: vad som står sedan hittas bara på sina ord.",
                self.name,
                self.longest,
            )
        self.cut += cut


def _chosen(options: EmbeddingOptions, known: Prompts) -> Prompts:
    query, document = options.query_prompt, options.document_prompt
    return Prompts(known.query if query is None else query, known.document if document is None else document)

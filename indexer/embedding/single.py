"""Any model of sentence-transformers: each sentence is a text of its own, under its passage's context line."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from indexer.embedding.families import Prompts
from indexer.embedding.late import Floats, PassageText
from indexer.embedding.loading import longest_of

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

# Texts at a time. A network pads a batch to its longest text, so that large batches waste work on a CPU; static
# embeddings pad nothing.
BATCH = 32
BATCH_ON_GPU = 128
BATCH_STATIC = 256

_log = logging.getLogger(__name__)


class SingleSentences:
    """Embeds one text at a time with `model`, called `name`; `cut` counts those that were longer than it reads.

    Attributes:
        dimensions: numbers of a vector.
        longest: tokens that are read of a text, with prompt and marks; None where there is no limit.

    """

    def __init__(self, name: str, model: SentenceTransformer, prompts: Prompts) -> None:
        self._name, self._model, self._prompts = name, model, prompts
        is_network = model.transformers_model is not None
        self._batch = (BATCH if model.device.type == "cpu" else BATCH_ON_GPU) if is_network else BATCH_STATIC
        self.dimensions = len(self.question("prov"))
        self.longest = longest_of(model)
        self.cut = 0

    def passages(self, told: Sequence[PassageText]) -> list[Floats]:
        """Vectors of the sentences of each passage, each of shape (sentences, dimensions)."""
        if not told:
            return []
        texts = [f"{one.context}\n{text}" if one.context else text for one in told for text in one.sentences]
        self._count_cut(texts)
        vectors = self._model.encode_document(
            texts, prompt=self._prompts.document, batch_size=self._batch, show_progress_bar=False
        )
        return np.split(
            np.asarray(vectors, np.float32).reshape(len(texts), self.dimensions),
            np.cumsum([len(one.sentences) for one in told])[:-1],
        )

    def question(self, text: str) -> Floats:
        """The vector of a question, shape (dimensions,)."""
        found = self._model.encode_query(text, prompt=self._prompts.query, show_progress_bar=False)
        return np.asarray(found, np.float32)

    def _count_cut(self, texts: list[str]) -> None:
        tokenizer = getattr(self._model.tokenizer, "backend_tokenizer", None)
        if self.longest is None or tokenizer is None:
            return
        encodings = tokenizer.encode_batch([self._prompts.document + text for text in texts])
        cut = sum(bool(encoding.overflowing) for encoding in encodings)
        if cut and not self.cut:
            _log.warning(
                "Språkmodellen %s läser inte mer än %d tokens av en text: vad som står sedan hittas bara på sina ord.",
                self._name,
                self.longest,
            )
        self.cut += cut

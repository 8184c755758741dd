"""The dense side: sentence-transformers, the bundled model by default, any other by name or folder."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from functools import lru_cache
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from corpus.errors import ModelUnavailable

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

BUNDLED = "static"
BATCH = 256
QUESTIONS_KEPT = 64

Vectors = npt.NDArray[np.float32]


class Embedder:
    """An embedding model: passages and questions in, unit vectors of `dimensions` numbers out.

    `name` is "static" for the bundled model, a folder, or a name on the hub; the last is only ever asked for when a
    setting says so, and only then may it be downloaded. Prompts are those of the model's own configuration, or
    `query_prompt` and `document_prompt` where given (e5 wants "query: " and "passage: ").
    """

    def __init__(
        self, name: str = BUNDLED, query_prompt: str | None = None, document_prompt: str | None = None
    ) -> None:
        self.name = name
        self._model = _load(name)
        self._query_prompt = query_prompt
        self._document_prompt = document_prompt
        # A question is embedded for the search and again for its sentences; once is enough.
        self.query = lru_cache(maxsize=QUESTIONS_KEPT)(self._embed_query)
        self.dimensions = int(self._model.get_embedding_dimension() or 0)

    @property
    def signature(self) -> dict[str, str | int | None]:
        """What tells this model's vectors from another's."""
        return {
            "model": self.name,
            "dimensions": self.dimensions,
            "query_prompt": self._query_prompt,
            "document_prompt": self._document_prompt,
        }

    def documents(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors (len(texts), dimensions) of passages."""
        vectors = self._model.encode_document(
            list(texts),
            prompt=self._document_prompt,
            batch_size=BATCH,
            normalize_embeddings=True,
            show_progress_bar=False,
        )
        return np.asarray(vectors, dtype=np.float32)

    def _embed_query(self, text: str) -> Vectors:
        """The unit vector (dimensions,) of a question."""
        vector = self._model.encode_query(
            text, prompt=self._query_prompt, normalize_embeddings=True, show_progress_bar=False
        )
        return np.asarray(vector, dtype=np.float32)


def _load(name: str) -> SentenceTransformer:
    folder = resources.files("indexer").joinpath("model", BUNDLED) if name == BUNDLED else Path(name)
    local = Path(str(folder)).is_dir()
    # Imported here: it takes seconds, and the command line's help need not wait for it.
    from sentence_transformers import SentenceTransformer

    logging.getLogger("sentence_transformers").setLevel(logging.WARNING)
    try:
        model = SentenceTransformer(str(folder) if local else name, device=None, local_files_only=local)
    except (OSError, ValueError, ImportError, RuntimeError) as error:
        raise ModelUnavailable(
            f"Språkmodellen ”{name}” kan inte laddas ({str(error).splitlines()[0]})."
            f" Ange en mapp med en sentence-transformers-modell, eller ”{BUNDLED}” för den medföljande."
        ) from error
    return model.float().eval()

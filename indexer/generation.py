"""A generation: all vectors that are made in one way, with the model that they can be asked by."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property

import numpy as np

from corpus import repair
from corpus.catalogue.records import Passage, Scope
from corpus.models import Document
from indexer import chunking, language, sparse
from indexer.embedding import Embedder
from indexer.manifest import Made
from indexer.store import Mode, Point, Scored, Store, Weights

# Of a question in English only names and numbers stand in the papers by the letter; the rest is for the model to know.
_ENGLISH = Weights(dense=2)


class Generation:
    """The vectors in `store`, `made` as it says; the model is loaded by `load` when it is first needed.

    `readers` is how many have it in use: its owner counts them, and closes the store when there are none.
    """

    def __init__(self, made: Made, store: Store, load: Callable[[], Embedder]) -> None:
        self.made = made
        self.store = store
        self.readers = 0
        self._load = load

    @cached_property
    def embedder(self) -> Embedder:
        """The model; raises what `load` raises where it cannot be had."""
        return self._load()

    def search(self, text: str, scope: Scope = Scope(), mode: Mode = Mode.HYBRID) -> list[Scored]:
        """The passages nearest to `text`, best first, as ids and scores."""
        weights = _ENGLISH if language.is_english(text) else Weights()
        return self.store.search(self.embedder.query(text), sparse.query(text), scope, mode, weights=weights)

    def points(self, document: Document, passages: Sequence[Passage]) -> list[Point]:
        """What to store of `passages` of `document`; to embed them is what takes time."""
        if not passages:
            return []
        texts = [repair.searched(document.text, p.start, p.end, p.repairs) for p in passages]
        contexts = [chunking.context(document, passage) for passage in passages]
        windows = [chunking.windows(text) for text in texts]
        embedded = self.embedder.documents(
            [f"{context}\n{part}" for context, parts in zip(contexts, windows, strict=True) for part in parts]
        )
        ends = np.cumsum([len(parts) for parts in windows])[:-1]
        same = {"document_id": document.id, "organisation": document.organisation, "kind": document.kind.value}
        return [
            Point(
                id=passage.id,
                dense=vectors,
                sparse=sparse.document(text, context),
                fields=same
                | {
                    "committee": passage.committee,
                    "date": passage.date.isoformat() if passage.date else None,
                    "case_number": passage.case_number,
                    "paragraph": passage.paragraph,
                },
            )
            for passage, vectors, text, context in zip(passages, np.split(embedded, ends), texts, contexts, strict=True)
        ]

"""Moving an archive to other means: a generation is filled beside the one that serves, until it lacks nothing.

How far it has come is read from the new store itself, so there is no note that a crash could make untrue: a document is
done when the store has as many points of it as it has passages.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass

from corpus.catalogue import Catalogue
from corpus.catalogue.records import Passage
from corpus.models import Document
from indexer import chunking
from indexer.generation import Generation

# Passages stored at a time: how long a stop waits, and the most that a kill costs.
SLICE = 16


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a move has come: `done` of `of` documents, and passages embedded a second (0 where none was yet)."""

    done: int
    of: int
    per_second: float


class Move:
    """The filling of `generation` with the documents of `catalogue`; its steps run in one thread.

    In others documents may come and go meanwhile, each under the lock `writing`: those that come are found by
    `missing`, and of those that go `forget` is told. With `recut` the passages are cut anew, and not those of the
    catalogue until `keep_passages`.
    """

    def __init__(
        self, catalogue: Catalogue, generation: Generation, writing: AbstractContextManager[object], *, recut: bool
    ) -> None:
        self.generation = generation
        self.progress = Progress(0, 0, 0.0)
        self._catalogue = catalogue
        self._store = generation.store
        self._writing = writing
        self._recut = recut
        self._found: dict[str, int] = {}  # points of each document that an earlier process stored
        self._done: set[str] = set()
        self._at_hand: str | None = None
        self._passages = 0
        self._seconds = 0.0

    def resume(self) -> None:
        """See what is there already, and remove what has left the archive since."""
        with self._writing:
            self._found = self._store.counts()
            self._done.clear()
            for document_id in self._found.keys() - set(self._findable()):
                self.forget(document_id)

    def missing(self) -> list[str]:
        """The documents that are not done."""
        return [document_id for document_id in self._findable() if document_id not in self._done]

    def steps(self) -> Iterator[Progress]:
        """Do what is missing, and what comes meanwhile, a slice of a document at a time."""
        while missing := self.missing():
            of = len(self._done) + len(missing)
            for document_id in missing:
                for _ in self._take(document_id):
                    speed = self._passages / self._seconds if self._seconds else 0.0
                    self.progress = Progress(len(self._done), of, speed)
                    yield self.progress

    def forget(self, document_id: str) -> None:
        """Remove what there is of a document that is not to be found any more."""
        self._store.delete_document(document_id)
        self._found.pop(document_id, None)
        self._done.discard(document_id)
        if self._at_hand == document_id:
            self._at_hand = None

    def keep_passages(self) -> None:
        """Let the catalogue have the passages that were cut anew, also of documents that a correction stands for."""
        if not self._recut:
            return
        for document_id in (*self._findable(), *self._catalogue.versions.hidden()):
            if document := self._catalogue.document(document_id):
                self._catalogue.keep_passages(document, chunking.passages(document))

    def _take(self, document_id: str) -> Iterator[None]:
        with self._writing:
            document = self._catalogue.document(document_id)
            if document is None or self._catalogue.entry(document_id) is None:
                return
            passages = self._cut(document)
            slices = [passages[start : start + SLICE] for start in range(0, len(passages), SLICE)]
            found = self._found.pop(document_id, 0)
            if found == len(passages):
                slices = []
            elif found:
                self._store.delete_document(document_id)
            self._at_hand = document_id
        for some in slices:
            started = time.perf_counter()
            points = self.generation.points(document, some)
            with self._writing:
                if self._at_hand != document_id:  # it went meanwhile, and may even have come again
                    return
                self._store.upsert(points)
            self._passages += len(points)
            self._seconds += time.perf_counter() - started
            if some is not slices[-1]:
                yield
        with self._writing:
            if self._at_hand == document_id:
                self._done.add(document_id)
        yield

    def _cut(self, document: Document) -> list[Passage]:
        return chunking.passages(document) if self._recut else self._catalogue.passages(document.id)

    def _findable(self) -> list[str]:
        return [entry.id for entry in self._catalogue.entries()]

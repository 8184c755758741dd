"""The index as those see it who are bound to some organisations: catalogue and vectors alike."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from corpus.catalogue.records import Event
from indexer.generation import Generation
from indexer.index import Index
from indexer.manifest import Means
from indexer.options import Options
from indexer.truth import SeenTruth


class SeenIndex:
    """What of `index` is of `organisations`. All that is asked of it is within them."""

    def __init__(self, index: Index, organisations: frozenset[str]) -> None:
        self._index = index
        self._organisations = organisations
        self.catalogue = index.catalogue.seen_by(organisations)
        self.truth = SeenTruth(index.truth)
        self.amending = index.amending.seen_by(organisations)

    @property
    def options(self) -> Options:
        """Where the whole archive lies and what it is made with."""
        return self._index.options

    @property
    def manifest(self) -> Means:
        """What the vectors that are asked are made with."""
        return self._index.manifest

    @contextmanager
    def serving(self) -> Iterator[Generation]:
        """See `Index.serving`; what is found there is within the organisations."""
        with self._index.serving() as whole:
            yield whole.seen_by(self._organisations)

    def withdraw(self, document_id: str, source: str) -> Event:
        """See `Index.withdraw`; whether the paper is theirs to withdraw, the catalogue has told before."""
        return self._index.withdraw(document_id, source)

    def count_vectors(self, document_id: str) -> int:
        """How many vectors a document has."""
        return self._index.count_vectors(document_id)

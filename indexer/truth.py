"""Whether the vectors hold what the catalogue says: compared, told, and made good from the catalogue.

Each document that can be found has as many points as passages, and its points the fingerprint that was kept when they
were stored. How many there are is looked up for all at once; fingerprints are read document by document. A document
whose fingerprint is not known, from before there were any or after a move to another model, is taken as it is.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass

from corpus.catalogue import Catalogue
from corpus.errors import IndexIncomplete
from indexer.generation import Generation

# How many documents' fingerprints are compared at a start, which is not to take long.
SAMPLE = 50
# How many documents are named where several differ.
NAMED = 3
_MENDED = "Det görs om ur katalogen av tjänsten, eller med ”beslutsminne check --repair”."


@dataclass(frozen=True, slots=True)
class Difference:
    """A document whose `points` are not its `passages`, in number or, where that is the same, in what they hold.

    One that the catalogue does not know has no `source`.
    """

    source: str
    passages: int
    points: int


class Truth:
    """What differs between `catalogue` and the vectors that serve; safe to use from several threads.

    `serving` gives the vectors for as long as they are held, and under `writing` no one changes either side.
    """

    def __init__(
        self,
        catalogue: Catalogue,
        serving: Callable[[], AbstractContextManager[Generation]],
        writing: AbstractContextManager[object],
    ) -> None:
        self._catalogue = catalogue
        self._serving = serving
        self._writing = writing
        self._differing: dict[str, Difference] = {}

    @property
    def differing(self) -> dict[str, Difference]:
        """What is known to differ, by document."""
        return dict(self._differing)

    @property
    def is_damaged(self) -> bool:
        """Whether the vectors cannot be read, so that all must be made anew."""
        with self._serving() as generation:
            return generation.store.is_damaged

    @property
    def trouble(self) -> str:
        """What answers may lack, in Swedish; "" where nothing differs."""
        return self.told(named=True)

    def told(self, *, named: bool) -> str:
        """The same, with the names of papers or without."""
        if self.is_damaged:
            return f"Sökindexet är skadat, så svar kan sakna det som står i handlingarna. {_MENDED}"
        if not self._differing:
            return ""
        names = sorted(one.source or key for key, one in self.differing.items())
        more = f" och {len(names) - NAMED} till" if len(names) > NAMED else ""
        some = f" ({', '.join(names[:NAMED])}{more})" if named else ""
        return (
            f"Sökindexet stämmer inte med katalogen för {len(names)} handlingar{some}, så svar kan sakna det som står"
            f" i dem. {_MENDED}"
        )

    def look(self) -> None:
        """Compare the numbers of points of all documents, and the fingerprints of a few, as at each start."""
        self.count()
        known = list(self._catalogue.vectors.expected())
        self.compare(random.sample(known, min(SAMPLE, len(known))))

    def count(self) -> None:
        """Compare the numbers of points of all documents. What else was found to differ still does."""
        with self._writing, self._serving() as generation:
            expected = self._catalogue.vectors.expected()
            try:
                points = generation.store.counts()
            except IndexIncomplete:  # which `is_damaged` tells from now on
                return
            found = {}
            for key in expected.keys() | points.keys():
                one = expected.get(key)
                source, passages = (one.source, one.passages) if one else ("", 0)
                if passages != points.get(key, 0) or (one and key in self._differing):
                    found[key] = Difference(source, passages, points.get(key, 0))
            self._differing = found

    def compare(self, ids: Iterable[str]) -> None:
        """Compare the fingerprints of the documents `ids`, and keep those that are not known."""
        for document_id in ids:
            with self._writing, self._serving() as generation, suppress(IndexIncomplete):
                self._compare(generation, document_id)

    def settled(self, document_id: str) -> None:
        """Note that the vectors of a document have been made anew, or that it has gone."""
        self._differing.pop(document_id, None)

    def renewed(self) -> None:
        """Note that all vectors have been made anew."""
        self._differing = {}

    def _compare(self, generation: Generation, document_id: str) -> None:
        expected = self._catalogue.vectors.expected_of(document_id)
        points = generation.store.count(document_id)
        passages = expected.passages if expected else 0
        fingerprint = generation.fingerprint(document_id) if expected else ""
        known = expected.fingerprint if expected else None
        is_known = known is not None and known.startswith(f"{generation.made.collection}:")
        if passages != points or (is_known and known != fingerprint):
            self._differing[document_id] = Difference(expected.source if expected else "", passages, points)
        else:
            self._differing.pop(document_id, None)
            if expected and not is_known:
                self._catalogue.vectors.keep(document_id, fingerprint)


class SeenTruth:
    """What of `truth` those may know who may not read all papers: not which papers differ."""

    def __init__(self, truth: Truth) -> None:
        self._truth = truth

    @property
    def trouble(self) -> str:
        """See `Truth.trouble`; no paper is named."""
        return self._truth.told(named=False)

    def count(self) -> None:
        """See `Truth.count`."""
        self._truth.count()

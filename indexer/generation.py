"""A generation: all vectors that are made in one way, with the model that they can be asked by."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property

import numpy as np

from corpus import repair
from corpus.catalogue.records import Passage, Scope
from corpus.models import Document
from indexer import chunking, language, sparse
from indexer.embedding import Embedder, Vectors
from indexer.fusion import Candidate, Mode, Scale
from indexer.manifest import Made
from indexer.store import Point, Scored, Store, ranked

# Of a question in English only names and numbers stand in the papers by the letter; the rest is for the model to know.
_ENGLISH = 2.0


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
        if mode is Mode.HYBRID:
            return ranked([Scored(one.id, one.meaning + one.words) for one in self.candidates(text, [scope])])
        return self.store.search(sparse.query(text) if mode is Mode.BM25 else self.embedder.query(text), scope)

    def candidates(self, text: str, scopes: Sequence[Scope], added: Sequence[str] = ()) -> list[Candidate]:
        """The passages nearest to `text` by meaning and those by words, within each of `scopes`.

        The scales are those of the first scope, so that scores within a narrower one compare with it. `added` are
        words that mean what the question says: they are looked for too.
        """
        vector, words = self.embedder.query(text), sparse.query(text, added)
        sides = []
        for query in (vector, words):
            found = [self.store.search(query, scope) for scope in scopes]
            sides.append((query, Scale.of(found[0]), {hit.id: hit.score for hits in found for hit in hits}))
        pool = sorted({key for _, _, scores in sides for key in scores})
        for query, _, scores in sides:
            # What only the other side found has a score on this one too.
            missing = [key for key in pool if key not in scores]
            if missing:
                scores |= {hit.id: hit.score for hit in self.store.search(query, scopes[0], len(missing), missing)}
        (_, meaning, near), (_, wording, held) = sides
        weight = _ENGLISH if language.is_english(text) else 1.0
        return [
            Candidate(key, weight * meaning(near.get(key, meaning.low)), wording(held.get(key, 0.0)) if held else 0.0)
            for key in pool
        ]

    def similarities(self, text: str, ids: Sequence[str]) -> dict[str, Vectors]:
        """For each stored passage of `ids` the cosine of each of its windows with `text`, shape (windows,)."""
        vector = self.embedder.query(text)
        return {key: windows @ vector for key, windows in self.store.windows(ids).items()}

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

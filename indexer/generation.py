"""A generation: all vectors that are made in one way, with the model that they can be asked by."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from corpus import repair
from corpus.catalogue.records import Passage, Scope
from corpus.models import Document
from indexer import chunking, language, sparse
from indexer.embedding import Embedder, PassageText, Vectors
from indexer.fusion import LEAST_WIDTH_OF_WORDS, Candidate, Mode, Scale
from indexer.manifest import Made
from indexer.sparse import SparseVector
from indexer.store import DEPTH, Point, Scored, Store, ranked

# Of a question in another language only names and numbers stand in the papers by the letter; the rest is for the model
# to know.
_FOREIGN = 2.0
# Passages embedded at a time, some tenths of a second: how long a stop waits, and who is to be let by.
AT_ONCE = 8


@dataclass(frozen=True, slots=True, eq=False)
class Nearness:
    """How near a passage is to a question.

    `cosines` are those of its sentences, shape (sentences,); `behind` is how much lower the greatest of them is than
    that of any passage asked about; `certainty` is how likely it answers at all, 0 to 1, where the model has a scorer.
    """

    cosines: Vectors
    behind: float
    certainty: float | None


class Generation:
    """The vectors in `store`, `made` as it says; the model is loaded by `load` when it is first needed.

    `readers` is how many have it in use: its owner counts them, and closes the store when there are none. With `bound`
    what is found is of those organisations.
    """

    def __init__(
        self, made: Made, store: Store, load: Callable[[], Embedder], bound: frozenset[str] | None = None
    ) -> None:
        self.made = made
        self.store = store
        self.readers = 0
        self._load = load
        self._bound = bound

    def seen_by(self, organisations: frozenset[str]) -> Generation:
        """The same for those who are bound to `organisations`, as long as this is held."""
        return Generation(self.made, self.store, lambda: self.embedder, organisations)

    @cached_property
    def embedder(self) -> Embedder:
        """The model; raises what `load` raises where it cannot be had."""
        return self._load()

    def search(self, text: str, scope: Scope = Scope(), mode: Mode = Mode.HYBRID) -> list[Scored]:
        """The passages nearest to `text`, best first, as ids and scores."""
        if mode is Mode.HYBRID:
            return ranked([Scored(one.id, one.meaning + one.words) for one in self.candidates(text, [scope])])
        return self.find(sparse.query(text) if mode is Mode.BM25 else self.embedder.query(text), scope)

    def find(
        self,
        query: Vectors | SparseVector,
        scope: Scope = Scope(),
        depth: int = DEPTH,
        among: Sequence[str] | None = None,
    ) -> list[Scored]:
        """See `Store.search`: the one way to it, so that every search carries the bound."""
        if self._bound is not None:
            within = self._bound.intersection(scope.organisation) if scope.organisation else self._bound
            if not within:  # a filter without values would be none
                return []
            scope = replace(scope, organisation=tuple(sorted(within)))
        return self.store.search(query, scope, depth, among)

    def candidates(self, text: str, scopes: Sequence[Scope], added: Sequence[str] = ()) -> list[Candidate]:
        """The passages nearest to `text` by meaning and those by words, within each of `scopes`.

        The scales are those of the first scope, so that scores within a narrower one compare with it. `added` are
        words that mean what the question says: they are looked for too.
        """
        vector, words = self.embedder.query(text), sparse.query(text, added)
        sides = []
        for query, least_width in ((vector, 0.0), (words, LEAST_WIDTH_OF_WORDS)):
            found = [self.find(query, scope) for scope in scopes]
            sides.append(
                (query, Scale.of(found[0], least_width), {hit.id: hit.score for hits in found for hit in hits})
            )
        pool = sorted({key for _, _, scores in sides for key in scores})
        for query, _, scores in sides:
            # What only the other side found has a score on this one too.
            missing = [key for key in pool if key not in scores]
            if missing:
                scores |= {hit.id: hit.score for hit in self.find(query, scopes[0], len(missing), missing)}
        (_, meaning, near), (_, wording, held) = sides
        weight = _FOREIGN if language.is_foreign(text) else 1.0
        return [
            Candidate(key, weight * meaning(near.get(key, meaning.low)), wording(held.get(key, 0.0)) if held else 0.0)
            for key in pool
        ]

    def near(self, text: str, ids: Sequence[str]) -> dict[str, Nearness]:
        """How near the stored passages of `ids`, the likeliest first, are to `text`."""
        vector, stored = self.embedder.query(text), self.store.sentences(ids)
        cosines = {key: sentences @ vector for key, sentences in stored.items()}
        nearest = max((float(one.max()) for one in cosines.values()), default=0.0)
        certainty = self.embedder.certainty
        return {
            key: Nearness(
                cosines[key],
                nearest - float(cosines[key].max()),
                certainty(vector, stored[key], rank, nearest) if certainty else None,
            )
            for rank, key in enumerate(ids)
            if key in stored
        }

    def fingerprint(self, document_id: str) -> str:
        """What is stored of a document comes to, told from what another generation stores of it."""
        return f"{self.made.collection}:{self.store.fingerprint(document_id)}"

    def points(self, document: Document, passages: Sequence[Passage]) -> list[Point]:
        """What to store of `passages` of `document`; to embed them is what takes time."""
        return [point for some in self.slices(document, passages) for point in some]

    def slices(self, document: Document, passages: Sequence[Passage]) -> Iterator[list[Point]]:
        """The same, some at a time: between them one may stop."""
        contexts = chunking.contexts(document, passages) if passages else []
        for start in range(0, len(passages), AT_ONCE):
            yield self._points(document, passages[start : start + AT_ONCE], contexts[start : start + AT_ONCE])

    def _points(self, document: Document, passages: Sequence[Passage], contexts: Sequence[str]) -> list[Point]:
        embedded = self.embedder.passages(
            [PassageText(context, _sentences(document, one)) for context, one in zip(contexts, passages, strict=True)]
        )
        same: dict[str, str | list[str] | None] = {
            "document_id": document.id, "organisation": document.organisation, "kind": document.kind.value,
        }  # fmt: skip
        return [
            Point(
                id=passage.id,
                dense=vectors,
                sparse=sparse.document(
                    repair.searched(document.text, passage.start, passage.end, passage.repairs), context
                ),
                fields=same
                | {
                    "committee": passage.committee,
                    "date": passage.date.isoformat() if passage.date else None,
                    "case_number": list(passage.case_numbers) or None,
                    "paragraph": passage.paragraph,
                },
            )
            for passage, vectors, context in zip(passages, embedded, contexts, strict=True)
        ]


def _sentences(document: Document, passage: Passage) -> tuple[str, ...]:
    """The sentences of a passage as they are searched, in the order of `chunking.sentences`."""
    return tuple(
        repair.searched(document.text, passage.start + span.start, passage.start + span.end, passage.repairs)
        for span in chunking.sentences(document.text[passage.start : passage.end])
    )

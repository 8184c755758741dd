"""The best passages read for a question: their sentences and points, the likeliest to carry the answer first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

import numpy as np

from corpus.catalogue import Catalogue
from corpus.catalogue.records import Found
from corpus.models import Span
from indexer import chunking, tables
from indexer.generation import Nearness
from search_api import standing, weights
from search_api.answering.answer import Quote
from search_api.answering.columns import Columns
from search_api.answering.reading import expectation, features, points
from search_api.answering.reading.expectation import Expectation
from search_api.answering.reading.features import Around, Read
from search_api.retrieval import Ranked, asked
from search_api.retrieval.asked import Asked
from search_api.standing import Standing
from search_api.weights import Weights

# How many of the best passages are read for sentences.
READ = 10


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence of a passage, with its features and its score; `point` is the stretch of the text to show whole."""

    found: Found
    span: Span
    point: Span
    rank: int
    features: tuple[float, ...]
    score: float = 0.0

    @property
    def quote(self) -> Quote:
        """The sentence, verbatim, with its place in its document."""
        return _quote(self.found, self.span)

    @property
    def whole(self) -> Quote:
        """The point that it is of, verbatim."""
        return _quote(self.found, self.point)

    @property
    def is_row(self) -> bool:
        """Whether it is a row of a table."""
        return tables.is_row(self.found.text[self.span.start : self.span.end])

    def value(self, name: str) -> float:
        """The feature called `name`."""
        return self.features[features.NAMES.index(name)]


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read for a question: its sentences, the likeliest to carry the answer first.

    `columns` is the heading above the first of them, where that is a row of a table.
    """

    question: str
    asked: Asked
    wanted: Expectation
    candidates: tuple[Candidate, ...] = field(repr=False)
    columns: Quote | None = None

    def scored(self, by: Weights) -> Reading:
        """The same sentences, at least one, scored and put in order by other weights; without columns."""
        scores = by.score([one.features for one in self.candidates])
        order = np.argsort(-scores, kind="stable")
        told = tuple(replace(self.candidates[n], score=float(scores[n])) for n in order)
        return replace(self, candidates=told, columns=None)

    def points(self, *, headings: bool = True) -> list[Candidate]:
        """The best sentence of each point, the likeliest first; without `headings`, of those that are none."""
        best: dict[tuple[str, int], Candidate] = {}
        for one in self.candidates:
            if headings or not features.is_heading(one.quote.text):
                best.setdefault((one.found.passage.id, one.point.start), one)
        return list(best.values())


class Reader:
    """Reads passages of `catalogue` for answers; safe to use from several threads."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._weights = weights.load("sentences", features.NAMES)

    def read(self, question: str, hits: Sequence[Ranked], near: dict[str, Nearness]) -> Reading:
        """The sentences of the best `hits` (best first), each with how `near` it is by its passage's id."""
        question_terms, wanted = asked.ask(question), expectation.expect(question)
        # Where the question names a § or a case that is here, nothing else can answer it.
        named = [hit for hit in hits if hit.exact]
        chosen = (named or hits)[:READ]
        facts = self._facts([hit.found for hit in chosen])
        places: list[tuple[Found, Span, Span, int]] = []
        values: list[list[float]] = []
        for rank, hit in enumerate(chosen):
            sentences = _sentences(hit.found.text)
            behind, key = hit.score - chosen[0].score, hit.found.passage.id
            around = Around.of(question_terms, hit.found)
            read = Read(hit.found, rank, behind, sentences, near.get(key, _far(sentences)), facts[key], around)
            at = hit.found.passage.start
            stated = tuple(Span(fact.start - at, fact.end - at) for fact in facts[key])
            for point in points.of(hit.found.text, sentences, stated):
                whole = Span(sentences[point[0]].start, sentences[point[-1]].end)
                for number in point:
                    places.append((hit.found, sentences[number], whole, rank))
                    values.append(features.of(question, question_terms, wanted, read, number))
        if not places:
            return Reading(question, question_terms, wanted, ())
        candidates = tuple(Candidate(*place, tuple(row)) for place, row in zip(places, values, strict=True))
        reading = Reading(question, question_terms, wanted, candidates).scored(self._weights)
        return replace(reading, columns=Columns(self._catalogue).heading(reading.candidates[0].quote))

    def _facts(self, found: Sequence[Found]) -> dict[str, list[Standing]]:
        """What each passage states, by its id."""
        passages = [one.passage for one in found]
        told = standing.find(self._catalogue, [(one.document_id, one.start, one.end) for one in passages])
        return {
            one.id: [
                fact
                for fact in told
                if fact.document_id == one.document_id and fact.start < one.end and fact.end > one.start
            ]
            for one in passages
        }


def _far(sentences: Sequence[Span]) -> Nearness:
    """What is known of a passage whose vectors went between the search and the reading."""
    return Nearness(np.zeros(len(sentences), np.float32), 1.0, None)


@lru_cache(maxsize=4_096)
def _sentences(text: str) -> tuple[Span, ...]:
    """The sentences of a passage, each of which has a vector."""
    return tuple(chunking.sentences(text))


def _quote(found: Found, span: Span) -> Quote:
    at = found.passage.start
    return Quote(found, at + span.start, at + span.end, found.text[span.start : span.end])

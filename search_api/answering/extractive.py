"""The answer without a language model: the sentences that most likely carry it, from the best passages, or none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np

from corpus.catalogue import Catalogue
from corpus.catalogue.records import Found
from corpus.models import Span
from indexer.embedding import Embedder, EmbeddingOptions, Vectors
from search_api.answering import expectation, features, sentences
from search_api.answering.answer import Quote
from search_api.answering.expectation import Expectation
from search_api.answering.features import Fact, Read
from search_api.retrieval import Ranked, asked
from search_api.retrieval.asked import Asked

# The model that sentences are weighed by, whichever the archive is searched by: an answer weighs a hundred sentences,
# which takes a contextual model a quarter of a second and this one a few milliseconds.
SENTENCE_MODEL = EmbeddingOptions("static")
# How many of the best passages are read for sentences.
READ = 10
MOST_SENTENCES = 5
# A further sentence's odds of carrying the answer may be this much lower than the best one's, in logits.
NEAR_BEST = 3.0

# "This sentence, of all those read, carries the evidence": fitted listwise to the development questions, rounded;
# `python -m eval.calibrate` shows today's. Order of `features.NAMES`.
WEIGHTS = np.array(
    [1.0, 0.3, 2.1, 0.2, 0.6, 1.3, 0.8, 0.8, 0.4, 1.0, -0.9, 0.6, 1.0, 1.0, 1.3, -0.3, -0.5, 0.7, -0.8, -0.8, -0.3]
)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence of a passage, with its features and its score."""

    found: Found
    span: Span
    rank: int
    features: tuple[float, ...]
    score: float = 0.0

    @property
    def quote(self) -> Quote:
        """The sentence, verbatim, with its place in its document."""
        start = self.found.passage.start
        text = self.found.text[self.span.start : self.span.end]
        return Quote(self.found, start + self.span.start, start + self.span.end, text)


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read for a question: its sentences, the likeliest to carry the answer first."""

    question: str
    asked: Asked
    wanted: Expectation
    candidates: tuple[Candidate, ...] = field(repr=False)


class Reader:
    """Reads passages of `catalogue` for answers; safe to use from several threads."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._embedder = Embedder(SENTENCE_MODEL)

    def read(self, question: str, hits: Sequence[Ranked], windows: dict[str, Vectors]) -> Reading:
        """The sentences of the best `hits` (best first); `windows` is the cosine of each of a passage's windows."""
        question_terms, wanted = asked.ask(question), expectation.expect(question)
        # Where the question names a § or a case that is here, nothing else can answer it.
        named = [hit for hit in hits if hit.exact]
        chosen = (named or hits)[:READ]
        near = [windows.get(hit.found.passage.id, np.zeros(0, np.float32)) for hit in chosen]
        nearest = max((float(one.max()) for one in near if len(one)), default=0.0)
        facts = self._facts([hit.found for hit in chosen])
        spans: list[tuple[Read, Span, Span | None]] = []
        for rank, hit in enumerate(chosen):
            behind = hit.score - chosen[0].score
            read = Read(hit.found, rank, behind, near[rank] - nearest, facts[hit.found.passage.id])
            before: Span | None = None
            for span in _spans(hit.found.text):
                spans.append((read, span, before))
                before = span
        if not spans:
            return Reading(question, question_terms, wanted, ())
        texts = [read.found.searched(span.start, span.end) for read, span, _ in spans]
        nearness = self._embedder.documents(texts) @ self._embedder.query(question)
        values = [
            features.of(question, question_terms, wanted, read, span, before, float(near))
            for (read, span, before), near in zip(spans, nearness, strict=True)
        ]
        scores = np.array(values) @ WEIGHTS
        order = np.argsort(-scores, kind="stable")
        return Reading(
            question,
            question_terms,
            wanted,
            tuple(
                Candidate(spans[n][0].found, spans[n][1], spans[n][0].rank, tuple(values[n]), float(scores[n]))
                for n in order
            ),
        )

    def _facts(self, found: Sequence[Found]) -> dict[str, list[Fact]]:
        """What each passage states, by offsets into its text, by its id."""
        passages = [one.passage for one in found]
        told = self._catalogue.matters.kinds_in([(one.document_id, one.start, one.end) for one in passages])
        return {
            one.id: [
                Fact(start - one.start, end - one.start, kind)
                for document_id, start, end, kind in told
                if document_id == one.document_id and start < one.end and end > one.start
            ]
            for one in passages
        }


def chosen(reading: Reading, *, headings: bool = True) -> list[Quote]:
    """The sentences to quote: the best and those nearly as good, neighbours joined; the best first."""
    candidates = [one for one in reading.candidates if headings or not features.is_heading(one.quote.text)]
    if not candidates:
        return []
    best = candidates[0]
    near = [one for one in candidates[:MOST_SENTENCES] if one.score >= best.score - NEAR_BEST]
    joined = _joined(near)
    place = next(n for n, quote in enumerate(joined) if _holds(quote, best.quote))
    return [joined[place], *_reading_order([*joined[:place], *joined[place + 1 :]])]


def _joined(near: Sequence[Candidate]) -> list[Quote]:
    """The sentences, those that follow one another in a passage as one quote, in the order of their best."""
    quotes: list[Quote] = []
    for candidate in near:
        quote = candidate.quote
        for number, other in enumerate(quotes):
            first, last = sorted((quote, other), key=lambda one: one.start)
            if quote.found.passage.id == other.found.passage.id and not _between(first, last).strip():
                passage = quote.found.passage
                text = quote.found.text[first.start - passage.start : last.end - passage.start]
                quotes[number] = Quote(quote.found, first.start, last.end, text)
                break
        else:
            quotes.append(quote)
    return quotes


def _between(first: Quote, last: Quote) -> str:
    at = first.found.passage.start
    return first.found.text[first.end - at : last.start - at]


def _holds(quote: Quote, other: Quote) -> bool:
    same = quote.found.entry.id == other.found.entry.id
    return same and quote.start <= other.start and other.end <= quote.end


@lru_cache(maxsize=4_096)
def _spans(text: str) -> tuple[Span, ...]:
    """The sentences of a passage that have words."""
    return tuple(
        span
        for span in sentences.split(text, 0, len(text))
        if sum(char.isalnum() for char in text[span.start : span.end]) >= 3
    )


def _reading_order(quotes: Sequence[Quote]) -> list[Quote]:
    """Quotes of one document together, in the order of its text; the document of the best quote first."""
    first: dict[str, int] = {}
    for place, quote in enumerate(quotes):
        first.setdefault(quote.found.entry.id, place)
    return sorted(quotes, key=lambda quote: (first[quote.found.entry.id], quote.start))

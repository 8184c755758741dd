"""The answer without a language model: the sentences that most likely carry it, from the best passages, or none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np

from corpus.catalogue import Catalogue
from corpus.catalogue.records import Found
from corpus.models import Span
from indexer import chunking, tables
from indexer.generation import Nearness
from search_api.answering import expectation, features
from search_api.answering.answer import Quote
from search_api.answering.columns import Columns
from search_api.answering.expectation import Expectation
from search_api.answering.features import Read, StatedAt
from search_api.retrieval import Ranked, asked
from search_api.retrieval.asked import Asked

# How many of the best passages are read for sentences.
READ = 10
MOST_SENTENCES = 5
# A further sentence's odds of carrying the answer may be this much lower than the best one's, in logits.
NEAR_BEST = 3.0

# "This sentence, of all those read, carries the evidence": fitted listwise to the development questions, rounded;
# `python -m eval.calibrate` shows today's. What is of the vectors ("nearness" to "sure") was set by hand for the
# multilingual model: the fit's ridge holds weights of so narrow values down, and these do better there. Order of
# `features.NAMES`.
WEIGHTS = np.array(
    [
        1.0, 0.3, 2.1, 0.2, 0.6, 4.0, 1.0, 2.0, 0.3, 0.8, 0.4, 1.0, -0.9, 0.6, 1.0, 1.0, 1.3, -0.3, -0.5, 0.7, -0.8,
        -0.8, -0.3,
    ]
)  # fmt: skip


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

    @property
    def is_row(self) -> bool:
        """Whether it is a row of a table."""
        return tables.is_row(self.found.text[self.span.start : self.span.end])

    @property
    def carried(self) -> float:
        """How much of the question it says."""
        return self.features[features.NAMES.index("carried")]


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


class Reader:
    """Reads passages of `catalogue` for answers; safe to use from several threads."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue

    def read(self, question: str, hits: Sequence[Ranked], near: dict[str, Nearness]) -> Reading:
        """The sentences of the best `hits` (best first), each with how `near` it is by its passage's id."""
        question_terms, wanted = asked.ask(question), expectation.expect(question)
        # Where the question names a § or a case that is here, nothing else can answer it.
        named = [hit for hit in hits if hit.exact]
        chosen = (named or hits)[:READ]
        facts = self._facts([hit.found for hit in chosen])
        spans: list[tuple[Found, Span, int]] = []
        values: list[list[float]] = []
        for rank, hit in enumerate(chosen):
            sentences = _spans(hit.found.text)
            behind, key = hit.score - chosen[0].score, hit.found.passage.id
            read = Read(hit.found, rank, behind, sentences, near.get(key, _far(sentences)), facts[key])
            for number, span in enumerate(sentences):
                spans.append((hit.found, span, rank))
                values.append(features.of(question, question_terms, wanted, read, number))
        if not spans:
            return Reading(question, question_terms, wanted, ())
        scores = np.array(values) @ WEIGHTS
        order = np.argsort(-scores, kind="stable")
        candidates = tuple(
            Candidate(spans[n][0], spans[n][1], spans[n][2], tuple(values[n]), float(scores[n])) for n in order
        )
        columns = Columns(self._catalogue).heading(candidates[0].quote)
        return Reading(question, question_terms, wanted, candidates, columns)

    def _facts(self, found: Sequence[Found]) -> dict[str, list[StatedAt]]:
        """What each passage states, by offsets into its text, by its id."""
        passages = [one.passage for one in found]
        stretches = [(one.document_id, one.start, one.end) for one in passages]
        told = self._catalogue.matters.kinds_in(stretches, features.PARTS)
        return {
            one.id: [
                StatedAt(start - one.start, end - one.start, kind)
                for document_id, start, end, kind in told
                if document_id == one.document_id and start < one.end and end > one.start
            ]
            for one in passages
        }


def _far(sentences: Sequence[Span]) -> Nearness:
    """What is known of a passage whose vectors went between the search and the reading."""
    return Nearness(np.zeros(len(sentences), np.float32), 1.0, None)


def chosen(reading: Reading, *, headings: bool = True) -> list[Quote]:
    """The sentences to quote: the best and those nearly as good, neighbours joined; the best first."""
    candidates = [one for one in reading.candidates if headings or not features.is_heading(one.quote.text)]
    if not candidates:
        return []
    best = candidates[0]
    near = [one for one in candidates[:MOST_SENTENCES] if one.score >= best.score - NEAR_BEST]
    if best.is_row:  # what another row says is of something else, unless it has as much of the question
        near = [one for one in near if not one.is_row or one.carried >= best.carried]
    joined = _joined(near)
    place = next(n for n, quote in enumerate(joined) if _holds(quote, best.quote))
    return [joined[place], *_reading_order([*joined[:place], *joined[place + 1 :]])]


def _joined(near: Sequence[Candidate]) -> list[Quote]:
    """The sentences, those that follow one another in a passage as one quote, in the order of their best.

    A row of a table is a quote by itself.
    """
    quotes: list[Quote] = []
    rows = {candidate.quote for candidate in near if candidate.is_row}
    for candidate in near:
        quote = candidate.quote
        for number, other in enumerate(quotes):
            first, last = sorted((quote, other), key=lambda one: one.start)
            apart = rows.intersection((quote, other)) or quote.found.passage.id != other.found.passage.id
            if not apart and not _between(first, last).strip():
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
    """The sentences of a passage, each of which has a vector."""
    return tuple(chunking.sentences(text))


def _reading_order(quotes: Sequence[Quote]) -> list[Quote]:
    """Quotes of one document together, in the order of its text; the document of the best quote first."""
    first: dict[str, int] = {}
    for place, quote in enumerate(quotes):
        first.setdefault(quote.found.entry.id, place)
    return sorted(quotes, key=lambda quote: (first[quote.found.entry.id], quote.start))

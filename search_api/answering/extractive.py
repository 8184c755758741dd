"""The answer without a language model: the sentences that carry most of the question, from the best passages."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from corpus.catalogue import Found
from corpus.models import PartName, Span
from corpus.structure import references
from indexer import language
from indexer.embedding import Embedder
from search_api.answering import sentences
from search_api.retrieval import Ranked

# How many of the best passages are read for sentences.
READ = 10
MOST_SENTENCES = 3
# A further sentence must be this good beside the best.
NEAR_BEST = 0.85
# The weights of what speaks for a sentence.
WORDS, MEANING, RANK, PART = 1.0, 0.9, 0.55, 0.15
# Below this the archive is said not to hold the answer.
THRESHOLD = 0.5

# Which parts answer which questions.
_ASKS: tuple[tuple[re.Pattern[str], frozenset[str]], ...] = (
    (re.compile(r"\b(?:beslut\w*|bifall\w*|biföll|avslog\w*|avslag\w*|anta\w*|godkän\w*|hur gick)\b"), frozenset({PartName.DECISION})),
    (re.compile(r"\b(?:yrka\w*|ville|vem föreslog|vilka föreslog)\b"), frozenset({PartName.MOTIONS})),
    (re.compile(r"\b(?:varför|motiv\w*|skäl\w*|anledning\w*|orsak\w*)\b"),
     frozenset({PartName.RESERVATION, PartName.ASSESSMENT, PartName.NOTE, PartName.MATTER})),
    (re.compile(r"\b(?:reserverade|reservation\w*)\b"), frozenset({PartName.RESERVATION})),
    (re.compile(r"\b(?:röst\w*|votering\w*|omröstning\w*)\b"), frozenset({PartName.VOTE, PartName.ORDER})),
    (re.compile(r"\bjäv\w*\b"), frozenset({PartName.CONFLICT})),
    (re.compile(r"\b(?:närvar\w*|deltog|tjänstgjorde)\b"), frozenset({PartName.ATTENDANCE})),
)  # fmt: skip
# Words of asking, not of what is asked for.
_ASKING = frozenset(
    language.stem(word)
    for word in (
        "beslut beslutades beslutade gäller handlar hände gick blev ärende ärendet fick gjorde säger sa stå står "
        "berätta finns antal mycket stor stort länge gång gånger person personer sak saken ställning"
    ).split()
)


@dataclass(frozen=True, slots=True)
class Quote:
    """A verbatim sentence: `found.text` from `start` to `end` of the document."""

    found: Found
    start: int
    end: int
    text: str
    score: float


@dataclass(frozen=True, slots=True)
class Extract:
    """The sentences that answer, in reading order, and how sure it is that they do, 0 to 1."""

    quotes: tuple[Quote, ...]
    confidence: float


def extract(question: str, hits: Sequence[Ranked], embedder: Embedder) -> Extract:
    """The answer in the passages of `hits` (best first), or none when too little of the question is found there."""
    candidates = [
        (rank, hit, span)
        for rank, hit in enumerate(hits[:READ])
        for span in sentences.split(hit.found.text, 0, len(hit.found.text))
        if _says_something(hit.found, span)
    ]
    if not candidates:
        return Extract((), 0.0)
    weights = question_terms(question)
    texts = [hit.found.text[span.start : span.end] for _, hit, span in candidates]
    nearness = embedder.documents(texts) @ embedder.query(question)
    wanted = _wanted_parts(question)
    scores = np.array(
        [
            WORDS * _carried(weights, text, hit.found)
            + MEANING * float(near)
            + RANK * (1.0 - rank / READ)
            + PART * (hit.found.passage.part in wanted)
            for (rank, hit, _), text, near in zip(candidates, texts, nearness, strict=True)
        ]
    )
    best = int(scores.argmax())
    confidence = _confidence(weights, candidates[best][1], float(nearness[best]))
    if confidence < THRESHOLD and not candidates[best][1].exact:
        return Extract((), confidence)
    chosen = [
        index
        for index in np.argsort(-scores, kind="stable")[:MOST_SENTENCES]
        if index == best or scores[index] >= NEAR_BEST * scores[best]
    ]
    quotes = [_quote(candidates[index][1].found, candidates[index][2], float(scores[index])) for index in chosen]
    return Extract(tuple(_reading_order(quotes)), max(confidence, THRESHOLD))


def question_terms(question: str) -> dict[str, float]:
    """The terms of a question that something must be found of, each with its rarity, words of asking left out."""
    return {
        term: language.rarity(term)
        for term in language.terms(question)
        if term not in _ASKING and not term.startswith(("§", "dnr:"))
    }


def _carried(weights: dict[str, float], text: str, found: Found) -> float:
    """The share of the question's terms, by rarity, in a sentence; its passage's other words count for half."""
    total = sum(weights.values())
    if not total:
        return 0.0
    own = set(language.terms(text))
    around = set(language.terms(f"{found.passage.heading} {found.text}"))
    return (
        sum(weight * (1.0 if term in own else 0.5 if term in around else 0.0) for term, weight in weights.items())
        / total
    )


def _confidence(weights: dict[str, float], hit: Ranked, nearness: float) -> float:
    """How much of the question the best passage and its document's head hold, by rarity and by meaning."""
    found = hit.found
    entry = found.entry
    date = entry.date
    known = set(
        language.terms(
            f"{found.text} {found.passage.heading} {entry.title} {entry.organisation or ''} {entry.committee or ''} {entry.kind}"
        )
    )
    if date:
        known |= set(language.terms(references.written(date)))
    total = sum(weights.values())
    carried = sum(weight for term, weight in weights.items() if term in known) / total if total else 0.0
    return float(np.clip(0.65 * carried + 0.5 * nearness, 0.0, 1.0))


def _wanted_parts(question: str) -> frozenset[str]:
    folded = question.casefold()
    return frozenset().union(*(parts for pattern, parts in _ASKS if pattern.search(folded)))


def _says_something(found: Found, span: Span) -> bool:
    """Whether a sentence says more than the name of a part."""
    text = found.text[span.start : span.end]
    return (
        sum(char.isalnum() for char in text) >= 3
        and text.strip("#*: ").casefold() != (found.passage.part or "").casefold()
    )


def _quote(found: Found, span: Span, score: float) -> Quote:
    start = found.passage.start + span.start
    return Quote(found, start, found.passage.start + span.end, found.text[span.start : span.end], score)


def _reading_order(quotes: Sequence[Quote]) -> list[Quote]:
    """Quotes of one document together, in the order of its text; the document of the best quote first."""
    first: dict[str, int] = {}
    for place, quote in enumerate(quotes):
        first.setdefault(quote.found.entry.id, place)
    return sorted(quotes, key=lambda quote: (first[quote.found.entry.id], quote.start))

"""The answer without a language model: the sentences that most likely carry it, from the best passages, or none."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from corpus.catalogue.records import Found
from corpus.models import Span
from indexer.embedding import Embedder, EmbeddingOptions
from search_api.answering import features, sentences
from search_api.retrieval import Ranked

# The model that sentences are weighed by, whichever the archive is searched by: an answer weighs a hundred sentences,
# which takes a contextual model a quarter of a second and this one a few milliseconds.
SENTENCE_MODEL = EmbeddingOptions("static")
# How many of the best passages are read for sentences.
READ = 10
MOST_SENTENCES = 3
# A further sentence's odds of carrying the answer may be this much lower than the best one's, in logits.
NEAR_BEST = 1.5
# Below these odds the archive is said not to hold the answer.
THRESHOLD = -2.75
# And so it is when the best sentence's passage has less than this of the question's terms, by rarity.
LEAST_AROUND = 0.2

# Logistic regression of "this sentence carries the evidence" on the development questions, rounded:
# `python -m eval.calibrate` shows today's. Order of `features.NAMES`.
WEIGHTS = np.array([1.9, 0.9, 2.0, 1.7, 2.9, 0.3, 1.2, 1.0, -0.5, 1.0, -1.4, -1.1])
BIAS = -8.3


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence of a passage, with its features."""

    found: Found
    span: Span
    features: tuple[float, ...]

    @property
    def text(self) -> str:
        """The sentence, verbatim."""
        return self.found.text[self.span.start : self.span.end]

    @property
    def start(self) -> int:
        """Where it begins in its document's text."""
        return self.found.passage.start + self.span.start

    @property
    def end(self) -> int:
        """Where it ends there."""
        return self.found.passage.start + self.span.end


@dataclass(frozen=True, slots=True)
class Extract:
    """The sentences that answer, the likeliest first, and how likely that one does, 0 to 1."""

    quotes: tuple[Candidate, ...]
    confidence: float


def extract(question: str, hits: Sequence[Ranked], embedder: Embedder) -> Extract:
    """The answer in the passages of `hits` (best first), or none where nothing there is likely to be it."""
    found = candidates(question, hits, embedder)
    if not found:
        return Extract((), 0.0)
    odds = np.array([candidate.features for candidate in found]) @ WEIGHTS + BIAS
    best = int(odds.argmax())
    confidence = float(1.0 / (1.0 + np.exp(-odds[best])))
    if odds[best] < THRESHOLD or found[best].features[features.NAMES.index("around")] < LEAST_AROUND:
        return Extract((), confidence)
    order = np.argsort(-odds, kind="stable")[:MOST_SENTENCES]
    chosen = [found[index] for index in order if odds[index] >= odds[best] - NEAR_BEST]
    return Extract((chosen[0], *_reading_order(chosen[1:])), confidence)


def candidates(question: str, hits: Sequence[Ranked], embedder: Embedder) -> list[Candidate]:
    """The sentences of the passages that know every name in the question, each with its features."""
    asked = features.asked(question)
    # Where the question names a § or a case that is here, nothing else can answer it.
    named = [hit for hit in hits if hit.exact]
    read = [
        (rank, hit)
        for rank, hit in enumerate((named or hits)[:READ])
        if named or features.knows_names(asked, hit.found)
    ]
    spans = [(rank, hit, span) for rank, hit in read for span in _spans(hit.found, asked)]
    if not spans:
        return []
    texts = [hit.found.searched(span.start, span.end) for _, hit, span in spans]
    nearness = embedder.documents(texts) @ embedder.query(question)
    top = max(hit.score for hit in hits) or 1.0
    return [
        Candidate(
            hit.found, span, tuple(features.of(asked, hit.found, span, float(near), rank, hit.score / top, hit.exact))
        )
        for (rank, hit, span), near in zip(spans, nearness, strict=True)
    ]


def _spans(found: Found, asked: features.Asked) -> Iterator[Span]:
    """The sentences of a passage; its headings only where the question asks for one."""
    text = found.text
    for span in sentences.split(text, 0, len(text)):
        sentence = text[span.start : span.end]
        if sum(char.isalnum() for char in sentence) >= 3 and (asked.identity or not features.is_heading(sentence)):
            yield span


def _reading_order(quotes: Sequence[Candidate]) -> list[Candidate]:
    """Quotes of one document together, in the order of its text; the document of the best quote first."""
    first: dict[str, int] = {}
    for place, quote in enumerate(quotes):
        first.setdefault(quote.found.entry.id, place)
    return sorted(quotes, key=lambda quote: (first[quote.found.entry.id], quote.start))

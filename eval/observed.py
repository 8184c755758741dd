"""What the product sees of questions whose answers are known: what its weights are fitted to."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from corpus.catalogue.records import Scope
from eval import evidence
from eval.datasets import Question
from eval.evidence import LEAST_FOUND
from eval.listwise import Sample
from indexer.index import Index
from search_api.answering import abstention, counting, extractive
from search_api.retrieval import Retriever, ranking, signals


@dataclass(frozen=True, slots=True)
class Observed:
    """A question as the product sees it.

    `passages` are those ranked, by `signals.NAMES`, `sentences` those read, by `features.NAMES`; a right one holds half
    of a quote of the evidence. Either is None where nothing was weighed. `reading` are the values of
    `abstention.NAMES`, None where the question never gets so far: it is counted, or nothing was found.
    """

    question: Question
    passages: Sample | None
    sentences: Sample | None
    reading: tuple[float, ...] | None


def observe(index: Index, questions: Sequence[Question]) -> Iterator[Observed]:
    """Each of `questions` over the papers that `index` holds; raises `BadDataset` where the evidence is not there."""
    retriever = Retriever(index)
    retriever.vocabulary.refresh()
    reader = extractive.Reader(index.catalogue)
    documents = {entry.source: index.catalogue.document(entry.id) for entry in index.catalogue.entries()}
    for question in questions:
        places = evidence.find(question, documents)
        whole = retriever.retrieve(question.text, limit=ranking.READ)
        first = replace(whole, hits=whole.hits[: extractive.READ])
        read = first.interpretation
        reading = reader.read(read.words, first.hits, retriever.near(first))
        # What was named stands first whatever the weights.
        weighed = [hit for hit in whole.hits if len(hit.signals) == len(signals.NAMES)]
        passages = [(hit.found.passage.document_id, hit.found.passage.start, hit.found.passage.end) for hit in weighed]
        quotes = [(one.quote.found.entry.id, one.quote.start, one.quote.end) for one in reading.candidates]
        counted = counting.answer(read.words, read, index.catalogue, Scope()) is not None
        seen = None
        if reading.candidates and not counted:
            seen = tuple(abstention.of(reading, read, named=any(hit.exact for hit in first.hits)))
        yield Observed(
            question,
            _sample([hit.signals for hit in weighed], places, passages),
            _sample([one.features for one in reading.candidates], places, quotes),
            seen,
        )


def _sample(
    rows: Sequence[Sequence[float]], places: evidence.Places, stretches: Sequence[tuple[str, int, int]]
) -> Sample | None:
    if not rows:
        return None
    right = [any(evidence.reached(place, *one) >= LEAST_FOUND for place in places) for one in stretches]
    return Sample(np.array(rows), np.array(right))

"""What the product sees of questions whose answers are known: what its weights are fitted to."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from corpus.catalogue.records import Scope
from eval import evidence
from eval.datasets import Question
from eval.evidence import LEAST_FOUND, Places
from eval.listwise import Sample
from eval.verdicts import LEAST_CARRIED
from indexer.index import Index
from search_api.answering import judging
from search_api.answering.answerer import Answerer
from search_api.answering.kinds import counting
from search_api.answering.posed import Posed
from search_api.answering.reading.reader import READ
from search_api.citing import Citing
from search_api.query.vocabulary import Words
from search_api.retrieval import Retriever, ranking, signals
from search_api.weights import Weights


@dataclass(frozen=True, slots=True)
class Observed:
    """A question as the product sees it, over an archive of the `words`.

    `passages` are those ranked, by `signals.NAMES`; a right one holds half of a quote of the evidence. `sentences` are
    those read, by `features.NAMES`; a right one's point carries a quote. Either is None where nothing was weighed.
    `posed` is None where the question never gets so far: it is counted, or nothing was found.
    """

    question: Question
    places: Places
    passages: Sample | None
    sentences: Sample | None
    posed: Posed | None
    words: Words

    def judged(self, weights: Weights) -> tuple[list[float], bool] | None:
        """The features of `judging.NAMES` with its sentences scored by `weights`; whether the best point carries."""
        if self.posed is None:
            return None
        reading = self.posed.reading.scored(weights)
        best, ranking = reading.candidates[0].whole, self.posed.ranking
        row = judging.of(reading, ranking, self.words, judging.unheard(ranking, self.words))
        return row, _carries(self.places, (best.found.entry.id, best.start, best.end))


def observe(index: Index, questions: Sequence[Question]) -> Iterator[Observed]:
    """Each of `questions` over the papers that `index` holds; raises `BadDataset` where the evidence is not there."""
    retriever = Retriever(index)
    retriever.vocabulary.refresh()
    answerer = Answerer(index.catalogue, retriever, Citing(index.catalogue))
    documents = {entry.source: index.catalogue.document(entry.id) for entry in index.catalogue.entries()}
    for question in questions:
        places = evidence.find(question, documents)
        whole = retriever.retrieve(question.text, limit=ranking.READ)
        posed = answerer.pose(replace(whole, hits=whole.hits[:READ]), Scope())
        # What was named stands first whatever the weights.
        weighed = [hit for hit in whole.hits if len(hit.signals) == len(signals.NAMES)]
        passages = [(hit.found.passage.document_id, hit.found.passage.start, hit.found.passage.end) for hit in weighed]
        found = np.array([any(evidence.reached(at, *one) >= LEAST_FOUND for at in places) for one in passages])
        read = posed.reading.candidates
        points = [(one.found.entry.id, one.whole.start, one.whole.end) for one in read]
        carried = np.array([_carries(places, one) for one in points])
        yield Observed(
            question,
            places,
            Sample(np.array([hit.signals for hit in weighed]), found) if weighed else None,
            Sample(np.array([one.features for one in read]), carried) if read else None,
            posed if read and counting.answer(posed) is None else None,
            retriever.vocabulary.words(),
        )


def _carries(places: Places, stretch: tuple[str, int, int]) -> bool:
    return any(evidence.reached(place, *stretch) >= LEAST_CARRIED for place in places)

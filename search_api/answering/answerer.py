"""A question answered: by the first kind of answer that has one, or not at all, with the reason."""

from __future__ import annotations

from dataclasses import replace

from corpus.catalogue import Catalogue
from corpus.catalogue.records import Scope
from search_api.answering import notes
from search_api.answering.answer import Answer
from search_api.answering.kinds import KINDS, counting
from search_api.answering.posed import Posed
from search_api.answering.reading.reader import Reader
from search_api.citing import Citing
from search_api.retrieval import Ranking, Retriever
from search_api.schemas import Certainty


class Answerer:
    """Answers from `catalogue` what `retriever` has found; safe to use from several threads."""

    def __init__(self, catalogue: Catalogue, retriever: Retriever, citing: Citing) -> None:
        self._catalogue = catalogue
        self._retriever = retriever
        self._reader = Reader(catalogue)
        self._citing = citing

    def answer(self, ranking: Ranking, scope: Scope) -> Answer:
        """The answer to the question that `ranking` is for, every quote verbatim as the catalogue has it."""
        posed = self.pose(ranking, scope)
        told = next(filter(None, (kind(posed) for kind in KINDS)), None)
        if told is None:
            return Answer(confidence=posed.judgement.confidence, notes=notes.why_not(posed))
        quotes = [quote for statement in told.statements for quote in statement.quotes]
        unsure = notes.not_of(posed) if told.certainty is Certainty.NEAREST else ()
        of_case = (*notes.proposed(quotes[0], posed), *notes.later(quotes[0], posed))
        return replace(told, notes=(*told.notes, *of_case, *unsure, *notes.about(quotes, ranking.replaced)))

    def counts(self, ranking: Ranking, scope: Scope) -> bool:
        """Whether the question is one that the catalogue answers by counting, which no language model can."""
        return counting.answer(self.pose(ranking, scope)) is not None

    def pose(self, ranking: Ranking, scope: Scope) -> Posed:
        """The question that `ranking` is for, as the kinds of answer see it."""
        return Posed(ranking, scope, self._catalogue, self._retriever, self._reader, self._citing)

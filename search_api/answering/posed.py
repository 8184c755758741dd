"""A question as the kinds of answer see it: what was read from it, what was found, what was read of that."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from corpus.catalogue import Catalogue
from corpus.catalogue.records import Scope
from search_api.answering import judging
from search_api.answering.judging import Judgement
from search_api.answering.reading.reader import Reader, Reading
from search_api.citing import Citing
from search_api.query import Interpretation
from search_api.retrieval import Ranked, Ranking, Retriever
from search_api.tracing import step


@dataclass(frozen=True)
class Posed:
    """The question that `ranking` is for, within `scope`; read and judged when that is first asked for."""

    ranking: Ranking
    scope: Scope
    catalogue: Catalogue
    retriever: Retriever
    reader: Reader
    citing: Citing

    @property
    def read(self) -> Interpretation:
        """What the question was read as."""
        return self.ranking.interpretation

    @property
    def hits(self) -> Sequence[Ranked]:
        """What was found, best first."""
        return self.ranking.hits

    @cached_property
    def reading(self) -> Reading:
        """What stands in the best hits."""
        with step("sentences"):
            return self.reader.read(self.read.words, self.hits, self.retriever.near(self.ranking))

    @cached_property
    def judgement(self) -> Judgement:
        """How surely that answers, and whether the archive has anything of the matter."""
        return judging.judge(self.reading, self.ranking, self.retriever.vocabulary.words(), self.scope)

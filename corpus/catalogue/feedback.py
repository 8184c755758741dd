"""Feedback: whether an answer was right, kept without who said so and without any words of the papers.

What the reader wrote is masked before it is kept: nothing is done with the number of a person in a question or a
comment, and what is not kept cannot leave by a file, a backup or a later setting.

The cited places are kept by document and offsets and read anew when they are shown: what is withdrawn or masked after
the feedback was given is so here too.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import sqlalchemy as sa
from pydantic import TypeAdapter
from sqlalchemy.orm import Session, sessionmaker

from corpus.catalogue import times
from corpus.catalogue.tables import FeedbackRow
from corpus.masking import OF_WORDS


class Verdict(StrEnum):
    """What a reader thinks of an answer, or of there being none; the value is what users see."""

    RIGHT = "rätt"
    WRONG = "fel"


@dataclass(frozen=True, slots=True)
class Spot:
    """A stretch of a document that an answer cited."""

    document_id: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Feedback:
    """What was said of an answer to `question` within `filters` (as JSON), and what the index was made with (as JSON).

    `answered` is whether there was an answer; then `spots` are what it cited. `at` is in UTC.
    """

    id: int
    at: dt.datetime
    question: str
    filters: str
    verdict: Verdict
    comment: str
    answered: bool
    spots: tuple[Spot, ...]
    index: str


_SPOTS = TypeAdapter(tuple[Spot, ...])


class FeedbackBox:
    """The feedback of an archive, in the catalogue's database; safe to use from several threads.

    What is written goes by `writing`; a bound one sees by `sessions` what was given by those of the same `bound`.
    """

    def __init__(
        self, sessions: sessionmaker[Session], writing: sessionmaker[Session], bound: str | None = None
    ) -> None:
        self._sessions = sessions
        self._writing = writing
        self._bound = bound

    def put(
        self,
        *,
        question: str,
        filters: str,
        verdict: Verdict,
        comment: str,
        answered: bool,
        spots: Sequence[Spot],
        index: str,
    ) -> Feedback:
        """Keep what was said now, its words masked whatever is set for papers."""
        question, filters, comment = map(OF_WORDS.words, (question, filters, comment))
        row = FeedbackRow(
            at=times.now(), question=question, filters=filters, verdict=verdict.value,
            comment=comment, answered=answered, spots=_SPOTS.dump_json(tuple(spots)), made_with=index,
            bound=self._bound,
        )  # fmt: skip
        with self._writing.begin() as session:
            session.add(row)
            session.flush()
            return _feedback(row)

    def count(self, verdict: Verdict | None = None) -> int:
        """How much feedback there is, of one verdict or in all."""
        query = sa.select(sa.func.count()).select_from(FeedbackRow)
        if verdict is not None:
            query = query.where(FeedbackRow.verdict == verdict.value)
        with self._sessions() as session:
            return session.scalar(query) or 0

    def given(self, verdict: Verdict | None = None, offset: int = 0, limit: int | None = None) -> list[Feedback]:
        """The feedback of one verdict, or all, newest first."""
        query = sa.select(FeedbackRow).order_by(FeedbackRow.id.desc()).offset(offset).limit(limit)
        if verdict is not None:
            query = query.where(FeedbackRow.verdict == verdict.value)
        with self._sessions() as session:
            return [_feedback(row) for row in session.scalars(query)]

    def remove(self, feedback_id: int) -> bool:
        """Forget one; False where there is none with that id."""
        with self._sessions() as session:
            if session.get(FeedbackRow, feedback_id) is None:
                return False
        query = sa.delete(FeedbackRow).where(FeedbackRow.id == feedback_id).returning(FeedbackRow.id)
        with self._writing.begin() as session:
            return session.scalar(query) is not None


def _feedback(row: FeedbackRow) -> Feedback:
    return Feedback(
        row.id, times.utc(row.at), row.question, row.filters, Verdict(row.verdict), row.comment,
        row.answered, _SPOTS.validate_json(row.spots), row.made_with,
    )  # fmt: skip

"""Files that were given and are held: they are in the queue of jobs, and no worker's until somebody approves them.

A file is seen by who may approve all that its giver may give: what it is of nobody knows before it is read.
"""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session, sessionmaker

from corpus.catalogue import times
from corpus.catalogue.jobs import FileState, Giver, end_file, giver_of
from corpus.catalogue.tables import JobFileRow, JobRow


@dataclass(frozen=True, slots=True)
class HeldFile:
    """A file that is held: where it is to lie, its name until then, its bytes, when it was given (UTC) and by whom.

    `replaces` is the document that it is to take the place of.
    """

    id: int
    job_id: str
    path: str
    kept: str
    size: int
    at: dt.datetime
    giver: Giver
    replaces: str | None


_HELD = JobFileRow.state == FileState.HELD.value


class HeldFiles:
    """What is held of the jobs of an archive; `within` are the organisations of who asks, None for all."""

    def __init__(self, sessions: sessionmaker[Session]) -> None:
        self._sessions = sessions

    def files(self, within: frozenset[str] | None, offset: int = 0, limit: int | None = None) -> list[HeldFile]:
        """What waits longest first."""
        with self._sessions() as session:
            query = _query(session, within).order_by(JobFileRow.id).offset(offset).limit(limit)
            return [_held(file, job) for file, job in session.execute(query)]

    def count(self, within: frozenset[str] | None) -> int:
        """How many files are held."""
        with self._sessions() as session:
            query = _query(session, within).with_only_columns(sa.func.count(), maintain_column_froms=True)
            return session.scalar(query) or 0

    def get(self, file_id: int, within: frozenset[str] | None) -> HeldFile | None:
        """A file that is held; None where there is none of that id."""
        with self._sessions() as session:
            row = session.execute(_query(session, within).where(JobFileRow.id == file_id)).first()
            return _held(*row) if row else None

    def given_before(self, moment: dt.datetime) -> list[HeldFile]:
        """What was given before a moment, in UTC, and is held still."""
        with self._sessions() as session:
            query = _query(session, None).where(JobRow.at < times.stored(moment))
            return [_held(file, job) for file, job in session.execute(query)]

    def approve(self, file_id: int) -> None:
        """Let a file that is held wait for a worker, as others do."""
        query = sa.update(JobFileRow).where(JobFileRow.id == file_id, _HELD).values(state=FileState.WAITING.value)
        with self._sessions.begin() as session:
            session.execute(query)

    def refuse(self, file_id: int, told: bytes) -> None:
        """Let a file that is held be done, with what is `told` of it."""
        with self._sessions.begin() as session:
            end_file(session, sa.and_(JobFileRow.id == file_id, _HELD), told)


def _query(session: Session, within: frozenset[str] | None) -> sa.Select[JobFileRow, JobRow]:
    query = sa.select(JobFileRow, JobRow).join(JobRow, JobRow.id == JobFileRow.job_id).where(_HELD)
    if within is None:
        return query
    bounds = session.scalars(
        sa.select(JobRow.bound).join(JobFileRow).where(_HELD, JobRow.bound.is_not(None)).distinct()
    )
    return query.where(JobRow.bound.in_([bound for bound in bounds if bound and within.issuperset(json.loads(bound))]))


def _held(file: JobFileRow, job: JobRow) -> HeldFile:
    return HeldFile(
        file.id, file.job_id, file.path, file.kept, file.size, times.utc(job.at), giver_of(job), file.replaces
    )

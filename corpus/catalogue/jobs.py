"""The queue of files that were given to the archive and wait to be read in: it outlives the process, as they do.

A worker has a file at hand for as long as it says so (`hold`); what it had at hand when it died is another's after
that. Several workers may share the queue, on PostgreSQL without waiting for one another (SKIP LOCKED).

A file that a worker has died of is tried after the others. Of two that are to lie in the same place the later waits
for the earlier. Otherwise the first file of each job comes before the second of any, so that who gives one paper does
not wait for the thousand of another. A file that is held is no worker's until somebody approves it (`held.py`).
"""

from __future__ import annotations

import datetime as dt
import json
import time
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased, sessionmaker

from corpus.catalogue import times
from corpus.catalogue.records import Reach
from corpus.catalogue.tables import JobFileRow, JobRow


class FileState(StrEnum):
    """How far a file of a job has come."""

    HELD = "held"
    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class Giver:
    """Who gave files, by name, and of which organisations they may give papers; None is any."""

    name: str
    organisations: frozenset[str] | None = None

    def is_within(self, bound: frozenset[str] | None) -> bool:
        """Whether all that they may give is of the organisations `bound`; None is any."""
        return bound is None or (self.organisations is not None and self.organisations <= bound)


@dataclass(frozen=True, slots=True)
class Given:
    """A file that was given: where it is to lie below the folder of uploads, and its name there until then."""

    path: str
    kept: str
    size: int


@dataclass(frozen=True, slots=True)
class Task:
    """A file at hand: `tries` is how often it has been, and `event` the newest of the journal when it was given.

    `giver` is who gave it, and `reach` what it may take the place of.
    """

    id: int
    path: str
    kept: str
    tries: int
    event: int
    giver: Giver
    reach: Reach


@dataclass(frozen=True, slots=True)
class JobFile:
    """A file of a job, with what was told of it when it was done."""

    path: str
    state: FileState
    told: bytes


@dataclass(frozen=True, slots=True)
class Backlog:
    """What is not done: files, their bytes, and how many of the files are held until somebody approves them."""

    files: int
    size: int
    held: int = 0


@dataclass(frozen=True, slots=True)
class GivenJob:
    """A job by its id: who gave it, and when, in UTC."""

    id: str
    at: dt.datetime
    giver: str


_UNDONE = JobFileRow.state != FileState.DONE.value


class JobQueue:
    """The jobs of an archive, in the catalogue's database; safe to use from several threads and processes."""

    def __init__(self, sessions: sessionmaker[Session]) -> None:
        self._sessions = sessions

    def enqueue(
        self,
        job_id: str,
        files: Sequence[Given],
        event: int,
        giver: Giver,
        reach: Reach = Reach(),
        *,
        held: bool = False,
    ) -> None:
        """Let the job `job_id` of `files`, in their order, wait; they are on the disk already. See `Task`.

        They wait until somebody approves them, where they are to be `held`.
        """
        state = FileState.HELD if held else FileState.WAITING
        bound = None if giver.organisations is None else json.dumps(sorted(giver.organisations), ensure_ascii=False)
        within = None if reach.within is None else sorted(reach.within)
        with self._sessions.begin() as session:
            session.add(JobRow(id=job_id, at=times.now(), giver=giver.name, bound=bound))
            session.flush()
            for place, file in enumerate(files):
                session.add(
                    JobFileRow(
                        job_id=job_id, place=place, path=file.path, kept=file.kept, size=file.size, event=event,
                        state=state.value, tries=0, held_until=0.0, told=b"",
                        replaces=reach.replaces, within=json.dumps(within),
                    )
                )  # fmt: skip
                session.flush()  # one by one, so that their numbers are in order

    def claim(self, worker: str, seconds: float) -> Task | None:
        """The file that comes next, at hand of `worker` for `seconds`; None where none is free."""
        earlier = aliased(JobFileRow)
        now = time.time()
        free = sa.or_(
            JobFileRow.state == FileState.WAITING.value,
            sa.and_(JobFileRow.state == FileState.RUNNING.value, JobFileRow.held_until < now),
        )
        # Of one place: those that were given before, and any that is at hand, for one that was held may come after it.
        waits = sa.and_(earlier.id < JobFileRow.id, earlier.state == FileState.WAITING.value)
        at_hand = sa.and_(
            earlier.id != JobFileRow.id,
            earlier.state == FileState.RUNNING.value,
            sa.or_(earlier.id < JobFileRow.id, earlier.held_until >= now),
        )
        behind = sa.exists().where(earlier.path == JobFileRow.path, sa.or_(waits, at_hand))
        first = (
            sa.select(JobFileRow.id)
            .where(free, ~behind)
            .order_by(JobFileRow.tries, JobFileRow.place, JobFileRow.id)
            .limit(1)
            .with_for_update(skip_locked=True)
        )
        taken = {"state": FileState.RUNNING.value, "worker": worker, "held_until": now + seconds}
        query = (
            sa.update(JobFileRow)
            .where(JobFileRow.id == first.scalar_subquery())
            .values(**taken, tries=JobFileRow.tries + 1)
            .returning(JobFileRow)
            .execution_options(synchronize_session=False)
        )
        with self._sessions.begin() as session:
            row = session.scalar(query)
            if row is None:
                return None
            giver = giver_of(session.get_one(JobRow, row.job_id))
            return Task(row.id, row.path, row.kept, row.tries, row.event, giver, _reach(row))

    def hold(self, worker: str, seconds: float) -> None:
        """Keep what `worker` has at hand for `seconds` from now."""
        self._change(worker, {"held_until": time.time() + seconds})

    def release(self, worker: str) -> None:
        """Let what `worker` has at hand wait again, as if it had never been."""
        self._change(worker, {"state": FileState.WAITING.value, "tries": JobFileRow.tries - 1})

    def finish(self, task: Task, worker: str, told: bytes) -> bool:
        """Let a file that `worker` has at hand be done, with what is `told` of it; False where it is another's now."""
        with self._sessions.begin() as session:
            return end_file(session, sa.and_(JobFileRow.id == task.id, JobFileRow.worker == worker, _UNDONE), told)

    def take_over(self) -> None:
        """Let all that anyone has at hand wait: where no process is there that could have it."""
        query = sa.update(JobFileRow).where(JobFileRow.state == FileState.RUNNING.value)
        with self._sessions.begin() as session:
            session.execute(query.values(state=FileState.WAITING.value))

    def get(self, job_id: str) -> list[JobFile]:
        """The files of a job in order; none where there is no such job."""
        query = sa.select(JobFileRow.path, JobFileRow.state, JobFileRow.told).where(JobFileRow.job_id == job_id)
        with self._sessions() as session:
            rows = session.execute(query.order_by(JobFileRow.place))
            return [JobFile(path, FileState(state), told) for path, state, told in rows]

    def giver(self, job_id: str) -> Giver | None:
        """Who gave a job's files; None where there is no such job."""
        with self._sessions() as session:
            row = session.get(JobRow, job_id)
            return giver_of(row) if row else None

    def given(self, by: str | None = None, offset: int = 0, limit: int | None = None) -> list[GivenJob]:
        """The jobs that are told of, newest first; those given `by` one where they are named."""
        query = sa.select(JobRow.id, JobRow.at, JobRow.giver).where(_given_by(by))
        query = query.order_by(JobRow.at.desc(), JobRow.id).offset(offset).limit(limit)
        with self._sessions() as session:
            return [GivenJob(job_id, times.utc(at), giver) for job_id, at, giver in session.execute(query)]

    def count(self, by: str | None = None) -> int:
        """How many jobs `given` has in all."""
        with self._sessions() as session:
            return session.scalar(sa.select(sa.func.count()).select_from(JobRow).where(_given_by(by))) or 0

    def counts(self) -> Backlog:
        """How much waits, is held or is at hand."""
        size = sa.func.coalesce(sa.func.sum(JobFileRow.size), 0)
        held = sa.func.count().filter(JobFileRow.state == FileState.HELD.value)
        with self._sessions() as session:
            files, size_of_all, of_them = session.execute(sa.select(sa.func.count(), size, held).where(_UNDONE)).one()
            return Backlog(files, int(size_of_all), of_them)

    def kept(self, names: Collection[str]) -> set[str]:
        """Those of `names` under which files lie that wait or are at hand."""
        with self._sessions() as session:
            return set(names) & set(session.scalars(sa.select(JobFileRow.kept).where(_UNDONE)))

    def forget(self, before: dt.datetime, beyond: int) -> None:
        """Forget the jobs that were done `before` (UTC), and those done beyond the newest `beyond`."""
        newest = sa.select(JobRow.id).where(JobRow.finished.is_not(None)).order_by(JobRow.finished.desc()).limit(beyond)
        old = sa.or_(JobRow.finished < before.replace(tzinfo=None), JobRow.id.not_in(newest))
        gone = sa.select(JobRow.id).where(JobRow.finished.is_not(None), old)
        with self._sessions.begin() as session:
            ids = session.scalars(gone).all()
            session.execute(sa.delete(JobFileRow).where(JobFileRow.job_id.in_(ids)))
            session.execute(sa.delete(JobRow).where(JobRow.id.in_(ids)))

    def _change(self, worker: str, values: dict[str, object]) -> None:
        at_hand = sa.and_(JobFileRow.worker == worker, JobFileRow.state == FileState.RUNNING.value)
        query = sa.update(JobFileRow).where(at_hand).values(values).execution_options(synchronize_session=False)
        with self._sessions.begin() as session:
            session.execute(query)


def end_file(session: Session, which: sa.ColumnElement[bool], told: bytes) -> bool:
    """Let the one file that is `which` be done, with what is `told` of it, and its job too where it was the last.

    Gives whether there was such a file.
    """
    query = sa.update(JobFileRow).where(which).values(state=FileState.DONE.value, told=told)
    job_id = session.scalar(query.returning(JobFileRow.job_id).execution_options(synchronize_session=False))
    # One after another, so that of the last two files at least one sees that the other is done.
    session.execute(sa.select(JobRow.id).where(JobRow.id == job_id).with_for_update())
    more = sa.exists().where(JobFileRow.job_id == job_id, _UNDONE)
    session.execute(sa.update(JobRow).where(JobRow.id == job_id, ~more).values(finished=times.now()))
    return job_id is not None


def giver_of(row: JobRow) -> Giver:
    """Who gave a job."""
    return Giver(row.giver, None if row.bound is None else frozenset(json.loads(row.bound)))


def _given_by(name: str | None) -> sa.ColumnElement[bool]:
    return sa.true() if name is None else JobRow.giver == name


def _reach(row: JobFileRow) -> Reach:
    within = json.loads(row.within)
    return Reach(row.replaces, None if within is None else frozenset(within))

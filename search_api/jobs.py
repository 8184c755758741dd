"""Uploads on their way into the archive, one after another in a thread of their own.

A file is on the disk, and its row in the catalogue, before its upload is acknowledged. It stays where it waits until
its row says what became of it, so that a stop or a kill at any time costs no more than reading it once more.
"""

from __future__ import annotations

import datetime as dt
import errno
import hashlib
import itertools
import logging
import math
import re
import threading
import time
import uuid
from collections.abc import Container, Sequence
from pathlib import Path, PurePosixPath

from pydantic import TypeAdapter

from corpus import durable
from corpus.catalogue.auditlog import Deed
from corpus.catalogue.jobs import FileState, Given, Giver, Task
from corpus.catalogue.records import Reach
from corpus.errors import ArchiveLocked, BadRequest, Busy, DiskFull, Interrupted, NotFound, QueueFull, ServerUnreachable
from corpus.masking import OF_WORDS
from corpus.normal import nfc
from corpus.readers import READERS, containers
from corpus.sandbox import Sandbox
from indexer.index import Index
from indexer.pipeline import Status, index_upload
from search_api.approvals import REFUSED, Approvals
from search_api.schemas import FileOutcome, Job, JobLine, JobList, JobState

_log = logging.getLogger(__name__)

# How long jobs are told about when they are done, and how many. Their papers stay.
KEPT_DAYS = 30
KEPT = 10_000
# What may wait at a time, beside the bytes that the settings bound.
MOST_WAITING = 10_000
COME_AGAIN = 30  # seconds until there may be room for more
# How often a file is tried that the process dies of.
TRIES = 5
# How long a file is at hand of a worker that has died, and how often one that lives says so, in seconds.
LEASE = 60.0
BEAT = 15.0
# How long an upload may at most be taken by another process, in seconds: older files without a row are left of none.
TAKEN = 3_600.0
# How often a worker looks for files that another process took, and whether what it waits for has come, in seconds.
PAUSE = 1.0
AGAIN = 5.0
# What a file waits for, as those after it do.
WAITED_FOR = (Busy, DiskFull, ArchiveLocked, ServerUnreachable)
# Errors of the disk that pass, or that somebody makes pass: what was acknowledged waits for that too.
PASSING = (
    errno.ESTALE, errno.EIO, errno.ETIMEDOUT, errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EMFILE, errno.ENFILE,
    errno.ENOMEM,
)  # fmt: skip
LONGEST_NAME = 180  # bytes, of each part of a path
DEEPEST = 8  # folders

_KEPT_NAME = re.compile(r"\.[0-9a-f]{32}(\.copy)?")
_OUTCOMES = TypeAdapter(list[FileOutcome])


class Jobs:
    """Takes files, keeps them in `uploads`, at most `most` bytes waiting, and indexes them one at a time.

    What was left when the archive was last closed goes on at once. What is to be approved waits with `approvals`.
    """

    def __init__(self, index: Index, uploads: Path, most: int, approvals: Approvals) -> None:
        self._index = index
        self._queue = index.catalogue.jobs
        self._uploads = uploads
        self._most = most
        self._approvals = approvals
        self._name = uuid.uuid4().hex
        self._sandbox = Sandbox(readers=1)
        self._submitting = threading.Lock()
        self._stop = threading.Event()
        self._news = threading.Event()
        self._threads = [
            threading.Thread(target=self._work, name="jobs"),
            threading.Thread(target=self._beat, name="jobs-beat"),
        ]
        self._sweep()
        for thread in self._threads:
            thread.start()

    def close(self) -> None:
        """Break off the file at hand, which waits as the others do for the next start, and stop the reader."""
        self._stop.set()
        self._news.set()
        self._index.interrupt()
        for thread in self._threads:
            while thread.is_alive():
                self._sandbox.interrupt()  # again, for a reader that was only being started
                thread.join(PAUSE)
        self._sandbox.close()

    def submit(
        self, files: Sequence[tuple[str, bytes]], giver: Giver, reach: Reach = Reach(), *, held: bool = False
    ) -> Job:
        """Keep `files` (name, content) and index them soon; raises `BadRequest` where none can be read at all.

        Where they are to be `held` that is when somebody has approved them. They take the places that `reach` lets
        them, one file that of the document named there. On return they outlast a loss of power. Raises `QueueFull`
        where too much waits.
        """
        if not files:
            raise BadRequest("Ingen fil följde med. Välj minst en fil att lämna.")
        readable = sorted([*READERS, *containers.SUFFIXES])
        if not any(safe_path(name).suffix.lower() in readable for name, _ in files):
            names = ", ".join(name[-80:] for name, _ in files)
            raise BadRequest(f"{names} kan inte läsas. Lämna filer av typen {', '.join(readable)}.")
        if reach.replaces and len(files) > 1:
            raise BadRequest(f"{len(files)} filer kan inte ersätta en handling. Lämna den som ersätter den för sig.")
        with self._submitting:
            self._refuse_too_much(len(files), sum(len(content) for _, content in files))
            durable.make_folder(self._uploads)
            given: dict[PurePosixPath, Given] = {}
            job_id = uuid.uuid4().hex
            try:
                for name, content in files:
                    path = _unlike(safe_path(name), given)
                    given[path] = Given(str(path), f".{uuid.uuid4().hex}", len(content))
                    durable.write(self._uploads / given[path].kept, content)
                event = self._index.catalogue.journal.newest()
                self._queue.enqueue(job_id, list(given.values()), event, giver, reach, held=held)
            except BaseException:
                for one in given.values():
                    (self._uploads / one.kept).unlink(missing_ok=True)
                raise
        self._news.set()
        return self.get(job_id)

    def get(self, job_id: str, given_by: str | None = None) -> Job:
        """How far a job has come; raises `NotFound`, also for one of another giver where one is named."""
        files, giver = self._queue.get(job_id), self._queue.giver(job_id)
        if giver is None or given_by not in (None, giver.name):
            raise NotFound(f"Det finns inget jobb med id ”{job_id}”. Lämna filerna på nytt.")
        done = [file for file in files if file.state is FileState.DONE]
        held = sum(file.state is FileState.HELD for file in files)
        outcomes = [outcome for file in done for outcome in _OUTCOMES.validate_json(file.told)]
        if len(done) == len(files):
            failed = any(outcome.status in (Status.FAILED, REFUSED) for outcome in outcomes)
            state = JobState.FAILED if failed else JobState.DONE
        elif len(done) + held == len(files):
            state = JobState.HELD
        else:
            begun = any(file.state not in (FileState.WAITING, FileState.HELD) for file in files)
            state = JobState.RUNNING if begun else JobState.WAITING
        return Job(job_id=job_id, state=state, done=len(done), total=len(files), held=held, outcomes=outcomes)

    def given(self, given_by: str | None = None, offset: int = 0, limit: int = 50) -> JobList:
        """The jobs that are told of, newest first; those of one giver where one is named."""
        lines = []
        for one in self._queue.given(given_by, offset, limit):
            job = self.get(one.id).model_dump(exclude={"outcomes"})
            lines.append(JobLine(given=one.at, giver=OF_WORDS.words(one.giver), **job))
        return JobList(total=self._queue.count(given_by), jobs=lines)

    @property
    def waiting(self) -> int:
        """How many files are not done."""
        return self._queue.counts().files

    def _refuse_too_much(self, files: int, size: int) -> None:
        waiting = self._queue.counts()
        if waiting.files + files > MOST_WAITING or (waiting.files and waiting.size + size > self._most):
            raise QueueFull(
                f"{waiting.files} filer ({waiting.size / 2**20:.0f} MB) väntar på att läsas in"
                + (f", {waiting.held} av dem på att godkännas" if waiting.held else "")
                + f", och fler tas inte emot just nu. Försök igen om {COME_AGAIN} sekunder.",
                COME_AGAIN,
            )

    def _sweep(self) -> None:
        """Remove the files that no row knows of, and forget what is long done, or has waited too long for a word.

        A file may be one that another process is taking just now, where the archive is shared.
        """
        self._approvals.expire()
        self._queue.forget(dt.datetime.now(dt.UTC) - dt.timedelta(days=KEPT_DAYS), KEPT)
        before = math.inf if self._index.holding.is_alone else time.time() - TAKEN
        if self._uploads.is_dir():
            left = (file for file in self._uploads.iterdir() if _KEPT_NAME.fullmatch(file.name))
            found = {file.name for file in left if _written(file) < before}
            for name in found - self._queue.kept(found):
                (self._uploads / name).unlink(missing_ok=True)

    def _work(self) -> None:
        at_hand = False
        while not (self._stop.is_set() and not at_hand):
            try:
                if at_hand:  # and broken off
                    self._queue.release(self._name)
                    at_hand = False
                elif task := self._queue.claim(self._name, LEASE):
                    at_hand = True
                    self._do(task)
                    at_hand = False
                else:
                    self._news.wait(PAUSE)
                    self._news.clear()
            except Interrupted:
                continue
            except Exception as error:  # whatever it is, later jobs need this thread
                known = isinstance(error, (*WAITED_FOR, OSError))
                _log.warning("the jobs wait: %s", error, exc_info=None if known else error)
                if self._stop.wait(AGAIN):  # what is at hand is taken over at the next start
                    return

    def _do(self, task: Task) -> None:
        aside = self._uploads / task.kept
        told = self._outcomes(task, aside)
        self._note_corrected(task, told)
        if self._queue.finish(task, self._name, _OUTCOMES.dump_json(told)):
            aside.unlink(missing_ok=True)

    def _outcomes(self, task: Task, aside: Path) -> list[FileOutcome]:
        """Index a file and put it in its place; one that cannot be read leaves the place as it was."""
        if task.tries > TRIES:
            _log.error("job file %s was given up after %s tries", task.id, TRIES)
            return [
                _failed(task, f"Tjänsten avbröts {TRIES} gånger när filen lästes. Spara om den eller dela upp den.")
            ]
        if not aside.is_file():
            return [_failed(task, "Filen har försvunnit från tjänstens disk. Lämna den på nytt.")]
        try:
            self._index.options.check_room()  # before it is read for nothing
            aside.open("rb").close()  # or waits until it can be
            path, bound = PurePosixPath(task.path), task.giver.organisations
            outcomes = index_upload(self._index, aside, path, self._sandbox, task.event, task.reach, bound)
        except (Interrupted, *WAITED_FOR):
            raise
        except OSError as error:
            if error.errno in PASSING:
                raise
            return [_failed(task, f"Filen kan inte sparas ({error.strerror}).")]
        except Exception:  # a bug must end the file, not the thread that all later jobs need
            _log.exception("job file %s failed", task.id)
            return [_failed(task, "Ett internt fel avbröt läsningen. Se loggen.")]
        return [
            FileOutcome(source=one.source, status=one.status, document_id=one.document_id, message=one.message)
            for one in outcomes
        ]

    def _note_corrected(self, task: Task, told: Sequence[FileOutcome]) -> None:
        """Write to the audit log what papers the file took the place of; once, though it is tried or given anew."""
        catalogue, giver = self._index.catalogue, task.giver.name
        for new in dict.fromkeys(one.document_id for one in told if one.document_id):
            for event in catalogue.journal.replaced_by(new, after=task.event):
                target = f"{event.document_id} med {new}"
                if not catalogue.audit_log.has(Deed.CORRECTED, target, event.at):
                    catalogue.audit_log.note(giver, Deed.CORRECTED, target)

    def _beat(self) -> None:
        while not self._stop.wait(BEAT):
            try:
                self._queue.hold(self._name, LEASE)
                self._index.holding.ensure()
                self._approvals.expire()
            except Exception as error:  # whatever it is, what is at hand is to be held again
                _log.warning("the jobs wait: %s", error, exc_info=None if isinstance(error, WAITED_FOR) else error)


def _written(file: Path) -> float:
    """When a file was last written, in seconds since 1970; one that has gone will never have been."""
    try:
        return file.stat().st_mtime
    except FileNotFoundError:
        return math.inf


def safe_path(name: str) -> PurePosixPath:
    """A relative path that stays in its folder: of each part of `name` the letters, digits, blanks and `-_.()`."""
    parts = [_safe(part) for part in re.split(r"[\\/]", nfc(name))]
    *folders, name = [part for part in parts if part][-DEEPEST:] or ["namnlös"]
    # A folder has no full stop, so that it never stands in the way of a file.
    return PurePosixPath(*(folder.replace(".", "_") for folder in folders), name)


def _safe(part: str) -> str:
    kept = re.sub(r"[^\w\-. ()]", "_", part).strip(" .")
    if len(kept.encode()) <= LONGEST_NAME:
        return kept
    # What is cut away still tells the file from another that begins alike.
    stem, dot, suffix = kept.rpartition(".")
    digest = hashlib.sha256(part.encode(errors="replace")).hexdigest()[:8]
    start = (stem or suffix).encode()[: LONGEST_NAME // 2].decode(errors="ignore")
    return f"{start}-{digest}{dot}{suffix[:10]}"


def _unlike(path: PurePosixPath, others: Container[PurePosixPath]) -> PurePosixPath:
    """`path`, or with a number where another file of the upload has it."""
    for number in itertools.count(2):
        if path not in others:
            break
        path = path.with_name(f"{path.stem} ({number}){path.suffix}")
    return path


def _failed(task: Task, message: str) -> FileOutcome:
    return FileOutcome(source=OF_WORDS.name(task.path), status=Status.FAILED, document_id=None, message=message)

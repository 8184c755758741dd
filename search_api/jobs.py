"""Uploads on their way into the archive, one after another in a thread of their own."""

from __future__ import annotations

import hashlib
import itertools
import logging
import re
import threading
import uuid
from collections import OrderedDict
from collections.abc import Container, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path, PurePosixPath

from corpus.errors import BadRequest, DiskFull, NotFound
from corpus.normal import nfc
from corpus.readers import READERS, containers
from corpus.sandbox import Sandbox
from indexer.index import Index
from indexer.pipeline import Status, index_upload
from search_api.schemas import FileOutcome, Job, JobState

_log = logging.getLogger(__name__)

# Jobs that are told about; the oldest is forgotten first. Their papers stay.
REMEMBERED = 200
LONGEST_NAME = 180  # bytes, of each part of a path
DEEPEST = 8  # folders


class Jobs:
    """Takes files, keeps them in `uploads` and indexes them; one job is at work at a time."""

    def __init__(self, index: Index, uploads: Path) -> None:
        self._index = index
        self._uploads = uploads
        self._sandbox = Sandbox(readers=1)
        self._jobs: OrderedDict[str, Job] = OrderedDict()
        self._lock = threading.Lock()
        self._worker = ThreadPoolExecutor(max_workers=1, thread_name_prefix="jobs")

    def close(self) -> None:
        """Finish the file at hand, leave the rest, and stop the reader."""
        self._worker.shutdown(wait=True, cancel_futures=True)
        self._sandbox.close()

    def submit(self, files: Sequence[tuple[str, bytes]]) -> Job:
        """Keep `files` (name, content) and index them soon; raises `BadRequest` where none can be read at all."""
        if not files:
            raise BadRequest("Ingen fil följde med. Välj minst en fil att lämna.")
        readable = sorted([*READERS, *containers.SUFFIXES])
        if not any(safe_path(name).suffix.lower() in readable for name, _ in files):
            names = ", ".join(name[-80:] for name, _ in files)
            raise BadRequest(f"{names} kan inte läsas. Lämna filer av typen {', '.join(readable)}.")
        self._uploads.mkdir(parents=True, exist_ok=True)
        waiting: dict[PurePosixPath, Path] = {}
        for name, content in files:
            aside = self._uploads / f".{uuid.uuid4().hex}"
            aside.write_bytes(content)
            waiting[_unlike(safe_path(name), waiting)] = aside
        job = Job(job_id=uuid.uuid4().hex, state=JobState.WAITING, done=0, total=len(waiting), outcomes=[])
        self._keep(job)
        self._worker.submit(self._run, job.job_id, waiting)
        return job

    def get(self, job_id: str) -> Job:
        """How far a job has come; raises `NotFound`."""
        with self._lock:
            if job_id not in self._jobs:
                raise NotFound(f"Det finns inget jobb med id ”{job_id}”. Lämna filerna på nytt.")
            return self._jobs[job_id]

    @property
    def waiting(self) -> int:
        """How many jobs are not done."""
        with self._lock:
            return sum(job.state in (JobState.WAITING, JobState.RUNNING) for job in self._jobs.values())

    def _run(self, job_id: str, waiting: Mapping[PurePosixPath, Path]) -> None:
        outcomes: list[FileOutcome] = []
        for done, (path, aside) in enumerate(waiting.items(), 1):
            try:
                outcomes += self._take(path, aside)
            except DiskFull as error:
                outcomes.append(_failed(path, str(error)))
            except OSError as error:
                outcomes.append(_failed(path, f"Filen kan inte sparas ({error.strerror})."))
            except Exception:  # a bug must end the file, not the thread that all later jobs need
                _log.exception("job %s failed", job_id)
                outcomes.append(_failed(path, "Ett internt fel avbröt läsningen. Se loggen."))
            finally:
                aside.unlink(missing_ok=True)
            self._update(job_id, JobState.RUNNING, done, outcomes)
        failed = any(outcome.status == Status.FAILED for outcome in outcomes)
        self._update(job_id, JobState.FAILED if failed else JobState.DONE, len(waiting), outcomes)

    def _take(self, path: PurePosixPath, aside: Path) -> list[FileOutcome]:
        """Index a file and put it in its place; one that cannot be read leaves the place as it was."""
        outcomes = index_upload(self._index, aside, self._uploads.resolve() / path, str(path), self._sandbox)
        return [
            FileOutcome(source=one.source, status=one.status, document_id=one.document_id, message=one.message)
            for one in outcomes
        ]

    def _update(self, job_id: str, state: JobState, done: int, outcomes: Sequence[FileOutcome]) -> None:
        job = self.get(job_id)
        self._keep(job.model_copy(update={"state": state, "done": done, "outcomes": list(outcomes)}))

    def _keep(self, job: Job) -> None:
        with self._lock:
            self._jobs[job.job_id] = job
            while len(self._jobs) > REMEMBERED:
                self._jobs.popitem(last=False)


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


def _failed(path: PurePosixPath, message: str) -> FileOutcome:
    return FileOutcome(source=str(path), status=Status.FAILED, document_id=None, message=message)

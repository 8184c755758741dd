"""Uploads on their way into the archive, one after another in a thread of their own."""

from __future__ import annotations

import logging
import re
import threading
import unicodedata
import uuid
from collections import OrderedDict
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path, PurePosixPath

from corpus.errors import BadRequest, NotFound
from corpus.readers import READERS
from corpus.readers.sandbox import Sandbox
from indexer.index import Index
from indexer.pipeline import Status, index_paths
from search_api.schemas import FileOutcome, Job, JobState

_log = logging.getLogger(__name__)

# Jobs that are told about; the oldest is forgotten first. Their papers stay.
REMEMBERED = 200
LONGEST_NAME = 80
DEEPEST = 8  # folders


class Jobs:
    """Takes files, keeps them in `uploads` and indexes them; one job is at work at a time."""

    def __init__(self, index: Index, uploads: Path) -> None:
        self._index = index
        self._uploads = uploads
        self._sandbox = Sandbox()
        self._jobs: OrderedDict[str, Job] = OrderedDict()
        self._lock = threading.Lock()
        self._worker = ThreadPoolExecutor(max_workers=1, thread_name_prefix="jobs")

    def close(self) -> None:
        """Finish the file at hand, leave the rest, and stop the reader."""
        self._worker.shutdown(wait=True, cancel_futures=True)
        self._sandbox.__exit__(None, None, None)

    def submit(self, files: Sequence[tuple[str, bytes]]) -> Job:
        """Keep `files` (name, content) and index them soon. Raises `BadRequest` for none, or one no reader takes."""
        if not files:
            raise BadRequest("Ingen fil följde med. Välj minst en fil att lämna.")
        self._uploads.mkdir(parents=True, exist_ok=True)
        paths = []
        for name, content in files:
            path = self._uploads / safe_path(name)
            path.parent.mkdir(parents=True, exist_ok=True)
            # Written aside and moved: a crash leaves the old paper or the new one, never half of it.
            aside = path.with_name(f".{uuid.uuid4().hex}")
            aside.write_bytes(content)
            aside.replace(path)
            paths.append(path)
        job = Job(job_id=uuid.uuid4().hex, state=JobState.WAITING, done=0, total=len(paths), outcomes=[])
        self._keep(job)
        self._worker.submit(self._run, job.job_id, paths)
        return job

    def get(self, job_id: str) -> Job:
        """How far a job has come; raises `NotFound`."""
        with self._lock:
            if job_id not in self._jobs:
                raise NotFound(f"Det finns inget jobb med id ”{job_id}”. Lämna filerna på nytt.")
            return self._jobs[job_id]

    def _run(self, job_id: str, paths: Sequence[Path]) -> None:
        outcomes: list[FileOutcome] = []
        try:
            for outcome in index_paths(self._index, paths, self._sandbox, base=self._uploads.resolve()):
                outcomes.append(
                    FileOutcome(
                        source=outcome.source,
                        status=outcome.status,
                        document_id=outcome.document_id,
                        message=outcome.message,
                    )
                )
                self._update(job_id, JobState.RUNNING, outcomes)
        except Exception:  # a bug must end the job, not the thread that all later jobs need
            _log.exception("job %s failed", job_id)
            message = "Ett internt fel avbröt jobbet. Se loggen."
            outcomes.append(FileOutcome(source="", status=Status.FAILED, document_id=None, message=message))
        failed = any(outcome.status == Status.FAILED for outcome in outcomes)
        self._update(job_id, JobState.FAILED if failed else JobState.DONE, outcomes)

    def _update(self, job_id: str, state: JobState, outcomes: Sequence[FileOutcome]) -> None:
        job = self.get(job_id)
        self._keep(job.model_copy(update={"state": state, "done": len(outcomes), "outcomes": list(outcomes)}))

    def _keep(self, job: Job) -> None:
        with self._lock:
            self._jobs[job.job_id] = job
            while len(self._jobs) > REMEMBERED:
                self._jobs.popitem(last=False)


def safe_path(name: str) -> PurePosixPath:
    """A relative path that stays in its folder: of each part of `name` the letters, digits, blanks and `-_.()`."""
    parts = [_safe(part) for part in re.split(r"[\\/]", unicodedata.normalize("NFC", name))]
    kept = [part for part in parts if part][-DEEPEST:]
    path = PurePosixPath(*kept)
    if path.suffix.lower() not in READERS:
        raise BadRequest(f"Filen ”{name[-80:]}” har en filtyp som inte kan läsas. Lämna {', '.join(sorted(READERS))}.")
    return path


def _safe(part: str) -> str:
    kept = re.sub(r"[^\w\-. ()]", "_", part).strip(" .")
    stem, dot, suffix = kept.rpartition(".")
    return f"{stem[:LONGEST_NAME]}{dot}{suffix}" if stem else kept[:LONGEST_NAME]

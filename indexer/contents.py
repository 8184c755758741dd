"""What lies in files, read ahead of what takes it in: their papers, or that they are as they were."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import TypeVar

from corpus import reading, structure
from corpus.catalogue.records import Place
from corpus.errors import UnreadableFile
from corpus.readers import containers
from corpus.reading import Paper
from corpus.sandbox import Sandbox
from indexer import finding
from indexer.index import Index

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Content:
    """A file as it was read: its papers, or the ids of those known already; or the trouble with the whole file."""

    size: int = 0
    modified: int = 0
    papers: tuple[Paper, ...] = ()
    known: tuple[Place, ...] = ()
    document_id: str = ""
    trouble: str = ""


def ahead(read: Callable[[Path], T], files: Iterable[Path], readers: int) -> Iterator[T]:
    """What `read` makes of each of `files`, in order, read by threads while earlier ones are indexed."""
    waiting: deque[Future[T]] = deque()
    rest = iter(files)
    with ThreadPoolExecutor(readers, thread_name_prefix="reading") as threads:
        try:
            for file in rest:
                waiting.append(threads.submit(read, file))
                if len(waiting) > 2 * readers:  # so many files in memory at most
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        finally:
            threads.shutdown(cancel_futures=True)


def reader(index: Index, sandbox: Sandbox, *, restore: bool) -> Callable[[Path], Content]:
    """What reads a file where it has changed, where not all in it could be read, or may have been withdrawn."""
    failed = [Path(failure.path) for failure in index.catalogue.audits.failures()]
    troubled = {place for path in failed for place in (path, *path.parents)}

    def changed(file: Path) -> Content:
        # Where some papers of a file are as they were, another may have been withdrawn.
        again = file in troubled or (restore and (_is_container(file.name) or bool(index.catalogue.places(file))))
        return read(index, file, file.name, sandbox, again=again)

    return changed


def read(index: Index, file: Path, name: str, sandbox: Sandbox, *, again: bool) -> Content:
    """What lies in the file that is called `name`; unless it is to be read `again`, only where it has changed."""
    if not str(file).isprintable():
        return Content(trouble="Filens namn är skrivet i en annan teckenkodning. Byt namn på den.")
    try:
        status = file.lstat()
        known = index.catalogue.places_in(file)
        if (
            not again
            and known
            and all(_is_as_read(place, status) for place in known)
            and not index.catalogue.outdated([place.document_id for place in known])
        ):
            return Content(known=tuple(known))
        reading.check(name, status.st_size, sandbox.limits)  # before anything of it is read
        with finding.opened(file) as (content, status):
            document_id = structure.identify(content)
            # A letter's own text is a paper by the content of its file: that it is known says nothing of what is
            # attached.
            is_known = not _is_container(name) and index.catalogue.is_current(document_id)
            content.seek(0)
            papers = () if is_known else sandbox.read(content, name)
    except UnreadableFile as error:
        return Content(trouble=str(error))
    except OSError as error:
        return Content(trouble=f"Filen kan inte öppnas ({error.strerror}). Kontrollera rättigheterna.")
    return Content(status.st_size, status.st_mtime_ns, papers, document_id=document_id)


def _is_as_read(place: Place, status: os.stat_result) -> bool:
    """Whether a file is as it was when it was read, by a version that counted its papers."""
    return (place.size, place.modified) == (status.st_size, status.st_mtime_ns) and place.papers is not None


def _is_container(name: str) -> bool:
    return PurePath(name).suffix.lower() in containers.SUFFIXES

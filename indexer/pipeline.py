"""From a folder of papers to a searchable archive, incrementally: what has not changed costs nothing.

What an older reader read (`corpus.reading.READ_BY`) counts as changed: its file is read anew.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path, PurePath
from typing import NamedTuple

from corpus import durable, structure
from corpus.catalogue.records import Failure, Place
from corpus.errors import MissingPath
from corpus.models import Document
from corpus.readers import containers
from corpus.reading import Paper
from corpus.sandbox import Sandbox
from indexer.index import Index

_BROKEN_OFF = "Läsningen av filen avbröts. Läs in den igen."
_WITHDRAWN = "Handlingen är återkallad och läses inte in. Ska den tillbaka: ”beslutsminne index --restore”."


class Status(StrEnum):
    """What became of a file; the value is what users see."""

    NEW = "ny"
    CHANGED = "ändrad"
    UNCHANGED = "oförändrad"
    RENEWED = "omläst"
    REMOVED = "borttagen"
    WITHDRAWN = "återkallad"
    FAILED = "misslyckad"


@dataclass(frozen=True, slots=True)
class Outcome:
    """The fate of a file, or of one paper of a zip, letter or packet, while file `number` of `total` is at hand.

    `document_id` is the paper's and, when it failed, `message` says why and what to do.
    """

    source: str
    status: Status
    number: int
    total: int
    document_id: str | None = None
    message: str = ""


class _Fate(NamedTuple):
    source: str
    status: Status
    document_id: str | None
    message: str = ""
    replaced: Place | None = None


@dataclass(frozen=True, slots=True)
class _Content:
    """A file as it was read: its papers, or the ids of those known already; or the trouble with the whole file."""

    size: int = 0
    modified: int = 0
    papers: tuple[Paper, ...] = ()
    known: tuple[Place, ...] = ()
    document_id: str = ""
    trouble: str = ""


def index_paths(
    index: Index, paths: Sequence[Path], sandbox: Sandbox, *, base: Path | None = None, restore: bool = False
) -> Iterator[Outcome]:
    """Index every file of `paths` (files or folders, with all below them); gives each paper's outcome as it comes.

    A file is named by its path within the folder that was given, or within `base`, which is absolute; a paper of a
    zip or letter by the file's and its own path in it, one of a packet by the file's and "#" with what it is there.

    A file that was indexed below one of the folders and is gone is removed from the archive. A file that cannot be
    read is named and costs nothing: what the archive had of it stays. What was withdrawn stays so unless `restore`.
    Raises `MissingPath` before anything is done.
    """
    index.sweep()
    restored = index.catalogue.journal.newest() if restore else 0
    roots = [path.resolve() for path in paths]
    for path, root in zip(paths, roots, strict=True):
        if not root.exists():
            raise MissingPath(f"{path} finns inte. Ange en fil eller en mapp som finns.")
    found: dict[Path, str] = {}
    for root in roots:
        for file in _files(root):
            found.setdefault(file, file.relative_to(base or _base(root)).as_posix())
    inside = {place.path: place for root in roots if root.is_dir() for place in index.catalogue.places(root)}
    gone = [place for path, place in inside.items() if not _lies_in(Path(path), found)]
    total = len(found) + len(gone)
    contents = _ahead(_reader(index, sandbox, restore=restore), found, sandbox.readers)
    changed: list[_Fate] = []
    for number, ((file, source), content) in enumerate(zip(found.items(), contents, strict=True), 1):
        for fate in _take(index, file, source, content, restored):
            changed += [fate] if fate.replaced else []
            yield Outcome(fate.source, fate.status, number, total, fate.document_id, fate.message)
    for failure in index.catalogue.audits.failures():
        path = Path(failure.path)
        if any(path.is_relative_to(root) for root in roots) and not _lies_in(path, found):
            index.catalogue.audits.put_failures(path, [])
    for number, place in enumerate(gone, len(found) + 1):
        index.catalogue.drop_place(place.path)
        yield Outcome(place.source, Status.REMOVED, number, total, place.document_id)
    _forget(index, changed)


def index_upload(index: Index, file: Path, target: Path, source: str, sandbox: Sandbox, restored: int) -> list[Outcome]:
    """Index the papers of `file`, and copy it to `target` if any could be read; else what `target` held stays.

    `source` is what `target` is called in the archive. What was withdrawn comes back, but for what has been since the
    journal's event `restored`. Once more after it was cut short, it ends in the same.
    """
    content = _content(index, file, target.name, sandbox, again=True)
    if content.papers and not any(paper.document for paper in content.papers):
        content = _Content(trouble=content.papers[0].trouble)
    if content.trouble:
        return [Outcome(source, Status.FAILED, 1, 1, message=content.trouble)]
    durable.make_folder(target.parent)
    durable.copy(file, target)
    fates = list(_take(index, target, source, content, restored))
    _forget(index, fates)
    if all(fate.status is Status.WITHDRAWN for fate in fates):
        target.unlink(missing_ok=True)
    return [Outcome(fate.source, fate.status, 1, 1, fate.document_id, fate.message) for fate in fates]


def _base(root: Path) -> Path:
    return root if root.is_dir() else root.parent


def _lies_in(path: Path, files: Iterable[Path]) -> bool:
    """Whether `path` is one of `files` or a paper within one."""
    return path in files or any(above in files for above in path.parents)


def _files(root: Path) -> list[Path]:
    """The files at or below `root`, hidden ones and links to elsewhere left out, in order."""
    if root.is_file():
        return [root]
    return sorted(
        path
        for path in root.rglob("*")
        if path.is_file()
        and not path.name.startswith("~$")
        and path.name.lower() not in ("thumbs.db", "desktop.ini")
        and not any(part.startswith(".") for part in path.relative_to(root).parts)
        and path.resolve().is_relative_to(root)
    )


def _ahead(read: Callable[[Path], _Content], files: Iterable[Path], readers: int) -> Iterator[_Content]:
    """What `read` makes of each of `files`, in order, read by threads while earlier ones are indexed."""
    waiting: deque[Future[_Content]] = deque()
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


def _is_container(name: str) -> bool:
    return PurePath(name).suffix.lower() in containers.SUFFIXES


def _reader(index: Index, sandbox: Sandbox, *, restore: bool) -> Callable[[Path], _Content]:
    """What reads a file where it has changed, where not all in it could be read, or may have been withdrawn."""
    failed = [Path(failure.path) for failure in index.catalogue.audits.failures()]
    troubled = {place for path in failed for place in (path, *path.parents)}

    def read(file: Path) -> _Content:
        # Where some papers of a file are as they were, another may have been withdrawn.
        again = file in troubled or (restore and (_is_container(file.name) or bool(index.catalogue.places(file))))
        return _content(index, file, file.name, sandbox, again=again)

    return read


def _content(index: Index, file: Path, name: str, sandbox: Sandbox, *, again: bool) -> _Content:
    if not str(file).isprintable():
        return _Content(trouble="Filens namn är skrivet i en annan teckenkodning. Byt namn på den.")
    try:
        stat = file.stat()
        known = index.catalogue.places_in(file)
        if (
            not again
            and known
            and all((place.size, place.modified) == (stat.st_size, stat.st_mtime_ns) for place in known)
            and not index.catalogue.outdated([place.document_id for place in known])
        ):
            return _Content(known=tuple(known))
        data = file.read_bytes()
    except OSError as error:
        return _Content(trouble=f"Filen kan inte öppnas ({error.strerror}). Kontrollera rättigheterna.")
    document_id = structure.identify(data)
    # A letter's own text is a paper by the content of its file: that it is known says nothing of what is attached.
    is_known = not _is_container(name) and index.catalogue.is_current(document_id)
    papers = () if is_known else sandbox.read(data, name)
    return _Content(stat.st_size, stat.st_mtime_ns, papers, document_id=document_id)


def _take(index: Index, file: Path, source: str, content: _Content, restored: int) -> Iterator[_Fate]:
    """Index the papers of a file, and forget those that it held before and holds no more.

    `restored` is the journal's event up to which what was withdrawn comes back.
    """
    if content.trouble:
        shown, path = (name.encode(errors="replace").decode() for name in (source, str(file)))
        index.catalogue.audits.put_failures(Path(path), [Failure(path, shown, content.trouble)])
        yield _Fate(shown, Status.FAILED, None, content.trouble)
        return
    if content.known:
        for place in content.known:
            yield _Fate(place.source, Status.UNCHANGED, place.document_id)
        return
    left = {place.path: place for place in index.catalogue.places_in(file)}
    failures = []
    if len(content.papers) > 1:  # until all are indexed, so that a run that is cut short is made good by the next
        index.catalogue.audits.put_failures(file, [Failure(str(file), source, _BROKEN_OFF)])
    for paper in content.papers:
        path, named = _place(file, source, paper)
        before = left.pop(path, None)
        if paper.document is None:  # what the archive had of it stays
            failures.append(Failure(path, named, paper.trouble))
            yield _Fate(named, Status.FAILED, None, paper.trouble)
        else:
            place = Place(path, named, content.size, content.modified, paper.document.id)
            yield _take_paper(index, paper.document, place, before, restored, paper.whole)
    if not content.papers:  # the archive has this very content already
        yield _settle(
            index,
            Place(str(file), source, content.size, content.modified, content.document_id),
            left.pop(str(file), None),
        )
    index.catalogue.audits.put_failures(file, failures)
    if any(failure.path == str(file) for failure in failures):  # it broke off, so what it lacks now it may yet hold
        return
    for place in left.values():
        index.catalogue.drop_place(place.path)
        yield _Fate(place.source, Status.REMOVED, place.document_id)


def _place(file: Path, source: str, paper: Paper) -> tuple[str, str]:
    """Where a paper of `file` lies, as a path and as it is shown."""
    path, named = (file / paper.member, f"{source}/{paper.member}") if paper.member else (file, source)
    return (str(path / paper.part), f"{named}#{paper.part}") if paper.part else (str(path), named)


def _take_paper(
    index: Index, document: Document, place: Place, before: Place | None, restored: int, whole: str
) -> _Fate:
    """Index a paper, unless it is withdrawn or known as it is read now, and note where it lies.

    One of several in the file `whole` is withdrawn with that too, and has from its kallelse what may have changed.
    """
    if not index.catalogue.is_ready(document.id):
        if any(index.catalogue.journal.is_withdrawn(one, after=restored) for one in (document.id, whole)):
            return _withdrawn(index, place, before)
        index.add(document, place.source)
    elif not index.catalogue.is_current(document.id) or (whole and not _holds(index, document)):
        index.renew(document, place.source)
        return _settle(index, place, before, Status.RENEWED)
    return _settle(index, place, before)


def _holds(index: Index, document: Document) -> bool:
    """Whether what is stored of a paper is this very reading of it."""
    return index.catalogue.document(document.id) == index.catalogue.masked(document)


def _withdrawn(index: Index, place: Place, before: Place | None) -> _Fate:
    if before:  # the file does not hold that any more
        index.catalogue.drop_place(before.path)
    return _Fate(place.source, Status.WITHDRAWN, None, _WITHDRAWN)


def _settle(index: Index, place: Place, before: Place | None, same: Status = Status.UNCHANGED) -> _Fate:
    """Note where a paper lies, in the place of what lay there `before`: its fate is `same` if that was it too."""
    if not index.put_place(place):  # it was withdrawn meanwhile
        return _withdrawn(index, place, before)
    if before is None:
        return _Fate(place.source, Status.NEW, place.document_id)
    if before.document_id == place.document_id:
        return _Fate(place.source, same, place.document_id)
    return _Fate(place.source, Status.CHANGED, place.document_id, replaced=before)


def _forget(index: Index, fates: Iterable[_Fate]) -> None:
    """Let go of what lies in no file any more, once all files are known: papers may have changed places."""
    for fate in fates:
        if fate.replaced and fate.document_id and not index.catalogue.places_of(fate.replaced.document_id):
            index.note_replaced(fate.replaced.document_id, fate.replaced.source, fate.document_id)
    index.sweep()

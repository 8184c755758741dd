"""From a folder of papers to a searchable archive, incrementally: what has not changed costs nothing.

What an older reader read (`corpus.reading.READ_BY`) counts as changed: its file is read anew.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from corpus import durable
from corpus.catalogue.records import Failure, Place, Reach
from corpus.errors import ArchiveLocked, Busy, MissingPath, TooLarge
from corpus.models import Document
from corpus.reading import Paper
from corpus.sandbox import Sandbox
from indexer import contents, finding, removing, uploading
from indexer.contents import Content
from indexer.finding import Found
from indexer.index import Index
from indexer.uploading import Taken

_BROKEN_OFF = "Läsningen av filen avbröts. Läs in den igen."
_WITHDRAWN = "Handlingen är återkallad och läses inte in. Ska den tillbaka: ”beslutsminne index --restore”."
_HAD = "Samma handling finns redan i arkivet, som ”{}”."


class Status(StrEnum):
    """What became of a file; the value is what users see."""

    NEW = "ny"
    CHANGED = "ändrad"
    UNCHANGED = "oförändrad"
    RENEWED = "omläst"
    REMOVED = "borttagen"
    DOUBTED = "kvar"
    SKIPPED = "överhoppad"
    WITHDRAWN = "återkallad"
    FAILED = "misslyckad"


@dataclass(frozen=True, slots=True)
class Outcome:
    """The fate of a file, or of one paper of a zip, letter or packet, while file `number` of `total` is at hand.

    `document_id` is the paper's, and `message` says why it failed, was left aside or is doubted to be gone, and what to
    do, or what else whoever gave it should know. It and the file's name, `source`, are masked like all that leaves.
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
    gone: Place | None = None


def index_paths(
    index: Index,
    paths: Sequence[Path],
    sandbox: Sandbox,
    *,
    base: Path | None = None,
    restore: bool = False,
    allow_removals: bool = False,
) -> Iterator[Outcome]:
    """Index every file of `paths` (files or folders, with all below them); gives each paper's outcome as it comes.

    A file is named by its path within the folder that was given, or within `base`, which is absolute; a paper of a
    zip or letter by the file's and its own path in it, one of a packet by the file's and "#" with what it is there.

    A file that was indexed below one of the folders and is gone is removed from the archive, but where that is doubted
    (`removing`), unless with `allow_removals`. A file that cannot be read is named and costs nothing: what the archive
    had of it stays. What was withdrawn stays so unless `restore`. Raises `MissingPath` before anything is done, and
    `ArchiveLocked` where another process that shares the archive does the same.
    """
    with index.holding.locks.held("folders", waits=False) as is_free:
        if not is_free:
            raise ArchiveLocked("En annan process läser in mappar i arkivet. Vänta tills den är klar.")
        for outcome in _indexed(index, paths, sandbox, base, restore=restore, allow_removals=allow_removals):
            yield _shown_of(index, outcome)


def _indexed(
    index: Index,
    paths: Sequence[Path],
    sandbox: Sandbox,
    base: Path | None,
    *,
    restore: bool,
    allow_removals: bool,
) -> Iterator[Outcome]:
    index.sweep()
    restored = index.catalogue.journal.newest() if restore else 0
    roots = [path.resolve() for path in paths]
    for path, root in zip(paths, roots, strict=True):
        if not root.exists():
            raise MissingPath(f"{path} finns inte. Ange en fil eller en mapp som finns.")
    found = finding.find(roots, base)
    inside = {place.path: place for root in roots for place in index.catalogue.places_in(root)}
    gone = [place for path, place in inside.items() if not found.has(Path(path))]
    before = len(found.files) + len(found.skipped) + len(found.unlisted)
    total = before + len(gone)
    read = contents.ahead(contents.reader(index, sandbox, restore=restore), found.files, sandbox.readers)
    changed: list[_Fate] = []
    for number, ((file, source), content) in enumerate(zip(found.files.items(), read, strict=True), 1):
        for fate in _take(index, file, source, content, restored):
            changed += [fate] if fate.replaced else []
            if fate.gone:
                gone.append(fate.gone)
            else:
                yield Outcome(fate.source, fate.status, number, total, fate.document_id, fate.message)
    held = len({place.document_id for place in inside.values()})
    doubts = {} if allow_removals else dict(removing.doubted(index.catalogue, gone, held, found))
    unseen = {found.unseen(Path(place.path)) for place in doubts} - {None} | found.unlisted.keys()
    yield from _left_aside(index, roots, found, unseen, total)
    for number, place in enumerate(gone, before + 1):
        if why := doubts.get(place):
            yield Outcome(place.source, Status.DOUBTED, min(number, total), total, place.document_id, why)
        else:
            index.catalogue.drop_place(place.path)
            yield Outcome(place.source, Status.REMOVED, min(number, total), total, place.document_id)
    _forget(index, changed)


def _left_aside(
    index: Index, roots: Sequence[Path], found: Found, unseen: Collection[Path | None], total: int
) -> Iterator[Outcome]:
    """What was not read at all; and the failures that are none any more are forgotten, but for those in `unseen`."""
    for number, (source, why) in enumerate(found.skipped.values(), len(found.files) + 1):
        yield Outcome(_shown(source), Status.SKIPPED, number, total, message=why)
    for failure in index.catalogue.audits.failures():
        path = Path(failure.path)
        gone = any(path.is_relative_to(root) for root in roots) and not found.has(path)
        if gone and found.unseen(path) not in unseen:
            index.catalogue.audits.put_failures(path, [])
    for number, (folder, (source, why)) in enumerate(found.unlisted.items(), len(found.files) + len(found.skipped) + 1):
        message = f"Mappen kan inte läsas ({why}). Kontrollera rättigheterna och att den är ansluten."
        index.catalogue.audits.put_failures(folder, [Failure(_shown(str(folder)), _shown(source), message)])
        yield Outcome(_shown(source), Status.FAILED, number, total, message=message)


def index_upload(
    index: Index,
    file: Path,
    path: PurePosixPath,
    sandbox: Sandbox,
    restored: int,
    reach: Reach,
    bound: frozenset[str] | None = None,
) -> list[Outcome]:
    """Index the papers of `file`, and copy it to `path` in the folder of uploads if any could be read.

    What lies there already stays: another file comes beside it under a number. A paper takes the place that `reach`
    lets it (`uploading`). What was withdrawn comes back, but for what has been since the journal's event `restored`.
    A file with a paper that is not of one of the organisations `bound` is refused. Once more after it was cut short,
    it ends in the same.
    """
    content = contents.read(index, file, path.name, sandbox, again=True)
    if content.papers and not any(paper.document for paper in content.papers):
        content = Content(trouble=content.papers[0].trouble)
    papers = [paper.document for paper in content.papers if paper.document]
    ids = {paper.id for paper in papers} or {content.document_id}
    trouble = content.trouble or uploading.refused(index.catalogue, ids, reach)
    if not trouble and bound is not None:
        known = index.catalogue.document(content.document_id) if not papers else None
        trouble = uploading.foreign([known] if known else papers, bound)
    if trouble:
        return [_shown_of(index, Outcome(str(path), Status.FAILED, 1, 1, message=trouble))]
    uploads = index.options.uploads
    with index.holding.locks.held("uploads"):  # a name that is free is so until there is a file
        target, earlier = uploading.own_path(index.catalogue, uploads / path, file, ids)
        durable.make_folder(target.parent)
        durable.copy(file, target)
    had = {one: places[0].source for one in ids if (places := index.catalogue.places_of(one))}
    fates = list(_take(index, target, target.relative_to(uploads).as_posix(), content, restored, reach))
    for fate in fates:
        if fate.gone:
            index.catalogue.drop_place(fate.gone.path)
    _forget(index, fates)
    if not index.catalogue.places_in(target):  # withdrawn, or given up
        target.unlink(missing_ok=True)
        index.catalogue.audits.put_failures(target, [])
    told = uploading.take_places(index, target, earlier, reach)
    return [
        _shown_of(index, _told(fate, told.get(fate.document_id or ""), had.get(fate.document_id or "")))
        for fate in fates
    ]


def _shown_of(index: Index, outcome: Outcome) -> Outcome:
    """An outcome as it is told: a file's name, and what is said of it, masked like all that leaves."""
    masks = index.catalogue.masks
    return replace(outcome, source=masks.name(outcome.source), message=masks.words(outcome.message))


def _told(fate: _Fate, taken: Taken | None, had: str | None) -> Outcome:
    """The outcome of a paper that was given, with what came of it beside the others; `had` is where it lay already."""
    status, message = fate.status, fate.message or (taken.message if taken else "")
    if taken and taken.replaced:
        status = Status.CHANGED
    elif status is Status.NEW and had:
        status, message = Status.UNCHANGED, message or _HAD.format(had)
    return Outcome(fate.source, status, 1, 1, fate.document_id, message)


def _shown(name: str) -> str:
    """A file's name as it can be kept and shown, in whatever encoding it is."""
    return name.encode(errors="replace").decode()


def _take(
    index: Index, file: Path, source: str, content: Content, restored: int, reach: Reach | None = None
) -> Iterator[_Fate]:
    """Index the papers of a file; those that it held before and holds no more are told to be `gone`, and stay yet.

    `restored` is the journal's event up to which what was withdrawn comes back, and `reach` is that of who gave it.
    """
    if content.trouble:
        shown, path = _shown(source), _shown(str(file))
        index.catalogue.audits.put_failures(Path(path), [Failure(path, shown, content.trouble)])
        yield _Fate(shown, Status.FAILED, None, content.trouble)
        return
    if content.known:
        for place in content.known:
            yield _Fate(place.source, Status.UNCHANGED, place.document_id)
        return
    left = {place.path: place for place in index.catalogue.places_in(file)}
    failures: list[Failure] = []
    if len(content.papers) > 1:  # until all are indexed, so that a run that is cut short is made good by the next
        index.catalogue.audits.put_failures(file, [Failure(str(file), source, _BROKEN_OFF)])
    for paper in content.papers:
        path, named = _place(file, source, paper)
        before = left.pop(path, None)
        if paper.document is None:  # what the archive had of it stays
            fate = _Fate(named, Status.FAILED, None, paper.trouble)
        else:
            place = Place(path, named, content.size, content.modified, paper.document.id, len(content.papers))
            place = replace(place, vouched=reach is None or reach.covers(paper.document.organisation))
            with index.holding.locks.held(paper.document.id):
                fate = _take_paper(index, paper.document, place, before, restored, paper.whole)
        failures += [Failure(path, named, fate.message)] if fate.status is Status.FAILED else []
        yield fate
    if not content.papers:  # the archive has this very content already
        place = Place(str(file), source, content.size, content.modified, content.document_id, 1)
        kept = index.catalogue.kept(content.document_id)
        place = replace(place, vouched=kept is None or reach is None or reach.covers(kept.entry.organisation))
        with index.holding.locks.held(content.document_id):
            fate = _settle(index, place, left.pop(str(file), None))
        yield fate
    index.catalogue.audits.put_failures(file, failures)
    if any(failure.path == str(file) for failure in failures):  # it broke off, so what it lacks now it may yet hold
        return
    for place in left.values():
        yield _Fate(place.source, Status.REMOVED, place.document_id, gone=place)


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
    try:
        if not index.catalogue.is_ready(document.id):
            if any(index.catalogue.journal.is_withdrawn(one, after=restored) for one in (document.id, whole)):
                return _withdrawn(index, place, before)
            index.add(document, place.source, index.catalogue.standing_at(place))
        elif not index.catalogue.is_current(document.id) or (whole and not _holds(index, document)):
            index.renew(document, place.source)
            return _settle(index, place, before, Status.RENEWED)
    except TooLarge as error:  # to embed
        return _Fate(place.source, Status.FAILED, None, str(error))
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
    if not index.replacing.lies(place):  # it went meanwhile
        if not index.catalogue.journal.is_withdrawn(place.document_id):
            named = index.catalogue.masks.name(place.source)
            raise Busy(f"{named} togs bort av en annan process medan den lästes. Läs in den igen.")
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
            index.replacing.went(fate.replaced.document_id, fate.replaced.source, fate.document_id)
    index.sweep()

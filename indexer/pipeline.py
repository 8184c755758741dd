"""From a folder of papers to a searchable archive, incrementally: what has not changed costs nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from corpus import structure
from corpus.catalogue import Place
from corpus.errors import MissingPath, UnreadableFile
from corpus.readers.sandbox import Sandbox
from indexer.index import Index


class Status(StrEnum):
    """What became of a file; the value is what users see."""

    NEW = "ny"
    CHANGED = "ändrad"
    UNCHANGED = "oförändrad"
    REMOVED = "borttagen"
    FAILED = "misslyckad"


@dataclass(frozen=True, slots=True)
class Outcome:
    """One file's fate: `number` of `total`, the `document_id` it holds and, when it failed, why and what to do."""

    source: str
    status: Status
    number: int
    total: int
    document_id: str | None = None
    message: str = ""


def index_paths(
    index: Index, paths: Sequence[Path], sandbox: Sandbox, *, base: Path | None = None
) -> Iterator[Outcome]:
    """Index every file of `paths` (files or folders, with all below them); gives each file's outcome as it comes.

    A file is named by its path within the folder that was given, or within `base`, which is absolute.

    A file that was indexed below one of the folders and is gone is removed from the archive. A file that cannot be
    read is named and costs nothing: what the archive had of it stays. Raises `MissingPath` before anything is done.
    """
    index.sweep()
    roots = [path.resolve() for path in paths]
    for path, root in zip(paths, roots, strict=True):
        if not root.exists():
            raise MissingPath(f"{path} finns inte. Ange en fil eller en mapp som finns.")
    found: dict[Path, str] = {}
    for root in roots:
        for file in _files(root):
            found.setdefault(file, file.relative_to(base or _base(root)).as_posix())
    files = list(found.items())
    known = {place.path: place for root in roots if root.is_dir() for place in index.catalogue.places(root)}
    gone = [place for path, place in known.items() if Path(path) not in found]
    total = len(files) + len(gone)
    for number, (file, source) in enumerate(files, 1):
        yield _index_file(index, file, source, sandbox, number, total)
    for number, place in enumerate(gone, len(files) + 1):
        index.catalogue.drop_place(place.path)
        yield Outcome(place.source, Status.REMOVED, number, total, place.document_id)
    index.sweep()


def _base(root: Path) -> Path:
    return root if root.is_dir() else root.parent


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


def _index_file(index: Index, file: Path, source: str, sandbox: Sandbox, number: int, total: int) -> Outcome:
    if not str(file).isprintable():
        shown = source.encode(errors="replace").decode()
        message = "Filens namn är skrivet i en annan teckenkodning. Byt namn på den."
        return Outcome(shown, Status.FAILED, number, total, message=message)
    known = index.catalogue.place_of(str(file))
    try:
        stat = file.stat()
        if known and (known.size, known.modified) == (stat.st_size, stat.st_mtime_ns):
            return Outcome(known.source, Status.UNCHANGED, number, total, known.document_id)
        data = file.read_bytes()
        document_id = structure.identify(data)
        if not index.catalogue.is_ready(document_id):
            document = structure.understand(sandbox.extract(data, file.name), document_id, file.name)
            index.add(document, source)
    except UnreadableFile as error:
        return Outcome(source, Status.FAILED, number, total, message=str(error))
    except OSError as error:
        message = f"Filen kan inte öppnas ({error.strerror}). Kontrollera rättigheterna."
        return Outcome(source, Status.FAILED, number, total, message=message)
    index.catalogue.put_place(Place(str(file), source, stat.st_size, stat.st_mtime_ns, document_id))
    if known is None:
        return Outcome(source, Status.NEW, number, total, document_id)
    if known.document_id == document_id:
        return Outcome(source, Status.UNCHANGED, number, total, document_id)
    index.sweep()  # the text that this file held before, unless another file holds it too
    return Outcome(source, Status.CHANGED, number, total, document_id)

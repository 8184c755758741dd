"""Backups of an archive: the catalogue, the vectors, the uploads and whatever else lies in its folder, as one.

A backup is a folder that holds what the archive's held, and `MANIFEST`, which is written last and says how long each
file is and its SHA-256: a folder without it is no backup. It can be made while the archive is asked and written. The
vectors are copied while nobody changes them (`indexer.store.still`), the catalogue by SQLite's own backup at the same
time, and the rest after that: what a backup holds is what a kill at that moment would have left, which every start
mends (`Index.sweep`).

A backup is made by whoever may read the folder, and by no route: an archive cannot be carried off over HTTP.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import os
import shutil
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from pydantic import TypeAdapter, ValidationError

from corpus.errors import BadBackup
from indexer.store.still import still

MANIFEST = "backup.json"
DOCUMENTS = "documents.txt"  # the ids of the documents in a backup, one a line
KNOWN = "backups.json"  # in the archive: the backups that were made of it

_CATALOGUE = "catalogue.sqlite"
_VECTORS = "vectors"
# What is of this machine and this moment: locks, what SQLite keeps beside a database, and the list of backups.
_LEFT_OUT = (".lock", "-wal", "-shm", "-journal")
_BLOCK = 2**16  # bytes read at a time; blocks of nothing but zeros are left as holes, as Qdrant Edge leaves them
_ZEROS = bytes(_BLOCK)


@dataclass(frozen=True, slots=True)
class FileSum:
    """The length in bytes of a file of a backup, and its SHA-256 in hexadecimal."""

    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Backup:
    """What a backup says of itself: when it was made, of how many documents, and its files by their path in it."""

    made: dt.datetime
    documents: int
    files: dict[str, FileSum]


@dataclass(frozen=True, slots=True)
class KnownBackup:
    """A backup that was made of an archive, and where; it may have been moved or deleted since."""

    folder: str
    made: dt.datetime

    def may_hold(self, document_id: str) -> bool:
        """Whether it holds a document; true also where it cannot be looked into."""
        try:
            return document_id in Path(self.folder, DOCUMENTS).read_text("utf-8").split()
        except OSError:
            return True


_BACKUP = TypeAdapter(Backup)
_KNOWN = TypeAdapter(list[KnownBackup])


def make(data_dir: Path, target: Path) -> Backup:
    """Make a backup of the archive in `data_dir` in the folder `target`, which is empty or not there yet.

    The archive may be open in another process: changes of its vectors wait while they are copied, and nothing else
    does. Raises `BadBackup` where there is no archive, `target` will not do, or what was written is not what was read.
    """
    if not (data_dir / _CATALOGUE).is_file():
        raise BadBackup(f"{data_dir} är inget arkiv: {_CATALOGUE} saknas. Ange arkivets mapp med --data-dir.")
    if target.resolve().is_relative_to(data_dir.resolve()):
        raise BadBackup(f"{target} ligger i arkivets mapp. Ange en mapp utanför den, helst på en annan disk.")
    _require_empty(target)
    with _filling(target):
        files = _copied(data_dir, target)
        ids = _documents(target / _CATALOGUE)
        (target / DOCUMENTS).write_text("".join(f"{one}\n" for one in ids), "utf-8")
        files[DOCUMENTS] = _sum(target / DOCUMENTS)
        made = Backup(dt.datetime.now(dt.UTC), len(ids), files)
        if wrong := _differing(target, made.files):
            raise BadBackup(f"Kopian blev inte som arkivet: {_named(wrong)}. Kontrollera disken och försök igen.")
        _write(target / MANIFEST, _BACKUP.dump_json(made, indent=1))
        _know(data_dir, target, made)
    return made


def read(folder: Path) -> Backup:
    """What the backup in `folder` says of itself; raises `BadBackup` where there is none."""
    try:
        backup = _BACKUP.validate_json((folder / MANIFEST).read_bytes())
    except FileNotFoundError as error:
        raise BadBackup(
            f"{folder} är ingen hel säkerhetskopia: {MANIFEST}, som skrivs sist, saknas. Ange en annan kopia."
        ) from error
    except ValidationError as error:
        raise BadBackup(f"{folder / MANIFEST} går inte att tolka. Ange en annan kopia.") from error
    if outside := [name for name in backup.files if _leads_out(name)]:
        raise BadBackup(f"{folder / MANIFEST} nämner filer utanför kopian: {_named(outside)}. Ange en annan kopia.")
    if lacking := {_CATALOGUE, DOCUMENTS} - backup.files.keys():
        raise BadBackup(f"{folder / MANIFEST} nämner inte {_named(sorted(lacking))}. Ange en annan kopia.")
    return backup


def restore(folder: Path, data_dir: Path, *, vectors: bool = True) -> Backup:
    """Make an archive in `data_dir`, empty or not there yet, of the backup in `folder`.

    Every file is compared with its checksum before anything is written, and again once it is. Without `vectors` they
    are left out and need not be whole: a rebuild makes them again. Raises `BadBackup`, naming what is wrong, and then
    `data_dir` is as empty as it was.
    """
    _require_empty(data_dir)
    backup = read(folder)
    wanted = {name: one for name, one in backup.files.items() if vectors or not _is_of_vectors([name])}
    if wrong := _differing(folder, wanted):
        only = " Bara vektorer är skadade: --without-vectors återställer resten." * _is_of_vectors(wrong)
        raise BadBackup(f"Säkerhetskopian {folder} är inte som den gjordes: {_named(wrong)}.{only} Inget är skrivet.")
    del wanted[DOCUMENTS]  # which is of the backup
    with _filling(data_dir):
        for name in sorted(wanted, key=lambda name: name == _CATALOGUE):  # without which there is no archive, last
            _copy(folder / name, data_dir / name)
        if wrong := _differing(data_dir, wanted):
            raise BadBackup(f"Det som skrevs i {data_dir} är inte som kopian: {_named(wrong)}. Kontrollera disken.")
        _know(data_dir, folder, backup)
    return backup


def known_backups(data_dir: Path) -> list[KnownBackup]:
    """The backups that were made of the archive in `data_dir`, oldest first."""
    try:
        return _KNOWN.validate_json((data_dir / KNOWN).read_bytes())
    except FileNotFoundError:
        return []
    except ValidationError as error:
        raise BadBackup(f"{data_dir / KNOWN}, som räknar upp arkivets kopior, går inte att tolka.") from error


def _copied(data_dir: Path, target: Path) -> dict[str, FileSum]:
    """Copy the archive to `target`; the sums of what was read."""
    files: dict[str, FileSum] = {}
    with still(data_dir / _VECTORS):
        _copy_catalogue(data_dir / _CATALOGUE, target / _CATALOGUE)
        files[_CATALOGUE] = _sum(target / _CATALOGUE)
        for name in _files(data_dir, data_dir / _VECTORS):
            files[name] = _copy(data_dir / name, target / name)
    for name in _files(data_dir, data_dir):
        if name == _CATALOGUE or _is_of_vectors([name]):
            continue
        try:
            files[name] = _copy(data_dir / name, target / name)
        except FileNotFoundError:
            continue  # it was withdrawn or put in its place meanwhile, as a kill might have found it
    return files


def _files(data_dir: Path, folder: Path) -> Iterator[str]:
    """The paths in `data_dir` of the files at or below `folder`, in order."""
    for path in sorted(folder.rglob("*")):
        if path.is_symlink():
            raise BadBackup(
                f"{path} är en länk, och vad den pekar på följer inte med i en kopia. Lägg filerna där i stället."
            )
        if path.is_file() and not path.name.endswith(_LEFT_OUT):
            yield path.relative_to(data_dir).as_posix()


def _copy_catalogue(source: Path, target: Path) -> None:
    """Copy a database that others may be writing, and see that the copy holds together."""
    try:
        with closing(sqlite3.connect(source)) as theirs, closing(sqlite3.connect(target)) as ours:
            theirs.backup(ours)
            ours.execute("PRAGMA journal_mode=DELETE")  # one file, and nothing beside it
            (told,) = ours.execute("PRAGMA integrity_check(1)").fetchone()
    except sqlite3.DatabaseError as error:
        told = str(error)
    if told != "ok":
        raise BadBackup(
            f"Katalogen {source} går inte att kopiera hel ({told}). Kontrollera disken; är katalogen skadad, återställ"
            " en äldre kopia."
        )


def _documents(catalogue: Path) -> list[str]:
    with closing(sqlite3.connect(catalogue)) as database:
        return [row[0] for row in database.execute("SELECT id FROM documents ORDER BY id")]


def _copy(source: Path, target: Path) -> FileSum:
    """Copy a file with its times, on disk when this returns; the sum of what was read."""
    target.parent.mkdir(parents=True, exist_ok=True)
    digest, size = hashlib.sha256(), 0
    with source.open("rb") as theirs, target.open("xb") as ours:
        while block := theirs.read(_BLOCK):
            digest.update(block)
            size += len(block)
            if block == _ZEROS:
                ours.seek(size)
            else:
                ours.write(block)
        ours.truncate(size)
        ours.flush()
        os.fsync(ours.fileno())
    shutil.copystat(source, target)
    return FileSum(size, digest.hexdigest())


def _sum(path: Path) -> FileSum:
    with path.open("rb") as file:
        return FileSum(path.stat().st_size, hashlib.file_digest(file, "sha256").hexdigest())


def _differing(folder: Path, files: dict[str, FileSum]) -> list[str]:
    """Those of `files` that are not in `folder` as they are said to be."""
    return [name for name, said in files.items() if not (folder / name).is_file() or _sum(folder / name) != said]


def _is_of_vectors(names: Sequence[str]) -> bool:
    return all(name.startswith(f"{_VECTORS}/") for name in names)


def _leads_out(name: str) -> bool:
    path = PurePosixPath(name)
    return path.is_absolute() or ".." in path.parts


def _named(names: Sequence[str]) -> str:
    more = f" och {len(names) - 5} till" if len(names) > 5 else ""
    return ", ".join(names[:5]) + more


def _require_empty(folder: Path) -> None:
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise BadBackup(f"{folder} är inte tom. Ange en mapp som är tom eller inte finns.")


@contextmanager
def _filling(folder: Path) -> Iterator[None]:
    """While the empty `folder` is filled; it is emptied again where that fails."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)  # it holds the texts unmasked
        try:
            yield
        except BaseException:
            for path in folder.iterdir():
                if path.is_dir():
                    shutil.rmtree(path)
                else:
                    path.unlink()
            raise
    except OSError as error:
        raise BadBackup(
            f"{error.filename or folder} kan inte läsas eller skrivas ({error.strerror}). {folder} är lämnad tom."
            " Kontrollera plats och rättigheter, och försök igen."
        ) from error


def _know(data_dir: Path, folder: Path, backup: Backup) -> None:
    """Write down in the archive that the backup in `folder` holds what it held then."""
    known = [*known_backups(data_dir), KnownBackup(str(folder.resolve()), backup.made)]
    _write(data_dir / KNOWN, _KNOWN.dump_json(known, indent=1))


def _write(path: Path, content: bytes) -> None:
    """Write a file whole or not at all."""
    aside = path.with_name(f"{path.name}.partial")
    with aside.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    aside.replace(path)

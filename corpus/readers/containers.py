"""Files that hold other files: zip, and letters with attachments; a member that cannot be had costs itself only."""

from __future__ import annotations

import re
import stat
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from corpus.errors import TooLarge, UnreadableFile
from corpus.readers import Limits, mail, packed
from corpus.readers.clean import clean

SUFFIXES = (".zip", ".eml")
# How many containers may lie in one another, the file itself being the first.
DEPTH = 3

_LONGEST_PART = 120
_LONGEST_PATH = 400
_UTF8_FLAG = 0x800
_ENCRYPTED_FLAG = 0x1
# What operating systems and office programs leave beside the papers.
_NO_PAPER = re.compile(r"(?:^|/)(?:__MACOSX/|\.[^./]|~\$|(?:thumbs\.db|desktop\.ini)$)", re.IGNORECASE)
_DRIVE = re.compile(r"^[a-zA-Z]:")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]+")
_SWEDISH = frozenset("åäöÅÄÖéÉüÜ§–")


def unpack(data: bytes, name: str, limits: Limits) -> Iterator[tuple[str, bytes | UnreadableFile]]:
    """The papers in a container: for each its path there and its content, or why it cannot be had.

    The paths are relative, with "/" between their parts, none of them "..", and each occurs once. The text of a letter
    is a paper too: its content is the letter itself, for `mail.read`, and its path is "" or, where the letter lies in
    another container, the path of the letter; its attachments lie below that. What operating systems leave beside the
    papers is not given.

    Raises `UnreadableFile` where nothing can be had, `name` (the container's own) saying of what kind it is.
    """
    yield from _Unpacking(limits.members, packed.allowance(len(data))).open(data, "", PurePosixPath(name).suffix, 1)


@dataclass(slots=True)
class _Unpacking:
    """What may still be unpacked of a file, in members and bytes, and the paths that are taken."""

    members: int
    room: int
    paths: set[str] = field(default_factory=set)

    def open(self, data: bytes, place: str, suffix: str, depth: int) -> Iterator[tuple[str, bytes | UnreadableFile]]:
        """The papers of the container `data` at the path `place`; raises `UnreadableFile` and nothing else."""
        try:
            for name, content in self._letter(data) if suffix.lower() == ".eml" else self._zipped(data):
                if not name:
                    yield place, content
                    continue
                path = self._own(place, name)
                if isinstance(content, UnreadableFile) or not path.lower().endswith(SUFFIXES):
                    yield path, content
                else:
                    yield from self._inner(content, path, depth + 1)
        except UnreadableFile:
            raise
        except Exception as error:  # the mail parser's own surprise on hostile input costs this container only
            raise UnreadableFile(
                f"Filen kunde inte packas upp ({type(error).__name__}). Lämna dess filer var för sig."
            ) from error

    def _inner(self, data: bytes, path: str, depth: int) -> Iterator[tuple[str, bytes | UnreadableFile]]:
        if depth > DEPTH:
            yield path, TooLarge(f"Fler än {DEPTH} filer ligger packade i varandra. Packa upp den innersta.")
            return
        try:
            yield from self.open(data, path, PurePosixPath(path).suffix, depth)
        except UnreadableFile as error:
            yield path, error

    def _letter(self, data: bytes) -> Iterator[tuple[str, bytes | UnreadableFile]]:
        """The letter itself, by the name "", and what is attached to it."""
        carried = list(mail.attachments(data))
        self._count(len(carried), "Brevet")
        if not carried or mail.has_text(data):
            yield "", data
        yield from carried

    def _zipped(self, data: bytes) -> Iterator[tuple[str, bytes | UnreadableFile]]:
        try:
            archive = packed.opened(data)
        except packed.FAULTS as error:
            raise UnreadableFile("Filen är ingen läsbar zip. Packa om den.") from error
        with archive:
            entries = [entry for entry in archive.infolist() if not entry.is_dir()]
            self._count(len(entries), "Zip-filen")
            for entry in entries:
                name = _named(entry)
                if not _NO_PAPER.search(name.replace("\\", "/")):
                    yield name, self._content(archive, entry)

    def _count(self, files: int, container: str) -> None:
        if files > self.members:
            raise TooLarge(f"{container} har {files} filer, och högst {self.members} till får plats. Dela upp det.")
        self.members -= files

    def _content(self, archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes | UnreadableFile:
        if entry.flag_bits & _ENCRYPTED_FLAG:
            return UnreadableFile("Filen är skyddad med lösenord i zip-filen. Packa om den utan lösenord.")
        if stat.S_ISLNK(entry.external_attr >> 16):
            return UnreadableFile("Zip-filen har en länk i stället för filen. Packa om den med själva filen.")
        if not packed.is_plain(entry):
            return UnreadableFile("Filen är packad på ett ovanligt sätt. Packa om den som vanlig zip.")
        if entry.file_size > self.room:
            return TooLarge(
                f"Zip-filen packas upp till mer än {packed.UNPACKED_LIMIT / 2**20:.0f} MB eller"
                f" {packed.RATIO_LIMIT} gånger sin storlek. Kontrollera varifrån den kommer, eller dela upp den."
            )
        try:
            content = archive.read(entry)  # never more than `file_size` bytes
        except packed.FAULTS:
            return UnreadableFile("Filen i zip-filen är skadad. Packa om den.")
        self.room -= len(content)
        return content

    def _own(self, place: str, name: str) -> str:
        """A path for `name` in the container at `place` that nothing else has."""
        path = f"{place}/{_safe(name)}" if place else _safe(name)
        stem, suffix = (path[: -len(end)], end) if (end := PurePosixPath(path).suffix) else (path, "")
        number = 1
        while path in self.paths:
            number += 1
            path = f"{stem} ({number}){suffix}"
        self.paths.add(path)
        return path


def _named(entry: zipfile.ZipInfo) -> str:
    """The name of a zip's entry. Programs that write no UTF-8 flag use UTF-8 (macOS), cp850 (Windows) or cp1252."""
    name = entry.filename
    if entry.flag_bits & _UTF8_FLAG or name.isascii():
        return name
    raw = name.encode("cp437")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        candidates = (raw.decode(code_page, "replace") for code_page in ("cp850", "cp1252"))
        return max(candidates, key=lambda words: sum(char in _SWEDISH for char in words))


def _safe(name: str) -> str:
    """`name` as a relative path with "/" between its parts, none of them long, unseen or a step upwards."""
    parts = (_shortened(_printable(part)) for part in _DRIVE.sub("", name.lstrip("/")).replace("\\", "/").split("/"))
    kept = [part for part in parts if part.strip(".")]
    while len(kept) > 1 and sum(map(len, kept)) > _LONGEST_PATH:
        kept.pop(0)
    return "/".join(kept) or "namnlös"


def _printable(part: str) -> str:
    words = " ".join(_CONTROL.sub(" ", clean(part)).split())
    return "".join(char if char.isprintable() else "_" for char in words)


def _shortened(part: str) -> str:
    """A file's name cut in the middle, so that its suffix stays."""
    if len(part) <= _LONGEST_PART:
        return part
    return part[: _LONGEST_PART // 2].rstrip() + "…" + part[-_LONGEST_PART // 2 + 1 :].lstrip()

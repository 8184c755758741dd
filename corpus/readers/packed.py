"""Zip files as untrusted input: opened only when they unpack to no more than a document ever does."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib

from corpus.errors import TooLarge, UnreadableFile

UNPACKED_LIMIT = 500 * 2**20
RATIO_LIMIT = 200
# A small file of sparse text may pack better than `RATIO_LIMIT` without being a bomb.
SMALL = 2**16
# An entry of a zip's directory costs Python a kilobyte, so a file of nothing but entries would fill the memory.
MOST_ENTRIES = 65_535
_ENTRY = b"PK\x01\x02"
# All that unpacking raises on a damaged or hostile member.
FAULTS = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    OSError,
    NotImplementedError,
    RuntimeError,
    ValueError,
    struct.error,
)
# Python's bzip2 and LZMA give all that a piece unpacks to at once, so a small piece can fill the memory.
_PLAIN = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)


def allowance(size: int) -> int:
    """How many bytes a file of `size` bytes may unpack to."""
    return min(UNPACKED_LIMIT, RATIO_LIMIT * max(size, SMALL))


def opened(data: bytes) -> zipfile.ZipFile:
    """The zip `data`; raises one of `FAULTS` where it is none, and `TooLarge` before reading an endless directory."""
    if data.count(_ENTRY) > MOST_ENTRIES:
        raise TooLarge(f"Zip-filen har fler än {MOST_ENTRIES} filer. Dela upp den.")
    return zipfile.ZipFile(io.BytesIO(data))


def is_plain(entry: zipfile.ZipInfo) -> bool:
    """Whether `entry` is packed in the two ways that can be unpacked piece by piece."""
    return entry.compress_type in _PLAIN


def document(data: bytes, kind: str) -> zipfile.ZipFile:
    """The package of an office document, checked before anything is unpacked; `kind` names its format to the user.

    Raises `UnreadableFile` where it is no zip and `TooLarge` where it claims to hold too much. No member gives more
    bytes than it claims.
    """
    try:
        archive = opened(data)
        plain = all(map(is_plain, archive.infolist()))
    except FAULTS as error:
        raise unreadable(kind, error) from error
    if not plain:
        raise unreadable(kind, "ovanlig packning")
    unpacked = sum(entry.file_size for entry in archive.infolist())
    if unpacked > allowance(len(data)):
        raise TooLarge(
            f"Filen packas upp till {unpacked / 2**20:.0f} MB, gränsen är {UNPACKED_LIMIT / 2**20:.0f} MB"
            f" och {RATIO_LIMIT} gånger filens storlek. Kontrollera varifrån den kommer."
        )
    return archive


def unreadable(kind: str, why: object) -> UnreadableFile:
    """The error for an office document of the format `kind` that is damaged, or none at all."""
    return UnreadableFile(f"Filen är ingen läsbar {kind}-fil ({why}). Öppna och spara om den.")

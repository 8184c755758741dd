"""A file's content in, its papers out: one for most files, many for a zip, a letter with attachments or a packet."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath

from corpus import packets, readers, structure
from corpus.errors import UnreadableFile
from corpus.models import Document
from corpus.readers import Limits, containers, extract

# Raised when papers come to be read otherwise: with every change to the readers or to `corpus.structure` that alters a
# text, a fact or an offset. What was read by a lower number is read anew by the next `index`. A field that a stored
# fact gains needs a default all the same, for the papers whose files are gone.
READ_BY = 4


@dataclass(frozen=True, slots=True)
class Paper:
    """One paper of a file: understood, or with the `trouble` that kept it from being so, in Swedish.

    `member` is its path within a zip or a letter, and "" for the file itself. One of several papers in a packet
    (`corpus.packets`) is named by its `part`, and `whole` is the id that the packet would have as one paper.
    """

    member: str
    document: Document | None = None
    trouble: str = ""
    part: str = ""
    whole: str = ""


def check(name: str, size: int, limits: Limits) -> None:
    """Raise what keeps the file `name` of `size` bytes from being read: nothing of it need be read for that."""
    readers.check(name, size, limits, (*readers.READERS, *containers.SUFFIXES))


def read(data: bytes, name: str, limits: Limits) -> Iterator[Paper]:
    """The papers of the file `name` with the content `data`; what cannot be read costs itself only."""
    try:
        check(name, len(data), limits)
    except UnreadableFile as error:
        yield Paper("", trouble=str(error))
        return
    if PurePosixPath(name).suffix.lower() not in containers.SUFFIXES:
        yield from _papers(data, name, "", limits)
        return
    empty = True
    try:
        for member, content in containers.unpack(data, name, limits):
            empty = False
            if isinstance(content, UnreadableFile):
                yield Paper(member, trouble=str(content))
            else:
                yield from _papers(content, PurePosixPath(member or name).name, member, limits)
    except UnreadableFile as error:
        yield Paper("", trouble=str(error))
    else:
        if empty:
            yield Paper("", trouble="Filen har inga handlingar i sig. Kontrollera att rätt fil har lämnats.")


def _papers(data: bytes, name: str, member: str, limits: Limits) -> Iterator[Paper]:
    """The papers of a file that is no container: one, or those of a packet."""
    whole = structure.identify(data)
    try:
        extraction = extract(data, name, limits)
        found = packets.find(extraction, name, limits.members)
        if found is None:
            yield Paper(member, structure.understand(extraction, whole, name))
            return
    except Exception as error:
        yield Paper(member, trouble=_told(error))
        return
    for one in found:
        trouble = _told(one.error) if one.error else ""
        yield Paper(member, one.document, trouble, part=one.part, whole=whole)


def _told(error: Exception) -> str:
    """What is to be said of what kept a paper from being read; it costs this paper only."""
    if isinstance(error, UnreadableFile):
        return str(error)
    if isinstance(error, (MemoryError, RecursionError)):
        return f"Filen är för invecklad att läsa ({type(error).__name__}). Spara om den."
    # A parser's own surprise on hostile input.
    return f"Filen kunde inte läsas ({type(error).__name__}). Spara om den och försök igen."

"""A file's content in, its papers out: one for most files, many for a zip or a letter with attachments."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath

from corpus import structure
from corpus.errors import UnreadableFile
from corpus.models import Document
from corpus.readers import Limits, containers, extract

# Raised when papers come to be read otherwise: with every change to the readers or to `corpus.structure` that alters a
# text, a fact or an offset. What was read by a lower number is read anew by the next `index`. A field that a stored
# fact gains needs a default all the same, for the papers whose files are gone.
READ_BY = 2


@dataclass(frozen=True, slots=True)
class Paper:
    """One paper of a file: understood, or with the `trouble` that kept it from being so, in Swedish.

    `member` is its path within a zip or a letter, and "" for the file itself.
    """

    member: str
    document: Document | None = None
    trouble: str = ""


def read(data: bytes, name: str, limits: Limits) -> Iterator[Paper]:
    """The papers of the file `name` with the content `data`; what cannot be read costs itself only."""
    if PurePosixPath(name).suffix.lower() not in containers.SUFFIXES:
        yield _paper(data, name, "", limits)
        return
    empty = True
    try:
        for member, content in containers.unpack(data, name, limits):
            empty = False
            if isinstance(content, UnreadableFile):
                yield Paper(member, trouble=str(content))
            else:
                yield _paper(content, PurePosixPath(member or name).name, member, limits)
    except UnreadableFile as error:
        yield Paper("", trouble=str(error))
    else:
        if empty:
            yield Paper("", trouble="Filen har inga handlingar i sig. Kontrollera att rätt fil har lämnats.")


def _paper(data: bytes, name: str, member: str, limits: Limits) -> Paper:
    try:
        extraction = extract(data, name, limits)
        return Paper(member, structure.understand(extraction, structure.identify(data), name))
    except UnreadableFile as error:
        return Paper(member, trouble=str(error))
    except (MemoryError, RecursionError) as error:
        return Paper(member, trouble=f"Filen är för invecklad att läsa ({type(error).__name__}). Spara om den.")
    except Exception as error:  # a parser's own surprise on hostile input costs this paper only
        return Paper(
            member,
            trouble=f"Filen kunde inte läsas ({type(error).__name__}: {error}). Spara om den och försök igen.",
        )

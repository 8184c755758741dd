"""Pages of PDF files as pictures, with the places of a passage on them.

A file is hostile, and PDFium is written in C: each page is drawn in a process of its own, kept from the machine as
those that read files are (`corpus.isolation`) and with limits on its time and memory, that is given the open file and
gives back a picture or JSON and nothing else.
"""

from __future__ import annotations

import os
import signal
import threading
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing import Pipe
from pathlib import Path

from pydantic import BaseModel, TypeAdapter, ValidationError

from corpus import isolation
from corpus.errors import UnreadableFile

MEDIA_TYPE = "image/webp"
SECONDS = 20.0
RECOGNITION = 60.0  # seconds for OCR, which takes four to eight where the machine is not busy
MEMORY = 2 * 2**30  # bytes of address space
# No picture of a page is larger: a process that gives more is not ours any longer.
MOST = 16 * 2**20
# Pages drawn at once; whoever asks for another waits.
AT_ONCE = 2

_UNDRAWN = "Sidan {} kan inte visas som bild: filen är skadad, eller för tung att rita. Texten går ändå att läsa."
_TOGETHER = (
    "Sidan {} kan inte visas som bild just nu: läsarna tar för mycket minne tillsammans. Försök igen om en stund."
)
_WAITING = threading.BoundedSemaphore(AT_ONCE)


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on a page as it is shown, in points from its upper left corner."""

    left: float
    top: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Characters:
    """The characters of a page, each with where it is seen; None for one that has no place, such as a line's end."""

    text: str
    boxes: tuple[Box | None, ...]


class Wanted(BaseModel):
    """What a process is asked for: the page `number` of a PDF, as a picture, or where words stand on it.

    `passage` and `before` are as in `corpus.leaves.matching.find`; without a passage the picture is wanted, or with
    `recognise` the characters that OCR sees. `characters` are those, where the page has none of its own.
    """

    number: int
    passage: str | None = None
    before: str = ""
    recognise: bool = False
    characters: Characters | None = None


@dataclass(frozen=True, slots=True)
class Leaf:
    """The size of a page as it is shown, turned as the file says, in points; and the boxes of a passage, line by line.

    `boxes` is empty where the page has no characters that could tell: a scan without a text layer.
    """

    width: float
    height: float
    boxes: tuple[Box, ...]


_LEAF = TypeAdapter(Leaf)
_CHARACTERS = TypeAdapter(Characters)


def leaf(path: Path, number: int, passage: str, before: str = "", characters: Characters | None = None) -> Leaf:
    """The page `number`, from 1, of the PDF at `path`, with the boxes of `passage`. Raises `UnreadableFile`.

    `characters` are what OCR sees on a page that has none of its own.
    """
    wanted = Wanted(number=number, passage=passage, before=before, characters=characters)
    try:
        return _LEAF.validate_json(_drawn(path, wanted))
    except ValidationError as error:
        raise UnreadableFile(_UNDRAWN.format(number)) from error


def recognised(path: Path, number: int) -> Characters:
    """What OCR sees on the page `number`, from 1, of the PDF at `path`; takes seconds. Raises `UnreadableFile`."""
    try:
        return _CHARACTERS.validate_json(_drawn(path, Wanted(number=number, recognise=True), RECOGNITION))
    except ValidationError as error:
        raise UnreadableFile(_UNDRAWN.format(number)) from error


def picture(path: Path, number: int) -> bytes:
    """The page `number`, from 1, of the PDF at `path` as WebP. Raises `UnreadableFile`."""
    drawn = _drawn(path, Wanted(number=number))
    if drawn[:4] != b"RIFF" or drawn[8:12] != b"WEBP":
        raise UnreadableFile(_UNDRAWN.format(number))
    return drawn


def _drawn(path: Path, wanted: Wanted, seconds: float | None = None) -> bytes:
    """What a process of its own gives for `wanted` of the file at `path`."""
    with _WAITING, path.open("rb") as file:
        ours, theirs = Pipe()
        place = isolation.cell()
        handles = (theirs.fileno(), file.fileno())
        process = place.start("-m", "corpus.leaves.drawing", *map(str, handles), pass_fds=handles)
        theirs.close()
        try:
            ours.send_bytes(wanted.model_dump_json().encode())
            if not ours.poll(SECONDS if seconds is None else seconds):
                raise UnreadableFile(_UNDRAWN.format(wanted.number))
            return ours.recv_bytes(MOST)
        except (EOFError, OSError) as error:  # it has ended without a word, or said more than a picture can be
            raise UnreadableFile((_TOGETHER if place.given_up else _UNDRAWN).format(wanted.number)) from error
        finally:
            ours.close()
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            place.close()

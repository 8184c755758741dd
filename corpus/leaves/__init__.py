"""Pages of PDF files as pictures, with the places of a passage on them.

A file is hostile, and PDFium is written in C: each page is drawn in a process of its own, with limits on its time and
memory, that gives back a picture or JSON and nothing else (compare `corpus.sandbox`, which reads files).
"""

from __future__ import annotations

import subprocess
import sys
import threading
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel, TypeAdapter, ValidationError

from corpus.errors import UnreadableFile

MEDIA_TYPE = "image/webp"
SECONDS = 20.0
MEMORY = 2 * 2**30  # bytes of address space
# No picture of a page is larger: a process that gives more is not ours any longer.
MOST = 16 * 2**20
# Pages drawn at once; whoever asks for another waits.
AT_ONCE = 2

_UNDRAWN = "Sidan {} kan inte visas som bild: filen är skadad, eller för tung att rita. Texten går ändå att läsa."
_WAITING = threading.BoundedSemaphore(AT_ONCE)


class Wanted(BaseModel):
    """What a process is asked for: the page `number` of the PDF at `path`, as a picture, or where words stand on it.

    `passage` and `before` are as in `corpus.leaves.matching.find`; without a passage the picture is wanted.
    """

    path: Path
    number: int
    passage: str | None = None
    before: str = ""


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on a page as it is shown, in points from its upper left corner."""

    left: float
    top: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Leaf:
    """The size of a page as it is shown, turned as the file says, in points; and the boxes of a passage, line by line.

    `boxes` is empty where the page has no characters that could tell: a scan without a text layer.
    """

    width: float
    height: float
    boxes: tuple[Box, ...]


_LEAF = TypeAdapter(Leaf)


def leaf(path: Path, number: int, passage: str, before: str = "") -> Leaf:
    """The page `number`, from 1, of the PDF at `path`, with the boxes of `passage`. Raises `UnreadableFile`."""
    try:
        return _LEAF.validate_json(_drawn(Wanted(path=path, number=number, passage=passage, before=before)))
    except ValidationError as error:
        raise UnreadableFile(_UNDRAWN.format(number)) from error


def picture(path: Path, number: int) -> bytes:
    """The page `number`, from 1, of the PDF at `path` as WebP. Raises `UnreadableFile`."""
    drawn = _drawn(Wanted(path=path, number=number))
    if drawn[:4] != b"RIFF" or drawn[8:12] != b"WEBP":
        raise UnreadableFile(_UNDRAWN.format(number))
    return drawn


def _drawn(wanted: Wanted) -> bytes:
    """What a process of its own gives for `wanted`."""
    command = [sys.executable, "-m", "corpus.leaves.drawing"]
    with (
        _WAITING,
        subprocess.Popen(  # noqa: S603 - our own module
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        ) as process,
    ):
        assert process.stdin is not None
        assert process.stdout is not None
        timer = threading.Timer(SECONDS, process.kill)
        timer.start()
        try:
            process.stdin.write(wanted.model_dump_json().encode())
            process.stdin.close()
            given = process.stdout.read(MOST + 1)
        except BrokenPipeError:
            given = b""
        finally:
            timer.cancel()
            if process.poll() is None and len(given) > MOST:
                process.kill()
    if process.returncode or len(given) > MOST:
        raise UnreadableFile(_UNDRAWN.format(wanted.number))
    return given

"""The process that draws a page: `python -m corpus.leaves.drawing`, with its connection and the file that is open."""

from __future__ import annotations

import ctypes
import io
import itertools
import os
import resource
import sys
from collections.abc import Iterator, Sequence
from multiprocessing.connection import Connection

import pypdfium2 as pdfium
import pypdfium2.raw as raw
from pydantic import TypeAdapter

from corpus import isolation
from corpus.leaves import MEMORY, RECOGNITION, SECONDS, Box, Characters, Leaf, Wanted, matching
from corpus.readers import ocr
from corpus.readers.letters import Letters

# A4 in about 150 points an inch, which fine print can be read in.
WIDTH = 1240
# No side has more points, whatever a file says of its pages.
LONGEST = 3_000
QUALITY = 80  # of WebP, in hundredths
_FINE = 100  # a hundredth of a point is as exact as a place on the page is told


def draw(page: pdfium.PdfPage) -> bytes:
    """The page as WebP."""
    width, height = page.get_size()
    scale = min(WIDTH / max(min(width, height), 1.0), LONGEST / max(width, height, 1.0))
    file = io.BytesIO()
    page.render(scale=scale, rev_byteorder=True).to_pil().save(file, "WEBP", quality=QUALITY, method=2)
    return file.getvalue()


def measure(page: pdfium.PdfPage, wanted: Wanted) -> Leaf:
    """The size of the page and the boxes of the passage that is wanted."""
    width, height = page.get_size()
    held = wanted.characters or characters(page)
    found = matching.find(held.text, wanted.passage or "", wanted.before)
    boxes = [held.boxes[place] for start, end in found for place in range(start, end)]
    return Leaf(width, height, tuple(_lines([box for box in boxes if box])))


def characters(page: pdfium.PdfPage) -> Characters:
    """The characters that a page has."""
    textpage = page.get_textpage()
    try:
        letters = Letters(textpage)
        return Characters(letters.text, tuple(_shown(page, letters, place) for place in range(len(letters.text))))
    finally:
        textpage.close()


def recognise(document: pdfium.PdfDocument, number: int) -> Characters:
    """The characters that OCR sees on the page `number`, from 1; none where the programs are missing or give up."""
    if ocr.is_installed():
        for _, data in ocr.searchable(document, [number - 1], RECOGNITION):
            page = pdfium.PdfDocument(data)[0]
            page.set_rotation(0)  # OCR turns a sheet that lies on its side, and the picture of it shows it as it lies
            return characters(page)
    return Characters("", ())


def _shown(page: pdfium.PdfPage, letters: Letters, place: int) -> Box | None:
    """Where a character is seen on the page as it is shown, if it has a place."""
    if letters.text[place].isspace():
        return None
    left, bottom, right, top = letters.box(place)
    if right <= left or top <= bottom:
        return None
    (x, y), (far_x, far_y) = _point(page, left, top), _point(page, right, bottom)
    return Box(min(x, far_x), min(y, far_y), abs(far_x - x), abs(far_y - y))


def _point(page: pdfium.PdfPage, x: float, y: float) -> tuple[float, float]:
    """A point of the page's own in points from the upper left corner of what is shown, whichever way it is turned."""
    width, height = (round(side * _FINE) for side in page.get_size())
    across, down = ctypes.c_int(), ctypes.c_int()
    raw.FPDF_PageToDevice(page.raw, 0, 0, width, height, 0, x, y, across, down)
    return across.value / _FINE, down.value / _FINE


def _lines(boxes: Sequence[Box]) -> Iterator[Box]:
    """The boxes of characters that go on one line as one; whether lines are level or upright the most of them tell."""
    level = sum(_is_level(one, other) for one, other in itertools.pairwise(boxes)) * 2 >= len(boxes) - 1
    held: Box | None = None
    for box in boxes:
        if held and _goes_on(held, box, level=level):
            held = _around(held, box)
        else:
            if held:
                yield held
            held = box
    if held:
        yield held


def _is_level(one: Box, other: Box) -> bool:
    across = other.left + other.width / 2 - one.left - one.width / 2
    down = other.top + other.height / 2 - one.top - one.height / 2
    return abs(across) >= abs(down)


def _goes_on(line: Box, box: Box, *, level: bool) -> bool:
    """Whether a character is on a line, with no more than a wide space between."""
    across = min(line.left + line.width, box.left + box.width) - max(line.left, box.left)
    down = min(line.top + line.height, box.top + box.height) - max(line.top, box.top)
    beside, along, high = (
        (down, across, (line.height, box.height)) if level else (across, down, (line.width, box.width))
    )
    return beside > min(high) / 2 and along > -2 * max(high)


def _around(one: Box, other: Box) -> Box:
    left, top = min(one.left, other.left), min(one.top, other.top)
    right = max(one.left + one.width, other.left + other.width)
    bottom = max(one.top + one.height, other.top + other.height)
    return Box(left, top, right - left, bottom - top)


def main(handle: int, file: int) -> None:
    """Draw what is wanted over the connection `handle` of the PDF that is open as `file`, and end."""
    isolation.give_up_rights()
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (int(SECONDS), int(SECONDS)))
    connection = Connection(handle)
    wanted = Wanted.model_validate_json(connection.recv_bytes())
    document = pdfium.PdfDocument(os.fdopen(file, "rb"))
    document.init_forms()
    page = document[wanted.number - 1]
    if wanted.recognise:
        connection.send_bytes(TypeAdapter(Characters).dump_json(recognise(document, wanted.number)))
    elif wanted.passage is None:
        connection.send_bytes(draw(page))
    else:
        connection.send_bytes(TypeAdapter(Leaf).dump_json(measure(page, wanted)))


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))

"""The process that draws a page, `python -m corpus.leaves.drawing`: what is wanted as JSON in, a picture or JSON out."""

from __future__ import annotations

import ctypes
import io
import resource
import sys
from collections.abc import Iterator, Sequence

import pypdfium2 as pdfium
import pypdfium2.raw as raw
from pydantic import TypeAdapter

from corpus.leaves import MEMORY, SECONDS, Box, Leaf, Wanted, matching
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


def measure(page: pdfium.PdfPage, passage: str, before: str) -> Leaf:
    """The size of the page and the boxes of a passage."""
    width, height = page.get_size()
    textpage = page.get_textpage()
    try:
        letters = Letters(textpage)
        found = matching.find(letters.text, passage, before)
        corners = [_shown(page, letters, place) for start, end in found for place in range(start, end)]
    finally:
        textpage.close()
    boxes = tuple(_lines([corner for corner in corners if corner]))
    return Leaf(width, height, boxes)


def _shown(page: pdfium.PdfPage, letters: Letters, place: int) -> Box | None:
    """Where a character is seen on the page as it is shown; None for one that has no place, such as a line's end."""
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
    """Boxes of characters that stand side by side as one."""
    held: Box | None = None
    for box in boxes:
        if held and _beside(held, box):
            held = _around(held, box)
        else:
            if held:
                yield held
            held = box
    if held:
        yield held


def _beside(one: Box, other: Box) -> bool:
    """Whether a character goes on a line, level or upright, with no more than a wide space between."""
    across = min(one.left + one.width, other.left + other.width) - max(one.left, other.left)
    down = min(one.top + one.height, other.top + other.height) - max(one.top, other.top)
    size = max(min(other.width, other.height), min(one.width, one.height))
    level = down > 0.5 * min(one.height, other.height) and across > -2 * size
    upright = across > 0.5 * min(one.width, other.width) and down > -2 * size
    # A line of two characters or more tells its own direction; the next line of it does not go on with it.
    if one.width > 1.5 * one.height:
        return level
    if one.height > 3 * one.width:
        return upright
    return level or upright


def _around(one: Box, other: Box) -> Box:
    left, top = min(one.left, other.left), min(one.top, other.top)
    right = max(one.left + one.width, other.left + other.width)
    bottom = max(one.top + one.height, other.top + other.height)
    return Box(left, top, right - left, bottom - top)


def main() -> None:
    """Draw what is wanted on standard input, and end."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (int(SECONDS), int(SECONDS)))
    wanted = Wanted.model_validate_json(sys.stdin.buffer.read())
    document = pdfium.PdfDocument(wanted.path)
    document.init_forms()
    page = document[wanted.number - 1]
    if wanted.passage is None:
        sys.stdout.buffer.write(draw(page))
    else:
        sys.stdout.buffer.write(TypeAdapter(Leaf).dump_json(measure(page, wanted.passage, wanted.before)))


if __name__ == "__main__":
    main()

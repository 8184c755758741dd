"""Words that a PDF holds and its page does not show: under a filled box, in the colour of the paper, outside the page.

Objects and the order in which they are painted say which words may be unseen, for next to nothing. Those are judged by
the picture of the page: what is not there changes nothing when it is left out.
"""

from __future__ import annotations

import ctypes
import re
import struct
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pypdfium2 as pdfium
import pypdfium2.raw as raw

from corpus.readers.letters import Box, Letters, bare, pointers

# What stands where a word has been painted over; where one was never to be seen there is nothing.
COVERED, NOTHING = "█", " "
# So many objects of a page are looked at, and so deep in drawings within drawings.
MOST_OBJECTS, DEEPEST = 20_000, 4
# With more pairs of a text and a box than this every text is judged by the picture.
MOST_PAIRS = 2_000_000
# A picture over so much of the page is a scan, and what lies beneath it, or unseen upon it, is some program's OCR.
SCAN = 0.6
# Points: what is no thicker is a line, which covers nothing.
THIN = 1.0
# The share of a text's height that a box must cover.
SHARE = 0.3
# Shades of 255: how light paper is, how near two colours are that may be one, and what tells ink from what is about it.
PAPER, NEAR, CONTRAST = 225, 50, 10
# Dots a point, and the most dots of the picture.
SCALE, MOST_DOTS = 2.0, 4_000_000
# The middle of a letter's height, where it has ink whatever it is.
CORE = (0.25, 0.75)

# A letter of whose middle no more than this share is left is unseen.
SLIVER = 0.1

_WORD = re.compile(r"\S+")
_TEXT, _PATH, _IMAGE = raw.FPDF_PAGEOBJ_TEXT, raw.FPDF_PAGEOBJ_PATH, raw.FPDF_PAGEOBJ_IMAGE
_FORM = raw.FPDF_PAGEOBJ_FORM
_FINE = 100  # parts of a dot
_OPAQUE = 255
_FLOATS, _PARTS = struct.Struct("4f").unpack, struct.Struct("4I").unpack

_pointer, _integer = ctypes.c_void_p, ctypes.c_int
_count_of = bare(raw.FPDFPage_CountObjects, _integer, _pointer)
_object_of = bare(raw.FPDFPage_GetObject, _pointer, _pointer, _integer)
_count_in = bare(raw.FPDFFormObj_CountObjects, _integer, _pointer)
_object_in = bare(raw.FPDFFormObj_GetObject, _pointer, _pointer, ctypes.c_ulong)
_type_of = bare(raw.FPDFPageObj_GetType, _integer, _pointer)
_bounds_of = bare(raw.FPDFPageObj_GetBounds, _integer, *[_pointer] * 5)
_colour_of = bare(raw.FPDFPageObj_GetFillColor, _integer, *[_pointer] * 5)
_mode_of = bare(raw.FPDFTextObj_GetTextRenderMode, _integer, _pointer)
_text_at = bare(raw.FPDFText_GetTextObject, _pointer, _pointer, _integer)

_Matrix = tuple[float, float, float, float, float, float]
_Colour = tuple[int, int, int, int]  # red, green, blue and how opaque
_BLACK: _Colour = (0, 0, 0, 255)
_Shades = npt.NDArray[Any]


class Object(NamedTuple):
    """What is painted: its place in the order, PDFium's handle, its box and colour; a text's mode or a box's kind."""

    order: int
    handle: int
    box: Box
    colour: _Colour
    kind: int


def find(page: pdfium.PdfPage, painted: Painted, letters: Letters, over: Sequence[Box]) -> dict[int, str]:
    """What stands instead of each character of `letters` that cannot be seen; `over` is laid over the page."""
    suspects = _suspects(page, painted.texts, painted.boxes, over) if painted.texts else {}
    return _Picture(page, suspects).judged(letters) if suspects else {}


class Painted:
    """What is painted on a page, in its order: texts, the boxes and pictures that may cover one, and all paths.

    `paths` are PDFium's handles and their boxes, of those that lie in no drawing within the page.
    """

    def __init__(self, page: pdfium.PdfPage) -> None:
        self.texts: list[Object] = []
        self.boxes: list[Object] = []
        self.paths: list[tuple[int, Box]] = []
        handle = ctypes.cast(page.raw, ctypes.c_void_p).value
        self.count = _count_of(handle)
        self._order = 0
        self._sides, self._parts = bytearray(16), bytearray(16)
        self._to_sides, self._to_parts = pointers(self._sides), pointers(self._parts)
        self._walk(self.count, _object_of, handle, None, 1)

    def _walk(
        self, count: int, get: Callable[..., int], holder: int | None, matrix: _Matrix | None, depth: int
    ) -> None:
        # There are many texts, and a named tuple's own way of being made is slow.
        to_sides, texts, made = self._to_sides, self.texts, tuple.__new__
        for number in range(min(count, MOST_OBJECTS - self._order)):
            self._order += 1
            thing = get(holder, number)
            kind = _type_of(thing)
            if kind == _FORM:
                if depth < DEEPEST:
                    self._walk(_count_in(thing), _object_in, thing, _matrix(thing, matrix), depth + 1)
            elif _bounds_of(thing, *to_sides):
                box = _FLOATS(self._sides) if matrix is None else _moved(_FLOATS(self._sides), matrix)
                if kind == _TEXT:
                    if box[0] < box[2] and box[1] < box[3]:  # else it is a space
                        texts.append(made(Object, (self._order, thing, box, self._colour(thing), _mode_of(thing))))
                    continue
                if kind == _PATH and depth == 1:
                    self.paths.append((thing, box))
                if box[2] - box[0] > THIN and box[3] - box[1] > THIN and (kind != _PATH or _covers(thing)):
                    self.boxes.append(Object(self._order, thing, box, self._colour(thing), kind))

    def _colour(self, thing: int) -> _Colour:
        """The colour that a thing is filled with; black where PDFium does not say."""
        return _PARTS(self._parts) if _colour_of(thing, *self._to_parts) else _BLACK


def _matrix(form: int, outer: _Matrix | None) -> _Matrix:
    """How what a drawing holds is moved onto the page."""
    own = raw.FS_MATRIX()
    raw.FPDFPageObj_GetMatrix(ctypes.cast(form, raw.FPDF_PAGEOBJECT), own)
    a, b, c, d, e, f = outer or (1, 0, 0, 1, 0, 0)
    return (
        a * own.a + c * own.b, b * own.a + d * own.b, a * own.c + c * own.d, b * own.c + d * own.d,
        a * own.e + c * own.f + e, b * own.e + d * own.f + f,
    )  # fmt: skip


def _moved(box: Box, matrix: _Matrix) -> Box:
    a, b, c, d, e, f = matrix
    xs = [a * x + c * y + e for x in (box[0], box[2]) for y in (box[1], box[3])]
    ys = [b * x + d * y + f for x in (box[0], box[2]) for y in (box[1], box[3])]
    return min(xs), min(ys), max(xs), max(ys)


def _covers(path: int) -> bool:
    """Whether a path paints more than thin lines."""
    drawn = ctypes.cast(path, raw.FPDF_PAGEOBJECT)
    filled, stroked, width = ctypes.c_int(), ctypes.c_int(), ctypes.c_float()
    raw.FPDFPath_GetDrawMode(drawn, filled, stroked)
    if filled.value != raw.FPDF_FILLMODE_NONE:
        return True
    return bool(stroked.value and raw.FPDFPageObj_GetStrokeWidth(drawn, width)) and width.value > THIN


# Which texts may be unseen


@dataclass(frozen=True, slots=True)
class _Suspect:
    """How a text is judged: `instead` stands for it; `by_ink` if it paints nothing itself, as an OCR's does."""

    instead: str
    by_ink: bool = False


def _suspects(
    page: pdfium.PdfPage, texts: Sequence[Object], boxes: Sequence[Object], over: Sequence[Box]
) -> dict[int, _Suspect]:
    """The texts that may be unseen, by their handles."""
    edges = left, bottom, right, top = page.get_bbox()
    large = SCAN * (right - left) * (top - bottom)
    pictures = [thing for thing in boxes if thing.kind == _IMAGE]
    scans = [thing for thing in pictures if _area(thing.box) > large]
    laid = [thing for thing in boxes if thing not in scans]
    laid += [Object(MOST_OBJECTS + 1, 0, box, _BLACK, 0) for box in over]
    pairs, many = _pairs(texts, laid), len(texts) * len(laid) > MOST_PAIRS
    found: dict[int, _Suspect] = {}
    for number, text in enumerate(texts):
        # Most texts are dark, visible, upon the page and away from any box.
        _, _, (x0, y0, x1, y1), colour, mode = text
        off = mode or x0 < left or y0 < bottom or x1 > right or y1 > top
        if off or many or number in pairs or (colour != _BLACK and _is_faint(text, ())):
            near = [laid[place] for place in pairs.get(number, ())]
            covered = many or any(box.order > text.order for box in near)
            unshown = text.kind == raw.FPDF_TEXTRENDERMODE_INVISIBLE
            if unshown and not any(_shared(text.box, picture.box) for picture in pictures):
                found[text.handle] = _Suspect(NOTHING)
            elif unshown or (scans and scans[-1].order > text.order):
                if covered:
                    found[text.handle] = _Suspect(COVERED, by_ink=True)
            elif covered or _is_lost(text, near):
                found[text.handle] = _Suspect(COVERED)
            elif not _holds(edges, text.box) or _is_faint(text, near):
                found[text.handle] = _Suspect(NOTHING)
    return _once(texts, found) if found else found


def _once(texts: Sequence[Object], suspects: dict[int, _Suspect]) -> dict[int, _Suspect]:
    """The suspects but for texts that are painted once more at the same place and are seen then."""
    shown = {_place(text.box): text.order for text in texts if text.handle not in suspects}
    again = {text.handle for text in texts if shown.get(_place(text.box), 0) > text.order}
    return {handle: suspect for handle, suspect in suspects.items() if handle not in again}


def _pairs(texts: Sequence[Object], boxes: Sequence[Object]) -> dict[int, list[int]]:
    """For each text by its number the numbers of the boxes that lie over or under most of its height."""
    found: dict[int, list[int]] = {}
    if boxes and len(texts) * len(boxes) <= MOST_PAIRS:
        text, box = (np.array([thing.box for thing in things])[..., np.newaxis] for things in (texts, boxes))
        across = np.minimum(text[:, 2], box[:, 2].T) - np.maximum(text[:, 0], box[:, 0].T)
        up = np.minimum(text[:, 3], box[:, 3].T) - np.maximum(text[:, 1], box[:, 1].T)
        least = SHARE * np.minimum(text[:, 2] - text[:, 0], text[:, 3] - text[:, 1])
        for number, place in np.argwhere((across > least) & (up > least)).tolist():
            found.setdefault(number, []).append(place)
    return found


def _is_lost(text: Object, near: Sequence[Object]) -> bool:
    """Whether a text may be of the colour of what it is painted on."""
    return any(_is_path(box) and _distance(text.colour, box.colour) <= NEAR for box in near)


def _is_faint(text: Object, near: Sequence[Object]) -> bool:
    """Whether a text may be of the colour of the paper, or of none."""
    red, green, blue, opacity = text.colour
    if opacity <= _OPAQUE - PAPER:
        return True
    light = red >= PAPER and green >= PAPER and blue >= PAPER
    return light and not any(_is_path(box) and _holds(box.box, text.box) for box in near)


def _is_path(box: Object) -> bool:
    return bool(box.kind == _PATH)


def _distance(first: _Colour, second: _Colour) -> int:
    return max(abs(one - other) for one, other in zip(first[:3], second[:3], strict=True))


def _area(box: Box) -> float:
    return (box[2] - box[0]) * (box[3] - box[1])


def _shared(first: Box, second: Box) -> bool:
    return first[0] < second[2] and second[0] < first[2] and first[1] < second[3] and second[1] < first[3]


def _place(box: Box) -> tuple[int, ...]:
    return tuple(round(10 * side) for side in box)


def _holds(outer: Box, inner: Box) -> bool:
    return outer[0] <= inner[0] and outer[1] <= inner[1] and inner[2] <= outer[2] and inner[3] <= outer[3]


# What the picture of the page shows


class _Picture:
    """A page with its suspects and without them, and where a place of the page is on it."""

    def __init__(self, page: pdfium.PdfPage, suspects: dict[int, _Suspect]) -> None:
        self._suspects = suspects
        self._shades = _drawn(page)
        painting = [handle for handle, suspect in suspects.items() if not suspect.by_ink]
        _switch(painting, on=False)
        self._changed = np.abs(self._shades - _drawn(page)) >= CONTRAST if painting else self._shades < 0
        _switch(painting, on=True)
        height, width = self._shades.shape
        self._corner, across, up = (_device(page, x, y, width, height) for x, y in ((0, 0), (1000, 0), (0, 1000)))
        self._across, self._up = (
            [(end - start) / 1000 for start, end in zip(self._corner, far, strict=True)] for far in (across, up)
        )

    def judged(self, letters: Letters) -> dict[int, str]:
        """What stands instead of each character that is unseen; of a word that is mostly unseen nothing is left."""
        found: dict[int, str] = {}
        for match in _WORD.finditer(letters.text):
            unseen = {}
            for index in range(*match.span()):
                suspect = self._suspects.get(_text_at(letters.handle, letters.place(index)) or 0)
                if suspect and not self._shows(letters, index, suspect):
                    unseen[index] = suspect.instead
            if 2 * len(unseen) > match.end() - match.start():
                instead = next(iter(unseen.values()))
                unseen = dict.fromkeys(range(*match.span()), instead)
            found |= unseen
        return found

    def _shows(self, letters: Letters, index: int, suspect: _Suspect) -> bool:
        left, bottom, right, top = letters.ink(index)
        if right <= left or top <= bottom:
            return True
        least, most = (bottom + share * (top - bottom) for share in CORE)
        (x0, y0), (x1, y1) = self._place(left, least), self._place(right, most)
        rows, columns = (slice(max(int(min(a, b)), 0), max(int(max(a, b)) + 1, 0)) for a, b in ((y0, y1), (x0, x1)))
        if suspect.by_ink:
            patch = self._shades[rows, columns]
            return bool(patch.size and np.ptp(patch) >= CONTRAST)
        changed = self._changed[rows, columns]
        return bool(changed.size and changed.mean() > SLIVER)

    def _place(self, x: float, y: float) -> tuple[float, float]:
        across, up = self._across, self._up
        return self._corner[0] + across[0] * x + up[0] * y, self._corner[1] + across[1] * x + up[1] * y


def _drawn(page: pdfium.PdfPage) -> _Shades:
    width, height = page.get_size()
    bitmap = page.render(scale=min(SCALE, (MOST_DOTS / max(width * height, 1)) ** 0.5), grayscale=True)
    try:
        shades: _Shades = bitmap.to_numpy().squeeze().astype(np.int16)
        return shades
    finally:
        bitmap.close()


def _switch(handles: Sequence[int], *, on: bool) -> None:
    for handle in handles:
        raw.FPDFPageObj_SetIsActive(ctypes.cast(handle, raw.FPDF_PAGEOBJECT), on)


def _device(page: pdfium.PdfPage, x: float, y: float, width: int, height: int) -> tuple[float, float]:
    """Where a place of the page is on its picture, in dots."""
    across, down = ctypes.c_int(), ctypes.c_int()
    raw.FPDF_PageToDevice(page.raw, 0, 0, width * _FINE, height * _FINE, 0, x, y, across, down)
    return across.value / _FINE, down.value / _FINE

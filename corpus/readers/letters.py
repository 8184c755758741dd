"""A PDF page's characters as PDFium holds them, read in bulk, and where each stands.

A call for a character goes past the checks of ctypes, which would be most of the time.
"""

from __future__ import annotations

import ctypes
import struct
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as raw

Box = tuple[float, float, float, float]  # left, bottom, right, top

_FLOATS = struct.Struct("4f").unpack


def bare(function: Any, result: Any, *arguments: Any) -> Callable[..., Any]:
    """A PDFium function called by its address: unchecked, and without letting go of the interpreter's lock."""
    return ctypes.PYFUNCTYPE(result, *arguments)(ctypes.cast(function, ctypes.c_void_p).value or 0)


def pointers(memory: bytearray) -> list[ctypes.c_void_p]:
    """Pointers to the four numbers of a memory, made once: a call takes them twice as fast as it makes its own."""
    start = ctypes.addressof((ctypes.c_char * len(memory)).from_buffer(memory))
    return [ctypes.c_void_p(start + offset) for offset in range(0, len(memory), len(memory) // 4)]


_box_of = bare(raw.FPDFText_GetLooseCharBox, ctypes.c_int, ctypes.c_void_p, ctypes.c_int, ctypes.c_void_p)
_index_of = bare(raw.FPDFText_GetCharIndexFromTextIndex, ctypes.c_int, ctypes.c_void_p, ctypes.c_int)


class Letters:
    """The characters of a page: `text` has one for each UTF-16 unit, and `place` says where PDFium holds it."""

    __slots__ = ("_box", "_pointer", "_whole", "handle", "place", "text")

    def __init__(self, textpage: pdfium.PdfTextPage) -> None:
        count = textpage.count_chars()
        buffer = (ctypes.c_ushort * (count + 1))()
        written = max(raw.FPDFText_GetText(textpage.raw, 0, count, buffer) - 1, 0)
        units = bytes(buffer)[: 2 * written]
        text = units.decode("utf-16-le", "surrogatepass")
        self.text = text if len(text) == written else "".join(map(chr, buffer[:written]))
        self.handle = ctypes.cast(textpage.raw, ctypes.c_void_p).value or 0
        self._whole = written == count
        self.place: Callable[[int], int] = int if self._whole else partial(_index_of, self.handle)
        self._box = bytearray(16)
        self._pointer = pointers(self._box)[0]

    def box(self, index: int, turn: int = 0) -> Box:
        """Where a character stands, with the room that its font gives it, when the page is turned by `turn`."""
        _box_of(self.handle, index if self._whole else self.place(index), self._pointer)
        left, top, right, bottom = _FLOATS(self._box)
        return turned(left, bottom, right, top, turn) if turn else (left, bottom, right, top)

    def ends(self, first: int, last: int) -> Box:
        """As `box`, of all from `first` to `last` on an upright page, as high as the first; asked of every word."""
        handle, pointer, box = self.handle, self._pointer, self._box
        _box_of(handle, first if self._whole else self.place(first), pointer)
        left, top, right, bottom = _FLOATS(box)
        if last != first:
            _box_of(handle, last if self._whole else self.place(last), pointer)
            right = _FLOATS(box)[2]
        return left, bottom, right, top

    def ink(self, index: int) -> Box:
        """What the shape of a character fills."""
        left, right, bottom, top = (ctypes.c_double() for _ in range(4))
        raw.FPDFText_GetCharBox(
            ctypes.cast(self.handle, raw.FPDF_TEXTPAGE), self.place(index), left, right, bottom, top
        )
        return left.value, bottom.value, right.value, top.value

    def put(self, changes: Mapping[int, str]) -> None:
        """Have other characters stand where some are."""
        if changes:
            self.text = "".join(changes.get(index, char) for index, char in enumerate(self.text))


def turned(left: float, bottom: float, right: float, top: float, turn: int) -> Box:
    """A box as it stands when the page is turned by `turn` quarters; where the page begins does not matter."""
    if turn == 0:
        return left, bottom, right, top
    if turn == 1:
        return -top, left, -bottom, right
    if turn == 2:
        return -right, -top, -left, -bottom
    return bottom, -right, top, -left

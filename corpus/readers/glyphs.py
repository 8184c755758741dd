"""The words of a PDF page with their places: PDFium's characters, read in bulk.

PDFium gives characters in the order of the file and ends a line where the next character is not on it, but it makes a
space of any gap within a line, wide or not. So two calls a word ask where it stands; they go past the checks of ctypes,
which would be most of the time.
"""

from __future__ import annotations

import ctypes
import itertools
import math
import re
import statistics
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from corpus.readers import unseen
from corpus.readers.letters import Box, Letters, bare, turned
from corpus.readers.raised import lifted

# PDFium's mark for a hyphen that ends a line in the middle of a word.
HYPHEN = "\ufffe"
# A gap as wide as a line is high, leading included, is no space between two words of a sentence; half of that may be.
WIDE = 1.0
NARROW = 0.45
# No number stands further from its heading.
FAR = 4.0
# More objects than this are a map or a drawing, whose lines frame no table.
MOST_OBJECTS = 5_000
# And a path of more parts than this is a picture.
MOST_SEGMENTS = 600

_LINE = re.compile(rf"[^\r\n{HYPHEN}]+{HYPHEN}?")
_WORD = re.compile(rf"[^\s{HYPHEN}]+")
# What stands before an item of a list and belongs to it however wide the gap: "•", "1.", "2.1", "a)", "§ 14"; and a
# number before a heading, "3   Uppföljning".
# Far from what follows they mark no item, but are the cell of a table that says no.
_DASHES = frozenset("-–—*")
_MARKER = re.compile(
    r"[•◦▪·●○\uf0b7\-–—*]|\(?\d{1,3}[.):]|\d{1,3}(?:\.\d{1,3})+\.?|[a-zåäö][.)]|§+(?: ?\d{1,4}[a-z]?\.?)?"
)
_DIVIDED = re.compile(r"\w[-\u2010\u00ad]$")
_NUMBER = re.compile(r"[\d⁰¹²³⁴-⁹]{1,2}")
_END = re.compile(f"[\r\n{HYPHEN}]")
_COVERED = re.compile(rf"{unseen.COVERED}(?:\s*{unseen.COVERED})+")  # not even how many words there are
_DIGITS = re.compile(r"\d+")
_SPACED = re.compile(r"(?:(?<!\S)\w ){4,}\w(?!\S)")
# A raised mark has so many digits, stands so many characters from a letter of its line, is of such a height in those of
# that letter, and stands so much higher.
_LONGEST_MARK = 3
_NEAR = 6
_SMALL = (0.35, 0.85)
RAISED = 0.2
_BOLD = range(600, 1001)  # some fonts state weights of thousands
_THIN = 3.0  # points: a drawn line is no wider
_BOX = 6  # segments at most: a side each, one to begin with and one to close it

Word = tuple[float, float, int, int]  # left, right; start and end in the text
Gap = tuple[float, float, int]  # left, right; where in the piece's text it begins


@dataclass(slots=True)
class Piece:
    """A stretch of a line without a wide gap, in points, y upwards; `weak` are the lesser gaps: left, right, offset.

    `broken` says that it ends in a divided word, or what may be one, whose hyphen `text` leaves out.
    """

    text: str
    left: float
    right: float
    bottom: float
    top: float
    bold: bool
    broken: bool
    weak: tuple[tuple[float, float, int], ...] = ()

    @property
    def shown(self) -> str:
        """The text as it stands, with the hyphen of a divided word."""
        return self.text + "-" * self.broken

    @property
    def height(self) -> float:
        """The height of the line, room for ascenders and descenders included."""
        return self.top - self.bottom


@dataclass(frozen=True, slots=True)
class Rule:
    """A drawn line, level or upright, as the thin box that it is; or one side of a drawn box."""

    left: float
    bottom: float
    right: float
    top: float


@dataclass(slots=True)
class Sheet:
    """A page's pieces in the order of the file, as they stand when it is turned so that most of the text is upright.

    `aside` are the lines written in another direction (a stamp along the margin). `hidden` text is invisible: an OCR's,
    behind a picture. `turn` is how many quarters the page was turned, clockwise. `veiled` says that it holds words that
    are not seen on it, and are left out; `rules` are the lines drawn on it.
    """

    pieces: list[Piece]
    aside: list[str]
    hidden: bool
    turn: int
    veiled: bool
    rules: list[Rule] = field(default_factory=list)


_angle_of = bare(raw.FPDFText_GetCharAngle, ctypes.c_float, ctypes.c_void_p, ctypes.c_int)
_weight_of = bare(raw.FPDFText_GetFontWeight, ctypes.c_int, ctypes.c_void_p, ctypes.c_int)
_font_of = bare(
    raw.FPDFText_GetFontInfo,
    ctypes.c_ulong,
    ctypes.c_void_p,
    ctypes.c_int,
    ctypes.c_void_p,
    ctypes.c_ulong,
    ctypes.c_void_p,
)


def sheet(page: pdfium.PdfPage, over: Sequence[Box] = ()) -> Sheet:
    """The words that are seen on `page`, put together as far as no wide gap parts them; `over` is laid over it."""
    textpage = page.get_textpage()
    try:
        letters = Letters(textpage)
        painted = unseen.Painted(page)
        unseen_ones = unseen.find(page, painted, letters, over)
        veiled = any(letters.text[place].isalnum() for place in unseen_ones)
        letters.put(unseen_ones)
        found = _sheet(textpage, letters, painted, veiled=veiled)
        if painted.count <= MOST_OBJECTS:
            found.rules.extend(_rules(painted.paths, found.turn))
        return found
    finally:
        textpage.close()


def _rules(paths: Sequence[tuple[int, Box]], turn: int) -> Iterator[Rule]:
    """The lines that paths draw, turned as the page's text is."""
    for handle, box in paths:
        left, bottom, right, top = turned(*box, turn)
        path = ctypes.cast(handle, raw.FPDF_PAGEOBJECT)
        if right - left <= _THIN or top - bottom <= _THIN:
            yield Rule(left, bottom, right, top)
        elif (segments := raw.FPDFPath_CountSegments(path)) > _BOX:
            yield from _strokes(path, segments, turn) if segments <= MOST_SEGMENTS else ()
        else:
            yield from (Rule(left, bottom, left, top), Rule(right, bottom, right, top))
            yield from (Rule(left, bottom, right, bottom), Rule(left, top, right, top))


def _strokes(path: Any, segments: int, turn: int) -> Iterator[Rule]:
    """The straight lines of a path that draws many, as a table in one go."""
    matrix = raw.FS_MATRIX()
    raw.FPDFPageObj_GetMatrix(path, matrix)
    x, y = ctypes.c_float(), ctypes.c_float()
    last: tuple[float, float] | None = None
    for number in range(segments):
        segment = raw.FPDFPath_GetPathSegment(path, number)
        raw.FPDFPathSegment_GetPoint(segment, x, y)
        point = (
            matrix.a * x.value + matrix.c * y.value + matrix.e,
            matrix.b * x.value + matrix.d * y.value + matrix.f,
        )
        if last and raw.FPDFPathSegment_GetType(segment) == raw.FPDF_SEGMENT_LINETO:
            (left, right), (bottom, top) = sorted((last[0], point[0])), sorted((last[1], point[1]))
            if right - left <= _THIN or top - bottom <= _THIN:
                yield Rule(*turned(left, bottom, right, top, turn))
        last = point


def _sheet(textpage: pdfium.PdfTextPage, letters: Letters, painted: unseen.Painted, *, veiled: bool) -> Sheet:
    lines = [(match.start(), match.end()) for match in _LINE.finditer(letters.text) if not match.group().isspace()]
    firsts = [letters.place(_first(letters.text, start)) for start, _ in lines]
    turns = [round(_angle_of(letters.handle, first) / (math.pi / 2)) % 4 for first in firsts]
    turn = _most(zip(turns, lines, strict=True))
    upright = [line for line, way in zip(lines, turns, strict=True) if way == turn]
    if turn or any(itertools.starmap(_may_be_mark, itertools.pairwise(painted.texts))):
        upright = list(_joined(letters, upright, turn))
        letters.put({place: lifted(letters.text[place]) for line in upright for place in _raised(letters, *line, turn)})
    pieces = [piece for line in upright for piece in _pieces(letters, *line, turn)]
    aside = [_said(letters.text, *line).strip() for line, way in zip(lines, turns, strict=True) if way != turn]
    hidden = bool(lines) and all(_is_hidden(textpage, place) for place in (firsts[0], firsts[len(firsts) // 2]))
    return Sheet(pieces, aside, hidden, turn, veiled)


def _may_be_mark(first: unseen.Object, second: unseen.Object) -> bool:
    """Whether of two texts painted after one another one is small and stands above the line of the other, beside it."""
    line, mark = (first.box, second.box) if first.box[1] < second.box[1] else (second.box, first.box)
    height = mark[3] - mark[1]
    return (
        RAISED * height < mark[1] - line[1] < line[3] - line[1]
        and height < _SMALL[1] * (line[3] - line[1])
        and mark[2] - mark[0] < _LONGEST_MARK * height
        and max(mark[0] - line[2], line[0] - mark[2]) < 2 * height
    )


def _joined(letters: Letters, lines: Sequence[tuple[int, int]], turn: int) -> Iterator[tuple[int, int]]:
    """The lines, those as one that PDFium ends in the middle, since a raised mark stands there."""
    begun: tuple[int, int] | None = None
    for start, end in lines:
        if begun and letters.text[begun[1] : start] == "\r\n" and _goes_on(letters, begun[1] - 1, start, turn):
            begun = begun[0], end
            continue
        if begun:
            yield begun
        begun = start, end
    if begun:
        yield begun


def _goes_on(letters: Letters, last: int, first: int, turn: int) -> bool:
    """Whether one character follows another closely on its line."""
    before, after = letters.box(last, turn), letters.box(first, turn)
    least, height = sorted((before[3] - before[1], after[3] - after[1]))
    shared = min(before[3], after[3]) - max(before[1], after[1])
    return shared > 0.5 * least and -NARROW * height < after[0] - before[2] < NARROW * height


def _raised(letters: Letters, start: int, end: int, turn: int) -> Iterator[int]:
    """Where in the line `text[start:end]` digits are set small and above it, as the mark of a note is."""
    text = letters.text
    level: Box | None = None  # of the last character on the line that is not raised
    for match in _DIGITS.finditer(text, start, end):
        first, stop = match.span()
        mark = letters.box(first, turn)
        if stop - first > 1 and letters.box(stop - 1, turn)[1] != mark[1]:  # of two sizes: 950 and its mark
            boxes = [letters.box(place, turn) for place in range(first, stop)]
            level = min(reversed(boxes), key=lambda box: box[1])
            yield from (place for place, box in enumerate(boxes, first) if _stands_above(box, level))
            continue
        if level and mark[1] == level[1]:
            continue
        beside = _beside(text, first, stop, start, end)
        line = letters.box(beside, turn) if beside is not None else mark
        if level and line[1] == mark[1]:  # the one beside it is a raised digit too
            line = level
        if stop - first <= _LONGEST_MARK and _stands_above(mark, line):
            level = line
            yield from range(first, stop)
        else:
            level = mark


def _beside(text: str, first: int, stop: int, start: int, end: int) -> int | None:
    """The letter or digit of the line that stands nearest before `text[first:stop]`, else after it."""
    near = itertools.chain(range(first - 1, max(first - _NEAR, start) - 1, -1), range(stop, min(stop + _NEAR, end)))
    return next((place for place in near if text[place].isalnum()), None)


def _stands_above(mark: Box, line: Box) -> bool:
    """Whether a character is smaller than one of the line, stands near it and begins above where that one does."""
    height, own = line[3] - line[1], mark[3] - mark[1]
    return (
        _SMALL[0] * height <= own <= _SMALL[1] * height
        and RAISED * height <= mark[1] - line[1] < height
        and max(mark[0] - line[2], line[0] - mark[2]) < 2 * height
    )


def _most(turns: Iterator[tuple[int, tuple[int, int]]]) -> int:
    """The direction in which most characters are written."""
    counted: Counter[int] = Counter()
    for turn, (start, end) in turns:
        counted[turn] += end - start
    return counted.most_common(1)[0][0] if counted else 0


def _first(text: str, start: int) -> int:
    while text[start].isspace():
        start += 1
    return start


def _pieces(letters: Letters, start: int, end: int, turn: int) -> Iterator[Piece]:
    """The pieces of the line `text[start:end]`."""
    text = letters.text
    words: list[Word] = []
    weak: list[Gap] = []
    bottom = top = height = before = 0.0
    longest = 0
    for match in _WORD.finditer(text, start, end):
        first, stop = match.span()
        if turn:
            left, low, _, high = letters.box(first, turn)
            right = letters.box(stop - 1, turn)[2]
        else:
            left, low, right, high = letters.ends(first, stop - 1)
        gap = left - before
        if words and (gap > NARROW * height or gap < -height):
            if abs(gap) > WIDE * height and not _is_marker(text, words, first, gap / height):
                yield _piece(letters, words, weak, bottom, top)
                words, weak, longest = [], [], 0
            else:
                weak.append((before, left, len(_said(text, words[0][2], words[-1][3]))))
        words.append((left, right, first, stop))
        before = right
        if stop - first > longest:
            longest, bottom, top, height = stop - first, low, high, max(high - low, 1.0)
    if words:
        last = _piece(letters, words, weak, bottom, top)
        last.broken |= text[end - 1] == HYPHEN
        yield last


def _is_marker(text: str, words: Sequence[Word], following: int, gap: float) -> bool:
    """Whether `words` only mark the item that begins at `following`, so many heights away."""
    start, end = words[0][2], words[-1][3]
    if _MARKER.fullmatch(text, start, end):
        return gap < FAR or text[start:end] not in _DASHES
    return gap < FAR and bool(_NUMBER.fullmatch(text, start, end)) and text[following].isupper()


def _piece(letters: Letters, words: Sequence[Word], weak: Sequence[Gap], bottom: float, top: float) -> Piece:
    said = _said(letters.text, words[0][2], words[-1][3])
    if len(words) > 4 and _SPACED.search(said):
        said, weak = _closed_up(letters.text, words), ()
    # Both ends, since a label in bold ("Beslut:") may begin a line, and a sentence in bold end one.
    bold = _is_bold(letters, words[0][2]) and _is_bold(letters, words[-1][2])
    # PDFium marks the end of a divided word where the file goes on with the rest of it; else its hyphen stands there.
    broken = bool(_DIVIDED.search(said, max(0, len(said) - 2)))
    return Piece(said[: len(said) - broken], words[0][0], words[-1][1], bottom, top, bold, broken, tuple(weak))


def _is_bold(letters: Letters, index: int) -> bool:
    place = letters.place(index)
    weight = _weight_of(letters.handle, place)
    if weight:
        return weight in _BOLD
    name = ctypes.create_string_buffer(64)  # a font that is not in the file has its name only
    _font_of(letters.handle, place, name, len(name), None)
    return b"Bold" in name.value


def _closed_up(text: str, words: Sequence[Word]) -> str:
    """The words of a line where letters stand apart ("B E S L U T"), with no space but where the gap is wider."""
    gaps = [after[0] - before[1] for before, after in itertools.pairwise(words)]
    usual = statistics.median(gaps)
    said = text[words[0][2] : words[0][3]]
    for gap, before, (_, _, start, end) in zip(gaps, words, words[1:], strict=False):
        apart = end - start > 1 or before[3] - before[2] > 1 or gap > 1.5 * usual
        said += " " * apart + text[start:end]
    return _whole(said)


def _said(text: str, start: int, end: int) -> str:
    """`text[start:end]` without the ends of lines that were joined, with one mark for words that are covered."""
    said = text[start:end]
    if not said.isprintable():  # nearly every line is; half a character is not
        said = _whole(_END.sub("", said))
    return _COVERED.sub(unseen.COVERED, said) if unseen.COVERED in said else said


def _whole(text: str) -> str:
    """`text` with the halves of characters beyond the first plane put together; a half alone is lost."""
    return text if text.isascii() else text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "ignore")


def _is_hidden(textpage: pdfium.PdfTextPage, place: int) -> bool:
    drawn = raw.FPDFText_GetTextObject(textpage.raw, place)
    return bool(drawn) and raw.FPDFTextObj_GetTextRenderMode(drawn) == raw.FPDF_TEXTRENDERMODE_INVISIBLE

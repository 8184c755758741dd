"""Lines run together as they are read: paragraphs, list items and sentences, each with the way back to its place."""

from __future__ import annotations

import functools
import operator
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corpus.models import Part, Section
from corpus.structure.lines import Line
from corpus.structure.outline import parts

# Lines longer than this are paragraphs by themselves; no text is set narrower than this.
WIDEST, NARROWEST = 130, 60
# A line this much shorter than the widest, next word included, was broken on purpose: after the end of a sentence, and
# anywhere else.
RAGGED, HALF = 0.88, 0.6
# No paragraph of a paper that is one has more sentences.
MOST_SENTENCES = 400

_MARKER = re.compile(
    r"(?:(?:punkt|att-sats)\s+)?(?P<number>\d{1,2})\s?[.):](?:\s+|$)|(?P<bare>\d{1,2})\s+(?=att\b)"
    r"|(?P<letter>[a-zåäö])\s?[.)](?:\s+|$)|(?P<bullet>[-–—−•▪●○*·])(?:\s+|$)"
    r"|(?P<that>[*_]{0,2}(?:dels )?att[*_]{0,2}\s)",
    re.IGNORECASE,
)
_CASE = re.compile(r"(?:dnr|diarie\w+|ärende(?:nummer|nr))\b", re.IGNORECASE)
_STOP = re.compile(r"[.!?][\"”’»)*_]*\s+(?=[\"”’»(*_–\-]*[A-ZÅÄÖÉ\d])")
_BREAKS_OFF = re.compile(
    r"(?:,|\w[-–]|\b(?:och|samt|av|den|från|för|om|till|i|på|med|att|nr|dnr|daterad)|§)$", re.IGNORECASE
)
_TEXT_OF = operator.attrgetter("text")
# No word of these is longer; they are looked for at the end of a line only.
_LONGEST_WORD = 12
# What an att-sats goes on from, and what ends a paper of a list: its date, its §.
_ASKS = re.compile(r"\b(?:uppdrag|beslutar?|föreslår?|för|om|genom|så|på|av|till|med|och|samt|innebär|syfte|än|utan)$")
_COMPLETE = re.compile(r"(?:(?:19|20)\d\d(?:-\d\d-\d\d)?|§+ ?\d+|\.)$")
# What stands before a full stop that ends no sentence: so many letters in a row are none of it.
_LONGEST_SHORT = 6
_SHORT = re.compile(
    r"(?:^|[\s(])(?:kl|nr|dnr|t\.?ex|bl\.?\s?a|m\.?\s?fl|m\.?m|d\.?v\.?s|s\.?k|f\.?n|f\.?d|o\.?dyl|kap|st|p|s|sid|ca|jfr|resp"
    r"|prop|ordf|v|tj|tjg|ers|adj|inkl|exkl|ev|fr\.?\s?o\.?\s?m|t\.?\s?o\.?\s?m|avs|bet|forts|tel|dr)$"
    r"|(?-i:(?:^|[A-ZÅÄÖ][\wåäöé\-]{0,20}\s)[A-ZÅÄÖ])$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Prose:
    """Lines joined by single blanks; `offsets` are where each begins in `text`."""

    text: str
    lines: tuple[Line, ...]
    offsets: tuple[int, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where `self.text[start:end]` stands in the document; it holds at least one character that is no blank."""
        while self.text[start].isspace():
            start += 1
        while self.text[end - 1].isspace():
            end -= 1
        return self._place(start), self._place(end - 1) + 1

    def _place(self, at: int) -> int:
        number = bisect_right(self.offsets, at) - 1
        return self.lines[number].start + at - self.offsets[number]


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph or a list item; its words begin at `body`, after the marker.

    `kind` is "number", "letter", "bullet" or "that" (an att-sats) for an item, else "".
    """

    prose: Prose
    kind: str = ""
    number: int | None = None
    body: int = 0

    @property
    def text(self) -> str:
        """The words, without the marker."""
        return self.prose.text[self.body :]

    def span(self) -> tuple[int, int]:
        """Where the words stand in the document."""
        return self.prose.span(self.body, len(self.prose.text))


def run(lines: Sequence[Line]) -> Prose:
    """The prose of `lines`, blank ones left out."""
    kept = tuple(line for line in lines if line.text)
    offsets, at = [], 0
    for line in kept:
        offsets.append(at)
        at += len(line.text) + 1
    return Prose(" ".join(line.text for line in kept), kept, tuple(offsets))


def between(rows: Sequence[Line], start: int, end: int) -> list[Line]:
    """What of `rows`, which are in order, stands in the document's text from `start` to `end`."""
    found = []
    for line in rows[bisect_right(rows, start, key=lambda line: line.end) :]:
        if line.start >= end:
            break
        left, right = max(line.start, start), min(line.end, end)
        found.append(Line(line.text[left - line.start : right - line.start], left, right))
    return found


def body(rows: Sequence[Line], part: Part) -> Sequence[Line]:
    """The lines of `part` less its headings; the last may share its line with words: "Reservation: Anna Ek (S)"."""
    lines = rows[_at(rows, part.start) : _at(rows, part.end)]
    heading = parts.opening(lines[0].text) if lines else None
    if not heading:
        return lines
    if heading[1] < len(lines[0].text):
        first = lines[0]
        return [Line(first.text[heading[1] :], first.start + heading[1], first.end), *lines[1:]]
    under = 0 if lines[0].text.endswith(".") else 1
    while 0 < under < len(lines) and (not lines[under].text or _is_folded(lines[under].text, part)):
        under += 1
    return lines[under:]


def _is_folded(text: str, part: Part) -> bool:
    return parts.named(text) is not None and parts.folds(text, part.name)


def loose(rows: Sequence[Line], section: Section) -> Sequence[Line]:
    """The lines of `section` below its heading that stand before its first part."""
    lines = rows[: _at(rows, section.parts[0].start if section.parts else section.end)]
    first = 1 if section.paragraph else 0
    while first < len(lines) and _heads(lines[first].text.strip(parts.MARKS), section.heading):
        first += 1
    return lines[first:]


def _at(rows: Sequence[Line], place: int) -> int:
    """The number of the first row that begins at `place` or after it."""
    return bisect_left(rows, place, key=lambda line: line.start)


def _heads(text: str, heading: str) -> bool:
    return text in heading or bool(_CASE.match(text))


def width(rows: Sequence[Line]) -> int:
    """How wide the lines of a hard-wrapped text are at most, in characters."""
    return max(filter(WIDEST.__ge__, map(len, map(_TEXT_OF, rows))), default=0)


def blocks(lines: Sequence[Line], wide: int, *, listed: bool = False) -> Iterator[Block]:
    """The paragraphs and list items of `lines`, which are `wide` characters at most where they are hard-wrapped.

    `listed` says that they are a list, whatever their marks: a line is an item unless it goes on from the one above.
    """
    return iter(_parsed(tuple(lines), max(wide, NARROWEST), listed))


@functools.lru_cache(maxsize=64)  # each kind of fact reads the same parts of a §
def _parsed(lines: tuple[Line, ...], wide: int, listed: bool) -> tuple[Block, ...]:
    return tuple(_blocks(lines, wide, listed))


def _blocks(lines: Sequence[Line], wide: int, listed: bool) -> Iterator[Block]:
    open_: list[Line] = []
    gap = False
    for line in lines:
        if not line.text:
            gap = True
            continue
        if open_ and (
            _parted(open_[-1], line, wide, gap) or (listed and not _goes_on(open_[-1].text, line.text, wide))
        ):
            yield _block(open_)
            open_ = []
        open_.append(line)
        gap = False
    if open_:
        yield _block(open_)


def sentences(text: str) -> Iterator[tuple[int, int]]:
    """The sentences of `text`, as spans without the blanks between them; all beyond a number of them are one."""
    start, count = 0, 0
    for match in _STOP.finditer(text):
        if text[match.start()] == "." and _is_short(text, start, match.start()):
            continue
        yield start, match.start() + len(match.group().rstrip())
        start = match.end()
        count += 1
        if count == MOST_SENTENCES:
            break
    if text[start:].strip():
        yield start, len(text.rstrip())


def _is_short(text: str, start: int, stop: int) -> bool:
    """Whether the full stop at `stop` of a sentence that begins at `start` belongs to what is cut short before it."""
    last = text[max(start, stop - _LONGEST_SHORT) : stop]
    if len(last) == _LONGEST_SHORT and last.isalpha():
        return False
    return _SHORT.search(text, max(start, stop - 24), stop) is not None


def _parted(line: Line, after: Line, wide: int, gap: bool) -> bool:
    """Whether `after` begins a new block: by its marker, or since its first word had fitted on `line`."""
    if after.text.startswith("|") or line.text.startswith("|"):
        return True
    marker = _MARKER.match(after.text)
    length = len(line.text) + 1 + len(after.text.split(None, 1)[0])
    # Letters differ in width, so a line may hold a tenth fewer than another; and an indent does not show.
    room = len(line.text) > WIDEST or length <= wide * RAGGED
    if not marker and (not (room or gap) or _breaks_off(line.text)):
        return False
    ends = line.text.rstrip("\"”’'»)]*_").endswith((".", "!", "?", ":", ";"))
    if marker and marker.lastgroup == "that":
        # A line may break before "att" in the middle of a sentence, most likely after a word that asks for one.
        return room or ends or gap or (line.text.startswith("att") and not _ASKS.search(line.text))
    if marker:
        return gap or not _dangling(line.text)
    if gap:
        return ends or room
    return room and (ends or (length <= wide * HALF and after.text[0].isupper()))


def _breaks_off(text: str) -> bool:
    """Whether a line ends in the middle of a sentence, or is nothing but the mark of an item."""
    if _BREAKS_OFF.search(text, max(0, len(text) - _LONGEST_WORD)):
        return True
    alone = _MARKER.match(text)
    return alone is not None and alone.end() == len(text)


def _goes_on(text: str, after: str, wide: int) -> bool:
    """Whether an item of a list goes on from its line `text` to `after`."""
    if _BREAKS_OFF.search(text, max(0, len(text) - _LONGEST_WORD)):
        return True
    if _COMPLETE.search(text) and not after[0].islower():
        return False
    return len(text) > wide * HALF and (after[0].islower() or len(text) + after.find(" ") > wide * RAGGED)


def _dangling(text: str) -> bool:
    """Whether a line breaks off before a number."""
    return text.endswith((" den", " kl.", " nr", " nummer", " punkt", " §", " bilaga", " kap."))


def _block(lines: list[Line]) -> Block:
    prose = run(lines)
    match = _MARKER.match(prose.text)
    if not match or match.end() == len(prose.text):
        return Block(prose)
    kind = match.lastgroup or ""
    if kind == "that":
        return Block(prose, kind)
    number = match["number"] or match["bare"]
    return Block(prose, "number" if number else kind, int(number) if number else None, match.end())

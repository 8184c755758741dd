"""The lines of a page as text: divided words whole, a blank line between paragraphs, headings pointed out."""

from __future__ import annotations

import itertools
import re
import statistics
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from corpus.models import Span
from corpus.readers.cells import weld
from corpus.readers.clean import clean
from corpus.readers.layout import Line

# A gap between lines this much wider than usual parts two paragraphs.
WIDER = 1.25
# A heading's line is this much higher than the text's, or bold.
HIGHER = 1.12
# So many characters of one size on a page are its text.
LEAST_BODY = 400
LONGEST_HEADING = 120
MOST_HEADING_LINES = 3
# Where more of the lines are bold than this, bold says nothing.
MOST_BOLD = 0.4
# With fewer headings than this the paper does not mark them, and they had better be told by how they read.
LEAST_HEADINGS = 3

# Characters that stand for others on paper, and symbol fonts' own places for a bullet.
_PLAIN = str.maketrans({"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "ft", "ﬆ": "st"}) | {
    0xF0B7: "•", 0xF0A7: "▪", 0xF02D: "–", 0xF0FC: "✓", 0xF0D8: "➢",
}  # fmt: skip
_BREAK = re.compile(r"[\n\r\x0b\x85\u2028\u2029]")
_ODD = re.compile(r"[\r\x0b\x85\u2028\u2029\ufb00-\ufb06\uf000-\uf0ff]")
_WORD = re.compile(r"\S+")
# A list item, an address, a row of a table of contents.
_NO_HEADING = re.compile(r"^[•▪–*-]|@|www\.|\.{4}|\. \. \.|_{4}")


def text(lines: Sequence[Line], heads: Sequence[tuple[int, int]]) -> tuple[str, list[Span]]:
    r"""The text of a page, clean and ended by "\n", and where each of `lines` stands in it.

    `heads` are the first and the last line of each heading, which large letters set apart must not tear up.
    """
    if not lines:
        return "\n", []
    said = _cleaned([line.text for line in lines])
    open_word = 0  # the line on which the last word began
    for number in range(len(lines) - 1):
        open_word = number if said[number] else open_word
        if lines[number].broken:
            said[open_word], said[number + 1] = _mended(said[open_word], said[number + 1])
    usual = _leading(lines)
    within = {number for first, last in heads for number in range(first + 1, last + 1)}
    written: list[str] = []
    spans: list[Span] = []
    place = 0
    for number, line in enumerate(said):
        parted = number and number not in within and _parted(lines[number - 1], lines[number], usual)
        gap = "\n" if line and parted else ""
        start = place + len(gap)
        written.append(f"{gap}{line}\n" if line else "")
        spans.append(Span(start, start + len(line)) if line else Span(place, place))
        place += len(written[-1])
    if lines[-1].broken:  # a hyphen that nothing follows is one
        written[-1] = written[-1].rstrip("\n") + "-\n"
        spans[-1] = Span(spans[-1].start, spans[-1].end + 1)
    return "".join(written) or "\n", spans


def _cleaned(texts: Sequence[str]) -> list[str]:
    """Each of the texts in the normal form, all at once: there are many lines, and next to none of them needs it."""
    joined = "\n".join(texts)
    if _ODD.search(joined):
        joined = "\n".join(_BREAK.sub(" ", text.translate(_PLAIN)) for text in texts)
    return [text.strip() for text in clean(joined).split("\n")]


def headings(pages: Sequence[Sequence[Line]]) -> list[list[tuple[int, int]]]:
    """For each page the first and the last line of each heading; none anywhere in a paper that does not mark them."""
    alone = [line for page in pages for line in page if line.alone]
    paper, _ = _body(alone)
    bold_says = sum(line.bold for line in alone) <= MOST_BOLD * len(alone)
    found = []
    for page in pages:
        # Papers put together of others are set in several sizes; a page of little but headings has none of its own.
        height, characters = _body(page)
        body = height if characters >= LEAST_BODY else paper
        found.append(list(_headings(page, body, bold_says=bold_says)))
    return found if sum(map(len, found)) >= LEAST_HEADINGS else [[] for _ in pages]


def _body(lines: Iterable[Line]) -> tuple[float, int]:
    """The height that most of the text of `lines` is set in, and how many characters of it there are."""
    counted: Counter[float] = Counter()
    for line in lines:
        if line.alone:
            counted[_height(line)] += len(line.text)
    return counted.most_common(1)[0] if counted else (0.0, 0)


def _headings(page: Sequence[Line], body: float, *, bold_says: bool) -> Iterator[tuple[int, int]]:
    usual = _leading(page)
    start = 0
    while start < len(page):
        stop = start
        while stop < len(page) and _may_head(page[stop], body, bold_says=bold_says):
            if stop > start and _differ(page[stop - 1], page[stop], usual):
                break
            stop += 1
        if 0 < stop - start <= MOST_HEADING_LINES and not page[stop - 1].text.endswith((".", ",", ";")):
            yield start, stop - 1
        start = max(stop, start + 1)


def _may_head(line: Line, body: float, *, bold_says: bool) -> bool:
    return (
        line.alone
        and ((line.bold and bold_says) or _height(line) > HIGHER * body)
        and 3 <= len(line.text) <= LONGEST_HEADING
        and any(char.isalpha() for char in line.text)
        and not _NO_HEADING.search(line.text)
    )


def _differ(above: Line, below: Line, usual: float) -> bool:
    """Whether two lines are no one heading: of another kind, or further apart than large letters ask for."""
    return above.bold != below.bold or abs(_height(above) - _height(below)) > 1 or _step(above, below) > 1.6 * usual


def _height(line: Line) -> float:
    return round(2 * (line.top - line.bottom)) / 2


def _mended(first: str, second: str) -> tuple[str, str]:
    """Two lines between which a word is divided, with the word whole on the first."""
    word = _WORD.match(second)
    if not word or not second[0].isalnum():
        return first + "-", second
    return weld(first, word.group(), broken=True), second[word.end() :].lstrip()


def _leading(lines: Sequence[Line]) -> float:
    """How far apart the lines of a paragraph are, in heights of a line."""
    steps = [_step(above, below) for above, below in itertools.pairwise(lines) if above.alone and below.alone]
    near = [step for step in steps if 0.5 < step < 3]
    return statistics.median(near) if near else 1.0


def _step(above: Line, below: Line) -> float:
    return (above.bottom - below.bottom) / max(above.top - above.bottom, below.top - below.bottom, 1.0)


def _parted(above: Line, below: Line, usual: float) -> bool:
    return _step(above, below) > WIDER * usual

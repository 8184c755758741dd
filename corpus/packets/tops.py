"""What stands at the head of each page of a file, as far as it may tell that a paper begins there."""

from __future__ import annotations

import datetime as dt
import itertools
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from corpus.models import Extraction, Kind
from corpus.structure import paging
from corpus.structure.head import kinds, labels
from corpus.structure.head.kinds import Weight
from corpus.structure.lines import Line
from corpus.swedish import case_numbers, days

# How deep into a page, in lines that are not blank, the head of a paper reaches.
DEPTH = 16
# A letterhead or a running header stands in the first so many lines.
LETTERHEAD = 3
LONGEST = 120
# A bare page number stands on one of the outermost lines: a stamp of the whole file may stand outside it.
EDGE = 2
# Page numbers that run through so much of a file are the file's own, and tell nothing of its papers.
LEAST_THROUGH = 0.6

_APPENDIX = re.compile(r"(bilaga(?: \w{1,3})?)\b[^.]{0,80}", re.IGNORECASE)
_BARE = re.compile(
    r"(?:[-–]\s?)?(?:(?:sid(?:a|an|nr)?|blad|page)\.?:?\s?)?(?P<page>\d{1,4})(?:\s?[-–])?", re.IGNORECASE
)
_DIGIT = re.compile(r"\d")
_SPACE = re.compile(r"\W+")

# A page's number, and of how many where it says so.
Number = tuple[int, int | None]


@dataclass(frozen=True, slots=True)
class Top:
    """The head of a page.

    `lines` are its words alone, in small letters. `kinds`, `cases` and `days` are the cells there that are nothing but
    the name of a kind of paper, a diarienummer or a date; `named` is every diarienummer and `told` every date that is
    so much as mentioned. `letterhead` are the first lines less their figures. `number` is what the page prints of the
    numbering of its own paper.
    """

    lines: tuple[str, ...]
    kinds: frozenset[str]
    cases: frozenset[str]
    days: frozenset[dt.date]
    named: frozenset[str]
    told: frozenset[dt.date]
    letterhead: frozenset[str]
    number: Number | None

    @property
    def headings(self) -> frozenset[str]:
        """Its lines, and each with the one below it: a heading may go over two."""
        return frozenset((*self.lines, *map(" ".join, itertools.pairwise(self.lines))))

    @property
    def is_notice(self) -> bool:
        """Whether a kallelse or the like is named."""
        return Kind.SUMMONS in self.kinds or any(
            (found := kinds.find(line)) and found[0] is Kind.SUMMONS for line in self.lines
        )


def read(extraction: Extraction) -> list[Top]:
    """The head of each page of a file."""
    text = extraction.text
    edges = [paging.edges(text, page, DEPTH) for page in extraction.pages]
    numbers = _numbers(edges)
    return [_top(lines, number) for (lines, _), number in zip(edges, numbers, strict=True)]


def plain(words: str) -> str:
    """`words` in small letters, with one space for all that is no letter or figure."""
    return _SPACE.sub(" ", words).casefold().strip()


def _top(lines: Sequence[Line], number: Number | None) -> Top:
    cells = [cell for line in lines for cell in labels.cells(line) if len(cell.text) <= LONGEST]
    figured = [cell for cell in cells if _DIGIT.search(cell.text)]
    return Top(
        lines=tuple(plain(line.text[:LONGEST]) for line in lines),
        kinds=frozenset(_kinds(cells)),
        cases=frozenset(one.canonical for cell in figured if (one := case_numbers.alone(cell.text))),
        days=frozenset(day for cell in figured if (day := _day(cell))),
        named=frozenset(number for cell in figured for number in case_numbers.case_numbers(cell.text)),
        told=frozenset(day for cell in figured for day in days.dates(cell.text)),
        letterhead=frozenset(shape for line in lines[:LETTERHEAD] if (shape := _shape(line.text))),
        number=number,
    )


def _kinds(cells: Iterable[Line]) -> Iterator[str]:
    for cell in cells:
        if (found := kinds.find(cell.text)) and found[1] is Weight.IS:
            yield found[0]
        if appendix := _APPENDIX.fullmatch(cell.text):
            yield appendix[1].casefold()


def _day(cell: Line) -> dt.date | None:
    """The date that a cell is, with or without the word for it."""
    found = next(days.find(cell.text), None)
    if found is None:
        return None
    beside = cell.text[: found.start] + cell.text[found.end :]
    return found.date if not plain(beside) or labels.label(cell) else None


def _shape(line: str) -> str:
    shape = plain(_DIGIT.sub("", line[:LONGEST]))
    return shape if any(map(str.isalpha, shape)) else ""


def _numbers(edges: Sequence[tuple[Sequence[Line], Sequence[Line]]]) -> list[Number | None]:
    """What each page prints of the numbering of its own paper: not that which runs through the file."""
    printed = [list(dict.fromkeys(_printed(top, bottom))) for top, bottom in edges]
    series = Counter((page - at, of) for at, found in enumerate(printed) for page, of in found)
    through = {one for one, count in series.items() if count >= max(2, LEAST_THROUGH * len(edges))}
    return [
        next(((page, of) for page, of in found if (page - at, of) not in through), None)
        for at, found in enumerate(printed)
    ]


def _printed(top: Sequence[Line], bottom: Sequence[Line]) -> Iterator[Number]:
    """The page numbers at a page's edges: "2 (3)" anywhere there, "2" alone near the edge, those of how many first."""
    near = [line.text for line in (*top[: paging.DEPTH], *bottom[: paging.DEPTH])]
    yield from (found for line in near if (found := paging.label(line)))
    for line in (*top[:EDGE], *bottom[:EDGE]):
        if bare := _BARE.fullmatch(line.text):
            yield int(bare["page"]), None

"""The page numbers that a paper prints on its pages, and what they tell of where another paper begins."""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Sequence

from corpus.models import Span
from corpus.structure.lines import Line

# How deep into a page, in lines that are not blank, its number stands.
DEPTH = 6
# How deep, so counted, a running header or footer reaches.
DEEPEST = 8
# So many numbers that follow on one another part a text without page breaks into pages.
LEAST_RUN = 3

# "5 (23)", "Sida 5 (23)", "sid 5 av 23", "Blad 5/23": at the start or end of a line, or between wide gaps.
_LABEL = re.compile(
    r"(?:^|(?<=\s))(?P<word>(?:sid(?:a|an|nr)?|blad|page)\.?:?\s{0,9})?(?P<page>\d{1,4})\s?"
    r"(?:\((?P<of>\d{1,4})\)|(?P<loose>av|/|of)\s?(?P<of2>\d{1,4}))(?=\s|$)",
    re.IGNORECASE,
)
_FILLED = re.compile(r"\S[^\n]*")
_DIGIT = re.compile(r"\d")
# A line that may carry one, for texts of no pages.
_PRINTED = re.compile(r"^.{0,150}?\d[ \t]?(?:\(\d{1,4}\)|(?:av|/|of)[ \t]?\d{1,4})(?:[ \t].{0,40})?$", re.MULTILINE)


def label(line: str) -> tuple[int, int] | None:
    """The page and the number of pages that `line` prints, or None. "1/24" counts with its word or alone only."""
    match = _LABEL.search(line) if len(line) < 200 and _DIGIT.search(line) else None
    if match is None:
        return None
    if match["loose"] and not match["word"] and match.end() - match.start() < len(line):
        return None
    if match.end() < len(line) and match.start() and "   " not in line and "\t" not in line and "|" not in line:
        return None
    page, of = int(match["page"]), int(match["of"] or match["of2"])
    return (page, of) if 1 <= page <= of else None


def masked(line: str) -> str:
    """`line` with its page number taken out."""
    return _LABEL.sub("#", line)


def sheets(text: str, pages: Sequence[Span]) -> list[Span]:
    """The pages of `text`; where the format knows of too few, parted behind each of a run of printed page numbers."""
    if len(pages) >= LEAST_RUN:
        return list(pages)
    ends: list[int] = []
    last: tuple[int, int] | None = None
    for match in _PRINTED.finditer(text):
        line = text[match.start() : match.end()].strip()
        found = label(line)
        if found is None:
            continue
        if last is None or (found[1] == last[1] and 0 < found[0] - last[0] <= 2):
            ends.append(min(match.end() + 1, len(text)))
            last = found
    if len(ends) < LEAST_RUN:
        return list(pages)
    bounds = [0, *ends, *([len(text)] if ends[-1] < len(text) else [])]
    return [Span(start, end) for start, end in itertools.pairwise(bounds)]


@functools.lru_cache(maxsize=2)  # furniture and the papers of a file are told by the same edges
def laid(text: str, pages: tuple[Span, ...]) -> tuple[list[Span], list[tuple[list[Line], list[Line]]], list[int]]:
    """The sheets of `text`, the `edges` of each, and the `groups` that the numbers printed there make."""
    found = sheets(text, pages)
    sides = [edges(text, sheet, DEEPEST) for sheet in found]
    return found, sides, groups([printed(*side) for side in sides])


def edges(text: str, page: Span, depth: int) -> tuple[list[Line], list[Line]]:
    """The first and the last `depth` lines of a page that are not blank, each from its edge inwards."""
    last = page.start + len(text[page.start : page.end].rstrip())
    top = [_line(match) for match in itertools.islice(_FILLED.finditer(text, page.start, last), depth)]
    bottom: list[Line] = []
    while last > page.start and len(bottom) < depth:
        start = max(page.start, text.rfind("\n", page.start, last) + 1)
        if match := _FILLED.search(text, start, last):
            bottom.append(_line(match))
        last = start - 1
    return top, bottom


def _line(match: re.Match[str]) -> Line:
    text = match.group().rstrip()
    return Line(text, match.start(), match.start() + len(text))


def printed(top: Sequence[Line], bottom: Sequence[Line]) -> tuple[int, int] | None:
    """The number that a page with these edges prints, as (page, of how many), or None."""
    pairs = itertools.zip_longest(top[:DEPTH], bottom[:DEPTH])
    numbered = (label(line.text) for pair in pairs for line in pair if line is not None)
    return next((number for number in numbered if number), None)


def groups(numbers: Sequence[tuple[int, int] | None]) -> list[int]:
    """For each page the index of its paper's first page: after the last number, or with a 1, another paper begins.

    A paper that is laid into another, whose numbers then go on, is part of that one.
    """
    last = {number: index for index, number in enumerate(numbers)}
    first: list[int] = []
    before: tuple[int, int] | None = None
    resumed = -1
    for index, number in enumerate(numbers):
        restarts = False
        if before and number and index > resumed and (number[0] == 1 or (before[0] == before[1] and number != before)):
            resumed = last.get((before[0] + 1, before[1]), -1)
            restarts = resumed < index
        first.append(index if restarts or not first else first[-1])
        if index >= resumed:
            before = number or before
    return first

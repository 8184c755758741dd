"""Broken text made findable: words to search by beside the text, which stays as it is for display and quotation."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence

from corpus.models import Repair, Span
from corpus.repair import figures, hyphens, letters


def find(text: str, furniture: Sequence[Span], scanned: Sequence[Span] = ()) -> tuple[Repair, ...]:
    """The repairs of `text`, sorted, none over another; `scanned` are the stretches that OCR read.

    A repair is a word cut by a line end, a number with letters in it, or a word whose letters OCR took for others.
    Words are mended so only where the text around is broken, so a clean paper gets next to none. `furniture` is sorted.
    """
    cut = hyphens.find(text, furniture)
    found: list[Repair] = []
    for one in sorted([*cut, *figures.find(text)], key=lambda one: one.start):
        if not found or one.start >= found[-1].end:
            found.append(one)
    return tuple(letters.find(text, found, scanned))


def aligned(text: str, repairs: Sequence[Repair]) -> str:
    """`text` with the mended words in their places, every other character where it was; for finders of structure.

    A word that became shorter is followed by blanks; one that became longer, or is cut by a line end, is left as it is.
    """
    pieces = []
    place = 0
    for repair in repairs:
        room = repair.end - repair.start
        if len(repair.words) <= room and "\n" not in text[repair.start : repair.end]:
            pieces += [text[place : repair.start], repair.words.ljust(room)]
            place = repair.end
    return "".join((*pieces, text[place:]))


def searched(text: str, start: int, end: int, repairs: Sequence[Repair]) -> str:
    """`text[start:end]` with the `repairs` that lie within it applied; they are sorted, and may be all the text's."""
    pieces = []
    place = start
    for repair in _within(repairs, start, end):
        pieces += [text[place : repair.start], repair.words]
        place = repair.end
    return "".join((*pieces, text[place:end]))


def originals(spans: Iterable[Span], start: int, end: int, repairs: Sequence[Repair]) -> list[Span]:
    """Where in the text the `spans` of `searched(text, start, end, repairs)` stand.

    What begins or ends within repaired words begins or ends with the whole of what they repair; no span is empty.
    """
    edges = []  # for each repair its place in what is searched, and in the text
    moved = start
    for repair in _within(repairs, start, end):
        place = repair.start - moved
        edges.append((place, place + len(repair.words), repair))
        moved += (repair.end - repair.start) - len(repair.words)

    def origin(offset: int) -> tuple[int, int]:
        """The character of the text at `offset`, or all of the repair that it lies in."""
        number = bisect_right(edges, offset, key=lambda edge: edge[0]) - 1
        if number < 0:
            return start + offset, start + offset + 1
        _, stop, repair = edges[number]
        if offset < stop:
            return repair.start, repair.end
        return repair.end + offset - stop, repair.end + offset - stop + 1

    return [Span(origin(span.start)[0], origin(span.end - 1)[1]) for span in spans]


def _within(repairs: Sequence[Repair], start: int, end: int) -> Iterator[Repair]:
    first = bisect_left(repairs, start, key=lambda repair: repair.start)
    for repair in repairs[first:]:
        if repair.end > end:
            break
        yield repair

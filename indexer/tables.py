"""Tables in the text of a paper: rows whose cells are parted by bars, and the headings that name the columns."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corpus.models import Document, Span
from corpus.readers.cells import is_person

# A heading has no more rows than this: what goes over several columns stands above what goes over one.
MOST_HEADING_ROWS = 3
LONGEST_HEADING = 400  # characters of a row
# So many rows below it are looked at, and so large a share of a column is to be sums, shares or days.
LOOKED_AT = 8
LEAST_VALUES = 0.8
# Of two columns of words the left one is as often labels as the upper row is.
LEAST_OF_WORDS = 3
LONGEST_LABEL = 40

_BAR = re.compile(r"(?<!\S)\|(?!\S)")
_RULE = re.compile(r"[ |:–—-]{3,}")
# A year is as often what a column is called; a dash stands where there is no sum.
_YEAR = re.compile(r"(?:19|20)\d\d(?:[/–-]\d{2,4})?")
_VALUE = re.compile(r"[-–−+±~]?\s?\d[\d\s.,:/%–-]{0,30}(?:\s?[^\W\d_]{1,12}\.?){0,2}\s?%?|[-–—]")


@dataclass(frozen=True, slots=True)
class _Row:
    """A row, and whether it stands right below another one, with neither a blank line nor a page's end between."""

    start: int
    end: int
    cells: tuple[str, ...]
    follows: bool


@dataclass(frozen=True, slots=True)
class _Table:
    """The rows from `start` to `end`, which may stand on later pages than their heading."""

    heading: Span
    start: int
    end: int


class Tables:
    """The tables of a paper that have a heading."""

    def __init__(self, document: Document) -> None:
        self._tables = [table for rows in _runs(document) for table in _tables(rows)]
        self._starts = [table.start for table in self._tables]

    def heading(self, offset: int) -> Span | None:
        """The heading of the table that has the character at `offset` in a row below it."""
        number = bisect_right(self._starts, offset) - 1
        return self._tables[number].heading if number >= 0 and offset < self._tables[number].end else None


def is_row(line: str) -> bool:
    """Whether a line is a row of a table."""
    return line.startswith("|") or _BAR.search(line) is not None


def cells(row: str) -> tuple[str, ...]:
    """What stands in the columns of a row; in some papers there are bars around it too."""
    inner = row.strip()[1:-1] if row.startswith("|") and row.rstrip().endswith("|") else row
    return tuple(cell.strip(" \t*_") for cell in inner.split("|"))


def _runs(document: Document) -> Iterator[list[_Row]]:
    """The rows that may be of one table.

    Between them stand furniture, blank lines where the columns are as many, or a line without bars that goes over all
    columns.
    """
    run: list[_Row] = []
    apart = turned = over = False
    for start, end, after_furniture in _lines(document):
        line = document.text[start:end]
        turned |= after_furniture
        if not line.strip():
            apart = True
        elif is_row(line):
            row = _Row(start, end, cells(line), bool(run) and not (apart or over or turned))
            if run and (apart or over) and len(row.cells) != len(run[-1].cells):
                yield run
                run = []
            run.append(row)
            apart = turned = over = False
        elif run and not over and (turned or not apart):
            over = True
        else:
            if run:
                yield run
            run = []
        if over and apart and not turned:
            yield run
            run, over = [], False
    if run:
        yield run


def _lines(document: Document) -> Iterator[tuple[int, int, bool]]:
    """The lines of a text but those of its furniture, and whether some of that, or a page's end, stands before each."""
    breaks = {page.start for page in document.pages}
    pieces = iter(document.furniture)
    piece = next(pieces, None)
    place, turned = 0, False
    while place < len(document.text):
        end = document.text.find("\n", place)
        end = len(document.text) if end < 0 else end
        while piece and piece.end <= place:
            piece = next(pieces, None)
        turned |= place in breaks
        if piece and piece.start < end:
            turned = True
        else:
            yield place, end, turned
            turned = False
        place = end + 1


def _tables(rows: Sequence[_Row]) -> Iterator[_Table]:
    heading: Span | None = None
    first = 0  # the row that the table begins with
    for number, row in enumerate(rows):
        depth = 0 if number and row.follows else _depth(rows, number)
        if depth:
            if heading and first < number:
                yield _Table(heading, rows[first].start, rows[number - 1].end)
            first = number + depth
            heading = Span(row.start, rows[first - 1].end)
    if heading and first < len(rows):
        yield _Table(heading, rows[first].start, rows[-1].end)


def _depth(rows: Sequence[_Row], first: int) -> int:
    """How many rows from the `first` on are a heading: none where they do not name what stands below them."""
    last = first
    while last + 1 < min(first + MOST_HEADING_ROWS, len(rows)) and _goes_on(rows[last], rows[last + 1]):
        last += 1
    head = rows[first : last + 1]
    below = rows[last + 1 : last + 1 + LOOKED_AT]
    if not below or not _names_columns(head[0]) or sum(map(bool, head[-1].cells)) < 2:
        return 0
    is_ruled = _is_rule(below[0])
    body = [row for row in below if not _is_rule(row)]
    of_words = first == 0 and _is_of_words(head[-1], body)
    return len(head) if is_ruled or of_words or _is_over_values(head, body) else 0


def _names_columns(row: _Row) -> bool:
    filled = [cell for cell in row.cells if cell]
    return (
        bool(filled)
        and sum(map(len, filled)) <= LONGEST_HEADING
        and not any(_is_value(cell) for cell in filled)
        and not row.cells[0].endswith(":")
        and not (len(row.cells) < LEAST_OF_WORDS and any(map(is_person, filled)))
    )


def _goes_on(row: _Row, lower: _Row) -> bool:
    """Whether the `lower` row of a heading parts what the one above names over several columns."""
    pairs = list(zip(row.cells, lower.cells, strict=False))
    return lower.follows and any(under and not over for over, under in pairs[1:]) and _names_columns(lower)


def _is_over_values(head: Sequence[_Row], body: Sequence[_Row]) -> bool:
    """Whether a column that is named has sums, shares, days or the like below."""
    named = {column for row in head for column, cell in enumerate(row.cells) if cell and column}
    for column in named:
        said = [row.cells[column] for row in body if column < len(row.cells) and row.cells[column]]
        values = sum(_is_value(cell) or bool(_YEAR.fullmatch(cell)) for cell in said)
        if said and values >= LEAST_VALUES * len(said):
            return True
    return False


def _is_of_words(head: _Row, body: Sequence[_Row]) -> bool:
    """Whether several columns are each named by a label that stands in none of the rows below."""
    below = [
        set(column) for column in zip(*(row.cells for row in body if len(row.cells) == len(head.cells)), strict=True)
    ]
    return len(below) >= LEAST_OF_WORDS and all(
        cell and len(cell) <= LONGEST_LABEL and not cell.endswith(".") and not is_person(cell) and cell not in column
        for cell, column in zip(head.cells, below, strict=True)
    )


def _is_value(cell: str) -> bool:
    return bool(_VALUE.fullmatch(cell)) and not _YEAR.fullmatch(cell)


def _is_rule(row: _Row) -> bool:
    return all(_RULE.fullmatch(f" {cell} ") for cell in row.cells)

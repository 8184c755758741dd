"""The reading order of a page: pieces of lines in, lines out; columns one after the other, tables a row a line.

Word processors write a list in two columns, a table and a form alike, as text beside text, and often in any order. What
they are is told by the lines drawn about them (`corpus.readers.grids`), by what stands in them and by how they line up.
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from corpus.readers import cells, grids, tables
from corpus.readers.cells import Row
from corpus.readers.glyphs import Piece, Rule

# The top and the bottom of a page, as a share of what is written on it, where a head or a foot stands.
EDGE = 0.12
# Columns of running text have lines of so many characters on average, and so many lines.
PROSE = 22
LEAST_LINES = 4
# Rows further apart than this many line heights do not belong together.
APART = 2.6
# More pieces than this on one page are no text for people, and are given as they stand.
MOST_PIECES = 4_000

_ALIGNED = 3.0  # points


@dataclass(slots=True)
class Line:
    """A line of the page as it is read. `alone` says that nothing stands beside it, so that it may be a heading.

    `broken` says that it ends in a divided word.
    """

    text: str
    top: float
    bottom: float
    left: float
    right: float
    bold: bool = False
    broken: bool = False
    alone: bool = False


def lines(pieces: Sequence[Piece], rules: Sequence[Rule] = ()) -> list[Line]:
    """The lines of a page in reading order, from its `pieces` and the lines drawn on it."""
    if not pieces:
        return []
    if len(pieces) > MOST_PIECES:
        return [_line(piece) for piece in pieces]
    top, bottom = max(piece.top for piece in pieces), min(piece.bottom for piece in pieces)
    edges = (top - EDGE * (top - bottom), bottom + EDGE * (top - bottom))
    framed = grids.find(rules) if rules else []
    within: list[list[Piece]] = [[] for _ in framed]
    free: list[Piece] = [] if framed else list(pieces)
    for piece in pieces if framed else ():
        home = next((inside for table, inside in zip(framed, within, strict=True) if table.holds(piece)), free)
        home.append(piece)
    found: list[Line] = []
    # A table parts what stands above it from what stands below.
    for table, inside in sorted(zip(framed, within, strict=True), key=lambda pair: -pair[0].top):
        above = [piece for piece in free if piece.bottom >= table.top - piece.height / 2]
        free = [piece for piece in free if piece.bottom < table.top - piece.height / 2]
        found += _free(above, edges)
        if inside:
            found += _spoken(tables.spoken(grids.rows(table, inside), ruled=True, edge=False))
    found += _free(free, edges)
    return found


def _has_columns(pieces: Sequence[Piece]) -> bool:
    """Whether anything stands beside something else."""
    ordered = sorted(pieces, key=lambda piece: -piece.top)
    return any(_beside(above, below) for above, below in itertools.pairwise(ordered))


def _free(pieces: Sequence[Piece], edges: tuple[float, float]) -> Iterator[Line]:
    """The lines of pieces that no lines are drawn about."""
    if not _has_columns(pieces):
        yield from (_line(piece, alone=True) for piece in sorted(pieces, key=lambda piece: -piece.top))
        return
    zone = _columns_of_text(pieces)
    if zone is None:
        yield from _rowwise(_rows(pieces), edges)
        return
    above, left, right, below = zone
    for part in (above, left, right, below):
        yield from _free(part, edges)


def _rows(pieces: Iterable[Piece]) -> list[list[Piece]]:
    """The pieces that stand on one line, from the top down, each row from the left."""
    found: list[list[Piece]] = []
    for piece in sorted(pieces, key=lambda piece: -(piece.top + piece.bottom)):
        if found and _beside(found[-1][0], piece):
            found[-1].append(piece)
        else:
            found.append([piece])
    for row in found:
        row.sort(key=lambda piece: piece.left)
    return found


def _beside(first: Piece, second: Piece) -> bool:
    top, bottom, over, under = first.top, first.bottom, second.top, second.bottom
    shared = (top if top < over else over) - (bottom if bottom > under else under)  # `min` and `max` would cost more
    return shared > 0.5 * (top - bottom) or shared > 0.5 * (over - under)


# Columns of running text


def _columns_of_text(pieces: Sequence[Piece]) -> tuple[list[Piece], list[Piece], list[Piece], list[Piece]] | None:
    """What stands above two columns of running text, the left one, the right ones, and what stands below."""
    starts = Counter(round(piece.left / _ALIGNED) for piece in pieces if len(piece.text) >= PROSE / 2)
    ordered = sorted(pieces, key=lambda piece: -piece.top)
    for start in sorted(start for start, count in starts.items() if count >= LEAST_LINES)[1:]:
        gutter = (start - 1) * _ALIGNED
        for run in _uncrossed(ordered, gutter):
            left = [piece for piece in run if piece.left < gutter]
            right = [piece for piece in run if piece.left >= gutter]
            if _is_text(left) and _is_text(right):
                return _trimmed(ordered, left, right)
    return None


def _uncrossed(ordered: Sequence[Piece], gutter: float) -> Iterator[list[Piece]]:
    """The longest stretches of a page where nothing crosses `gutter`."""
    run: list[Piece] = []
    for piece in ordered:
        if piece.left < gutter < piece.right:
            yield run
            run = []
        else:
            run.append(piece)
    yield run


def _is_text(column: Sequence[Piece]) -> bool:
    return len(column) >= LEAST_LINES and sum(len(piece.text) for piece in column) >= PROSE * len(column)


def _trimmed(
    ordered: Sequence[Piece], left: list[Piece], right: list[Piece]
) -> tuple[list[Piece], list[Piece], list[Piece], list[Piece]]:
    """The columns without what only stands above one of them, or well below the end of the other."""
    top = min(max(piece.top for piece in column) for column in (left, right)) + left[0].height
    columns = [
        [piece for piece in column if piece.top <= top and piece.bottom >= _foot(column, other)]
        for column, other in ((left, right), (right, left))
    ]
    inside = {id(piece) for column in columns for piece in column}
    rest = [piece for piece in ordered if id(piece) not in inside]
    middle = max(piece.top for column in columns for piece in column)
    above, below = (
        [piece for piece in rest if (piece.bottom >= middle - piece.height) is over] for over in (True, False)
    )
    return above, columns[0], columns[1], below


def _foot(column: Sequence[Piece], other: Sequence[Piece]) -> float:
    """Where a column ends: at a wide gap below the end of the other one, if there is any."""
    end = min(piece.bottom for piece in other)
    for above, below in itertools.pairwise(column):
        if above.bottom - below.top > APART * below.height and below.top < end:
            return above.bottom
    return min(piece.bottom for piece in column)


# Rows: lists in columns, tables without lines, forms


def _rowwise(rows: Sequence[list[Piece]], edges: tuple[float, float]) -> Iterator[Line]:
    place = 0
    while place < len(rows):
        if len(rows[place]) == 1 and len(_split(rows[place], rows, place)) == 1:
            yield _line(rows[place][0], alone=True)
            place += 1
            continue
        block = [_split(row, rows, number) for number, row in enumerate(rows[place : _block_end(rows, place)], place)]
        block = block[: _aligned(block)]
        stop = place + len(block)
        edge = block[-1][0].bottom >= edges[0] or block[0][0].top <= edges[1]
        columns = _columns(block)
        if len(block) > 1 and len(columns) > 1:
            yield from _spoken(tables.spoken([_placed(row, columns) for row in block], ruled=False, edge=edge))
        else:
            for row in block:
                yield from _spoken(tables.loose(row, edge=edge))
        place = stop


def _block_end(rows: Sequence[list[Piece]], start: int) -> int:
    """Where the rows that belong with the one at `start` end."""
    stop = start + 1
    while stop < len(rows):
        above, row = rows[stop - 1], rows[stop]
        if above[0].bottom - row[0].top > APART * row[0].height:
            break
        if len(row) == 1 and not _goes_on(rows, start, stop):
            break
        stop += 1
    return stop


def _goes_on(rows: Sequence[list[Piece]], start: int, place: int) -> bool:
    """Whether a piece alone on its row is part of the columns above: under one that is not the first, or a name."""
    piece = rows[place][0]
    under = [other for row in rows[max(start, place - 6) : place] for other in row[1:]]
    if any(abs(piece.left - other.left) <= _ALIGNED for other in under) and piece.left > rows[start][0].right - 1:
        return True
    near = rows[place - 1][0].bottom - piece.top < 0.6 * piece.height
    first = rows[place - 1][0]
    if not near or abs(first.left - piece.left) > _ALIGNED:
        return False
    right = min((other.left for other in under), default=piece.right)
    if piece.right > right - 1:
        return False
    return (cells.is_person(piece.text) and cells.is_person(first.text)) or (
        piece.text[0].islower() and len(rows[place - 1]) > 1
    )


def _split(row: list[Piece], rows: Sequence[list[Piece]], place: int) -> list[Piece]:
    """A row with its pieces parted at lesser gaps too, where another piece near it begins at the same place."""
    if not any(piece.weak for piece in row):
        return row
    others = [other for other in rows[max(place - 4, 0) : place + 5] if other is not row]
    near = [piece.left for other in others for piece in other[1:]]
    parted: list[Piece] = []
    for piece in row:
        at = next((weak for weak in piece.weak if sum(abs(weak[1] - left) <= 1.5 for left in near) >= 2), None)
        parted += grids.cut(piece, at) if at else (piece,)
    return parted


def _aligned(block: Sequence[Sequence[Piece]]) -> int:
    """How many rows have their first column in common: a form and the table below it have not, nor two tables."""
    columns = _columns(block[:1])
    for number, row in enumerate(block[1:], 1):
        wider = _apart([*columns, *((piece.left, piece.right) for piece in row)])
        if len(columns) > 1 and wider[0][1] >= columns[1][0]:
            return number
        columns = wider
    return len(block)


def _columns(block: Sequence[Sequence[Piece]]) -> list[tuple[float, float]]:
    """The columns of a block: where its pieces stand, with nothing in any row between them."""
    return _apart([(piece.left, piece.right) for row in block for piece in row])


def _apart(spans: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """What `spans` cover, from left to right, those that meet made one."""
    covered: list[tuple[float, float]] = []
    for left, right in sorted(spans):
        if covered and left < covered[-1][1] + 1:
            covered[-1] = (covered[-1][0], max(covered[-1][1], right))
        else:
            covered.append((left, right))
    return covered


def _placed(row: Sequence[Piece], columns: Sequence[tuple[float, float]]) -> Row:
    placed: Row = [[] for _ in columns]
    for piece in row:
        number = next(n for n, (_, right) in enumerate(columns) if piece.left <= right)
        placed[number].append(piece)
    return placed


# Lines


def _line(piece: Piece, *, alone: bool = False) -> Line:
    return Line(piece.text, piece.top, piece.bottom, piece.left, piece.right, piece.bold, piece.broken, alone=alone)


def _spoken(said: Iterable[cells.Said]) -> Iterator[Line]:
    for line in said:
        yield Line(
            line.text,
            max(piece.top for piece in line.pieces),
            min(piece.bottom for piece in line.pieces),
            min(piece.left for piece in line.pieces),
            max(piece.right for piece in line.pieces),
            broken=line.broken,
        )

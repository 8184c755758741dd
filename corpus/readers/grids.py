"""Tables by the lines drawn about their cells."""

from __future__ import annotations

import bisect
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from corpus.readers.cells import Row
from corpus.readers.glyphs import Piece, Rule

# The shortest drawn line that may part two rows or two columns, in points.
LEAST_ACROSS = 15.0
LEAST_UP = 7.0
# More drawn lines than this, once put together, are a drawing.
MOST_RULES = 600

_NEAR = 3.0  # points: lines this near meet

# A drawn line: where it stands, from where, to where. A level one stands at a y, an upright one at an x.
Drawn = tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class Grid:
    """Drawn lines that meet, level ones from the top down and upright ones from the left, and the box about them."""

    across: tuple[Drawn, ...]
    up: tuple[Drawn, ...]
    left: float
    right: float
    bottom: float
    top: float

    def holds(self, piece: Piece) -> bool:
        """Whether `piece` stands in the table."""
        middle = (piece.top + piece.bottom) / 2
        return self.bottom < middle < self.top and self.left - _NEAR <= piece.left and piece.right <= self.right + _NEAR


def find(rules: Iterable[Rule]) -> list[Grid]:
    """The tables of a page: lines that meet, with one upright line or more inside, so that there are two columns."""
    level, upright = [], []
    for rule in rules:
        if rule.right - rule.left >= LEAST_ACROSS:
            level.append(((rule.bottom + rule.top) / 2, rule.left, rule.right))
        elif rule.top - rule.bottom >= LEAST_UP:
            upright.append(((rule.left + rule.right) / 2, rule.bottom, rule.top))
    across, up = _joined(level), _joined(upright)
    if not across or not up or len(across) + len(up) > MOST_RULES:
        return []
    found = (_grid(*group) for group in _meeting(across, up))
    return [grid for grid in found if any(grid.left + LEAST_UP < x < grid.right - LEAST_UP for x, _, _ in grid.up)]


def rows(grid: Grid, pieces: Sequence[Piece]) -> list[Row]:
    """The cells of the table, row by row, each with its pieces from the top down."""
    heights = sorted({round(y, 1) for y, _, _ in grid.across})
    bands: dict[int, list[Piece]] = {}
    for piece in pieces:
        bands.setdefault(-bisect.bisect(heights, (piece.top + piece.bottom) / 2), []).append(piece)
    return [_cells(grid, bands[band]) for band in sorted(bands)]


def cut(piece: Piece, gap: tuple[float, float, int]) -> tuple[Piece, Piece]:
    """The two pieces on both sides of one of the lesser gaps of `piece`."""
    left, right, offset = gap
    rest = piece.text[offset:]
    start = offset + len(rest) - len(rest.lstrip())
    before = tuple(other for other in piece.weak if other < gap)
    after = tuple((a, b, at - start) for a, b, at in piece.weak if (a, b, at) > gap)
    return (
        replace(piece, text=piece.text[:offset], right=left, broken=False, weak=before),
        replace(piece, text=piece.text[start:], left=right, weak=after),
    )


def _cells(grid: Grid, band: Sequence[Piece]) -> Row:
    middle = sum(piece.top + piece.bottom for piece in band) / (2 * len(band))
    edges = sorted(x for x, bottom, top in grid.up if bottom < middle < top and x > grid.left + LEAST_UP)
    edges = [x for x, after in zip(edges, [*edges[1:], grid.right + LEAST_UP], strict=True) if after - x > _NEAR]
    if edges and edges[-1] > grid.right - LEAST_UP:
        edges.pop()
    parted = [part for piece in band for part in _parted(piece, edges)]
    found: Row = [[] for _ in range(len(edges) + 1)]
    for piece in sorted(parted, key=lambda piece: (-round(piece.bottom + piece.top), piece.left)):
        found[bisect.bisect(edges, piece.left + _NEAR)].append(piece)
    return found


def _parted(piece: Piece, edges: Sequence[float]) -> list[Piece]:
    """A piece parted where a drawn line stands in a gap of it."""
    parts = [piece]
    for edge in edges:
        last = parts[-1]
        gap = next((gap for gap in last.weak if gap[0] - 1 <= edge <= gap[1] + 1), None)
        if gap:
            parts[-1:] = cut(last, gap)
    return parts


def _joined(drawn: Iterable[Drawn]) -> list[Drawn]:
    """The lines with those put together that go on from each other: a frame is often drawn cell by cell."""
    found: list[Drawn] = []
    for at, start, end in sorted((round(at), start, end) for at, start, end in drawn):
        if found and found[-1][0] == at and start <= found[-1][2] + _NEAR:
            found[-1] = (at, found[-1][1], max(found[-1][2], end))
        else:
            found.append((at, start, end))
    return found


def _meeting(across: Sequence[Drawn], up: Sequence[Drawn]) -> list[tuple[list[Drawn], list[Drawn]]]:
    """The groups of lines that meet one another."""
    groups: list[tuple[list[Drawn], list[Drawn]]] = []
    for x, bottom, top in up:
        met = [
            (y, left, right)
            for y, left, right in across
            if left - _NEAR <= x <= right + _NEAR and bottom - _NEAR <= y <= top + _NEAR
        ]
        same = [group for group in groups if any(line in group[0] for line in met)]
        merged: tuple[list[Drawn], list[Drawn]] = (list(met), [(x, bottom, top)])
        for group in same:
            merged[0].extend(line for line in group[0] if line not in met)
            merged[1].extend(group[1])
            groups.remove(group)
        if met:
            groups.append(merged)
    return groups


def _grid(across: list[Drawn], up: list[Drawn]) -> Grid:
    ends = [end for line in across for end in line[1:]] + [x for x, _, _ in up]
    levels = [end for line in up for end in line[1:]] + [y for y, _, _ in across]
    return Grid(tuple(sorted(across, reverse=True)), tuple(sorted(up)), min(ends), max(ends), min(levels), max(levels))

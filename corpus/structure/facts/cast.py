"""Lists of votes that stand apart from the § whose vote they are of: in an appendix, or below the last §."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from corpus import sieve
from corpus.facts import Ballot, Choice
from corpus.structure.facts import cells, grid
from corpus.structure.facts.cells import LONGEST_ROW
from corpus.structure.facts.grid import Table
from corpus.structure.lines import Line

# How many of the lines of an appendix stand before its first row, and how many above a list outside of one.
HEAD_LINES, ABOVE = 30, 4

_ANNEX = re.compile(r"\W{0,4}bilaga\s+(?P<number>\d{1,3}|[A-Z])\b(?!.*\b(?:till|i)\b).{0,60}", re.IGNORECASE)
_ITEM = re.compile(r"§\s?(?P<number>\d{1,4})\b")
_COUNT = re.compile(
    r"(?:antal )?(?P<choice>ja|nej|avstår|frånv(?:arande)?|nedlagda)(?:-?röster)?\s*:\s*(?P<count>\d{1,3})",
    re.IGNORECASE,
)
_LIST = re.compile(r"(?:omröstnings|voterings|röst|upprops)(?:lista|resultat|protokoll|längd)|\bvotering\b", re.I)
_OF_ITEM = re.compile(r"(?:omröst|voter|upprop|bilaga)[^§]{0,60}§\s?\d|§\s?\d.{0,80}(?:omröst|voter)", re.IGNORECASE)
_NUMBERED = sieve.compile(
    r"(?:omröstning|votering|(?:omröstnings|voterings|röst)(?:lista|protokoll|längd))\s?(?:nr\.?|nummer)?\s?"
    r"(?P<number>\d{1,3})\b",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Roll:
    """The list of one vote: named by the number of its appendix, its § or its own, with the tally that it states."""

    start: int
    end: int
    annex: str | None
    paragraph: int | None
    number: int | None
    counts: dict[Choice, int]
    ballots: tuple[Ballot, ...]


def find(rows: Sequence[Line]) -> tuple[Roll, ...]:
    """The lists of votes among `rows`, lines outside furniture, in appendices, that name their § or have a title."""
    heads = [n for n, line in enumerate(rows) if "bilaga" in line.text[:16].lower() and _ANNEX.fullmatch(line.text)]
    found: list[Roll] = []
    for place, stop in zip(heads, [*heads, len(rows)][1:], strict=True):
        end = next((n for n in range(place + 1, stop) if rows[n].text.startswith("§")), stop)
        found += _of_annex(rows[place:end])
    if any(_LIST.search(line.text) or _OF_ITEM.search(line.text) for line in rows if len(line.text) <= LONGEST_ROW):
        annexes = [(roll.start, roll.end) for roll in found]
        tables = [t for t in grid.find(rows) if t.votes and not any(s <= t.start < e for s, e in annexes)]
        found += _apart(rows, tables)
    return tuple(sorted(found, key=lambda roll: roll.start))


def numbered(line: str) -> int | None:
    """The number of the list or vote that `line` is the title of: "Omröstningslista nr. 2"."""
    match = _NUMBERED.search(line)
    return int(match["number"]) if match else None


def _of_annex(rows: Sequence[Line]) -> Iterator[Roll]:
    annex = _ANNEX.fullmatch(rows[0].text)
    text = "\n".join(line.text for line in [line for line in rows[:HEAD_LINES] if line.text])
    counts = {choice: int(m["count"]) for m in _COUNT.finditer(text) if (choice := cells.choice(m["choice"]))}
    tables = [*grid.find(rows)] if counts or _LIST.search(text) else []
    item = _ITEM.search(text)
    roll = Roll(
        rows[0].start, rows[-1].end, annex and annex["number"], int(item["number"]) if item else None, None, counts, ()
    )
    several = next((table for table in tables if len(table.votes) > 1), None)
    if several:
        yield from _each(roll, several)
    elif counts or any(table.votes for table in tables):
        yield replace(roll, ballots=tuple(b for table in tables for votes in table.votes.values() for b in votes))


def _apart(rows: Sequence[Line], tables: Sequence[Table]) -> Iterator[Roll]:
    """The lists that name the § whose vote they are of, in their head or above it, and others that have a title."""
    end = 0
    for table in tables:
        first = bisect_left(rows, table.start, key=lambda line: line.start)
        near = [line for line in rows[max(0, first - 2 * ABOVE) : first] if line.text and line.start >= end][-ABOVE:]
        title = next((line for line in near if _LIST.search(line.text) or _OF_ITEM.search(line.text)), None)
        over = "\n".join(line.text for line in near if title and line.start >= title.start)
        start = title.start if title else table.start
        for roll in _each(Roll(start, table.end, None, None, None, {}, ()), table):
            item = _ITEM.search(over) if roll.paragraph is None and len(table.votes) == 1 else None
            if item or roll.paragraph is not None or title:
                yield replace(roll, paragraph=int(item["number"]) if item else roll.paragraph)
        end = table.end


def _each(roll: Roll, table: Table) -> Iterator[Roll]:
    """The list of each vote of a table, by what its head calls it."""
    for order, (vote, ballots) in enumerate(table.votes.items(), 1):
        item = _ITEM.search(table.title(vote))
        paragraph = int(item["number"]) if item else roll.paragraph
        counts = table.sums.get(vote) or roll.counts
        number = numbered(table.title(vote)) or order
        yield replace(roll, paragraph=paragraph, number=number, counts=counts, ballots=tuple(ballots))

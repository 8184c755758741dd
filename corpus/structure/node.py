"""What a finder of facts is given: a § of a paper with its lines and parts, and the paper that it is of."""

from __future__ import annotations

import bisect
import datetime as dt
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from corpus.facts import Attendant, F, Fact, of
from corpus.models import Kind, PartName, Section
from corpus.structure import prose
from corpus.structure.facts.cast import Roll
from corpus.structure.lines import Line


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper whose § are told apart: its lines outside furniture, its head, lists of votes and those present.

    `text` has broken words mended, with every offset as in the paper's own text.
    """

    text: str
    rows: Sequence[Line]
    sections: Sequence[Section] = ()
    kind: Kind = Kind.MINUTES
    date: dt.date | None = None
    case_number: str | None = None
    rolls: Sequence[Roll] = ()
    present: Sequence[Attendant] = ()

    def node(self, section: Section) -> Node:
        """One of its § with the lines that begin in it."""
        first, stop = (
            bisect.bisect_left(self.rows, at, key=lambda line: line.start) for at in (section.start, section.end)
        )
        rows = self.rows[first:stop]
        return Node(self, section, rows, prose.width(rows))


@dataclass(frozen=True, slots=True)
class Node:
    """A § or headed part of `paper`, whose lines are `rows`; `found` are its facts that were found before.

    `width` is how wide its lines are at most, in characters, where they are hard-wrapped.
    """

    paper: Paper
    section: Section
    rows: Sequence[Line]
    width: int
    found: tuple[Fact, ...] = ()

    def of(self, kind: type[F]) -> tuple[F, ...]:
        """Its facts of a `kind` that were found before."""
        return of(self.found, kind)

    def stretches(self, within: Collection[PartName | None]) -> Iterator[tuple[PartName | None, Sequence[Line]]]:
        """The lines of each part whose name is in `within`, headings left out; None is what stands before the parts."""
        if None in within:
            yield None, prose.loose(self.rows, self.section)
        for part in self.section.parts:
            if part.name in within:
                yield part.name, prose.body(self.rows, part)

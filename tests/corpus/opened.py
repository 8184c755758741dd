"""What the tests of finders share: a text as the finders get it."""

from dataclasses import replace

from corpus.structure import lines
from corpus.structure.facts import attendance, cast
from corpus.structure.node import Node, Paper
from corpus.structure.outline import minutes


def opened(text: str) -> Paper:
    """Return the minutes `text`, all of whose lines are its own, with its §."""
    rows = lines.rows(text, ())
    paper = Paper(text, rows, minutes.sections(rows, len(text)), rolls=cast.find(rows))
    return replace(paper, present=attendance.find(paper))


def nodes(text: str) -> list[Node]:
    """Return the § of the minutes `text`."""
    paper = opened(text)
    return [paper.node(section) for section in paper.sections]


def node(text: str) -> Node:
    """Return the one § of the minutes `text`."""
    (only,) = nodes(text)
    return only

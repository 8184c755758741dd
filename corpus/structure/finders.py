"""The finders of facts, in the order in which they are asked: a new kind of fact is a file in `facts/` and a line here.

Its type is a subclass of `corpus.facts.Fact`, which is all that masking, the catalogue, the API and the measuring need
to know of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from corpus.facts import Fact
from corpus.structure.facts import (
    approvals,
    attendance,
    basis,
    conflicts,
    decisions,
    motions,
    references,
    reservations,
    tasks,
    votes,
)
from corpus.structure.node import Node, Paper

# What a § states; what one finds is in `node.found` for those after it.
OF_SECTIONS: list[Callable[[Node], Iterable[Fact]]] = [
    decisions.find,
    votes.find,
    motions.find,
    motions.put,
    reservations.find,
    reservations.notes,
    conflicts.find,
    tasks.find,
    basis.find,
    references.find,
]
# What a paper as a whole states.
OF_PAPERS: list[Callable[[Paper], Iterable[Fact]]] = [attendance.find, approvals.find]

"""What a stretch of a paper is in it: a decision, a proposal, what someone moves, the reasons of a reservation."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from corpus.catalogue import Catalogue
from corpus.facts import PROPOSED, FactKind
from corpus.models import PartName

# What is part of a fact from this share of the shorter of the two on says the fact.
LEAST_SHARED = 0.3
_PARTS: Mapping[str, PartName] = {
    FactKind.DECISION: PartName.DECISION,
    FactKind.VOTE: PartName.VOTE,
    FactKind.BALLOT: PartName.VOTE,
    FactKind.MOTION: PartName.MOTIONS,
    FactKind.RESERVATION: PartName.RESERVATION,
    FactKind.NOTE: PartName.NOTE,
    FactKind.CONFLICT: PartName.CONFLICT,
    FactKind.BASIS: PartName.BASIS,
    FactKind.ATTENDANCE: PartName.ATTENDANCE,
}


@dataclass(frozen=True, slots=True)
class Standing:
    """A stretch of a document that states a fact, and the part that it is of by that.

    A decision that another body is asked for is a proposal.
    """

    document_id: str
    start: int
    end: int
    part: PartName

    def shared(self, start: int, end: int) -> float:
        """How much of the shorter of the two a stretch of the same document has in common with it, 0 to 1."""
        both = min(self.end, end) - max(self.start, start)
        return both / max(1, min(self.end - self.start, end - start))


def find(catalogue: Catalogue, stretches: Sequence[tuple[str, int, int]]) -> list[Standing]:
    """What the papers state that reaches into any of `stretches` (a document's id, start and end), in order."""
    told = catalogue.matters.stated_in(stretches, _PARTS)
    return [
        Standing(document_id, start, end, PartName.PROPOSAL if value == PROPOSED else _PARTS[kind])
        for document_id, start, end, kind, value in told
    ]


def parts_of(catalogue: Catalogue, places: Sequence[tuple[str, int, int]]) -> dict[tuple[str, int, int], PartName]:
    """The part that most of each of `places` is of by what it states; none for one that states nothing."""
    told: dict[str, list[Standing]] = defaultdict(list)
    for one in find(catalogue, places):
        told[one.document_id].append(one)
    found: dict[tuple[str, int, int], PartName] = {}
    for document_id, start, end in places:
        best = max(told[document_id], key=lambda one: one.shared(start, end), default=None)
        if best and best.shared(start, end) >= LEAST_SHARED:
            found[document_id, start, end] = best.part
    return found

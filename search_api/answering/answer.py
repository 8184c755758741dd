"""An answer: statements, each standing on verbatim quotes."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from corpus.catalogue.records import Found
from search_api.schemas import Certainty

# From this confidence on, calibrated, what is shown is told as the answer.
SURE = 0.8


class AnswerKind(StrEnum):
    """What sort of answer it is; the value is part of the wire contract."""

    FACT = "fact"
    DECISION = "decision"
    LIST = "list"
    REASON = "reason"
    YES_NO = "yes_no"
    COURSE = "course"
    COUNT = "count"
    REFERENCE = "reference"


@dataclass(frozen=True, slots=True)
class Quote:
    """`text` is what stands, to the letter, from `start` to `end` of the document that `found` is a passage of."""

    found: Found
    start: int
    end: int
    text: str

    def overlaps(self, other: Quote) -> bool:
        """Whether the two have a stretch of one document in common."""
        return self.found.entry.id == other.found.entry.id and self.start < other.end and other.start < self.end


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence of an answer, and the quotes that it stands on: never none."""

    text: str
    quotes: tuple[Quote, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Counts from the catalogue: a row is as many cells as there are `columns`, the last one a number."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """What is said to a question; without statements the archive has nothing of its matter.

    `short` is the date, the sum, the names or the number asked for: verbatim from a quote, or counted. `confidence` is
    how likely the first statement carries the answer, 0 to 1. `notes` say in Swedish what the reader must know: that
    two papers disagree, that a decision was replaced.
    """

    statements: tuple[Statement, ...] = ()
    confidence: float = 0.0
    kind: AnswerKind = AnswerKind.FACT
    short: str | None = None
    table: Table | None = None
    notes: tuple[str, ...] = ()

    @property
    def certainty(self) -> Certainty:
        """The voice that it is told in."""
        if not self.statements:
            return Certainty.NONE
        return Certainty.ANSWER if self.confidence >= SURE else Certainty.NEAREST

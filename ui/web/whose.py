"""Whose words an answer shows: the body, the day and the § that each statement stands in, and the part of the §.

The part tells what is decided from what was proposed or moved. It is shown as the archive names it, whatever it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from search_api.schemas import Citation, Statement


@dataclass(frozen=True, slots=True)
class Whose:
    """A place in the papers by its formal reference, and the part that it stands in, "" where that is not known."""

    reference: str
    part: str

    def __str__(self) -> str:
        return f"{self.reference} · {self.part}" if self.part else self.reference


def whose(citation: Citation) -> Whose:
    """Whose words a citation is."""
    return Whose(citation.reference, " ".join((citation.part or "").lower().split()))


def stands_on(statement: Statement, sources: Mapping[int, Whose]) -> tuple[Whose, ...]:
    """The places that a statement stands on by the numbers of its citations, each once, in their order."""
    return tuple(dict.fromkeys(sources[number] for number in statement.citations if number in sources))


def by_number(citations: Iterable[Citation]) -> dict[int, Whose]:
    """Whose words each citation is, by its number."""
    return {citation.number: whose(citation) for citation in citations}

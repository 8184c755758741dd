"""What an archive opens with: how much it holds, its newest meetings, and questions that they answer."""

from __future__ import annotations

from dataclasses import dataclass
from weakref import WeakKeyDictionary

from corpus.models import Kind
from search_api.archive import Archive
from search_api.schemas import DocumentLine, Facets, Filters

NEWEST = 8  # minutes; where there are none, papers
EXAMPLES = 4


@dataclass(frozen=True, slots=True)
class Opening:
    """What stands on the first page."""

    facets: Facets
    newest: tuple[DocumentLine, ...]
    examples: tuple[str, ...]

    @property
    def documents(self) -> int:
        """How many papers the archive holds."""
        return sum(one.documents for one in self.facets.kind)


class Openings:
    """The openings of archives, each worked out anew when its archive has been written to."""

    def __init__(self) -> None:
        self._known: WeakKeyDictionary[Archive, tuple[int, Opening]] = WeakKeyDictionary()

    def of(self, archive: Archive) -> Opening:
        """The opening of `archive`, of no more than it lets see."""
        revision = archive.index.catalogue.revision
        known = self._known.get(archive)
        if known is None or known[0] != revision:
            known = self._known[archive] = (revision, _opening(archive))
        return known[1]


def _opening(archive: Archive) -> Opening:
    facets = archive.facets()
    minutes = [one.value for one in facets.kind if one.value == Kind.MINUTES]
    newest = archive.documents(Filters(kind=minutes), 0, NEWEST).documents
    headings = archive.index.catalogue.matters.decided_last(EXAMPLES)
    examples = (f"Vad beslutades om {heading[:1].lower()}{heading[1:]}?" for heading in headings)
    return Opening(facets, tuple(newest), tuple(examples))

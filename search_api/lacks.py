"""What an answer may lack: pages and files that could not be read, and meetings that are not in the archive."""

from __future__ import annotations

from collections.abc import Collection

from corpus import coverage
from corpus.catalogue import Catalogue
from corpus.catalogue.records import Scope
from corpus.models import Kind

# How many gaps between meetings an answer names.
TOLD = 3


class Lacks:
    """The known gaps of a catalogue, worked out anew when it has been written to."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._bodies: tuple[int, list[coverage.Body]] = (-1, [])

    def warnings(self, scope: Scope, documents: int, near: Collection[tuple[str | None, str | None]]) -> list[str]:
        """What an answer from the `documents` papers in `scope` may lack, in Swedish.

        Gaps are named for the bodies (organisation and body) that the best hits are of, `near`, and counted for others.
        """
        if not documents:
            return ["Arkivet innehåller inga handlingar inom de valda filtren."]
        unread, poor = self._catalogue.audits.poorly_read(scope)
        failures = self._catalogue.audits.failed()
        gaps = [(body, gap) for body in self._known_bodies() for gap in body.gaps if _concerns(scope, body, gap)]
        told = [
            f"{body.committee or 'Okänt organ'}: {gap.message}"
            for body, gap in gaps
            if (body.organisation, body.committee) in near
        ][:TOLD]
        more = len(gaps) - len(told)
        return [
            *([f"Sidor som inte kunde läsas, och inte är genomsökta: {unread}."] if unread else []),
            *([f"Sidor som är svårlästa (OCR), där det kan finnas mer än sökningen hittar: {poor}."] if poor else []),
            *([f"Filer som inte kunde läsas: {failures}; kvalitetsrapporten nämner dem."] if failures else []),
            *told,
            *([f"Luckor till i arkivet: {more}; kvalitetsrapporten nämner dem."] if more else []),
        ]

    def _known_bodies(self) -> list[coverage.Body]:
        revision = self._catalogue.revision
        if self._bodies[0] != revision:
            self._bodies = (revision, coverage.bodies(self._catalogue.audits.minutes()))
        return self._bodies[1]


def _concerns(scope: Scope, body: coverage.Body, gap: coverage.Gap) -> bool:
    """Whether a gap of `body` may hide what is asked for within `scope`."""
    return (
        (not scope.organisation or body.organisation in scope.organisation)
        and (not scope.committee or body.committee in scope.committee)
        and (not scope.kind or Kind.MINUTES in scope.kind)
        and (scope.date_from is None or gap.before is None or gap.before >= scope.date_from)
        and (scope.date_to is None or gap.after is None or gap.after <= scope.date_to)
    )

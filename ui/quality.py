"""The quality report in words: how well the archive was read, and what it lacks."""

from __future__ import annotations

from collections.abc import Iterator

from search_api import schemas

# The documents that most is to be said of; the API tells of all.
TOLD = 20


def lines(report: schemas.QualityReport) -> Iterator[str]:
    """The report of an archive, a line at a time."""
    yield (
        f"{report.documents} handlingar, {report.pages} sidor:"
        f" {report.scanned} inskannade, {report.poor} svårlästa, {report.unread} olästa"
    )
    yield from _counts("Att granska", report.flaws)
    yield from _counts("Personuppgifter och sekretess", report.personal_data)
    for failure in report.failures:
        yield f"Ej läst: {failure.source}: {failure.message}"
    for body in report.bodies:
        name = ", ".join(part for part in (body.organisation, body.committee or "okänt organ") if part)
        yield f"{name}: {body.meetings} sammanträden, {body.first} till {body.last}"
        yield from (f"  {gap.message}" for gap in body.gaps)
    for document in report.audited[:TOLD]:
        yield f"{document.source} (tillit {document.confidence:.2f})"
        yield from (f"  s. {finding.page}, {finding.flaw}: {finding.message}" for finding in document.findings)
    if len(report.audited) > TOLD:
        yield f"{len(report.audited) - TOLD} handlingar till; alla finns i GET /v1/quality."
    for event in report.withdrawn:
        yield f"Återkallad {event.at:%Y-%m-%d %H:%M} UTC: {event.source} ({event.passages} ställen)"


def _counts(label: str, counts: dict[str, int]) -> Iterator[str]:
    if counts:
        yield f"{label}: " + ", ".join(f"{name} {number}" for name, number in sorted(counts.items()))

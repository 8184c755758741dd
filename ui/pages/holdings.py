"""What the archive holds, and how well it was read."""

from __future__ import annotations

from collections.abc import Iterable

from fastapi import APIRouter, Request, Response

from search_api.access.gate import needs
from search_api.access.roles import Right
from search_api.routes.state import TheArchive
from search_api.schemas import AuditedDocument, BodyView, QualityReport
from ui.pages import addresses
from ui.pages.addresses import Choice, TheChoice
from ui.pages.gate import PageRoute
from ui.pages.rendering import render, translated
from ui.pages.searching import narrowing

router = APIRouter(include_in_schema=False, route_class=PageRoute)

LINES = 25  # papers on a leaf


@router.get("/arkivet", openapi_extra=needs(Right.READ))
def archive_page(request: Request, archive: TheArchive, choice: TheChoice) -> Response:
    """The papers of the archive, newest first."""
    facets = archive.facets(choice.filters)
    listed = archive.documents(choice.filters, (choice.leaf - 1) * LINES, LINES)
    of = facets.organisation[0].value if len(facets.organisation) == 1 else None
    return render(
        request, "archive.html", translated(request)("Arkivet"), of=of, choice=choice, listed=listed,
        narrowing=narrowing(choice, facets), leaves=-(-listed.total // LINES), feed=_feed(choice),
    )  # fmt: skip


def _feed(choice: Choice) -> str | None:
    """The feed of the one body whose papers are shown."""
    if len(choice.organisation) != 1 or len(choice.body) != 1:
        return None
    return addresses.feed(addresses.body(choice.organisation[0], choice.body[0]))


@router.get("/kvalitet", openapi_extra=needs(Right.REVIEW))
def quality(request: Request, archive: TheArchive, organisation: str = "", organ: str = "") -> Response:
    """How well the papers were read and what is missing between the meetings; of one body where it is named."""
    report = archive.quality()
    bodies = [one for one in report.bodies if _is_of(one, organisation, organ)]
    audited = [one for one in report.audited if _is_of(one, organisation, organ)]
    heading = " ".join(filter(None, (translated(request)("Läskvalitet"), organ)))
    return render(
        request, "quality.html", heading, of=organisation, report=report, bodies=bodies, audited=audited,
        organisation=organisation, body=organ, flaws=_flaws(report, audited, whole=not (organisation or organ)),
    )  # fmt: skip


def _is_of(one: BodyView | AuditedDocument, organisation: str, body: str) -> bool:
    return (not organisation or one.organisation == organisation) and (not body or one.committee == body)


def _flaws(report: QualityReport, audited: Iterable[AuditedDocument], *, whole: bool) -> dict[str, int]:
    """What was found, by its kind: of the whole archive, or of some papers."""
    if whole:
        return report.flaws
    counts: dict[str, int] = {}
    for one in audited:
        for finding in one.findings:
            counts[finding.flaw] = counts.get(finding.flaw, 0) + 1
    return counts

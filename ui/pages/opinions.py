"""What readers thought of the answers: read, taken along, and forgotten."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from corpus.catalogue.auditlog import Deed
from search_api.access.gate import needs
from search_api.access.roles import Right
from search_api.routes import feedback
from search_api.routes.state import TheArchive
from ui.pages.gate import PageRoute
from ui.pages.registry import DESK, LINES, Leaf
from ui.pages.rendering import moved, render, translated

router = APIRouter(include_in_schema=False, route_class=PageRoute)

OPINIONS = f"{DESK}/aterkoppling"


@router.get(OPINIONS, openapi_extra=needs(Right.REVIEW))
def opinions(request: Request, archive: TheArchive, sida: Leaf = 1) -> Response:
    """What was said, newest first."""
    listed = feedback.list_feedback(archive.opinions, (sida - 1) * LINES, LINES)
    return render(
        request, "opinions.html", translated(request)("Återkoppling"), listed=listed, leaf=sida,
        leaves=-(-listed.total // LINES),
    )  # fmt: skip


@router.post(f"{OPINIONS}/{{feedback_id}}/ta-bort", openapi_extra=needs(Right.REVIEW, Deed.FORGOT))
def forget(feedback_id: int, request: Request, archive: TheArchive) -> Response:
    """Take one away."""
    feedback.delete(feedback_id, archive.opinions)
    return moved(request, OPINIONS)

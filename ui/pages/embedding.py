"""What other sites put into pages of theirs: the widget's script, and a page for frames. Who may is set, by origin."""

from __future__ import annotations

from pathlib import Path

from fastapi import APIRouter, Request, Response
from fastapi.responses import FileResponse

from search_api.access.embedding import FRAME, WIDGET
from search_api.access.gate import needs
from search_api.access.roles import Right
from search_api.routes.state import READING, TheArchive
from ui.pages import told
from ui.pages.addresses import TheChoice
from ui.pages.gate import PageRoute
from ui.pages.rendering import HEADERS, render, translated
from ui.pages.searching import hits_of

router = APIRouter(include_in_schema=False, route_class=PageRoute)

SCRIPT = Path(__file__).with_name("widget") / "widget.js"
SHOWN = 5  # hits in a frame, which has little room; the rest is a link away
_KEPT = {"Cache-Control": "public, max-age=3600", "Cross-Origin-Resource-Policy": "cross-origin"}


@router.get(WIDGET, openapi_extra=needs(Right.OPEN))
def widget() -> Response:
    """The script of `<beslut-sok>`. Its address is written into pages of others, so that it stays."""
    return FileResponse(SCRIPT, media_type="text/javascript", headers=HEADERS | _KEPT)


@router.get(FRAME, openapi_extra=needs(Right.READ), dependencies=[READING])
def framed(request: Request, archive: TheArchive, choice: TheChoice) -> Response:
    """A field and its hits, for a frame; what they lead to opens beside the page that has it."""
    found = hits_of(archive, choice, 0, SHOWN) if choice.words else None
    hits = [told.hit_of(hit) for hit in found.hits] if found else []
    heading = translated(request)("Sök i handlingarna")
    return render(request, "embedded.html", heading, choice=choice, found=found, hits=hits)

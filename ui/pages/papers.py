"""A paper: what it is, and its pages as they look, with a passage marked, or as text where that is all there is."""

from __future__ import annotations

import re

from fastapi import APIRouter, Request, Response
from markupsafe import Markup

from corpus.errors import BadRequest, NotFound, UnreadableFile
from corpus.leaves import MEDIA_TYPE, Leaf
from search_api.access.gate import needs
from search_api.access.roles import Right
from search_api.leaves import page_of
from search_api.routes.state import TheArchive, TheClient, TheLeaves, TheRecogniser
from search_api.schemas import DocumentView, PageView
from ui.pages import wording
from ui.pages.gate import PageRoute
from ui.pages.rendering import HEADERS, PRIVATE, render, rendered, translated
from ui.web.passage import Span

router = APIRouter(include_in_schema=False, route_class=PageRoute)
marks = APIRouter(include_in_schema=False, route_class=PageRoute)  # whose route takes its turns itself

_MARKED = re.compile(r"(\d{1,9})-(\d{1,9})")


@router.get("/handling/{document_id}", openapi_extra=needs(Right.READ))
def paper(document_id: str, request: Request, archive: TheArchive) -> Response:
    """What a paper is, how well it was read, and what it holds."""
    document = archive.document(document_id)
    amended = {one.name: one for one in document.amended}
    return render(request, "paper.html", document.title, of=document.organisation, document=document, amended=amended)


@router.get("/handling/{document_id}/sida/{number}", openapi_extra=needs(Right.READ))
def page(
    document_id: str, number: int, request: Request, archive: TheArchive, leaves: TheLeaves, markera: str = ""
) -> Response:
    """A page as it looks, with its text beside it; `markera` is the stretch of the paper's text to mark."""
    document = archive.document(document_id)
    shown = page_of(document, number)
    start, end = _span(markera, document)
    refusal, leaf = "", None
    try:
        leaf = leaves.measured(archive, document, number, start, end)
    except (NotFound, UnreadableFile) as error:
        refusal = str(error)
    words = translated(request)
    heading = f"{document.title}, {words('sida')} {number}"
    return render(
        request, "page.html", heading, of=document.organisation, document=document, page=shown, leaf=leaf,
        refusal=refusal, text=_text(archive.text(document_id), shown, (start, end), document.source, leaf),
        has_mark=_on(shown, start, end), unmarked=_unmarked(leaf, shown, start, end), recognises=leaves.recognises,
        before=_neighbour(document, number - 1), after=_neighbour(document, number + 1), markera=markera,
    )  # fmt: skip


@router.get("/handling/{document_id}/sida/{number}/bild", openapi_extra=needs(Right.READ))
def picture(document_id: str, number: int, archive: TheArchive, leaves: TheLeaves) -> Response:
    """The picture of a page."""
    drawn = leaves.picture(archive, archive.document(document_id), number)
    # The id names the content; what may be seen of it is asked anew, for a paper can be withdrawn.
    return Response(drawn, media_type=MEDIA_TYPE, headers=HEADERS | {"Cache-Control": "private, max-age=600"})


@marks.get("/handling/{document_id}/sida/{number}/markering", openapi_extra=needs(Right.READ))
async def marking(
    document_id: str,
    number: int,
    request: Request,
    archive: TheArchive,
    leaves: TheLeaves,
    client: TheClient,
    recogniser: TheRecogniser,
    markera: str,
) -> Response:
    """The marks of a page that is a picture, to lay over it: found by OCR, which the page does not wait for.

    A page that can be marked without it, or has nothing to mark, is never given to OCR.
    """
    document = await client.run(archive.document, document_id)
    start, end = _span(markera, document)
    leaf = await client.run(leaves.measured, archive, document, number, start, end)
    if _unmarked(leaf, page_of(document, number), start, end):
        leaf = await recogniser.run(leaves.recognised, archive, document, number, start, end)
    drawn = rendered(request, "marking.svg", leaf=leaf)
    return Response(drawn, media_type="image/svg+xml", headers=HEADERS | PRIVATE)


def _span(markera: str, document: DocumentView) -> Span:
    """The stretch that an address marks, within the paper's text. Raises `BadRequest`."""
    if not markera:
        return 0, 0
    told = _MARKED.fullmatch(markera)
    if told is None:
        raise BadRequest(f"Det som ska markeras är ”{markera:.40}”. Skriv två tal, till exempel markera=120-180.")
    return min(int(told[1]), document.characters), min(int(told[2]), document.characters)


def _on(page: PageView, start: int, end: int) -> bool:
    return max(start, page.start) < min(end, page.end)


def _text(text: str, page: PageView, marked: Span, source: str, leaf: Leaf | None) -> Markup:
    """The text of a page with the place marked; where no picture has it marked it is what an address leads to."""
    ids = ["markering-i-text"] if leaf and leaf.boxes else ["markering-i-text", "markering"]
    own = text[page.start : page.end]
    start, end = (min(max(place - page.start, 0), len(own)) for place in marked)
    return wording.marked(own, [(start, end)] if start < end else [], source, [ids])


def _unmarked(leaf: Leaf | None, page: PageView, start: int, end: int) -> bool:
    """Whether the passage is on the page, and could not be marked in its picture."""
    return leaf is not None and not leaf.boxes and _on(page, start, end)


def _neighbour(document: DocumentView, number: int) -> int | None:
    return number if any(page.number == number for page in document.pages) else None

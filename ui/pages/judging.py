"""What a reader thinks of an answer, or of there being none: right or wrong, and why."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Form, Request, Response
from pydantic import ValidationError

from corpus.errors import BadRequest
from search_api.access.gate import needs
from search_api.access.roles import Right
from search_api.archive import Archive
from search_api.routes.state import BY_METHOD, TheArchive
from search_api.schemas import FeedbackRequest, Place
from ui.pages.addresses import Choice, posted, refused
from ui.pages.gate import PageRoute
from ui.pages.rendering import moved, render, translated

router = APIRouter(include_in_schema=False, route_class=PageRoute, dependencies=[BY_METHOD])

THANKS = "/fraga/tack"


@router.post("/fraga/omdome", openapi_extra=needs(Right.OPINE))
def judge(
    request: Request,
    archive: TheArchive,
    choice: Annotated[Choice, Depends(posted)],
    omdome: Annotated[Literal["rätt", "fel"], Form()],
    kommentar: Annotated[str, Form()] = "",
    svar: Annotated[bool, Form()] = False,
    citat: Annotated[list[str], Form()] = [],  # noqa: B006 - FastAPI copies it
) -> Response:
    """Keep what is said of the answer to a question; `citat` are the places that it cited."""
    try:
        said = FeedbackRequest(
            question=choice.words,
            filters=choice.filters,
            verdict=omdome,
            comment=kommentar,
            answered=svar,
            citations=[_place(archive, one) for one in citat],
        )
    except ValidationError as error:
        raise refused(error) from None
    archive.opinions.give(said)
    return moved(request, THANKS)


@router.get(THANKS, openapi_extra=needs(Right.OPINE))
def thank(request: Request) -> Response:
    """That it is kept. A page of its own, so that a reload says nothing twice."""
    return render(request, "thanks.html", translated(request)("Tack"))


def _place(archive: Archive, written: str) -> Place:
    """A place as the form has it, "ID:120:180", with the words that stand there now."""
    document_id, _, stretch = written.rpartition(":")[0].partition(":")
    end = written.rpartition(":")[2]
    if not (stretch.isdecimal() and end.isdecimal()):
        raise BadRequest(f"Citatets plats är ”{written:.60}”. Ställ frågan på nytt och svara därifrån.")
    return Place(
        document_id=document_id, start=int(stretch), end=int(end),
        quote=archive.text(document_id)[int(stretch) : int(end)],
    )  # fmt: skip

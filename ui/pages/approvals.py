"""What waits for approval: looked at, approved or refused, one file or several at a time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Annotated

from fastapi import APIRouter, Form, Query, Request, Response
from pydantic import ValidationError

from corpus.errors import BadRequest, NotFound
from search_api.access.gate import needs
from search_api.access.roles import Right
from search_api.routes import approvals as api
from search_api.routes.state import TheApprovals, TheJobs, TheVisitor
from search_api.schemas import LONGEST_REASON, Job, Refusal
from ui.pages.addresses import refused
from ui.pages.gate import PageRoute
from ui.pages.registry import DESK, LINES, Leaf
from ui.pages.rendering import moved, render, translated

router = APIRouter(include_in_schema=False, route_class=PageRoute)

WAITING = f"{DESK}/godkannande"

Chosen = Annotated[list[int], Form()]
Count = Annotated[int, Query(ge=0)]


@router.get(WAITING, openapi_extra=needs(Right.APPROVE))
def waiting(
    request: Request,
    approvals: TheApprovals,
    sida: Leaf = 1,
    godkanda: Count = 0,
    avslagna: Count = 0,
    redan: Count = 0,
) -> Response:
    """The files that wait, the oldest first; and how many were just approved, refused, or answered by others before."""
    listed = api.list_waiting(approvals, request, (sida - 1) * LINES, LINES)
    return render(
        request, "approvals.html", translated(request)("Att godkänna"), listed=listed, leaf=sida,
        leaves=-(-listed.total // LINES), longest=LONGEST_REASON,
        done={"Godkända filer": godkanda, "Avslagna filer": avslagna, "Redan besvarade filer": redan},
    )  # fmt: skip


@router.post(f"{WAITING}/godkann", openapi_extra=needs(Right.APPROVE))
def approve(
    request: Request,
    approvals: TheApprovals,
    jobs: TheJobs,
    visitor: TheVisitor,
    fil: Chosen = [],  # noqa: B006 - FastAPI copies it
) -> Response:
    """Let the chosen files be read in."""
    done = _answered(fil, lambda file_id: api.approve(file_id, approvals, jobs, visitor, request))
    return moved(request, WAITING, godkanda=done, redan=len(fil) - done)


@router.post(f"{WAITING}/avsla", openapi_extra=needs(Right.APPROVE))
def refuse(
    request: Request,
    approvals: TheApprovals,
    jobs: TheJobs,
    visitor: TheVisitor,
    fil: Chosen = [],  # noqa: B006 - FastAPI copies it
    skal: Annotated[str, Form()] = "",
) -> Response:
    """Delete the chosen files, with a reason for who gave them."""
    try:
        refusal = Refusal(reason=skal)
    except ValidationError as error:
        raise refused(error) from None
    done = _answered(fil, lambda file_id: api.refuse(file_id, refusal, approvals, jobs, visitor, request))
    return moved(request, WAITING, avslagna=done, redan=len(fil) - done)


def _answered(chosen: Sequence[int], answer: Callable[[int], Job]) -> int:
    """How many of the chosen files were still to be answered, and are now."""
    if not chosen:
        raise BadRequest("Ingen fil är vald. Gå tillbaka och kryssa för minst en.")
    done = 0
    for file_id in chosen:
        try:
            answer(file_id)
        except NotFound:
            continue  # somebody else was quicker, which the page tells
        done += 1
    return done

"""What waits for approval: seen, looked at, approved and refused."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import FileResponse

from corpus.catalogue.auditlog import Deed
from search_api import schemas
from search_api.access.gate import GuardedRoute, needs
from search_api.access.roles import Right
from search_api.errors import NOT_FOUND, RESPONSES
from search_api.routes.documents import as_given
from search_api.routes.state import TheApprovals, TheJobs, TheVisitor

router = APIRouter(prefix="/v1/approvals", tags=["documents"], responses=RESPONSES, route_class=GuardedRoute)


@router.get("", operation_id="listApprovals", openapi_extra=needs(Right.APPROVE))
def list_waiting(
    approvals: TheApprovals,
    request: Request,
    offset: Annotated[int, Query(ge=0, le=schemas.FARTHEST)] = 0,
    limit: Annotated[int, Query(ge=1, le=500)] = 50,
) -> schemas.WaitingFiles:
    """The files that wait for approval, the oldest first; to who is bound, those of givers who may give no others."""
    return approvals.waiting(request.state.within, offset, limit)


@router.get(
    "/{file_id}/file",
    operation_id="getWaitingFile",
    openapi_extra=needs(Right.ORIGINAL, Deed.READ_ORIGINAL),
    responses=NOT_FOUND,
    response_class=FileResponse,
)
def get_waiting_file(file_id: int, approvals: TheApprovals, request: Request) -> FileResponse:
    """A file that waits, as it was given, for saving: never shown in the page's own origin."""
    response = as_given(*approvals.file(file_id, request.state.within))
    request.state.target = f"fil {file_id}, som väntade på att godkännas"
    return response


@router.post("/{file_id}/approve", operation_id="approveFile", openapi_extra=needs(Right.APPROVE), responses=NOT_FOUND)
def approve(file_id: int, approvals: TheApprovals, jobs: TheJobs, visitor: TheVisitor, request: Request) -> schemas.Job:
    """Let a file be read into the archive, with no more rights than who gave it has."""
    return jobs.get(approvals.approve(file_id, request.state.within, visitor.name))


@router.post("/{file_id}/refuse", operation_id="refuseFile", openapi_extra=needs(Right.APPROVE), responses=NOT_FOUND)
def refuse(
    file_id: int,
    refusal: schemas.Refusal,
    approvals: TheApprovals,
    jobs: TheJobs,
    visitor: TheVisitor,
    request: Request,
) -> schemas.Job:
    """Delete a file; the job tells who gave it the reason."""
    return jobs.get(approvals.refuse(file_id, request.state.within, visitor.name, refusal.reason))

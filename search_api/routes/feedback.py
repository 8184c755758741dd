"""Feedback on answers."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response

from corpus.catalogue.auditlog import Deed
from corpus.catalogue.feedback import Verdict
from search_api import schemas
from search_api.access.gate import GuardedRoute, needs
from search_api.access.roles import Right
from search_api.errors import DISK_FULL, NOT_FOUND, RESPONSES
from search_api.feedback import Opinions
from search_api.routes.state import TheArchive

router = APIRouter(prefix="/v1", tags=["feedback"], responses=RESPONSES, route_class=GuardedRoute)

LINES = "application/x-ndjson"


def _opinions(archive: TheArchive) -> Opinions:
    return archive.opinions


TheOpinions = Annotated[Opinions, Depends(_opinions)]


@router.post(
    "/feedback",
    operation_id="giveFeedback",
    openapi_extra=needs(Right.OPINE),
    status_code=201,
    responses=NOT_FOUND | DISK_FULL,
)
def give(request: schemas.FeedbackRequest, opinions: TheOpinions) -> schemas.FeedbackView:
    """Say whether an answer was right. Who says it is not kept."""
    return opinions.give(request)


@router.get("/feedback", operation_id="listFeedback", openapi_extra=needs(Right.REVIEW))
def list_feedback(
    opinions: TheOpinions,
    offset: Annotated[int, Query(ge=0, le=schemas.FARTHEST)] = 0,
    limit: Annotated[int, Query(ge=1, le=500)] = 50,
) -> schemas.FeedbackList:
    """What was said of the answers, newest first."""
    return opinions.feedback(offset, limit)


@router.get(
    "/feedback/export",
    operation_id="exportFeedback",
    openapi_extra=needs(Right.REVIEW, Deed.EXPORTED),
    response_class=Response,
    responses={200: {"description": "The lines.", "content": {LINES: {"schema": {"type": "string"}}}}},
)
def export(opinions: TheOpinions, request: Request, verdict: Verdict = Verdict.RIGHT) -> Response:
    """Lines of a question file, oldest first: the right answers whole, the wrong ones for a person to finish."""
    request.state.target = f"återkoppling: {verdict}"
    return Response(opinions.export_feedback(verdict), media_type=LINES)


@router.delete(
    "/feedback/{feedback_id}",
    operation_id="deleteFeedback",
    openapi_extra=needs(Right.REVIEW, Deed.FORGOT),
    status_code=204,
    responses=NOT_FOUND,
)
def delete(feedback_id: int, opinions: TheOpinions) -> None:
    """Forget what was said."""
    opinions.forget(feedback_id)

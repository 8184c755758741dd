"""To take along: answers, quotations, cases and records of searches as files."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Body, Request, Response

from corpus.catalogue.auditlog import Deed
from search_api import schemas
from search_api.access.gate import GuardedRoute, needs
from search_api.access.roles import Right
from search_api.errors import NOT_FOUND, RESPONSES
from search_api.routes.state import TheArchive
from search_api.takeaway import Takeaway, markdown, word

router = APIRouter(prefix="/v1", tags=["takeaway"], responses=RESPONSES, route_class=GuardedRoute)

_FILE = {"schema": {"type": "string", "format": "binary"}}


@router.post(
    "/takeaway",
    operation_id="takeAlong",
    openapi_extra=needs(Right.EXPORT, Deed.EXPORTED),
    response_class=Response,
    responses=NOT_FOUND
    | {
        200: {
            "description": "The file.",
            "content": {
                markdown.MEDIA_TYPE.split(";")[0]: _FILE,
                word.MEDIA_TYPE: _FILE,
                "application/json": {"schema": {"type": "object"}},
            },
        }
    },
)
def take_along(request: Annotated[schemas.TakeRequest, Body()], archive: TheArchive, connection: Request) -> Response:
    """A file of an answer or the nearest to one, a quotation, a case or a search without result.

    It is made from the archive's own texts.
    """
    file = Takeaway(archive).take(request)
    connection.state.target = file.name
    headers = {"Content-Disposition": f'attachment; filename="{file.name}"', "X-Content-Type-Options": "nosniff"}
    return Response(file.content, media_type=file.media_type, headers=headers)

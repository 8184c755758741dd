"""Search and questions."""

from __future__ import annotations

from contextlib import aclosing

from fastapi import APIRouter

from search_api import schemas
from search_api.access.gate import GuardedRoute, needs
from search_api.access.roles import Right
from search_api.asking import answers
from search_api.errors import RESPONSES
from search_api.routes.state import TheArchive, TheClient

router = APIRouter(prefix="/v1", tags=["search"], responses=RESPONSES, route_class=GuardedRoute)


@router.post("/search", operation_id="search", openapi_extra=needs(Right.READ))
async def search(request: schemas.SearchRequest, archive: TheArchive, client: TheClient) -> schemas.SearchResponse:
    """Find passages. By POST, so that no question stands in an address or a log of addresses."""
    return await client.run(archive.search, request)


@router.post("/ask", operation_id="ask", openapi_extra=needs(Right.READ))
async def ask(request: schemas.AskRequest, archive: TheArchive, client: TheClient) -> schemas.AskResponse:
    """Answer a question with verbatim, cited sentences, or say that the papers do not."""
    async with aclosing(answers(archive, client, request, streamed=False)) as found:
        return await anext(found)

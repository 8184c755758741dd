"""What the API is, and who asks it."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse

from search_api import schemas
from search_api.access.gate import GuardedRoute, needs
from search_api.access.roles import Right
from search_api.errors import RESPONSES
from search_api.routes.state import TheVisitor

router = APIRouter(tags=["about"], responses=RESPONSES, route_class=GuardedRoute)


# FastAPI's own route of this name would pass no gate.
@router.get("/openapi.json", include_in_schema=False, openapi_extra=needs(Right.OPEN))
def openapi(request: Request) -> JSONResponse:
    """The description of the API."""
    described: dict[str, Any] = request.app.openapi()
    root: str = request.app.state.root
    return JSONResponse(described | ({"servers": [{"url": root}]} if root else {}))


@router.get("/v1/me", operation_id="whoAmI", openapi_extra=needs(Right.OPEN))
def me(visitor: TheVisitor, request: Request) -> schemas.Me:
    """Who the service takes the one who asks for, and what they may; `organisations` is null for all papers."""
    within = visitor.within(Right.READ)
    return schemas.Me(
        name=visitor.name,
        rights=sorted(visitor.rights),
        organisations=None if within is None else sorted(within),
        can_log_out=visitor.is_known and request.app.state.login is not None,
    )

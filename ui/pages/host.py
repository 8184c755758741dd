"""The pages in one process with the API."""

from __future__ import annotations

import re
from typing import Annotated

from fastapi import APIRouter, FastAPI, Form, Response
from fastapi.responses import FileResponse, JSONResponse
from starlette.exceptions import HTTPException

from search_api.access.gate import needs
from search_api.access.roles import Right
from search_api.routes.state import BY_METHOD, READING, TheArchive
from search_api.suggesting import suggestions
from ui.pages import (
    about,
    amending,
    approvals,
    asking,
    cases,
    embedding,
    errors,
    feeds,
    following,
    holdings,
    judging,
    meetings,
    opinions,
    papers,
    registry,
    searching,
    withdrawals,
)
from ui.pages.gate import PageRoute
from ui.pages.rendering import HEADERS, PRIVATE, STATIC

router = APIRouter(include_in_schema=False, route_class=PageRoute)

_FILES = {path.name: path for path in STATIC.iterdir() if re.fullmatch(r"[\w-]+\.(?:css|js|svg)", path.name)}


@router.get("/sidor/{name}", openapi_extra=needs(Right.OPEN))
def asset(name: str) -> Response:
    """A stylesheet, script or picture of the pages; its address has what it is made of, so that it can be kept."""
    if name not in _FILES:
        raise HTTPException(404)
    return FileResponse(_FILES[name], headers=HEADERS | {"Cache-Control": "public, max-age=31536000, immutable"})


@router.post("/forslag", openapi_extra=needs(Right.READ), dependencies=[READING])
def suggest(archive: TheArchive, q: Annotated[str, Form(max_length=200)] = "") -> Response:
    """Headings and bodies that have what is being written; by POST, as all that is asked without an address."""
    return JSONResponse(suggestions(archive, q), headers=HEADERS | PRIVATE)


def install(app: FastAPI) -> None:
    """Add the pages to the API `app`: their addresses, and errors that are pages."""
    for module in (asking, judging, following, about, embedding, amending):
        app.include_router(module.router)
    for module in (feeds, searching, papers, cases, meetings, holdings):  # a feed's address is a case's with an end
        app.include_router(module.router, dependencies=[READING])
    for module in (registry, approvals, withdrawals, opinions):
        app.include_router(module.router, dependencies=[BY_METHOD])
    app.include_router(papers.marks)
    app.include_router(router)
    errors.install(app)

"""Errors as pages, for those who look for a page; programs get the problem documents of the API."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from corpus.errors import BeslutsminneError
from search_api.schemas import Problem
from ui.pages.rendering import render, translated

API = "/v1"
HTML = "text/html"
_HEADINGS = {404: "Sidan finns inte", 405: "Sidan kan inte visas så"}

Handler = Callable[[Request, Exception], Awaitable[Response]]


def install(app: FastAPI) -> None:
    """Let the errors of `app`, which already leave as problem documents, come as pages to browsers."""
    for kind in (BeslutsminneError, RequestValidationError, HTTPException, Exception):
        app.add_exception_handler(kind, _paged(app.exception_handlers[kind]))  # type: ignore[arg-type]


def _paged(handler: Handler) -> Handler:
    async def handle(request: Request, error: Exception) -> Response:
        response = await handler(request, error)
        if not _wants_page(request) or not isinstance(response, JSONResponse):
            return response
        problem = Problem.model_validate(json.loads(bytes(response.body)))
        heading = translated(request)(_HEADINGS.get(problem.status, "Det gick inte"))
        page = render(
            request, "problem.html", heading, status=problem.status, problem=problem,
            is_known=isinstance(error, BeslutsminneError | RequestValidationError),
        )  # fmt: skip
        return page

    return handle


def _wants_page(request: Request) -> bool:
    """Whether a browser asks for a page: all but the API's own addresses, where HTML is what it would have."""
    return not f"{request.url.path}/".startswith(f"{API}/") and HTML in request.headers.get("accept", "")

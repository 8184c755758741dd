"""Errors as pages, for those who look for a page; programs get the problem documents of the API."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from typing import Any

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError, WebSocketRequestValidationError
from fastapi.responses import JSONResponse

from corpus.errors import BeslutsminneError
from search_api import errors
from search_api.schemas import Problem
from ui.pages.rendering import render, translated

API = "/v1"
HTML = "text/html"
_HEADINGS = {
    401: "Logga in för att se sidan",
    403: "Sidan är inte för dig",
    404: "Sidan finns inte",
    405: "Sidan kan inte visas så",
}
_KEPT = ("retry-after", "www-authenticate")

Handler = Callable[[Request, Any], Response | Awaitable[Response]]


def install(app: FastAPI) -> None:
    """Let the errors of `app`, which already leave as problem documents, come as pages to browsers."""
    for kind, handler in tuple(app.exception_handlers.items()):
        if kind is not WebSocketRequestValidationError:
            app.add_exception_handler(kind, _paged(handler))


def _paged(handler: Handler) -> Handler:
    async def handle(request: Request, error: Exception) -> Response:
        given = handler(request, error)
        response = given if isinstance(given, Response) else await given
        if not wants_page(request) or not isinstance(response, JSONResponse):
            return response
        problem = Problem.model_validate(json.loads(bytes(response.body)))
        page = problem_page(request, problem.status, problem.detail if _is_told(problem, error) else "")
        page.headers.update({name: value for name, value in response.headers.items() if name in _KEPT})
        return page

    return handle


def problem_page(request: Request, status: int, detail: str) -> Response:
    """What went wrong, in Swedish, as a page; without a `detail` that the address leads nowhere."""
    heading = translated(request)(_HEADINGS.get(status, "Det gick inte"))
    return render(request, "problem.html", heading, status=status, detail=detail)


async def explained(request: Request, error: Exception) -> str:
    """What went wrong, in Swedish, where a page has begun and can be no other; logged as what the API answers with."""
    handler = errors.known if isinstance(error, BeslutsminneError) else errors.unknown
    return Problem.model_validate(json.loads(bytes((await handler(request, error)).body))).detail


def wants_page(request: Request) -> bool:
    """Whether a browser asks for a page: all but the API's own addresses, where HTML is what it would have."""
    return not f"{request.url.path}/".startswith(f"{API}/") and HTML in request.headers.get("accept", "")


def _is_told(problem: Problem, error: Exception) -> bool:
    """Whether a visitor is helped by the words of a problem; those of an unknown address are for programs."""
    return problem.status >= 500 or isinstance(error, BeslutsminneError | RequestValidationError)

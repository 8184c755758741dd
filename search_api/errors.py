"""Errors over HTTP: RFC 9457 `application/problem+json`, in Swedish, with a request id."""

from __future__ import annotations

import logging
import uuid
from collections.abc import Sequence
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Receive, Scope, Send

from corpus import errors
from search_api.schemas import Problem

_log = logging.getLogger(__name__)

MEDIA_TYPE = "application/problem+json"
STATUS: dict[type[errors.BeslutsminneError], int] = {
    errors.NotFound: 404,
    errors.BadRequest: 422,
    errors.TooLarge: 413,
    errors.UnknownFormat: 415,
    errors.UnreadableFile: 422,
    errors.ArchiveLocked: 503,
    errors.IndexMismatch: 503,
    errors.ServerUnreachable: 503,
}
_TITLES = {
    404: "Finns inte", 405: "Metoden är inte tillåten", 413: "För stort", 415: "Okänt format", 422: "Kan inte tas emot",
    500: "Internt fel", 503: "Inte redo",
}  # fmt: skip


def described(status: int, description: str) -> dict[int | str, dict[str, Any]]:
    """A problem response for the API's description."""
    schema = {"schema": {"$ref": "#/components/schemas/Problem"}}
    return {status: {"content": {MEDIA_TYPE: schema}, "description": description}}


RESPONSES = described(422, "A request that cannot be taken as it is.") | described(503, "The archive is not ready.")
NOT_FOUND = described(404, "An id that names nothing.")
TOO_LARGE = described(413, "More than the archive takes at once.")


def install(app: FastAPI) -> None:
    """Let every error of `app` leave as a problem document, and its description know what that is."""
    app.add_exception_handler(errors.BeslutsminneError, known)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(Exception, unknown)
    describe = app.openapi

    def openapi() -> dict[str, Any]:
        document = describe()
        document["components"]["schemas"]["Problem"] = Problem.model_json_schema()
        return document

    app.openapi = openapi  # type: ignore[method-assign]


async def known(request: Request, error: Exception) -> JSONResponse:
    """The problem that one of the project's own errors is."""
    status = next((STATUS[kind] for kind in type(error).__mro__ if kind in STATUS), 500)
    return problem(request, status, str(error), type(error).__name__)


async def _invalid(request: Request, error: Exception) -> JSONResponse:
    found = error.errors() if isinstance(error, RequestValidationError) else []
    return problem(request, 422, "; ".join(map(_explained, found)) + ".", "BadRequest")


async def _http(request: Request, error: Exception) -> JSONResponse:
    status = error.status_code if isinstance(error, HTTPException) else 500
    detail = {
        404: f"Sökvägen {request.url.path} finns inte. Se /openapi.json.",
        405: f"{request.method} går inte här. Se /openapi.json.",
    }
    response = problem(request, status, detail.get(status, f"Begäran kunde inte utföras ({status})."), "HTTPException")
    response.headers.update((error.headers or {}) if isinstance(error, HTTPException) else {})
    return response


async def unknown(request: Request, error: Exception) -> JSONResponse:
    """The problem that a bug is: an id to find it in the log by, and nothing else."""
    identity = uuid.uuid4().hex
    # The trace goes to the log under the id, never to the caller; the request's body goes to neither.
    _log.error("request %s failed: %s %s", identity, request.method, request.url.path, exc_info=error)
    detail = f"Något gick fel i tjänsten. Försök igen, och uppge {identity} om felet består."
    return problem(request, 500, detail, "InternalError", identity)


class RefuseTooLarge:
    """Refuses a request by the length that it states, before any of it is taken; `limit` in bytes.

    FastAPI's own `max_body_size` also counts what comes without a stated length, but answers in plain text.
    """

    def __init__(self, app: ASGIApp, limit: int) -> None:
        self._app = app
        self._limit = limit

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer 413, or pass the request on."""
        length = Headers(scope=scope).get("content-length", "") if scope["type"] == "http" else ""
        if length.isdigit() and int(length) > self._limit:
            detail = f"Begäran är större än {self._limit / 2**20:.0f} MB. Lämna filerna i omgångar."
            await problem(Request(scope), 413, detail, "TooLarge")(scope, receive, send)
        else:
            await self._app(scope, receive, send)


def problem(request: Request, status: int, detail: str, kind: str, identity: str | None = None) -> JSONResponse:
    """A problem document as a response."""
    body = Problem(
        type=f"urn:beslutsminne:{kind}", title=_TITLES.get(status, "Fel"), status=status, detail=detail,
        request_id=identity or uuid.uuid4().hex,
    )  # fmt: skip
    return JSONResponse(body.model_dump(), status_code=status, media_type=MEDIA_TYPE)


_MESSAGES = {
    "missing": "saknas",
    "extra_forbidden": "är inget känt fält",
    "json_invalid": "är inte giltig JSON",
    "greater_than_equal": "måste vara minst {ge}",
    "less_than_equal": "får vara högst {le}",
    "enum": "måste vara {expected}",
    "int_parsing": "måste vara ett heltal",
    "string_type": "måste vara text",
    "list_type": "måste vara en lista",
    "too_long": "får ha högst {max_length} värden, men har {actual_length}",
    "string_too_long": "får ha högst {max_length} tecken",
    "date_from_datetime_parsing": "måste vara ett datum, ÅÅÅÅ-MM-DD",
    "date_parsing": "måste vara ett datum, ÅÅÅÅ-MM-DD",
    "date_type": "måste vara ett datum, ÅÅÅÅ-MM-DD",
    "model_attributes_type": "måste vara ett objekt",
}


def _explained(found: dict[str, Any]) -> str:
    place = ".".join(str(step) for step in _place(found["loc"])) or "begäran"
    if found["type"] == "value_error":
        return f"{place}: {found['ctx']['error']}"
    template = _MESSAGES.get(found["type"], f"kan inte tolkas ({found['type']})")
    given = found.get("input")
    shown = f" (fick {given!r:.60})" if isinstance(given, str | int | float) else ""
    return f"{place} {template.format(**found.get('ctx', {}))}{shown}"


def _place(loc: Sequence[int | str]) -> Sequence[int | str]:
    return loc[1:] if loc and loc[0] in ("body", "query", "path") else loc

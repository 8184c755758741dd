"""Errors over HTTP: RFC 9457 `application/problem+json`, in Swedish, with a request id."""

from __future__ import annotations

import logging
import re
import uuid
from collections.abc import Sequence
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.types import Receive, Scope, Send

from corpus import errors
from corpus.masking import OF_WORDS
from search_api.schemas import Problem

_log = logging.getLogger(__name__)

MEDIA_TYPE = "application/problem+json"
REQUEST_ID = "X-Request-ID"
_PLAIN = re.compile(r"[A-Za-z0-9._-]{8,64}")
RETRY_AFTER = 30  # seconds, where an error does not say
STATUS: dict[type[errors.BeslutsminneError], int] = {
    errors.NotKnown: 401,
    errors.NotAllowed: 403,
    errors.NotFound: 404,
    errors.BadRequest: 422,
    errors.TooLarge: 413,
    errors.UnknownFormat: 415,
    errors.UnreadableFile: 422,
    errors.ArchiveLocked: 503,
    errors.NotWritable: 503,
    errors.IndexMismatch: 503,
    errors.ServerUnreachable: 503,
    errors.Busy: 503,
    errors.TooMany: 429,
    errors.DiskFull: 507,
    errors.CatalogueDamaged: 503,
}
_TITLES = {
    401: "Vem frågar?", 403: "Inte tillåtet", 404: "Finns inte", 405: "Metoden är inte tillåten", 413: "För stort",
    414: "För lång adress", 415: "Okänt format", 421: "Fel adress", 422: "Kan inte tas emot",
    429: "För många frågor", 500: "Internt fel", 503: "Inte redo", 507: "Disken är full",
}  # fmt: skip


def described(status: int, description: str) -> dict[int | str, dict[str, Any]]:
    """A problem response for the API's description."""
    schema = {"schema": {"$ref": "#/components/schemas/Problem"}}
    return {status: {"content": {MEDIA_TYPE: schema}, "description": description}}


NO_RIGHT = described(401, "No key or log-in, or one that is not valid.") | described(
    403, "Something that the one who asks has no right to, or a web page of another origin."
)
RESPONSES = (
    NO_RIGHT
    | described(413, "More than is taken at once.")
    | described(422, "A request that cannot be taken as it is.")
    | described(429, "One client asks too much at once, or too often; Retry-After says when to ask again.")
    | described(503, "The archive is not ready or has too much to do; Retry-After says when to ask again.")
)
NOT_FOUND = described(404, "An id that names nothing.")
DISK_FULL = described(507, "Less free space than the reserve.")


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
    response = problem(request, status, str(error), type(error).__name__)
    if status in (429, 503):
        response.headers["Retry-After"] = str(error.retry_after if isinstance(error, errors.Busy) else RETRY_AFTER)
    return response


async def _invalid(request: Request, error: Exception) -> JSONResponse:
    found = error.errors() if isinstance(error, RequestValidationError) else []
    return problem(request, 422, "; ".join(map(_explained, found)) + ".", "BadRequest")


async def _http(request: Request, error: Exception) -> JSONResponse:
    status = error.status_code if isinstance(error, HTTPException) else 500
    detail = {
        404: f"Sökvägen {request.url.path} finns inte. Se /openapi.json.",
        405: f"{request.method} går inte här. Se /openapi.json.",
        414: "Adressen är för lång. Sök med POST, och med färre värden i filtren.",
        413: error.detail if isinstance(error, HTTPException) else "",
    }
    kind = errors.TooLarge.__name__ if status == 413 else "HTTPException"
    response = problem(request, status, detail.get(status, f"Begäran kunde inte utföras ({status})."), kind)
    response.headers.update((error.headers or {}) if isinstance(error, HTTPException) else {})
    return response


async def unknown(request: Request, error: Exception) -> JSONResponse:
    """The problem that a bug is: an id to find it in the log by, and nothing else."""
    identity = request_id(request.scope)
    # The trace goes to the log under the id, never to the caller; the request's body goes to neither.
    _log.error("request %s failed", identity, exc_info=error)
    detail = f"Något gick fel i tjänsten. Försök igen, och uppge {identity} om felet består."
    return problem(request, 500, detail, "InternalError")


async def refuse(scope: Scope, receive: Receive, send: Send, error: errors.BeslutsminneError | HTTPException) -> None:
    """Answer a request with the problem that `error` is, before any of it is read."""
    handler = _http if isinstance(error, HTTPException) else known
    await (await handler(Request(scope), error))(scope, receive, send)


def problem(request: Request, status: int, detail: str, kind: str) -> JSONResponse:
    """A problem document as a response; what `detail` names, a file, a filter, an address, is masked."""
    identity = request_id(request.scope)
    body = Problem(
        type=f"urn:beslutsminne:{kind}", title=_TITLES.get(status, "Fel"), status=status,
        detail=OF_WORDS.words(detail),
        request_id=identity,
    )  # fmt: skip
    headers = {REQUEST_ID: identity}
    return JSONResponse(body.model_dump(), status_code=status, media_type=MEDIA_TYPE, headers=headers)


def request_id(scope: Scope) -> str:
    """The id of a request: the one that it came with, where that is short and plain, else one that is made here."""
    state: dict[str, str] = scope.setdefault("state", {})
    if "request_id" not in state:
        given = Headers(scope=scope).get(REQUEST_ID, "")
        state["request_id"] = given if _PLAIN.fullmatch(given) else uuid.uuid4().hex
    return state["request_id"]


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

"""The gate: who asks is told here, and no route is passed without the right that it names.

A route says what right it takes beside its path (`openapi_extra=needs(Right.READ)`), so that the description of the API
tells it too. One that names none lets nobody through. What is written to the audit log is named in the same place, and
is written before anything of the response leaves.
"""

from __future__ import annotations

import logging
from typing import Any
from urllib.parse import quote

from fastapi import FastAPI
from fastapi.concurrency import run_in_threadpool
from fastapi.routing import APIRoute
from starlette.datastructures import MutableHeaders
from starlette.responses import RedirectResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from corpus.catalogue.auditlog import Deed
from corpus.errors import BeslutsminneError, NotAllowed, NotKnown
from search_api.access import visits
from search_api.access.identity import Identifier
from search_api.access.origins import refuse
from search_api.access.roles import Identity, Right
from search_api.errors import STATUS

_log = logging.getLogger(__name__)

LOGIN = "/logga-in"
LONGEST_BACK = 500  # characters of the address that a log-in leads back to: a cookie holds it on the way
_RIGHT, _DEED = "x-right", "x-deed"


def needs(right: Right, deed: Deed | None = None) -> dict[str, Any]:
    """What a route takes, and what is written to the audit log of those who pass."""
    return {_RIGHT: right.value} | ({_DEED: deed.value} if deed else {})


def right_of(route: object) -> Right | None:
    """The right that a route takes; None where it names none, and lets nobody through."""
    named = (route.openapi_extra or {}).get(_RIGHT) if isinstance(route, GuardedRoute) else None
    return None if named is None else Right(named)


class Identified:
    """Lets all behind it know who asks (`state.visitor`)."""

    def __init__(self, app: ASGIApp, identifier: Identifier) -> None:
        self._app = app
        self._identifier = identifier

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on with its visitor; 401 for a key that is not valid."""
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        try:
            visitor = await self._identifier.of(scope)
        except NotKnown as error:
            await refuse(scope, receive, send, 401, str(error), "NotKnown")
            return
        scope.setdefault("state", {})["visitor"] = visitor
        await self._app(scope, receive, send)


class GuardedRoute(APIRoute):
    """A route of the API behind the gate, which is passed before any of the request's body is taken."""

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer 401 or 403, or let the visitor through within the bound of the right (`state.within`)."""
        visitor: Identity = scope["state"]["visitor"]
        right = right_of(self)
        if right is None or not visitor.may(right):
            await _refuse(scope, receive, send, visitor, right)
            return
        scope["state"]["within"] = visitor.within(right)
        named = (self.openapi_extra or {}).get(_DEED)
        await super().handle(scope, receive, _Noting(send, scope, Deed(named)) if named else send)


class _Noting:
    """Sends a response on when it is in the audit log that its visitor got it. What was refused is not noted.

    What it was done to is `state.target`, where the route says it, else what the address names.
    """

    def __init__(self, send: Send, scope: Scope, deed: Deed) -> None:
        self._send = send
        self._scope = scope
        self._deed = deed

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start" and message["status"] < 400:
            named = " ".join(map(str, self._scope["path_params"].values()))
            target = self._scope["state"].get("target", named)
            log = self._scope["app"].state.archives.whole.index.catalogue.audit_log
            # Who logs in is known by now.
            await run_in_threadpool(log.note, self._scope["state"]["visitor"].name, self._deed, target)
        await self._send(message)


class GuardedPages:
    """The pages of `app` behind the same gate: who may not read sees none, and is led to log in where that is a way."""

    def __init__(self, pages: ASGIApp, app: FastAPI) -> None:
        self._pages = pages
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request of the pages on; a lasting connection with the ticket of its visit."""
        visitor: Identity = scope["state"]["visitor"]
        if not visitor.may(Right.READ):
            if scope["type"] == "http" and not visitor.is_known and self._app.state.login:
                await to_login(scope)(scope, receive, send)
            else:
                await _refuse(scope, receive, send, visitor, Right.READ)
            return
        headers = MutableHeaders(scope=scope)
        del headers[visits.HEADER]  # nobody but us writes it
        if scope["type"] != "websocket":
            await self._pages(scope, receive, send)
            return
        with self._app.state.visits.opened(scope) as ticket:
            headers[visits.HEADER] = ticket
            await self._pages(scope, receive, send)


def to_login(scope: Scope) -> RedirectResponse:
    """The way to the log-in, and from there back to the page of `scope`; without its query where that is too long."""
    path, query = scope["path"], scope["query_string"].decode()
    ways = (f"{path}?{query}" if query else path, path, "/")
    back = next(way for way in ways if len(way) <= LONGEST_BACK)
    return RedirectResponse(f"{LOGIN}?till={quote(back)}", status_code=303)


def refusal(visitor: Identity, right: Right | None) -> BeslutsminneError:
    """Why a visitor is not let through: `NotKnown` where nobody knows who it is, else `NotAllowed`."""
    if not visitor.is_known:
        return NotKnown("Det här kräver inloggning, eller en nyckel (Authorization: Bearer bm_…).")
    return NotAllowed(
        f"”{visitor.name:.80}” har inte rätt att {right or 'göra detta'}. Be administratören om en roll som har det."
    )


async def _refuse(scope: Scope, receive: Receive, send: Send, visitor: Identity, right: Right | None) -> None:
    if right is None:
        _log.error("the route %s names no right, and lets nobody through", scope["path"])
    error = refusal(visitor, right)
    await refuse(scope, receive, send, STATUS[type(error)], str(error), type(error).__name__)

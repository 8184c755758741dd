"""One line in the service log, one count in the figures and, where traces are made, one span for each request."""

from __future__ import annotations

import logging
import time
from contextlib import nullcontext

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from search_api import errors
from search_api.limits.bodies import API
from search_api.metrics import Metrics
from search_api.tracing import Tracing

_log = logging.getLogger(__name__)

_METHODS = frozenset(("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"))


class Observing:
    """Notes what becomes of each request, by its id, method and route: never its address, which holds what it names."""

    def __init__(self, app: ASGIApp, metrics: Metrics, tracing: Tracing | None = None) -> None:
        self._app = app
        self._tracing = tracing
        self._metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, and note it when it is over."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        identity = errors.request_id(scope)
        status = 500

        async def noting(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                named = errors.REQUEST_ID.lower().encode()
                headers = [header for header in message.get("headers", ()) if header[0].lower() != named]
                message = {**message, "headers": [*headers, (named, identity.encode())]}
            await send(message)

        began = time.perf_counter()
        method = scope["method"] if scope["method"] in _METHODS else "other"
        told: dict[str, str | int] = {"request_id": identity, "method": method}
        with self._tracing.request(told) if self._tracing else nullcontext():
            try:
                await self._app(scope, receive, noting)
            finally:
                seconds = time.perf_counter() - began
                route = _route(scope)
                told |= {"route": route, "status": status}
                self._metrics.request(method, route, status, seconds)
                level = logging.INFO if route.startswith(API) or status >= 400 else logging.DEBUG
                _log.log(level, "request", extra=told | {"ms": round(seconds * 1000, 1)})


def _route(scope: Scope) -> str:
    """The template of the route that a request took; else whether it was for the API or for the pages."""
    template = getattr(scope.get("route"), "path", None)
    if template:
        return str(template)
    return "unknown" if f"{scope['path']}/".startswith(API) else "pages"

"""What the pages of other sites may do here, where those sites are named: search as anybody, and show one page of ours.

By the Fetch standard's CORS: an origin that is named is told that its pages may read the answer; nobody is ever told
that they may send a visitor's cookie. Which sites may have our page in a frame is for the browser to hold
(`frame-ancestors`): it does not tell us who frames.
"""

from __future__ import annotations

from collections.abc import Collection

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import Response
from starlette.types import Message, Scope, Send

SEARCH, WIDGET, FRAME = "/v1/search", "/widget.js", "/inbaddad"
_CALLED = {SEARCH: "POST", WIDGET: "GET"}  # from a script of a page elsewhere
_ASKED_FIRST = 600  # seconds that a browser may keep what it was told before it calls
_STATE = "embedded"


def is_embedded(scope: Scope) -> bool:
    """Whether a page of another site makes the call, so that it is made in nobody's name."""
    return bool(scope.get("state", {}).get(_STATE))


class Embedding:
    """What pages of `origins` may do; without any of them nothing."""

    def __init__(self, origins: Collection[str]) -> None:
        self._origins = frozenset(origins)

    def asks_first(self, scope: Scope) -> bool:
        """Whether a browser asks if a call of a named origin may be made (a preflight of CORS)."""
        method = Headers(scope=scope).get("access-control-request-method", "")
        return scope["method"] == "OPTIONS" and _CALLED.get(scope["path"]) == method and self._is_named(scope)

    def permission(self, scope: Scope) -> Response:
        """The answer to who asks first."""
        allowed = {
            "Access-Control-Allow-Methods": _CALLED[scope["path"]],
            "Access-Control-Allow-Headers": "content-type",
            "Access-Control-Max-Age": str(_ASKED_FIRST),
        }
        return Response(status_code=204, headers=allowed)

    def mark(self, scope: Scope) -> None:
        """Let the page for frames be asked for in nobody's name, wherever it is shown.

        Of what is asked for from within a frame a browser says that it comes from us ourselves.
        """
        if scope["path"] == FRAME:
            _embed(scope)

    def lets(self, scope: Scope) -> bool:
        """Whether a page of another site may do this; a call is from then on nobody's (`is_embedded`)."""
        headers = Headers(scope=scope)
        if "origin" in headers:
            may = scope["method"] == _CALLED.get(scope["path"]) and self._is_named(scope)
        else:
            kind = headers.get("sec-fetch-dest")
            may = (
                bool(self._origins)
                and scope["method"] == "GET"
                and ((scope["path"] == WIDGET and kind == "script") or (scope["path"] == FRAME and kind == "iframe"))
            )
        if may:
            _embed(scope)
        return may

    def telling(self, scope: Scope, send: Send) -> Send:
        """`send` that tells a page of a named origin that it may read the answer, and a cache by what that differs."""
        if not self._origins or scope["path"] not in _CALLED:
            return send
        origin = Headers(scope=scope)["origin"] if self._is_named(scope) else None

        async def told(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(raw=message.setdefault("headers", []))
                headers.add_vary_header("Origin")
                if origin:
                    headers["Access-Control-Allow-Origin"] = origin
            await send(message)

        return told

    def _is_named(self, scope: Scope) -> bool:
        return Headers(scope=scope).get("origin") in self._origins


def _embed(scope: Scope) -> None:
    scope.setdefault("state", {})[_STATE] = True

"""The service below the path of its public address, and behind a proxy that may write a Host of its own.

What is inside knows of neither: it is asked by its own paths, and redirects to them.
"""

from __future__ import annotations

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import RedirectResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_SLASH = 307  # with which the router redirects to a path with a slash more or less, and names host and scheme


class Below:
    """Takes `root` ("/beslut", or "") away from what is asked of `app`, and puts it before what that redirects to.

    A path without it, as a proxy that takes it away or a command on this machine sends it, is taken as it is.
    """

    def __init__(self, app: ASGIApp, root: str) -> None:
        self._app = app
        self._root = root

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on by its path below the root."""
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        if self._root and scope["path"] == self._root and scope["type"] == "http":
            await RedirectResponse(f"{self._root}/", 308)(scope, receive, send)
            return
        if self._root and scope["path"].startswith(f"{self._root}/"):
            scope["path"] = scope["path"].removeprefix(self._root)
            scope["raw_path"] = scope["raw_path"].removeprefix(self._root.encode())

        async def leading(message: Message) -> None:
            if message["type"] == "http.response.start":
                self._lead(scope, message)
            await send(message)

        await self._app(scope, receive, leading)

    def _lead(self, scope: Scope, message: Message) -> None:
        """Let a redirect to a path of ours lead there: by the path alone, below the root."""
        headers = MutableHeaders(raw=message.setdefault("headers", []))
        to = headers.get("location", "")
        ours = f"{scope['scheme']}://{Headers(scope=scope).get('host', '')}"
        if message["status"] == _SLASH and to.startswith(f"{ours}/") and not to.startswith(f"{ours}//"):
            to = to.removeprefix(ours)  # two slashes would name another server
        if to.startswith("/") and not to.startswith("//"):
            headers["location"] = f"{self._root}{to}"

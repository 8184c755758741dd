"""Which addresses the service is called by, and which pages may call it: what stops a web page of somebody else's.

A browser sends the visitor's cookies, and reaches what only the visitor's machine reaches, whatever page it shows.
Against pages that call from another origin stand `Origin` and `Sec-Fetch-Site` (Fetch Metadata), which a page cannot
change. Against a page whose own name is let point at this machine (DNS rebinding) stands the list of hosts. Programs
send none of the two headers, and are not concerned. What pages of sites that are named may do stands in `embedding`.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Collection
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from search_api.access.embedding import Embedding
from search_api.errors import problem
from search_api.settings import LOOPBACK

_OWN = ("same-origin", "none")  # of Sec-Fetch-Site: our own pages, and what the visitor wrote or has as a bookmark
# What a link on a page of others may not lead to; all else that is reached by a link shows itself to the visitor alone.
_NOT_LINKED = ("/v1/", "/logga-ut")
_FOREIGN = "Anropet kommer från en webbsida på en annan adress, och sådana tas inte emot. Öppna sidan själv."


class Origins:
    """Passes on what is called by one of `hosts` or a name of this machine, and not from a page of another origin.

    With `only_here` (nobody named any host, and nobody logs in) the caller must be on this machine too, whatever name
    it writes. Pages of the origins `embedding` may do what stands there.
    """

    def __init__(
        self, app: ASGIApp, hosts: Collection[str], *, only_here: bool, embedding: Collection[str] = ()
    ) -> None:
        self._app = app
        self._embedding = Embedding(embedding)
        self._named = frozenset(host.lower() for host in hosts) - LOOPBACK
        self._only_here = only_here

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer 421 for another host and 403 for another origin, or pass the request on."""
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
        elif wrong := self._other_host(scope):
            await refuse(scope, receive, send, 421, wrong, "OtherHost")
        elif scope["type"] == "http":
            await self._request(scope, receive, self._embedding.telling(scope, send))
        elif self._is_foreign(scope):
            await refuse(scope, receive, send, 403, _FOREIGN, "OtherOrigin")
        else:
            await self._app(scope, receive, send)

    async def _request(self, scope: Scope, receive: Receive, send: Send) -> None:
        self._embedding.mark(scope)
        if not self._is_foreign(scope):
            await self._app(scope, receive, send)
        elif self._embedding.asks_first(scope):
            await self._embedding.permission(scope)(scope, receive, send)
        elif self._embedding.lets(scope):
            await self._app(scope, receive, send)
        else:
            await refuse(scope, receive, send, 403, _FOREIGN, "OtherOrigin")

    def _other_host(self, scope: Scope) -> str:
        """Why the request is not for us, in Swedish; "" where it is."""
        written = Headers(scope=scope).get("host", "")
        name = _host_of(f"//{written}")
        if name not in LOOPBACK and name not in self._named:
            return (
                f"Tjänsten svarar inte på adressen ”{written:.100}”. Anropa den som 127.0.0.1 eller localhost, eller"
                " ange adressen i inställningen BESLUTSMINNE_HOSTS."
            )
        peer = scope["client"]
        if self._only_here and peer is not None and not ipaddress.ip_address(peer[0]).is_loopback:
            return (
                f"Tjänsten svarar bara på den egna maskinen, och anropet kommer från {peer[0]}. Ställ in"
                " inloggning (BESLUTSMINNE_LOGIN), eller ange adressen som den ska nås på i BESLUTSMINNE_HOSTS."
            )
        return ""

    def _is_foreign(self, scope: Scope) -> bool:
        headers = Headers(scope=scope)
        site, origin = headers.get("sec-fetch-site"), headers.get("origin")
        if site is not None and site not in _OWN and not _is_link(scope, headers):
            return True
        if origin is None or (origin == "null" and site in _OWN):
            return False  # a form of a page that tells no address where it leads, as those of ours do
        # A proxy may write a Host of its own, so an origin that is named is ours too. One of this machine must be the
        # very one: another port of it is another program.
        is_this = origin.partition("://")[2].lower() == headers.get("host", "").lower()
        return not is_this and _host_of(origin) not in self._named


def _is_link(scope: Scope, headers: Headers) -> bool:
    """Whether the visitor goes here by a link, to look at it."""
    if scope["type"] != "http" or scope["method"] not in ("GET", "HEAD"):
        return False
    goes = headers.get("sec-fetch-mode") == "navigate" and headers.get("sec-fetch-dest") == "document"
    return goes and not f"{scope['path']}/".startswith(_NOT_LINKED)


def _host_of(address: str) -> str | None:
    """The name or number of a host, without its port; None for what is no address."""
    try:
        parts = urlsplit(address)
        _ = parts.port
    except ValueError:
        return None
    return None if parts.path.strip("/") or parts.username is not None else parts.hostname


async def refuse(scope: Scope, receive: Receive, send: Send, status: int, detail: str, kind: str) -> None:
    """Answer with a problem; a WebSocket, which can have none before it is accepted, is closed (RFC 6455: 1008)."""
    if scope["type"] == "websocket":
        await receive()
        await send({"type": "websocket.close", "code": 1008, "reason": ""})
        return
    response = problem(Request(scope), status, detail, kind)
    if status == 401:
        response.headers["www-authenticate"] = "Bearer"
    await response(scope, receive, send)

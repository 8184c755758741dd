"""What comes before anything else is done with a request: how long it is, who asks, how often, and is there room."""

from __future__ import annotations

import math
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path

import limits
from limits.aio.storage import MemoryStorage
from limits.aio.strategies import MovingWindowRateLimiter
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Receive, Scope, Send

from corpus import disk
from corpus.errors import BeslutsminneError, Busy, TooMany
from search_api import errors
from search_api.limits import bodies, clients

ALIVE = "/healthz"
_UNREAD = frozenset(("GET", "HEAD", "DELETE", "OPTIONS"))


@dataclass(frozen=True, slots=True)
class Bounds:
    """What is admitted.

    `per_client` requests of one client at once, and `rate` ("600/minute") of them over time; neither is held against
    this machine's own addresses and those of `proxies`, but a rate that is `asked_for`. `uploads` at once and `pages`
    open at once of all; files of `upload_limit` bytes, where `reserve` bytes stay free in `data_dir`.
    """

    data_dir: Path
    upload_limit: int
    reserve: int
    per_client: int
    rate: str
    asked_for: bool
    uploads: int
    pages: int
    proxies: clients.Networks = ()


class Admission:
    """Lets requests through to `app` within `bounds`; the others are answered with a problem."""

    def __init__(self, app: ASGIApp, bounds: Bounds) -> None:
        self._app = app
        self._bounds = bounds
        self._rate = limits.parse(bounds.rate)
        self._limiter = MovingWindowRateLimiter(MemoryStorage())
        self._here: Counter[str] = Counter()
        self._uploads = 0
        self._pages = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer 413, 414, 429, 503 or 507, or pass the request on."""
        if scope["type"] == "lifespan" or scope["path"] == ALIVE:
            await self._app(scope, receive, send)
        elif scope["type"] == "websocket":
            await self._open_page(scope, receive, send)
        else:
            await self._request(scope, receive, send)

    async def _open_page(self, scope: Scope, receive: Receive, send: Send) -> None:
        if self._pages >= self._bounds.pages:
            await send({"type": "websocket.close", "code": 1013})  # RFC 6455: try again later
            return
        self._pages += 1
        try:
            await self._app(scope, receive, send)
        finally:
            self._pages -= 1

    async def _request(self, scope: Scope, receive: Receive, send: Send) -> None:
        path, client = scope["path"], clients.name(scope, self._bounds.proxies)
        if len(scope["raw_path"]) + len(scope["query_string"]) > bodies.LONGEST_TARGET:
            await errors.refuse(scope, receive, send, HTTPException(414))
            return
        limit = bodies.limit_of(path, self._bounds.upload_limit)
        if bodies.stated(scope) > limit:
            await errors.refuse(scope, receive, send, bodies.LongerThan(limit))
            return
        try:
            of_api = f"{path}/".startswith(bodies.API)
            if of_api:
                await self._hit(client)
            takes_files = scope["method"] not in _UNREAD and limit > bodies.JSON_TO_TAKE_ALONG
            with self._one_of(client if of_api else ""), self._upload(scope) if takes_files else nullcontext():
                await self._app(scope, bodies.counted(receive, limit), send)
        except BeslutsminneError as error:
            await errors.refuse(scope, receive, send, error)

    def _is_many(self, client: str) -> bool:
        return clients.is_many(client, self._bounds.proxies)

    async def _hit(self, client: str) -> None:
        """Raises `TooMany` where a client asks too often."""
        if self._is_many(client) and not self._bounds.asked_for:
            return
        if not await self._limiter.hit(self._rate, client):
            free_at, _ = await self._limiter.get_window_stats(self._rate, client)
            again = max(1, math.ceil(free_at - time.time()))
            raise TooMany(f"För många frågor på kort tid. Försök igen om {again} sekunder.", again)

    @contextmanager
    def _one_of(self, client: str) -> Iterator[None]:
        """Raises `TooMany` where a client has as many requests here as it may."""
        if self._is_many(client):
            yield
            return
        if self._here[client] >= self._bounds.per_client:
            raise TooMany(f"{self._here[client]} frågor är redan på gång härifrån. Vänta på svaren, och försök igen.")
        self._here[client] += 1
        try:
            yield
        finally:
            self._here[client] -= 1
            if not self._here[client]:
                del self._here[client]

    @contextmanager
    def _upload(self, scope: Scope) -> Iterator[None]:
        """Raises `Busy` where as many files are taken as may be at once, `DiskFull` where there is no room for them."""
        if self._uploads >= self._bounds.uploads:
            raise Busy("Så många filer tas emot just nu som det går. Försök igen om en stund.", 10)
        disk.check(self._bounds.data_dir, bodies.stated(scope), self._bounds.reserve)
        self._uploads += 1
        try:
            yield
        finally:
            self._uploads -= 1

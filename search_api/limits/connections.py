"""Connections that wait for nobody for long, and of which one client cannot take all.

Uvicorn has a limit for how long a connection may idle between requests, and none for how slowly a request may come or a
response be fetched; and its `limit_concurrency` counts the half-open ones, so that who opens many shuts all others out.
Here the one that has been silent longest goes when a new one needs its place.
"""

from __future__ import annotations

import asyncio
import resource
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

from search_api.limits.clients import Networks, is_many

SLOWEST = 50_000  # bytes of a body a second, beside the time that any request may take
# The rest of a body that was refused is taken for so many seconds and bytes, for most clients look for the answer after
# they have sent all.
LINGERING = 10.0
LEFT_OVER = 64 * 2**20
STALLED = 60.0  # seconds that nothing of a response is fetched
FILES = 300  # what the process has open beside its connections

_TOO_SLOW = b"HTTP/1.1 408 Request Timeout\r\nconnection: close\r\ncontent-length: 0\r\n\r\n"
_FULL = b"HTTP/1.1 503 Service Unavailable\r\nretry-after: 5\r\nconnection: close\r\ncontent-length: 0\r\n\r\n"


@dataclass(frozen=True, slots=True)
class ConnectionBounds:
    """At most `most` connections, and `per_client` of an address that is neither this machine's own nor of `proxies`.

    The head of a request may take `seconds`, its body as long beside what `SLOWEST` gives it by its size. `refused` is
    told of each connection that was ended, with a status.
    """

    most: int
    per_client: int
    seconds: float
    refused: Callable[[int], None]
    proxies: Networks = ()


def can_be_open(wanted: int) -> int:
    """How many of `wanted` connections this process may have, when it has raised its limit on open files."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft != hard:
        resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    return wanted if hard == resource.RLIM_INFINITY else max(1, min(wanted, hard - FILES))


class Connection(H11Protocol):
    """HTTP/1.1 of one client within `bounds`."""

    def __init__(self, *args: Any, bounds: ConnectionBounds, **options: Any) -> None:
        super().__init__(*args, **options)
        self._bounds = bounds
        self._watch: asyncio.TimerHandle | None = None
        self._stall: asyncio.TimerHandle | None = None
        self._state: object = None  # of what comes from the client
        self._began = self.heard = self.loop.time()  # when that state began, and when the client last sent something
        self._received = 0  # bytes in that state
        self._is_given = False  # to another protocol

    @property
    def waits(self) -> bool:
        """Whether it is the client's turn to send: a head, or more of a body."""
        return self._state in (h11.IDLE, h11.SEND_BODY) and not self.flow.read_paused

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Take a connection, in the place of another where there are too many."""
        super().connection_made(transport)
        if self._has_place():
            self._look()
        else:
            self._end(503, _FULL)

    def data_received(self, data: bytes) -> None:
        """Take what comes."""
        self.heard = self.loop.time()
        if self._state is h11.IDLE and not self._received:
            self._began = self.heard  # between requests it may idle
        self._received += len(data)
        super().data_received(data)
        self._look()
        if (
            not self._is_given
            and self._received > LEFT_OVER
            and self._state is h11.SEND_BODY
            and self.cycle.response_complete
        ):
            self._end(413, b"")

    def on_response_complete(self) -> None:
        """Await the next request, or the rest of one that was answered before it was whole."""
        super().on_response_complete()
        self._look()

    def handle_websocket_upgrade(self, event: h11.Request) -> None:
        """Give the connection to the protocol of the pages."""
        self._cancel()
        self._is_given = True
        super().handle_websocket_upgrade(event)

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget it."""
        self._cancel()
        super().connection_lost(exc)

    def pause_writing(self) -> None:
        """End it if the client goes on fetching nothing."""
        super().pause_writing()
        self._stall = self.loop.call_later(STALLED, self.transport.abort)

    def resume_writing(self) -> None:
        """The client fetches again."""
        super().resume_writing()
        if self._stall:
            self._stall.cancel()
            self._stall = None

    def _has_place(self) -> bool:
        client = self.client[0] if self.client else ""
        others = [one for one in self.connections if isinstance(one, Connection) and one is not self]
        if not is_many(client, self._bounds.proxies):
            ours = [one for one in others if one.client and one.client[0] == client]
            if len(ours) >= self._bounds.per_client and not _let_go(ours):
                return False
        return len(self.connections) <= self._bounds.most or _let_go(others)

    def _look(self) -> None:
        """See whose turn it is, and for how long."""
        if self._is_given:
            return
        state = self.conn.their_state
        if state is not self._state:
            self._state, self._began, self._received = state, self.loop.time(), 0
        if self._watch is None and state in (h11.IDLE, h11.SEND_BODY) and not self.transport.is_closing():
            self._watch = self.loop.call_at(self._due(), self._check)

    def _due(self) -> float:
        if self._state is h11.SEND_BODY:
            if self.cycle.response_complete:  # it was refused
                return self._began + LINGERING
            return self._began + self._bounds.seconds + self._received / SLOWEST
        return self._began + self._bounds.seconds

    def _check(self) -> None:
        self._watch = None
        if self.flow.read_paused or self.timeout_keep_alive_task:
            # That we are slow to take it is not the client's doing; and between requests uvicorn keeps the time.
            self._began = self.loop.time()
        if self.waits and self.loop.time() >= self._due() and not self.transport.is_closing():
            answered = self._state is h11.SEND_BODY and self.cycle.response_started
            self._end(408, b"" if answered else _TOO_SLOW)
        else:
            self._look()

    def _end(self, status: int, told: bytes) -> None:
        self._bounds.refused(status)
        self.connections.discard(self)  # its place is free, whenever the client notices
        self.transport.write(told)
        self.transport.close()

    def _cancel(self) -> None:
        for timer in (self._watch, self._stall):
            if timer:
                timer.cancel()
        self._watch = self._stall = None


def _let_go(connections: list[Connection]) -> bool:
    """End the one of `connections` that has been silent longest while it is its client's turn, if there is one."""
    silent = min((one for one in connections if one.waits), key=lambda one: one.heard, default=None)
    if silent is not None:
        silent._end(408, b"")
    return silent is not None

"""Visits of the pages: by what the pages' own calls are made in the visitor's name, and never in one of their own.

Streamlit keeps a connection to each visitor and calls the API from this very process. When the connection is opened it
is given a ticket, which the pages send as their key. A ticket stands for what the connection was opened with (its
cookie, its key, its proxy's headers), and who that is is asked anew at each call: a key that is revoked, or a log-in
that has run out, opens nothing from then on. The browser never sees the ticket.
"""

from __future__ import annotations

import secrets
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from starlette.types import Scope

PREFIX = "bmv_"
HEADER = "x-beslutsminne-visit"
# Seconds that a script may go on after its visitor has left, to add the files that were given.
GRACE = 600.0
# What tells of a connection who is behind it.
_TELLING = ("type", "headers", "client", "session")


class Visits:
    """The connections that are open now; safe to use from several threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._open: dict[str, Scope] = {}
        self._left: dict[str, float] = {}

    @contextmanager
    def opened(self, scope: Scope) -> Iterator[str]:
        """Give the ticket of a connection, for as long as it is open."""
        ticket = f"{PREFIX}{secrets.token_urlsafe(32)}"
        with self._lock:
            self._open[ticket] = {name: scope[name] for name in _TELLING if name in scope}
        try:
            yield ticket
        finally:
            with self._lock:
                self._left[ticket] = time.monotonic() + GRACE
                for gone in [one for one, end in self._left.items() if end < time.monotonic()]:
                    del self._open[gone], self._left[gone]

    def find(self, ticket: str) -> Scope | None:
        """What the connection of `ticket` was opened with, or None where there is none any more."""
        with self._lock:
            if self._left.get(ticket, float("inf")) < time.monotonic():
                return None
            return self._open.get(ticket)

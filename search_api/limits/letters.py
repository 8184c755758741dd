"""How many letters one client may have sent: they go to whomever the client names, who may not want them."""

from __future__ import annotations

import math
import time

import limits
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter
from starlette.types import Scope

from corpus.errors import TooMany
from search_api.limits import clients

MOST = "10/hour"  # of one client


class LettersAsked:
    """Counts what each client asks for; none of it is held against this machine's own addresses and `proxies`."""

    def __init__(self, proxies: clients.Networks) -> None:
        self._proxies = proxies
        self._rate = limits.parse(MOST)
        self._limiter = MovingWindowRateLimiter(MemoryStorage())

    def count(self, scope: Scope) -> None:
        """Count one letter that a request asks for. Raises `TooMany` where its client has had its share."""
        client = clients.client_of(scope)
        if clients.is_many(scope["state"]["client"], self._proxies) or self._limiter.hit(self._rate, client):
            return
        again = max(1, math.ceil(self._limiter.get_window_stats(self._rate, client).reset_time - time.time()))
        raise TooMany(
            f"{self._rate.amount} bevakningar har begärts härifrån den senaste timmen, och fler går inte. Försök igen"
            f" om {math.ceil(again / 60)} min.",
            again,
        )

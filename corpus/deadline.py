"""When an answer must be there: who is late stops at the next look into the catalogue.

A thread cannot be stopped from outside. It is told here, by a variable of its context that `asyncio` and `anyio` hand
to the threads that they start.
"""

from __future__ import annotations

import math
import time
from contextvars import ContextVar

from corpus.errors import Busy

_due: ContextVar[tuple[float, float]] = ContextVar("due", default=(math.inf, math.inf))


def limit(seconds: float) -> None:
    """Let what runs in this context from now on be late after so many `seconds`."""
    _due.set((time.monotonic() + seconds, seconds))


def late(seconds: float) -> Busy:
    """What the caller is told who waited so many `seconds` in vain."""
    return Busy(f"Det tog mer än {seconds:.0f} sekunder att svara. Försök igen, eller fråga om färre saker i taget.")


def check() -> None:
    """Raises `Busy` where it is late."""
    due, seconds = _due.get()
    if time.monotonic() > due:
        raise late(seconds)

"""The time that a file may take: a timer that ends the reading process, whatever it is at, and that OCR may stop."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager


def start(seconds: float) -> None:
    """End this process by SIGALRM in `seconds` from now; 0 takes that back."""
    signal.setitimer(signal.ITIMER_REAL, seconds)


@contextmanager
def stopped() -> Iterator[None]:
    """Let what is done within not count: it keeps time by itself."""
    left, _ = signal.setitimer(signal.ITIMER_REAL, 0)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, left)

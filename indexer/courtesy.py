"""Who embeds papers lets by who waits for an answer: both would want all processors."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

# How many times longer than it has worked it rests at most: what is embedded goes on whatever else is asked for.
MOST = 3.0
_LOOK = 0.01  # seconds between two looks at whether anybody is still answered


class Courtesy:
    """Rests between two stretches of work, as long as `is_asked` says that somebody is being answered."""

    def __init__(self) -> None:
        self.is_asked: Callable[[], bool] = lambda: False

    def rest(self, worked: float, stop: threading.Event) -> float:
        """Rest after so many seconds of work, until `stop` at most; returns for how long, in seconds."""
        began = now = time.monotonic()
        while self.is_asked() and now < began + MOST * worked and not stop.wait(_LOOK):
            now = time.monotonic()
        return now - began

"""Keeping the vectors true to the catalogue, in a thread of its own while the service answers."""

from __future__ import annotations

import logging
import threading
from contextlib import closing

from corpus.errors import BeslutsminneError, Interrupted
from indexer.index import Index
from indexer.mending import examine, mend
from search_api.mover import Mover

_log = logging.getLogger(__name__)

# Between two documents that are compared, which nobody waits for; between two looks at them all; and after a failure to
# make good what differs; and how often the mover is looked at. In seconds.
BREATH = 0.05
EVERY = 3_600.0
AGAIN = 30.0
PAUSE = 1.0


class Mender:
    """Makes the vectors of `index` anew where they differ, and looks through them all at the start and each hour.

    While `mover` makes all of them anew it waits; and where several processes share the archive, for those of the
    others: each looks for itself, one at a time.
    """

    def __init__(self, index: Index, mover: Mover | None) -> None:
        self._index = index
        self._mover = mover
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="mender")
        self._thread.start()

    def close(self) -> None:
        """Finish the document at hand and leave the rest for the next start."""
        self._stop.set()
        self._thread.join()

    def _run(self) -> None:
        while self._mover and self._mover.is_moving and not self._stop.wait(PAUSE):
            pass
        while not self._stop.is_set():
            seen = False
            try:
                with self._index.holding.locks.held("mending", waits=False) as seen:
                    if seen:
                        self._mend()
                        self._examine()
            except Interrupted:
                return
            except BeslutsminneError as error:
                _log.error("the vectors could not be looked after: %s", error)
            except Exception:  # a bug; what serves goes on serving
                _log.exception("the vectors could not be looked after")
            self._stop.wait(EVERY if seen and not self._index.truth.trouble else AGAIN)

    def _mend(self) -> None:
        if trouble := self._index.truth.trouble:
            _log.error("%s", trouble)
        with closing(mend(self._index)) as steps:
            for _ in steps:
                if self._stop.is_set():
                    return

    def _examine(self) -> None:
        with closing(examine(self._index)) as steps:
            for _ in steps:
                if self._stop.wait(BREATH):
                    return
        if self._index.truth.trouble:
            self._mend()

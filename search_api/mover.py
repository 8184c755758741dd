"""The move of an archive to other means, in a thread of its own while the service answers."""

from __future__ import annotations

import logging
import threading
import time
from contextlib import closing

from corpus.errors import BeslutsminneError
from indexer.index import Index
from indexer.moving import Progress
from search_api.schemas import Move

_log = logging.getLogger(__name__)


class Mover:
    """Rebuilds `index`, which goes on answering, until it is through, fails, or is closed; a later start goes on."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self._stop = threading.Event()
        self._progress = Progress(0, 0, 0.0)
        self._trouble: str | None = None
        self._thread = threading.Thread(target=self._run, name="mover")
        self._thread.start()

    def close(self) -> None:
        """Finish the passages at hand and leave the rest."""
        self._stop.set()
        self._thread.join()

    @property
    def is_moving(self) -> bool:
        """Whether it is at work."""
        return self._thread.is_alive()

    def state(self) -> Move | None:
        """How far it has come, or None when it is through."""
        if not self.is_moving and self._trouble is None:
            return None
        done, total, speed = self._progress.done, self._progress.of, self._progress.per_second
        return Move(done=done, total=total, passages_per_second=round(speed, 1), trouble=self._trouble)

    def _run(self) -> None:
        try:
            began = time.monotonic()
            with closing(self._index.rebuild()) as steps:
                for _ in steps:
                    self._progress = self._index.progress or self._progress
                    self._index.courtesy.rest(time.monotonic() - began, self._stop)
                    if self._stop.is_set():
                        return
                    began = time.monotonic()
        except BeslutsminneError as error:
            self._trouble = str(error)
            _log.error("the move stopped: %s", error)
        except Exception:  # a bug or a full disk; what serves goes on serving
            self._trouble = "Ett internt fel avbröt flytten. Se loggen, och starta om tjänsten för att fortsätta."
            _log.exception("the move stopped")

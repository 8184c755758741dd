"""The open archive, and what of it each who asks may see."""

from __future__ import annotations

import threading
from collections.abc import Callable

from indexer.index import Index
from indexer.seen import SeenIndex
from search_api.archive import Archive


class Archives:
    """The archive over `index`, whole and by the organisations that somebody is bound to; `make` opens one over each.

    Each bound has an archive of its own, with its own vocabulary, counts and gaps, so that nothing that is worked out
    of one's papers is told to another.
    """

    def __init__(self, index: Index, make: Callable[[Index | SeenIndex], Archive]) -> None:
        self.whole = make(index)
        self._index = index
        self._make = make
        self._seen: dict[frozenset[str], Archive] = {}
        self._lock = threading.Lock()

    def seen_by(self, organisations: frozenset[str] | None) -> Archive:
        """The archive for those who are bound to `organisations`; None is bound to nothing."""
        if organisations is None:
            return self.whole
        with self._lock:
            if organisations not in self._seen:
                self._seen[organisations] = self._make(SeenIndex(self._index, organisations))
            return self._seen[organisations]

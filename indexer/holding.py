"""That this process has an archive, alone or with others, and what keeps them apart."""

from __future__ import annotations

import threading
from collections.abc import Callable

from corpus.catalogue import locks
from corpus.catalogue.lease import Ownership, crowded
from indexer.options import Options


class Holding:
    """The archive of `options`, had from now on: alone until `share`, or shared where others are there who share it.

    `verify` raises where the archive is not as this process knows it: others may have had it while the lease was lost.
    Raises `ArchiveLocked` where another process is in the way.
    """

    def __init__(self, options: Options, verify: Callable[[], None]) -> None:
        self._ownership = Ownership(options.data_dir, options.catalogue, may_share=options.may_share)
        self._verify = verify
        self._doubted = False
        self._ensuring = threading.Lock()
        self.locks = locks.of(options.catalogue if options.may_share else None, self.ensure)

    @property
    def is_held(self) -> bool:
        """Whether it has not been let go."""
        return self._ownership.is_held

    @property
    def is_alone(self) -> bool:
        """Whether no other process has the archive, nor comes to have it."""
        return self._ownership.is_alone

    def require_alone(self, what: str) -> None:
        """Raise `ArchiveLocked` where others share the archive, and so `what` cannot be done."""
        if not self.is_alone:
            raise crowded(what)

    def ensure(self) -> None:
        """Raise `ArchiveLocked` where this process does not have the archive any more, or not as it was."""
        with self._ensuring:
            self._doubted = self._ownership.ensure() or self._doubted
            if self._doubted:
                self._verify()
                self._doubted = False

    def share(self) -> None:
        """Let in others who share the archive, where it may be shared."""
        self._ownership.share()

    def release(self) -> None:
        """Let others have it."""
        self.locks.close()
        self._ownership.release()

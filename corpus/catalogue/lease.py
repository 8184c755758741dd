"""Who has an archive: a lease in its catalogue, so that it is one wherever the other folders lie.

Who has it alone may do whatever is to be done. Where vectors and catalogue are on servers several processes may share
it; what all of them hold by, as schema and manifest, is then not changed.
"""

from __future__ import annotations

import fcntl
import threading
import time
from contextlib import suppress
from pathlib import Path
from typing import Protocol

import sqlalchemy as sa
from filelock import FileLock, Timeout
from sqlalchemy.exc import DBAPIError

from corpus.catalogue import database
from corpus.errors import ArchiveLocked, CatalogueUnavailable

# Of the advisory locks of a database (PostgreSQL 13.3.5) the one that is ours.
_KEY = 0x6265736C7574736D
# How long who may share waits for one that is alone, as each is at its start, and how often it looks, in seconds.
START = 30.0
LOOK = 0.1


class Lease(Protocol):
    """What one process holds at a time, or several that share it. It raises `ArchiveLocked` where another is alone."""

    @property
    def is_alone(self) -> bool:
        """Whether no other process has it."""

    def ensure(self) -> bool:
        """Make sure that it is still held, before anything is changed; whether it had been lost, and is had anew."""

    def share(self) -> None:
        """Let in others who share it, where it may be shared."""

    def release(self) -> None:
        """Let others have it."""


class FileLease:
    """The lock of the file at `path`, had alone; `owned` is what it stands for, as it is shown."""

    is_alone = True

    def __init__(self, path: Path, owned: str) -> None:
        # Not of one thread: who closes the archive is seldom the one who opened it.
        self._lock = FileLock(path, timeout=0, thread_local=False)
        try:
            self._lock.acquire()
        except Timeout as error:
            raise _locked(owned) from error

    def ensure(self) -> bool:
        """Nothing: a file's lock is held until it is let go."""
        return False

    def share(self) -> None:
        """Nothing: it is not shared."""

    def release(self) -> None:
        """Let others have it."""
        self._lock.release()


class SharedFileLease:
    """The same lock, shared from the first with others who share it; who would have it alone is kept out."""

    is_alone = False

    def __init__(self, path: Path, owned: str) -> None:
        self._file = path.open("a+b")
        try:
            fcntl.flock(self._file, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError as error:
            self._file.close()
            raise _locked(owned) from error

    def ensure(self) -> bool:
        """Nothing: a file's lock is held until it is let go."""
        return False

    def share(self) -> None:
        """Nothing: it is shared."""

    def release(self) -> None:
        """Let others have it."""
        self._file.close()


class ServerLease:
    """An advisory lock on a connection of its own to the PostgreSQL database at `url`, had alone until `share`.

    Where it `may_share` and others are there, it is shared from the first; one that is alone is waited for as long as
    a start takes. It is lost with the connection, and then taken anew as it was, where no one else stands in the way.
    """

    def __init__(self, url: str, *, may_share: bool = False) -> None:
        self._engine = database.for_locks(url)
        self._guard = threading.Lock()
        self._may_share = may_share
        self.is_alone = True
        try:
            self._connection = self._taken(START if may_share else 0.0, may_share=may_share)
        except BaseException:
            self._engine.dispose()
            raise

    def ensure(self) -> bool:
        """Make sure that it is still held; whether it had been lost."""
        with self._guard:
            try:
                self._connection.exec_driver_sql("SELECT 1")
            except (CatalogueUnavailable, DBAPIError, sa.exc.InvalidRequestError):
                with suppress(CatalogueUnavailable, DBAPIError):
                    self._connection.close()
                self._connection = self._taken(0.0, may_share=not self.is_alone)
                return True
            return False

    def share(self) -> None:
        """Let in others who share it, where it may be shared."""
        with self._guard:
            if self.is_alone and self._may_share:
                # Both are had at once for a moment, so that nobody comes to be alone between them.
                self._connection.scalar(sa.select(sa.func.pg_try_advisory_lock_shared(_KEY)))
                self._connection.scalar(sa.select(sa.func.pg_advisory_unlock(_KEY)))
                self.is_alone = False

    def release(self) -> None:
        """Let others have it."""
        with self._guard, suppress(CatalogueUnavailable, DBAPIError):
            self._connection.invalidate()  # the lock goes with the session
            self._connection.close()
        self._engine.dispose()

    def _taken(self, seconds: float, *, may_share: bool) -> sa.Connection:
        until = time.monotonic() + seconds
        connection = self._engine.connect()
        while not self._take(connection, may_share=may_share):
            if time.monotonic() >= until:
                connection.close()
                raise _locked("Katalogens databas")
            time.sleep(LOOK)
        return connection

    def _take(self, connection: sa.Connection, *, may_share: bool) -> bool:
        if self.is_alone and connection.scalar(sa.select(sa.func.pg_try_advisory_lock(_KEY))):
            return True
        if may_share and connection.scalar(sa.select(sa.func.pg_try_advisory_lock_shared(_KEY))):
            self.is_alone = False
            return True
        return False


class Ownership:
    """The leases of an archive: of its folder, and of its catalogue at `url`, which may lie elsewhere.

    Where it `may_share`, with others who may, the folder is shared from the first, and the catalogue as `ServerLease`
    says. Raises `ArchiveLocked` where another process stands in the way.
    """

    def __init__(self, folder: Path, url: str, *, may_share: bool = False) -> None:
        of_folder = SharedFileLease if may_share else FileLease
        self._folder: Lease = of_folder(folder / "archive.lock", f"Arkivet i {folder}")
        self.is_held = True
        try:
            self._catalogue = take(url, may_share=may_share)
        except BaseException:
            self._folder.release()
            raise

    @property
    def is_alone(self) -> bool:
        """Whether no other process has the archive."""
        return self._catalogue.is_alone

    def ensure(self) -> bool:
        """Make sure that it is still held, before anything is changed; whether it had been lost, and is had anew."""
        return self._catalogue.ensure()

    def share(self) -> None:
        """Let in others who share the archive, where it may be shared."""
        self._catalogue.share()

    def release(self) -> None:
        """Let others have it."""
        if self.is_held:
            self.is_held = False
            self._catalogue.release()
            self._folder.release()


def take(url: str, *, may_share: bool = False) -> Lease:
    """The lease of the catalogue at `url`; raises `ArchiveLocked` where another process has it."""
    parsed = sa.make_url(url)
    if parsed.get_backend_name() == "sqlite":
        return FileLease(Path(f"{parsed.database}.lock"), f"Katalogen {parsed.database}")
    return ServerLease(url, may_share=may_share)


def _locked(owned: str) -> ArchiveLocked:
    return ArchiveLocked(
        f"{owned} används av en annan process. Stäng den, eller ange den körande serverns adress med --url."
    )


def crowded(what: str) -> ArchiveLocked:
    """That `what` takes to be alone, where others share the archive."""
    return ArchiveLocked(
        f"{what} Det görs av en process som är ensam om arkivet, och andra använder det. Stoppa dem, låt den här bli"
        " klar och starta dem igen."
    )

"""Who owns an archive: a lease in its catalogue, so that there is one owner wherever the other folders lie."""

from __future__ import annotations

import threading
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


class Lease(Protocol):
    """What one process holds at a time. It raises `ArchiveLocked` where another does."""

    def ensure(self) -> None:
        """Make sure that it is still held, before anything is changed."""

    def release(self) -> None:
        """Let others have it."""


class FileLease:
    """The lock of the file at `path`; `owned` is what it stands for, as it is shown."""

    def __init__(self, path: Path, owned: str) -> None:
        # Not of one thread: who closes the archive is seldom the one who opened it.
        self._lock = FileLock(path, timeout=0, thread_local=False)
        try:
            self._lock.acquire()
        except Timeout as error:
            raise _locked(owned) from error

    def ensure(self) -> None:
        """Nothing: a file's lock is held until it is let go."""

    def release(self) -> None:
        """Let others have it."""
        self._lock.release()


class ServerLease:
    """An advisory lock on a connection of its own to the PostgreSQL database at `url`.

    It is lost with the connection, and then taken anew where no one else has taken it.
    """

    def __init__(self, url: str) -> None:
        self._engine = database.engine(url)
        self._guard = threading.Lock()
        self._connection = self._taken()

    def ensure(self) -> None:
        """Make sure that it is still held."""
        with self._guard:
            try:
                self._connection.exec_driver_sql("SELECT 1")
            except (CatalogueUnavailable, DBAPIError, sa.exc.InvalidRequestError):
                with suppress(CatalogueUnavailable, DBAPIError):
                    self._connection.close()
                self._connection = self._taken()

    def release(self) -> None:
        """Let others have it."""
        with self._guard, suppress(CatalogueUnavailable, DBAPIError):
            self._connection.invalidate()  # the lock goes with the session
            self._connection.close()
        self._engine.dispose()

    def _taken(self) -> sa.Connection:
        connection = self._engine.connect().execution_options(isolation_level="AUTOCOMMIT")
        if not connection.scalar(sa.select(sa.func.pg_try_advisory_lock(_KEY))):
            connection.close()
            raise _locked("Katalogens databas")
        return connection


class Ownership:
    """The leases of an archive: of its folder, and of its catalogue at `url`, which may lie elsewhere.

    Raises `ArchiveLocked` where another process has one of them.
    """

    def __init__(self, folder: Path, url: str) -> None:
        self._leases: list[Lease] = [FileLease(folder / "archive.lock", f"Arkivet i {folder}")]
        try:
            self._leases.append(take(url))
        except BaseException:
            self.release()
            raise

    @property
    def is_held(self) -> bool:
        """Whether it has not been let go."""
        return bool(self._leases)

    def ensure(self) -> None:
        """Make sure that it is still held, before anything is changed."""
        for lease in self._leases:
            lease.ensure()

    def release(self) -> None:
        """Let others have it."""
        while self._leases:
            self._leases.pop().release()


def take(url: str) -> Lease:
    """The lease of the catalogue at `url`; raises `ArchiveLocked` where another process has it."""
    parsed = sa.make_url(url)
    if parsed.get_backend_name() == "sqlite":
        return FileLease(Path(f"{parsed.database}.lock"), f"Katalogen {parsed.database}")
    return ServerLease(url)


def _locked(owned: str) -> ArchiveLocked:
    return ArchiveLocked(
        f"{owned} används av en annan process. Stäng den, eller ange den körande serverns adress med --url."
    )

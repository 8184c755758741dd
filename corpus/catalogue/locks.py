"""What keeps those apart who change an archive: locks by name, among threads and, where it is shared, processes."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from types import TracebackType
from weakref import WeakValueDictionary

import sqlalchemy as sa

from corpus.catalogue import database

_WRITING = "writing"


class Locks:
    """The locks of an archive that this process has alone: they hold among its threads.

    `writing` is that of who changes catalogue and vectors, one at a time; who has it may take it again. Each time that
    it is had anew `ensure` is called, which raises where nothing may be changed.
    """

    def __init__(self, ensure: Callable[[], None]) -> None:
        self.writing = _Reentrant(self._one_change)
        self._ensure = ensure
        self._named: WeakValueDictionary[str, threading.Lock] = WeakValueDictionary()
        self._naming = threading.Lock()

    @contextmanager
    def held(self, name: str, *, waits: bool = True) -> Iterator[bool]:
        """While nobody else has `name`: gives True; or, for who does not wait, False where somebody has it.

        It is let go with the process that has it, however that ends. It cannot be taken twice.
        """
        with self._naming:
            lock = self._named.setdefault(name, threading.Lock())
        if not lock.acquire(blocking=waits):
            yield False
            return
        try:
            yield True
        finally:
            lock.release()

    def close(self) -> None:
        """Let go of what they are held by."""

    @contextmanager
    def _one_change(self) -> Iterator[None]:
        with self.held(_WRITING):
            self._ensure()
            yield


class SharedLocks(Locks):
    """The same among all processes that share the archive, by advisory locks in its PostgreSQL database at `url`.

    Raises `CatalogueUnavailable` while that does not answer, and where one waits longer than `database.PATIENCE`.
    """

    def __init__(self, url: str, ensure: Callable[[], None]) -> None:
        super().__init__(ensure)
        self._engine = database.for_locks(url)

    @contextmanager
    def held(self, name: str, *, waits: bool = True) -> Iterator[bool]:
        """See `Locks.held`."""
        key = int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], signed=True)
        take = sa.func.pg_advisory_lock if waits else sa.func.pg_try_advisory_lock
        with super().held(name, waits=waits) as free:
            if not free:
                yield False
                return
            with self._engine.connect() as connection:
                taken = connection.scalar(sa.select(take(key)))
                try:
                    yield waits or bool(taken)
                finally:
                    if waits or taken:
                        _let_go(connection, key)

    def close(self) -> None:
        """Give the connections back."""
        self._engine.dispose()


class _Reentrant:
    """A lock of one thread at a time, which has what `outermost` gives for as long as it has the lock at all."""

    def __init__(self, outermost: Callable[[], AbstractContextManager[None]]) -> None:
        self._outermost = outermost
        self._lock = threading.RLock()
        self._depth = 0
        self._had = ExitStack()

    def acquire(self) -> None:
        """Wait for it, and have it until it has been released as often."""
        self._lock.acquire()
        try:
            if not self._depth:
                self._had.enter_context(self._outermost())
        except BaseException:
            self._lock.release()
            raise
        self._depth += 1

    def release(self) -> None:
        """Let others have it."""
        self._depth -= 1
        try:
            if not self._depth:
                self._had.close()
        finally:
            self._lock.release()

    def __enter__(self) -> None:
        self.acquire()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.release()


def of(shared: str | None, ensure: Callable[[], None]) -> Locks:
    """The locks of an archive, among all that share the PostgreSQL database at `shared` where that is given."""
    return SharedLocks(shared, ensure) if shared else Locks(ensure)


def _let_go(connection: sa.Connection, key: int) -> None:
    try:
        connection.scalar(sa.select(sa.func.pg_advisory_unlock(key)))
    except Exception:  # whatever it is, as that a question's time is up: what the session held goes with it
        connection.invalidate()

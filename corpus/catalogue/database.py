"""The way to the catalogue's database: how it is opened, and what its troubles are called."""

from __future__ import annotations

import sqlite3
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.engine import ExceptionContext

from corpus import deadline
from corpus.errors import BadRequest, BeslutsminneError, CatalogueDamaged, CatalogueUnavailable, DiskFull

PATIENCE = 60  # seconds that one waits for a lock which another process has

_DAMAGED = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)
_UNUSABLE = (
    sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_READONLY,
)  # fmt: skip
_LOCK_NOT_HAD = "55P03"  # of PostgreSQL's codes of errors, appendix A: lock_not_available


def engine(url: str | sa.URL, **options: Any) -> sa.Engine:
    """A way to the database at `url` (SQLite or PostgreSQL), with `options` of SQLAlchemy's.

    Whatever uses it raises `CatalogueUnavailable` while the database does not answer, and goes on when it does again,
    `CatalogueDamaged` where it cannot be read, and `DiskFull` where there is no room to write.
    """
    # What an error was to store or to look up holds questions and comments: it is told without its values.
    made = sa.create_engine(url, pool_pre_ping=True, hide_parameters=True, **options)
    event.listen(made, "before_cursor_execute", lambda *_: deadline.check())
    if made.dialect.name == "sqlite":
        event.listen(made, "connect", _prepare_sqlite)
    event.listen(made, "handle_error", _named)
    return made


def for_locks(url: str) -> sa.Engine:
    """A way to the PostgreSQL database at `url` for locks that are held by its sessions, and outlast no transaction.

    What a machine held that has gone without a word is let go in half a minute.
    """
    made = engine(url, isolation_level="AUTOCOMMIT")
    event.listen(made, "connect", _prepare_session)
    return made


def examined(database: sa.Engine) -> list[str]:
    """What a database says is wrong with itself; nothing where it is whole, or is a server that sees to it."""
    if database.dialect.name != "sqlite":
        return []
    with database.connect() as connection:
        return [str(row) for row in connection.exec_driver_sql("PRAGMA integrity_check").scalars() if row != "ok"]


def emptied(database: sa.Engine) -> bool:
    """Empty the log of SQLite; returns whether that could be done, as it cannot while it is read."""
    if database.dialect.name != "sqlite":
        return True
    with database.connect() as connection:
        busy, _, _ = connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").one()
        return not busy


def _named(context: ExceptionContext) -> None:
    if context.is_pre_ping:  # a connection that was lost meanwhile: another takes its place
        return
    if trouble := _trouble(context):
        raise trouble from context.original_exception


def _trouble(context: ExceptionContext) -> BeslutsminneError | None:
    """What an error of the driver means, where it is not one of the statement."""
    error = context.original_exception
    if isinstance(error, sqlite3.Error):
        code = getattr(error, "sqlite_errorcode", 0) & 0xFF  # what is above tells it further
        if code in _DAMAGED:
            return CatalogueDamaged(
                f"Arkivets katalog är skadad ({error}). Stäng tjänsten, lägg undan datamappen och återställ den ur en"
                " säkerhetskopia (docs/operations.md)."
            )
        if code == sqlite3.SQLITE_FULL:
            return DiskFull("Disken är full. Frigör utrymme och försök igen.")
        if code in _UNUSABLE:
            return CatalogueUnavailable("Arkivets katalog går inte att använda just nu. Försök igen om en stund.")
        return None
    if isinstance(context.sqlalchemy_exception, sa.exc.DataError):  # a NUL, which PostgreSQL keeps in no text
        return BadRequest("Det som efterfrågas innehåller tecken som inte kan finnas i arkivet. Ta bort dem.")
    if getattr(error, "sqlstate", None) == _LOCK_NOT_HAD:
        return CatalogueUnavailable("Arkivet ändras just nu av en annan process. Försök igen om en stund.")
    no_answer = isinstance(context.sqlalchemy_exception, sa.exc.OperationalError | sa.exc.InterfaceError)
    if context.is_disconnect or no_answer:
        return CatalogueUnavailable(
            "Arkivets databas svarar inte. Försök igen om en stund; kontrollera databasservern om felet består."
        )
    return None


def _prepare_sqlite(connection: Any, _: object) -> None:
    # Write-ahead logging lets searches read while a paper is written, and survives a kill.
    connection.execute("PRAGMA journal_mode=WAL")
    # What has been acknowledged outlasts a loss of power too.
    connection.execute("PRAGMA synchronous=FULL")
    # What is withdrawn is overwritten, not only unlinked.
    connection.execute("PRAGMA secure_delete=ON")


def _prepare_session(connection: Any, _: object) -> None:
    for name, value in (("idle", 15), ("interval", 5), ("count", 3)):
        connection.execute(f"SET tcp_keepalives_{name} = {value}")
    connection.execute(f"SET lock_timeout = '{PATIENCE}s'")
    connection.commit()

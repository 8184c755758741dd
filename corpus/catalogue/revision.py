"""A number raised with every change of a catalogue, which tells whether what was worked out of it before is old."""

from __future__ import annotations

from typing import Protocol

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql
from sqlalchemy.orm import Session, sessionmaker

from corpus.catalogue.tables import SettingRow

_NAME = "revision"  # the setting that holds the number


class Revision(Protocol):
    """The revision of a catalogue."""

    def now(self) -> int:
        """The number; read before what it is to tell the age of."""

    def rise(self, session: Session) -> None:
        """Raise it with the change that `session` makes, as the last thing that it does."""


class OwnRevision:
    """The revision of a database that one process has: nobody else changes it."""

    def __init__(self) -> None:
        self._number = 0

    def now(self) -> int:
        """See `Revision.now`."""
        return self._number

    def rise(self, session: Session) -> None:
        """See `Revision.rise`."""
        sa.event.listen(session, "after_commit", self._add, once=True)

    def _add(self, _: Session) -> None:
        self._number += 1


class KeptRevision:
    """The revision of a database that several processes may have, kept there and changed with what it tells of."""

    def __init__(self, sessions: sessionmaker[Session]) -> None:
        self._sessions = sessions
        with sessions.begin() as session:
            new = postgresql.insert(SettingRow).values(name=_NAME, value="0")
            session.execute(new.on_conflict_do_nothing())

    def now(self) -> int:
        """See `Revision.now`."""
        with self._sessions() as session:
            return int(session.scalars(sa.select(SettingRow.value).where(SettingRow.name == _NAME)).one())

    def rise(self, session: Session) -> None:
        """See `Revision.rise`. Its row is locked last, so that two changes never wait for each other."""
        session.flush()
        number = sa.cast(SettingRow.value, sa.BigInteger) + 1
        of_it = sa.update(SettingRow).where(SettingRow.name == _NAME).execution_options(synchronize_session=False)
        session.execute(of_it.values(value=sa.cast(number, sa.Text)))


def of(sessions: sessionmaker[Session], engine: sa.Engine) -> Revision:
    """The revision of the database of `engine`: SQLite's is of one process, a server's of as many as there are."""
    return KeptRevision(sessions) if engine.dialect.name == "postgresql" else OwnRevision()

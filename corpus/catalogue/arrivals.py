"""When papers came into the archive: what is new to those who follow it.

The times are in UTC, and later for what comes later, whatever the clock says: who remembers the newest that they have
seen misses nothing that comes after it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

import sqlalchemy as sa
from sqlalchemy.orm import Session, sessionmaker

from corpus.catalogue import times
from corpus.catalogue.records import Scope
from corpus.catalogue.selection import FINDABLE, within
from corpus.catalogue.tables import DocumentRow

# The time of what came before times were written down.
UNKNOWN = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
_STEP = dt.timedelta(microseconds=1)


class Arrivals:
    """The arrivals of the papers that can be found, in the catalogue's database; safe to use from several threads."""

    def __init__(self, sessions: sessionmaker[Session]) -> None:
        self._sessions = sessions

    def newest(self) -> dt.datetime:
        """The last arrival of any paper; `UNKNOWN` before the first."""
        with self._sessions() as session:
            return _aware(session.scalar(sa.select(sa.func.max(DocumentRow.arrived)).where(DocumentRow.ready)))

    def between(self, after: dt.datetime, until: dt.datetime) -> list[str]:
        """The ids of the papers that came after `after`, until `until` and then too, oldest first."""
        came = (DocumentRow.arrived > times.stored(after), DocumentRow.arrived <= times.stored(until))
        with self._sessions() as session:
            query = sa.select(DocumentRow.id).where(FINDABLE, *came)
            return list(session.scalars(query.order_by(DocumentRow.arrived, DocumentRow.id)))

    def latest(self, scope: Scope, limit: int) -> list[str]:
        """The ids of the papers in `scope` that came last: by the day of it, and of one day by their own date."""
        order = (
            sa.nulls_last(sa.func.date(DocumentRow.arrived).desc()),
            sa.nulls_last(DocumentRow.date.desc()),
            DocumentRow.arrived.desc(),
            DocumentRow.id,
        )
        with self._sessions() as session:
            query = within(sa.select(DocumentRow.id), scope).where(FINDABLE)
            return list(session.scalars(query.order_by(*order).limit(limit)))

    def of(self, ids: Collection[str]) -> dict[str, dt.datetime]:
        """When each of some papers came, `UNKNOWN` where that was not written down."""
        query = sa.select(DocumentRow.id, DocumentRow.arrived).where(DocumentRow.id.in_(ids))
        with self._sessions() as session:
            return {document_id: _aware(arrived) for document_id, arrived in session.execute(query)}


def moment(session: Session) -> dt.datetime:
    """The time of what comes now, as it is stored: later than all that is stored."""
    newest = session.scalar(sa.select(sa.func.max(DocumentRow.arrived)))
    now = times.now()
    return max(now, newest + _STEP) if newest else now


def _aware(stored: dt.datetime | None) -> dt.datetime:
    return times.utc(stored) if stored else UNKNOWN

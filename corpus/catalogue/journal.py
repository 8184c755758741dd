"""The journal: what became of papers that are no longer found, kept when they themselves are gone."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Session, sessionmaker

from corpus.catalogue import times
from corpus.catalogue.records import Action, Event
from corpus.catalogue.tables import EventRow
from corpus.masking import Masks


class Journal:
    """The events of an archive, in the catalogue's database; safe to use from several threads.

    It keeps the names of files as they are, and gives them masked.
    """

    def __init__(self, sessions: sessionmaker[Session], masks: Masks) -> None:
        self._sessions = sessions
        self._masks = masks

    def note(
        self, action: Action, document_id: str, source: str, *, passages: int, replaced_by: str | None = None
    ) -> Event:
        """Write down that `document_id` of `source`, with its `passages`, went now."""
        row = EventRow(
            at=times.now(), action=action.value, document_id=document_id,
            source=source, replaced_by=replaced_by, passages=passages,
        )  # fmt: skip
        with self._sessions.begin() as session:
            session.add(row)
        return self._event(row)

    def events(self, action: Action | None = None) -> list[Event]:
        """Every event, or those of one kind, newest first."""
        query = sa.select(EventRow).order_by(EventRow.id.desc())
        if action is not None:
            query = query.where(EventRow.action == action.value)
        with self._sessions() as session:
            return [self._event(row) for row in session.scalars(query)]

    def history(self, document_id: str) -> list[Event]:
        """The papers that `document_id` stands in the place of, newest first."""
        found: list[EventRow] = []
        wanted, seen = [document_id], {document_id}
        with self._sessions() as session:
            while wanted:
                for row in session.scalars(sa.select(EventRow).where(EventRow.replaced_by == wanted.pop())):
                    found.append(row)
                    if row.document_id not in seen:
                        seen.add(row.document_id)
                        wanted.append(row.document_id)
        return [self._event(row) for row in sorted(found, key=lambda row: row.id, reverse=True)]

    def replaced_by(self, document_id: str, after: int) -> list[Event]:
        """What went for `document_id` itself by events numbered over `after`, oldest first."""
        query = sa.select(EventRow).where(EventRow.replaced_by == document_id, EventRow.id > after)
        with self._sessions() as session:
            return [self._event(row) for row in session.scalars(query.order_by(EventRow.id))]

    def withdrawn_in(self, source: str) -> bool:
        """Whether a paper within the zip, letter or packet `source` is withdrawn; the text of a letter is one."""
        inside = [EventRow.source.startswith(f"{source}{joint}", autoescape=True) for joint in "/#"]
        query = sa.select(EventRow.document_id).where(sa.or_(EventRow.source == source, *inside)).distinct()
        with self._sessions() as session:
            return any(map(self.is_withdrawn, session.scalars(query).all()))

    def newest(self) -> int:
        """The number of the last event; 0 before the first."""
        with self._sessions() as session:
            return session.scalar(sa.select(sa.func.max(EventRow.id))) or 0

    def is_withdrawn(self, document_id: str, after: int = 0) -> bool:
        """Whether the last that is known of `document_id` is that it was withdrawn, by an event numbered over `after`.

        Of a paper in a packet, whose id ends with its page: the last that is known of it on whatever page.
        """
        named = EventRow.document_id == document_id
        if "-" in document_id:
            named = EventRow.document_id.startswith(f"{document_id.partition('-')[0]}-", autoescape=True)
        query = sa.select(EventRow.action).where(named, EventRow.id > after).order_by(EventRow.id.desc())
        with self._sessions() as session:
            return session.scalar(query.limit(1)) == Action.WITHDRAWN.value

    def _event(self, row: EventRow) -> Event:
        at, source = times.utc(row.at), self._masks.name(row.source)
        return Event(at, Action(row.action), row.document_id, source, row.replaced_by, row.passages)

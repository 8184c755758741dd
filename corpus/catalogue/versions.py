"""Which paper stands in the place of which, and which only says that it does."""

from __future__ import annotations

from collections.abc import Callable, Collection
from contextlib import AbstractContextManager

import sqlalchemy as sa
from sqlalchemy.orm import Session, sessionmaker

from corpus.catalogue.selection import FINDABLE
from corpus.catalogue.tables import DocumentRow


class Versions:
    """The versions of the papers of a catalogue; `writing` opens a session for a change."""

    def __init__(self, sessions: sessionmaker[Session], writing: Callable[[], AbstractContextManager[Session]]) -> None:
        self._sessions = sessions
        self._writing = writing

    def put(self, document_id: str, by: str | None, *, by_hand: bool = False) -> None:
        """Let the paper `by` stand in the place of `document_id`, put there `by_hand` or not, or nothing any more."""
        values = {"replaced_by": by, "by_hand": by_hand, "disputed_by": None}
        with self._writing() as session:
            session.execute(sa.update(DocumentRow).where(DocumentRow.id == document_id).values(values))

    def dispute(self, document_id: str, by: str | None) -> None:
        """Note that the paper `by` says it corrects `document_id` and has not come into its place, or none any more."""
        with self._writing() as session:
            session.execute(sa.update(DocumentRow).where(DocumentRow.id == document_id).values(disputed_by=by))

    def disputes(self, ids: Collection[str]) -> list[tuple[str, str]]:
        """The pairs of a document that is found and one that says it corrects it, of which either is of `ids`."""
        query = sa.select(DocumentRow.id, DocumentRow.disputed_by).where(FINDABLE, DocumentRow.disputed_by.is_not(None))
        query = query.where(sa.or_(DocumentRow.id.in_(ids), DocumentRow.disputed_by.in_(ids)))
        with self._sessions() as session:
            return [(old, str(new)) for old, new in session.execute(query.order_by(DocumentRow.source))]

    def corrections(self, document_id: str) -> list[tuple[str, str]]:
        """The pairs of a stored document and the correction in its place of which `document_id` is one."""
        query = sa.select(DocumentRow.id, DocumentRow.replaced_by).where(DocumentRow.replaced_by.is_not(None))
        query = query.where(sa.or_(DocumentRow.id == document_id, DocumentRow.replaced_by == document_id))
        with self._sessions() as session:
            return [(old, str(new)) for old, new in session.execute(query)]

    def hidden(self) -> list[str]:
        """The ids of the stored documents in whose place a correction stands."""
        with self._sessions() as session:
            return list(session.scalars(sa.select(DocumentRow.id).where(DocumentRow.replaced_by.is_not(None))))

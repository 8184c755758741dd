"""Which texts an older version looked through for personal data, and what is found in them now."""

from __future__ import annotations

from dataclasses import replace

import sqlalchemy as sa
from sqlalchemy.orm import Session, sessionmaker

from corpus import privacy
from corpus.catalogue import stored
from corpus.catalogue.tables import DocumentRow
from corpus.models import Document, Secret


class LookedThrough:
    """The documents of an archive by the version that looked them through; safe to use from several threads."""

    def __init__(self, sessions: sessionmaker[Session]) -> None:
        self._sessions = sessions

    def before(self) -> list[str]:
        """The ids of the documents, stored whole, that an older version looked through."""
        query = sa.select(DocumentRow.id).where(DocumentRow.ready, DocumentRow.masked_by < privacy.VERSION)
        with self._sessions() as session:
            return list(session.scalars(query))

    def anew(self, document_id: str) -> Document | None:
        """The document as it is stored, unmasked, with what is personal found anew; None where that is as it was."""
        with self._sessions() as session:
            row = session.get_one(DocumentRow, document_id)
            known = stored.sensitive(row)
            classified = [one for one in known if one.secret is Secret.CLASSIFIED]
            found = tuple(sorted((*privacy.find(row.text), *classified), key=lambda one: one.start))
            return None if found == known else replace(stored.document(row), sensitive=found)

    def settle(self, document_id: str, **also: str | None) -> None:
        """Note that a document is looked through as it is done now, and in the same write what `also` came of it."""
        values = {"masked_by": privacy.VERSION, **also}
        with self._sessions.begin() as session:
            session.execute(sa.update(DocumentRow).where(DocumentRow.id == document_id).values(values))

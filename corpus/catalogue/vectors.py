"""What the vectors of the archive's documents must be, to be compared with what is stored of them."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session, sessionmaker

from corpus.catalogue.selection import FINDABLE
from corpus.catalogue.tables import DocumentRow, PassageRow
from corpus.masking import Masks


@dataclass(frozen=True, slots=True)
class Expected:
    """A document that can be found: its name, how many passages it has, and the fingerprint of its vectors if known."""

    source: str
    passages: int
    fingerprint: str | None


class VectorRegister:
    """What is known of documents' vectors, in the catalogue's database; safe to use from several threads."""

    def __init__(self, sessions: sessionmaker[Session], masks: Masks) -> None:
        self._sessions = sessions
        self._masks = masks

    def expected(self) -> dict[str, Expected]:
        """Every document that can be found, by id."""
        passages = sa.func.count(PassageRow.id)
        query = sa.select(DocumentRow.id, DocumentRow.source, passages, DocumentRow.vectors)
        query = query.outerjoin(PassageRow, PassageRow.document_id == DocumentRow.id).where(FINDABLE)
        with self._sessions() as session:
            rows = session.execute(query.group_by(DocumentRow.id, DocumentRow.source, DocumentRow.vectors))
            return {row[0]: Expected(self._masks.name(row[1]), *row[2:]) for row in rows}

    def expected_of(self, document_id: str) -> Expected | None:
        """The document `document_id`, if it can be found."""
        passages = sa.select(sa.func.count()).where(PassageRow.document_id == document_id).scalar_subquery()
        query = sa.select(DocumentRow.source, passages, DocumentRow.vectors).where(FINDABLE)
        with self._sessions() as session:
            row = session.execute(query.where(DocumentRow.id == document_id)).first()
            return Expected(self._masks.name(row[0]), *row[1:]) if row else None

    def keep(self, document_id: str, vectors: str) -> None:
        """Let `vectors` be the fingerprint of those of `document_id`."""
        with self._sessions.begin() as session:
            of_it = sa.update(DocumentRow).where(DocumentRow.id == document_id)
            session.execute(of_it.values(vectors=vectors))

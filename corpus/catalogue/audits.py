"""What the catalogue knows of how well the archive was read, and of what it lacks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import asdict, replace
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.orm import Session, sessionmaker, undefer

from corpus.catalogue import stored
from corpus.catalogue.paths import Paths
from corpus.catalogue.records import Entry, Failure, Held, Scope
from corpus.catalogue.selection import FINDABLE, entry_of, within
from corpus.catalogue.tables import DocumentRow, FailureRow, PassageRow
from corpus.masking import Masks
from corpus.models import Kind, Secret
from corpus.quality import Audit


class Audits:
    """The audits of the documents, the § they hold and the files that failed; safe to use from several threads."""

    def __init__(self, sessions: sessionmaker[Session], paths: Paths, masks: Masks) -> None:
        self._sessions = sessions
        self._masks = masks
        self._paths = paths

    def of(self, scope: Scope = Scope()) -> list[tuple[Entry, Audit]]:
        """The documents in `scope` with their audits, newest first."""
        query = within(sa.select(DocumentRow), scope).where(FINDABLE).options(undefer(DocumentRow.audit))
        query = query.order_by(sa.nulls_last(DocumentRow.date.desc()), DocumentRow.source)
        with self._sessions() as session:
            return [(entry_of(row, self._masks), self._shown(stored.audit(row))) for row in session.scalars(query)]

    def _shown(self, audit: Audit) -> Audit:
        findings = (replace(one, message=self._masks.words(one.message)) for one in audit.findings)
        return replace(audit, findings=tuple(findings))

    def poorly_read(self, scope: Scope = Scope()) -> tuple[int, int]:
        """How many pages of the documents in `scope` could not be read, and how many only with broken letters."""
        sums = sa.select(sa.func.sum(DocumentRow.unread), sa.func.sum(DocumentRow.poor))
        with self._sessions() as session:
            unread, poor = session.execute(within(sums, scope).where(FINDABLE)).one()
            return unread or 0, poor or 0

    def secrets(self, ids: Collection[str]) -> set[Secret]:
        """What may have to be masked in any of the documents `ids`."""
        query = sa.select(DocumentRow).where(DocumentRow.id.in_(ids))
        with self._sessions() as session:
            return {stretch.secret for row in session.scalars(query) for stretch in stored.sensitive(row)}

    def minutes(self) -> list[Held]:
        """The dated minutes of the archive with the § they hold, by body and day."""
        query = (
            sa.select(
                DocumentRow.id, DocumentRow.organisation, PassageRow.committee, PassageRow.date, PassageRow.paragraph
            )
            .join(DocumentRow, PassageRow.document_id == DocumentRow.id)
            .where(FINDABLE, DocumentRow.kind == Kind.MINUTES)
            .where(PassageRow.paragraph.is_not(None))
            .distinct()
        )
        held: dict[tuple[str, str | None, str | None, dt.date], set[int]] = {}
        with self._sessions() as session:
            for document_id, organisation, committee, day, paragraph in session.execute(query):
                if day is not None:
                    numbers = held.setdefault((document_id, organisation, committee, day), set())
                    numbers.add(int(str(paragraph).removeprefix("§ ")))
        found = [Held(*key, tuple(sorted(numbers))) for key, numbers in held.items()]
        return sorted(found, key=lambda one: (one.organisation or "", one.committee or "", one.date, one.paragraphs))

    def failed(self) -> int:
        """How many files, and papers in files, could not be read when they were last tried."""
        with self._sessions() as session:
            return session.scalar(sa.select(sa.func.count()).select_from(FailureRow)) or 0

    def failures(self) -> list[Failure]:
        """The files, and papers in files, that could not be read when they were last tried; the paths are real."""
        with self._sessions() as session:
            rows = session.scalars(sa.select(FailureRow).order_by(FailureRow.source))
            return [
                Failure(self._paths.given(row.path), self._masks.name(row.source), self._masks.words(row.message))
                for row in rows
            ]

    def put_failures(self, file: Path, failures: Iterable[Failure]) -> None:
        """Let `failures` be all that could not be read of `file` and what is in it."""
        own = FailureRow.path == self._paths.kept(str(file))
        with self._sessions.begin() as session:
            session.execute(sa.delete(FailureRow).where(sa.or_(own, self._paths.below(FailureRow.path, file))))
            session.add_all(
                FailureRow(**asdict(failure) | {"path": self._paths.kept(failure.path)}) for failure in failures
            )

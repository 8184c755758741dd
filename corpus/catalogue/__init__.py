"""The catalogue: files, documents, sections, passages and the manifest of the index, in SQL by SQLAlchemy.

A document is `pending` until its vectors are stored, and searched only once it is `ready`; what a crash leaves pending
is found by `unfinished` and taken away before the next run. A file is a place where a document lies: the same content
under two names is one document with two places.

A text and the name of a file are stored as they are read and leave masked, here and nowhere else, so that no way out
can forget it. A `Place` has its real path and name, for those who look for the file on disk.
"""

from __future__ import annotations

import copy
import datetime as dt
import threading
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, sessionmaker

from corpus import privacy
from corpus.amendments import Amendment
from corpus.catalogue import amendments, bounded, database, matters, migrations, revision, stored
from corpus.catalogue.amendments import Amendments
from corpus.catalogue.arrivals import Arrivals, moment
from corpus.catalogue.auditlog import AuditLog
from corpus.catalogue.audits import Audits
from corpus.catalogue.cases import CaseRegister
from corpus.catalogue.feedback import FeedbackBox
from corpus.catalogue.held import HeldFiles
from corpus.catalogue.hidden import HiddenTexts
from corpus.catalogue.jobs import JobQueue
from corpus.catalogue.journal import Journal
from corpus.catalogue.keys import Keys
from corpus.catalogue.looked import LookedThrough
from corpus.catalogue.matters import Matters
from corpus.catalogue.paths import Paths
from corpus.catalogue.places import Places
from corpus.catalogue.records import Entry, Found, Kept, Passage, PassageKey, Scope
from corpus.catalogue.selection import FACETS, FINDABLE, NUMBERS, beside, entry_of, of_case, within
from corpus.catalogue.tables import DocumentRow, FileRow, PassageRow, SettingRow
from corpus.catalogue.vectors import VectorRegister
from corpus.catalogue.versions import Versions
from corpus.catalogue.watches import Watches
from corpus.masking import Masks
from corpus.models import Document, Secret
from corpus.reading import READ_BY

_UNFINISHED = sa.or_(~DocumentRow.ready, ~sa.exists().where(FileRow.document_id == DocumentRow.id))


class Catalogue(Places):
    """The archive's SQL database at `url` (SQLite or PostgreSQL); safe to use from several threads.

    Every text and name that it gives has the stretches of the `masked` kinds masked, but for the `public` contacts (see
    `corpus.masking.Masks`). `uploads` is the absolute folder of what was uploaded, wherever the archive lies now. A
    database that an older version made is moved to today's schema, which takes that the archive is `owned`. Raises
    `IndexMismatch` where it cannot be, and `ArchiveLocked` where it is not owned and is to be. Everything raises
    `CatalogueUnavailable` while the database does not answer, and `CatalogueDamaged` where it cannot be read.
    """

    def __init__(
        self,
        url: str,
        masked: Collection[Secret] = (),
        uploads: Path | None = None,
        *,
        public: Collection[str] = (),
        owned: bool = True,
    ) -> None:
        self._engine = database.engine(url)
        self._paths = Paths(uploads)
        self.masks = Masks(masked, public)
        self._hidden = HiddenTexts(self.masks)
        self._seen: dict[frozenset[str], Catalogue] = {}
        self._binding = threading.Lock()
        migrations.prepare(self._engine, owned=owned)
        self.whole = self  # of a catalogue that `seen_by` gives, the one that it is of
        self._connect(self._engine, None)
        with self._sessions.begin() as session:
            self._paths.adopt(session)
        self._revision = revision.of(self._sessions, self._engine)

    def _connect(self, engine: sa.Engine, bound: str | None) -> None:
        self._sessions = sessionmaker(engine, expire_on_commit=False)
        self.journal = Journal(self._sessions, self.masks)
        self.audits = Audits(self._sessions, self._paths, self.masks)
        self.amendments = Amendments(self._sessions, self.masks)
        self.looked = LookedThrough(self._sessions)
        self.matters = Matters(self._sessions)
        self.versions = Versions(self._sessions, self._writing)
        self.cases = CaseRegister(self._sessions)
        self.feedback = FeedbackBox(self._sessions, self.whole._sessions, bound)
        self.api_keys = Keys(self._sessions)
        self.audit_log = AuditLog(self._sessions)
        self.jobs = JobQueue(self._sessions)
        self.held = HeldFiles(self._sessions)
        self.vectors = VectorRegister(self._sessions, self.masks)
        self.arrivals = Arrivals(self._sessions)
        self.watches = Watches(self.whole._sessions)

    def seen_by(self, organisations: frozenset[str]) -> Catalogue:
        """The catalogue as those see it who are bound to `organisations`: to be read, and no more than theirs is there.

        A paper that does not say whose it is is not.
        """
        with self._binding:
            if organisations not in self._seen:
                seen = copy.copy(self)
                seen._engine = bounded.engine(self._engine, organisations)
                seen._connect(seen._engine, bounded.name_of(organisations))
                self._seen[organisations] = seen
            return self._seen[organisations]

    @property
    def revision(self) -> int:
        """A number raised with every change, by whatever process where several may share the database."""
        return self.whole._revision.now()

    def close(self) -> None:
        """Give the connections back."""
        for seen in self._seen.values():
            seen._engine.dispose()
        self._engine.dispose()

    def require_schema(self) -> None:
        """Raise as at the opening where the database does not have today's schema any more."""
        migrations.prepare(self._engine, owned=False)

    def examined(self) -> list[str]:
        """What the database says is wrong with itself."""
        return database.examined(self._engine)

    def checkpoint(self) -> bool:
        """Leave nothing in SQLite's log of what has been removed; False where it is read from just then."""
        return database.emptied(self._engine)

    @contextmanager
    def _writing(self) -> Iterator[Session]:
        with self._sessions.begin() as session:
            yield session
            self.whole._revision.rise(session)

    # Files and documents

    def add(self, document: Document, source: str, passages: Iterable[Passage]) -> None:
        """Store `document` and its passages, pending until `set_ready`."""
        readable = self.masked(document)
        with self._writing() as session:
            columns = stored.columns(document, readable)
            session.add(DocumentRow(id=document.id, ready=False, source=source, **columns))
            session.flush()
            stored.put_passages(session, readable, passages)
            matters.put(session, readable)

    def renew(
        self, document: Document, passages: Iterable[Passage], amended: Collection[Amendment] | None = None
    ) -> None:
        """Let `document` and `passages` stand for what an older reader made of it, which `set_ready` then settles.

        `amended` are its amendments from now on, None for those that it has.
        """
        readable = self.masked(document, amended)
        with self._writing() as session:
            of_it = DocumentRow.id == document.id
            session.execute(sa.update(DocumentRow).where(of_it).values(**stored.columns(document, readable)))
            stored.put_passages(session, readable, passages)
            matters.put(session, readable)
            if amended is not None:
                amendments.put(session, document.id, amended)

    def set_ready(self, document_id: str, *, ready: bool = True, vectors: str | None = None) -> None:
        """Let `document_id` be found, read as it is now and its vectors stored; or not, before they are removed.

        `vectors` is their fingerprint.
        """
        now = {"ready": True, "read_by": READ_BY, "masked_by": privacy.VERSION, "vectors": vectors}
        values: dict[str, Any] = now if ready else {"ready": False}
        with self._writing() as session:
            if ready:
                values["arrived"] = sa.func.coalesce(DocumentRow.arrived, moment(session))
            session.execute(sa.update(DocumentRow).where(DocumentRow.id == document_id).values(values))

    def is_ready(self, document_id: str) -> bool:
        """Whether `document_id` is stored whole."""
        with self._sessions() as session:
            return bool(session.scalar(sa.select(DocumentRow.ready).where(DocumentRow.id == document_id)))

    def is_current(self, document_id: str) -> bool:
        """Whether `document_id` is stored whole, as it is read now."""
        return self.is_ready(document_id) and not self.outdated([document_id])

    def outdated(self, ids: Collection[str] | None = None) -> list[str]:
        """The ids of the documents that an older reader read: of `ids`, or of all."""
        query = sa.select(DocumentRow.id).where(DocumentRow.ready, DocumentRow.read_by < READ_BY)
        if ids is not None:
            query = query.where(DocumentRow.id.in_(ids))
        with self._sessions() as session:
            return list(session.scalars(query))

    def unfinished(self) -> list[str]:
        """The ids of documents that are pending or lie in no file: to be removed, vectors first."""
        with self._sessions() as session:
            return list(session.scalars(sa.select(DocumentRow.id).where(_UNFINISHED)))

    def is_unfinished(self, document_id: str) -> bool:
        """Whether `document_id` is one of those."""
        with self._sessions() as session:
            return bool(session.scalar(sa.select(sa.exists().where(DocumentRow.id == document_id, _UNFINISHED))))

    def of_same_meeting(self, document: Document) -> list[Entry]:
        """The other papers of the same body and day; none where the day is not known."""
        if document.date is None:
            return []
        same = [getattr(DocumentRow, n) == getattr(document, n) for n in ("organisation", "committee", "date")]
        query = sa.select(DocumentRow).where(FINDABLE, DocumentRow.id != document.id, *same)
        with self._sessions() as session:
            return [self._entry(row) for row in session.scalars(query.order_by(DocumentRow.source))]

    def remove(self, document_id: str) -> None:
        """Remove a document with its passages and places."""
        with self._writing() as session:
            session.execute(sa.delete(FileRow).where(FileRow.document_id == document_id))
            matters.drop(session, document_id)
            amendments.put(session, document_id, ())
            stored.drop_passages(session, document_id)
            session.execute(sa.delete(DocumentRow).where(DocumentRow.id == document_id))

    # Reading

    def document(self, document_id: str) -> Document | None:
        """The whole document with its amendments, its text masked, or None."""
        read = self.amendments.read(document_id)
        return self.masked(read) if read else None

    def masked(self, document: Document, amended: Collection[Amendment] | None = None) -> Document:
        """`document` as it may be given out, with what it is `amended` by over it: None for what is kept of that."""
        return self.amendments.given(document, self.amendments.of(document.id) if amended is None else amended)

    def _entry(self, row: DocumentRow) -> Entry:
        return entry_of(row, self.masks)

    def source(self, document_id: str) -> str:
        """The name of a stored document's file as it is, not masked: for what is kept, never for what is given out."""
        with self._sessions() as session:
            return session.get_one(DocumentRow, document_id).source

    def entry(self, document_id: str) -> Entry | None:
        """The document's line, or None where it is not found."""
        return next(iter(self.entries(ids=[document_id])), None)

    def kept(self, document_id: str) -> Kept | None:
        """The line of a document that is stored whole, also of one in whose place another stands; or None."""
        with self._sessions() as session:
            row = session.get(DocumentRow, document_id)
            return Kept(self._entry(row), row.replaced_by, row.by_hand) if row and row.ready else None

    def entries(
        self, scope: Scope = Scope(), offset: int = 0, limit: int | None = None, ids: Sequence[str] | None = None
    ) -> list[Entry]:
        """The lines of the documents in `scope`, newest first."""
        query = within(sa.select(DocumentRow), scope).where(FINDABLE)
        if ids is not None:
            query = query.where(DocumentRow.id.in_(ids))
        query = query.order_by(sa.nulls_last(DocumentRow.date.desc()), DocumentRow.source).offset(offset).limit(limit)
        with self._sessions() as session:
            return [self._entry(row) for row in session.scalars(query)]

    def with_case_number(self, case_number: str) -> list[Entry]:
        """The documents that have the canonical `case_number` for their own; minutes have none."""
        query = sa.select(DocumentRow).where(FINDABLE, DocumentRow.case_number == case_number)
        with self._sessions() as session:
            return [self._entry(row) for row in session.scalars(query.order_by(DocumentRow.source))]

    def count(self, scope: Scope = Scope()) -> tuple[int, dt.date | None, dt.date | None]:
        """How many documents are in `scope`, and their first and last date."""
        columns = sa.select(sa.func.count(), sa.func.min(DocumentRow.date), sa.func.max(DocumentRow.date))
        with self._sessions() as session:
            number, first, last = session.execute(within(columns, scope).where(FINDABLE)).one()
            return number, first, last

    def keep_passages(self, document: Document, passages: Sequence[Passage]) -> None:
        """Let `passages` be those of `document`, in place of what it had, and its line show what is now masked."""
        readable = self.masked(document)
        with self._writing() as session:
            shown = stored.shown(readable)
            session.execute(sa.update(DocumentRow).where(DocumentRow.id == document.id).values(shown))
            stored.put_passages(session, readable, passages)
            matters.put(session, readable)

    def passages(self, document_id: str | None = None) -> list[Passage]:
        """The passages of a document, or of all that are ready, in order."""
        query = sa.select(PassageRow).order_by(PassageRow.document_id, PassageRow.start)
        if document_id is not None:
            query = query.where(PassageRow.document_id == document_id)
        else:
            query = query.join(DocumentRow).where(FINDABLE)
        with self._sessions() as session:
            return [stored.passage(row) for row in session.scalars(query)]

    def slice(self, document_id: str, start: int, end: int) -> str | None:
        """The characters from `start` to `end` of a document's text, or None for no such document."""
        piece = sa.func.substr(DocumentRow.text, start + 1, end - start)
        with self._sessions() as session:
            row = session.execute(sa.select(piece, DocumentRow).where(DocumentRow.id == document_id)).first()
            return self._given(row[0], start, row[1]) if row else None

    def _given(self, text: str, start: int, document: DocumentRow) -> str:
        return self._hidden.of(document).mask(text, start)

    def keys(self, passage_ids: Sequence[str]) -> dict[str, PassageKey]:
        """What those of `passage_ids` that are ready belong to, by id."""
        columns = (
            PassageRow.id,
            PassageRow.document_id,
            PassageRow.paragraph,
            PassageRow.heading,
            PassageRow.case_number,
            PassageRow.committee,
            PassageRow.date,
            DocumentRow.organisation,
            DocumentRow.kind,
        )
        query = sa.select(*columns).join(DocumentRow, PassageRow.document_id == DocumentRow.id)
        with self._sessions() as session:
            rows = session.execute(query.where(PassageRow.id.in_(passage_ids), FINDABLE))
            return {row[0]: PassageKey(*row[1:]) for row in rows}

    def find(self, passage_ids: Sequence[str]) -> list[Found]:
        """The passages of `passage_ids` that are ready, in that order, each with its text."""
        if not passage_ids:
            return []
        text = sa.func.substr(DocumentRow.text, PassageRow.start + 1, PassageRow.end - PassageRow.start)
        query = sa.select(PassageRow, DocumentRow, text).join(DocumentRow, PassageRow.document_id == DocumentRow.id)
        with self._sessions() as session:
            rows = session.execute(query.where(PassageRow.id.in_(passage_ids), FINDABLE)).all()
            found = {
                row.id: Found(
                    stored.passage(row),
                    # In a file of several meetings each passage has its own meeting's body and date.
                    replace(self._entry(document), committee=row.committee, date=row.date),
                    self._given(words, row.start, document),
                )
                for row, document, words in rows
            }
        return [found[passage_id] for passage_id in passage_ids if passage_id in found]

    def facets(self, scope: Scope = Scope()) -> dict[str, list[tuple[str, int]]]:
        """For `FACETS` and the year each value with its number of documents, within what `scope` says of the others."""
        found: dict[str, list[tuple[str, int]]] = {}
        year = sa.extract("year", DocumentRow.date)
        with self._sessions() as session:
            for name, column in [*((name, getattr(DocumentRow, name)) for name in FACETS), ("year", year)]:
                query = sa.select(column, sa.func.count()).where(FINDABLE, column.is_not(None))
                rows = session.execute(within(query, beside(scope, name)).group_by(column).order_by(column)).all()
                found[name] = [(str(value), number) for value, number in rows]
        return found

    def knows(self, field: str, value: str) -> bool:
        """Whether any passage has `value` as its case_number or paragraph."""
        known = of_case(value) if field == "case_number" else getattr(PassageRow, field) == value
        query = sa.select(sa.exists().where(known))
        with self._sessions() as session:
            return bool(session.scalar(query))

    def case_numbers_like(self, number: str) -> list[str]:
        """The canonical diarienummer of the archive that are `number`, or end with it where it names no body."""
        column = NUMBERS.c.case_number
        fits = sa.or_(column == number, column.endswith(f" {number}", autoescape=True))
        with self._sessions() as session:
            return [str(found) for found in session.scalars(sa.select(column).where(fits).distinct().order_by(column))]

    def case_passages(self, case_number: str) -> list[Passage]:
        """The passages of the case with the canonical `case_number`, by document and place."""
        query = sa.select(PassageRow).join(DocumentRow, PassageRow.document_id == DocumentRow.id)
        query = query.where(FINDABLE, of_case(case_number))
        with self._sessions() as session:
            return [stored.passage(row) for row in session.scalars(query.order_by(DocumentRow.date, PassageRow.start))]

    # Settings of the index

    def setting(self, name: str) -> str | None:
        """The value kept under `name`, or None."""
        with self._sessions() as session:
            return session.scalar(sa.select(SettingRow.value).where(SettingRow.name == name))

    def set_setting(self, name: str, value: str) -> None:
        """Keep `value` under `name`."""
        with self._writing() as session:
            session.merge(SettingRow(name=name, value=value))


def open_sqlite(path: Path, masked: Collection[Secret] = (), uploads: Path | None = None) -> Catalogue:
    """The catalogue in the SQLite file at `path`, made where there is none; the rest as in `Catalogue`."""
    path.parent.mkdir(parents=True, exist_ok=True)
    return Catalogue(f"sqlite:///{path}", masked, uploads)

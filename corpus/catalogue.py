"""The catalogue: files, documents, sections, passages and the manifest of the index, in SQL by SQLAlchemy.

A document is `pending` until its vectors are stored, and searched only once it is `ready`; what a crash leaves pending
is found by `unfinished` and taken away before the next run. A file is a place where a document lies: the same content
under two names is one document with two places.
"""

from __future__ import annotations

import datetime as dt
import json
import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.orm import Session, sessionmaker

from corpus.models import Document, Kind, Part, PartName, Section, Span
from corpus.tables import Base, DocumentRow, FileRow, PassageRow, SettingRow

Query = TypeVar("Query", bound=sa.Select[*tuple[Any, ...]])


@dataclass(frozen=True, slots=True)
class Place:
    """A file that holds a document: its absolute path, and its path within the folder that was indexed."""

    path: str
    source: str
    size: int
    modified: int
    document_id: str


@dataclass(frozen=True, slots=True)
class Passage:
    """What is embedded: `document.text[start:end]`, within one part of one section; `id` is a UUID."""

    id: str
    document_id: str
    start: int
    end: int
    page: int
    paragraph: str | None
    case_number: str | None
    heading: str
    part: str | None


@dataclass(frozen=True, slots=True)
class PassageKey:
    """What a passage belongs to."""

    document_id: str
    paragraph: str | None
    heading: str
    case_number: str | None


@dataclass(frozen=True, slots=True)
class Entry:
    """A document's line in the catalogue, without its text."""

    id: str
    source: str
    title: str
    kind: str
    organisation: str | None
    committee: str | None
    date: dt.date | None
    case_number: str | None


@dataclass(frozen=True, slots=True)
class Found:
    """A passage with its document's line and its own verbatim text."""

    passage: Passage
    entry: Entry
    text: str


@dataclass(frozen=True, slots=True)
class Scope:
    """Which documents and passages are meant; empty means all. Dates are inclusive."""

    organisation: tuple[str, ...] = ()
    committee: tuple[str, ...] = ()
    kind: tuple[str, ...] = ()
    case_number: str | None = None
    paragraph: str | None = None
    date_from: dt.date | None = None
    date_to: dt.date | None = None

    @property
    def is_empty(self) -> bool:
        """Whether nothing is filtered away."""
        return self == Scope()


FACETS = ("organisation", "committee", "kind")


class Catalogue:
    """The archive's SQL database at `url` (SQLite or PostgreSQL); safe to use from several threads."""

    def __init__(self, url: str) -> None:
        self._engine = sa.create_engine(url)
        if self._engine.dialect.name == "sqlite":
            event.listen(self._engine, "connect", _prepare_sqlite)
        Base.metadata.create_all(self._engine)
        self._sessions = sessionmaker(self._engine, expire_on_commit=False)

    def close(self) -> None:
        """Give the connections back."""
        self._engine.dispose()

    @contextmanager
    def _writing(self) -> Iterator[Session]:
        with self._sessions.begin() as session:
            yield session

    # Files and documents

    def places(self, folder: Path | None = None) -> list[Place]:
        """The files anywhere below the absolute `folder`, or all."""
        query = sa.select(FileRow).order_by(FileRow.path)
        if folder is not None:
            below = f"{str(folder).rstrip(os.sep)}{os.sep}"
            query = query.where(sa.func.substr(FileRow.path, 1, len(below)) == below)  # LIKE takes KS for ks
        with self._sessions() as session:
            return [_place(row) for row in session.scalars(query)]

    def places_of(self, document_id: str) -> list[Place]:
        """The files that hold a document."""
        with self._sessions() as session:
            rows = session.scalars(sa.select(FileRow).where(FileRow.document_id == document_id).order_by(FileRow.path))
            return [_place(row) for row in rows]

    def place_of(self, path: str) -> Place | None:
        """The file at the absolute `path`, if it is known."""
        with self._sessions() as session:
            row = session.get(FileRow, path)
            return _place(row) if row else None

    def put_place(self, place: Place) -> None:
        """Note that `place` holds its document from now on."""
        with self._writing() as session:
            session.merge(FileRow(**asdict(place)))
            session.flush()
            _name_by_place(session)

    def drop_place(self, path: str) -> None:
        """Forget the file at `path`; its document stays until `orphans` names it."""
        with self._writing() as session:
            session.execute(sa.delete(FileRow).where(FileRow.path == path))
            _name_by_place(session)

    def add(self, document: Document, source: str, passages: Iterable[Passage]) -> None:
        """Store `document` and its passages, pending until `set_ready`."""
        with self._writing() as session:
            session.add(
                DocumentRow(
                    id=document.id, ready=False, source=source, title=document.title, kind=document.kind.value,
                    organisation=document.organisation, committee=document.committee, date=document.date,
                    case_number=document.case_number, text=document.text, layout=_layout(document),
                )
            )  # fmt: skip
            session.flush()
            session.add_all(PassageRow(**asdict(passage)) for passage in passages)

    def set_ready(self, document_id: str, *, ready: bool = True) -> None:
        """Let `document_id` be found, now that its vectors are stored; or not, before they are removed."""
        with self._writing() as session:
            session.execute(sa.update(DocumentRow).where(DocumentRow.id == document_id).values(ready=ready))

    def is_ready(self, document_id: str) -> bool:
        """Whether `document_id` is stored whole."""
        with self._sessions() as session:
            return bool(session.scalar(sa.select(DocumentRow.ready).where(DocumentRow.id == document_id)))

    def unfinished(self) -> list[str]:
        """The ids of documents that are pending or lie in no file: to be removed, vectors first."""
        lies_nowhere = ~sa.exists().where(FileRow.document_id == DocumentRow.id)
        with self._sessions() as session:
            return list(session.scalars(sa.select(DocumentRow.id).where(sa.or_(~DocumentRow.ready, lies_nowhere))))

    def remove(self, document_id: str) -> None:
        """Remove a document with its passages and places."""
        with self._writing() as session:
            session.execute(sa.delete(FileRow).where(FileRow.document_id == document_id))
            session.execute(sa.delete(PassageRow).where(PassageRow.document_id == document_id))
            session.execute(sa.delete(DocumentRow).where(DocumentRow.id == document_id))

    # Reading

    def document(self, document_id: str) -> Document | None:
        """The whole document, or None."""
        with self._sessions() as session:
            row = session.get(DocumentRow, document_id)
            return _document(row) if row else None

    def entry(self, document_id: str) -> Entry | None:
        """The document's line, or None."""
        return next(iter(self.entries(ids=[document_id])), None)

    def entries(
        self, scope: Scope = Scope(), offset: int = 0, limit: int | None = None, ids: Sequence[str] | None = None
    ) -> list[Entry]:
        """The lines of the documents in `scope`, newest first."""
        query = _within(sa.select(DocumentRow), scope).where(DocumentRow.ready)
        if ids is not None:
            query = query.where(DocumentRow.id.in_(ids))
        query = query.order_by(sa.nulls_last(DocumentRow.date.desc()), DocumentRow.source).offset(offset).limit(limit)
        with self._sessions() as session:
            return [_entry(row) for row in session.scalars(query)]

    def count(self, scope: Scope = Scope()) -> tuple[int, dt.date | None, dt.date | None]:
        """How many documents are in `scope`, and their first and last date."""
        columns = sa.select(sa.func.count(), sa.func.min(DocumentRow.date), sa.func.max(DocumentRow.date))
        with self._sessions() as session:
            number, first, last = session.execute(_within(columns, scope).where(DocumentRow.ready)).one()
            return number, first, last

    def keep_passages(self, document_id: str, passages: Sequence[Passage]) -> None:
        """Let `passages` be those of `document_id`, in place of what it had."""
        kept = [passage.id for passage in passages]
        with self._writing() as session:
            session.execute(
                sa.delete(PassageRow).where(PassageRow.document_id == document_id, PassageRow.id.not_in(kept))
            )
            for passage in passages:
                session.merge(PassageRow(**asdict(passage)))

    def passages(self, document_id: str | None = None) -> list[Passage]:
        """The passages of a document, or of all that are ready, in order."""
        query = sa.select(PassageRow).order_by(PassageRow.document_id, PassageRow.start)
        if document_id is not None:
            query = query.where(PassageRow.document_id == document_id)
        else:
            query = query.join(DocumentRow).where(DocumentRow.ready)
        with self._sessions() as session:
            return [_passage(row) for row in session.scalars(query)]

    def slice(self, document_id: str, start: int, end: int) -> str | None:
        """The characters from `start` to `end` of a document's text, or None for no such document."""
        with self._sessions() as session:
            piece = sa.func.substr(DocumentRow.text, start + 1, end - start)
            return session.scalar(sa.select(piece).where(DocumentRow.id == document_id))

    def keys(self, passage_ids: Sequence[str]) -> dict[str, PassageKey]:
        """What those of `passage_ids` that are ready belong to, by id."""
        columns = (
            PassageRow.id,
            PassageRow.document_id,
            PassageRow.paragraph,
            PassageRow.heading,
            PassageRow.case_number,
        )
        query = sa.select(*columns).join(DocumentRow, PassageRow.document_id == DocumentRow.id)
        with self._sessions() as session:
            rows = session.execute(query.where(PassageRow.id.in_(passage_ids), DocumentRow.ready))
            return {row[0]: PassageKey(*row[1:]) for row in rows}

    def find(self, passage_ids: Sequence[str]) -> list[Found]:
        """The passages of `passage_ids` that are ready, in that order, each with its text."""
        text = sa.func.substr(DocumentRow.text, PassageRow.start + 1, PassageRow.end - PassageRow.start)
        query = sa.select(PassageRow, DocumentRow, text).join(DocumentRow, PassageRow.document_id == DocumentRow.id)
        with self._sessions() as session:
            rows = session.execute(query.where(PassageRow.id.in_(passage_ids), DocumentRow.ready)).all()
        found = {row.id: Found(_passage(row), _entry(document), words) for row, document, words in rows}
        return [found[passage_id] for passage_id in passage_ids if passage_id in found]

    def facets(self) -> dict[str, list[tuple[str, int]]]:
        """For organisation, committee and kind each value with its number of documents; and for each year."""
        found: dict[str, list[tuple[str, int]]] = {}
        year = sa.extract("year", DocumentRow.date)
        with self._sessions() as session:
            for name, column in [*((name, getattr(DocumentRow, name)) for name in FACETS), ("year", year)]:
                query = sa.select(column, sa.func.count()).where(DocumentRow.ready, column.is_not(None))
                rows = session.execute(query.group_by(column).order_by(column)).all()
                found[name] = [(str(value), number) for value, number in rows]
        return found

    def knows(self, field: str, value: str) -> bool:
        """Whether any passage has `value` as its case_number or paragraph."""
        query = sa.select(sa.exists().where(getattr(PassageRow, field) == value))
        with self._sessions() as session:
            return bool(session.scalar(query))

    def case_numbers_like(self, number: str) -> list[str]:
        """The canonical diarienummer of the archive that are `number`, or end with it where it names no body."""
        column = PassageRow.case_number
        fits = sa.or_(column == number, column.endswith(f" {number}", autoescape=True))
        with self._sessions() as session:
            return [str(found) for found in session.scalars(sa.select(column).where(fits).distinct().order_by(column))]

    def case_passages(self, case_number: str) -> list[Passage]:
        """The passages of the case with the canonical `case_number`, by document and place."""
        query = sa.select(PassageRow).join(DocumentRow, PassageRow.document_id == DocumentRow.id)
        query = query.where(DocumentRow.ready, PassageRow.case_number == case_number)
        with self._sessions() as session:
            return [_passage(row) for row in session.scalars(query.order_by(DocumentRow.date, PassageRow.start))]

    # Settings of the index

    def setting(self, name: str) -> str | None:
        """The value kept under `name`, or None."""
        with self._sessions() as session:
            return session.scalar(sa.select(SettingRow.value).where(SettingRow.name == name))

    def set_setting(self, name: str, value: str) -> None:
        """Keep `value` under `name`."""
        with self._writing() as session:
            session.merge(SettingRow(name=name, value=value))


def open_sqlite(path: Path) -> Catalogue:
    """The catalogue in the SQLite file at `path`, made where there is none."""
    path.parent.mkdir(parents=True, exist_ok=True)
    return Catalogue(f"sqlite:///{path}")


def _name_by_place(session: Session) -> None:
    """Let every document that lies in a file have the source of one where it lies now."""
    here = sa.select(FileRow.source).where(FileRow.document_id == DocumentRow.id)
    moved = sa.and_(here.exists(), ~here.where(FileRow.source == DocumentRow.source).exists())
    first = here.order_by(FileRow.path).limit(1).scalar_subquery()
    session.execute(
        sa.update(DocumentRow).where(moved).values(source=first).execution_options(synchronize_session=False)
    )


def _prepare_sqlite(connection: Any, _: object) -> None:
    # Write-ahead logging lets searches read while a paper is written, and survives a kill.
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=NORMAL")


def _within(query: Query, scope: Scope) -> Query:
    for name in FACETS:
        if values := getattr(scope, name):
            query = query.where(getattr(DocumentRow, name).in_(values))
    if scope.date_from:
        query = query.where(DocumentRow.date >= scope.date_from)
    if scope.date_to:
        query = query.where(DocumentRow.date <= scope.date_to)
    wanted = []
    for name in ("case_number", "paragraph"):
        if value := getattr(scope, name):
            wanted.append(getattr(PassageRow, name) == value)
    if wanted:
        query = query.where(sa.exists().where(PassageRow.document_id == DocumentRow.id, *wanted))
    return query


def _place(row: FileRow) -> Place:
    return Place(row.path, row.source, row.size, row.modified, row.document_id)


def _passage(row: PassageRow) -> Passage:
    return Passage(
        row.id, row.document_id, row.start, row.end, row.page, row.paragraph, row.case_number, row.heading, row.part
    )


def _entry(row: DocumentRow) -> Entry:
    return Entry(row.id, row.source, row.title, row.kind, row.organisation, row.committee, row.date, row.case_number)


def _layout(document: Document) -> str:
    names = ("pages", "furniture", "sections", "warnings")
    whole = asdict(document)
    return json.dumps({name: whole[name] for name in names}, ensure_ascii=False)


def _document(row: DocumentRow) -> Document:
    layout = json.loads(row.layout)
    sections = [
        Section(
            **{**section, "parts": tuple(Part(PartName(p["name"]), p["start"], p["end"]) for p in section["parts"])}
        )
        for section in layout["sections"]
    ]
    return Document(
        id=row.id, text=row.text, title=row.title, kind=Kind(row.kind), organisation=row.organisation,
        committee=row.committee, date=row.date, case_number=row.case_number, sections=tuple(sections),
        pages=tuple(Span(**page) for page in layout["pages"]),
        furniture=tuple(Span(**span) for span in layout["furniture"]), warnings=tuple(layout["warnings"]),
    )  # fmt: skip

"""The part of the catalogue that knows in which files documents lie."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import asdict
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.orm import Session, sessionmaker

from corpus.catalogue.paths import Paths
from corpus.catalogue.records import Place, Standing
from corpus.catalogue.tables import DocumentRow, FileRow


class Places:
    """The files of a catalogue; a file is a place where a document lies."""

    _sessions: sessionmaker[Session]
    _writing: Callable[[], AbstractContextManager[Session]]
    _paths: Paths

    def places(self, folder: Path | None = None) -> list[Place]:
        """The files anywhere below the absolute `folder`, or all."""
        query = sa.select(FileRow).order_by(FileRow.path)
        if folder is not None:
            query = query.where(self._paths.below(FileRow.path, folder))
        with self._sessions() as session:
            return [self._place(row) for row in session.scalars(query)]

    def places_in(self, file: Path) -> list[Place]:
        """The places that are the absolute `file` itself or, where it is a zip or a letter, papers within it."""
        own = self.place_of(str(file))
        return [*([own] if own else []), *self.places(file)]

    def places_of(self, document_id: str) -> list[Place]:
        """The files that hold a document."""
        with self._sessions() as session:
            rows = session.scalars(sa.select(FileRow).where(FileRow.document_id == document_id).order_by(FileRow.path))
            return [self._place(row) for row in rows]

    def place_of(self, path: str) -> Place | None:
        """The file at the absolute `path`, if it is known."""
        with self._sessions() as session:
            row = session.get(FileRow, self._paths.kept(path))
            return self._place(row) if row else None

    def _place(self, row: FileRow) -> Place:
        path = self._paths.given(row.path)
        return Place(path, row.source, row.size, row.modified, row.document_id, row.papers, row.vouched)

    def standing(self, document_id: str) -> Standing | None:
        """How far what a document says of itself is believed; None where it lies nowhere."""
        return max(map(self.standing_at, self.places_of(document_id)), default=None)

    def standing_at(self, place: Place) -> Standing:
        """How far what a paper says of itself is believed that lies at `place` alone."""
        if self._paths.kept(place.path) == place.path:
            return Standing.INDEXED
        return Standing.VOUCHED if place.vouched else Standing.GIVEN

    def put_place(self, place: Place) -> None:
        """Note that `place` holds its document from now on."""
        with self._writing() as session:
            session.merge(FileRow(**asdict(place) | {"path": self._paths.kept(place.path)}))
            session.flush()
            _name_by_place(session)

    def drop_place(self, path: str) -> None:
        """Forget the file at `path`; its document stays until `unfinished` names it."""
        with self._writing() as session:
            session.execute(sa.delete(FileRow).where(FileRow.path == self._paths.kept(path)))
            _name_by_place(session)


def _name_by_place(session: Session) -> None:
    """Let every document that lies in a file have the source of one where it lies now."""
    here = sa.select(FileRow.source).where(FileRow.document_id == DocumentRow.id)
    moved = sa.and_(here.exists(), ~here.where(FileRow.source == DocumentRow.source).exists())
    first = here.order_by(FileRow.path).limit(1).scalar_subquery()
    session.execute(
        sa.update(DocumentRow).where(moved).values(source=first).execution_options(synchronize_session=False)
    )

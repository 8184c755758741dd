"""Where papers lie: paths are absolute outside, and in the database those of uploads are relative to their folder.

So an archive that is moved with its uploads knows them where they are now, and what came by an upload is told from what
was indexed where it lies.
"""

from __future__ import annotations

import os
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.orm import InstrumentedAttribute, Session

from corpus.catalogue.tables import FailureRow, FileRow

# What parts the name of a file from that of a paper in it is shown as either, and is "/" in the path.
_JOINTS = str.maketrans("#", "/")


_BELOW_UPLOADS = f"{os.sep}uploads{os.sep}"

Column = InstrumentedAttribute[str]


class Paths:
    """The paths of an archive whose uploads lie in the absolute folder `uploads`; None where it has none."""

    def __init__(self, uploads: Path | None) -> None:
        self._uploads = uploads

    def kept(self, path: str) -> str:
        """The absolute `path` as it is kept."""
        if self._uploads and Path(path).is_relative_to(self._uploads):
            return Path(path).relative_to(self._uploads).as_posix()
        return path

    def given(self, kept: str) -> str:
        """The absolute path of what is kept."""
        return str(self._uploads / kept) if self._uploads else kept

    def below(self, column: Column, folder: Path) -> sa.ColumnElement[bool]:
        """That a kept path lies anywhere below the absolute `folder`."""
        inside = _starts(column, f"{str(folder).rstrip(os.sep)}{os.sep}")
        if self._uploads and self._uploads.is_relative_to(folder):
            return sa.or_(inside, uploaded(column))
        if self._uploads and folder.is_relative_to(self._uploads):
            return sa.or_(inside, _starts(column, f"{self.kept(str(folder))}/"))
        return inside

    def adopt(self, session: Session) -> None:
        """Keep relative the paths of uploads that an older version kept as they were then, in an archive moved since.

        That a file was uploaded is known by where it lies: here, or by its name where it lay once and no file is now.
        """
        rows: list[FileRow | FailureRow] = [*session.scalars(sa.select(FileRow).where(_old(FileRow.path)))]
        rows += session.scalars(sa.select(FailureRow).where(_old(FailureRow.path)))
        for row in rows:
            row.path = self._uploaded_as(row.path, row.source)

    def _uploaded_as(self, path: str, source: str) -> str:
        """How the absolute `path` that an older version kept is to be kept."""
        tail = path[-len(source) :]
        lay = path[: -len(source)].endswith(_BELOW_UPLOADS) and tail.translate(_JOINTS) == source.translate(_JOINTS)
        if lay and self._uploads and on_disk(self._uploads / tail) and not on_disk(Path(path)):
            return tail
        return self.kept(path)


def uploaded(column: Column) -> sa.ColumnElement[bool]:
    """That a kept path is of an upload."""
    return sa.func.substr(column, 1, 1) != os.sep


def on_disk(path: Path) -> Path | None:
    """The file at `path`: for a paper of a zip, a letter or a packet, that."""
    return next((file for file in (path, *path.parents) if os.path.isfile(file)), None)  # no name is too long for it


def _old(column: Column) -> sa.ColumnElement[bool]:
    return sa.and_(~uploaded(column), column.contains(_BELOW_UPLOADS, autoescape=True))


def _starts(column: Column, text: str) -> sa.ColumnElement[bool]:
    return sa.func.substr(column, 1, len(text)) == text  # LIKE takes KS for ks

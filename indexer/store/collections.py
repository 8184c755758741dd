"""Where an archive keeps its vectors: one collection beside another, each opened and dropped by its name."""

from __future__ import annotations

import logging
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from corpus.errors import IndexIncomplete
from indexer.store import Store
from indexer.store.edge import EdgeStore
from indexer.store.server import ServerStore, drop_collection
from indexer.store.still import changing

_log = logging.getLogger(__name__)

_DAMAGED = ".damaged"


@dataclass(frozen=True, slots=True)
class Collections:
    """Folders below `folder`, by Qdrant Edge; or collections of the Qdrant server at `url`, where that is given.

    A folder that cannot be read is put aside, and an empty collection made in its place.
    """

    folder: Path
    url: str | None = None
    api_key: str | None = None

    def open(self, name: str, dimensions: int) -> Store:
        """The collection `name`, made for vectors of `dimensions` numbers where there is none."""
        if self.url:
            return ServerStore(self.url, _on_server(name), dimensions, self.api_key)
        with changing(self.folder):
            return self._open(name, dimensions)

    def _open(self, name: str, dimensions: int) -> Store:
        path = self.folder / name
        # The engine may end the process where files are damaged: the next one tries it in another first.
        opening = self.folder / f"{name}.opening"
        if opening.exists() and not _can_be_read(path):
            self._put_aside(name)
        self.folder.mkdir(parents=True, exist_ok=True)
        opening.touch()
        try:
            return EdgeStore(path, dimensions)
        except IndexIncomplete as error:
            _log.error("%s", error)
            self._put_aside(name)
            return EdgeStore(path, dimensions)
        finally:
            opening.unlink()

    def drop(self, name: str) -> None:
        """Remove the collection `name`, which nobody has open; one that is not there is no error."""
        if self.url:
            drop_collection(self.url, _on_server(name), self.api_key)
        elif (self.folder / name).exists():
            with changing(self.folder):
                shutil.rmtree(self.folder / name)

    def drop_damaged(self) -> None:
        """Remove what could not be read, when all that was in it has been made anew."""
        with changing(self.folder):
            for path in self.folder.glob(f"*{_DAMAGED}"):
                shutil.rmtree(path)

    def _put_aside(self, name: str) -> None:
        aside = self.folder / f"{name}{_DAMAGED}"
        if aside.exists():
            shutil.rmtree(aside)
        (self.folder / name).rename(aside)


def _can_be_read(path: Path) -> bool:
    tried = [sys.executable, "-m", "indexer.store.edge", str(path)]
    return subprocess.run(tried, capture_output=True).returncode == 0  # noqa: S603 - our own module


def _on_server(name: str) -> str:
    return f"beslutsminne-{name}"

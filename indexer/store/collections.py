"""Where an archive keeps its vectors: one collection beside another, each opened and dropped by its name."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

from indexer.store import Store
from indexer.store.edge import EdgeStore
from indexer.store.server import ServerStore, drop_collection
from indexer.store.still import changing


@dataclass(frozen=True, slots=True)
class Collections:
    """Folders below `folder`, by Qdrant Edge; or collections of the Qdrant server at `url`, where that is given."""

    folder: Path
    url: str | None = None
    api_key: str | None = None

    def open(self, name: str, dimensions: int) -> Store:
        """The collection `name`, made for vectors of `dimensions` numbers where there is none."""
        if self.url:
            return ServerStore(self.url, _on_server(name), dimensions, self.api_key)
        return EdgeStore(self.folder / name, dimensions)

    def drop(self, name: str) -> None:
        """Remove the collection `name`, which nobody has open; one that is not there is no error."""
        if self.url:
            drop_collection(self.url, _on_server(name), self.api_key)
        elif (self.folder / name).exists():
            with changing(self.folder):
                shutil.rmtree(self.folder / name)


def _on_server(name: str) -> str:
    return f"beslutsminne-{name}"

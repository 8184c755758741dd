"""What an index is opened with."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import sqlalchemy as sa

from corpus import disk
from corpus.catalogue import Catalogue, lease
from corpus.errors import ArchiveLocked
from corpus.models import Secret
from indexer.embedding import EmbeddingOptions
from indexer.store.server import MEMORY

# Seconds for a paper: generous, so that only what holds up all others is given up.
EMBED_TIMEOUT = 600.0


@dataclass(frozen=True, slots=True)
class Options:
    """Where the archive lies and what it is made with. `qdrant_url` None means the engine in this process.

    What is of a `masked` kind is neither indexed nor given out, but for the `public` contacts, by their keys. Nothing
    is written where it would leave less than `disk_reserve` bytes free, and a paper that comes is given up where
    embedding it takes more than `embed_timeout` seconds.
    """

    data_dir: Path
    embedding: EmbeddingOptions = field(default_factory=EmbeddingOptions)
    qdrant_url: str | None = None
    qdrant_api_key: str | None = None
    catalogue_url: str | None = None
    masked: tuple[Secret, ...] = ()
    disk_reserve: int = disk.RESERVE
    public: frozenset[str] = frozenset()
    embed_timeout: float = EMBED_TIMEOUT

    def check_room(self) -> None:
        """Raises `DiskFull` where the disk has less free than is kept in reserve."""
        disk.check(self.data_dir, reserve=self.disk_reserve)

    @property
    def uploads(self) -> Path:
        """The folder of what was given to the archive itself."""
        return self.data_dir.resolve() / "uploads"

    @property
    def may_share(self) -> bool:
        """Whether several processes may have the archive: its catalogue and its vectors are on servers."""
        on_server = self.qdrant_url not in (None, MEMORY)
        return on_server and sa.make_url(self.catalogue).get_backend_name() == "postgresql"

    @property
    def catalogue(self) -> str:
        """The URL of the catalogue's database."""
        return self.catalogue_url or f"sqlite:///{self.data_dir / 'catalogue.sqlite'}"


def open_catalogue(options: Options) -> Catalogue:
    """The catalogue of an archive alone, which several processes may have open.

    Raises `ArchiveLocked` where it is of an older version and another process owns the archive.
    """
    options.data_dir.mkdir(parents=True, exist_ok=True)
    with suppress(ArchiveLocked):
        return Catalogue(options.catalogue, options.masked, options.uploads, public=options.public, owned=False)
    moving = lease.take(options.catalogue)
    try:
        return Catalogue(options.catalogue, options.masked, options.uploads, public=options.public)
    finally:
        moving.release()

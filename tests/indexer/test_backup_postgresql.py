"""The recipe of docs/operations.md for a catalogue in PostgreSQL: pg_dump, pg_restore, and vectors made again."""

from pathlib import Path

import sqlalchemy as sa

from corpus.sandbox import Sandbox
from indexer.embedding import EmbeddingOptions
from indexer.index import Index
from indexer.options import Options
from indexer.pipeline import index_paths
from tests.postgresql import Server

PAPER = "Byggnadsnämnden\nProtokoll 2024-05-07\n\n§ 7 Brygga\n\nBeslut\nNämnden beslutar att bryggan får byggas.\n"


def found(index: Index) -> list[str]:
    """Return the texts that are found for a question."""
    return [one.text for one in index.find(index.search("Får bryggan byggas?"))]


def test_a_dump_and_a_rebuild_make_the_archive_again(
    postgresql: Server, tmp_path: Path, tiny_model: Path, sandbox: Sandbox
) -> None:
    """In another database and another folder, where nothing but the dump comes from the first."""

    def options(database: str, folder: str) -> Options:
        return Options(tmp_path / folder, EmbeddingOptions(str(tiny_model)), catalogue_url=database)

    first, second = postgresql.database(), postgresql.database()
    (tmp_path / "handlingar").mkdir()
    (tmp_path / "handlingar" / "brygga.txt").write_text(PAPER, "utf-8")
    with Index(options(first, "första")) as index:
        for outcome in index_paths(index, [tmp_path / "handlingar"], sandbox):
            assert not outcome.message, outcome
        before = found(index)
        assert before
    dump = str(postgresql.folder / "katalog.dump")
    of_first, of_second = (str(sa.make_url(url).database) for url in (first, second))
    reach = ("--host", str(postgresql.folder), "--username", "postgres")
    postgresql.run("pg_dump", *reach, "--format=custom", f"--file={dump}", of_first)
    postgresql.run("pg_restore", *reach, f"--dbname={of_second}", dump)
    with Index(options(second, "andra"), rebuilding=True) as index:
        for _ in index.rebuild():
            pass
        assert found(index) == before

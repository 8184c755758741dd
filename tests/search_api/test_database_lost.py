"""A service whose PostgreSQL goes away and comes back, and a second owner of its catalogue."""

import time
from pathlib import Path

import pytest

from corpus.catalogue import Catalogue, database, lease
from corpus.errors import ArchiveLocked, CatalogueDamaged, CatalogueUnavailable
from indexer.index import Index
from indexer.options import open_catalogue
from search_api.settings import Settings
from tests.corpus import older
from tests.postgresql import Server
from tests.search_api.test_jobs_kept import give, running
from tests.search_api.test_uploads import assert_problem, minutes, sources


@pytest.fixture
def settings(tmp_path: Path, tiny_model: Path, postgresql: Server) -> Settings:
    """Return the settings of an archive in PostgreSQL that is not there yet."""
    return Settings(data_dir=tmp_path / "arkiv", model=str(tiny_model), catalogue_url=postgresql.database())


def test_the_database_goes_away_and_comes_back(settings: Settings, postgresql: Server) -> None:
    """While it is down: 503 and when to come again, and no upload is taken; then all goes on, what waited too."""
    with running(settings) as service:
        assert service.upload(("pumpen.txt", minutes("pumpen")))["state"] == "done"
        with service.index._writing:
            waiting = give(service, "tratten")
            postgresql.stop()
        try:
            for response in (
                service.http.post("/v1/search", json={"query": "pumpen"}),
                service.http.get("/v1/documents"),
                service.http.post("/v1/documents", files=[("files", ("skopan.txt", minutes("skopan")))]),
            ):
                assert_problem(response, 503, "databas")
                assert int(response.headers["retry-after"]) > 0
            assert service.http.get("/healthz").status_code == 200
        finally:
            postgresql.start()
        for _ in range(100):
            if service.http.get("/v1/documents").status_code == 200:
                break
            time.sleep(0.1)
        assert sources(service, "pumpen") == {"pumpen.txt"}
        assert service.finished(waiting)["state"] == "done"
        assert sources(service, "tratten") == {"tratten.txt"}
        assert sources(service, "skopan") == set()
    names = {path.name for path in (settings.data_dir / "uploads").iterdir()}
    assert names == {"pumpen.txt", "tratten.txt"}


def test_a_second_owner_is_refused_wherever_its_folder_lies(settings: Settings, tmp_path: Path) -> None:
    """And let in when the first is gone."""
    other = settings.model_copy(update={"data_dir": tmp_path / "annan"})
    with Index(settings.index_options), pytest.raises(ArchiveLocked, match="används av en annan process"):
        Index(other.index_options)
    Index(other.index_options).close()


def test_an_owner_that_lost_its_lease_changes_nothing(settings: Settings, tmp_path: Path, postgresql: Server) -> None:
    """The server was started anew, and another was quicker: the first may not write any more."""
    other = settings.model_copy(update={"data_dir": tmp_path / "annan"})
    first = Index(settings.index_options)
    postgresql.stop()
    postgresql.start()
    with Index(other.index_options), pytest.raises(ArchiveLocked):
        first.withdraw("a", "a.txt")
    for _ in range(100):  # it is alone again, as soon as the server has seen that the other is gone
        try:
            first.withdraw("a", "a.txt")
            break
        except ArchiveLocked:
            time.sleep(0.1)
    else:
        raise AssertionError("still locked after 10 s")
    first.close()


def test_a_database_that_does_not_answer_at_the_start(settings: Settings, postgresql: Server) -> None:
    postgresql.stop()
    try:
        with pytest.raises(CatalogueUnavailable, match="svarar inte"):
            Index(settings.index_options)
    finally:
        postgresql.start()
    Index(settings.index_options).close()


def test_one_sqlite_catalogue_has_one_owner(tmp_path: Path, tiny_model: Path) -> None:
    """Wherever its folders lie."""
    url = f"sqlite:///{tmp_path / 'katalog.sqlite'}"
    one, two = (Settings(data_dir=tmp_path / name, model=str(tiny_model), catalogue_url=url) for name in ("a", "b"))
    with Index(one.index_options), pytest.raises(ArchiveLocked, match=r"katalog\.sqlite"):
        Index(two.index_options)
    Index(two.index_options).close()


@pytest.mark.parametrize("damage", [b"inte SQLite", b""], ids=["text", "chance"])
def test_a_damaged_sqlite_catalogue_is_told(tmp_path: Path, damage: bytes) -> None:
    """In one line that says what to do."""
    file = tmp_path / "catalogue.sqlite"
    Catalogue(f"sqlite:///{file}").close()
    content = bytearray(file.read_bytes())
    content[: len(damage) or 2_000] = damage or bytes(range(1, 251)) * 8
    file.write_bytes(content)
    with pytest.raises(CatalogueDamaged, match="säkerhetskopia"):
        Catalogue(f"sqlite:///{file}")


def test_what_is_acknowledged_is_on_the_disk(tmp_path: Path) -> None:
    """SQLite syncs each transaction (`synchronous` 2 is FULL), which outlasts a loss of power."""
    engine = database.engine(f"sqlite:///{tmp_path / 'a.sqlite'}")
    with engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA synchronous").scalar_one() == 2
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar_one() == "wal"
    engine.dispose()


def test_an_old_catalogue_is_not_moved_under_its_owner(tmp_path: Path, tiny_model: Path) -> None:
    """A command that needs the catalogue alone moves an archive that nobody owns, and no other."""
    options = Settings(data_dir=tmp_path, model=str(tiny_model)).index_options
    Index(options).close()
    older.turn_back(tmp_path / "catalogue.sqlite")
    held = lease.take(options.catalogue)
    with pytest.raises(ArchiveLocked, match="annan process"):
        open_catalogue(options)
    held.release()
    open_catalogue(options).close()
    with Index(options):
        open_catalogue(options).close()  # nothing is to be moved

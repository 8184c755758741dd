"""Several who share an archive, whose catalogue is in PostgreSQL and whose vectors are on a server.

Each is an `Index` of its own, with connections of its own: to the database they are as many processes. Those that are
processes indeed are in `tests/attack/test_several_processes.py`.
"""

import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest
import sqlalchemy as sa

from corpus import structure
from corpus.catalogue import database, lease, migrations
from corpus.catalogue.migrations import SCHEMA
from corpus.catalogue.records import Place
from corpus.errors import ArchiveLocked, Busy, IndexMismatch
from corpus.models import Document
from corpus.readers import Limits, extract
from corpus.sandbox import Sandbox
from indexer.embedding import EmbeddingOptions
from indexer.index import Index
from indexer.options import Options
from indexer.pipeline import index_paths
from tests.attack.started import minutes
from tests.postgresql import Server
from tests.qdrant import standing_in

Open = Callable[..., Index]


@pytest.fixture(scope="module")
def qdrant() -> Iterator[str]:
    """Return the address of what stands in for a Qdrant server."""
    with standing_in() as url:
        yield url


@pytest.fixture
def options(tmp_path: Path, tiny_model: Path, postgresql: Server, qdrant: str) -> Options:
    """Return the options of an archive that may be shared, and is not there yet."""
    embedding = EmbeddingOptions(str(tiny_model))
    return Options(tmp_path / "arkiv", embedding, qdrant_url=qdrant, catalogue_url=postgresql.database())


@pytest.fixture
def opened(options: Options) -> Iterator[Open]:
    """Return what opens the archive once more, with other options where some are given; all are closed afterwards."""
    indexes: list[Index] = []

    def open_it(*, rebuilding: bool = False, **other: object) -> Index:
        index = Index(replace(options, **other), rebuilding=rebuilding)
        indexes.append(index)
        return index

    yield open_it
    for index in indexes:
        index.close()


def paper(word: str) -> Document:
    """Return the minutes about a word as a document."""
    content = minutes(word)
    return structure.understand(extract(content, f"{word}.txt", Limits()), structure.identify(content), f"{word}.txt")


def put(index: Index, word: str) -> str:
    """Let an archive have the minutes about a word, in a file; return their id."""
    document = paper(word)
    index.add(document, f"{word}.txt")
    index.replacing.lies(Place(f"/handlingar/{word}.txt", f"{word}.txt", 1, 1, document.id, 1))
    return document.id


def found(index: Index, word: str) -> list[str]:
    """Return the ids of the papers that say a word, as often as they are found."""
    return [hit.entry.id for hit in index.find(index.search(word)) if word in hit.text]


def test_what_one_adds_and_removes_the_other_finds(opened: Open) -> None:
    """And the revision, by which whatever is kept of the catalogue is seen to be old, rises in both."""
    first, second = opened(), opened()
    assert not first.holding.is_alone
    assert not second.holding.is_alone
    before = second.catalogue.revision
    document_id = put(first, "pumpen")
    assert second.catalogue.revision > before
    assert found(second, "pumpen") == [document_id]
    assert second.truth.trouble == ""
    before = first.catalogue.revision
    second.withdraw(document_id, "pumpen.txt")
    assert first.catalogue.revision > before
    assert found(first, "pumpen") == []
    first.truth.look()
    assert first.truth.trouble == ""


def test_who_asks_bound_to_organisations_sees_the_revision_too(opened: Open) -> None:
    first, second = opened(), opened()
    bound = second.catalogue.seen_by(frozenset({"Alnäs kommun"}))
    before = bound.revision
    put(first, "pumpen")
    assert bound.revision > before


def test_both_write_at_once(opened: Open) -> None:
    """Forty papers by two, of which half are the same, are forty minus twenty documents, each with its points once."""
    indexes = [opened(), opened()]
    words = [f"sak{number}" for number in range(20)]

    def write(number: int) -> None:
        index, document = indexes[number % 2], paper(words[number // 2])
        with index.holding.locks.held(document.id):
            if not index.catalogue.is_ready(document.id):
                index.add(document, f"{number}.txt")
            index.replacing.lies(Place(f"/{number}.txt", f"{number}.txt", 1, 1, document.id, 1))

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(write, range(40)))
    for index in indexes:
        assert len(index.catalogue.entries()) == 20
        assert len(index.catalogue.places()) == 40
        index.truth.look()
        assert index.truth.trouble == ""


def test_an_embedded_store_has_no_part_in_it(opened: Open, tmp_path: Path) -> None:
    """Neither beside those who share, by catalogue or by folder; nor they beside it."""
    first = opened()
    with pytest.raises(ArchiveLocked, match="Katalogens databas används"):
        opened(qdrant_url=None, data_dir=tmp_path / "annan")
    with pytest.raises(ArchiveLocked, match="Arkivet i"):
        opened(qdrant_url=None, catalogue_url=None)
    first.close()
    embedded = opened(qdrant_url=None)
    with pytest.raises(ArchiveLocked, match="Arkivet i"):
        opened()
    embedded.close()
    opened()


def test_one_that_is_alone_for_a_moment_is_waited_for(opened: Open, options: Options) -> None:
    opened().close()
    starting = lease.take(options.catalogue, may_share=True)
    assert starting.is_alone
    let_in = threading.Timer(1.0, starting.share)
    let_in.start()
    began = time.monotonic()
    assert not opened().holding.is_alone
    assert time.monotonic() - began > 0.5
    let_in.join()
    starting.release()


def test_one_that_stays_alone_is_not(opened: Open, options: Options, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lease, "START", 0.5)
    opened(rebuilding=True)
    with pytest.raises(ArchiveLocked, match="används av en annan process"):
        opened()


def test_a_schema_is_not_moved_under_others(opened: Open, options: Options, monkeypatch: pytest.MonkeyPatch) -> None:
    """One of a newer version is refused, and says what to do; when the others have gone it moves it."""
    first = opened()
    engine = database.engine(options.catalogue)
    monkeypatch.setattr(migrations, "MOVES", (*migrations.MOVES, ("CREATE TABLE newer (id INTEGER)",)))
    monkeypatch.setattr(migrations, "SCHEMA", SCHEMA + 1)
    with pytest.raises(ArchiveLocked, match=r"inte gjord i ordning.*Stoppa dem"):
        opened()
    first.close()
    assert opened().catalogue.setting("schema") == str(SCHEMA + 1)
    assert sa.inspect(engine).has_table("newer")
    engine.dispose()


def test_texts_are_not_looked_through_anew_under_others(opened: Open, options: Options) -> None:
    first = opened()
    document_id = put(first, "pumpen")
    engine = database.engine(options.catalogue)
    with engine.begin() as connection:
        connection.execute(sa.text("UPDATE documents SET masked_by = 0"))
    with pytest.raises(ArchiveLocked, match=r"personuppgifter.*Stoppa dem"):
        opened()
    first.close()
    assert opened().catalogue.looked.before() == []
    assert document_id
    engine.dispose()


def test_vectors_are_made_anew_by_one_that_is_alone(
    opened: Open, make_model: Callable[[str, int], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not beside others, with the same model or another; and it lets others in when it is through."""
    monkeypatch.setattr(lease, "START", 0.5)
    other = EmbeddingOptions(str(make_model("annan", 16)))
    first = opened()
    document_id = put(first, "pumpen")
    with pytest.raises(ArchiveLocked, match=r"göras om.*Stoppa dem"):
        opened(embedding=other, rebuilding=True)
    with pytest.raises(IndexMismatch):
        opened(embedding=other)
    second = opened(rebuilding=True)  # as `serve --rebuild` where nothing is to be done
    assert not second.answer_meanwhile()
    with pytest.raises(ArchiveLocked, match=r"göras om.*Stoppa dem"):
        next(second.rebuild())
    first.close()
    second.close()
    moving = opened(embedding=other, rebuilding=True)
    assert moving.answer_meanwhile()
    with pytest.raises(ArchiveLocked):
        opened(embedding=other)
    assert list(moving.rebuild())
    assert found(opened(embedding=other), "pumpen") == [document_id]


def test_with_nothing_to_make_anew_the_first_lets_others_in(opened: Open) -> None:
    first = opened(rebuilding=True)
    assert first.holding.is_alone
    assert not first.answer_meanwhile()
    assert not first.holding.is_alone
    opened()


def test_what_is_being_taken_in_is_not_swept_away(opened: Open) -> None:
    """By one that starts meanwhile; what a process left that is gone is, by whoever sweeps next."""
    first, document = opened(), paper("pumpen")
    with first.holding.locks.held(document.id):
        first.catalogue.add(document, "pumpen.txt", [])  # and is to be embedded
        second = opened()
        second.sweep()
        assert second.catalogue.unfinished() == [document.id]
    second.sweep()
    assert second.catalogue.unfinished() == []


def test_what_is_left_pending_is_taken_up_by_reading_it_once_more(opened: Open) -> None:
    first, second = opened(), opened()
    document = paper("pumpen")
    first.catalogue.add(document, "pumpen.txt", [])
    put(second, "pumpen")
    assert found(first, "pumpen") == [document.id]
    assert first.catalogue.unfinished() == []


def test_one_change_at_a_time(opened: Open) -> None:
    """While one changes the archive the other waits; who changes it may do so within a change."""
    first, second = opened(), opened()
    document_id = put(first, "pumpen")
    went = threading.Thread(target=second.withdraw, args=(document_id, "pumpen.txt"))
    with first.holding.locks.writing, first.holding.locks.writing:
        went.start()
        went.join(1)
        assert went.is_alive()
        assert found(first, "pumpen") == [document_id]
    went.join(30)
    assert found(first, "pumpen") == []


def test_one_looks_after_the_vectors_at_a_time(opened: Open) -> None:
    first, second = opened(), opened()
    with first.holding.locks.held("mending", waits=False) as mine:
        assert mine
        with second.holding.locks.held("mending", waits=False) as others:
            assert not others
    with second.holding.locks.held("mending", waits=False) as others:
        assert others


def test_one_reads_folders_at_a_time(opened: Open, archive_folder: Path, sandbox: Sandbox) -> None:
    first, second = opened(), opened()
    (archive_folder / "pumpen.txt").write_bytes(minutes("pumpen"))
    run = index_paths(first, [archive_folder], sandbox)
    assert next(run).source == "pumpen.txt"
    with pytest.raises(ArchiveLocked, match="läser in mappar"):
        next(index_paths(second, [archive_folder], sandbox))
    assert list(run) == []
    assert [outcome.status for outcome in index_paths(second, [archive_folder], sandbox)] == ["oförändrad"]


def test_a_lock_goes_with_who_had_it(opened: Open, postgresql: Server) -> None:
    """As with a process that is killed: its session ends, and the other has the lock."""
    first, second = opened(), opened()
    with first.holding.locks.held("sak"):
        with second.holding.locks.held("sak", waits=False) as others:
            assert not others
        engine = database.engine(first.options.catalogue)
        with engine.begin() as connection:
            ended = "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND granted"
            assert len(connection.execute(sa.text(ended)).all()) >= 3  # with the leases of both
        engine.dispose()
        with second.holding.locks.held("sak") as others:
            assert others
    put(second, "pumpen")  # its lease it had anew
    assert len(found(first, "pumpen")) == 1


def test_one_that_does_not_get_its_turn_is_told(opened: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "PATIENCE", 1)
    first, second = opened(), opened()
    with first.holding.locks.writing, pytest.raises(Busy, match="ändras just nu av en annan process"):
        second.withdraw("a", "a.txt")


def test_who_lost_its_lease_while_another_made_all_anew(
    opened: Open, postgresql: Server, make_model: Callable[[str, int], Path]
) -> None:
    """It may change nothing any more, for it goes by vectors that are gone."""
    first = opened()
    document_id = put(first, "pumpen")
    postgresql.stop()
    postgresql.start()
    other = opened(embedding=EmbeddingOptions(str(make_model("annan", 16))), rebuilding=True)
    assert list(other.rebuild())
    for _ in range(2):
        with pytest.raises(ArchiveLocked, match="gjordes om av en annan process"):
            first.withdraw(document_id, "pumpen.txt")
    assert found(other, "pumpen") == [document_id]

"""A service that moves its archive to another model: it answers meanwhile, says how far it is, and goes on later."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI

from corpus.sandbox import Sandbox
from indexer.index import Index
from indexer.pipeline import index_paths
from search_api.app import create_app
from search_api.mover import Mover
from search_api.settings import Settings
from tests.indexer.desk import minutes
from tests.search_api.conftest import Service, serving

WORDS = ("bryggor", "lampor", "grus")


@pytest.fixture(scope="module")
def other_model(make_model: Callable[[str, int], Path]) -> Path:
    """Return the folder of another tiny model, of 48 dimensions."""
    return make_model("annan", 48)


@pytest.fixture
def settings(tmp_path: Path, tiny_model: Path, other_model: Path, archive_folder: Path, sandbox: Sandbox) -> Settings:
    """Return the settings for the new model, and make an archive of three papers with the old one."""
    for word in WORDS:
        (archive_folder / f"{word}.txt").write_bytes(minutes(word))
    with Index(Settings(data_dir=tmp_path / "arkiv", model=str(tiny_model)).index_options) as index:
        assert len(list(index_paths(index, [archive_folder], sandbox))) == 3
    return Settings(data_dir=tmp_path / "arkiv", model=str(other_model))


@contextmanager
def moving(settings: Settings) -> Iterator[tuple[Service, FastAPI]]:
    """Serve the archive and move it meanwhile; the move waits for the caller, who must release `index._writing`."""
    index = Index(settings.index_options, rebuilding=True)
    assert index.answer_meanwhile()
    index._writing.acquire()  # as a long write does, so that the move comes no further
    app = create_app(settings, index, moving=True)
    with serving(app, settings) as url, httpx.Client(base_url=url, trust_env=False, timeout=60) as http:
        yield Service(url, http, index, settings), app


def ready(service: Service) -> dict:
    """Return what the service says of itself."""
    return service.http.get("/readyz").json()


def moved(service: Service) -> dict:
    """Return what it says of itself when the move is over."""
    for _ in range(600):
        if (said := ready(service))["move"] is None:
            return said
        time.sleep(0.05)
    raise AssertionError(f"after 30 s: {said}")


def test_it_answers_and_says_how_far_it_is(settings: Settings) -> None:
    """With the old model, until all is ready for the new one; uploads are taken on the way."""
    with moving(settings) as (service, _):
        said = ready(service)
        assert said["move"] == {"done": 0, "total": 0, "passages_per_second": 0.0, "trouble": None}
        assert (said["manifest"]["dimensions"], said["documents"]) == (32, 3)
        assert service.search("bryggor")["hits"][0]["source"] == "bryggor.txt"
        service.index._writing.release()
        assert service.upload(("ny.txt", minutes("tjära", day="2024-09-09")))["state"] == "done"
        said = moved(service)
        assert (said["manifest"]["dimensions"], said["documents"]) == (48, 4)
        for word in WORDS:
            assert service.search(word)["hits"][0]["source"] == f"{word}.txt"
        assert service.search("tjära")["hits"][0]["source"] == "ny.txt"


def test_a_stop_in_the_middle(settings: Settings) -> None:
    """The service stops after the passages at hand, and the next start goes on where it stood."""
    with moving(settings) as (service, app):
        app.state.mover._stop.set()
        service.index._writing.release()
    with moving(settings) as (service, _):
        assert len(service.index.generations.move.generation.store.counts()) == 1
        assert ready(service)["manifest"]["dimensions"] == 32
        service.index._writing.release()
        assert moved(service)["manifest"]["dimensions"] == 48


class FullDisk(Index):
    """An archive on a disk that is full after one document."""

    def rebuild(self):
        yield 1, 3
        raise OSError(28, "No space left on device")


def test_a_move_that_fails_leaves_the_old_one_serving(settings: Settings, caplog: pytest.LogCaptureFixture) -> None:
    """It is said and logged, and the archive answers as before."""
    with FullDisk(settings.index_options, rebuilding=True) as index:
        before = index.search("bryggor")
        mover = Mover(index)
        mover._thread.join(30)
        state = mover.state()
        assert state is not None
        assert state.trouble is not None
        assert "starta om" in state.trouble
        assert "No space left" in caplog.text
        assert index.search("bryggor") == before
        mover.close()

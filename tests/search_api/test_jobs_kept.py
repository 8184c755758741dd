"""Uploads that outlast the service: resumed after a stop or a kill, refused when too many wait, withdrawn meanwhile."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from corpus.catalogue import Catalogue
from corpus.catalogue.jobs import Given, Giver
from indexer.index import Index
from search_api.app import create_app
from search_api.settings import Settings
from tests.search_api.conftest import Service, serving
from tests.search_api.test_uploads import assert_problem, minutes, sources

KEPT = ".00000000000000000000000000000001"


@pytest.fixture
def settings(tmp_path: Path, tiny_model: Path, database: str) -> Settings:
    """Return the settings of an archive that is not there yet."""
    return Settings(data_dir=tmp_path / "arkiv", model=str(tiny_model), catalogue_url=database)


@contextmanager
def running(settings: Settings, index: Index | None = None) -> Iterator[Service]:
    """Run a service over the archive of `settings`, which is open already where `index` is given."""
    index = index or Index(settings.index_options)
    app = create_app(settings, index)
    with serving(app, settings) as url, httpx.Client(base_url=url, trust_env=False, timeout=60) as http:
        yield Service(url, http, index, settings, app=app)


def give(service: Service, *words: str) -> dict:
    """Upload a paper for each word in one job, which is not waited for."""
    files = [("files", (f"{word}.txt", minutes(word))) for word in words]
    response = service.http.post("/v1/documents", files=files)
    assert response.status_code == 202, response.text
    return response.json()


def uploads(settings: Settings) -> set[str]:
    """Return the names in the folder of uploads, hidden ones too."""
    return {path.name for path in (settings.data_dir / "uploads").iterdir()}


def left_by_a_kill(settings: Settings, word: str, *, kept: str = KEPT, tries: int = 0) -> str:
    """Let an upload wait in a closed archive, as a process that was killed leaves it; it has been tried so often."""
    catalogue = Catalogue(settings.index_options.catalogue)
    catalogue.jobs.enqueue("jobb", [Given(f"{word}.txt", kept, 10)], 0, Giver("anna"))
    for _ in range(tries):
        catalogue.jobs.claim("dead", 60)
        catalogue.jobs.take_over()
    catalogue.close()
    return "jobb"


def test_what_waits_at_a_stop_is_taken_up(settings: Settings) -> None:
    """While a paper is at hand and others wait the service is stopped, at once; the next one reads them all."""
    words = [f"sak{number}" for number in range(5)]
    with running(settings) as service:
        job = give(service, *words)  # whose reader takes longer to start than this
        began = time.monotonic()
    assert time.monotonic() - began < 10
    assert len(uploads(settings)) == 5
    with running(settings) as service:
        assert service.finished(job) | {"outcomes": None} == job | {"state": "done", "done": 5, "outcomes": None}
        assert all(sources(service, word) == {f"{word}.txt"} for word in words)
    assert uploads(settings) == {f"{word}.txt" for word in words}


def test_what_a_kill_left_is_taken_up(settings: Settings) -> None:
    """A file and its row are all that a kill leaves; what has no row is removed."""
    (settings.data_dir / "uploads").mkdir(parents=True)
    job_id = left_by_a_kill(settings, "pumpen", tries=1)
    (settings.data_dir / "uploads" / KEPT).write_bytes(minutes("pumpen"))
    (settings.data_dir / "uploads" / ".00000000000000000000000000000002").write_bytes(b"x")
    (settings.data_dir / "uploads" / f"{KEPT}.copy").write_bytes(b"x")
    with running(settings) as service:
        job = service.finished({"job_id": job_id})
        assert [(o["source"], o["status"]) for o in job["outcomes"]] == [("pumpen.txt", "ny")]
        assert sources(service, "pumpen") == {"pumpen.txt"}
    assert uploads(settings) == {"pumpen.txt"}


def test_a_row_without_its_file(settings: Settings) -> None:
    """The paper is named, and what to do."""
    (settings.data_dir / "uploads").mkdir(parents=True)
    job_id = left_by_a_kill(settings, "pumpen")
    with running(settings) as service:
        job = service.finished({"job_id": job_id})
    assert job["state"] == "done with failures"
    assert "Lämna den på nytt" in job["outcomes"][0]["message"]


def test_a_file_that_ends_the_process_is_given_up(settings: Settings) -> None:
    """After some tries, and not before; the others are read meanwhile."""
    (settings.data_dir / "uploads").mkdir(parents=True)
    job_id = left_by_a_kill(settings, "farlig", tries=5)
    (settings.data_dir / "uploads" / KEPT).write_bytes(minutes("farlig"))
    with running(settings) as service:
        job = service.finished({"job_id": job_id})
        assert service.finished(give(service, "snäll"))["state"] == "done"
        assert sources(service, "farlig") == set()
    assert job["state"] == "done with failures"
    assert "5 gånger" in job["outcomes"][0]["message"]
    assert uploads(settings) == {"snäll.txt"}


def test_a_job_is_told_of_after_a_restart(settings: Settings) -> None:
    with running(settings) as service:
        job = service.finished(give(service, "pumpen"))
    with running(settings) as service:
        assert service.http.get(f"/v1/jobs/{job['job_id']}").json() == job


def test_all_of_many_jobs_are_told_of(settings: Settings) -> None:
    """More than were remembered once."""
    with running(settings) as service:
        service.index._writing.acquire()
        jobs = [give(service, "pumpen")["job_id"] for _ in range(205)]
        assert {service.http.get(f"/v1/jobs/{job_id}").status_code for job_id in jobs} == {200}
        service.index._writing.release()


def test_too_much_that_waits_is_refused(settings: Settings) -> None:
    """With when to come again; what was taken is read, and then there is room."""
    with running(settings.model_copy(update={"queue_limit": 300})) as service:
        with service.index._writing:
            job = give(service, "pumpen")
            response = service.http.post("/v1/documents", files=[("files", ("b.txt", minutes("tratten") * 3))])
            assert_problem(response, 503, "1 filer", "30 sekunder")
            assert response.headers["retry-after"] == "30"
        assert service.finished(job)["state"] == "done"
        assert service.finished(give(service, "skopan"))["state"] == "done"
    assert uploads(settings) == {"pumpen.txt", "skopan.txt"}


def test_what_is_given_for_one_place_is_read_in_order(settings: Settings) -> None:
    """Though its job is small and the other's large."""
    with running(settings) as service:
        with service.index._writing:
            first = give(service, "a", "b", "rättad")
            second = service.http.post("/v1/documents", files=[("files", ("rättad.txt", minutes("rättelsen")))]).json()
        assert service.finished(first)["state"] == service.finished(second)["state"] == "done"
        assert sources(service, "rättelsen") == {"rättad (2).txt"}
    assert (settings.data_dir / "uploads" / "rättad.txt").read_bytes() == minutes("rättad")


@pytest.mark.parametrize("again", ["same.txt", "annan.txt"])
def test_a_withdrawal_holds_against_what_was_given_before(settings: Settings, again: str) -> None:
    """The same paper waits while it is withdrawn: it is not read in again by that, and its file is gone."""
    with running(settings) as service:
        job = service.upload(("same.txt", minutes("pumpen")))
        document_id = job["outcomes"][0]["document_id"]
        held = Held(service.index)
        waiting = service.http.post("/v1/documents", files=[("files", (again, minutes("pumpen")))]).json()
        receipt = service.http.delete(f"/v1/documents/{document_id}").json()
        assert receipt["left_documents"] == 0
        held.release()
        assert [o["status"] for o in service.finished(waiting)["outcomes"]] == ["återkallad"]
        assert service.http.get(f"/v1/documents/{document_id}").status_code == 404
        assert sources(service, "pumpen") == set()
        assert service.upload(("same.txt", minutes("pumpen")))["outcomes"][0]["status"] == "ny"
    assert uploads(settings) == {"same.txt"}


class Held:
    """Keeps the reader of uploads from its next file until it is released; others may write meanwhile."""

    def __init__(self, index: Index) -> None:
        self._go = threading.Event()
        claim: Callable = index.catalogue.jobs.claim

        def wait(*arguments: object) -> object:
            self._go.wait(60)
            return claim(*arguments)

        index.catalogue.jobs.claim = wait  # type: ignore[method-assign]

    def release(self) -> None:
        """Let it go on."""
        self._go.set()

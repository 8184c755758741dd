"""Uploads of several services that share an archive: none takes what another has at hand, or is just being given."""

import os
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from corpus.catalogue import Catalogue
from corpus.catalogue.jobs import FileState, Given, Giver
from corpus.catalogue.tables import JobFileRow
from search_api.jobs import LEASE, TAKEN
from search_api.settings import Settings
from tests.postgresql import Server
from tests.qdrant import standing_in
from tests.search_api.test_jobs_kept import KEPT, running, uploads
from tests.search_api.test_uploads import minutes, sources

ORPHAN = ".00000000000000000000000000000002"


@pytest.fixture
def settings(tmp_path: Path, tiny_model: Path, postgresql: Server) -> Iterator[Settings]:
    """Return the settings of an archive that may be shared, and is not there yet."""
    with standing_in() as url:
        yield Settings(
            data_dir=tmp_path / "arkiv", model=str(tiny_model), catalogue_url=postgresql.database(), qdrant_url=url
        )


@pytest.fixture
def catalogue(settings: Settings) -> Iterator[Catalogue]:
    """Return the catalogue of the archive, as a process beside the services has it."""
    (settings.data_dir / "uploads").mkdir(parents=True)
    opened = Catalogue(settings.index_options.catalogue)
    yield opened
    opened.close()


def test_a_file_that_is_just_being_given_stays(settings: Settings, catalogue: Catalogue) -> None:
    """It has no row yet; one that has none after an hour was left by a kill."""
    for name, age in ((KEPT, 0.0), (ORPHAN, TAKEN + 60)):
        file = settings.data_dir / "uploads" / name
        file.write_bytes(minutes("pumpen"))
        os.utime(file, (time.time() - age,) * 2)
    with running(settings) as service:
        assert uploads(settings) == {KEPT}
        catalogue.jobs.enqueue("jobb", [Given("pumpen.txt", KEPT, 10)], 0, Giver("anna"))
        assert service.finished({"job_id": "jobb"})["state"] == "done"
        assert sources(service, "pumpen") == {"pumpen.txt"}
    assert uploads(settings) == {"pumpen.txt"}


def test_what_another_has_at_hand_is_its_own(settings: Settings, catalogue: Catalogue) -> None:
    """One that starts beside others does not take it; one that is alone does, for nobody is there who could have it."""
    (settings.data_dir / "uploads" / KEPT).write_bytes(minutes("pumpen"))
    with running(settings) as one:
        with one.index.holding.locks.held("uploads"):  # which its worker needs to get any further
            catalogue.jobs.enqueue("jobb", [Given("pumpen.txt", KEPT, 10)], 0, Giver("anna"))
            until = time.monotonic() + 30
            while catalogue.jobs.get("jobb")[0].state is FileState.WAITING and time.monotonic() < until:
                time.sleep(0.05)
            with running(settings):
                time.sleep(3)  # in which its own worker has looked for files more than once
                assert catalogue.jobs.get("jobb")[0].state is FileState.RUNNING
                with catalogue._sessions() as session:
                    assert session.scalars(sa.select(JobFileRow.tries)).all() == [1]
        assert one.finished({"job_id": "jobb"})["outcomes"][0]["status"] == "ny"
        assert sources(one, "pumpen") == {"pumpen.txt"}
    catalogue.jobs.enqueue("kvar", [Given("tom.txt", ORPHAN, 10)], 0, Giver("anna"))
    assert catalogue.jobs.claim("dead", LEASE) is not None
    with running(settings) as service:
        assert service.finished({"job_id": "kvar"})["state"] == "done with failures"  # its file has gone


def test_who_comes_late_has_no_say(settings: Settings, catalogue: Catalogue) -> None:
    """A worker that was not heard of for too long is not the one that ends the file."""
    catalogue.jobs.enqueue("jobb", [Given("pumpen.txt", KEPT, 10)], 0, Giver("anna"))
    late = catalogue.jobs.claim("late", -1)
    assert late is not None
    task = catalogue.jobs.claim("other", LEASE)
    assert task is not None
    assert task.id == late.id
    assert not catalogue.jobs.finish(late, "late", b"[]")
    assert catalogue.jobs.get("jobb")[0].state is FileState.RUNNING
    assert catalogue.jobs.finish(task, "other", b"[1]")
    assert catalogue.jobs.get("jobb")[0].told == b"[1]"

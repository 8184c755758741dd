"""A service whose vectors are not what its catalogue says: it says so wherever it matters, and mends them meanwhile."""

import shutil
import time
from pathlib import Path

import pytest

from corpus.sandbox import Sandbox
from indexer.index import Index
from indexer.pipeline import index_paths
from search_api.settings import Settings
from tests.indexer.desk import minutes
from tests.search_api.test_jobs_kept import running
from tests.search_api.test_uploads import assert_problem

WORDS = ("bryggor", "lampor", "grus")
RECORD = {"what": "record", "format": "json", "asked": {"question": "När öppnar simhallen i Kiruna på måndagar?"}}


@pytest.fixture
def settings(tmp_path: Path, tiny_model: Path, archive_folder: Path, sandbox: Sandbox) -> Settings:
    """Return the settings of an archive of three papers whose vectors are gone."""
    settings = Settings(data_dir=tmp_path / "arkiv", model=str(tiny_model))
    for word in WORDS:
        (archive_folder / f"{word}.txt").write_bytes(minutes(word))
    with Index(settings.index_options) as index:
        assert len(list(index_paths(index, [archive_folder], sandbox))) == 3
    shutil.rmtree(settings.data_dir / "vectors")
    return settings


def test_while_they_differ_and_after(settings: Settings) -> None:
    """Not ready, with the reason, and answers warn. Then all is as it should be, by itself."""
    index = Index(settings.index_options)
    index._writing.acquire()  # so that the mending gets no further
    with running(settings, index) as service:
        response = service.http.get("/readyz")
        assert_problem(response, 503, "3 handlingar", "bryggor.txt")
        assert response.headers["retry-after"] == "60"
        answer = service.ask("Vad köper nämnden?")
        assert "3 handlingar" in answer["coverage"]["warnings"][0]
        index._writing.release()
        for _ in range(600):
            if (ready := service.http.get("/readyz")).status_code == 200:
                break
            time.sleep(0.05)
        assert ready.json()["status"] == "ready"
        for word in WORDS:
            assert {hit["source"] for hit in service.search(word)["hits"] if word in hit["text"]} == {f"{word}.txt"}
        warnings = service.ask("Vad köper nämnden?")["coverage"]["warnings"]
        assert not any("Sökindexet" in warning for warning in warnings)


def test_no_record_of_a_search_that_did_not_see_all(settings: Settings) -> None:
    """Not while they differ, nor where it is only found out when the record is asked for."""
    shutil.rmtree(settings.data_dir / "vectors", ignore_errors=True)
    with running(settings) as service:
        for _ in range(600):
            if service.http.get("/readyz").status_code == 200:
                break
            time.sleep(0.05)
        entry = service.index.catalogue.entries()[0]
        service.index.store.delete_document(entry.id)
        response = service.http.post("/v1/takeaway", json=RECORD)
        assert_problem(response, 503, entry.source)
        assert_problem(service.http.get("/readyz"), 503, entry.source)

"""OCR of a page that is looked at: for scans alone, one at a time, and in the way of nobody who only reads."""

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from fastapi.testclient import TestClient

from corpus.readers import ocr
from corpus.sandbox import Sandbox
from indexer.index import Index
from indexer.pipeline import index_paths
from search_api.app import create_app
from search_api.settings import Settings
from tests.corpus.test_ocr import scanned
from tests.ui import shelf
from ui import pages


@pytest.fixture(scope="module")
def visitor(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """Give a visitor of a service that reads one page at a time, over a paper and, where OCR is there, a scan."""
    settings = Settings(data_dir=tmp_path_factory.mktemp("arkiv"), model="static", at_once=1)
    papers = tmp_path_factory.mktemp("handlingar")
    (papers / "bob.pdf").write_bytes(shelf.pdf(shelf.BOB))
    if ocr.is_installed():
        (papers / "brygga.pdf").write_bytes(scanned(shelf.pdf(shelf.TURNED)))
    index = Index(settings.index_options)
    with Sandbox() as sandbox:
        assert [one.message for one in index_paths(index, [papers], sandbox) if one.message] == []
    app = create_app(settings, index)
    pages.install(app)
    with TestClient(app, base_url="http://127.0.0.1", client=("127.0.0.1", 1)) as client:
        yield client


def place(visitor: TestClient, source: str, words: str) -> tuple[str, str]:
    """Return the address of the page that has `words`, and where in the paper's text they stand."""
    listed = visitor.get("/v1/documents").json()["documents"]
    paper = next(one["document_id"] for one in listed if one["source"] == source)
    start = visitor.get(f"/v1/documents/{paper}/text").text.index(words)
    return f"/handling/{paper}/sida/1", f"{start}-{start + len(words)}"


def busy(visitor: TestClient):
    """Return the one turn of OCR, taken as long as it is entered."""
    return visitor.portal.wrap_async_context_manager(visitor.app.state.recognising.turn("någon annan"))


def test_a_page_with_characters_is_marked_without_ocr(visitor):
    page, marked = place(visitor, "bob.pdf", "Rådet möts fyra gånger om året.")
    with busy(visitor):
        laid = visitor.get(f"{page}/markering", params={"markera": marked})
        assert laid.status_code == 200
        assert "<rect" in laid.text


@pytest.mark.slow
@pytest.mark.skipif(not ocr.is_installed(), reason="ocrmypdf or tesseract-ocr-swe is not installed")
def test_who_reads_does_not_wait_for_ocr(visitor):
    """Nor does a scan that nothing is to be marked on."""
    page, marked = place(visitor, "brygga.pdf", "rustas")
    turns = visitor.app.state.recognising
    with ThreadPoolExecutor(1) as aside:
        with busy(visitor):
            laid = aside.submit(visitor.get, f"{page}/markering", params={"markera": marked})
            for _ in range(200):
                if turns.waiting:
                    break
                time.sleep(0.05)
            assert turns.waiting == 1
            assert visitor.get(page, params={"markera": marked}).status_code == 200
            assert "<rect" not in visitor.get(f"{page}/markering", params={"markera": "0-0"}).text
            assert not laid.done()
        found = laid.result(60)
    assert found.status_code == 200
    assert "<rect" in found.text

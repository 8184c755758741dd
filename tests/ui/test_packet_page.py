"""The page of a paper that lies in one file with others: opened where a citation names it, with the item it goes to."""

from collections.abc import Iterator

import httpx
import pytest
from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

from tests.corpus import bound
from tests.ui.conftest import running
from ui.web.host import SCRIPT
from ui.web.session import ARCHIVE


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Return the address of a service over one packet."""
    papers = tmp_path_factory.mktemp("handlingar")
    (papers / "s.pdf").write_bytes(bound.bind(*bound.ekvik()).data)
    with running(papers, tmp_path_factory.mktemp("tjanst")) as url:
        yield url


def opened(service: str, source: str, page: int) -> str:
    """Return what is shown of a paper at a page of the file."""
    listed = httpx.get(f"{service}/v1/documents", trust_env=False).json()["documents"]
    app = AppTest.from_file(str(SCRIPT), default_timeout=60)
    app.secrets["api_url"] = service
    app.query_params["handling"] = next(line["document_id"] for line in listed if line["source"] == source)
    app.query_params["sida"] = str(page)
    app.run()
    app._page_hash = calc_hash(ARCHIVE)
    app.run()
    assert not app.exception
    return "\n".join(element.proto.body for element in app.get("html"))


def test_the_page_that_a_citation_names(service: str) -> None:
    """Is shown by its number in the file and in the paper."""
    html = opened(service, "s.pdf#SN 2024-15", 3)
    assert "Sida 3 i filen, 2 av 3" in html
    assert "kaolin2" in html
    assert "2, Socialnämnden 2024-03-12" in html


def test_a_page_of_the_kallelse(service: str) -> None:
    """Which opens the file has one number."""
    html = opened(service, "s.pdf#kallelse", 1)
    assert "Sida 1 av 1" in html
    assert "Ärende</" not in html

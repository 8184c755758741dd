"""The registrar's desk by axe, in light and dark and on a narrow screen: no violation, in any state."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.ui import browsing
from tests.ui.axe import LOOKS, violations
from tests.ui.desk import desk, member, minutes, program
from tests.ui.test_pages_accessible import opened

pytestmark = browsing.MARKS


def withdrawn(page: Page) -> None:
    """Give a paper, let it be read, and withdraw it."""
    page.goto("/registratur")
    paper = {"name": "bort.txt", "mimeType": "text/plain", "buffer": minutes("ankaret")}
    page.get_by_label("Filer att lämna").set_input_files([paper])
    page.get_by_role("button", name="Lämna", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Inläsningen")
    page.get_by_role("main").get_by_role("listitem").get_by_role("link").click()
    page.get_by_role("link", name="Återkalla handlingen").click()
    page.get_by_role("button", name="Återkalla handlingen").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Kvitto")


STATES: dict[str, tuple[str, Callable[[Page], None] | None]] = {
    "registratur": ("/registratur", opened),
    "registratur på engelska": ("/registratur?lang=en", opened),
    "ersätta": ("/registratur?ersatter={paper}", None),
    "inläst": ("/registratur/jobb/{done}", None),
    "inläst på engelska": ("/registratur/jobb/{done}?lang=en", None),
    "väntar": ("/registratur/jobb/{held}", None),
    "kö": ("/registratur/ko", None),
    "tom sida av kön": ("/registratur/ko?sida=9", None),
    "att godkänna": ("/registratur/godkannande?godkanda=1&redan=2", opened),
    "inget att godkänna": ("/registratur/godkannande?sida=9", None),
    "återkoppling": ("/registratur/aterkoppling", opened),
    "återkalla": ("/handling/{paper}/aterkalla", None),
    "kvitto": ("/registratur", withdrawn),
}


@pytest.fixture(scope="module")
def guarded(papers: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, dict[str, str]]]:
    """Return the address of a service, and what there is in it: a paper, uploads that are done and that wait."""
    with desk(papers, tmp_path_factory.mktemp("registratur")) as url:
        with program(url, "registratur") as registrar, program(url, "lämnare") as uploader:
            files = [("files", ("skopan.txt", minutes("skopan"))), ("files", ("trasig.pdf", b"%PDF-1.7"))]
            done = registrar.post("/v1/documents", files=files).json()
            while done["state"] in ("waiting", "running"):
                time.sleep(0.1)
                done = registrar.get(f"/v1/jobs/{done['job_id']}").json()
            held = uploader.post("/v1/documents", files=[("files", ("sleven.txt", minutes("sleven")))] * 2).json()
            answer = registrar.post("/v1/ask", json={"question": "vad kostade skopan?"}).json()
            wanted = ("document_id", "start", "end", "quote")
            places = [{name: one[name] for name in wanted} for one in answer["citations"]]
            said = {"question": answer["question"], "verdict": "fel", "comment": "Fel.", "answered": True}
            assert registrar.post("/v1/feedback", json=said | {"citations": places}).status_code == 201
        paper = done["outcomes"][0]["document_id"]
        yield url, {"paper": paper, "done": done["job_id"], "held": held["job_id"]}


@pytest.fixture(scope="module", params=LOOKS, ids=str)
def page(chromium: Browser, guarded: tuple[str, dict[str, str]], request: pytest.FixtureRequest) -> Iterator[Page]:
    """Give a page of each look."""
    width, scheme = LOOKS[request.param]
    with member(chromium, guarded[0], "registratur", width=width, scheme=scheme) as found:
        yield found


@pytest.mark.parametrize("state", STATES)
def test_no_violation(page: Page, guarded: tuple[str, dict[str, str]], state: str) -> None:
    path, prepare = STATES[state]
    page.goto(path.format(**guarded[1]))
    expect(page.get_by_role("heading", level=1)).to_have_count(1)
    if prepare:
        prepare(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]
    assert violations(page) == []

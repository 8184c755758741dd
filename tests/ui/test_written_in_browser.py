"""An answer that a language model writes, in a real browser: it grows, ends whole, and needs no script."""

import json
import threading
from collections.abc import Iterator

import httpx
import pytest
from lxml import html
from playwright.sync_api import Browser, expect

from tests.search_api.model_server import PIECE, Call, Played, Said, hangs_up, playing, written
from tests.ui import browsing, shelf
from tests.ui.axe import LOOKS, violations
from tests.ui.browsing import look
from tests.ui.conftest import running

QUESTION = "hur länge ska isbanan på Stortorget hållas öppen?"
FIRST = Said(
    "Isbanan på Stortorget ska hållas öppen till och med den 15 mars.",
    [(1, "isbanan på Stortorget** ska hållas öppen till och med den 15 mars")],
)
SECOND = Said("Anna Ek (S) reserverar sig mot beslutet.", [(1, "Anna Ek (S) reserverar sig mot beslutet.")])
PAGE = {"Accept": "text/html"}

pytestmark = browsing.MARKS


class Writer:
    """A model that writes its first statement and waits, so that what is shown meanwhile can be looked at.

    One that is `endless` never writes the rest.
    """

    def __init__(self, *, endless: bool = False) -> None:
        self.goes_on, self.endless = threading.Event(), endless

    def __call__(self, call: Call) -> None:
        """Send the reply piece by piece, and from the middle of it on only when it may go on."""
        passages = call.prompt
        first = next(n for n in range(1, 11) if FIRST.quotes[0][1] in passages.split(f"passage {n} ---")[1])
        said = [Said(one.text, [(first, quote) for _, quote in one.quotes]) for one in (FIRST, SECOND, SECOND)]
        content = written(*said)
        half = content.rindex(SECOND.text)  # the first is surely read when the third has begun
        call.begin(200, "text/event-stream")
        for place in range(0, len(content), PIECE):
            while place >= half and self.endless and not call.server.stopping.wait(0.02):
                call.send(_piece(" "))
            if place >= half:
                self.goes_on.wait(20)
            call.send(_piece(content[place : place + PIECE]))
        call.send("data: [DONE]\n\n")


def _piece(text: str) -> str:
    return f"data: {json.dumps({'choices': [{'delta': {'content': text}}]})}\n\n"


@pytest.fixture(scope="module")
def modelled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Played]]:
    """Give the address of a service over one paper, and the model that writes its answers."""
    papers = tmp_path_factory.mktemp("isbana")
    (papers / "isbana.md").write_text(shelf.RINK, encoding="utf-8")
    folder = tmp_path_factory.mktemp("modell")
    with playing(hangs_up) as model, running(papers, folder, BESLUTSMINNE_LLM_URL=model.url) as url:
        yield url, model


@pytest.mark.parametrize("javascript", [True, False], ids=["skript", "utan-skript"])
def test_the_answer_grows_and_ends_whole(chromium: Browser, modelled: tuple[str, Played], *, javascript: bool) -> None:
    url, model = modelled
    writer = Writer()
    model.acts = [writer]
    with look(chromium, url, javascript=javascript) as page:
        page.goto("/")
        page.get_by_label("Din fråga").fill(QUESTION)
        page.get_by_role("button", name="Fråga", exact=True).click(no_wait_after=True)
        draft = page.get_by_role("region", name="Svaret skrivs …")
        expect(draft).to_contain_text(FIRST.text)
        expect(draft).to_contain_text("Kultur- och fritidsnämnden 2023-02-15 § 12")
        expect(page.locator(".answer")).to_have_count(0)
        writer.goes_on.set()
        answer = page.locator(".answer")
        expect(answer).to_contain_text(SECOND.text)
        expect(answer).to_contain_text("Svaret är formulerat av en språkmodell.")
        expect(draft).to_have_count(0)  # hidden: no role of a region that can be found
        expect(page.locator(".draft")).to_be_hidden()
        if javascript:
            expect(page.locator("#svar")).to_be_focused()
            expect(page).to_have_title("Svar – Viklunda kommun")
        page.reload()
        expect(answer).to_contain_text(SECOND.text)
        page.go_back()
        expect(page.get_by_role("heading", level=1, name="Fråga handlingarna")).to_be_visible()


@pytest.mark.parametrize("name", LOOKS)
def test_no_violation_while_it_is_written(chromium: Browser, modelled: tuple[str, Played], name: str) -> None:
    url, model = modelled
    writer = Writer()
    model.acts = [writer]
    width, scheme = LOOKS[name]
    with look(chromium, url, width=width, scheme=scheme) as page:
        page.goto("/")
        page.get_by_label("Din fråga").fill(QUESTION)
        page.get_by_role("button", name="Fråga", exact=True).click(no_wait_after=True)
        expect(page.get_by_role("region", name="Svaret skrivs …")).to_contain_text(FIRST.text)
        for told in (page.locator(".draft"), page.locator(".answer")):
            expect(told).to_be_visible()
            assert violations(page) == []
            writer.goes_on.set()


def test_a_model_that_fails_leaves_the_answer_of_the_papers(modelled: tuple[str, Played]) -> None:
    """And what cannot be asked is told with the status that it has, before a page has begun."""
    url, model = modelled
    model.acts = [hangs_up]
    with httpx.Client(base_url=url, trust_env=False, timeout=60, headers=PAGE) as visitor:
        response = visitor.get("/fraga", params={"q": QUESTION})
        tree = html.fromstring(response.text)
        assert len(tree.xpath("//section[contains(@class, 'answer')]")) == 1
        assert len(tree.findall(".//h1")) == 1
        assert "den 15 mars" in tree.xpath("//section[contains(@class, 'answer')]")[0].text_content()
        assert visitor.get("/fraga", params={"q": "\x07"}).status_code == 422
        assert visitor.get("/fraga", params={"q": "x", "organ": "Ingen"}).status_code == 422


def test_who_leaves_ends_the_writing(modelled: tuple[str, Played]) -> None:
    url, model = modelled
    model.acts = [Writer(endless=True)]
    asked = httpx.stream("GET", f"{url}/fraga", params={"q": QUESTION}, headers=PAGE, trust_env=False, timeout=60)
    with asked as response:
        read = ""
        for piece in response.iter_text():
            read += piece
            if FIRST.text in read:
                break
    assert model.left.wait(20)

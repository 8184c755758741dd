"""The widget and the page for frames on a site of somebody else, in a real browser: asked, read, left and refused."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.ui import browsing, shelf
from tests.ui.axe import LOOKS, violations
from tests.ui.conftest import running
from tests.ui.elsewhere import site

EXAMPLE = Path(__file__).resolve().parents[2] / "deploy" / "embed.html"
WRITTEN = "https://beslut.example.se"  # the address in the example

pytestmark = browsing.MARKS


@dataclass(frozen=True)
class Sites:
    """A service, the origin of a site that may embed it, and that of one that may not; both have the example."""

    service: str
    allowed: str
    other: str
    folder: Path


@pytest.fixture(scope="module")
def sites(shelf_papers: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sites]:
    """Return the service and both sites."""
    folder = tmp_path_factory.mktemp("webbplats")
    with (
        site(folder) as allowed,
        site(folder) as other,
        running(shelf_papers, tmp_path_factory.mktemp("inbaddad"), BESLUTSMINNE_EMBED_ORIGINS=allowed) as service,
    ):
        put(folder, "index.html", EXAMPLE.read_text("utf-8"), service)
        yield Sites(service, allowed, other, folder)


def put(folder: Path, name: str, page: str, service: str) -> None:
    """Write a page of the site, with the address of `service` in the place of the example's."""
    assert WRITTEN in page
    (folder / name).write_text(page.replace(WRITTEN, service), "utf-8")


@contextmanager
def at(
    chromium: Browser, origin: str, *, width: int = 1280, scheme: str = "light", **options: object
) -> Iterator[Page]:
    """Give an empty page of a visitor of the site, who wants little motion."""
    context = chromium.new_context(
        base_url=origin, locale="sv-SE", viewport={"width": width, "height": 900}, color_scheme=scheme,
        reduced_motion="reduce", **options,
    )  # fmt: skip
    context.set_default_timeout(browsing.PATIENCE)
    yield context.new_page()
    context.close()


@pytest.fixture
def page(chromium: Browser, sites: Sites) -> Iterator[Page]:
    """Give the example at the site that may."""
    with at(chromium, sites.allowed) as found:
        found.goto("/")
        yield found


def widget(page: Page) -> Locator:
    return page.locator("beslut-sok")


def search(page: Page, words: str) -> None:
    widget(page).get_by_role("searchbox").fill(words)
    widget(page).get_by_role("searchbox").press("Enter")


def test_it_searches_and_opens_a_hit(page: Page, sites: Sites) -> None:
    asked = []
    page.on("request", lambda request: asked.append(request) if request.url.endswith("/v1/search") else None)
    search(page, "isbanan")
    hits = widget(page).get_by_role("region", name="Träffar")
    expect(widget(page).get_by_role("status")).to_have_text(re.compile(r"^\d+ träffar, de 5 bästa visas\.$"))
    first = hits.get_by_role("listitem").filter(has_text="2023-02-15, § 12").first
    expect(first).to_contain_text("Viklunda kommun, Kultur- och fritidsnämnden, 2023-02-15, § 12")
    expect(first.locator("mark").first).to_have_text(re.compile("^isbana", re.IGNORECASE))
    expect(first).to_contain_text("hålls öppen till och med den 1 mars.")  # which stands as *1 mars* in its file
    (sent,) = [request for request in asked if request.method == "POST"]
    assert "cookie" not in sent.all_headers()
    assert "referer" not in sent.all_headers()
    assert sent.post_data_json["filters"] == {"organisation": ["Viklunda kommun"]}

    first.get_by_role("link").click()
    expect(page.locator(".paper mark").first).to_be_in_viewport()
    assert page.url.startswith(f"{sites.service}/handling/")
    expect(page.locator(".paper mark").first).to_contain_text("isbanan på Stortorget")


def test_escape_closes_the_hits_and_gives_the_focus_back(page: Page) -> None:
    search(page, "isbanan")
    hits, field = widget(page).get_by_role("region", name="Träffar"), widget(page).get_by_role("searchbox")
    expect(hits).to_be_visible()
    expect(field).to_be_focused()
    hits.get_by_role("link").first.focus()
    page.keyboard.press("Escape")
    expect(hits).to_be_hidden()
    expect(field).to_be_focused()
    expect(field).to_have_value("isbanan")
    page.keyboard.press("Enter")
    expect(hits).to_be_visible()
    hits.get_by_role("button", name="Stäng träffarna").click()
    expect(hits).to_be_hidden()
    expect(field).to_be_focused()


def test_all_is_reached_by_the_keyboard_in_the_order_that_it_is_read(page: Page) -> None:
    search(page, "isbanan")
    expect(widget(page).get_by_role("region", name="Träffar")).to_be_visible()
    seen = []
    for _ in range(4):
        page.keyboard.press("Tab")
        seen.append(page.evaluate("document.querySelector('beslut-sok').shadowRoot.activeElement.localName"))
    assert seen[0] == "button"
    assert seen[1] == "a"


def test_what_is_not_found_or_not_written_is_said(page: Page) -> None:
    status = widget(page).get_by_role("status")
    expect(status).to_have_attribute("role", "status")
    search(page, "")
    expect(status).to_have_text("Skriv minst ett ord i fältet.")
    expect(widget(page).get_by_role("searchbox")).to_be_focused()
    page.route("**/v1/search", lambda route: route.continue_() if route.request.method == "OPTIONS" else None)
    search(page, "isbanan")
    expect(status).to_have_text("Söker …")
    page.unroute("**/v1/search")
    search(page, "isbanan")
    expect(status).to_contain_text("träffar")


def test_an_organisation_that_the_archive_has_not_is_named(page: Page) -> None:
    widget(page).evaluate("one => one.setAttribute('organisation', 'Lillköping')")
    search(page, "isbanan")
    expect(widget(page).get_by_role("status")).to_contain_text("Det gick inte att söka.")
    expect(widget(page).get_by_role("status")).to_contain_text("Lillköping")
    expect(widget(page).get_by_role("region", name="Träffar")).to_be_hidden()


def test_the_words_of_papers_do_nothing(page: Page) -> None:
    search(page, "vävstolen i Tranebo")
    expect(widget(page).get_by_role("region", name="Träffar")).to_contain_text("<script>window.hostile=1</script>")
    assert page.evaluate("window.hostile") is None
    assert shelf.EVIL.count("<") > 1


def test_places_count_characters(page: Page, sites: Sites) -> None:
    """An answer of the service with signs that JavaScript counts twice: the right words are marked."""
    hit = {
        "document_id": "x", "source": "a.txt", "title": "T", "heading": "", "organisation": None, "committee": None,
        "date": None, "paragraph": None, "page": 1, "start": 100, "end": 112, "text": "𝄞𝄞 en isbana",
        "highlights": [[106, 112]],
    }  # fmt: skip
    allowed = {"access-control-allow-origin": sites.allowed}
    page.route("**/v1/search", lambda route: route.fulfill(json={"total": 1, "hits": [hit]}, headers=allowed))
    search(page, "isbana")
    expect(widget(page).locator("mark")).to_have_text("isbana")


def test_english(page: Page) -> None:
    widget(page).evaluate(
        "one => { const other = document.createElement('beslut-sok'); other.lang = 'en'; one.replaceWith(other); }"
    )
    search(page, "isbanan")
    expect(widget(page).get_by_role("region", name="Hits")).to_be_visible()
    expect(widget(page).get_by_role("status")).to_contain_text("hits")
    expect(widget(page).get_by_role("link").first).to_have_attribute("href", re.compile(r"lang=en#markering$"))
    assert widget(page).locator("li").first.get_attribute("lang") == "sv"


def test_a_site_that_is_not_named_is_refused_and_says_so(chromium: Browser, sites: Sites) -> None:
    with at(chromium, sites.other) as page:
        page.goto("/")
        search(page, "isbanan")
        status = widget(page).get_by_role("status")
        expect(status).to_contain_text("Söktjänsten tar inte emot sökningar från den här webbplatsen.")
        expect(status.get_by_role("link", name="Öppna söktjänsten")).to_have_attribute(
            "href", f"{sites.service}/sok?organisation=Viklunda+kommun"
        )
        expect(widget(page).get_by_role("region", name="Träffar")).to_be_hidden()


def test_a_service_that_is_not_there_is_told(page: Page) -> None:
    page.context.set_offline(True)
    search(page, "isbanan")
    expect(widget(page).get_by_role("status")).to_have_text("Söktjänsten svarar inte. Försök igen om en stund.")


def test_a_service_that_wants_a_log_in_says_so(chromium: Browser, sites: Sites, papers: Path, tmp_path: Path) -> None:
    wanting = {"BESLUTSMINNE_LOGIN": "keys", "BESLUTSMINNE_EMBED_ORIGINS": sites.allowed}
    with running(papers, tmp_path, BESLUTSMINNE_MODEL="static", **wanting) as service:
        put(sites.folder, "inloggning.html", EXAMPLE.read_text("utf-8"), service)
        with at(chromium, sites.allowed) as page:
            page.goto("/inloggning.html")
            search(page, "isbanan")
            expect(widget(page).get_by_role("status")).to_contain_text("Söktjänsten kräver inloggning")
            frame = page.frame_locator("iframe")
            expect(frame.get_by_role("heading", level=1)).to_have_text("Logga in för att se sidan")


def test_without_javascript_a_link_stands_there(chromium: Browser, sites: Sites) -> None:
    with at(chromium, sites.allowed, java_script_enabled=False) as page:
        page.goto("/")
        expect(page.get_by_role("link", name="Sök i kommunens beslut")).to_be_visible()
        frame = page.frame_locator("iframe")
        frame.get_by_role("searchbox").fill("isbanan")
        frame.get_by_role("button", name="Sök").click()
        expect(frame.get_by_role("heading", level=2, name="Träffar för ”isbanan”")).to_be_visible()


def test_the_frame_searches_and_opens_its_hits_beside(page: Page, sites: Sites) -> None:
    frame = page.frame_locator("iframe")
    frame.get_by_role("searchbox").fill("isbanan")
    frame.get_by_role("searchbox").press("Enter")
    expect(frame.get_by_role("status")).to_contain_text("Länkarna öppnas i en ny flik.")
    assert page.url == f"{sites.allowed}/"
    with page.context.expect_page() as opened:
        frame.get_by_role("article").get_by_role("link").first.click()
    expect(opened.value.locator(".paper mark").first).to_be_visible()
    assert opened.value.url.startswith(f"{sites.service}/handling/")
    expect(opened.value.get_by_role("navigation", name="Huvudmeny")).to_be_visible()


def test_what_goes_wrong_in_the_frame_is_told_there(page: Page, sites: Sites) -> None:
    page.locator("iframe").evaluate(f"one => {{ one.src = '{sites.service}/inbaddad?q=x&ar=tjugo'; }}")
    expect(page.frame_locator("iframe").get_by_text("Året är ”tjugo”.")).to_be_visible()


def test_a_site_that_is_not_named_has_no_frame(chromium: Browser, sites: Sites) -> None:
    with at(chromium, sites.other) as page:
        page.goto("/")
        assert page.frames[1].url == "chrome-error://chromewebdata/"


@pytest.mark.parametrize("path", ["/inbaddad", "/inbaddad?q=x&ar=tjugo", "/", "/sok", "/bord/", "/finns/inte"])
def test_the_page_for_frames_alone_names_the_sites(sites: Sites, path: str) -> None:
    response = httpx.get(f"{sites.service}{path}", headers={"Accept": "text/html"}, trust_env=False, timeout=60)
    more = f" {sites.allowed}" if path.startswith("/inbaddad") else ""
    (ancestors,) = [
        one.strip()
        for one in response.headers["content-security-policy"].split(";")
        if one.strip().startswith("frame-ancestors")
    ]
    assert ancestors == f"frame-ancestors 'self'{more}"
    assert "x-frame-options" not in response.headers


@pytest.mark.parametrize("path", ["/", "/sok", "/bord/"])
def test_no_other_page_is_framed(chromium: Browser, sites: Sites, path: str) -> None:
    put(sites.folder, "ram.html", f'<title>x</title><iframe src="{WRITTEN}{path}"></iframe>', sites.service)
    with at(chromium, sites.allowed) as page:
        page.goto("/ram.html")
        expect(page.frame_locator("iframe").locator("body")).to_contain_text("urn:beslutsminne:OtherOrigin")


@pytest.mark.parametrize("look", LOOKS)
def test_no_violation(chromium: Browser, sites: Sites, look: str) -> None:
    """Of the widget in each of its states, and of the frame's page."""
    width, scheme = LOOKS[look]
    with at(chromium, sites.allowed, width=width, scheme=scheme) as page:

        def check(*, fits: bool = True) -> None:
            assert violations(page) == []
            assert not fits or page.evaluate("document.documentElement.scrollWidth") <= width

        page.goto("/")
        check()
        for words in ("", "isbanan"):
            search(page, words)
            expect(widget(page).get_by_role("status")).to_have_text(re.compile(r"\.$"))
            check()
        widget(page).evaluate("one => one.setAttribute('organisation', 'Lillköping')")
        search(page, "isbanan")
        expect(widget(page).get_by_role("status")).to_contain_text("Lillköping")
        check()
        for path in ("/inbaddad", "/inbaddad?q=isbanan", "/inbaddad?q=isbanan&lang=en", "/inbaddad?q=x&ar=tjugo"):
            page.goto(f"{sites.service}{path}")
            check()


def test_the_script_is_light() -> None:
    script = Path(__file__).resolve().parents[2] / "ui" / "pages" / "widget" / "widget.js"
    assert script.stat().st_size <= 15_000

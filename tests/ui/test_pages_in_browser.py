"""The pages in a real browser: asked, followed, shared and read, with a script and without, wide and narrow."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from search_api.client import Client
from tests.ui import browsing, shelf
from tests.ui.browsing import look

BOB = "vilka ingår i lokala Bob-rådet på Gotland?"
RINK = "hur länge ska isbanan på Stortorget hållas öppen?"

pytestmark = browsing.MARKS


@pytest.fixture(params=[1280, 320], ids=["bred", "smal"])
def width(request: pytest.FixtureRequest) -> int:
    """Return how wide the screen is."""
    return int(request.param)


@pytest.fixture(params=[True, False], ids=["skript", "utan-skript"])
def page(chromium: Browser, library: str, width: int, request: pytest.FixtureRequest) -> Iterator[Page]:
    """Give an empty page, of each width, with a script and without."""
    with look(chromium, library, width=width, javascript=request.param) as found:
        yield found


@pytest.fixture
def scripted(chromium: Browser, library: str) -> Iterator[Page]:
    """Give an empty page with a script."""
    with look(chromium, library) as found:
        yield found


def ask(page: Page, question: str, button: str = "Fråga") -> None:
    page.get_by_label("Din fråga").fill(question)
    page.get_by_role("button", name=button, exact=True).click()


def answer(page: Page) -> Locator:
    return page.get_by_role("region", name="Svar", exact=True)


def fits(page: Page) -> None:
    """Nothing of the page stands beside the screen."""
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]


def test_the_question_about_bob_opens_its_paper_at_the_place(page: Page) -> None:
    page.goto("/")
    fits(page)
    ask(page, BOB)
    expect(answer(page)).to_contain_text("I det lokala Bob-rådet på Gotland ingår socialtjänsten,")
    expect(page).to_have_title("Svar – Region Gotland")
    fits(page)
    card = page.get_by_role("article").filter(has=page.get_by_role("blockquote"))
    expect(card.locator("details mark")).to_be_hidden()
    card.get_by_text("Visa i sitt sammanhang").click()
    expect(card.locator("details mark")).to_be_visible()
    card.get_by_role("link", name="Öppna sidan").click()

    expect(page.get_by_role("img", name=re.compile("stället är markerat"))).to_be_visible()
    expect(page.locator("#markering")).to_be_in_viewport()
    expect(page.locator(".paper mark")).to_contain_text("I det lokala Bob-rådet")
    picture = page.locator("svg image")
    assert (
        picture.evaluate(
            "one => new Promise(done => { const i = new Image(); i.onload = () => done(i.naturalWidth);"
            " i.onerror = () => done(0); i.src = one.href.baseVal; })"
        )
        > 1_000
        if _runs(page)
        else True
    )
    fits(page)

    page.go_back()
    expect(answer(page)).to_be_visible()
    page.go_back()
    expect(page.get_by_role("heading", level=1, name="Fråga handlingarna")).to_be_visible()
    page.go_forward()
    expect(answer(page)).to_be_visible()
    page.reload()
    expect(answer(page)).to_be_visible()
    expect(page.get_by_label("Din fråga")).to_have_value(BOB)


def _runs(page: Page) -> bool:
    """Whether the page runs scripts."""
    return page.locator("html").get_attribute("lang") is not None and page.locator("p.keys").is_visible()


def test_search_narrow_page_and_follow(page: Page) -> None:
    page.goto("/sok")
    ask(page, "isbanan", "Sök")
    expect(page.get_by_role("heading", level=2, name="Träffar för ”isbanan”")).to_be_visible()
    expect(page.get_by_role("status")).to_contain_text("träffar")
    fits(page)
    facets = page.get_by_role("navigation", name="Begränsa")
    facets.get_by_role("link", name=re.compile("Protokoll ")).click()
    chips = page.get_by_role("list", name="Valda begränsningar")
    expect(chips.get_by_role("link")).to_have_text([re.compile("protokoll")])
    page.get_by_role("link", name="nyast först").click()
    assert "sortera=datum" in page.url
    assert "typ=protokoll" in page.url
    first = page.get_by_role("article").first
    expect(first.get_by_role("heading", level=3)).to_have_text("Isbanan stängs")
    expect(first.locator("mark").first).to_be_visible()
    first.get_by_role("link", name=re.compile("^§ 3 i protokollet")).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("§ 3 Isbanan stängs")
    page.get_by_role("link", name="KFN 2023/8").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Ärende KFN 2023/8")
    expect(page.get_by_role("heading", level=2, name="Förslag och beslut")).to_be_visible()
    fits(page)
    page.go_back()
    page.go_back()
    chips.get_by_role("link").click()
    expect(chips).to_have_count(0)


def test_every_page_fits(page: Page, library: str) -> None:
    with Client(library) as client:
        papers = {line.source: line.document_id for line in client.documents().documents}
    for path in (
        "/arkivet", "/kvalitet", "/om", "/tillganglighet", "/api", "/finns/inte", "/?lang=en",
        f"/handling/{papers['bob.pdf']}", f"/handling/{papers['brygga.pdf']}/sida/1",
        f"/handling/{papers[shelf.HOSTILE_NAME]}/sida/1", "/mote/Viklunda kommun/Kultur- och fritidsnämnden/2023-02-15",
        "/mote/Viklunda kommun/Kultur- och fritidsnämnden/2023-02-15/p12",
    ):  # fmt: skip
        page.goto(path)
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        fits(page)
    if _runs(page):
        assert page.evaluate("window.hostile") is None


def test_a_turned_page_has_the_right_words_marked(scripted: Page) -> None:
    """The box in the picture stands where those very letters are drawn."""
    scripted.goto("/fraga?q=vad+kostar+bryggan+i+Tallviken%3F")
    scripted.get_by_role("article").filter(has=scripted.get_by_role("blockquote")).get_by_role(
        "link", name="Öppna sidan"
    ).first.click()
    box = scripted.locator("svg rect")
    expect(box).to_have_count(1)
    expect(scripted.locator(".paper mark")).to_contain_text("bryggan i Tallviken rustas")
    scripted.locator("svg image").evaluate(
        "one => new Promise(done => { const i = new Image(); i.onload = done; i.src = one.href.baseVal; })"
    )
    # Reportlab drew the sheet on its side: the line runs upright, and is much longer than it is broad.
    area = box.bounding_box()
    assert area is not None
    assert area["height"] > 5 * area["width"]


def test_a_scanned_page_is_shown_whole(scripted: Page, library: str) -> None:
    with Client(library) as client:
        bob = next(line for line in client.documents().documents if line.source == "bob.pdf")
    scripted.goto(f"/handling/{bob.document_id}/sida/2")
    expect(scripted.get_by_role("img", name="Sida 2 som bild", exact=True)).to_be_visible()
    expect(scripted.locator("svg rect")).to_have_count(0)
    scripted.get_by_role("link", name="Föregående sida").first.click()
    expect(scripted.get_by_role("img", name="Sida 1 som bild", exact=True)).to_be_visible()


def test_the_focus_goes_to_the_answer_and_its_sources_are_said_once(scripted: Page) -> None:
    scripted.goto("/")
    expect(scripted.get_by_label("Din fråga")).to_be_focused()
    scripted.keyboard.type(BOB)
    scripted.keyboard.press("Enter")
    heading = scripted.get_by_role("heading", level=2, name="Svar", exact=True)
    expect(heading).to_be_focused()
    expect(scripted.get_by_role("status")).to_have_text("Svar med 1 källa")
    assert scripted.get_by_role("status").count() == 1
    scripted.keyboard.press("Tab")
    expect(scripted.get_by_role("link", name="Källa 1, visa i sitt sammanhang")).to_be_focused()
    scripted.keyboard.press("Enter")
    expect(scripted.locator("#citat-1")).to_be_in_viewport()


def test_the_first_way_leads_past_the_menu(scripted: Page) -> None:
    scripted.goto("/om")
    scripted.keyboard.press("Tab")
    expect(scripted.get_by_role("link", name="Hoppa till innehållet")).to_be_focused()
    scripted.keyboard.press("Enter")
    expect(scripted.locator("main")).to_be_focused()


def test_a_link_to_a_question_can_be_shared(scripted: Page, chromium: Browser, library: str) -> None:
    """The question stands behind the #, and is asked by a form: no address that a server sees has it.

    It is asked within what it was asked within.
    """
    scripted.goto(f"/fraga?q={BOB}&organisation=Region+Gotland")
    scripted.get_by_role("button", name="Kopiera länk").click()
    expect(scripted.get_by_role("button", name="Länken är kopierad")).to_be_visible()
    link = scripted.evaluate("navigator.clipboard.readText()")
    assert link.startswith(f"{library}/#fraga=")
    with look(chromium, library) as other:
        asked: list[str] = []
        other.on("request", lambda request: asked.append(request.url.partition("#")[0]))
        other.goto(link)
        expect(answer(other)).to_contain_text("I det lokala Bob-rådet")
        expect(other.get_by_role("link", name="Ta bort organisation: Region Gotland")).to_be_visible()
        assert not [url for url in asked if "Bob" in url]
        assert "Bob" not in other.url
        other.go_back()  # and the way back does not ask again
        expect(other.locator(".answer")).to_have_count(0)


def test_two_tabs_do_not_meet(scripted: Page) -> None:
    other = scripted.context.new_page()
    scripted.goto(f"/fraga?q={BOB}")
    other.goto(f"/fraga?q={RINK}")
    scripted.reload()
    expect(scripted.locator(".answer .asked")).to_contain_text("Bob-rådet")
    expect(other.locator(".answer .asked")).to_contain_text("isbanan")


def test_headings_are_suggested_while_one_writes(scripted: Page) -> None:
    scripted.goto("/")
    scripted.get_by_label("Din fråga").press_sequentially("isbana", delay=20)
    expect(scripted.locator("datalist option").first).to_have_attribute("value", "Isbana på Stortorget")


def test_short_cuts_are_remembered(scripted: Page) -> None:
    scripted.goto("/sok?q=isbana")
    scripted.get_by_label("Kortkommandon").check()
    scripted.reload()
    expect(scripted.get_by_label("Kortkommandon")).to_be_checked()


def test_the_earlier_treatment_is_copied(scripted: Page) -> None:
    scripted.goto("/arende/Viklunda kommun/KFN 2023/8")
    scripted.get_by_role("button", name="Kopiera tidigare behandling").click()
    expect(scripted.get_by_role("button", name="Kopierat")).to_be_visible()
    assert "Kultur- och fritidsnämnden 2023-02-15 § 12" in scripted.evaluate("navigator.clipboard.readText()")


def test_the_words_of_papers_do_nothing(scripted: Page) -> None:
    scripted.goto("/fraga?q=hur+ska+v%C3%A4vstolen+i+Tranebo+m%C3%A4rkas%3F")
    expect(answer(scripted)).to_contain_text(shelf.EVIL)
    assert scripted.evaluate("window.hostile") is None
    scripted.goto(f"/sok?q={shelf.EVIL}")
    expect(scripted.get_by_role("heading", level=2).first).to_contain_text(shelf.EVIL)
    assert scripted.evaluate("window.hostile") is None


def test_print_has_the_answer_and_not_the_menu(scripted: Page) -> None:
    scripted.goto(f"/fraga?q={BOB}")
    scripted.emulate_media(media="print")
    expect(answer(scripted)).to_be_visible()
    expect(scripted.get_by_role("navigation", name="Huvudmeny")).to_be_hidden()
    expect(scripted.locator("details mark").first).to_be_visible()

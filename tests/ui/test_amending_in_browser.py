"""Facts of a paper corrected in a real browser: with a script and without, wide and narrow."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from search_api.client import Client
from tests.ui import browsing
from tests.ui.axe import violations
from tests.ui.browsing import look
from tests.ui.conftest import running

pytestmark = browsing.MARKS


@pytest.fixture(scope="module")
def corrected(shelf_papers: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Return the address of a service of its own, whose papers are corrected."""
    with running(shelf_papers, tmp_path_factory.mktemp("rattas")) as url:
        yield url


@pytest.fixture
def bob(corrected: str) -> Iterator[str]:
    """Return the address of the page of a paper, of which everything is taken back afterwards."""
    with Client(corrected) as client:
        (paper,) = [one.document_id for one in client.documents().documents if one.source == "bob.pdf"]
        yield f"/handling/{paper}"
        for fact in client.facts(paper).facts:
            if fact.amendment:
                client.take_back(paper, fact.name, fact.section)


@pytest.fixture(params=[(1280, True), (320, True), (320, False)], ids=["bred", "smal", "utan-skript"])
def page(chromium: Browser, corrected: str, request: pytest.FixtureRequest) -> Iterator[Page]:
    """Give an empty page."""
    width, javascript = request.param
    with look(chromium, corrected, width=width, javascript=javascript) as found:
        yield found


def test_a_fact_is_corrected_found_and_taken_back(page: Page, bob: str) -> None:
    page.goto(bob)
    page.get_by_role("link", name="Rätta uppgifter").click()
    expect(page.get_by_role("heading", name="Rätta uppgifter")).to_be_visible()
    day = page.get_by_label("Datum")
    expect(day).to_have_value("2024-12-04")
    expect(day).to_have_accessible_description("Läst ur handlingen: 2024-12-04, sida 1 Datum . Skriv ÅÅÅÅ-MM-DD.")
    day.fill("2024-12-05")
    page.get_by_role("button", name="Spara Datum").click()
    expect(page.get_by_role("status")).to_contain_text("Rättelsen är sparad. Datum.")
    expect(day).to_have_value("2024-12-05")
    page.get_by_text("§ 181 Redovisning").click()
    page.get_by_label("Rubrik § 181").fill("Bobarna")
    page.get_by_label("Rubrik § 181").press("Enter")
    expect(page.get_by_role("status")).to_contain_text("Rubrik § 181.")
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]

    page.get_by_role("link", name="Om handlingen").click()
    expect(page.locator("dl.facts")).to_contain_text("2024-12-05 rättad av registrator 2")
    expect(page.locator(".contents")).to_contain_text("§ 181 Bobarna sida 1 Rubrik: rättad av registrator 2")
    page.get_by_role("link", name="Sammanträdet").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Socialnämnden 2024-12-05")
    page.goto("/sok?q=bobarna")
    expect(page.get_by_role("article").first).to_contain_text("Socialnämnden 2024-12-05 § 181")

    page.goto(f"{bob}/ratta")
    page.get_by_role("button", name="Ta tillbaka Datum").click()
    expect(page.get_by_role("status")).to_contain_text("Rättelsen är tillbakatagen. Datum.")
    expect(page.get_by_label("Datum")).to_have_value("2024-12-04")
    page.reload()
    expect(page.get_by_label("Datum")).to_have_value("2024-12-04")
    page.goto(bob)
    expect(page.locator("dl.facts")).not_to_contain_text("rättad")


def test_what_was_read_is_seen_where_it_was_read(page: Page, bob: str) -> None:
    page.goto(f"{bob}/ratta")
    page.get_by_role("link", name="sida 1 Organ", exact=True).click()
    expect(page.locator(".paper mark")).to_have_text("Socialnämnden")


def test_what_is_refused_stands_in_its_field_with_the_reason(page: Page, bob: str) -> None:
    """Nothing is kept of it, and nothing of it is run."""
    page.goto(f"{bob}/ratta")
    page.get_by_text("§ 181 Redovisning").click()
    number = page.get_by_label("Diarienummer § 181")
    number.fill('"><script>window.hostile = 1</script>')
    page.get_by_role("button", name="Spara Diarienummer § 181").click()
    expect(page.get_by_role("alert")).to_contain_text("Skriv det som KS 2021/118")
    expect(number).to_have_value('"><script>window.hostile = 1</script>')
    expect(number).to_have_attribute("aria-invalid", "true")
    expect(number).to_be_visible()
    assert page.evaluate("window.hostile") is None
    page.goto(bob)
    expect(page.locator(".contents")).not_to_contain_text("rättad")


def test_what_is_refused_is_as_accessible_as_the_rest(chromium: Browser, corrected: str, bob: str) -> None:
    with look(chromium, corrected) as page:  # axe waits for ever where there is no script
        page.goto(f"{bob}/ratta")
        page.get_by_label("Datum").fill("i höstas")
        page.get_by_role("button", name="Spara Datum").click()
        expect(page.get_by_role("alert")).to_be_visible()
        assert violations(page) == []


def test_a_fact_can_be_lacking(page: Page, bob: str) -> None:
    page.goto(f"{bob}/ratta")
    page.get_by_label("Organ", exact=True).fill("")
    page.get_by_role("button", name="Spara Organ", exact=True).click()
    expect(page.get_by_role("status")).to_contain_text("Rättelsen är sparad. Organ.")
    page.goto(bob)
    expect(page.locator("dl.facts")).to_contain_text("– rättad av registrator")


def test_the_form_in_english_stays_so(page: Page, bob: str) -> None:
    page.goto(f"{bob}/ratta?lang=en")
    page.get_by_label("Title").fill("About Bob")
    page.get_by_role("button", name="Save Title").click()
    expect(page.get_by_role("status")).to_contain_text("The correction is saved. Title.")
    page.get_by_role("link", name="About the paper").click()
    expect(page.get_by_text("corrected by the registrar")).to_be_visible()

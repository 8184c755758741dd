"""The registrar's desk in a real browser: given, approved, found and withdrawn, with a script and without."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.ui import browsing
from tests.ui.desk import desk, member, minutes

pytestmark = browsing.MARKS

WAYS = {"skript": {}, "utan-skript-smal": {"javascript": False, "width": 320}}


@pytest.fixture(scope="module")
def guarded(papers: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Return the address of a service where papers are to be approved."""
    with desk(papers, tmp_path_factory.mktemp("registratur")) as url:
        yield url


def fits(page: Page) -> None:
    """Nothing of the page stands beside the screen."""
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]


def give(page: Page, *words: str) -> None:
    """Choose a paper for each word, and give them."""
    page.goto("/")
    page.get_by_role("link", name="Registratur").click()
    fits(page)
    files = [{"name": f"{word}.txt", "mimeType": "text/plain", "buffer": minutes(word)} for word in words]
    page.get_by_label("Filer att lämna").set_input_files(files)
    page.get_by_role("button", name="Lämna", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Inläsningen")


@pytest.mark.parametrize("way", WAYS)
def test_given_approved_found_and_withdrawn(chromium: Browser, guarded: str, way: str) -> None:
    word = f"pumpen{list(WAYS).index(way)}"
    with (
        member(chromium, guarded, "lämnare", **WAYS[way]) as uploader,
        member(chromium, guarded, "registratur", **WAYS[way]) as registrar,
    ):
        give(uploader, word)
        expect(uploader.get_by_role("status")).to_contain_text("Väntar på att godkännas. Klara filer: 0 av 1")
        fits(uploader)

        registrar.goto("/registratur")
        registrar.get_by_role("link", name=re.compile(r"^Att godkänna \(\d")).click()
        fits(registrar)
        with registrar.expect_download() as download:
            registrar.get_by_role("link", name=re.compile(f"^Spara filen för att granska den.*{word}.txt")).click()
        assert download.value.path().read_bytes() == minutes(word)
        registrar.get_by_label(f"{word}.txt").check()
        registrar.get_by_role("button", name="Godkänn de valda").click()
        expect(registrar.get_by_role("status")).to_contain_text("Godkända filer: 1.")

        # As a browser may come back at any time: the page goes on by itself from there.
        uploader.reload()
        expect(uploader.get_by_role("status")).to_have_text("Klart. Klara filer: 1 av 1.")
        expect(uploader.get_by_role("listitem").filter(has_text=f"{word}.txt: Tillagd.")).to_contain_text(
            "Miljönämnden"
        )
        fits(uploader)

        registrar.goto(f"/sok?q={word}")
        registrar.get_by_role("article").first.get_by_role("link", name="Öppna sidan").click()
        registrar.get_by_role("link", name="Om handlingen").click()
        registrar.get_by_role("link", name="Återkalla handlingen").click()
        expect(registrar.get_by_text("Det går inte att ångra")).to_be_visible()
        fits(registrar)
        registrar.get_by_role("button", name="Återkalla handlingen").click()
        expect(registrar.get_by_role("heading", level=1)).to_have_text("Kvitto")
        expect(registrar.get_by_role("heading", name="Borttagna filer")).to_be_visible()
        fits(registrar)
        registrar.goto(f"/sok?q={word}")
        expect(registrar.get_by_text(f"Köp av {word}")).to_have_count(0)


@pytest.mark.parametrize("way", WAYS)
def test_the_page_follows_the_reading_by_itself(chromium: Browser, guarded: str, way: str) -> None:
    """Nobody reloads it; what was read of each paper is there, and then it is still."""
    words = [f"sak{list(WAYS).index(way)}{number}" for number in range(6)]
    with member(chromium, guarded, "registratur", **WAYS[way]) as page:
        give(page, *words)
        expect(page.get_by_role("status")).to_have_text("Klart. Klara filer: 6 av 6.")
        told = page.get_by_role("main").get_by_role("listitem").filter(has_text="Tillagd.")
        expect(told).to_have_count(6)
        expect(told.first).to_contain_text("2021-10-06")
        expect(page.get_by_text("Sidan laddas om av sig själv")).to_have_count(0)
        fits(page)
        page.get_by_role("link", name="Lämnade filer").click()
        expect(page.get_by_role("row").filter(has_text="6 av 6").first).to_contain_text("Klart")
        fits(page)


def test_refused_with_a_reason(chromium: Browser, guarded: str) -> None:
    """The browser itself asks for one; who gave the file reads it."""
    with (
        member(chromium, guarded, "lämnare") as uploader,
        member(chromium, guarded, "registratur") as registrar,
    ):
        give(uploader, "hinken")
        registrar.goto("/registratur/godkannande")
        registrar.get_by_label("hinken.txt").check()
        registrar.get_by_text("Avslå de valda").click()
        registrar.get_by_role("button", name="Avslå och ta bort filerna").click()
        expect(registrar.get_by_label("hinken.txt")).to_be_checked()
        registrar.get_by_label(re.compile("^Skäl")).fill("Den är inte justerad.")
        registrar.get_by_role("button", name="Avslå och ta bort filerna").click()
        expect(registrar.get_by_role("status")).to_contain_text("Avslagna filer: 1.")
        uploader.reload()
        expect(uploader.get_by_role("main")).to_contain_text("Filen godkändes inte: Den är inte justerad.")


def test_a_reader_has_no_desk(chromium: Browser, guarded: str) -> None:
    with member(chromium, guarded, "läsare") as page:
        page.goto("/")
        expect(page.get_by_role("link", name="Arkivet", exact=True)).to_be_visible()
        expect(page.get_by_role("link", name="Registratur")).to_have_count(0)
        page.goto("/registratur")
        expect(page.get_by_role("heading", level=1)).to_have_text("Sidan är inte för dig")


def test_what_waits_at_the_old_desk(chromium: Browser, guarded: str) -> None:
    """Under /bord/ it is told that the file waits, and nothing there waits for it."""
    with member(chromium, guarded, "lämnare") as page:
        page.goto("/bord/lagg-till")
        chooser = page.locator("input[type=file]")
        chooser.set_input_files([{"name": "spaden.txt", "mimeType": "text/plain", "buffer": minutes("spaden")}])
        expect(page.get_by_text("spaden.txt")).to_be_visible()
        page.get_by_role("button", name="Lägg till i arkivet").click()
        expect(page.get_by_text("0 filer i arkivet, 1 fil väntar på att godkännas.")).to_be_visible()
        expect(page.get_by_text("spaden.txt: Väntar på att godkännas.")).to_be_visible()


def test_how_much_has_been_sent_is_shown(chromium: Browser, guarded: str) -> None:
    """On a slow line; where it breaks, the page says so and keeps what was chosen."""
    with member(chromium, guarded, "lämnare") as page:
        page.goto("/registratur")
        line = page.context.new_cdp_session(page)
        line.send("Network.enable")
        slow = {"offline": False, "latency": 0, "downloadThroughput": -1, "uploadThroughput": 100_000}
        line.send("Network.emulateNetworkConditions", slow)
        large = {"name": "stor.txt", "mimeType": "text/plain", "buffer": minutes("stora saken") + b"\n" * 500_000}
        page.get_by_label("Filer att lämna").set_input_files([large])
        page.get_by_role("button", name="Lämna", exact=True).click()
        expect(page.get_by_role("progressbar", name="Överföring")).to_be_visible()
        expect(page.get_by_role("status")).to_have_text(re.compile(r"Överfört: (25|50|75) %"))
        line.send("Network.emulateNetworkConditions", {**slow, "offline": True})
        expect(page.get_by_role("status")).to_have_text("Överföringen bröts, och inget lämnades. Försök igen.")
        line.send("Network.emulateNetworkConditions", {**slow, "uploadThroughput": -1})
        page.get_by_role("button", name="Lämna", exact=True).click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Inläsningen")


def test_what_is_refused_stands_in_the_place_of_the_form(chromium: Browser, guarded: str) -> None:
    with member(chromium, guarded, "registratur") as page:
        page.goto("/registratur")
        page.get_by_text("Filen ersätter en handling").click()
        page.get_by_label("Handlingens id").fill("finns-inte")
        one = {"name": "ny.txt", "mimeType": "text/plain", "buffer": minutes("bojen")}
        page.get_by_label("Filer att lämna").set_input_files([one])
        page.get_by_role("button", name="Lämna", exact=True).click()
        expect(page.get_by_role("main")).to_contain_text("finns-inte")
        expect(page.get_by_role("heading", level=1)).to_be_focused()
        assert page.title().startswith(page.get_by_role("heading", level=1).text_content())

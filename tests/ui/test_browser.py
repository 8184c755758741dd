"""The pages in a real browser: the question about Bob, and the rest of what a visitor does, by label and role."""

import itertools
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from search_api.client import Client
from tests.ui import browsing
from tests.ui.browsing import ask, at_rest

BOB = "vilka ingår i lokala Bob-rådet på Gotland?"
MEMBERS = "I det lokala Bob-rådet på Gotland ingår socialtjänsten, polisen, skolan, länsstyrelsen och barnpsykiatrin."

pytestmark = browsing.MARKS


@pytest.fixture
def page(chromium: Browser, service: str) -> Iterator[Page]:
    """Give a page of a new visitor at the start."""
    with browsing.visit(chromium, service) as found:
        yield found


def go_to(page: Page, name: str) -> None:
    page.get_by_role("link", name=name, exact=True).click()
    expect(page.get_by_role("heading", level=1, name=name)).to_be_visible()
    at_rest(page)


def test_the_question_about_bob(page: Page) -> None:
    expect(page).to_have_title("Beslutsminne")
    expect(page.locator("html")).to_have_attribute("lang", "sv")
    # By the keyboard alone: into the field, the question, and Enter.
    field = page.get_by_label("Din fråga")
    for _ in range(12):
        page.keyboard.press("Tab")
        if field.evaluate("field => field === document.activeElement"):
            break
    page.keyboard.type(BOB)
    page.keyboard.press("Enter")

    answer = page.get_by_role("region", name="Svar")
    expect(answer).to_contain_text(MEMBERS)
    expect(answer.get_by_role("status")).to_contain_text("Sökte i ")
    sources = page.get_by_role("heading", level=3, name=re.compile(r"^\[1\]"))
    expect(sources).to_contain_text("Socialnämnden 2024-12-04 § 181, dnr SON 2023/273, s. 1")
    quotation = page.get_by_role("blockquote").filter(has_text=MEMBERS)
    expect(quotation).to_be_visible()

    # The number of the sentence leads to it in its surroundings, which were closed.
    marked = page.locator("mark[id^=citat-]").filter(has_text=MEMBERS)
    expect(marked).to_be_hidden()
    answer.locator("p", has_text=MEMBERS).get_by_role("link", name=re.compile("visa i sitt sammanhang")).click()
    expect(marked).to_be_visible()
    expect(marked).to_be_in_viewport()
    expect(marked.locator("..")).to_contain_text("Bob står för barn och unga i organiserad brottslighet.")
    expect(marked.locator("..")).to_contain_text("Rådet möts fyra gånger om året")

    # A question never stands in an address, and is still there after a look at another page.
    assert "Bob" not in page.url
    go_to(page, "Arkivet")
    page.get_by_role("link", name="Fråga", exact=True).click()
    expect(answer).to_contain_text(MEMBERS)
    expect(page.get_by_label("Din fråga")).to_have_value(BOB)


def test_a_question_that_the_papers_do_not_answer(page: Page) -> None:
    ask(page, "när öppnar badhuset i Kiruna?")
    answer = page.get_by_role("region", name="Jag hittar inget om detta i handlingarna")
    expect(answer.get_by_role("status")).to_contain_text("Sökte i 3 handlingar från 2022-05-18 till 2024-12-04.")
    expect(answer.get_by_role("status")).to_contain_text("Miljönämnden: §§ 1–6 år 2022 saknas, före 2022-05-18.")
    expect(page.get_by_role("heading", level=2, name="Närmaste träffar")).to_be_visible()
    first = page.get_by_text("Visa i sitt sammanhang").first
    first.click()
    expect(page.locator("details[open] mark").first).to_be_visible()


def test_an_answer_is_taken_along_and_judged(page: Page, service: str) -> None:
    """The file is what the button says, the reference can be copied, and the keyboard alone can judge."""
    ask(page, BOB)
    expect(page.get_by_role("region", name="Svar")).to_contain_text(MEMBERS)
    at_rest(page)
    for label, ending, start in (("Word", "docx", b"PK"), ("Markdown", "md", b"# Svar ur"), ("JSON", "json", b"{")):
        with page.expect_download() as download:
            page.get_by_role("button", name=f"Ta med svaret ({label})").click()
        assert download.value.suggested_filename == f"svar.{ending}"
        assert download.value.path().read_bytes().startswith(start)
    expect(page.locator("code").first).to_contain_text("Socialnämnden 2024-12-04 § 181, dnr SON 2023/273, s. 1")

    page.get_by_label("Kommentar (frivillig)").focus()
    page.keyboard.type("Stämmer.")
    page.keyboard.press("Control+Enter")  # says neither right nor wrong
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Rätt svar")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Din återkoppling är sparad")).to_be_visible()
    with Client(service) as client:
        (given,) = client.feedback().feedback
        client.delete_feedback(given.id)
    assert (given.verdict, given.comment) == ("fel", "Stämmer.")


@pytest.fixture
def restored(service: str) -> Iterator[None]:
    """Leave the archive as it was, for the other tests."""
    with Client(service) as client:
        before = {line.document_id for line in client.documents().documents}
        yield
        for line in client.documents().documents:
            if line.document_id not in before:
                client.delete(line.document_id)


@pytest.mark.usefixtures("restored")
def test_an_uploaded_paper_is_searchable_and_a_bad_one_named(page: Page, tmp_path: Path) -> None:
    paper = tmp_path / "kaniner.txt"
    paper.write_text(
        "Viklunda kommun\nMiljönämnden\n\nProtokoll\nSammanträdesdatum 2025-02-03\n\n§ 9 Kaniner i Norrviken\n"
        "Dnr MN 2025/12\n\nBeslut\nMiljönämnden beslutar att högst fyra kaniner får hållas per hushåll i Norrviken.\n",
        encoding="utf-8",
    )
    (tmp_path / "tom.txt").touch()
    (tmp_path / "bild.xyz").write_bytes(b"x")
    go_to(page, "Lägg till handlingar")
    page.locator("input[type=file]").set_input_files([paper, tmp_path / "tom.txt", tmp_path / "bild.xyz"])
    for name in ("kaniner.txt", "tom.txt", "bild.xyz"):
        expect(page.get_by_role("button", name=f"Remove {name}")).to_be_visible()
    page.get_by_role("button", name="Lägg till i arkivet").click()
    report = page.get_by_role("listitem")
    expect(report.filter(has_text="kaniner.txt")).to_contain_text("Tillagd")
    expect(report.filter(has_text="tom.txt")).to_contain_text("Kunde inte läggas till. Filen är tom")
    expect(report.filter(has_text="bild.xyz")).to_contain_text("Kunde inte läggas till")

    page.get_by_role("link", name="Fråga om handlingarna").click()
    ask(page, "hur många kaniner får hållas i Norrviken?")
    expect(page.get_by_role("region", name="Svar")).to_contain_text("högst fyra kaniner får hållas per hushåll")


def test_the_words_of_a_document_are_words_only(page: Page, hostile: tuple[str, ...]) -> None:
    ask(page, "hur ska vävstolen i Tranebo märkas?")
    answer = page.get_by_role("region", name="Svar")
    for text in hostile:
        expect(answer).to_contain_text(text)
    card = page.get_by_role("blockquote").first
    expect(card).to_contain_text("**inte fet** $x^2$ :red[inte röd]")

    go_to(page, "Arkivet")
    row = page.locator("[class*=st-key-rad-]").filter(has_text="2022-05-18")
    row.get_by_role("button", name=re.compile("Öppna nr")).click()
    page.get_by_label(re.compile("Avsnitt")).click()
    option = page.get_by_role("option", name=re.compile("Vävstolen"))
    expect(option).to_contain_text("**inte fet** :red[inte röd] $x^2$")
    option.click()
    expect(page.locator(".bm-context")).to_contain_text(hostile[0])
    assert page.evaluate("window.hostile") is None
    assert page.locator("a[href^='javascript']").count() == 0
    assert page.locator("main script, main .katex, main img[onerror]").count() == 0


def test_the_archive_can_be_narrowed_opened_and_saved(page: Page, papers: Path) -> None:
    go_to(page, "Arkivet")
    expect(page.get_by_role("heading", level=2, name="Alla 3 handlingar")).to_be_visible()
    page.get_by_text("Visa bara vissa handlingar").click()
    page.wait_for_timeout(700)  # while the fields unfold, a list that opens in them closes again
    page.get_by_label("Nämnd eller annat organ").click()
    page.keyboard.type("Kultur")
    expect(page.get_by_role("option")).to_have_text(["Kultur- och fritidsnämnden (1)"])
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator("[data-tag]")).to_have_text(["Kultur- och fritidsnämnden (1)"])
    page.keyboard.press("Escape")  # an open list hides the rest of the page from those who listen
    expect(page.get_by_role("heading", level=2, name="1 handling i urvalet")).to_be_visible()
    expect(page.get_by_role("button", name=re.compile("Öppna nr"))).to_have_count(1)
    page.get_by_role("button", name="Öppna nr 1").click()
    expect(page.get_by_text("Isbanan har haft 4 200 besökare")).to_be_visible()
    assert "handling=" in page.url
    with page.expect_download() as download:
        page.get_by_role("button", name="Spara originalfilen").click()
    assert download.value.suggested_filename == "isbana.txt"
    assert download.value.path().read_bytes() == (papers / "isbana.txt").read_bytes()
    page.get_by_role("button", name="Till arkivets innehåll").click()
    expect(page.get_by_role("heading", level=2, name="1 handling i urvalet")).to_be_visible()


def test_headings_and_labels(page: Page) -> None:
    ask(page, BOB)
    expect(page.get_by_role("heading", name="Källor")).to_be_visible()
    page.get_by_text("Begränsa till vissa handlingar").click()
    for label in ("Organisation", "Nämnd eller annat organ", "Typ av handling", "Från år", "Till år"):
        expect(page.get_by_label(label, exact=True)).to_be_visible()
    _check_structure(page)
    for name in ("Arkivet", "Lägg till handlingar"):
        go_to(page, name)
        _check_structure(page)
    assert page.get_by_role("main").count() == 1


def _check_structure(page: Page) -> None:
    """One heading of the first level, no level left out, and a name for everything that can be worked."""
    levels = page.locator("h1, h2, h3, h4").evaluate_all("all => all.map(one => Number(one.tagName[1]))")
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in itertools.pairwise(levels))
    tree = page.locator("body").aria_snapshot()
    nameless = re.findall(r"- (?:textbox|combobox|button|link|listbox|spinbutton)(?::|$| \[)", tree, re.MULTILINE)
    assert nameless == []

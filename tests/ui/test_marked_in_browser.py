"""From an answer's quote to the very characters on the page of the file: as it is, turned, and scanned."""

import re
import shutil
from collections.abc import Iterator
from difflib import SequenceMatcher
from pathlib import Path

import pytest
from lxml import etree
from playwright.sync_api import Browser, Page, expect

from corpus.leaves import Box
from corpus.readers import ocr
from tests.corpus.test_leaves import words_under
from tests.corpus.test_ocr import scanned
from tests.ui import browsing, shelf
from tests.ui.browsing import look
from tests.ui.conftest import running

COUNCIL = Path(__file__).resolve().parents[2] / "corpus/demo/papers/avika/av-kf-2022-11-28-protokoll.pdf"
FERRY = (
    "Viklunda kommun", "Hamnnämnden", "", "Protokoll", "Sammanträdesdatum 2023-11-08", "",
    "§ 9 Färjan till Gräsholmen", "Dnr HN 2023/31", "", "Beslut",
    "Hamnnämnden beslutar att färjan till Gräsholmen går elva turer om dagen.", "", "Ärendet",
    "Nämnden har under året mätt hur många som reser med färjan.", "Resorna har blivit fler sedan kajen byggdes om.",
)  # fmt: skip
PADDED = 1  # points that the page draws a box wider by, on each side

pytestmark = browsing.MARKS


@pytest.fixture(scope="module")
def originals(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the files that the questions are about, as they were before one of them was scanned."""
    folder = tmp_path_factory.mktemp("original")
    shutil.copy(COUNCIL, folder / "fullmaktige.pdf")
    (folder / "brygga.pdf").write_bytes(shelf.pdf(shelf.TURNED, 90))
    (folder / "farja.pdf").write_bytes(shelf.pdf(FERRY))
    return folder


@pytest.fixture(scope="module")
def archive(originals: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Return the address of a service over the files, one of them scanned where OCR is there to read it."""
    papers = tmp_path_factory.mktemp("handlingar")
    for path in originals.iterdir():
        content = path.read_bytes()
        if path.name == "farja.pdf" and ocr.is_installed():
            content = scanned(content)
        (papers / path.name).write_bytes(content)
    with running(papers, tmp_path_factory.mktemp("tjanst")) as url:
        yield url


@pytest.fixture
def page(chromium: Browser, archive: str) -> Iterator[Page]:
    """Give an empty page."""
    with look(chromium, archive) as found:
        yield found


def opened(page: Page, question: str) -> str:
    """Ask, open the page of the first quote, and return the quote."""
    page.goto("/")
    page.get_by_label("Din fråga").fill(question)
    page.get_by_role("button", name="Fråga", exact=True).click()
    card = page.get_by_role("article").filter(has=page.get_by_role("blockquote")).first
    quote = card.get_by_role("blockquote").first.inner_text()
    card.get_by_role("link", name="Öppna sidan").click()
    expect(page.locator(".paper mark")).to_be_visible()
    return quote


def boxes(rectangles: list[dict[str, str]]) -> tuple[Box, ...]:
    """Return rectangles of the picture as the places of characters that they are drawn around."""
    found = []
    for one in rectangles:
        x, y, width, height = (float(one[name]) for name in ("x", "y", "width", "height"))
        found.append(Box(x + PADDED, y + PADDED, width - 2 * PADDED, height - 2 * PADDED))
    return tuple(found)


def drawn(page: Page) -> tuple[Box, ...]:
    """Return the boxes that the page has drawn."""
    read = "all => all.map(one => Object.fromEntries([...one.attributes].map(a => [a.name, a.value])))"
    return boxes(page.locator("svg rect").evaluate_all(read))


def letters(text: str) -> str:
    """Return what of a text is letters and digits."""
    return "".join(filter(str.isalnum, text))


@pytest.mark.parametrize(
    ("file", "question", "said"),
    [
        ("fullmaktige.pdf", "Vad kostar ventilationssystemet på Åvika skola?", "12 300 tkr"),
        ("fullmaktige.pdf", "Varför minskar kultur- och fritidsnämndens ram?", "ishallens kylanläggning"),
        ("brygga.pdf", "Vad kostar bryggan i Tallviken?", "410 000 kronor"),
    ],
)
def test_the_marked_characters_are_those_of_the_quote(
    page: Page, originals: Path, file: str, question: str, said: str
) -> None:
    quote = opened(page, question)
    assert said in quote
    number = int(re.search(r"/sida/(\d+)", page.url)[1])
    expect(page.locator("#markering")).to_be_in_viewport()
    assert letters(words_under(originals / file, drawn(page), number)) == letters(quote)
    assert letters(page.locator(".paper mark").inner_text()) == letters(quote)


@pytest.mark.skipif(not ocr.is_installed(), reason="ocrmypdf or tesseract-ocr-swe is not installed")
def test_on_a_scan_too(page: Page, originals: Path) -> None:
    """The page comes at once, and the marks that OCR finds are laid over its picture."""
    quote = opened(page, "Hur många turer om dagen går färjan till Gräsholmen?")
    assert "elva turer" in quote
    assert drawn(page) == ()
    laid = page.locator("svg image.marking")
    fetched = page.request.get(laid.get_attribute("href"))
    assert fetched.headers["content-type"] == "image/svg+xml"
    tree = etree.fromstring(fetched.body())
    found = words_under(originals / "farja.pdf", boxes([dict(one.attrib) for one in tree.iter("{*}rect")]))
    # OCR tells where a word stands, and where in it a letter does but roughly.
    assert SequenceMatcher(None, letters(found), letters(quote)).ratio() > 0.9
    shown = "one => new Promise(d => { const i = new Image(); i.onload = () => d(i.width); i.src = one.href.baseVal; })"
    assert laid.evaluate(shown) > 500

"""What a PDF holds and its page does not show is no text of it; what is shown is, whatever lies about it."""

import io
from collections.abc import Callable

import pytest
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen import canvas

from corpus.errors import EmptyFile
from corpus.models import Extraction, Flaw
from tests.corpus.drawing import read

Draw = Callable[[canvas.Canvas], None]

LINE = "Bidraget går till Anna Bergsten, Ekvägen 7, med 300 kronor."
WHOLE = [LINE]


def page(*draws: Draw) -> bytes:
    """Return a page that is painted in this order."""
    file = io.BytesIO()
    paper = canvas.Canvas(file, pagesize=(595, 842))
    for draw in draws:
        draw(paper)
    paper.save()
    return file.getvalue()


def said(*draws: Draw) -> tuple[list[str], bool]:
    """Return the lines that are read of a page, and whether it is named as one that hides text."""
    extraction = read(page(*draws))
    return [line for line in extraction.text.split("\n") if line], hides(extraction)


def hides(extraction: Extraction) -> bool:
    """Return whether a page is named as one that hides text, without a word of that text."""
    found = [remark for remark in extraction.remarks if remark.flaw is Flaw.HIDDEN_TEXT]
    assert not any(word in remark.message for remark in found for word in ("Anna", "Bergsten", "Hemlig"))
    return bool(found)


def words(text: str = LINE, bottom: float = 700, shade: float = 0, mode: int = 0) -> Draw:
    """Return what writes a line."""

    def draw(paper: canvas.Canvas) -> None:
        line = paper.beginText(60, bottom)
        line.setFont("Helvetica", 11)
        line.setFillGray(shade)
        line.setTextRenderMode(mode)
        line.textLine(text)
        paper.drawText(line)

    return draw


def width(text: str) -> float:
    """Return how wide a text is."""
    return canvas.Canvas(io.BytesIO()).stringWidth(text, "Helvetica", 11)


# Where the name stands on the line.
LEFT, RIGHT = 60 + width("Bidraget går till "), 60 + width("Bidraget går till Anna Bergsten")


def box(shade: float = 0, alpha: float = 1, low: float = 697, high: float = 710) -> Draw:
    """Return what fills a box over the name."""

    def draw(paper: canvas.Canvas) -> None:
        paper.saveState()
        paper.setFillGray(shade, alpha)
        paper.rect(LEFT, low, RIGHT - LEFT, high - low, stroke=0, fill=1)
        paper.restoreState()

    return draw


def stroke(paper: canvas.Canvas) -> None:
    """Draw a thick line over the name."""
    paper.setLineWidth(13)
    paper.line(LEFT, 703.5, RIGHT, 703.5)


def photo(paper: canvas.Canvas) -> None:
    """Lay a picture over the name."""
    paper.drawImage(ImageReader(Image.new("RGB", (40, 10), (30, 90, 30))), LEFT, 697, RIGHT - LEFT, 13)


def drawing(*inner: Draw) -> Draw:
    """Return what paints a drawing within the page, moved a little."""

    def draw(paper: canvas.Canvas) -> None:
        paper.beginForm("inre")
        for one in inner:
            one(paper)
        paper.endForm()
        paper.doForm("inre")

    return draw


@pytest.mark.parametrize(
    "draws",
    [
        [words(), box()],
        [words(), box(shade=1)],
        [words(), box(shade=0.6)],
        [box(), words()],  # black on black
        [words(), box(low=699, high=707)],  # not quite as high as the letters
        [words(), stroke],
        [words(), photo],
        [words(), drawing(box())],
        [drawing(words()), box()],
        [drawing(words(), box())],
    ],
)
def test_words_that_are_painted_over_are_no_text(draws: list[Draw]) -> None:
    """Whatever covers them, in the order of painting; the rest of the line is one line still."""
    assert said(*draws) == ([LINE.replace("Anna Bergsten,", "█")], True)


@pytest.mark.parametrize(
    "draws",
    [
        [box(shade=0.8), words()],  # the background of a cell
        [words(), box(shade=0.8, alpha=0.4)],  # a highlighter
        [words(), box(shade=1), words()],  # painted once more
        [words(), lambda paper: paper.rect(50, 690, 400, 30)],  # a frame
        [words(), lambda paper: paper.line(60, 703, 300, 703)],  # struck out
    ],
)
def test_words_that_are_seen_are_text(draws: list[Draw]) -> None:
    """Backgrounds, transparency, frames and thin lines hide nothing."""
    assert said(*draws) == (WHOLE, False)


@pytest.mark.parametrize(
    "unseen",
    [
        words("Hemlig rad", bottom=650, shade=1),
        words("Hemlig rad", bottom=650, shade=0.99),
        words("Hemlig rad", bottom=650, mode=3),
        words("Hemlig rad", bottom=-200),
        words("Hemlig rad", bottom=900),
    ],
)
def test_words_that_nobody_could_see_are_no_text(unseen: Draw) -> None:
    """In the colour of the paper, invisible where nothing was scanned, or outside the page."""
    assert said(words(), unseen) == (WHOLE, True)
    with pytest.raises(EmptyFile):
        read(page(unseen))


def test_what_is_outside_the_crop_is_no_text() -> None:
    """A page is cut where its crop box says."""
    assert said(lambda paper: paper.setCropBox((0, 400, 595, 842)), words(), words("Hemlig", bottom=300)) == (
        WHOLE,
        True,
    )


def test_light_words_that_can_be_read_are_text() -> None:
    """White on a dark heading, and the grey of a watermark."""
    dark = [lambda paper: paper.rect(40, 640, 400, 30, stroke=0, fill=1), words("Rubrik", bottom=650, shade=1)]
    assert said(*dark, words("UTKAST", bottom=600, shade=0.85)) == (["Rubrik", "UTKAST"], False)


def scan(paper: canvas.Canvas) -> None:
    """Lay a scan of a line of text over the whole page."""
    picture = Image.new("L", (595, 842), 255)
    for left in range(60, 350, 3):
        for top in range(132, 143):
            picture.putpixel((left, top), 0)
    paper.drawImage(ImageReader(picture), 0, 0, 595, 842)


def test_the_words_of_a_scan_are_text_and_what_is_blacked_out_of_it_is_not() -> None:
    """An unseen layer of text belongs to the picture, beneath or behind it, until a box covers both."""
    layer = words(mode=3)
    assert said(scan, layer) == (WHOLE, False)
    assert said(words(), scan) == (WHOLE, False)
    lines, hidden = said(scan, layer, box())
    assert hidden
    assert not {"Anna", "Bergsten"} & set(" ".join(lines).replace(",", "").split())

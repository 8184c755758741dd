"""Pages as pictures: the boxes of a passage stand on its very words, whichever way the page is turned."""

import io
import string
from pathlib import Path

import numpy as np
import pypdfium2 as pdfium
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen import canvas

from corpus import leaves
from corpus.errors import UnreadableFile
from corpus.leaves import Box, matching
from corpus.readers import ocr, pdf
from tests.corpus.test_ocr import long_letter, scanned

LINES = (
    "§ 12 Isbana på Stortorget",
    "Nämnden beslutar att isbanan hålls öppen till den 15 mars.",
    "Driften kostar 38 000 kronor i månaden.",
    "Nämnden beslutar att isbanan hålls öppen till den 15 mars.",
)
SIZE, LEADING = 12, 40


def sheet(tmp_path: Path, *, turn: int = 0, scanned: bool = False) -> Path:
    """Write a PDF of one page with LINES, one below the other, turned; or with a picture in their place."""
    path = tmp_path / f"blad-{turn}-{scanned}.pdf"
    file = io.BytesIO()
    paper = canvas.Canvas(file, pagesize=A4)
    paper.setPageRotation(turn)
    if scanned:
        paper.drawImage(ImageReader(Image.new("L", (300, 200), 90)), 72, 300, 400, 300)
    else:
        paper.setFont("Helvetica", SIZE)
        for number, line in enumerate(LINES):
            paper.drawString(72, 500 - number * LEADING, line)
    paper.showPage()
    paper.save()
    path.write_bytes(file.getvalue())
    return path


def ink(path: Path, box: Box) -> float:
    """Return the share of dark points within a box of the page as PDFium draws it."""
    page = pdfium.PdfDocument(path)[0]
    shades = page.render(scale=2, grayscale=True).to_numpy()
    left, top = round(box.left * 2), round(box.top * 2)
    within = shades[top : top + round(box.height * 2), left : left + round(box.width * 2)]
    return float((within < 128).mean())


def words_under(path: Path, boxes: tuple[Box, ...], number: int = 1) -> str:
    """Return the words that stand under boxes, by turning the page's own text back to where it is shown."""
    document = pdfium.PdfDocument(path)
    page = document[number - 1]
    turn = {0: 0, 90: 1, 180: 2, 270: 3}[page.get_rotation()]
    page.set_rotation(0)
    width, height = page.get_size()
    text = page.get_textpage()
    said = []
    for box in boxes:
        x, y, far_x, far_y = box.left, box.top, box.left + box.width, box.top + box.height
        for _ in range(turn):  # each quarter back: the upper left corner of what is shown was the lower left
            x, y, far_x, far_y = y, x, far_y, far_x
        corners = {
            0: (x, height - far_y, far_x, height - y),
            1: (x, y, far_x, far_y),
            2: (width - far_x, y, width - x, far_y),
            3: (width - far_x, height - far_y, width - x, height - y),
        }[turn]
        said.append(text.get_text_bounded(*corners).strip())
    return " ".join(said)


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_the_boxes_stand_on_the_words(tmp_path, turn):
    path = sheet(tmp_path, turn=turn)
    leaf = leaves.leaf(path, 1, LINES[2])
    assert (leaf.width, leaf.height) == pytest.approx(A4, abs=1)  # reportlab lays out what is shown
    (box,) = leaf.boxes
    assert words_under(path, leaf.boxes) == LINES[2]
    assert (box.width > box.height) is (turn % 180 == 0)
    assert ink(path, box) > 0.05
    # And they stand on nothing else: a line's width beside, the paper is white.
    aside = Box(
        box.left + LEADING / 2 * (turn % 180 != 0), box.top + LEADING / 2 * (turn % 180 == 0), box.width, box.height
    )
    assert ink(path, aside) == 0


def test_a_passage_over_lines_has_a_box_for_each(tmp_path):
    path = sheet(tmp_path)
    found = leaves.leaf(path, 1, "\n".join(LINES[1:3]))
    assert len(found.boxes) == 2
    assert words_under(path, found.boxes) == " ".join(LINES[1:3])


def test_what_stands_twice_is_marked_where_it_is_meant(tmp_path):
    path = sheet(tmp_path)
    first = leaves.leaf(path, 1, LINES[1], LINES[0])
    second = leaves.leaf(path, 1, LINES[3], "\n".join(LINES[:3]))
    assert second.boxes[0].top - first.boxes[0].top == pytest.approx(2 * LEADING, abs=1)


def test_a_scan_has_a_picture_and_no_boxes(tmp_path):
    path = sheet(tmp_path, scanned=True)
    assert leaves.leaf(path, 1, "Nämnden beslutar").boxes == ()
    drawn = Image.open(io.BytesIO(leaves.picture(path, 1)))
    assert drawn.format == "WEBP"
    assert np.asarray(drawn.convert("L")).min() < 128


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7 och sedan inget", b"<html>"])
def test_what_is_no_pdf_is_told(tmp_path, content):
    path = tmp_path / "trasig.pdf"
    path.write_bytes(content)
    with pytest.raises(UnreadableFile, match="Sidan 1 kan inte visas som bild"):
        leaves.picture(path, 1)


def test_a_page_that_is_not_there_is_told(tmp_path):
    with pytest.raises(UnreadableFile, match="Sidan 9 "):
        leaves.leaf(sheet(tmp_path), 9, "Nämnden")


def test_a_page_that_takes_too_long_is_given_up(tmp_path, monkeypatch):
    """The time is up before a process has even started."""
    monkeypatch.setattr(leaves, "SECONDS", 0.01)
    with pytest.raises(UnreadableFile):
        leaves.picture(sheet(tmp_path), 1)


def test_no_side_of_a_picture_is_endless(tmp_path):
    path = tmp_path / "lang.pdf"
    paper = canvas.Canvas(str(path), pagesize=(20, 14_000))
    paper.drawString(2, 7_000, "a")
    paper.save()
    assert max(Image.open(io.BytesIO(leaves.picture(path, 1))).size) <= 3_000


@pytest.mark.parametrize(
    ("page", "passage", "marked"),
    [
        ("Det kostar 5 kr.", "kostar", ["kostar"]),
        ("förvalt-\nningen svarar", "förvaltningen", ["förvalt-\nningen"]),
        ("$ 12 Isbana", "§ 12 Isbana", ["12 Isbana"]),
        ("A (driften) och mer", "(driften)", ["(driften)"]),
        ("ﬂera ﬁskare vid hamnen", "flera fiskare", ["ﬂera ﬁskare"]),
        ("Det kostar", "något helt annat som inte finns", []),
        ("Det kostar", " \n", []),
        # A line of another column lies between, as the file has it.
        (
            "Nämnden beslutar att bygga\nsid 3\nen hall vid stationen nu",
            "Nämnden beslutar att bygga\nen hall vid stationen nu",
            ["Nämnden beslutar att bygga", "en hall vid stationen nu"],
        ),
    ],
)
def test_words_are_found_though_the_texts_differ(page, passage, marked):
    assert [page[start:end] for start, end in matching.find(page, passage)] == marked


WORDS = st.lists(st.text(string.ascii_letters + "åäöÅÄÖ§ﬁ0123456789", min_size=1, max_size=9), min_size=1, max_size=30)


@given(WORDS, st.data())
def test_what_the_page_has_is_found_whole(words, data):
    """However it is divided into lines, and in whatever case: the letters found are those looked for."""
    first = data.draw(st.integers(0, len(words) - 1))
    last = data.draw(st.integers(first + 1, len(words)))
    page = data.draw(st.sampled_from([" ", "\n", "-\n", " · "])).join(words)
    passage = " ".join(words[first:last]).upper()
    wanted = matching.Letters.of(passage).signs
    found = matching.find(page, passage, " ".join(words[:first]))
    assert "".join(matching.Letters.of(page[start:end]).signs for start, end in found) == wanted


@given(st.text(max_size=60), st.text(max_size=60), st.text(max_size=20))
def test_what_is_found_is_on_the_page_and_in_order_of_the_letters(page, passage, before):
    for start, end in matching.find(page, passage, before):
        assert 0 <= start < end <= len(page)
        assert matching.Letters.of(page[start:end]).signs in matching.Letters.of(passage).signs


def test_the_readers_own_text_is_found_on_the_page():
    """Of a real paper: every line that the reader has of a page is marked where its letters stand."""
    path = Path(__file__).resolve().parents[2] / "corpus/demo/papers/avika/av-kf-2022-11-28-protokoll.pdf"
    read = pdf.read(path.read_bytes())
    page = pdfium.PdfDocument(path)[2]
    held = page.get_textpage().get_text_range()
    own = read.text[read.pages[2].start : read.pages[2].end]
    lines = [line for line in own.split("\n") if len(matching.Letters.of(line).signs) >= matching.LEAST]
    assert len(lines) > 20
    found = [matching.find(held, line, own[: own.index(line)]) for line in lines]
    letters = ["".join(matching.Letters.of(held[a:b]).signs for a, b in spans) for spans in found]
    assert letters == [matching.Letters.of(line).signs for line in lines]


@pytest.mark.slow
@pytest.mark.skipif(not ocr.is_installed(), reason="ocrmypdf or tesseract-ocr-swe is not installed")
@pytest.mark.parametrize("angle", [0, 90])
def test_the_boxes_of_a_scan_stand_where_the_words_are_seen(tmp_path, angle):
    """Found by OCR, of a sheet that lies on its side too: within a letter of where they stand on what was scanned."""
    drawn, scan = tmp_path / "brev.pdf", tmp_path / "skannad.pdf"
    drawn.write_bytes(long_letter())
    scan.write_bytes(scanned(long_letter(), angle=angle))
    line = "Punkt 7: nämnden för hälsa och skola ger i uppdrag att rusta ön."
    (box,) = leaves.leaf(drawn, 1, line).boxes
    if angle:  # turned against the clock: what stood at the right is on top
        box = Box(box.top, A4[0] - box.left - box.width, box.height, box.width)
    assert leaves.leaf(scan, 1, line).boxes == ()
    seen = leaves.recognised(scan, 1)
    (found,) = leaves.leaf(scan, 1, line, characters=seen).boxes
    edges = [(one.left, one.top, one.left + one.width, one.top + one.height) for one in (box, found)]
    assert edges[1] == pytest.approx(edges[0], abs=SIZE)
    assert (found.width > found.height) is (angle == 0)
    assert ink(scan, found) > 0.05

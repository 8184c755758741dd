"""OCR: pages that are pictures are read where the programs are installed, and named where they are not."""

import io
import os
import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pypdfium2
import pytest
import reportlab
from PIL import Image
from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen import canvas

from corpus.errors import NoTextLayer
from corpus.readers import ocr, pdf
from corpus.sandbox import Sandbox

MakeBytes = Callable[..., bytes]

installed = pytest.mark.skipif(not ocr.is_installed(), reason="ocrmypdf or tesseract-ocr-swe is not installed")

LETTER = [
    "Socialnämnden i Lindsala",
    "Nämnden godkänner förvaltningens tjänsteutlåtande.",
    "Åtgärderna på ön börjar före sommaren.",
]


def scanned(data: bytes, *, stamp: str = "", title: str = "", angle: int = 0) -> bytes:
    """Return a PDF as a scan of its pages: one grey picture a page, with a stamp at its foot or a title on it."""
    file = io.BytesIO()
    paper = canvas.Canvas(file, pagesize=A4)
    for page in pypdfium2.PdfDocument(data):
        picture = page.render(scale=200 / 72, grayscale=True).to_pil().rotate(angle, expand=True)
        size = picture.width * 72 / 200, picture.height * 72 / 200
        paper.setPageSize(size)
        paper.drawImage(ImageReader(picture), 0, 0, *size)
        paper.drawString(72, 20, stamp)
        paper.drawString(200, 400, title)
        paper.showPage()
    paper.save()
    return file.getvalue()


def joined(*papers: bytes) -> bytes:
    """Return the pages of several PDFs as one."""
    whole = pypdfium2.PdfDocument.new()
    for data in papers:
        whole.import_pages(pypdfium2.PdfDocument(data))
    file = io.BytesIO()
    whole.save(file)
    return file.getvalue()


def mute(data: bytes) -> bytes:
    """Return a PDF whose font says "a" and "o" of the letters å, ä and ö."""
    changed = data
    for letter, base in zip("åäöÅÄÖ", "aaoAAO", strict=True):
        changed = changed.replace(f"<{ord(letter):04X}>".encode(), f"<{ord(base):04X}>".encode())
    assert changed != data
    return changed


def long_letter() -> bytes:
    """Return a page of more than a hundred words in a font of its own, with å, ä and ö."""
    pdfmetrics.registerFont(TTFont("Vera", str(Path(reportlab.__file__).parent / "fonts" / "Vera.ttf")))
    file = io.BytesIO()
    paper = canvas.Canvas(file, pagesize=A4, pageCompression=0)
    paper.setFont("Vera", 12)
    for number in range(12):
        paper.drawString(
            60, 760 - 22 * number, f"Punkt {number}: nämnden för hälsa och skola ger i uppdrag att rusta ön."
        )
    paper.save()
    return file.getvalue()


def page_texts(data: bytes, seconds: float = pdf.OCR_SECONDS) -> list[str]:
    """Return the text of each page, a line a line."""
    extraction = pdf.read(data, seconds)
    return [extraction.text[page.start : page.end].strip() for page in extraction.pages]


@pytest.fixture
def without_programs(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    """Let no program be found, as on a machine where OCR was never installed."""
    monkeypatch.setenv("PATH", str(tmp_path))
    ocr.is_installed.cache_clear()
    yield
    monkeypatch.undo()
    ocr.is_installed.cache_clear()


@installed
def test_a_scan_is_read(make_pdf: MakeBytes) -> None:
    """A page that is a picture gets its words, å, ä and ö included, and is known as OCR's."""
    extraction = pdf.read(scanned(make_pdf(LETTER)))
    assert extraction.text.split() == " ".join(LETTER).split()
    assert (extraction.scanned, extraction.unread, extraction.warnings) == ((1,), (), ())


@installed
@pytest.mark.slow
def test_a_scan_is_read_in_the_sandbox(make_pdf: MakeBytes, sandbox: Sandbox) -> None:
    """The programs have all that they need where readers run."""
    (paper,) = sandbox.read(scanned(make_pdf(LETTER)), "skannad.pdf")
    assert paper.document, paper.trouble
    assert paper.document.text.split() == " ".join(LETTER).split()


@installed
@pytest.mark.slow
def test_a_scan_that_lies_on_its_side_is_read() -> None:
    """A page that was fed across the glass is turned first."""
    scan = scanned(long_letter(), angle=90)
    assert "nämnden för hälsa och skola ger i uppdrag att rusta ön." in page_texts(scan)[0]


@installed
@pytest.mark.slow
def test_the_written_pages_of_a_mixed_file_stay_as_they_are(make_pdf: MakeBytes) -> None:
    """Only the page that is a picture is read by OCR."""
    written = make_pdf(["Första sidan, 6verlämnat"])
    extraction = pdf.read(joined(written, scanned(make_pdf(LETTER)), make_pdf(["Tredje"])))
    texts = [extraction.text[page.start : page.end].strip() for page in extraction.pages]
    assert texts[0] == "Första sidan, 6verlämnat"
    assert texts[1].split("\n")[0] == LETTER[0]
    assert texts[2] == "Tredje"
    assert extraction.scanned == (2,)


@installed
@pytest.mark.slow
def test_a_stamp_does_not_pass_for_the_text_of_a_scan(make_pdf: MakeBytes) -> None:
    """A signature's line at the foot of a scanned page leaves the page to be read."""
    (text,) = page_texts(scanned(make_pdf(LETTER), stamp="Transaktion 09222115557460"))
    assert LETTER[1] in text


@installed
@pytest.mark.slow
def test_letters_that_the_font_has_lost_are_read_from_the_page() -> None:
    """Where the file has no å, ä or ö though the page shows them, OCR gives them back."""
    data = mute(long_letter())
    extraction = pdf.read(data)
    assert extraction.text.count("nämnden för hälsa och skola") >= 10
    assert extraction.scanned == (1,)


@installed
def test_a_picture_without_words_is_named(make_pdf: MakeBytes) -> None:
    """A page on which OCR finds nothing is named as unread, and the rest of the file is kept."""
    extraction = pdf.read(make_pdf(["Första"], None))
    assert extraction.unread == (2,)
    assert re.search(r"\b2\b.*fann ingen text", extraction.warnings[0])


@installed
def test_time_that_runs_out_leaves_pages_unread_and_nothing_running(make_pdf: MakeBytes) -> None:
    """When the time is up the programs are ended, all of them, and what was read is kept."""
    data = joined(make_pdf(["Första"]), *[scanned(make_pdf(LETTER))] * 3)
    began = time.monotonic()
    extraction = pdf.read(data, ocr_seconds=0.7)
    assert time.monotonic() - began < 10
    assert extraction.unread == (2, 3, 4)
    assert re.search(r"\b2–4\b.*hann inte", extraction.warnings[0])
    assert not running_under(os.getpid())


def running_under(pid: int) -> list[str]:
    """Return the commands of the OCR that a process has running."""
    found = []
    for path in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in path.read_text().split():
            command = Path(f"/proc/{child}/cmdline").read_text().replace("\0", " ")
            found += [command] if "ocrmypdf" in command or "tesseract" in command else []
    return found


@pytest.mark.usefixtures("without_programs")
def test_without_the_programs_a_scan_says_what_to_install(make_pdf: MakeBytes) -> None:
    """A file that is all pictures cannot be read, and the message says which packages would help."""
    with pytest.raises(NoTextLayer, match=r"2 sidor.*ocrmypdf.*tesseract-ocr-swe"):
        pdf.read(scanned(make_pdf(LETTER, LETTER)))


@pytest.mark.usefixtures("without_programs")
def test_without_the_programs_a_mixed_file_names_its_pictures(make_pdf: MakeBytes) -> None:
    """The written pages are read, and the others are named with what to install."""
    extraction = pdf.read(joined(make_pdf(["Första"]), *[scanned(make_pdf(LETTER))] * 2))
    assert extraction.text.startswith("Första")
    assert extraction.unread == (2, 3)
    (warning,) = extraction.warnings
    assert "2–3" in warning
    assert "ocrmypdf" in warning


@pytest.mark.usefixtures("without_programs")
def test_without_the_programs_lost_letters_are_warned_of() -> None:
    """A page of Swedish without one å, ä or ö is read as it is, with a warning."""
    extraction = pdf.read(mute(long_letter()))
    assert "namnden for halsa" in extraction.text
    assert "å, ä och ö" in extraction.warnings[0]
    assert pdf.read(long_letter()).warnings == ()


@pytest.mark.usefixtures("without_programs")
def test_a_cover_is_no_scan(make_pdf: MakeBytes) -> None:
    """A title on a photograph is the whole text of its page."""
    extraction = pdf.read(scanned(make_pdf([""]), title="Årsredovisning för Lindsala"))
    assert extraction.text.strip() == "Årsredovisning för Lindsala"
    assert extraction.unread == ()


def test_the_blank_back_of_a_scanned_sheet_is_no_gap(make_pdf: MakeBytes) -> None:
    """A picture of nothing has been read when its page is left blank."""
    extraction = pdf.read(joined(make_pdf(["Första"]), scanned(make_pdf([""]))))
    assert (extraction.unread, extraction.scanned, extraction.warnings) == ((), (), ())
    assert len(extraction.pages) == 2


def test_a_hidden_text_is_known_as_ocr() -> None:
    """Words that lie unseen behind a picture are some other program's OCR, which takes § for a dollar sign."""
    file = io.BytesIO()
    paper = canvas.Canvas(file, pagesize=A4)
    paper.drawImage(ImageReader(Image.new("L", (60, 84), 255)), 0, 0, *A4)
    text = paper.beginText(72, 700)
    text.setTextRenderMode(3)
    text.textLine("$ 39 Nämnden godkänner förvaltningens förslag.")
    paper.drawText(text)
    paper.save()
    extraction = pdf.read(file.getvalue())
    assert extraction.text.strip() == "§ 39 Nämnden godkänner förvaltningens förslag."
    assert extraction.scanned == (1,)

"""What lies upon a PDF's pages or is attached to it is read, or named as unread where a reader looks for it."""

import io
from collections.abc import Callable

import pypdfium2
import pypdfium2.raw as raw
import pytest
from reportlab.pdfgen import canvas

from corpus.models import Document, Flaw
from corpus.readers import Limits
from corpus.reading import read

TEXT = "Badhuset öppnar klockan 06.00."


def paper(draw: Callable[[canvas.Canvas], None] = lambda _: None) -> bytes:
    """Return a page with something upon it."""
    file = io.BytesIO()
    page = canvas.Canvas(file, pagesize=(595, 842))
    page.drawString(72, 700, TEXT)
    draw(page)
    page.save()
    return file.getvalue()


def document(data: bytes) -> Document:
    """Return what is read of a PDF."""
    (only,) = read(data, "handling.pdf", Limits())
    assert only.document
    return only.document


def found(data: bytes) -> list[tuple[int, Flaw]]:
    """Return the findings of a PDF by page."""
    return [(finding.page, finding.flaw) for finding in document(data).findings]


def attached(*names: str) -> bytes:
    """Return a PDF that holds files."""
    pdf = pypdfium2.PdfDocument(paper())
    for name in names:
        pdf.new_attachment(name).set_data(b"Hyran ...")
    file = io.BytesIO()
    pdf.save(file)
    return file.getvalue()


def test_a_correction_typed_on_the_page_is_text_of_it() -> None:
    """Text that a program typed over the page, without looks of its own, and the value of a field."""
    data = paper(
        lambda page: page.freeTextAnnotation("Rättelse: 08.00.\nAnna", DA="/Helv 9 Tf", Rect=(72, 500, 300, 540))
    )
    assert document(data).text.split("\n")[:1] == [TEXT]
    assert "Rättelse: 08.00.\nAnna" in document(data).text
    assert found(data) == []
    form = paper(
        lambda page: page.acroForm.textfield(name="tid", value="klockan 09.15", x=72, y=600, width=200, height=20)
    )
    assert "klockan 09.15" in document(form).text


def flagged(flags: int) -> bytes:
    """Return a page with a text upon it whose flags say how it is shown."""
    pdf = pypdfium2.PdfDocument(paper(lambda page: page.freeTextAnnotation("Typed", DA="", Rect=(72, 500, 300, 540))))
    page = pdf[0]
    note = raw.FPDFPage_GetAnnot(page.raw, 0)
    raw.FPDFAnnot_SetFlags(note, flags)
    raw.FPDFPage_CloseAnnot(note)
    file = io.BytesIO()
    pdf.save(file)
    return file.getvalue()


def test_a_hidden_note_is_none() -> None:
    """One that no program shows is neither read nor named."""
    assert "Typed" in document(flagged(raw.FPDF_ANNOT_FLAG_PRINT)).text
    for flags in (raw.FPDF_ANNOT_FLAG_HIDDEN, raw.FPDF_ANNOT_FLAG_NOVIEW):
        assert "Typed" not in document(flagged(flags)).text


def test_notes_that_are_not_read_are_named_by_page_and_kind() -> None:
    """Not by what they say."""
    data = paper(lambda page: [page.textAnnotation(words, Rect=(72, 400, 90, 420)) for words in ("Kolla Anna", "Mer")])
    (finding,) = document(data).findings
    assert (finding.page, finding.flaw) == (1, Flaw.UNREAD_NOTE)
    assert "lapp (2)" in finding.message
    assert "Anna" not in finding.message


def test_attached_files_are_named() -> None:
    """With their names, and no more of them than can be read."""
    (finding,) = document(attached("bilaga om hyran.pdf", "karta.png")).findings
    assert (finding.page, finding.flaw) == (1, Flaw.UNREAD_FILE)
    assert "bilaga om hyran.pdf, karta.png" in finding.message
    (many,) = document(attached(*(f"{number}.pdf" for number in range(30)))).findings
    assert many.message.count(".pdf") == 20
    assert "10 till" in many.message


@pytest.mark.parametrize("name", ["a\nb.pdf", "\u202eknarB.pdf", "x" * 5_000, "../../etc/passwd", "\x07"])
def test_a_hostile_name_is_one_short_line(name: str) -> None:
    """Nothing in it is unseen, and it cannot fill the screen."""
    (finding,) = document(attached(name)).findings
    assert len(finding.message) < 300
    assert finding.message.isprintable()

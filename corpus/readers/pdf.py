"""PDF by PDFium (pypdfium2): page by page in the order of reading; pages that are pictures by OCR where it is there."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import pypdfium2 as pdfium
import pypdfium2.raw as raw

from corpus.errors import EmptyFile, NoTextLayer, TooLarge, UnreadableFile
from corpus.models import Extraction, Flaw, Remark, Span
from corpus.readers import bookmarks, clock, glyphs, layout, notes, ocr, paragraphs
from corpus.readers.layout import Line

PAGE_LIMIT = 5_000
# Seconds that OCR may take for one file.
OCR_SECONDS = 900.0
# A page with a picture over this share of it, and no more characters than this, all near its upper or lower edge, is a
# scan with a stamp. A title in the middle of a photograph is a cover.
MOST_STAMPED = 200
LEAST_COVERED = 0.6
EDGE = 0.15
# A scanned page is blank when less of it than this is darker than its paper by so many shades of 255.
LEAST_INK = 0.0003
CONTRAST = 60
# Letters drawn as shapes: so many paths and not one character.
LEAST_SHAPES = 60
# A page of this many words of which so many are these and none has an å, ä or ö has lost them.
LEAST_WORDS = 100
LEAST_SWEDISH = 0.08
HIDDEN = (
    "Sidan har text i filen som inte syns på den, till exempel under en ifylld ruta eller i papperets färg."
    " Den har inte lästs. Jämför med filen."
)

_SWEDISH = re.compile(r"\b(?:och|att|det|som|en|av|den|till|med|om|de|ett|inte|har|kan|ska|vid|enligt|i)\b", re.I)
# No OCR that we have seen knows the sign of a paragraph well, and no committee counts in dollars.
_DOLLAR = re.compile(r"\$(?=\$? ?\d)")
_RINGS = re.compile("[åäöÅÄÖ]")


@dataclass(slots=True)
class _Page:
    """A page as it is read. `recognised` says that OCR has seen it, whether or not it found a word."""

    lines: list[Line] = field(default_factory=list)
    scanned: bool = False
    picture: bool = False
    garbled: bool = False
    recognised: bool = False
    remarks: list[Remark] = field(default_factory=list)

    @property
    def length(self) -> int:
        """How many characters it has."""
        return sum(len(line.text) for line in self.lines)


def read(data: bytes, ocr_seconds: float = OCR_SECONDS) -> Extraction:
    """The text of a PDF. Pages that are pictures, or have lost å, ä and ö, are read by OCR for up to `ocr_seconds`.

    What could not be read is named in a warning and in `unread`; raises `NoTextLayer` where that is all of it.
    """
    document = _opened(data)
    try:
        count = len(document)
        if count > PAGE_LIMIT:
            raise TooLarge(f"PDF-filen har {count} sidor, gränsen är {PAGE_LIMIT}. Dela upp den i flera filer.")
        pages = [_page(document, number) for number in range(count)]
        with clock.stopped():
            _recognise(document, pages, ocr_seconds)
        if pages:
            pages[0].remarks += notes.unread_files(notes.attached(document), 1)
        outline = bookmarks.read(document)
    finally:
        document.close()
    return replace(_extraction(pages), bookmarks=outline)


def _opened(data: bytes) -> pdfium.PdfDocument:
    try:
        return pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        if "password" in str(error).lower():
            raise UnreadableFile("PDF-filen är skyddad med lösenord. Lämna en kopia utan lösenord.") from error
        raise UnreadableFile("Filen är ingen läsbar PDF. Hämta den på nytt från källan.") from error


def _page(document: pdfium.PdfDocument, number: int) -> _Page:
    try:
        page = document[number]
    except pdfium.PdfiumError as error:
        raise UnreadableFile(
            f"Sidan {number + 1} i PDF-filen kan inte läsas. Hämta filen på nytt från källan."
        ) from error
    try:
        laid = notes.read(page)
        if laid.painted and raw.FPDFPage_Flatten(page.raw, raw.FLAT_NORMALDISPLAY) == raw.FLATTEN_SUCCESS:
            page.close()
            page = document[number]
        sheet = glyphs.sheet(page, laid.over)
        lines = layout.lines(sheet.pieces, sheet.rules)
        lines += [Line(text, 0, 0, 0, 0) for text in (*sheet.aside, *laid.lines) if text.strip()]
        if sheet.hidden:
            for line in lines:
                line.text = _DOLLAR.sub("§", line.text)
        remarks = [Remark(number + 1, Flaw.HIDDEN_TEXT, HIDDEN)] if sheet.veiled else []
        remarks += laid.remarks(number + 1)
        return _Page(lines, sheet.hidden, _is_picture(page, sheet), _is_garbled(lines), remarks=remarks)
    finally:
        page.close()


def _is_picture(page: pdfium.PdfPage, sheet: glyphs.Sheet) -> bool:
    """Whether a page holds its text as a picture, or as shapes."""
    said = sum(len(piece.text) for piece in sheet.pieces)
    if said > MOST_STAMPED:
        return False
    width, height = page.get_size()
    _, bottom, _, top = page.get_mediabox()
    margin = EDGE * (top - bottom)
    if any(bottom + margin < (piece.bottom + piece.top) / 2 < top - margin for piece in sheet.pieces):
        return False
    covered, shapes = 0.0, 0
    for drawn in page.get_objects(max_depth=3):
        if drawn.type == raw.FPDF_PAGEOBJ_IMAGE:
            left, low, right, high = drawn.get_bounds()
            covered = max(covered, (right - left) * (high - low) / max(width * height, 1))
            if not said or covered >= LEAST_COVERED:
                return not _is_blank(page)
        elif drawn.type == raw.FPDF_PAGEOBJ_PATH:
            shapes += 1
            if not said and shapes >= LEAST_SHAPES:
                return True
    return False


def _is_blank(page: pdfium.PdfPage) -> bool:
    """Whether nothing is to be seen on a page, such as the back of a scanned sheet."""
    bitmap = page.render(scale=0.5, grayscale=True)
    try:
        shades = bitmap.to_numpy()
        return bool((shades < np.median(shades) - CONTRAST).mean() < LEAST_INK)
    finally:
        bitmap.close()


def _is_garbled(lines: Iterable[Line]) -> bool:
    """Whether a page is Swedish without a single å, ä or ö: the font does not say which characters its shapes are."""
    text = " ".join(line.text for line in lines)
    if _RINGS.search(text):
        return False
    words = text.count(" ") + 1
    return words >= LEAST_WORDS and len(_SWEDISH.findall(text)) >= LEAST_SWEDISH * words


def _recognise(document: pdfium.PdfDocument, pages: list[_Page], seconds: float) -> None:
    """Read by OCR the pages that need it, as far as it is there and the time lasts."""
    wanted = [number for number, page in enumerate(pages) if page.picture or page.garbled]
    if not wanted or not ocr.is_installed():
        return
    for numbers, data in ocr.searchable(document, wanted, seconds):
        recognised = pdfium.PdfDocument(data)
        try:
            for place, number in enumerate(numbers):
                before, found = pages[number], _page(recognised, place)
                before.recognised = True
                # A stamp over a photograph is not made better by what OCR sees in it.
                if found.length > before.length or (before.garbled and found.lines):
                    pages[number] = _Page(found.lines, scanned=True, remarks=before.remarks)
        finally:
            recognised.close()


def _extraction(pages: Sequence[_Page]) -> Extraction:
    unread = tuple(number for number, page in enumerate(pages, 1) if page.picture)
    if not any(page.lines for page in pages):
        if not unread:
            raise EmptyFile(f"PDF-filen har ingen text ({len(pages)} sidor). Kontrollera att rätt fil har lämnats.")
        raise NoTextLayer(
            f"PDF-filen är inskannad utan textlager ({len(pages)} sidor). {_advice(pages[unread[0] - 1])}"
        )
    texts, spans, headings = [], [], []
    start = 0
    for page, heads in zip(pages, paragraphs.headings([page.lines for page in pages]), strict=True):
        text, places = paragraphs.text(page.lines, heads)
        texts.append(text)
        spans.append(Span(start, start + len(text)))
        headings += [Span(start + places[first].start, start + places[last].end) for first, last in heads]
        start += len(text)
    return Extraction(
        "".join(texts),
        tuple(spans),
        tuple(head for head in headings if head.start < head.end),
        tuple(_warnings(pages, unread)),
        tuple(number for number, page in enumerate(pages, 1) if page.scanned),
        unread,
        tuple(remark for page in pages for remark in page.remarks),
    )


def _warnings(pages: Sequence[_Page], unread: Sequence[int]) -> Iterable[str]:
    garbled = [number for number, page in enumerate(pages, 1) if page.garbled]
    for trouble, numbers in (
        ("Sidor som är bilder och inte har lästs", unread),
        ("Sidor där bokstäverna å, ä och ö saknas i filen", garbled),
    ):
        for recognised in (True, False):
            same = [number for number in numbers if pages[number - 1].recognised is recognised]
            if same:
                yield f"{trouble}: {_listed(same)}. {_advice(pages[same[0] - 1])}"


def _advice(page: _Page) -> str:
    """What to do about a page that is still not read."""
    if not ocr.is_installed():
        return ocr.INSTALL
    if page.recognised:
        return "OCR-tolkningen fann ingen text. Kontrollera dem i filen."
    return "OCR-tolkningen hann inte färdigt. Dela upp filen eller låt OCR ta längre tid."


def _listed(numbers: Sequence[int]) -> str:
    """Page numbers as they are written: "2, 5–7"."""
    runs: list[tuple[int, int]] = []
    for number in numbers:
        if runs and number == runs[-1][1] + 1:
            runs[-1] = (runs[-1][0], number)
        else:
            runs.append((number, number))
    return ", ".join(str(first) if first == last else f"{first}–{last}" for first, last in runs)

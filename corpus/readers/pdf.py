"""PDF by PDFium (pypdfium2): the text layer, page by page."""

from __future__ import annotations

import re

import pypdfium2 as pdfium

from corpus.errors import NoTextLayer, TooLarge, UnreadableFile
from corpus.models import Extraction
from corpus.readers.clean import paginate

PAGE_LIMIT = 5_000
# PDFium gives U+0002 for a hyphen that ends a line, and joins the lines. It is a real hyphen where a coordinated
# compound goes on: "bygg- och miljönämnden".
_COORDINATED = re.compile(r"\x02(?=(?:och|eller|samt|respektive)\b)")
# It is one too where a name or an abbreviation is joined: "Berg-Öberg", "EU-kommissionen".
_JOINED_NAME = re.compile(r"\x02(?=[A-ZÅÄÖ])|(?<=[A-ZÅÄÖ]{2})\x02")


def read(data: bytes) -> Extraction:
    """The text layer of a PDF. Pages without characters among others are named in a warning."""
    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        if "password" in str(error).lower():
            raise UnreadableFile("PDF-filen är skyddad med lösenord. Lämna en kopia utan lösenord.") from error
        raise UnreadableFile(f"Filen är ingen läsbar PDF ({error}). Hämta den på nytt från källan.") from error
    try:
        count = len(document)
        if count > PAGE_LIMIT:
            raise TooLarge(f"PDF-filen har {count} sidor, gränsen är {PAGE_LIMIT}. Dela upp den i flera filer.")
        pages = [_page(document, number) for number in range(count)]
    finally:
        document.close()
    blank = [number for number, page in enumerate(pages, 1) if not page.strip()]
    if len(blank) == len(pages):
        raise NoTextLayer(
            f"PDF-filen är inskannad utan textlager ({len(pages)} sidor)."
            " Kör den genom en OCR-tolkning på svenska (till exempel ocrmypdf -l swe) och lämna den igen."
        )
    warnings = (f"Sidor utan text: {', '.join(map(str, blank))}.",) if blank else ()
    return paginate(pages, warnings)


def _page(document: pdfium.PdfDocument, number: int) -> str:
    try:
        page = document[number]
    except pdfium.PdfiumError as error:
        raise UnreadableFile(f"Sidan {number + 1} i PDF-filen kan inte läsas ({error}).") from error
    textpage = page.get_textpage()
    text: str = textpage.get_text_bounded()
    textpage.close()
    page.close()
    text = _JOINED_NAME.sub("-", text)
    # PDFium drops the hyphen's line end, so the words on both sides stand together once the mark is gone.
    return _COORDINATED.sub("- ", text).replace("\x02", "")

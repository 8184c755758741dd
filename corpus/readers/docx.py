"""Word documents by python-docx: paragraphs and tables in the order of the body, tables a row a line."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from typing import Any

import docx
from docx.document import Document as DocxDocument
from docx.opc.exceptions import PackageNotFoundError
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph
from lxml.etree import XMLSyntaxError

from corpus.errors import EmptyFile, TooLarge, UnreadableFile
from corpus.models import Extraction, Span
from corpus.readers.clean import clean

UNPACKED_LIMIT = 500 * 2**20
RATIO_LIMIT = 200
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
# What wraps blocks and is no block itself, and what is in a paragraph's XML and not on its line.
_THROUGH = {qn("w:sdt"), qn("w:sdtContent"), qn("w:ins"), qn("w:moveTo"), qn("w:customXml"), qn("w:smartTag")}
_LEFT_OUT = {
    qn("w:del"),
    qn("w:moveFrom"),
    qn("w:txbxContent"),
    qn("w:instrText"),
    qn("w:delText"),
    qn("w:pPr"),
    qn("w:rPr"),
    _FALLBACK,
}
_OLE = b"\xd0\xcf\x11\xe0"  # an encrypted docx, or the old .doc, is an OLE file


def read(data: bytes) -> Extraction:
    """The text of a Word file as one page: Word fixes its pages only when it draws them."""
    if data.startswith(_OLE):
        raise UnreadableFile(
            "Filen är krypterad eller i det gamla Word-formatet. Ta bort lösenordet eller spara den som .docx."
        )
    _check_size(data)
    try:
        document = docx.Document(io.BytesIO(data))
    except (PackageNotFoundError, zipfile.BadZipFile, KeyError, ValueError, AttributeError, XMLSyntaxError) as error:
        raise UnreadableFile(f"Filen är ingen läsbar Word-fil ({error}). Öppna och spara om den i Word.") from error
    lines: list[str] = []
    headings: list[Span] = []
    offset = 0
    for line, is_heading in _lines(document):
        line = clean(line).strip("\n")
        if is_heading and line.strip():
            headings.append(Span(offset, offset + len(line)))
        lines.append(line + "\n")
        offset += len(line) + 1
    text = "".join(lines)
    if not text.strip():
        raise EmptyFile("Word-filen innehåller ingen text. Kontrollera att rätt fil har lämnats.")
    return Extraction(text, (Span(0, len(text)),), tuple(headings))


def _lines(document: DocxDocument) -> list[tuple[str, bool]]:
    found: list[tuple[str, bool]] = []
    headers = [section.header for section in document.sections if not section.header.is_linked_to_previous]
    for header in headers:  # often the only place of diarienummer and date
        found.extend((text, False) for text, _ in _blocks(header._element, document) if text.strip())
    found.extend(_blocks(document.element.body, document))
    return found


def _blocks(element: Any, document: DocxDocument) -> Iterator[tuple[str, bool]]:
    """The paragraphs and table rows below `element` in order, through content controls and insertions."""
    for child in element:
        if child.tag == qn("w:p"):
            style = Paragraph(child, document._body).style
            name = (style.name or "") if style is not None else ""
            yield _text(child), name.startswith(("Heading", "Title", "Rubrik"))
            yield "", False
            for box in child.iter(qn("w:txbxContent")):
                if not any(above.tag == _FALLBACK for above in box.iterancestors()):
                    yield from _blocks(box, document)
        elif child.tag == qn("w:tbl"):
            for row in child.iter(qn("w:tr")):
                if next(row.iterancestors(qn("w:tbl"))) is child:
                    yield " | ".join(_cells(row, document)), False
            yield "", False
        elif child.tag in _THROUGH:
            yield from _blocks(child, document)


def _cells(row: Any, document: DocxDocument) -> Iterator[str]:
    for cell in row.iter(qn("w:tc")):
        if next(cell.iterancestors(qn("w:tr"))) is row:
            yield " ".join(" ".join(text.split()) for text, _ in _blocks(cell, document) if text.strip())


def _text(element: Any) -> str:
    """The text of a paragraph, insertions, content controls and links included, deletions and text boxes not."""
    found = []
    for child in element:
        if child.tag == qn("w:t"):
            found.append(child.text or "")
        elif child.tag in (qn("w:tab"), qn("w:ptab")):
            found.append("\t")
        elif child.tag in (qn("w:br"), qn("w:cr")):
            found.append("\n")
        elif child.tag == qn("w:noBreakHyphen"):
            found.append("-")
        elif child.tag not in _LEFT_OUT:
            found.append(_text(child))
    return "".join(found)


def _check_size(data: bytes) -> None:
    """Refuse what would unpack to more than a document ever does, before anything is unpacked."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            unpacked = sum(entry.file_size for entry in archive.infolist())
    except zipfile.BadZipFile as error:
        raise UnreadableFile(f"Filen är ingen läsbar Word-fil ({error}). Öppna och spara om den i Word.") from error
    if unpacked > UNPACKED_LIMIT or unpacked > RATIO_LIMIT * max(len(data), 2**16):
        raise TooLarge(
            f"Filen packas upp till {unpacked / 2**20:.0f} MB, gränsen är {UNPACKED_LIMIT / 2**20:.0f} MB"
            f" och {RATIO_LIMIT} gånger filens storlek. Kontrollera varifrån den kommer."
        )

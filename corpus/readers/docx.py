"""Word documents by python-docx: paragraphs and tables in the order of the body, tables a row a line."""

from __future__ import annotations

import io
import zipfile

import docx
from docx.document import Document as DocxDocument
from docx.opc.exceptions import PackageNotFoundError
from docx.table import Table
from docx.text.paragraph import Paragraph
from lxml.etree import XMLSyntaxError

from corpus.errors import EmptyFile, TooLarge, UnreadableFile
from corpus.models import Extraction, Span
from corpus.readers.clean import clean

UNPACKED_LIMIT = 500 * 2**20
RATIO_LIMIT = 200
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
    except (PackageNotFoundError, zipfile.BadZipFile, KeyError, ValueError, XMLSyntaxError) as error:
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
    for block in document.iter_inner_content():
        if isinstance(block, Paragraph):
            style = (block.style.name or "") if block.style is not None else ""
            found.append((block.text, style.startswith(("Heading", "Title", "Rubrik"))))
            found.append(("", False))
        elif isinstance(block, Table):
            for row in block.rows:
                # A merged cell is given once for each column that it covers.
                cells = [cell.text.strip().replace("\n", " ") for cell in dict.fromkeys(row.cells)]
                found.append((" | ".join(cells), False))
            found.append(("", False))
    return found


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

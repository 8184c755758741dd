"""Typesetting as a Word file: real heading, list and table styles, and the same bytes every time."""

import io
import re
import zipfile
from datetime import UTC, datetime

import docx
from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.text.paragraph import Paragraph as WordParagraph

from corpus.demo.typeset.parse import BULLET, Block, Heading, Item, Manuscript, Paragraph, Table, fold

_TEXT_WIDTH = Mm(160)
_UNDATED = datetime(2018, 1, 1, tzinfo=UTC)
# The first instant that a zip file can tell; the real one would make every run's bytes differ.
_ZIP_TIME = (1980, 1, 1, 0, 0, 0)


def typeset(manuscript: Manuscript) -> bytes:
    """Return the manuscript as the bytes of a docx file."""
    document = docx.Document()
    _set_page(document, manuscript)
    _set_styles(document)
    _set_properties(document, manuscript)
    for block in manuscript.blocks:
        _add(document, block)
    stream = io.BytesIO()
    document.save(stream)
    return _without_times(stream.getvalue())


def extract(content: bytes) -> str:
    """Return the words of a docx file's body in reading order, white space folded."""
    words: list[str] = []
    for part in docx.Document(io.BytesIO(content)).iter_inner_content():
        if isinstance(part, WordParagraph):
            words.append(part.text)
        else:
            words.extend(cell.text for row in part.rows for cell in row.cells)
    return fold(" ".join(words))


def _set_page(document: Document, manuscript: Manuscript) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(25)
    section.top_margin = section.bottom_margin = Mm(25)
    section.footer.paragraphs[0].text = manuscript.footer
    header = section.header.paragraphs[0]
    header.text = f"{manuscript.header}\t"
    stops = document.styles["Header"]
    # The template's own stops are for another paper size, and the first would catch the tab.
    for tabs in stops.element.findall(f"{qn('w:pPr')}/{qn('w:tabs')}"):
        tabs.getparent().remove(tabs)
    header.paragraph_format.tab_stops.add_tab_stop(_TEXT_WIDTH, WD_TAB_ALIGNMENT.RIGHT)
    _add_field(header, "PAGE")
    header.add_run(" (")
    _add_field(header, "NUMPAGES")
    header.add_run(")")


def _add_field(paragraph: WordParagraph, code: str) -> None:
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), code)
    # Programs that do not count pages themselves show what the field last held.
    held = OxmlElement("w:r")
    held.append(OxmlElement("w:t"))
    held[0].text = "1"
    field.append(held)
    paragraph._p.append(field)


def _set_styles(document: Document) -> None:
    styles = document.styles
    for properties in styles.element.iter(qn("w:rPrDefault")):
        for language in properties.iter(qn("w:lang")):
            language.set(qn("w:val"), "sv-SE")
    for name, size in (("Normal", 11), ("Heading 1", 16), ("Heading 2", 13), ("Heading 3", 11)):
        style = styles[name]
        assert isinstance(style, ParagraphStyle)
        style.font.size = Pt(size)
        language = OxmlElement("w:lang")
        language.set(qn("w:val"), "sv-SE")
        style.element.get_or_add_rPr().append(language)
        if name != "Normal":
            style.font.color.rgb = RGBColor(0, 0, 0)
            style.paragraph_format.space_before = Pt(12)
            style.paragraph_format.space_after = Pt(4)
        else:
            style.paragraph_format.space_after = Pt(6)


def _set_properties(document: Document, manuscript: Manuscript) -> None:
    match = re.search(r"(?<!\d)(\d{4})-(\d{2})-(\d{2})(?!\d)", manuscript.path.name)
    written = datetime(int(match[1]), int(match[2]), int(match[3]), tzinfo=UTC) if match else _UNDATED
    properties = document.core_properties
    properties.title = manuscript.title
    properties.author = properties.last_modified_by = manuscript.author
    properties.subject = manuscript.header
    properties.comments = ""
    properties.language = "sv-SE"
    properties.created = properties.modified = written
    properties.revision = 1


def _add(document: Document, block: Block) -> None:
    match block:
        case Heading():
            document.add_heading(block.text, level=block.level)
        case Paragraph():
            if block.close and document.paragraphs:
                document.paragraphs[-1].paragraph_format.space_after = Pt(0)
            document.add_paragraph(block.text)
        case Item(mark=mark) if mark == BULLET:
            document.add_paragraph(block.text, style="List Bullet")
        case Item():
            # The number is text: Word's own would run on from list to list, and no extractor would see it.
            paragraph = document.add_paragraph(f"{block.mark} {block.text}", style="List Paragraph")
            paragraph.paragraph_format.left_indent = Mm(7)
            paragraph.paragraph_format.first_line_indent = Mm(-7)
        case Table():
            _add_table(document, block)


def _add_table(document: Document, block: Table) -> None:
    table = document.add_table(len(block.rows), len(block.rows[0]), style="Table Grid")
    # `table.rows[i].cells` walks the whole table each time, so the cells are taken row by row.
    for number, (row, words) in enumerate(zip(table.rows, block.rows, strict=True)):
        for column, (cell, text) in enumerate(zip(row.cells, words, strict=True)):
            paragraph = cell.paragraphs[0]
            paragraph.add_run(text).bold = number == 0 or None
            paragraph.paragraph_format.space_after = Pt(0)
            if block.is_numeric(column):
                paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    repeated = OxmlElement("w:tblHeader")
    table.rows[0]._tr.get_or_add_trPr().append(repeated)
    document.add_paragraph().paragraph_format.space_after = Pt(0)


def _without_times(content: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(stream, "w") as target:
        for name in source.namelist():
            entry = zipfile.ZipInfo(name, _ZIP_TIME)
            entry.compress_type = zipfile.ZIP_DEFLATED
            # The host system's mark would differ between Windows and the rest.
            entry.create_system = 3
            target.writestr(entry, source.read(name))
    return stream.getvalue()

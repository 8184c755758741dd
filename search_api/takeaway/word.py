"""A paper as Word: real headings, quotations and lists, in Swedish."""

from __future__ import annotations

import io
from typing import Any

import docx
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from search_api.takeaway.paper import Block, Facts, Heading, Items, Paper, Quotation, Table, Text, one_line, visible

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
LANGUAGE = "sv-SE"


def write(paper: Paper) -> bytes:
    """The file's content."""
    document = docx.Document()
    properties = document.core_properties
    properties.title, properties.language = one_line(paper.title)[:255], LANGUAGE
    properties.author, properties.comments = "Beslutsminne", ""
    for style in document.styles:
        if style.type in (WD_STYLE_TYPE.PARAGRAPH, WD_STYLE_TYPE.CHARACTER):
            _set_language(style.element)
    _set_language(document.styles.element.find(qn("w:docDefaults")).find(qn("w:rPrDefault")))
    document.add_heading(one_line(paper.title), level=1)
    for block in paper.blocks:
        _add(document, block)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def _set_language(element: Any) -> None:
    """Let what is written with a style be spelled and read aloud as Swedish."""
    properties = element.find(qn("w:rPr"))
    if properties is None:
        properties = element.get_or_add_rPr()
    language = properties.find(qn("w:lang"))
    if language is None:
        language = OxmlElement("w:lang")
        properties.append(language)
    language.set(qn("w:val"), LANGUAGE)


def _add(document: Any, block: Block) -> None:
    match block:
        case Heading():
            document.add_heading(one_line(block.text), level=block.level)
        case Text():
            document.add_paragraph(one_line(block.text))
        case Quotation():
            document.add_paragraph(visible(block.text).strip(), style="Quote")
            document.add_paragraph(f"— {one_line(block.reference)}")
        case Items():
            for item in block.items:
                document.add_paragraph(one_line(item), style="List Number" if block.numbered else "List Bullet")
        case Facts():
            for name, value in block.rows:
                paragraph = document.add_paragraph()
                paragraph.add_run(f"{one_line(name)}: ").bold = True
                paragraph.add_run(one_line(value))
        case Table():
            _add_table(document, block)


def _add_table(document: Any, block: Table) -> None:
    table = document.add_table(rows=1, cols=len(block.columns), style="Table Grid")
    for cell, column in zip(table.rows[0].cells, block.columns, strict=True):
        cell.text = one_line(column)
        cell.paragraphs[0].runs[0].bold = True
    # The first row is named as the heading of the table, also to those who listen.
    repeated = OxmlElement("w:tblHeader")
    table.rows[0]._tr.get_or_add_trPr().append(repeated)
    for row in block.rows:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = one_line(text)

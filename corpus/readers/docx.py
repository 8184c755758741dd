"""Word documents by python-docx: paragraphs, list marks and tables in the order of the body, tables a row a line."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Collection, Iterator
from functools import partial
from typing import Any

import docx
from docx.document import Document as DocxDocument
from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.opc.exceptions import PackageNotFoundError
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from lxml.etree import XMLSyntaxError

from corpus.errors import EmptyFile, UnreadableFile
from corpus.models import Extraction
from corpus.readers import packed
from corpus.readers.blocks import BLANK, Block, Cell, Table, compose
from corpus.readers.docx_lists import Lists
from corpus.readers.docx_strikes import Strikes
from corpus.readers.numbering import integer
from corpus.readers.raised import lifted
from corpus.readers.struck import struck

_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
# What wraps blocks and is no block itself, and what is in a paragraph's XML and not on its line.
_THROUGH = {qn("w:sdt"), qn("w:sdtContent"), qn("w:ins"), qn("w:moveTo"), qn("w:customXml"), qn("w:smartTag")}
_LEFT_OUT = {
    qn("w:moveFrom"),
    qn("w:txbxContent"),
    qn("w:instrText"),
    qn("w:delText"),
    qn("w:pPr"),
    qn("w:rPr"),
    _FALLBACK,
}
_NOTES = ((qn("w:footnoteReference"), RT.FOOTNOTES, "w:footnote"), (qn("w:endnoteReference"), RT.ENDNOTES, "w:endnote"))
_PROPERTIES = qn("w:rPr")
_OLE = b"\xd0\xcf\x11\xe0"  # an encrypted docx, or the old .doc, is an OLE file


def read(data: bytes) -> Extraction:
    """The text of a Word file as one page: Word fixes its pages only when it draws them."""
    if data.startswith(_OLE):
        raise UnreadableFile(
            "Filen är krypterad eller i det gamla Word-formatet. Ta bort lösenordet eller spara den som .docx."
        )
    packed.document(data, "Word").close()
    try:
        extraction = compose(_Body(docx.Document(io.BytesIO(data))).blocks())
    except (
        PackageNotFoundError,
        zipfile.BadZipFile,
        KeyError,
        ValueError,
        AttributeError,
        XMLSyntaxError,
        *packed.FAULTS,
    ) as error:
        raise packed.unreadable("Word", error) from error
    if not extraction.text.strip():
        raise EmptyFile("Word-filen innehåller ingen text. Kontrollera att rätt fil har lämnats.")
    return extraction


class _Body:
    """What is written in a Word file, with what its styles and lists add."""

    def __init__(self, document: DocxDocument) -> None:
        self._document = document
        self._lists = Lists(document)
        self._strikes = Strikes(document)
        self._headings = _heading_styles(document)
        self._raised = _raised_styles(document)
        self._notes = dict(_notes(document))

    def blocks(self) -> Iterator[Block]:
        """The headers, often the only place of diarienummer and date, and the body."""
        for section in self._document.sections:
            if not section.header.is_linked_to_previous:
                for block in self._blocks(section.header._element):
                    if block.text.strip():
                        yield Block(block.text)
        yield from self._blocks(self._document.element.body)

    def _blocks(self, element: Any) -> Iterator[Block]:
        """The paragraphs and table rows below `element` in order, through content controls and insertions."""
        for child in element:
            if child.tag == qn("w:p"):
                yield from self._paragraph(child)
            elif child.tag == qn("w:tbl"):
                yield from self._table(child)
                yield BLANK
            elif child.tag in _THROUGH:
                yield from self._blocks(child)

    def _paragraph(self, element: Any) -> Iterator[Block]:
        style = element.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
        name = "" if style is None else style.get(qn("w:val"), "")
        is_struck = partial(self._strikes.strikes, style=name)
        mark, text = self._lists.mark(element, name), _text(element, self._raised, is_struck)
        outline = element.find(f"{qn('w:pPr')}/{qn('w:outlineLvl')}")
        heading = name in self._headings or (outline is not None and outline.get(qn("w:val"), "9") < "9")
        yield Block(f"{mark} {text}" if mark and text.strip() else text, heading)
        yield BLANK
        for box in element.iter(qn("w:txbxContent")):
            if not any(above.tag == _FALLBACK for above in box.iterancestors()):
                yield from self._blocks(box)
        if self._notes:
            for tag, _, _ in _NOTES:
                for reference in element.iter(tag):
                    yield from self._blocks(self._notes.pop((tag, reference.get(qn("w:id"))), ()))

    def _table(self, element: Any) -> Iterator[Block]:
        rows = [list(_own(part, "w:tc", "w:tr")) for part in _own(element, "w:tr", "w:tbl")]
        # Where all rows have as many cells, spans only say that their edges are not drawn quite under one another.
        spanned = len({len(cells) for cells in rows if len(cells) > 1}) > 1
        table = Table()
        for cells in rows:
            yield from table.row(self._cell(cell, spanned=spanned) for cell in cells)

    def _cell(self, element: Any, *, spanned: bool) -> Cell:
        span, merge = (element.find(f"{qn('w:tcPr')}/{qn(tag)}") for tag in ("w:gridSpan", "w:vMerge"))
        across = 1 if span is None or not spanned else integer(span.get(qn("w:val")), 1)
        goes_on = merge is not None and merge.get(qn("w:val"), "continue") == "continue"
        return Cell(list(self._blocks(element)), across, int(not goes_on))


def _own(element: Any, tag: str, owner: str) -> Iterator[Any]:
    """The `tag` elements below `element`, less those of tables within it; `owner` is the tag of `element`."""
    return (part for part in element.iter(qn(tag)) if next(part.iterancestors(qn(owner))) is element)


def _heading_styles(document: DocxDocument) -> set[str]:
    """The ids of the paragraph styles that are headings by their name or by their outline level."""
    own: dict[str, bool] = {}
    based: dict[str, str] = {}
    for style in document.styles.element.iter(qn("w:style")):
        name, level, base = (
            style.find(tag) for tag in (qn("w:name"), f"{qn('w:pPr')}/{qn('w:outlineLvl')}", qn("w:basedOn"))
        )
        identity = style.get(qn("w:styleId"), "")
        called = "" if name is None else name.get(qn("w:val"), "").casefold()
        own[identity] = called.startswith(("heading", "title", "rubrik"))
        if level is not None:
            own[identity] = own[identity] or level.get(qn("w:val"), "9") < "9"
        elif base is not None:
            based[identity] = base.get(qn("w:val"), "")
    return {name for name in own if own[name] or own.get(based.get(name, ""), False)}


def _raised_styles(document: DocxDocument) -> set[str]:
    """The ids of the styles that set their text above the line."""
    styles = document.styles.element.iter(qn("w:style"))
    return {style.get(qn("w:styleId"), "") for style in styles if _is_raised(style.find(_PROPERTIES), ())}


def _notes(document: DocxDocument) -> Iterator[tuple[tuple[str, str | None], Any]]:
    """Each footnote and endnote by the tag and the id of the reference to it."""
    for reference, relation, tag in _NOTES:
        try:
            root = parse_xml(document.part.part_related_by(relation).blob)
        except KeyError:
            continue
        for note in root.iterchildren(qn(tag)):
            yield (reference, note.get(qn("w:id"))), note


def _text(element: Any, raised: Collection[str], is_struck: Callable[[Any], bool]) -> str:
    """The text of a paragraph with insertions, content controls and links, without boxes and hidden text.

    Of deletions and runs that are struck out there are marks. `raised` are the styles that set their text above the
    line.
    """
    found = []
    for child in element:
        if child.tag == _PROPERTIES and _is_hidden(child):
            return ""
        if child.tag == qn("w:t"):
            found.append(child.text or "")
        elif child.tag in (qn("w:tab"), qn("w:ptab")):
            found.append("\t")
        elif child.tag in (qn("w:br"), qn("w:cr")):
            found.append("\n")
        elif child.tag == qn("w:noBreakHyphen"):
            found.append("-")
        elif child.tag == qn("w:del"):
            found.append(struck("".join(child.itertext())))
        elif child.tag not in _LEFT_OUT:
            words = _text(child, raised, is_struck)
            found.append(struck(words) if child.tag == qn("w:r") and is_struck(child) else words)
    text = "".join(found)
    return lifted(text) if _is_raised(element.find(_PROPERTIES), raised) else text


def _is_raised(properties: Any, styles: Collection[str]) -> bool:
    """Whether a run's properties set it above the line, by themselves or by one of `styles`."""
    if properties is None:
        return False
    level, style = properties.find(qn("w:vertAlign")), properties.find(qn("w:rStyle"))
    if level is not None:
        return bool(level.get(qn("w:val")) == "superscript")
    return style is not None and style.get(qn("w:val"), "") in styles


def _is_hidden(properties: Any) -> bool:
    hidden = properties.find(qn("w:vanish"))
    return hidden is not None and hidden.get(qn("w:val"), "1") not in ("0", "false", "off")

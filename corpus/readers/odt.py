"""OpenDocument texts (LibreOffice) by lxml: paragraphs, list marks and tables in the order of the body."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from lxml import etree

from corpus.errors import EmptyFile, UnreadableFile
from corpus.models import Extraction
from corpus.readers import packed
from corpus.readers.blocks import BLANK, Block, Cell, Table, compose
from corpus.readers.numbering import BULLET, Counter, Level, integer
from corpus.readers.odt_strikes import Strikes
from corpus.readers.raised import lifted
from corpus.readers.struck import MARK, struck

_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_DRAW = "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}"
_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
# What is in a paragraph's XML and not on its line; the text of notes and boxes follows the paragraph.
_LEFT_OUT = {
    f"{_OFFICE}annotation",
    f"{_TEXT}note",
    f"{_TEXT}ruby-text",
    f"{_TEXT}hidden-text",
    f"{_TEXT}tracked-changes",
    f"{_DRAW}frame",
    f"{_DRAW}custom-shape",
}
# What wraps blocks and is no block itself.
_THROUGH = {
    f"{_TEXT}{name}"
    for name in (
        "section",
        "index-body",
        "index-title",
        "table-of-content",
        "illustration-index",
        "table-index",
        "alphabetical-index",
        "bibliography",
        "numbered-paragraph",
    )
} | {f"{_DRAW}text-box", f"{_DRAW}frame", f"{_DRAW}a"}
_LISTS = {f"{_TEXT}list", f"{_TEXT}list-item", f"{_TEXT}list-header"}
_ROW_GROUPS = {f"{_TABLE}table-header-rows", f"{_TABLE}table-rows", f"{_TABLE}table-row-group"}
_CELL, _COVERED = f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"
_BULLET_LEVEL = f"{_TEXT}list-level-style-bullet"
_NUMBER_LEVELS = (f"{_TEXT}list-level-style-number", f"{_TEXT}outline-level-style")
# A list has ten levels at most, and nine of them can be named in `Level.text`.
_DEEPEST = 9
_SPACE = re.compile(r"[ \t\r\n]+")
_LONGEST_SPACE = 100


def read(data: bytes) -> Extraction:
    """The text of an ODT file as one page: its pages are fixed only when it is drawn."""
    with packed.document(data, "ODT") as archive:
        try:
            content = _parse(archive, "content.xml")
            styles = _parse(archive, "styles.xml") if "styles.xml" in archive.namelist() else None
        except (KeyError, etree.XMLSyntaxError, *packed.FAULTS) as error:
            if _is_encrypted(archive):
                raise UnreadableFile("ODT-filen är krypterad. Ta bort lösenordet och spara om den.") from error
            raise packed.unreadable("ODT", error) from error
    extraction = compose(_Body(content, styles).blocks())
    if not extraction.text.strip():
        raise EmptyFile("ODT-filen innehåller ingen text. Kontrollera att rätt fil har lämnats.")
    return extraction


def _parse(archive: zipfile.ZipFile, member: str) -> Any:
    # Entities are left alone and nothing is fetched, so that no file is read and no laugh expanded.
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True
    )
    return etree.fromstring(archive.read(member), parser)


def _is_encrypted(archive: zipfile.ZipFile) -> bool:
    try:
        return b"encryption-data" in archive.read("META-INF/manifest.xml")
    except (KeyError, *packed.FAULTS):
        return False


class _Body:
    """What is written in an ODT file, with what its styles and lists add."""

    def __init__(self, content: Any, styles: Any | None) -> None:
        self._content = content
        self._styles = styles
        roots = [content] if styles is None else [styles, content]
        self._roots = roots
        self._strikes = Strikes(roots[:1])  # of the page headers, whose automatic styles are others than the body's
        self._lists = {
            style.get(f"{_STYLE}name", ""): _levels(style)
            for root in roots
            for style in root.iter(f"{_TEXT}list-style")
        }
        self._headings = {
            style.get(f"{_STYLE}name", "")
            for root in roots
            for style in root.iter(f"{_STYLE}style")
            if any(
                style.get(f"{_STYLE}{attribute}", "").startswith(("Title", "Heading", "Rubrik"))
                for attribute in ("name", "parent-style-name")
            )
        }
        self._raised = {
            style.get(f"{_STYLE}name", "")
            for root in roots
            for style in root.iter(f"{_STYLE}style")
            if any(map(_is_raised, style.iterchildren(f"{_STYLE}text-properties")))
        }
        self._counters: dict[str, Counter] = {}
        outlines = [outline for root in roots for outline in root.iter(f"{_TEXT}outline-style")]
        self._outline = _levels(outlines[0]) if outlines else {}
        self._chapters = Counter()

    def blocks(self) -> Iterator[Block]:
        """The page headers, often the only place of diarienummer and date, and the body."""
        if self._styles is not None:
            for header in self._styles.iter(f"{_STYLE}header", f"{_STYLE}header-first"):
                for block in self._blocks(header):
                    if block.text.strip():
                        yield Block(block.text)
        self._strikes = Strikes(self._roots)
        for body in self._content.iter(f"{_OFFICE}text"):
            yield from self._blocks(body)

    def _blocks(self, element: Any) -> Iterator[Block]:
        for child in element:
            if child.tag in (f"{_TEXT}p", f"{_TEXT}h"):
                yield from self._paragraph(child)
            elif child.tag in _LISTS:
                yield from self._list(child, {}, Counter(), 0)
            elif child.tag == f"{_TABLE}table":
                yield from self._table(child, Table())
                yield BLANK
            elif child.tag in _THROUGH:
                yield from self._blocks(child)

    def _paragraph(self, element: Any, mark: str = "") -> Iterator[Block]:
        text = _text(element, self._raised, self._strikes)
        if element.tag == f"{_TEXT}h" and not mark and element.get(f"{_TEXT}is-list-header") != "true":
            mark = self._chapters.mark(self._outline, integer(element.get(f"{_TEXT}outline-level"), 1) - 1)
        heading = element.tag == f"{_TEXT}h" or element.get(f"{_TEXT}style-name", "") in self._headings
        yield Block(f"{mark} {text}" if mark and text.strip() else text, heading)
        yield BLANK
        for inner in element.iter(f"{_TEXT}note-body", f"{_DRAW}text-box"):
            if next(inner.iterancestors(f"{_TEXT}p", f"{_TEXT}h")) is element:
                yield from self._blocks(inner)

    def _list(self, element: Any, levels: Mapping[int, Level], counter: Counter, depth: int) -> Iterator[Block]:
        name = element.get(f"{_TEXT}style-name")
        if name is not None and (levels := self._lists.get(name, {})) and not depth:
            goes_on = element.get(f"{_TEXT}continue-numbering") == "true" or f"{_TEXT}continue-list" in element.attrib
            counter = self._counters.get(name, counter) if goes_on else counter
            self._counters[name] = counter
        for item in element:
            if item.tag not in _LISTS:
                continue
            if f"{_TEXT}start-value" in item.attrib:
                counter.restart(depth, integer(item.get(f"{_TEXT}start-value"), 1))
            mark = ""
            if item.tag == f"{_TEXT}list-item" and any(child.tag not in _LISTS for child in item):
                mark = counter.mark(levels, depth)
            for child in item:
                if child.tag in _LISTS:
                    yield from self._list(child, levels, counter, depth + 1)
                elif child.tag in (f"{_TEXT}p", f"{_TEXT}h"):
                    yield from self._paragraph(child, mark)
                    mark = ""

    def _table(self, element: Any, rows: Table) -> Iterator[Block]:
        for child in element:
            if child.tag == f"{_TABLE}table-row":
                yield from rows.row(self._cells(child))
            elif child.tag in _ROW_GROUPS:
                yield from self._table(child, rows)

    def _cells(self, row: Any) -> Iterator[Cell]:
        """The cells of a row; those under one that goes over several columns are of it."""
        within = 0
        for element in row.iterchildren(_CELL, _COVERED):
            if element.tag == _CELL:
                across = integer(element.get(f"{_TABLE}number-columns-spanned"), 1)
                within = across - 1
                yield Cell(list(self._blocks(element)), across)
            elif within > 0:
                within -= 1
            else:
                yield Cell((), down=0)


def _levels(style: Any) -> dict[int, Level]:
    """The levels of a list style, the outermost being 0."""
    found = {}
    for level in style.iterchildren(_BULLET_LEVEL, *_NUMBER_LEVELS):
        depth = integer(level.get(f"{_TEXT}level"), 1) - 1
        if level.tag == _BULLET_LEVEL:
            found[depth] = Level(BULLET)
            continue
        counted = level.get(f"{_STYLE}num-format", "")[:1]
        first = max(0, depth + 1 - integer(level.get(f"{_TEXT}display-levels"), 1))
        numbers = ".".join(f"%{n + 1}" for n in range(first, depth + 1)) if counted and depth < _DEEPEST else ""
        text = f"{level.get(f'{_STYLE}num-prefix', '')}{numbers}{level.get(f'{_STYLE}num-suffix', '')}"
        found[depth] = Level(counted, text, integer(level.get(f"{_TEXT}start-value"), 1))
    return found


def _is_raised(properties: Any) -> bool:
    """Whether text stands above the line: "super 58%", or by how much, "33% 58%"."""
    place = properties.get(f"{_STYLE}text-position", "").split(" ")[0]
    return bool(place == "super" or (place.endswith("%") and not place.startswith(("-", "0"))))


def _text(element: Any, raised: Collection[str], strikes: Strikes, *, is_struck: bool = False) -> str:
    """The text of a paragraph or of a stretch of it, boxes and notes left out; `raised` are styles above the line.

    Of what is struck out, or deleted by a tracked change, there are marks.
    """
    is_struck = strikes.strikes(element, around=is_struck)
    found = [_collapsed(element.text, is_struck=is_struck)]
    for child in element:
        if child.tag == f"{_TEXT}s":
            found.append(" " * min(integer(child.get(f"{_TEXT}c"), 1), _LONGEST_SPACE))
        elif child.tag == f"{_TEXT}tab":
            found.append("\t")
        elif child.tag == f"{_TEXT}line-break":
            found.append("\n")
        elif child.tag == f"{_TEXT}change":
            found.append(MARK)
        elif isinstance(child.tag, str) and child.tag not in _LEFT_OUT:
            words = _text(child, raised, strikes, is_struck=is_struck)
            found.append(lifted(words) if child.get(f"{_TEXT}style-name") in raised else words)
        found.append(_collapsed(child.tail, is_struck=is_struck))
    return "".join(found)


def _collapsed(words: str | None, *, is_struck: bool) -> str:
    """`words` with each run of white space as one space: wider ones, tabs and line ends are elements."""
    collapsed = _SPACE.sub(" ", words or "")
    return struck(collapsed) if is_struck else collapsed

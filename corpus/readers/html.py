"""Web pages by lxml, as a browser without styles and scripts shows them; nothing is fetched."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator, Sequence
from typing import Any

from lxml import etree

from corpus.errors import TooLarge, UnreadableFile
from corpus.models import Extraction
from corpus.readers import text
from corpus.readers.blocks import BLANK, Block, Cell, Table, compose
from corpus.readers.numbering import BULLET, integer, numeral
from corpus.readers.raised import lifted
from corpus.readers.struck import MARK, struck

_HEADINGS = frozenset("h1 h2 h3 h4 h5 h6".split())
# What begins on a line of its own, and of that what has a blank line around it.
_SPACED = _HEADINGS | frozenset("p table ul ol dl pre blockquote section article header footer main address".split())
_LINES = _SPACED | frozenset(
    "div li dt dd tr td th caption thead tbody tfoot figure figcaption form fieldset legend hr center body aside"
    " details summary".split()
)
# What is no part of the text: code, controls and ways around the site.
_NO_TEXT = frozenset(
    "script style head nav noscript template iframe object applet select option button textarea input svg math canvas"
    " audio video map dialog frameset".split()
)
_STRUCK = frozenset(("del", "s", "strike"))
_LISTS = frozenset(("ul", "ol"))
_HIDDEN = re.compile(r"(?:display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all)", re.IGNORECASE)
_RAISED = re.compile(r"vertical-align\s*:\s*super\b", re.IGNORECASE)
_LINE_THROUGH = re.compile(r"text-decoration(?:-line)?\s{0,20}:[^;]{0,200}?line-through", re.IGNORECASE)
# A selector of classes, and at most the name of an element before them.
_OF_CLASSES = re.compile(r"[\w-]{0,100}(?:\.[\w-]{1,100}){1,9}")
_MOST_CLASSES = 100
# A cell over no row goes down to the end of its table.
_TO_THE_END = 65_534
_CHARSET = re.compile(rb"<(?:meta|\?xml)\b[^>]{0,200}?(?:charset|encoding)\s*=\s*[\"']?([\w.:-]{1,40})", re.IGNORECASE)
# How far into the file the name of its encoding is looked for, in bytes.
_PROLOGUE = 4096


def read(data: bytes) -> Extraction:
    """The text of a web page as one page, with its heading elements as headings."""
    return render(_decode(data))


def render(source: str) -> Extraction:
    """As `read`, of a page that has been decoded."""
    parser = etree.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True)
    try:
        # The mark keeps the parser from believing an encoding that the page names.
        root = etree.fromstring(codecs.BOM_UTF8 + source.encode("utf-8", "replace"), parser)
    except (etree.LxmlError, ValueError) as error:
        raise UnreadableFile("Filen är ingen läsbar webbsida. Spara om den från webbläsaren.") from error
    if any(fault.type == etree.ErrorTypes.ERR_RESOURCE_LIMIT for fault in parser.error_log):
        raise TooLarge("Webbsidan är för djupt nästlad eller har för långa stycken. Spara den som text eller PDF.")
    return compose(_Flow(root, _struck_classes(root)).blocks() if root is not None else ())


def _decode(data: bytes) -> str:
    named = _CHARSET.search(data[:_PROLOGUE])
    return text.decode(data, named[1].decode("ascii", "replace") if named else "")


class _Flow:
    """The lines of an element, read without recursion, so that no depth of nesting exhausts the stack."""

    def __init__(self, root: Any, struck_classes: Sequence[frozenset[str]]) -> None:
        self._root = root
        self._struck_classes = struck_classes
        self._blocks: list[Block] = []
        self._pieces: list[str] = []
        self._heading = False
        self._preformatted = 0
        self._raised = 0
        self._mark = ""
        # For each open list its next number, or None where it has bullets, and the style of its numbers.
        self._lists: list[tuple[int | None, str]] = []

    def blocks(self) -> list[Block]:
        walk = etree.iterwalk(self._root, events=("start", "end"))
        for event, element in walk:
            if not isinstance(element.tag, str):  # an entity that was not replaced
                self._add(element.tail if event == "end" else "")
            elif event == "start":
                if element is not self._root and _is_hidden(element):
                    walk.skip_subtree()
                elif self._is_struck(element):
                    self._open(element)
                    self._pieces.append(struck("".join(element.itertext())))
                    walk.skip_subtree()
                elif element.tag == "table" and _is_data(element):
                    self._table(element)
                    walk.skip_subtree()
                else:
                    self._open(element)
                    self._add(element.text)
            else:
                self._close(element)
        self._end_line()
        return self._blocks

    def _open(self, element: Any) -> None:
        tag = element.tag
        if tag in _LINES:
            self._end_line()
        if tag in _SPACED and not self._lists:
            self._blocks.append(BLANK)
        if tag in _HEADINGS:
            self._heading = True
        elif tag == "br":
            self._pieces.append("\n")
        elif tag in _LISTS:
            start = integer(element.get("start"), 1) if tag == "ol" else None
            style = element.get("type", "1")
            self._lists.append((start, style if style in ("1", "a", "A", "i", "I") else "1"))
        elif tag == "li":
            self._mark = self._item(element)
        elif tag == "pre":
            self._preformatted += 1
        self._raised += _is_raised(element)

    def _close(self, element: Any) -> None:
        tag = element.tag
        if self._raised and not _is_hidden(element):
            self._raised -= _is_raised(element)
        if tag in _LINES and not _is_hidden(element):
            self._end_line()
            if tag in _HEADINGS:
                self._heading = False
            elif tag in _LISTS and self._lists:
                self._lists.pop()
            elif tag == "pre":
                self._preformatted -= 1
            elif tag == "li":
                self._mark = ""
            if tag in _SPACED and not self._lists:
                self._blocks.append(BLANK)
        if element is not self._root:
            self._add(element.tail)

    def _item(self, element: Any) -> str:
        number, style = self._lists[-1] if self._lists else (None, "")
        if number is None:
            return f"{BULLET} "
        number = integer(element.get("value"), number)
        self._lists[-1] = (number + 1, style)
        return f"{numeral(number, style)}. "

    def _add(self, words: str | None) -> None:
        if words:
            words = words.replace(MARK, "")
            words = lifted(words) if self._raised else words
            self._pieces.append(words if self._preformatted else re.sub(r"[ \t\r\n\f]+", " ", words))

    def _end_line(self) -> None:
        lines = "".join(self._pieces).split("\n")
        self._pieces.clear()
        for line in lines:
            words = line.rstrip() if self._preformatted else " ".join(line.split())
            if words:
                self._blocks.append(Block(self._mark + words, self._heading))
                self._mark = ""
            elif len(lines) > 1:
                self._blocks.append(BLANK)

    def _table(self, table: Any) -> None:
        self._end_line()
        self._blocks.append(BLANK)
        rows = Table()
        for part in table.iter("caption", "tr"):
            if part.tag == "caption":
                self._blocks.extend(_Flow(part, self._struck_classes).blocks())
            elif self._is_struck(part) or self._is_struck(part.getparent()):
                self._blocks.append(Block(struck("".join(part.itertext()))))
            elif not _is_hidden(part):
                self._blocks.extend(rows.row(self._cell(cell) for cell in part.iterchildren("td", "th")))
        self._blocks.append(BLANK)

    def _cell(self, element: Any) -> Cell:
        down = integer(element.get("rowspan"), 1)
        return Cell(
            _Flow(element, self._struck_classes).blocks(),
            integer(element.get("colspan"), 1),
            down if down > 0 else _TO_THE_END,
        )

    def _is_struck(self, element: Any) -> bool:
        if element.tag in _STRUCK or _LINE_THROUGH.search(element.get("style", "")):
            return True
        if not self._struck_classes or not element.get("class"):
            return False
        own = {element.tag, *element.get("class").split()}
        return any(classes <= own for classes in self._struck_classes)


def _struck_classes(root: Any) -> list[frozenset[str]]:
    """What the style sheets of a page strike out: each time the classes, and the element where one is named."""
    found: dict[frozenset[str], bool] = {}
    for sheet in root.iter("style"):
        begun, *commented = (sheet.text or "").split("/*")
        rules = begun + "".join(after.partition("*/")[2] for after in commented)
        for rule in rules.split("}"):
            selectors, _, declared = rule.rpartition("{")
            for selector in selectors.rpartition("{")[2].split(","):
                if "text-decoration" in declared and _OF_CLASSES.fullmatch(selector.strip()):
                    names = frozenset(filter(None, selector.strip().split(".")))
                    found[names] = bool(_LINE_THROUGH.search(declared))
    return [names for names, is_struck in found.items() if is_struck][:_MOST_CLASSES]


def _is_raised(element: Any) -> bool:
    return element.tag == "sup" or bool(_RAISED.search(element.get("style", "")))


def _is_hidden(element: Any) -> bool:
    return (
        element.tag in _NO_TEXT
        or element.get("hidden") is not None
        or element.get("aria-hidden") == "true"
        or element.get("role") == "navigation"
        or bool(_HIDDEN.search(element.get("style", "")))
    )


def _is_data(table: Any) -> bool:
    """Whether a table holds fields; one of a single column, or with tables or headings in it, lays out the page."""
    if table.get("role") in ("presentation", "none") or next(_inside(table), None) is not None:
        return False
    return any(len(list(part.iterchildren("td", "th"))) > 1 for part in table.iter("tr"))


def _inside(table: Any) -> Iterator[Any]:
    return (element for element in table.iterdescendants("table", *_HEADINGS) if not _is_hidden(element))

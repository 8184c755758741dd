r"""Rich Text Format, read as its specification says, 1.9.1: groups in braces, control words, `\'e5`, `\u229?`.

Own code, since striprtf 0.0.35 gives hidden and deleted text as if it were shown, binary data as text, and no
headings, and takes a time that grows with the square of what a hostile file holds.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import NamedTuple

from corpus.errors import UnreadableFile
from corpus.models import Extraction
from corpus.readers.blocks import BLANK, Block, Cell, Table, compose
from corpus.readers.numbering import BULLET
from corpus.readers.raised import lifted
from corpus.readers.struck import MARK, struck

_TOKEN = re.compile(
    r"\\(?P<word>[a-zA-Z]{1,32})(?P<number>-?\d{1,9})?[ ]?|\\'(?P<hex>[0-9a-fA-F]{2})|\\(?P<symbol>[^a-zA-Z])"
    r"|(?P<brace>[{}])|[\r\n]+|(?P<text>[^\\{}\r\n]+)",
)
_CHARACTERS = {
    "tab": "\t", "line": "\n", "lbr": "\n", "emdash": "—", "endash": "–", "emspace": " ", "enspace": " ",
    "qmspace": " ", "bullet": "•", "lquote": "‘", "rquote": "’", "ldblquote": "“", "rdblquote": "”",
}  # fmt: skip
_SYMBOLS = {"~": "\u00a0", "_": "-", "{": "{", "}": "}", "\\": "\\"}
# A line end after a backslash is the end of a paragraph, by an old rule.
_ENDS = frozenset(("par", "sect", "page"))
# Where the text of a group goes that the word begins: "" is nowhere. `\*` marks most of the others that go nowhere.
_PLACES = dict.fromkeys(
    "colortbl info pict object footer footerl footerr footerf listtable xe tc nonesttables sn sv pgptbl ftnsep ftnsepc"
    " aftnsep aftnsepc filetbl revtbl fldinst".split(),
    "",
) | {
    "fonttbl": "fonts", "stylesheet": "styles", "header": "header", "headerl": "header", "headerr": "header",
    "headerf": "header", "footnote": "note", "listtext": "mark", "pntext": "mark",
}  # fmt: skip
# Groups within those that go nowhere, whose text is on the page: that of a box, after the paragraph; an object's.
_SHOWN = {"shptxt": "note", "result": "body"}
# The outline level of what is no heading.
_BODY_TEXT = 9
_MOST_STAND_INS = 100
_CODE_PAGES = {
    77: "mac-roman", 128: "cp932", 129: "cp949", 134: "gbk", 136: "big5", 161: "cp1253", 162: "cp1254", 163: "cp1258",
    177: "cp1255", 178: "cp1256", 186: "cp1257", 204: "cp1251", 222: "cp874", 238: "cp1250", 255: "cp850",
}  # fmt: skip
_ANSI_PAGES = {
    437: "cp437",
    850: "cp850",
    1250: "cp1250",
    1251: "cp1251",
    1252: "cp1252",
    1257: "cp1257",
    10000: "mac-roman",
    65001: "utf-8",
}
_HEADING_NAME = re.compile(r"(?:heading|title|rubrik)", re.IGNORECASE)


class _State(NamedTuple):
    """What a group hands down to the groups in it."""

    place: str = "body"  # see `_PLACES`
    font: int = 0
    skip: int = 1  # how many characters stand in for each `\u`
    hidden: bool = False
    raised: bool = False
    struck: bool = False
    style: int = 0
    outline: bool = False
    in_table: bool = False


_CHANGES: dict[str, Callable[[_State, int | None], _State]] = {
    "pard": lambda state, _: state._replace(style=0, outline=False, in_table=False),
    "plain": lambda state, _: state._replace(hidden=False, raised=False, struck=False),
    "super": lambda state, number: state._replace(raised=number != 0),
    "up": lambda state, number: state._replace(raised=number != 0),
    "nosupersub": lambda state, _: state._replace(raised=False),
    "sub": lambda state, _: state._replace(raised=False),
    "dn": lambda state, _: state._replace(raised=False),
    "v": lambda state, number: state._replace(hidden=number != 0),
    **dict.fromkeys(("strike", "striked", "deleted"), lambda state, number: state._replace(struck=number != 0)),
    "intbl": lambda state, _: state._replace(in_table=True),
    "s": lambda state, number: state._replace(style=number or 0),
    "outlinelevel": lambda state, number: state._replace(outline=number is not None and 0 <= number < _BODY_TEXT),
    "uc": lambda state, number: state._replace(skip=min(max(number or 0, 0), _MOST_STAND_INS)),
    "f": lambda state, number: state._replace(font=number or 0),
}


def read(data: bytes) -> Extraction:
    """The text of an RTF file as one page: its pages are fixed only when it is drawn."""
    if not data.lstrip().startswith(b"{\\rtf"):
        raise UnreadableFile("Filen är ingen läsbar RTF-fil. Öppna och spara om den i Word.")
    reader = _Reader(data.decode("latin-1"))
    extraction = compose(reader.blocks())
    if reader.is_cut:
        cut = "RTF-filen slutar mitt i, så text kan saknas. Hämta den på nytt."
        return replace(extraction, warnings=(cut, *extraction.warnings))
    return extraction


class _Reader:
    """One pass through the tokens of a file, with a stack of its groups."""

    def __init__(self, source: str) -> None:
        self.is_cut = False
        self._source = source
        self._state = _State()
        self._stack: list[_State] = []
        self._code_page = "cp1252"
        self._fonts: dict[int, str] = {}
        self._heading_styles: set[int] = set()
        self._starred = False
        self._stand_ins = 0  # characters still to skip, since a `\u` has said them
        self._bytes = bytearray()
        self._texts: dict[str, list[str]] = {place: [] for place in ("body", "header", "mark", "note", "styles")}
        self._headers: list[str] = []
        self._body: list[Block] = []
        self._cell: list[Block] = []
        self._row: list[list[Block]] = []
        self._table = Table()
        self._goes_on = [False]  # for each column of the rows to come, and then for the next to be told of
        self._notes: list[Block] = []

    def blocks(self) -> Iterator[Block]:
        """The page headers, often the only place of diarienummer and date, and the body."""
        place = 0
        while match := _TOKEN.match(self._source, place):
            place = match.end()
            kind = match.lastgroup
            if kind == "hex":
                self._bytes.append(int(match["hex"], 16))
                continue
            self._decode()
            if kind == "text":
                self._say(match["text"].encode("latin-1").decode(self._codec(), "replace"))
            elif match["word"] == "bin":
                place += max(0, int(match["number"] or 0))
            elif match["word"]:
                self._word(match["word"], match["number"])
            elif kind == "symbol":
                self._symbol(match["symbol"])
            elif match["brace"] == "{":
                self._stack.append(self._state)
                self._starred, self._stand_ins = False, 0
            elif kind == "brace":
                self._close()
                if not self._stack:  # what follows the file's own group is no part of it
                    break
        self.is_cut = bool(self._stack)
        self._decode()
        self._end_line("body")
        self._end_row()
        yield from (Block(text) for text in dict.fromkeys(self._headers))
        yield from self._body

    def _word(self, word: str, digits: str | None) -> None:
        starred, self._starred = self._starred, False
        place = _PLACES.get(word)
        if word in _SHOWN:
            self._go(_SHOWN[word])
        elif starred or place is not None:
            self._go(place if place and self._state.place else "")
        if not self._state.place:
            return
        number = None if digits is None else int(digits)
        if word == "u":
            self._stand_ins = 0
            self._say(chr((number or 0) & 0xFFFF))
            self._stand_ins = self._state.skip
        elif word in _CHARACTERS:
            self._say(_CHARACTERS[word])
        else:
            self._stand_ins = 0
            if word in _ENDS:
                self._end_line(self._state.place)
            elif word in ("cell", "nestcell", "row"):
                self._end_field(word)
            else:
                self._format(word, number)

    def _format(self, word: str, number: int | None) -> None:
        if change := _CHANGES.get(word):
            self._state = change(self._state, number)
        elif word == "fcharset" and self._state.place == "fonts" and number in _CODE_PAGES:
            self._fonts[self._state.font] = _CODE_PAGES[number]
        elif word == "ansicpg" and number in _ANSI_PAGES:
            self._code_page = _ANSI_PAGES[number]
        elif word == "trowd":
            self._goes_on = [False]
        elif word == "clvmrg":
            self._goes_on[-1] = True
        elif word == "cellx":
            self._goes_on.append(False)
        elif word == "mac":
            self._code_page = "mac-roman"

    def _symbol(self, symbol: str) -> None:
        if symbol == "*":
            self._starred = True
        elif symbol in "\r\n":
            self._end_line(self._state.place)
        elif symbol in _SYMBOLS:
            self._say(_SYMBOLS[symbol])

    def _go(self, place: str) -> None:
        self._state = self._state._replace(place=place)

    def _codec(self) -> str:
        return self._fonts.get(self._state.font, self._code_page)

    def _decode(self) -> None:
        if self._bytes:
            self._say(self._bytes.decode(self._codec(), "replace"))
            self._bytes.clear()

    def _say(self, words: str) -> None:
        if self._stand_ins:
            skipped = min(self._stand_ins, len(words))
            self._stand_ins -= skipped
            words = words[skipped:]
        place = self._state.place
        if words and not self._state.hidden and place in self._texts:
            words = words.replace(MARK, "")
            words = lifted(words) if self._state.raised else words
            self._texts[place].append(struck(words) if self._state.struck and place != "styles" else words)

    def _said(self, place: str) -> str:
        words = "".join(self._texts[place])
        self._texts[place].clear()
        # A letter beyond U+FFFF is written as two halves.
        return words.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")

    def _end_line(self, place: str) -> None:
        self._stand_ins = 0
        if place == "header":
            if (words := self._said(place)).strip():
                self._headers.append(words)
        elif place == "note":
            self._notes.append(Block(self._said(place)))
        elif place == "body":
            state = self._state
            block = Block(self._said(place), state.outline or state.style in self._heading_styles)
            if state.in_table:
                self._cell.append(block)
            else:
                self._end_row()
                self._body += (BLANK, block, BLANK, *self._notes)
                self._notes.clear()

    def _end_field(self, word: str) -> None:
        if self._state.place != "body":
            self._say("\t")
            return
        if word == "cell" or self._texts["body"]:
            self._state = self._state._replace(in_table=True)
            self._end_line("body")
        if word == "cell":
            self._row.append(self._cell)
            self._cell = []
        elif word == "row":
            self._end_row()

    def _end_row(self) -> None:
        if self._cell:
            self._row.append(self._cell)
            self._cell = []
        if self._row:
            goes_on = [*self._goes_on, *[False] * len(self._row)]
            cells = [Cell(cell, down=int(not goes_on[column])) for column, cell in enumerate(self._row)]
            self._body += (*self._table.row(cells), *self._notes)
            self._row = []
            self._notes.clear()

    def _close(self) -> None:
        """Leave a group."""
        left, self._state = self._state, self._stack.pop() if self._stack else _State()
        self._starred, self._stand_ins = False, 0
        if left.place == "styles":
            if _HEADING_NAME.match(self._said("styles").strip()) or left.outline:
                self._heading_styles.add(left.style)
        elif left.place != self._state.place:
            if left.place == "mark":
                mark = self._said("mark").strip()
                self._say(f"{mark if any(map(str.isalnum, mark)) else BULLET} ")
            elif left.place in ("header", "note"):
                self._end_line(left.place)

"""Manuscripts of the demo archive: the blocks they are made of, and the reading of them."""

import re
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import NoReturn


class Kind(Enum):
    """What a manuscript becomes; the value is the ending of the manuscript's name."""

    DOCX = ".docx.md"
    PDF = ".pdf.md"
    SCAN = ".scan.md"


@dataclass(frozen=True)
class Heading:
    """A heading of level 1 (the title), 2 or 3."""

    line: int
    level: int
    text: str


@dataclass(frozen=True)
class Paragraph:
    """A paragraph; `close` when it follows the line above it without a blank line, as in lists of names."""

    line: int
    text: str
    close: bool = False


@dataclass(frozen=True)
class Item:
    """A list item with its mark: a bullet, or the number as it is written."""

    line: int
    mark: str
    text: str


@dataclass(frozen=True)
class Table:
    """A table; every row has as many cells as the first, which is the header."""

    line: int
    rows: tuple[tuple[str, ...], ...]

    def is_numeric(self, column: int) -> bool:
        """Whether the column holds figures only, which are set flush right."""
        cells = [row[column] for row in self.rows[1:] if row[column]]
        return bool(cells) and all(_FIGURE.fullmatch(cell) for cell in cells)


Block = Heading | Paragraph | Item | Table


@dataclass(frozen=True)
class Manuscript:
    """A manuscript that has been read: where from, what it becomes, its running lines and its blocks."""

    path: Path
    kind: Kind
    header: str
    footer: str
    blocks: tuple[Block, ...]

    @property
    def title(self) -> str:
        """The text of the first heading of level 1."""
        return next(block.text for block in self.blocks if isinstance(block, Heading) and block.level == 1)

    @property
    def author(self) -> str:
        """The organisation: what the footer begins with, or the header when the footer begins with the mark."""
        first = self.footer.partition(" · ")[0]
        return self.header.partition(" · ")[0] if not first or first.startswith(_MARK) else first

    @property
    def paper_name(self) -> str:
        """The name of the paper's file: a scan is stored as a pdf like any other."""
        stem = self.path.name.removesuffix(self.kind.value)
        return stem + (".docx" if self.kind is Kind.DOCX else ".pdf")

    @property
    def text(self) -> str:
        """The words of the paper in reading order, white space folded, as an extractor finds them in it."""
        return fold(" ".join(self.words(block) for block in self.blocks))

    def words(self, block: Block) -> str:
        """Return the words of one block as they are found in the paper."""
        if isinstance(block, Table):
            return " ".join(cell for row in block.rows for cell in row)
        # Word draws the bullets itself: they are formatting there, and no part of the paragraph's text.
        if isinstance(block, Item) and not (self.kind is Kind.DOCX and block.mark == BULLET):
            return f"{block.mark} {block.text}"
        return block.text


class ManuscriptError(ValueError):
    """A manuscript that cannot be typeset; the message says where, what was expected and what to do."""

    def __init__(self, path: Path, line: int, problem: str, next_step: str) -> None:
        super().__init__(f"{path.parent.name}/{path.name}:{line}: {problem} {next_step}")


BULLET = "•"
_MARK = "Demonstrationshandling"
_FIGURE = re.compile(r"[+–−-]?\s?\d[\d\s.,]*\s?%?|[–-]")
_HEADING = re.compile(r"(#{1,3}) (\S.*)")
_ITEM = re.compile(r"(-|\d{1,3}\.) (\S.*)")
_RULE = re.compile(r"\|(\s*:?-{3,}:?\s*\|)+")
_RUNNING = re.compile(r"(header|footer): (\S.*)")
# Markup beyond the subset would reach the reader as stray characters, so it stops the typesetting.
_FOREIGN = (
    (re.compile(r"#"), "expected '# ', '## ' or '### ' and a heading.", "Use at most three levels and one space."),
    (re.compile(r"\s"), "expected the line to begin at the margin.", "Remove the indent; lists have one level."),
    (re.compile(r"[-*_]{3,}$|={3,}$"), "a rule line is not in the subset.", "Use a heading, or leave it out."),
    (re.compile(r"[*+>] |-\S*$|```"), "expected '- item', '1. item' or a paragraph.", "Rewrite the line so."),
    (re.compile(r".*(\*\*|`|\]\(|<br)"), "inline markup is not in the subset.", "Write the words alone."),
)


def fold(text: str) -> str:
    """Return the text with every run of white space as one space."""
    return " ".join(text.split())


def read(path: Path) -> Manuscript:
    """Read a manuscript file, or raise ManuscriptError."""
    kind = next((kind for kind in Kind if path.name.endswith(kind.value)), None)
    if kind is None:
        endings = ", ".join(kind.value for kind in Kind)
        raise ManuscriptError(path, 1, f"expected a name that ends in one of {endings}.", "Rename the file.")
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except UnicodeDecodeError as error:
        raise ManuscriptError(path, 1, f"expected UTF-8 ({error.reason}).", "Save the file as UTF-8.") from error
    return _Reader(path, [line.rstrip() for line in lines]).manuscript(kind)


class _Reader:
    """Walks the lines of one manuscript; `_at` is the index of the next unread line."""

    def __init__(self, path: Path, lines: list[str]) -> None:
        self._path = path
        self._lines = lines
        self._at = 0

    def manuscript(self, kind: Kind) -> Manuscript:
        running = self._front()
        blocks: list[Block] = []
        while self._at < len(self._lines):
            if self._lines[self._at]:
                blocks.append(self._block())
            else:
                self._at += 1
        if not any(isinstance(block, Heading) and block.level == 1 for block in blocks):
            self._at = 0
            self._fail("expected a title.", "Write '# title' on a line of its own.")
        return Manuscript(self._path, kind, running.get("header", ""), running.get("footer", ""), tuple(blocks))

    def _fail(self, problem: str, next_step: str) -> NoReturn:
        raise ManuscriptError(self._path, self._at + 1, problem, next_step)

    def _front(self) -> dict[str, str]:
        running: dict[str, str] = {}
        if not self._lines or self._lines[0] != "---":
            return running
        for line in self._lines[1:]:
            self._at += 1
            if line == "---":
                self._at += 1
                return running
            match = _RUNNING.fullmatch(line)
            if match is None:
                self._fail("expected 'header: …', 'footer: …' or '---' in the front block.", "Correct the line.")
            running[match[1]] = fold(match[2])
        self._fail("expected '---' after the front block.", "Close the block on a line of its own.")

    def _block(self) -> Block:
        line, number = self._lines[self._at], self._at + 1
        if line.startswith("|"):
            return self._table()
        if match := _HEADING.fullmatch(line):
            block: Block = Heading(number, len(match[1]), fold(match[2]))
        elif match := _ITEM.fullmatch(line):
            block = Item(number, BULLET if match[1] == "-" else match[1], fold(match[2]))
        else:
            close = self._at > 0 and _is_prose(self._lines[self._at - 1])
            block = Paragraph(number, fold(line), close)
        self._refuse_foreign(line, inside=not isinstance(block, Paragraph))
        self._at += 1
        return block

    def _refuse_foreign(self, line: str, *, inside: bool) -> None:
        for pattern, problem, next_step in _FOREIGN[-1:] if inside else _FOREIGN:
            if pattern.match(line):
                self._fail(problem, next_step)

    def _table(self) -> Table:
        first = self._at
        rows = [self._row(columns=None)]
        if self._at >= len(self._lines) or not _RULE.fullmatch(self._lines[self._at]):
            self._fail("expected '|---|' under the table's header row.", "Add it, one '---' for each column.")
        self._row(columns=len(rows[0]))
        while self._at < len(self._lines) and self._lines[self._at].startswith("|"):
            rows.append(self._row(columns=len(rows[0])))
        if len(rows) == 1:
            self._at = first
            self._fail("expected a row under the table's header.", "Add the rows, or write a paragraph instead.")
        return Table(first + 1, tuple(rows))

    def _row(self, columns: int | None) -> tuple[str, ...]:
        line = self._lines[self._at]
        if not line.endswith("|") or len(line) == 1:
            self._fail("expected the table row to end in '|'.", "Close the last cell.")
        self._refuse_foreign(line, inside=True)
        cells = tuple(fold(cell) for cell in line[1:-1].split("|"))
        if columns not in (None, len(cells)):
            self._fail(f"expected {columns} cells, found {len(cells)}.", "Give every column a cell, empty or not.")
        self._at += 1
        return cells


def _is_prose(line: str) -> bool:
    return bool(line) and line != "---" and not (line.startswith("|") or _HEADING.match(line) or _ITEM.match(line))

"""What formats with paragraphs have in common: lines, some of them headings, and tables a row a line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from corpus.models import Extraction, Span
from corpus.readers import struck
from corpus.readers.clean import clean

# A cell with so many paragraphs and characters is a column of the page, not a field of a table: minutes are often laid
# out with the § to the left and all of its text to the right.
COLUMN_PARAGRAPHS = 3
COLUMN_CHARACTERS = 400
# No more of a row than this is repeated from cells above, in characters, and columns beyond this are not kept apart.
LONGEST_REPEATED = 200
MOST_COLUMNS = 60


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, list item, heading or table row; one without text is a blank line."""

    text: str
    heading: bool = False


BLANK = Block("")


class Cell(NamedTuple):
    """A cell of a table, and over how many columns and rows it goes: none where it goes on from the one above."""

    blocks: Sequence[Block]
    across: int = 1
    down: int = 1


class Table:
    """A table's rows, given one after another: each is a line, `cell | cell`, whose cells keep to their columns.

    What stands in a cell over several rows is said in each of them, unless it is long; a cell over several columns is
    followed by empty ones.
    """

    def __init__(self) -> None:
        # For each column what was said there last, and in how many of the next rows it stands too.
        self._above: dict[int, tuple[str, int]] = {}
        self._room = 0

    def row(self, cells: Iterable[Cell]) -> Iterator[Block]:
        """The row as a line or, where the table lays out the page, its cells one after another."""
        row = [cell._replace(blocks=[block for block in cell.blocks if block.text.strip()]) for cell in cells]
        if any(_is_column(cell.blocks) for cell in row):
            for cell in row:
                for block in cell.blocks:
                    yield block
                    yield BLANK
            return
        words = self._words(row)
        if any(cell.blocks for cell in row):
            yield Block(" | ".join(words))

    def _words(self, row: Sequence[Cell]) -> list[str]:
        """What is said in each column; a cell that is all of its row has one column."""
        words: list[str] = []
        self._room = LONGEST_REPEATED
        for cell in row:
            words += self._due(len(words))
            at, across = len(words), min(max(cell.across, 1), MOST_COLUMNS)
            said = " ".join(" ".join(block.text for block in cell.blocks).split())
            words += [said if cell.down else self._repeated(at), *[""] * (across - 1)]
            for column in range(at, min(at + across, MOST_COLUMNS)):
                if cell.down:
                    self._above[column] = (words[column], cell.down - 1)
        due = [*self._due(len(words))]
        alone = len(row) == 1 and not any(words[1:]) and not due
        return words[:1] if alone else words + due

    def _due(self, column: int) -> Iterator[str]:
        """What stands from `column` on in cells from above, up to the next that does not."""
        while (above := self._above.get(column, ("", 0)))[1]:
            self._above[column] = (above[0], above[1] - 1)
            yield self._repeated(column)
            column += 1

    def _repeated(self, column: int) -> str:
        """What stands in the cell above, as long as there is room for it."""
        words = self._above.get(column, ("", 0))[0]
        if len(words) > self._room:
            return ""
        self._room -= len(words)
        return words


def _is_column(cell: Sequence[Block]) -> bool:
    return len(cell) >= COLUMN_PARAGRAPHS and sum(len(block.text) for block in cell) >= COLUMN_CHARACTERS


def compose(blocks: Iterable[Block]) -> Extraction:
    """Each block on a line of its own, cleaned, with at most one blank line between two; all on one page.

    What is struck out is left out, and said to be.
    """
    lines: list[str] = []
    headings: list[Span] = []
    offset = stretches = 0
    for block in blocks:
        kept, gone = struck.without(block.text)
        stretches += gone
        line = clean(kept).strip("\n")
        if not line.strip():
            line = ""
            if not lines or lines[-1] == "\n":
                continue
        elif block.heading:
            headings.append(Span(offset, offset + len(line)))
        lines.append(line + "\n")
        offset += len(line) + 1
    text = "".join(lines)
    return Extraction(text, (Span(0, len(text)),), tuple(headings), struck.warnings(stretches))

"""What formats with paragraphs have in common: lines, some of them headings, and tables a row a line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from corpus.models import Extraction, Span
from corpus.readers.clean import clean

# A cell with so many paragraphs and characters is a column of the page, not a field of a table: minutes are often laid
# out with the § to the left and all of its text to the right.
COLUMN_PARAGRAPHS = 3
COLUMN_CHARACTERS = 400


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, list item, heading or table row; one without text is a blank line."""

    text: str
    heading: bool = False


BLANK = Block("")


def row(cells: Iterable[Sequence[Block]]) -> Iterator[Block]:
    """A table's row as one line, `cell | cell`, or, where the table lays out the page, its cells one after another."""
    filled = [[block for block in cell if block.text.strip()] for cell in cells]
    if not any(filled):
        return
    if any(map(_is_column, filled)):
        for cell in filled:
            for block in cell:
                yield block
                yield BLANK
    else:
        yield Block(" | ".join(" ".join(" ".join(block.text for block in cell).split()) for cell in filled))


def _is_column(cell: Sequence[Block]) -> bool:
    return len(cell) >= COLUMN_PARAGRAPHS and sum(len(block.text) for block in cell) >= COLUMN_CHARACTERS


def compose(blocks: Iterable[Block]) -> Extraction:
    """Each block on a line of its own, cleaned, with at most one blank line between two; all on one page."""
    lines: list[str] = []
    headings: list[Span] = []
    offset = 0
    for block in blocks:
        line = clean(block.text).strip("\n")
        if not line.strip():
            line = ""
            if not lines or lines[-1] == "\n":
                continue
        elif block.heading:
            headings.append(Span(offset, offset + len(line)))
        lines.append(line + "\n")
        offset += len(line) + 1
    text = "".join(lines)
    return Extraction(text, (Span(0, len(text)),), tuple(headings))

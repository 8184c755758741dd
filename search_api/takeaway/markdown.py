"""A paper as Markdown (CommonMark, with tables as GitHub has them). All words are words: none is markup or a link."""

from __future__ import annotations

import re
from collections.abc import Iterator

from search_api.takeaway.paper import Block, Facts, Heading, Items, Paper, Quotation, Table, Text, one_line, visible

MEDIA_TYPE = "text/markdown; charset=utf-8"
# What is markup wherever it stands, and the @ of an address that a reader makes a link of.
_MARKUP = re.compile(r"[\\`*_\[\]<>|~&#$^=@{}]")
# What makes a link of an address: "https://", "www.".
_ADDRESS = re.compile(r"(?<=\w):(?=/)|(?<=www)\.", re.IGNORECASE)
# What is markup where a line begins: lists and rules. A "#" or ">" is escaped everywhere.
_OPENING = re.compile(r"(?P<before>\s*)(?:(?P<sign>[-+])|(?P<number>\d{1,9})(?P<dot>[.)]))")


def write(paper: Paper) -> str:
    """The file's text, with a line end last."""
    blocks = [f"# {_line(paper.title)}", *("\n".join(_block(block)) for block in paper.blocks)]
    return "\n\n".join(blocks) + "\n"


def escape(text: str) -> str:
    """`text` of one line so that Markdown shows it to the letter."""
    text = _MARKUP.sub(lambda match: "\\" + match.group(), text)
    text = _ADDRESS.sub(lambda match: "\\" + match.group(), text)
    opening = _OPENING.match(text)
    if opening is None:
        return text
    at = opening.start("sign") if opening["sign"] else opening.start("dot")
    return f"{text[:at]}\\{text[at:]}"


def _line(text: str) -> str:
    return escape(one_line(text))


def _block(block: Block) -> Iterator[str]:
    match block:
        case Heading():
            yield f"{'#' * block.level} {_line(block.text)}"
        case Text():
            yield _line(block.text)
        case Quotation():
            yield from _quotation(block)
        case Items():
            for number, item in enumerate(block.items, 1):
                yield f"{f'{number}.' if block.numbered else '-'} {_line(item)}"
        case Facts():
            for name, value in block.rows:
                yield f"- **{_line(name)}:** {_line(value)}"
        case Table():
            yield _row(block.columns)
            yield _row(("---",) * len(block.columns), plain=True)
            yield from (_row(row) for row in block.rows)


def _quotation(block: Quotation) -> Iterator[str]:
    """A quotation with the lines of the paper, empty ones left out."""
    lines = [escape(" ".join(line.split())) for line in visible(block.text).split("\n") if line.strip()]
    yield from (f"> {line}\\" for line in lines[:-1])
    yield from (f"> {line}" for line in lines[-1:])
    yield ">"
    yield f"> — {_line(block.reference)}"


def _row(cells: tuple[str, ...], *, plain: bool = False) -> str:
    return f"| {' | '.join(cell if plain else _line(cell) or ' ' for cell in cells)} |"

"""What a file to take along consists of, before it is Markdown or Word."""

from __future__ import annotations

import re
from dataclasses import dataclass

# What no file can hold, or what changes how a line is read without being seen: control characters, marks that turn the
# direction of writing, halves of characters and what XML forbids.
_UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; the title of the paper is level 1."""

    text: str
    level: int = 2


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph."""

    text: str


@dataclass(frozen=True, slots=True)
class Quotation:
    """Verbatim words of a paper, and the formal reference under them."""

    text: str
    reference: str


@dataclass(frozen=True, slots=True)
class Items:
    """A list."""

    items: tuple[str, ...]
    numbered: bool = False


@dataclass(frozen=True, slots=True)
class Facts:
    """Names with their values."""

    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of as many cells as there are columns."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


Block = Heading | Text | Quotation | Items | Facts | Table


@dataclass(frozen=True, slots=True)
class Paper:
    """A file to take along: `title` is its first heading."""

    title: str
    blocks: tuple[Block, ...]


def visible(text: str) -> str:
    """`text` with a sign in the place of what cannot be seen or written."""
    return _UNSEEN.sub("\ufffd", text.replace("\r\n", "\n"))


def one_line(text: str) -> str:
    """`text` as one line: words parted by single spaces."""
    return " ".join(visible(text).split())

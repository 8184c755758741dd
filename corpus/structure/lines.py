"""The lines of a document that are its own, furniture left out, as every finder of structure reads them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from corpus.models import Span


class Line(NamedTuple):
    """A line with its place; `text` is stripped, `start` and `end` are those of the stripped text.

    `column` is how many characters stood before it on its line.
    """

    text: str
    start: int
    end: int
    column: int = 0


def split(text: str, start: int = 0, end: int | None = None) -> Iterator[Line]:
    """Each line of `text[start:end]`, blank ones too."""
    end = len(text) if end is None else end
    if start >= end:
        return
    lines = text[start:end].split("\n")
    if not lines[-1]:
        lines.pop()
    for raw in lines:
        stripped = raw.strip()
        indent = raw.index(stripped[0]) if stripped else 0
        yield Line(stripped, start + indent, start + indent + len(stripped), indent)
        start += len(raw) + 1


def rows(text: str, furniture: Sequence[Span]) -> list[Line]:
    """The lines of `text` outside `furniture`, which is sorted and made of whole lines."""
    found: list[Line] = []
    start = 0
    for span in furniture:
        found.extend(split(text, start, span.start))
        start = span.end
    found.extend(split(text, start))
    return found

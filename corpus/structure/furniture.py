"""Running headers, footers and page numbers: on the page, but no part of what the paper says."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from corpus.models import Span
from corpus.structure.lines import Line, split

# How deep into a page, in lines that are not blank, a running header or footer reaches.
DEPTH = 5
# A line is running when it stands on this many pages and on this share of them.
LEAST_PAGES = 3
LEAST_SHARE = 0.4

_PAGE_NUMBER = re.compile(
    r"(?:sida?\s*)?\d{1,4}\s*(?:\(\d{1,4}\)|(?:av|/)\s*\d{1,4})|sid(?:a|an)?\.?\s*\d{1,4}", re.IGNORECASE
)
_SIGNED = re.compile(
    r"det här dokumentet är (?:digitalt|elektroniskt) signerat|transaktion\s*(?:id|\d{6,})|^justerandes? sign",
    re.IGNORECASE,
)
_DIGITS = re.compile(r"\d+")


def find(text: str, pages: Sequence[Span]) -> tuple[Span, ...]:
    """The furniture of `text`, sorted, each span made of whole lines with their line ends."""
    edges = [_edges(text, page) for page in pages]
    seen = Counter(shape for page in edges for shape in {_shape(line.text) for line in page})
    least = max(LEAST_PAGES, LEAST_SHARE * len(pages))
    spans = [
        _whole(text, line)
        for page in edges
        for line in page
        if _PAGE_NUMBER.fullmatch(line.text) or _SIGNED.search(line.text) or seen[_shape(line.text)] >= least
    ]
    return _joined(text, sorted(set(spans)))


def _edges(text: str, page: Span) -> list[Line]:
    lines = [line for line in split(text, page.start, page.end) if line.text]
    return lines if len(lines) <= 2 * DEPTH else lines[:DEPTH] + lines[-DEPTH:]


def _shape(line: str) -> str:
    # "§" keeps its number: the headings of a short § on a page of its own are no running header.
    return line if line.startswith("§") else _DIGITS.sub("#", line)


def _whole(text: str, line: Line) -> tuple[int, int]:
    start = text.rfind("\n", 0, line.start) + 1
    end = text.find("\n", line.end)
    return start, len(text) if end < 0 else end + 1


def _joined(text: str, spans: Sequence[tuple[int, int]]) -> tuple[Span, ...]:
    joined: list[Span] = []
    for start, end in spans:
        if joined and not text[joined[-1].end : start].strip():
            joined[-1] = Span(joined[-1].start, end)
        else:
            joined.append(Span(start, end))
    return tuple(joined)

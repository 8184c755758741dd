"""Running headers, footers and page numbers: on the page, but no part of what the paper says."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Sequence

from corpus.models import Span
from corpus.structure import parts, references
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
_PARAGRAPH = re.compile(r"(?:#+\s*|\*\*)?(?:[A-ZÅÄÖ]\w{1,4}\s){0,2}§")
_DIGITS = re.compile(r"\d+")


def find(text: str, pages: Sequence[Span]) -> tuple[Span, ...]:
    """The furniture of `text`, sorted, each span made of whole lines with their line ends."""
    edges = [_edges(text, page) for page in pages]
    seen = Counter(shape for page in edges for shape in {_shape(line.text) for line in page})
    least = max(LEAST_PAGES, LEAST_SHARE * len(pages))
    spans = [
        _whole(text, line)
        for page in edges
        for side in (page[:DEPTH], page[: -DEPTH - 1 : -1])
        for line in itertools.takewhile(lambda line: _runs(line.text, seen, least), side)
    ]
    return _joined(text, sorted(set(spans)))


def _runs(line: str, seen: Counter[str], least: float) -> bool:
    """Whether a line at the edge of a page is furniture; what a § says on many pages ("Beslut", a sentence) is not."""
    if _PAGE_NUMBER.fullmatch(line) or _SIGNED.search(line):
        return True
    said = (
        _PARAGRAPH.match(line)
        or parts.named(line)
        or (line.endswith((".", ":", ";")) and not _PAGE_NUMBER.search(line))
    )
    return not said and seen[_shape(line)] >= least


def _edges(text: str, page: Span) -> list[Line]:
    lines = [line for line in split(text, page.start, page.end) if line.text]
    return lines if len(lines) <= 2 * DEPTH else lines[:DEPTH] + lines[-DEPTH:]


def _shape(line: str) -> str:
    # "§" keeps its number: the headings of a short § on a page of its own are no running header.
    # So does a diarienummer: that of a § may stand at the edge of a page.
    return line if line.startswith("§") or references.case_numbers(line) else _DIGITS.sub("#", line)


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

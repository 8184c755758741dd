"""Text with a blank line after every line, as some programs save a page; the gaps between paragraphs are kept."""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise
from typing import NamedTuple

_LINE_END = re.compile(r"\r\n?|\n")
# A new item, or a heading with its number: no line goes on into it.
_ITEM = re.compile(r"(?:[-–•*·#§]|\d{1,2}[.)]\s|[a-zåäö]\))")
FEWEST = 8  # gaps between lines that tell how a text is set
USUAL = 0.9  # the share of the gaps that have blank lines
WIDEST = 110  # characters of a line that was broken to fit a page
GOES_ON = 0.3  # the share of the gaps that part a sentence
FILLED = 0.85  # of the width: a line that the next word had room on ends its paragraph


class _Row(NamedTuple):
    text: str
    gap: int  # blank lines before it


def unwrap(text: str) -> str:
    r"""`text` without the blank line after every line, if it is set so; else as it is.

    A gap that is wider than the usual one, or follows a line that the next word had room on, is a paragraph's and
    remains as one blank line. Line ends come back as `\n`, and no other character is touched.
    """
    rows = _rows(text)
    gaps = Counter(row.gap for row in rows[1:])
    usual = gaps.most_common(1)[0][0] if gaps else 0
    if not _doubled(rows, gaps, usual):
        return text
    widths = sorted(len(row.text.strip()) for row in rows)
    width = widths[int(len(widths) * 0.9)]
    lines = [rows[0].text]
    for above, row in pairwise(rows):
        if row.gap != usual or _ends(above.text, row.text, width):
            lines.append("")
        lines.append(row.text)
    return "\n".join((*lines, ""))


def _rows(text: str) -> list[_Row]:
    rows: list[_Row] = []
    gap = 0
    for line in _LINE_END.split(text):
        if line.strip() or "\f" in line:
            rows.append(_Row(line, gap))
            gap = 0
        else:
            gap += 1
    return rows


def _doubled(rows: list[_Row], gaps: Counter[int], usual: int) -> bool:
    """Whether lines that were broken to fit a page have blank lines between them, as against paragraphs of one line."""
    if gaps.total() < FEWEST or not usual or gaps[0] > (1 - USUAL) * gaps.total():
        return False
    if sum(len(row.text) > WIDEST for row in rows) > (1 - USUAL) * len(rows):
        return False
    parted = sum(_goes_on(above.text, row.text) for above, row in pairwise(rows))
    return parted >= GOES_ON * gaps.total()


def _goes_on(above: str, below: str) -> bool:
    return below.lstrip()[:1].islower() and not above.rstrip().endswith((".", "!", "?", ":", ";"))


def _ends(above: str, below: str, width: int) -> bool:
    """Whether a paragraph ends with the line `above`, a gap of the usual width below it."""
    if _goes_on(above, below) and not _ITEM.match(below.lstrip()):
        return False
    word = below.strip().partition(" ")[0]
    return bool(_ITEM.match(below.lstrip())) or len(above.strip()) + 1 + len(word) <= FILLED * width

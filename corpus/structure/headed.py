"""The headed sections of papers without §: memos, statements, motions, rules, reports."""

from __future__ import annotations

import bisect
import re
import statistics
from collections.abc import Sequence

from corpus.models import Part, PartName, Section, Span
from corpus.structure import parts
from corpus.structure.lines import Line

LONGEST = 70
MOST_WORDS = 9
# A line that fills more of the common width than this may be the first of a paragraph.
SHARE_OF_WIDTH = 0.75
_BULLETS = ("-", "•", "–", "*", "|", "o ", "§")
_CONNECTIVES = frozenset("och eller i på av att som med för till om samt den det de en ett från vid".split())
_LABEL = re.compile(r"[\wåäöÅÄÖ ]{2,24}:\s+\S")
_SENTENCE_ENDS = (".", "!", "?", ":", ";")


def sections(rows: Sequence[Line], marked: Sequence[Span], length: int) -> tuple[Section, ...]:
    """The sections of a paper; at least one, from 0 to `length`.

    `marked` are the headings that the format points out; where it has none, they are told by how they stand: short,
    capitalised, without a full stop, after the end of a paragraph.
    """
    starts = sorted(span.start for span in marked)
    heads = [line for line in rows if _holds(line, starts)] if starts else _by_looks(rows)
    if not heads:
        return (Section(0, length, "", parts=parts.split(rows, length)),)
    found = []
    if any(line.text and line.start < heads[0].start for line in rows):
        found.append(Section(0, heads[0].start, "", parts=_named(rows, 0, heads[0].start, None)))
    stops = [line.start for line in heads[1:]] + [length]
    part: PartName | None = None
    for line, stop in zip(heads, stops, strict=True):
        # A heading of its own ("Ekonomi") goes on with the part that it stands under.
        part = parts.named(line.text) or part
        found.append(
            Section(line.start, stop, line.text.strip(parts.MARKS), parts=_named(rows, line.start, stop, part))
        )
    return tuple(found)


def _holds(line: Line, starts: Sequence[int]) -> bool:
    place = bisect.bisect_left(starts, line.start)
    return place < len(starts) and starts[place] < line.end


def _named(rows: Sequence[Line], start: int, end: int, part: PartName | None) -> tuple[Part, ...]:
    first, stop = (bisect.bisect_left(rows, place, key=lambda line: line.start) for place in (start, end))
    inside = parts.split(rows[first:stop], end)
    if part is None or (inside and inside[0].start == start):
        return inside
    return (Part(part, start, inside[0].start if inside else end), *inside)


def _by_looks(rows: Sequence[Line]) -> list[Line]:
    filled = [line for line in rows if line.text]
    if not filled:
        return []
    # Where lines are wrapped by hand, one that fills its width goes on; where they are not, each is a paragraph.
    width = statistics.quantiles([len(line.text) for line in filled], n=10)[-1] if len(filled) > 1 else 0
    found: list[Line] = []
    for before, line, after in zip([None, *filled], filled, [*filled[1:], None], strict=False):
        ended = (
            before is None
            or before.text.endswith(_SENTENCE_ENDS)
            or len(before.text) < 0.7 * width
            or (found and found[-1] is before)
        )
        if not ended or after is None or not _may_head(line.text):
            continue
        if parts.named(line.text) or (len(line.text) < SHARE_OF_WIDTH * width and _is_text(after.text)):
            found.append(line)
    return found


def _may_head(text: str) -> bool:
    return (
        3 <= len(text) <= LONGEST
        and len(text.split()) <= MOST_WORDS
        and text[0].isupper()
        and not text.endswith((".", ",", ";", "-", "!", "?"))
        and not text.startswith(_BULLETS)
        and not any(char in text for char in "|@\t")
        and not _LABEL.match(text)
        and text.split()[-1].casefold() not in _CONNECTIVES
    )


def _is_text(text: str) -> bool:
    return (
        (text[0].isupper() and len(text) > LONGEST / 2)
        or text.startswith(_BULLETS)
        or text.endswith(".")
        or text[:2].rstrip(".").isdigit()
    )

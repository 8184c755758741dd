"""The headed sections of papers without §: memos, statements, motions, rules, reports."""

from __future__ import annotations

import bisect
import itertools
import re
import statistics
from collections.abc import Sequence

from corpus.models import Part, PartName, Section, Span
from corpus.structure.head import labels, titles
from corpus.structure.lines import Line
from corpus.structure.outline import parts
from corpus.swedish import case_numbers, words

LONGEST = 70
MOST_WORDS = 9
# A line that fills more of the common width than this may be the first of a paragraph.
SHARE_OF_WIDTH = 0.75
_BULLETS = ("-", "•", "–", "*", "|", "o ", "§")
_LABEL = re.compile(r"[\wåäöÅÄÖ ]{2,24}:\s+\S")
_NUMBER = re.compile(case_numbers.WORD)
_SENTENCE_ENDS = (".", "!", "?", ":", ";")
# A letterhead is no longer, in lines that are not blank.
LETTERHEAD_LINES = 40
# Where more lines than these follow a blank one, blank lines do not part paragraphs.
MOST_BLANK = 0.7
# A heading of its own ("Ekonomi") under one of these goes on with it; one under a proposal does not.
_GO_ON = frozenset({PartName.MATTER, PartName.ASSESSMENT})


def sections(rows: Sequence[Line], marked: Sequence[Span], length: int) -> tuple[Section, ...]:
    """The sections of a paper; at least one, from 0 to `length`.

    `marked` are the headings that the format points out; where it has none, they are told by how they stand: short,
    capitalised, without a full stop, after the end of a paragraph.
    """
    starts = sorted(span.start for span in marked)
    heads = _merged([line for line in rows if _holds(line, starts)] if starts else _by_looks(rows), rows)
    if not heads:
        return (Section(0, length, "", parts=parts.split(rows, length)),)
    found = []
    if any(line.text and line.start < heads[0].start for line in rows):
        found.append(Section(0, heads[0].start, "", parts=_named(rows, 0, heads[0].start, None)))
    stops = [line.start for line in heads[1:]] + [length]
    part: PartName | None = None
    for line, stop in zip(heads, stops, strict=True):
        part = parts.named(line.text) or (part if part in _GO_ON else None)
        found.append(Section(line.start, stop, line.text, parts=_named(rows, line.start, stop, part)))
    return tuple(found)


def _merged(heads: Sequence[Line], rows: Sequence[Line]) -> list[Line]:
    """The headings without their marks, those over several lines as one."""
    places = {line.start: place for place, line in enumerate(rows)}
    merged: list[Line] = []
    last = -2
    for line in heads:
        place = places[line.start]
        bare = line.text.strip(parts.MARKS)
        if place == last:
            continue  # the line before, which broke off, has taken it
        if merged and place == last + 1 and titles.goes_on(merged[-1].text, bare):
            merged[-1] = Line(f"{merged[-1].text} {bare}", merged[-1].start, line.end)
        else:
            merged.append(Line(bare, line.start, line.end))
        last = place
        # Of a heading over two lines a reader may have seen the first only.
        after = rows[place + 1] if place + 1 < len(rows) else line
        if titles.breaks_off(bare) and 0 < len(after.text) <= LONGEST and not parts.named(after.text):
            merged[-1] = Line(f"{merged[-1].text} {after.text.strip(parts.MARKS)}", merged[-1].start, after.end)
            last = place + 1
    return merged


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
    parted = {line.start for before, line in itertools.pairwise(rows) if line.text and not before.text}
    told_apart = len(parted) < MOST_BLANK * len(filled)
    found: list[Line] = []
    for before, line, after in zip([None, *filled], filled, [*filled[1:], None], strict=False):
        ended = (
            before is None
            or before.text.endswith(_SENTENCE_ENDS)
            or len(before.text) < 0.7 * width
            or (told_apart and line.start in parted)
            or (found and found[-1] is before)
        )
        if not ended or after is None or not _may_head(line.text):
            continue
        if parts.named(line.text) or (len(line.text) < SHARE_OF_WIDTH * width and _is_text(after.text)):
            found.append(line)
    return _without_letterhead(found, filled)


def _without_letterhead(heads: list[Line], filled: Sequence[Line]) -> list[Line]:
    """The headings less the lines above the first part of a letter, the last of which may be its title."""
    first = next((place for place, line in enumerate(heads) if parts.named(line.text)), None)
    if first is None or heads[first].start > filled[min(LETTERHEAD_LINES, len(filled)) - 1].start:
        return heads
    own = [line for line in heads[:first] if titles.may_be(line.text)]
    return own[-1:] + heads[first:]


def _may_head(text: str) -> bool:
    return (
        3 <= len(text) <= LONGEST
        and len(text.split()) <= MOST_WORDS
        and text[0].isupper()
        and not text.endswith((".", ",", ";", "-", "!", "?"))
        and not text.startswith(_BULLETS)
        and "@" not in text
        and len(labels.cells(Line(text, 0, len(text)))) == 1
        and not _LABEL.match(text)
        and not _NUMBER.match(text)
        and not words.go_on(text)
    )


def _is_text(text: str) -> bool:
    return (
        (text[0].isupper() and len(text) > LONGEST / 2)
        or text.startswith(_BULLETS)
        or text.endswith(".")
        or text[:2].rstrip(".").isdigit()
    )

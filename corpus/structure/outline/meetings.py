"""Several papers in one file: where each begins, and which of them are meetings."""

from __future__ import annotations

import bisect
import datetime as dt
import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from corpus import sieve
from corpus.facts import Meeting
from corpus.models import Section, Span
from corpus.structure import head, paging
from corpus.structure.lines import Line, split
from corpus.swedish import bodies, days

# A line that says when the meeting was held: the date stands in it or in the next lines.
_STATED = sieve.compile(
    r"^[ \t#*|]{0,40}(?:(?P<label>(?:sammanträdes|mötes)(?:datum|dag))|(?:.{1,60}[ \t|])?sammanträdesprotokoll)\b"
    r"(?P<rest>.{0,80})$",
    re.IGNORECASE | re.MULTILINE,
)
_PROTOCOL = re.compile(r"protokoll", re.IGNORECASE)
DATE_LINES = 2
# A head that says the date begins this many lines above it at most, each no longer than this.
HEAD_LINES = 8
HEAD_WIDTH = 70


@dataclass(frozen=True, slots=True)
class _Stated:
    """The date of a meeting, the page that says it, where the head begins and the bodies that it names."""

    start: int
    page: int
    date: dt.date
    bodies: frozenset[str]


def starts(text: str, pages: Sequence[Span]) -> tuple[int, ...]:
    """The places where another paper begins in the file: page numbers start over, or another meeting is named."""
    sheets, _, papers = paging.laid(text, tuple(pages))
    found = {sheets[first].start for first in papers if first}
    stated = list(_stated(text, [sheet.start for sheet in sheets]))
    for before, now, after in zip([None, *stated], stated, [*stated[1:], None], strict=False):
        if before is None:
            continue
        if now.date == before.date:
            # Said again pages later, or of another body, it is another meeting of the same day; on page after page a
            # running header.
            other = before.bodies and now.bodies and not before.bodies & now.bodies
            if other or now.page - before.page > 1 or (len(sheets) == 1 and len(stated) == 2):
                found.add(now.start)
        elif after is None or after.date != before.date:  # else the date of another meeting, cited
            found.add(now.start)
    return tuple(sorted(found - {0}))


def find(
    text: str, rows: Sequence[Line], furniture: Sequence[Span], sections: Sequence[Section], papers: Sequence[int]
) -> tuple[Meeting, ...]:
    """The meetings whose minutes the file holds, each a stretch with its body and date; empty where it is only one.

    A meeting begins with another paper (`papers`, from `starts`) that holds a §, or where the numbers start over.
    """
    numbered = [section for section in sections if section.paragraph]
    if not numbered:
        return ()
    bounds = [(next((place for place in reversed(papers) if place <= numbered[0].start), 0), 0)]
    ends = [*papers, len(text)]
    for before, section in itertools.pairwise(numbered):
        between = papers[bisect.bisect_right(papers, before.start) : bisect.bisect_right(papers, section.start)]
        if between or _number(section) <= _number(before):
            bounds.append((between[-1] if between else section.start, between[0] if between else section.start))
    if len(bounds) == 1:
        return ()
    found: list[Meeting] = []
    stops = [*(end for _, end in bounds[1:]), ends[bisect.bisect_right(ends, numbered[-1].start)]]
    for (start, _), end in zip(bounds, stops, strict=True):
        first, stop = (bisect.bisect_left(rows, place, key=lambda line: line.start) for place in (start, end))
        running = [Span(max(start, s.start), min(end, s.end)) for s in furniture if s.start < end and start < s.end]
        facts = head.read(text, rows[first:stop], running, "")
        if found and (found[-1].committee, found[-1].date) == (facts.committee, facts.date):
            found[-1] = replace(found[-1], end=end)
        else:
            found.append(Meeting(start, end, facts.committee, facts.date))
    return tuple(found) if len(found) > 1 else ()


def _number(section: Section) -> int:
    return int((section.paragraph or "").removeprefix("§ "))


def _stated(text: str, tops: Sequence[int]) -> Iterator[_Stated]:
    """Each meeting date that a head states."""
    for match in _STATED.in_lines(text):
        lines = [match["rest"]]
        if match["label"]:
            below = (line.text for line in split(text, match.end() + 1, match.end() + 300) if line.text)
            lines.extend(itertools.islice(below, DATE_LINES))
        dates = days.dates(" ".join(lines))
        page = bisect.bisect_right(tops, match.start()) - 1
        top = tops[page]
        at_top = sum(bool(line.text) for line in split(text, top, match.start())) < HEAD_LINES
        start = top if at_top else _head_start(text, match.start())
        # In the middle of a page only a whole head says it: a § may list the dates of coming meetings.
        if dates and (at_top or (match["label"] and _PROTOCOL.search(text, start, match.end()))):
            named = frozenset(body.name for body in bodies.find(text, start, match.end()))
            yield _Stated(start, page, dates[0], named)


def _head_start(text: str, place: int) -> int:
    """Where the head begins that states its date in the line at `place`: after the last line of prose above."""
    start = place
    for _ in range(HEAD_LINES):
        above = text.rfind("\n", 0, max(0, start - 1)) + 1
        line = text[above:start].strip()
        if above == start or len(line) > HEAD_WIDTH or line.endswith((".", ":", ";")):
            break
        start = above
    return start

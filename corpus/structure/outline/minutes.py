"""The numbered § of minutes: which lines are their headings, and where each ends."""

from __future__ import annotations

import bisect
import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from corpus.models import Part, PartName, Section, Span
from corpus.structure.head import kinds
from corpus.structure.lines import Line
from corpus.structure.outline import agenda, matters, parts, recurring, series
from corpus.structure.outline.matters import Matter
from corpus.structure.outline.series import Item
from corpus.swedish import bodies, days

# Where at least this share of the § have a part right under their number, their headings stand above it.
LEAST_ABOVE = 0.6

LONGEST_STAGE = 80
_SIGNED = re.compile(r"§\s?(?P<number>\d{1,4})\b|\b(?P<before>\d{1,4})\s?§")
# What ends a notice, under its last item, unless other items have it too: "Bilagor" of them all.
_OF_ALL = frozenset({PartName.BASIS, PartName.DISPATCH, PartName.APPROVAL, PartName.ATTENDANCE})
_APPENDIX = re.compile(
    r"bilaga(?: \w{1,3})?(?:[ :,(–-].{0,80})?|(?:närvaro-? och )?(?:omröstnings|voterings)lista", re.IGNORECASE
)


def sections(
    rows: Sequence[Line], length: int, pages: Sequence[Span] = (), papers: Sequence[int] = ()
) -> tuple[Section, ...]:
    """The § of the minutes whose lines are `rows`, with what stands before the first as a section of its own.

    Empty where no line is the heading of a §. `length` is that of the document's text, `pages` are its pages and
    `papers` the places where other papers in the same file begin: numbers start over there, and a § ends.
    """
    appendices = _appendices(rows, pages)
    chain = recurring.without_count(series.find(rows, papers, appendices), rows)
    found = _read(chain, rows)
    learnt = recurring.find(found, rows)
    if learnt:
        chain, rows = [*chain], [*rows]
        for number, token in learnt.items():
            chain[number], rows[token.row] = recurring.without(token, chain[number], rows)
        found = _read(chain, rows)
        for number, token in learnt.items():
            found[number] = (chain[number], replace(found[number][1], numbers=(recurring.number(token),)))
    return _sections(found, rows, length, papers, appendices) if found else ()


def _read(chain: Sequence[Item], rows: Sequence[Line]) -> list[tuple[Item, Matter]]:
    above = _heads_above(chain, rows)
    free = [0, *(item.row + 1 for item in chain)]
    return [
        (item, matters.read(rows, item.row, item.rest, start, above=above))
        for item, start in zip(chain, free, strict=False)
    ]


def items(rows: Sequence[Line], length: int, marked: Sequence[Span]) -> tuple[Section, ...]:
    """The items of a notice, as `sections` gives the § of minutes; `marked` are the headings that the format marks."""
    found = agenda.find(rows, marked)
    if not found:
        return ()
    *others, last = _sections(found, rows, length, (), ())
    known = {part.name for section in others for part in section.parts}
    own = next((part for part in last.parts if part.name in _OF_ALL - known), None)
    if own is None:
        return (*others, last)
    row = rows[bisect.bisect_left(rows, own.start, key=lambda line: line.start)]
    return (
        *others,
        replace(last, end=own.start, parts=tuple(part for part in last.parts if part.end <= own.start)),
        Section(own.start, length, row.text, parts=tuple(part for part in last.parts if part.start >= own.start)),
    )


def _sections(
    found: Sequence[tuple[Item, Matter]],
    rows: Sequence[Line],
    length: int,
    papers: Sequence[int],
    appendices: Sequence[int],
) -> tuple[Section, ...]:
    # Rows where something begins that no § owns: another paper, and after the last § of a paper an appendix.
    others = [bisect.bisect_left(rows, place, key=lambda line: line.start) for place in papers]
    result = [*_unnumbered(rows, 0, found[0][1].first, others, length)]
    for (item, matter), after in zip(found, [*found[1:], None], strict=True):
        stop = after[1].first if after else len(rows)
        foreign = [row for row in others if matter.body < row < stop]
        if foreign or after is None:
            foreign = sorted({*foreign, *(row for row in appendices if matter.body < row < stop)})
        end = foreign[0] if foreign else stop
        place = rows[end].start if end < len(rows) else length
        own = _parts(rows[matter.body : end], place, item.mark.number)
        number = None if item.unsigned else f"§ {item.mark.number}"
        case_number, other_cases = next(iter(matter.numbers), None), matter.numbers[1:]
        start = rows[matter.first].start
        result.append(Section(start, place, matter.heading, number, case_number, own, other_cases=other_cases))
        result.extend(_unnumbered(rows, end, stop, foreign, length))
    return tuple(result)


def _unnumbered(rows: Sequence[Line], first: int, stop: int, starts: Sequence[int], length: int) -> Iterator[Section]:
    """What stands outside the §, parted at `starts`, each stretch under its first line; the file's head under none."""
    bounds = [first, *(row for row in starts if first < row < stop), stop]
    for begin, end in itertools.pairwise(bounds):
        own = [line for line in rows[begin:end] if line.text]
        if own:
            start = rows[begin].start if begin else 0
            place = rows[end].start if end < len(rows) else length
            yield Section(start, place, own[0].text if begin else "", parts=parts.split(rows[begin:end], place))


def _heads_above(chain: Sequence[Item], rows: Sequence[Line]) -> bool:
    """Whether these minutes put the heading over the number: right under it comes a part."""
    bare = 0
    for item in chain:
        under = (line.text for line in rows[item.row + 1 : item.row + 4] if line.text)
        following = next((text for text in under if not matters.numbers_in_line(text)), "")
        bare += not matters.words(item.rest) and matters.is_part(following)
    return 0 < bare >= LEAST_ABOVE * len(chain)


def _appendices(rows: Sequence[Line], pages: Sequence[Span]) -> list[int]:
    """The rows that open a page with the heading of an appendix."""
    found = []
    for page in pages[1:]:
        row = bisect.bisect_left(rows, page.start, key=lambda line: line.start)
        while row < len(rows) and not rows[row].text:
            row += 1
        if row < len(rows) and rows[row].start < page.end and _APPENDIX.fullmatch(rows[row].text):
            found.append(row)
    return found


def _parts(rows: Sequence[Line], end: int, number: int) -> tuple[Part, ...]:
    """The parts of the § `number`. The columns of its voting lists ("Ersättare") are no attendance list.

    Where the matter is told body by body, each under its name, day and § ("Tekniska nämnden 26.2.2019, 21 §"), what
    stands before the meeting's own is history.
    """
    rows = [line for line in rows if parts.named(line.text) is not PartName.ATTENDANCE]
    stages = [(row, stage) for row, line in enumerate(rows) if (stage := _stage(line.text)) is not None]
    own = next((row for row, stage in reversed(stages) if stage == number), 0)
    if not own or stages[0][1] == number:
        return parts.split(rows, end)
    before = Part(PartName.HISTORY, rows[stages[0][0]].start, rows[own].start)
    return (*parts.split(rows[: stages[0][0]], before.start), before, *parts.split(rows[own:], end))


def _stage(line: str) -> int | None:
    """The number of the § under which a line that says no more than body, day and § tells of a matter."""
    if len(line) > LONGEST_STAGE or not (match := _SIGNED.search(line)) or not days.dates(line):
        return None
    alone = sum(map(str.isalpha, kinds.without_names(line))) < 3
    return int(match["number"] or match["before"]) if alone and any(True for _ in bodies.find(line)) else None

"""The series of a paper's numbered items: which marks are their headings, and which only cite a § or list one."""

from __future__ import annotations

import bisect
import itertools
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from corpus.structure.lines import Line
from corpus.structure.outline import marks, parts
from corpus.structure.outline.marks import Mark
from corpus.swedish import case_numbers, days, words

# So far back the search for the item before looks, in candidates.
WINDOW = 40
# No meeting leaves out more numbers than this at once.
LONGEST_STEP = 40
# So many marks that OCR has blurred make a series where no clear one tells that there is any.
LEAST_BLURRED = 3

# What follows a § that is cited in running text, not a heading: "§ 97 och den 1 februari", "§ 8, att …", "§ 97)".
_CITED = re.compile(r"[;)]|,(?!\s?[A-ZÅÄÖ\d]{1,8}[\d/\-]*\s*$)|[a-zåäö]|[–-]\s?\d|\d{1,2}[:.]\d\d\b(?!\.\d{4})")
# A line of a table of contents ends with its page.
_CONTENTS = re.compile(r"(?:\.\s?){3,}\s*\d{1,4}$|\s{3,}\d{1,4}$|\t\d{1,4}$|\|\s*\d{1,4}\s*\|?$")
_CASE_WORD = re.compile(rf"\(?{case_numbers.WORD}")
# A line that breaks off in the middle of a sentence: what follows right under it is no heading.
_UNFINISHED = re.compile(r"(?:,|\b(?:se|kap\.?))$", re.IGNORECASE)
_OPENING = re.compile(r"upprop|öppna|juster|dagordning|föredragningslista|kallelse|parentation", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Item:
    """A line that numbers an item: its `row`, its mark, and what follows the mark with a diarienummer before it.

    `weight` is how much it looks like a heading, `paper` which paper of the file it stands in, `opens` tells the
    "§ 1" of a meeting that is opened, `unsigned` a number that is no §.
    """

    row: int
    mark: Mark
    rest: str
    weight: float
    paper: int
    opens: bool = False
    unsigned: bool = False


def find(rows: Sequence[Line], papers: Sequence[int], appendices: Sequence[int]) -> list[Item]:
    """The items whose numbers follow on one another best among `rows`; empty where no line numbers one.

    `papers` are the places where other papers of the file begin, `appendices` the rows where an appendix does.
    """
    return chain(_own(_candidates(rows, papers), appendices))


def _candidates(rows: Sequence[Line], papers: Sequence[int]) -> list[Item]:
    """The lines that may number an item, each weighed by how much it looks like one and like the others."""
    found: list[Item] = []
    unclear: list[Item] = []
    above = ""  # the line right above, blank or not
    for number, line in enumerate(rows):
        if mark := marks.read(line.text):
            if item := _item(mark, number, above, bisect.bisect_right(papers, line.start)):
                found.append(item)
        elif mark := marks.blurred(line.text):
            unclear.append(Item(number, mark, mark.rest, 0.0, bisect.bisect_right(papers, line.start)))
        above = line.text
    whole = sorted([*found, *unclear], key=lambda item: item.row)
    if len(found) > 1 or _follow(whole):
        found = whole
    forms = Counter(item.mark.form for item in found)
    return [
        replace(
            item,
            weight=item.weight + forms[item.mark.form] / len(found),
            opens=item.mark.number == 1 and _opens(rows[item.row : item.row + 4]),
        )
        for item in found
    ]


def _follow(items: Sequence[Item]) -> bool:
    """Whether so many items number on, one by one, that they are a series."""
    run = 1
    for before, item in itertools.pairwise(items):
        run = run + 1 if item.mark.number == before.mark.number + 1 else 1
        if run >= LEAST_BLURRED:
            return True
    return False


def _own(items: Sequence[Item], appendices: Sequence[int]) -> list[Item]:
    """The items less the § of rules in an appendix: there numbers fall back, and go on from one another."""
    kept: list[Item] = []
    strange: Item | None = None
    for item in items:
        if kept and kept[-1].paper == item.paper and not item.opens:
            behind = bisect.bisect_left(appendices, kept[-1].row) < bisect.bisect_left(appendices, item.row)
            follows = strange is not None and item.mark.number == strange.mark.last + 1
            if behind and (item.mark.number <= kept[-1].mark.last or follows):
                strange = item
                continue
        kept.append(item)
        strange = None
    return kept


def _opens(rows: Sequence[Line]) -> bool:
    """Whether a § with these first lines is one that meetings begin with; a "§ 1" of adopted rules is none."""
    return any(_OPENING.search(line.text) for line in rows)


def _item(mark: Mark, row: int, above: str, paper: int) -> Item | None:
    numbered = case_numbers.heading_case_number(mark.rest.lstrip(",:– "))
    sure = bool(mark.case or _CASE_WORD.match(mark.rest) or numbered)
    if not mark.continued and (_CONTENTS.search(mark.rest[-60:]) or _is_cited(mark.rest, above, sure)):
        return None
    weight = 0.8 * sure - 2.0 * mark.continued - 0.8 * (mark.dotted and not mark.rest)
    weight += 0.6 * (not above or above.endswith((".", ":", "?", "!", ")")) or parts.named(above) is not None)
    return Item(row, mark, mark.case + mark.rest, weight, paper)


def _is_cited(rest: str, above: str, sure: bool) -> bool:
    """Whether a § at the start of a line is one that the text speaks of."""
    if sure:
        return bool(_CITED.match(rest)) and not rest.startswith(",") and not _CASE_WORD.match(rest)
    if _CITED.match(rest):
        return True
    dated = days.dates(rest[:24]) and rest[:1].isdigit()
    goes_on = words.go_on(above) and not rest[:1].isupper()
    return bool(_UNFINISHED.search(above) or goes_on or (dated and any(map(str.isalpha, rest[10:]))))


def chain(items: Sequence[Item]) -> list[Item]:
    """The best run of items whose numbers rise, a step of one counting for most.

    A § cited at the start of a line falls out: its number is not next in line. "§ 16 forts." and a running "§ 16" at
    the head of the next page belong to the § that they go on with. A series keeps to one order of number and sign.
    """
    best: list[float] = []
    previous: list[int] = []
    ends = [(item.mark.last, item.paper, item.mark.form[3]) for item in items]
    for i, item in enumerate(items):
        number, paper = item.mark.number, item.paper
        gained, back = 1.0, -1
        first = max(0, i - WINDOW)
        for j, (last, other, reversed_) in enumerate(ends[first:i], first):
            step = number - last
            if step == 1:
                gain = 2.0
            elif 1 < step < LONGEST_STEP:
                gain = 1.0 / step - 0.6
            elif other != paper:
                gain = 0.0
            elif item.opens:  # without a new head numbers start over only where a meeting is opened
                gain = -1.0
            else:
                continue
            gain -= 1.5 * (reversed_ is not item.mark.form[3])
            if best[j] + gain > gained:
                gained, back = best[j] + gain, j
        best.append(gained + item.weight)
        previous.append(back)
    if not best:
        return []
    at = max(range(len(best)), key=best.__getitem__)
    found = []
    while at >= 0:
        found.append(items[at])
        at = previous[at]
    return found[::-1]

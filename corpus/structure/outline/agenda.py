"""The items of a notice, and of minutes without §: "1 Upprop", "12. Taxa för båtplatser", "Ärende 3"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from corpus.models import Span
from corpus.structure.lines import Line
from corpus.structure.outline import matters, parts, series
from corpus.structure.outline.marks import LONGEST, Mark
from corpus.structure.outline.matters import Matter
from corpus.structure.outline.series import Item

# A list of which fewer have text of their own only announces the items.
LEAST_WITH_TEXT = 0.5
# Under its number an item shows within so many lines that it is one: its diarienummer, the first of its parts.
NEAR = 3

_NUMBERED = re.compile(
    r"(?:#{1,6}\s*|\*\*|\|\s?){0,3}(?:(?P<word>(?=[ÄP])(?i:ärende|punkt))\s{1,3}(?:[Nn]r\.?\s)?)?"
    r"(?P<number>\d{1,3})(?P<stop>[.):]?)\*{0,2}(?:$|\s*\|\s*|\s{1,12})(?P<rest>.*)"
)
_BEGINS = re.compile(r"[\W_]*[A-ZÅÄÖÉ]")


def find(rows: Sequence[Line], marked: Sequence[Span]) -> list[tuple[Item, Matter]]:
    """The items among `rows` that have text of their own, in order; empty where there are not two numbers in a row.

    `marked` are the headings that the format points out. A list before the items, which only announces them, gives
    them their headings and diarienummer.
    """
    candidates = _candidates(rows, {span.start for span in marked})
    chain = series.chain(candidates)
    if len(chain) < 2:
        return []
    found = _read(chain, rows)
    stops = [*(item.row for item in chain[1:]), len(rows)]
    told = sum(any(line.text for line in rows[m.body : stop]) for (_, m), stop in zip(found, stops, strict=True))
    if told >= LEAST_WITH_TEXT * len(chain):
        return found
    listed = {item.mark.number: matter for item, matter in found}
    after = [item for item in candidates if item.row > chain[-1].row and item.mark.number in listed]
    if not after and len([line for line in rows[found[-1][1].body :] if line.text]) <= len(chain):
        return found  # the list is all there is: what it announces are papers of their own
    return [
        (item, _told_before(matter, listed[item.mark.number]))
        for item, matter in _read(series.chain(after), rows)
        if _same(matter.heading, listed[item.mark.number].heading) or item.mark.form[0]
    ]


def _told_before(matter: Matter, listed: Matter) -> Matter:
    """An item with the heading that a list gives it, and the diarienummer of both."""
    return replace(matter, heading=listed.heading, numbers=tuple(dict.fromkeys(listed.numbers + matter.numbers)))


def _read(chain: Sequence[Item], rows: Sequence[Line]) -> list[tuple[Item, Matter]]:
    """The items with what each is about; a heading goes no further than the item after it."""
    stops = [*(item.row for item in chain), len(rows)][1:]
    return [
        (item, matters.read(rows[:stop], item.row, item.rest, item.row, above=False))
        for item, stop in zip(chain, stops, strict=True)
    ]


def _candidates(rows: Sequence[Line], marked: set[int]) -> list[Item]:
    """The lines that may number an item, each weighed by how much it looks like one."""
    found: list[Item] = []
    for row, line in enumerate(rows):
        match = _NUMBERED.match(line.text) if len(line.text) <= LONGEST else None
        if match is None or not (_BEGINS.match(match["rest"]) if match["rest"] else match["word"]):
            continue
        form = ((match["word"] or "").upper(), bool(match["stop"]), line.text[0] in "#*|", bool(match["word"]))
        number, rest = int(match["number"]), _told(match["rest"])
        below = [below.text for below in rows[row + 1 : row + 1 + NEAR] if below.text]
        weight = (
            1.0 * (line.start in marked)
            + 0.6 * (row == 0 or not rows[row - 1].text)
            + 0.8 * bool(matters.numbers_in_line(rest) or any(map(matters.numbers_in_line, below)))
            + 0.6 * any(parts.named(text) for text in below)
            - 0.8 * rest.endswith(".")
        )
        found.append(Item(row, Mark(number, number, "", "", rest, form), rest, weight, 0, unsigned=True))
    return found


def _told(rest: str) -> str:
    """What a row says of its item: its first words and its diarienummer; who presents it and when are no heading."""
    cells = [cell for cell in matters.GAP.split(rest.strip("*| ")) if cell]
    return "  ".join([*cells[:1], *(cell for cell in cells[1:] if matters.numbers_in_line(cell))])


def _same(heading: str, listed: str) -> bool:
    """Whether an item's heading is the one that a list gives it; one of them may be cut short."""
    first, second = (re.sub(r"\W+", " ", text).casefold().split() for text in (heading, listed))
    words = min(len(first), len(second), 4)
    return words > 0 and first[:words] == second[:words]

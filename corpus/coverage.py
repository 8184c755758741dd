"""What the archive lacks: gaps between the meetings of a body, told by the numbers of their § and by the calendar.

The § of a body are numbered through the calendar year, so that the last of one meeting and the first of the next say
whether anything lies between them.
"""

from __future__ import annotations

import itertools
import statistics
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from corpus.catalogue.records import Held

# A silence is told of when it is so many times the usual time between a body's meetings, and so many days.
LONG = 3.0
LEAST_DAYS = 60
# A body must have met so often before "usual" means anything.
LEAST_MEETINGS = 4


@dataclass(frozen=True, slots=True)
class Gap:
    """What lacks between two meetings (`after` and `before`, either None at the year's first), in Swedish."""

    after: date | None
    before: date | None
    message: str


@dataclass(frozen=True, slots=True)
class Body:
    """A body, its meetings in the archive and the gaps between them."""

    organisation: str | None
    committee: str | None
    meetings: int
    first: date
    last: date
    gaps: tuple[Gap, ...]


def bodies(minutes: Iterable[Held]) -> list[Body]:
    """The bodies of `minutes`, which are in order of body and day."""
    found = []
    for (organisation, committee), group in itertools.groupby(minutes, lambda one: (one.organisation, one.committee)):
        held = _days(group)
        gaps = [*_numbers(held), *_silences(held)]
        gaps.sort(key=lambda gap: (gap.before or date.max, gap.message))
        found.append(Body(organisation, committee, len(held), held[0][0], held[-1][0], tuple(gaps)))
    return found


def _days(minutes: Iterable[Held]) -> list[tuple[date, set[int]]]:
    """The § of each day: several files may hold one meeting."""
    days: dict[date, set[int]] = {}
    for one in minutes:
        days.setdefault(one.date, set()).update(one.paragraphs)
    return sorted(days.items())


def _numbers(held: Sequence[tuple[date, set[int]]]) -> list[Gap]:
    gaps = []
    for year, group in itertools.groupby(held, lambda day: day[0].year):
        meetings = list(group)
        # A body that starts over at each meeting says nothing by its numbers.
        if any(min(after) <= max(before) for (_, before), (_, after) in itertools.pairwise(meetings)):
            continue
        last, before_day = 0, None
        for day, numbers in meetings:
            if min(numbers) > last + 1:
                lacking = f"§§ {last + 1}–{min(numbers) - 1}" if min(numbers) > last + 2 else f"§ {last + 1}"
                where = f"mellan {before_day} och {day}" if before_day else f"före {day}"
                gaps.append(Gap(before_day, day, f"{lacking} år {year} saknas, {where}."))
            last, before_day = max(numbers), day
    return gaps


def _silences(held: Sequence[tuple[date, set[int]]]) -> list[Gap]:
    if len(held) < LEAST_MEETINGS:
        return []
    steps = [(after - before).days for (before, _), (after, _) in itertools.pairwise(held)]
    usual = statistics.median(steps)
    return [
        Gap(before, after, f"Inget protokoll på {step} dagar, mellan {before} och {after}; annars {usual:.0f} dagar.")
        for ((before, _), (after, _)), step in zip(itertools.pairwise(held), steps, strict=True)
        if step > max(LEAST_DAYS, LONG * usual)
    ]

"""What a count was made in: whose minutes, of how many meetings, and what is known to be missing between them."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Sequence

from corpus import coverage
from corpus.catalogue.matters import Item
from corpus.catalogue.records import Held, Scope
from search_api.answering.counts import phrasing

# How many bodies and how many gaps are named.
NAMED = 4


def notes(items: Sequence[Item], scope: Scope) -> list[str]:
    """In Swedish, what the number from the § `items` of `scope` rests on."""
    meetings = {(item.organisation, item.committee, item.date) for item in items}
    dates = sorted(day for _, _, day in meetings if day)
    bodies = sorted({(organisation or "", committee or "") for organisation, committee, _ in meetings})
    names = [phrasing.body(organisation or None, committee or None) for organisation, committee in bodies]
    told = ", ".join(names[:NAMED]) + (f" och {len(names) - NAMED} till" if len(names) > NAMED else "")
    when = phrasing.span(dates[0], dates[-1]) if dates else "odaterade"
    word = "sammanträde" if len(meetings) == 1 else "sammanträden"
    gaps = list(_gaps(items, scope))
    more = [f"Luckor till i protokollen: {len(gaps) - NAMED}."] if len(gaps) > NAMED else []
    return [f"Räknat i arkivets protokoll från {len(meetings)} {word} ({when}): {told}.", *gaps[:NAMED], *more]


def _gaps(items: Sequence[Item], scope: Scope) -> Iterator[str]:
    """What lacks between the meetings, and before the first of a year that is counted from its beginning."""
    numbers: dict[tuple[str, str, dt.date], set[int]] = defaultdict(set)
    for item in items:
        if item.date:
            key = (item.organisation or "", item.committee or "", item.date)
            numbers[key].add(int(item.paragraph.split()[-1]))
    held = [Held("", *key, tuple(sorted(found))) for key, found in sorted(numbers.items())]
    for body in coverage.bodies(held):
        for gap in body.gaps:
            from_new_year = gap.before and (not scope.date_from or scope.date_from <= dt.date(gap.before.year, 1, 1))
            if gap.after or from_new_year:
                name = phrasing.body(body.organisation, body.committee)
                yield f"{name[0].upper()}{name[1:]}: {gap.message}"

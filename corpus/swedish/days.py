"""Dates as papers write them, each with its place."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass

from corpus import sieve
from corpus.swedish.tables import MONTHS

_MONTH = "|".join(f"{name}|{name[:4]}|{name[:3]}" for name in MONTHS)
_DAY = sieve.compile(
    r"(?<!\d)(?P<y>(?:19|20)\d\d)(?P<sep>\s?[-–]\s?|[./])(?P<m>\d\d?)(?P=sep)(?P<d>\d\d?)(?!\d)"
    # Of a meeting of several days ("12–13 mars 2024") the first.
    r"|(?<![\d.:])(?P<d2>[0-3]?\d)(?::?[ea])?(?:\s?(?:[-–]|och)\s?[0-3]?\d(?::?[ea])?)?"
    rf"\s+(?P<month>{_MONTH})\.?,?\s+(?P<y2>(?:19|20)\d\d)\b"
    r"|(?<![\d/])(?P<d3>[0-3]?\d)/(?P<m3>1[0-2]|0?[1-9])[ \-/](?P<y3>(?:19|20)\d\d|\d\d)\b"
    r"|(?<![\d.])(?P<d4>[0-3]?\d)\.(?P<m4>1[0-2]|0?[1-9])\.(?P<y4>(?:19|20)\d\d)\b",
    re.IGNORECASE,
)
# "20240312" and "240312", where the words around them say that it is a date.
_COMPACT = re.compile(r"(?<!\d)(?P<y>(?:19|20)?\d\d)(?P<m>[01]\d)(?P<d>[0-3]\d)(?![\d-])")
_YEARLESS = sieve.compile(
    rf"(?<![\d.:])(?P<d>[0-3]?\d)(?::?[ea])?\s+(?P<month>{_MONTH})\b(?!\.?,?\s+(?:19|20)\d\d)", re.IGNORECASE
)
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_WEEKDAYS = ("mån", "tis", "ons", "tors", "fre", "lör", "sön")
_WEEKDAY = sieve.compile(rf"({'|'.join(_WEEKDAYS)})dag(?:en)?,?(?:\s+den)?\s*\Z", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Day:
    """A date and the words for it; `fits` tells whether the weekday beside it is that date's, None where none is."""

    start: int
    end: int
    date: dt.date
    fits: bool | None = None


def find(text: str, start: int = 0, end: int | None = None, *, compact: bool = False) -> Iterator[Day]:
    """The dates in `text[start:end]` that are in the calendar, in order; with `compact` "240312" too."""
    end = len(text) if end is None else end
    for match in _DAY.finditer(text, start, end):
        if found := _day(match, start):
            yield found
    if compact:
        for match in _COMPACT.finditer(text, start, end):
            if found := _day(match, start):
                yield found


def without_year(text: str, start: int, end: int, year: int) -> Day | None:
    """The first date in `text[start:end]` that leaves out its year ("tisdagen den 12 mars"), taken to be in `year`."""
    match = _YEARLESS.search(text, start, end)
    return _day(match, start, year) if match else None


def years(text: str, start: int, end: int) -> list[int]:
    """The years that stand alone in `text[start:end]`."""
    return [int(match.group()) for match in _YEAR.finditer(text, start, end)]


def dates(text: str) -> list[dt.date]:
    """Every date of `text` ("2023-06-14", "14 juni 2023", "14/6 2023", "14/6-23") that is in the calendar, in order."""
    return [day.date for day in find(text)]


def written(day: dt.date) -> str:
    """A date as minutes write it: "14 juni 2023"."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def _day(match: re.Match[str], start: int, year: int = 0) -> Day | None:
    groups = {name.rstrip("234"): value for name, value in match.groupdict().items() if value}
    named = groups.get("month")
    month = int(groups.get("m", 0)) if not named else _month(named)
    year = int(groups.get("y", year))
    try:
        date = dt.date(year if year > 99 else 2000 + year, month, int(groups["d"]))
    except ValueError:  # 31 april
        return None
    beside = _WEEKDAY.search(match.string[max(start, match.start() - 20) : match.start()])
    fits = None if not beside else _WEEKDAYS.index(beside[1].casefold()) == date.weekday()
    return Day(match.start(), match.end(), date, fits)


def _month(name: str) -> int:
    return next(number for number, month in enumerate(MONTHS, 1) if month.startswith(name.casefold()))

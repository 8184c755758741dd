"""Periods: the days from one to another, how they are written, and which of them words like "hösten" mean."""

from __future__ import annotations

import calendar
import datetime as dt
from dataclasses import dataclass

from corpus.swedish import days, tables

_DAY = dt.timedelta(days=1)
# The half-years of political work; a winter is told by the year that it ends in.
_SEASONS = {"vår": (1, 6), "sommar": (6, 8), "höst": (7, 12)}


@dataclass(frozen=True, slots=True)
class Period:
    """The days from `first` to `last`, both inclusive; None is open, at one end at most."""

    first: dt.date | None
    last: dt.date | None

    @property
    def value(self) -> str:
        """The canonical form: "2023-07-01..2023-12-31", an open end left out."""
        return f"{self.first or ''}..{self.last or ''}"

    @property
    def day(self) -> dt.date | None:
        """The one day that it is, or None."""
        return self.first if self.first == self.last else None

    @property
    def label(self) -> str:
        """The period in Swedish: "2023", "juni 2023", "juli–december 2023", "från och med 1 januari 2022"."""
        if self.first is None or self.last is None:
            return f"från och med {_written(self.first)}" if self.first else f"till och med {_written(self.last)}"
        if self.first == self.last:
            return _written(self.first)
        if self.first.day != 1 or (self.last + _DAY).day != 1:
            return f"{_written(self.first)} – {_written(self.last)}"
        if (self.first.month, self.last.month) == (1, 12):
            return "–".join(dict.fromkeys((str(self.first.year), str(self.last.year))))
        start, end = (tables.MONTHS[day.month - 1] for day in (self.first, self.last))
        if self.first.year != self.last.year:
            return f"{start} {self.first.year}–{end} {self.last.year}"
        return f"{'–'.join(dict.fromkeys((start, end)))} {self.last.year}"

    def before(self) -> Period | None:
        """All that was before it."""
        return Period(None, self.first - _DAY) if self.first else None

    def after(self) -> Period | None:
        """All that came after it."""
        return Period(self.last + _DAY, None) if self.last else None

    def since(self) -> Period | None:
        """It and all that came after it."""
        return Period(self.first, None) if self.first else None

    def until(self) -> Period | None:
        """It and all that was before it."""
        return Period(None, self.last) if self.last else None


def parsed(value: str) -> Period:
    """The period whose canonical form is `value`."""
    first, _, last = value.partition("..")
    return Period(dt.date.fromisoformat(first) if first else None, dt.date.fromisoformat(last) if last else None)


def hull(first: Period, second: Period) -> Period:
    """The least period that both lie in."""
    starts = [one.first for one in (first, second)]
    ends = [one.last for one in (first, second)]
    return Period(
        min(day for day in starts if day) if None not in starts else None,
        max(day for day in ends if day) if None not in ends else None,
    )


def months(year: int, first: int, last: int | None = None) -> Period:
    """From the month `first` to the end of `last`, or of `first` alone."""
    end = last or first
    return Period(dt.date(year, first, 1), dt.date(year, end, calendar.monthrange(year, end)[1]))


def season(name: str, year: int) -> Period:
    """The "vår", "sommar", "höst" or "vinter" of `year`.

    "Vintern 2022" may be the one that begins or the one that ends in that year: it is both.
    """
    if name == "vinter":
        return Period(dt.date(year - 1, 12, 1), months(year + 1, 3).last)
    return months(year, *_SEASONS[name])


def winter(ends: int) -> Period:
    """The one winter that ends in the year `ends`: "vintern 2021/22"."""
    return Period(dt.date(ends - 1, 11, 1), months(ends, 3).last)


def turn(year: int) -> Period:
    """The turn of the year that begins `year`."""
    return Period(dt.date(year - 1, 12, 1), months(year, 1).last)


def election(year: int) -> dt.date | None:
    """The day of the general election in `year`, to Riksdag, regions and municipalities; None where it had none.

    The third Sunday of September from 1973 to 2010, the second since; every third year to 1994, every fourth since.
    """
    if year < 1973 or (year < 1994 and (year - 1973) % 3) or (year >= 1994 and (year - 1994) % 4):
        return None
    first = dt.date(year, 9, 1)
    sunday = first + dt.timedelta(days=6 - first.weekday())
    return sunday + dt.timedelta(weeks=1 if year >= 2014 else 2)


def last_election(day: dt.date) -> dt.date | None:
    """The latest general election on `day` or before."""
    held = (election(year) for year in range(day.year, day.year - 5, -1))
    return next((one for one in held if one and one <= day), None)


def term(day: dt.date, back: int = 0) -> Period | None:
    """The mandatperiod that `day` lies in, or the one `back` terms before: from the new council's first day."""
    begun = [start for year in range(day.year, day.year - 20, -1) if (start := _takes_office(year)) and start <= day]
    if len(begun) <= back:
        return None
    following = next(
        start for year in range(begun[back].year + 1, begun[back].year + 5) if (start := _takes_office(year))
    )
    return Period(begun[back], following - _DAY)


def _takes_office(year: int) -> dt.date | None:
    """The first day of the council elected in `year`: 15 October from 2014 on, 1 November before."""
    if not election(year):
        return None
    return dt.date(year, 10, 15) if year >= 2014 else dt.date(year, 11, 1)


def _written(day: dt.date | None) -> str:
    return days.written(day) if day else ""

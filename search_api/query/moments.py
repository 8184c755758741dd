"""The times that a question names, each with its words: days, months, seasons, quarters, years, "i fjol".

What is found here is only what the words mean; whether it is when something was decided is told by `periods`.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum, auto

from corpus.swedish import days, tables
from search_api.query import calendar
from search_api.query.calendar import Period


class Grain(Enum):
    """How a time is told."""

    DAY = auto()
    MONTH = auto()
    SEASON = auto()
    PART = auto()  # a quarter, a half-year, the turn of a year, a mandatperiod
    YEAR = auto()
    ELECTION = auto()
    RELATIVE = auto()


@dataclass(frozen=True, slots=True)
class Moment:
    """A time and the words for it; `sure` is False where nothing in the question tells its year.

    `joined` tells that it is from one time to another.
    """

    start: int
    end: int
    grain: Grain
    period: Period
    sure: bool = True
    joined: bool = False


Read = Callable[[re.Match[str], dt.date], Period | None]

_ENGLISH = "january february march april may june july august september october november december".split()
_MONTHS = {
    name: number
    for names in (tables.MONTHS, _ENGLISH)
    for number, full in enumerate(names, 1)
    for name in (full, full[:3], full[:4] if full.startswith("sept") else full)
}
_SEASONS = {
    "vår": "vår", "spring": "vår", "sommar": "sommar", "somr": "sommar", "somra": "sommar", "summer": "sommar",
    "höst": "höst", "autumn": "höst", "fall": "höst", "vint": "vinter", "vinter": "vinter", "vintr": "vinter",
    "winter": "vinter",
}  # fmt: skip
_ORDINALS = {"första": 1, "first": 1, "andra": 2, "second": 2, "tredje": 3, "third": 3, "fjärde": 4, "fourth": 4}
# "Jan" and "may" are names and words, unless a year follows.
_WHOLE = set(tables.MONTHS) | set(_ENGLISH) - {"may"}

_Y = r"(?:19[5-9]|20[0-4])\d"
_NAME = rf"(?P<name>{'|'.join(sorted(_MONTHS, key=len, reverse=True))})"
_FULL_NAME = rf"(?P<name>{'|'.join(sorted(_WHOLE, key=len, reverse=True))})"
_DAY = r"(?:(?P<day>[0-3]?\d)(?::?[ea])?\s+)?"
_SEASON = r"(?P<season>vår|sommar|höst|vinter|vint|spring|summer|autumn|fall|winter)"
# "juni 2023", "juni -23", "juni ’23".
_OF_YEAR = rf"(?:,?\s+(?:(?:of|år)\s+)?(?P<year>{_Y})(?!\d)|\s?[-–'’´](?P<short>\d\d)(?![\d-]))"
_SAME_YEAR = r"\s+(?P<same>det\s?(?:här\s)?året|det\sår|samma\sår|(?:that|the\ssame)\syear)"
_ORDINAL = rf"(?P<ordinal>{'|'.join(_ORDINALS)}|[1-4](?=:?[ae]))(?::?[ae])?"


def find(text: str, today: dt.date) -> list[Moment]:
    """The times that `text` names, in order, none over another; `today` is what "i fjol" is counted from."""
    found: list[Moment] = []
    taken = [match.span() for match in _NO_TIME.finditer(text)]

    def add(moments: Iterator[Moment]) -> None:
        for moment in moments:
            if not any(start < moment.end and moment.start < end for start, end in taken):
                taken.append((moment.start, moment.end))
                found.append(moment)

    add(Moment(day.start, day.end, Grain.DAY, Period(day.date, day.date)) for day in days.find(text))
    for grain, pattern, read in _FORMS:
        add(_read(text, grain, pattern, read, today))
    add(_without_year(text, sorted(found, key=lambda moment: moment.start), today))
    return sorted(found, key=lambda moment: moment.start)


def _read(text: str, grain: Grain, pattern: re.Pattern[str], read: Read, today: dt.date) -> Iterator[Moment]:
    for match in pattern.finditer(text):
        if period := read(match, today):
            yield Moment(*match.span(), grain, period)


def _without_year(text: str, told: list[Moment], today: dt.date) -> Iterator[Moment]:
    """Months, days and seasons in the year that the question says elsewhere, if it says one; else the latest."""
    years = [(moment.end, moment.period.first.year) for moment in told if moment.period.first]
    for pattern in (_BARE_MONTH, _BARE_SEASON):
        for match in pattern.finditer(text):
            nearest = [year for end, year in years if end <= match.start()] or [year for _, year in years]
            one = len({year for _, year in years}) == 1
            year = nearest[-1] if nearest and (one or match["same"]) else None
            if pattern is _BARE_MONTH:
                grain, period = Grain.DAY if match["day"] else Grain.MONTH, _month_or_day(match, year, today)
            else:
                name = _SEASONS[match["season"].casefold()]
                grain, period = Grain.SEASON, calendar.season(name, year) if year else latest(name, today)
            if period:
                yield Moment(*match.span(), grain, period, sure=year is not None)


def latest(season: str, today: dt.date) -> Period:
    """The latest "vår", "sommar", "höst" or "vinter" that had begun by `today`."""
    if season == "vinter":
        return calendar.winter(today.year + (today.month >= 11))
    this = calendar.season(season, today.year)
    return this if this.first and this.first <= today else calendar.season(season, today.year - 1)


def _month_or_day(match: re.Match[str], year: int | None, today: dt.date) -> Period | None:
    month = _MONTHS[match["name"].casefold()]
    if year is None:
        year = today.year - (month > today.month)
    if not match["day"]:
        return calendar.months(year, month)
    return _day(year, month, int(match["day"]))


def _month(match: re.Match[str], today: dt.date) -> Period | None:
    return _month_or_day(match, _year(match), today)


def _iso(match: re.Match[str], _: dt.date) -> Period:
    return calendar.months(int(match["year"]), int(match["month"]))


def _english_day(match: re.Match[str], _: dt.date) -> Period | None:
    return _day(int(match["year"]), _MONTHS[match["name"].casefold()], int(match["day"]))


def _winter(match: re.Match[str], _: dt.date) -> Period:
    return calendar.winter(int(match["year"]) + 1)


def _season(match: re.Match[str], _: dt.date) -> Period:
    return calendar.season(_SEASONS[match["season"].casefold()], _year(match))


def _recent(match: re.Match[str], today: dt.date) -> Period:
    return latest(_SEASONS[match["season"].casefold()], today)


def _last(match: re.Match[str], today: dt.date) -> Period:
    """The season of the year before, or the one before that which has not ended."""
    season = _SEASONS[match["season"].casefold()]
    period = latest(season, today)
    if period.last and period.last >= today and period.first:
        return latest(season, period.first - dt.timedelta(days=1))
    return period


def _quarter(match: re.Match[str], _: dt.date) -> Period:
    written = match["ordinal"] or match["number"]
    first = 3 * (_ORDINALS.get(written.casefold()) or int(written)) - 2
    return calendar.months(int(match["year"]), first, first + 2)


def _half(match: re.Match[str], _: dt.date) -> Period:
    first = 1 if _ORDINALS[match["half"].casefold()] == 1 else 7
    return calendar.months(int(match["year"]), first, first + 5)


def _turn(match: re.Match[str], today: dt.date) -> Period:
    return calendar.turn(int(match["year"]) + bool(match["ends"]) if match["year"] else today.year)


def _election(match: re.Match[str], today: dt.date) -> Period | None:
    year = match["year"] or match["before"]
    day = calendar.election(int(year)) if year else calendar.last_election(today)
    return Period(day, day) if day else None


def _term(match: re.Match[str], today: dt.date) -> Period | None:
    if match["year"]:
        return calendar.term(dt.date(int(match["year"]), 12, 31))
    return calendar.term(today, back=match["which"].casefold() in ("förra", "föregående"))


def _relative(match: re.Match[str], today: dt.date) -> Period:
    return calendar.months(today.year - bool(match["past"]), 1, 12)


def _years_back(match: re.Match[str], today: dt.date) -> Period:
    back = _NUMBERS.get((match["number"] or "ett").casefold()) or int(match["number"])
    return Period(today - dt.timedelta(days=365 * back), today)


def _alone(match: re.Match[str], _: dt.date) -> Period:
    return calendar.months(int(match["year"]), 1, 12)


def _year(match: re.Match[str]) -> int:
    return int(match["year"]) if match["year"] else 2000 + int(match["short"])


def _day(year: int, month: int, day: int) -> Period | None:
    try:
        date = dt.date(year, month, day)
    except ValueError:
        return None
    return Period(date, date)


_NUMBERS = {"ett": 1, "två": 2, "tre": 3, "fyra": 4, "fem": 5, "tio": 10, "two": 2, "three": 3, "five": 5}


def _form(grain: Grain, pattern: str, read: Read) -> tuple[Grain, re.Pattern[str], Read]:
    return grain, re.compile(pattern, re.IGNORECASE), read


# In order: what is told more fully comes before what is part of it.
_FORMS = (
    _form(
        Grain.DAY,
        rf"(?<!\w)(?P<day>[0-3]?\d)(?:st|nd|rd|th)?\s+(?:of\s+)?{_NAME}\.?,?\s+(?P<year>{_Y})\b",
        _english_day,
    ),
    _form(Grain.DAY, rf"\b{_NAME}\.?\s+(?P<day>[0-3]?\d)(?:st|nd|rd|th)?,?\s+(?P<year>{_Y})\b", _english_day),
    _form(Grain.MONTH, rf"(?<![\w/])(?<!\w-){_DAY}{_NAME}\.?{_OF_YEAR}", _month),
    _form(Grain.MONTH, rf"(?<![\w/-])(?P<year>{_Y})-(?P<month>0[1-9]|1[0-2])(?![\w/-])", _iso),
    _form(Grain.SEASON, rf"\b(?:vintern?|winter)\s+(?:of\s+)?(?P<year>{_Y})\s?[/–-]\s?(?:\d\d){{1,2}}(?!\d)", _winter),
    _form(Grain.SEASON, rf"(?<![\w-]){_SEASON}(?:e?n)?s?{_OF_YEAR}(?![/–-]?\d)", _season),
    _form(Grain.RELATIVE, r"\bi\s(?P<season>vår|somr|höst|vintr)as\b", _recent),
    _form(Grain.RELATIVE, rf"\b(?:förra|last)\s{_SEASON}(?:e?n)?\b", _last),
    _form(
        Grain.PART,
        rf"\b(?:{_ORDINAL}\s(?:kvartalet|quarter)|(?:kvartal\s?|q)(?P<number>[1-4]))\s(?:(?:of|år)\s)?(?P<year>{_Y})\b",
        _quarter,
    ),
    _form(
        Grain.PART,
        rf"\b(?P<half>första|andra|first|second)\s(?:halvåret|half\sof)\s(?:år\s)?(?P<year>{_Y})\b",
        _half,
    ),
    _form(Grain.PART, rf"\bårsskiftet(?:\s(?P<year>{_Y})(?P<ends>\s?[/–-]\s?(?:\d\d){{1,2}})?)?(?!\w)", _turn),
    _form(
        Grain.PART,
        r"\b(?P<which>denna|nuvarande|innevarande|förra|föregående)\smandatperiod(?:en)?\b"
        rf"|\bmandatperioden\s(?P<year>{_Y})\s?[-–]\s?{_Y}\b",
        _term,
    ),
    _form(
        Grain.ELECTION,
        rf"\b(?:riksdags|kommun|region)?val(?:et)?(?:\s(?:år\s)?(?P<year>{_Y}))?(?!\w)|\b(?P<before>{_Y})\selections?\b",
        _election,
    ),
    _form(Grain.RELATIVE, r"\b(?:(?P<past>i\sfjol|förra\såret|fjolåret|last\syear)|i\sår|this\syear)\b", _relative),
    _form(
        Grain.RELATIVE,
        rf"\b(?:(?:de|det)\s)?senaste\s(?:(?P<number>\d{{1,2}}|{'|'.join(_NUMBERS)})\s)?år(?:en|et)\b",
        _years_back,
    ),
    _form(Grain.YEAR, rf"(?<![\w/:.,])(?P<year>{_Y})(?![\w:]|/\d|[.,]\d|-\d\d(?!\d))", _alone),
)
_BARE_MONTH = re.compile(rf"(?<![\w/-]){_DAY}{_FULL_NAME}\b(?:{_SAME_YEAR})?", re.IGNORECASE)
_BARE_SEASON = re.compile(rf"\b(?P<season>vår|sommar|höst|vint|vinter)(?:e?n)\b(?:{_SAME_YEAR})?", re.IGNORECASE)
# School years, "2022 års regler", and numbers that count or cost something.
_NO_TIME = re.compile(
    rf"\bläsår(?:et|en)?\s\S+|(?<!årsskiftet\s)(?<!vintern\s)(?<!winter\s)(?<!winter\sof\s)\b{_Y}/(?:\d\d){{1,2}}\b|\b{_Y}\sårs\b|\b{_Y}\s(?:kr|kronor|kkr|tkr|mkr|mnkr|miljoner|st|stycken"
    r"|personer|platser|elever|invånare|kvm|m2|meter|m)\b",
    re.IGNORECASE,
)

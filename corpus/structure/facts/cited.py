"""The § of meetings that a text cites: "Bordlagt den 1 februari 2024, § 38", "socialnämnden § 181/2023"."""

from __future__ import annotations

import bisect
import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from corpus import sieve
from corpus.facts import Reference
from corpus.swedish import bodies, days, tables
from corpus.swedish.days import Day

# "§ 45", "§§ 12-14", "§§ 3, 7 och 9", "§ 181/2023", "§ 45/24", "§ 2023/181".
_PARAGRAPH = sieve.compile(
    r"§{1,2}\s?(?:(?P<year0>20[0-4]\d)[/:](?=\d{1,4}\b))?(?P<number>\d{1,4})(?!\d|[.,:]\d|-\d\d-\d\d)"
    r"(?:/(?P<year>(?:19|20)\d\d|\d\d)(?![\d/-]))?"
    r"(?P<last>\s?[-–]\s?\d{1,4}(?![\d:/]|[.,]\d|-\d))?"
    r"(?P<more>(?<=\d)(?:(?:,\s?|\s(?:och|samt|&)\s)\d{1,3}(?![\w:/.-]\d|\d|\s?(?:jan|feb|mar|apr|maj|jun|jul|aug|sep|okt|nov|dec))){1,12})?"
)
# No paper cites more § than this in one breath: what spans more is a whole meeting's, as in "Justering §§ 45-72".
MOST = 10
# How far, in characters, the date of a § and the body of a date may stand from it.
DATE_REACH = 80
BODY_REACH = 110
WORDS_REACH = 60
# What may stand between a § and its date beside the name of a body.
_LINK = re.compile(
    r"(?:[\s,;:()/–-]|\b(?:och|under|i|genom|med|enligt|vid|från|av|på|den|daterad|daterat|datum|dag|om|har|sitt|sin"
    r"|(?:mån|tis|ons|tors|fre|lör|sön)dag(?:en)?|beslut(?:et|ade|at|ar)?|protokoll(?:et|s?utdrag(?:et)?)?|paragraf"
    r"|sammanträde(?:t|s)?|möte(?:t|s)?|ärende(?:t)?|dnr|nr|au)\b)*",
    re.IGNORECASE,
)
_JOINED = re.compile(r"[\s,;(]{0,4}(?:(?:och|samt|&|respektive)\s{1,3})?(?:den\s{1,3})?")
# Where a sentence, a row of a list or a column begins.
_SENTENCE = re.compile(r"[.!?;](?=\s)|\n(?=\s{0,8}(?:\n|[-•–*|]|\d{1,2}[.)]\s|[A-ZÅÄÖ]))|\|")
# Whose § it is not, though named: "överlämnades till kommunfullmäktige 2021-03-24 § 41".
_NOT_WHOSE = re.compile(r"\b(?:till|åt|för|hos)\s(?:[\wåäö]+\s)?\Z", re.IGNORECASE)
_SHORT = re.compile(
    r"(?<![\w/-])(?P<short>[A-ZÅÄÖ]{2,4}?|[A-ZÅÄÖ][a-zåäö]{1,2}?|[A-ZÅÄÖ]o[A-ZÅÄÖ]N?)?(?P<au>(?<=\w)[Aa][Uu]|\s?AU)?"
    r"[\s,(]{0,3}(?:den\s)?\Z"
)
# Whose § it is, though named in the genitive only.
_DEED = re.compile(r"\s{1,3}(?:uppdrag|beslut|protokoll|sammanträde|möte|budget|behandling)", re.IGNORECASE)
_LOOSE = re.compile(
    r"(?<![\wåäö-])(?P<name>fullmäktige|nämnden|styrelsen|(?P<utskott>[a-zåäö]{0,30}utskottet))(?P<owning>s?)(?![\wåäö])",
    re.IGNORECASE,
)
# How far into a paper, in characters, its council may be named.
COUNCIL_REACH = 10_000
_COUNCIL = sieve.compile(r"\b(?:kommun|region)fullmäktige", re.IGNORECASE)
# In how many lines from a section's start its own § stands: the heading may be above it.
OWN_LINES = 8
# What says, before several §, that they are those of the minutes themselves.
_NOTICE = re.compile(r"\b(?:juster|anslag|underskrift|paragrafer|sammanträdesdatum|omfattar)", re.IGNORECASE)
NOTICE_REACH = 60


@dataclass(frozen=True, slots=True)
class _Mark:
    """A § as it stands, with the numbers it means and the year written with it."""

    start: int
    end: int
    numbers: tuple[int, ...]
    year: int | None


@dataclass(frozen=True, slots=True)
class _Named:
    """A body that words name, `owning` in the genitive; `name` is None where they mean the citing body itself."""

    start: int
    name: str | None
    end: int = 0
    owning: bool = False


@dataclass(frozen=True, slots=True)
class _Scene:
    """A section's text after its own §, the dates in it, and whose "fullmäktige" is.

    `spent` are the numbers of the dates that a § before them has taken.
    """

    text: str
    start: int
    end: int
    dates: Sequence[Day]
    council: str | None
    spent: set[int] = field(default_factory=set)


def find(
    text: str, start: int, end: int, paragraph: str | None, taken: Sequence[tuple[int, int]]
) -> Iterator[Reference]:
    """The § of meetings that `text[start:end]` cites with a date or a year, in order; each § of several is one.

    `paragraph` is the section's own, "§ 45"; `taken` are the sorted places of laws, whose § are none. A § with neither
    date nor year is one of the same minutes.
    """
    begin = _after_own(text, start, end, paragraph)
    marks = list(_marks(text, begin, end, taken))
    if not marks:
        return
    scene = _Scene(text, begin, end, list(_dates(text, marks, begin, end)), _council(text, start, end))
    before: Reference | None = None
    for mark in marks:
        found = _cite(scene, mark, before)
        if found is None or (len(mark.numbers) > 1 and _notified(text, start, found)):
            continue
        if found.committee is None and before and _JOINED.fullmatch(text, before.end, found.start):
            found = replace(found, committee=before.committee)
        before = found
        for number in mark.numbers:
            yield replace(found, paragraph=f"§ {number}")


def _cite(scene: _Scene, mark: _Mark, before: Reference | None) -> Reference | None:
    """What a § after the reference `before` means: with its own year, with a date beside it, or with the same date."""
    free = before.end if before else scene.start
    if mark.year is not None:
        named = _body(scene, max(free, mark.start - BODY_REACH), mark.start)
        return _reference(mark.start, mark.end, named, year=mark.year)
    number = _date_of(scene, mark, free)
    if number is None:
        if before and before.date and _JOINED.fullmatch(scene.text, before.end, mark.start):
            return replace(before, start=mark.start, end=mark.end)
        return None
    day = scene.dates[number]
    first, last = min(day.start, mark.start), max(day.end, mark.end)
    if day.start < mark.start:
        between = (day.end, mark.start)
    else:
        between = (mark.end, day.start)
        scene.spent.add(number)
    named = _body(scene, *between) or _body(scene, max(free, first - BODY_REACH), first)
    return _reference(first, last, named, date=day.date)


def _reference(
    start: int, end: int, named: _Named | None, *, date: dt.date | None = None, year: int | None = None
) -> Reference:
    if named is None:
        return Reference(start, end, date=date, year=year)
    # A body further off is whose § it is, but the words between are about something else.
    first = named.start if named.start > start - WORDS_REACH else start
    return Reference(min(start, first), end, named.name, date, year)


def _dates(text: str, marks: Sequence[_Mark], start: int, end: int) -> Iterator[Day]:
    """The dates that stand near enough to a § to be its own; looking for them everywhere is dear."""
    first = stop = start
    for mark in marks:
        if mark.start - 2 * DATE_REACH > stop:
            yield from days.find(text, first, stop)
            first = mark.start - 2 * DATE_REACH
        stop = min(end, mark.end + 2 * DATE_REACH)
    yield from days.find(text, first, stop)


def _marks(text: str, start: int, end: int, taken: Sequence[tuple[int, int]]) -> Iterator[_Mark]:
    for match in _PARAGRAPH.finditer(text, start, end):
        at = bisect.bisect_right(taken, (match.start(), end)) - 1
        if at >= 0 and match.start() < taken[at][1]:
            continue
        year = match["year0"] or match["year"]
        several = match.group().startswith("§§")
        stop = match.end() if several else match.end("last") if match["last"] else _single_end(match)
        numbers = [int(match["number"])]
        if match["last"]:
            last = int(match["last"].strip(" -–\u00a0\n\t"))
            if not numbers[0] < last < numbers[0] + MOST:
                continue
            numbers = list(range(numbers[0], last + 1))
        if several and match["more"]:
            numbers += [int(one) for one in re.findall(r"\d+", match["more"])]
        whole = None if year is None else int(year) if len(year) == 4 else 2000 + int(year)
        yield _Mark(match.start(), stop, tuple(dict.fromkeys(numbers)), whole)


def _single_end(match: re.Match[str]) -> int:
    return match.end("year") if match["year"] else match.end("number")


def _date_of(scene: _Scene, mark: _Mark, free: int) -> int | None:
    """The number of the date that a § goes with: the one before it, or else the one after it."""
    dates, text = scene.dates, scene.text
    after = bisect.bisect_left(dates, mark.end, key=lambda day: day.start)
    before = after - 1
    if (
        before >= 0
        and before not in scene.spent
        and free <= dates[before].start
        and dates[before].end <= mark.start <= dates[before].end + DATE_REACH
        and _linked(text, dates[before].end, mark.start)
    ):
        return before
    near = after < len(dates) and dates[after].start <= mark.end + DATE_REACH
    return after if near and _linked(text, mark.end, dates[after].start) else None


def _linked(text: str, start: int, end: int) -> bool:
    """Whether nothing but names of bodies and words like "beslut" stands between a § and its date, in one block."""
    if "\n\n" in text[start:end]:
        return False
    at = start
    for body in bodies.find(text, start, end):
        if not _LINK.fullmatch(text, at, body.start):
            return False
        at = body.end + body.owning
    short = _SHORT.search(text, at, end)
    loose = _LOOSE.search(text, at, end)
    for named in (short if short and short["short"] else None, loose):
        if named and _LINK.fullmatch(text, at, named.start()) and _LINK.fullmatch(text, named.end(), end):
            return True
    return _LINK.fullmatch(text, at, end) is not None


def _body(scene: _Scene, start: int, end: int) -> _Named | None:
    """The body nearest before `end` in the same sentence of what stands from `start`."""
    text = scene.text
    for match in _SENTENCE.finditer(text, start, end):
        start = match.end()
    if short := _short(text, start, end):
        return short
    named = [_Named(body.start, body.name, body.end, body.owning) for body in bodies.find(text, start, end)]
    for match in _LOOSE.finditer(text, start, end):
        if not any(one.start < match.end() and match.start() < one.end for one in named):
            named.append(_Named(match.start(), _loose(match, scene.council), match.end("name"), bool(match["owning"])))
    named = [one for one in named if not _NOT_WHOSE.search(text, start, one.start)]
    # "Nämnden tillstyrkte styrelsens förslag 2022-11-09 § 153": the day is that of whom the sentence is about.
    acting = [one for one in named if not one.owning or _DEED.match(text, one.end + 1, end)]
    return max(acting or named, key=lambda one: one.start, default=None)


def _short(text: str, start: int, end: int) -> _Named | None:
    """The body whose short name ends `text[start:end]`: "SON AU", "KF"; a short name that is not known is its own."""
    match = _SHORT.search(text, start, end)
    if not match or not (match["short"] or match["au"]):
        return None
    known = tables.SHORT_NAMES.get((match["short"] or "").upper())
    utskott = match["au"] is not None or match["short"] == "AU"
    if known and match["au"]:
        body = bodies.Body(match.start(), match.end(), known)
        return _Named(match.start(), bodies.utskott(body, "au", match.end()).name)
    if known:
        return _Named(match.start(), known)
    if utskott and (match["short"] or "AU") == "AU":
        return _Named(match.start(), "Arbetsutskottet")
    return _Named(match.start(), match["short"]) if match["short"].isupper() else None


def _loose(match: re.Match[str], council: str | None) -> str | None:
    """The canonical name of a body whose first half is left out: of a council alone it can be told."""
    if match["utskott"]:
        return match["utskott"].capitalize()
    return council if match["name"].casefold() == "fullmäktige" else None


def _council(text: str, start: int, end: int) -> str | None:
    """The council that a section, or the head of its paper, names in full."""
    named = _COUNCIL.search(text, start, end) or _COUNCIL.search(text, 0, COUNCIL_REACH)
    return named.group().capitalize() if named else None


def _notified(text: str, start: int, found: Reference) -> bool:
    return _NOTICE.search(text, max(start, found.start - NOTICE_REACH), found.end) is not None


def _after_own(text: str, start: int, end: int, paragraph: str | None) -> int:
    """Where a section goes on after its own § in its heading."""
    stop = start
    for _ in range(OWN_LINES):
        stop = text.find("\n", stop, end) + 1 or end
    own = next((m for m in _PARAGRAPH.finditer(text, start, stop) if f"§ {int(m['number'])}" == paragraph), None)
    if own is None:
        return start
    return own.end("last") if own["last"] else _single_end(own)

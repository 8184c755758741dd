"""The day of a meeting, or the day that a letter bears, and how sure it is."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from corpus import sieve
from corpus.facts import Stated
from corpus.structure.head import kinds, sitting
from corpus.structure.head.labels import Label, Labelled, cells
from corpus.structure.lines import Line
from corpus.swedish import days
from corpus.swedish.days import Day

# How far down the head, in lines that are not blank, a date without a word for it is the paper's own.
TOP_LINES = 6
# With a date as sure as this the rest of the paper is not searched.
SURE = 0.8
# What each further source that says the same adds to the confidence in a date, where one is chosen.
BACKED = 0.05
# What two sources that contradict each other leave of the confidence in either.
DOUBT = 0.6
_NOT_LETTER = re.compile(
    r"sammanträde|nämnd|styrelse|fullmäktige|utskott|§|inkom|ankom|senast|ert datum|er beteckning|remisstid|svarstid"
    r"|anslag|anslås|gäller fr|ersätter|bilag|utskri|nästa |period",
    re.IGNORECASE,
)
# Between the first and the last day of a meeting.
_UNTIL = re.compile(r"[\s,]*(?:[-–]|och|till)\s*(?:[a-zåäö]{3,4}dag(?:en)?\s+)?(?:den\s+)?", re.IGNORECASE)
_MEETING = re.compile(r"(?:sammanträdes|mötes)(?:datum|dag)\b", re.IGNORECASE)
_SIGNED_AT = re.compile(r"[A-ZÅÄÖ][\wåäö\-]+(?: [A-ZÅÄÖ][\wåäö\-]+){0,2},? (?:den )?(?=\d)")
_ADOPTED = re.compile(
    r"[|*_\- ]{0,4}(?:antag|fastställ|beslutad|beslutat av|godkän[dt]|sammanställ[dt]|överlämna[dt])", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class _Found:
    """A date that a paper may have: the surer the place of it, the higher the confidence.

    `claims` tells whether it contradicts another date: the day a letter came in does not contradict the day it bears.
    """

    day: Day
    confidence: float
    reason: str
    claims: bool = True


def meeting_date(
    text: str,
    fields: Sequence[Labelled],
    head: Sequence[Line],
    running: Sequence[Line],
    rows: Sequence[Line],
    stem: str,
) -> Stated | None:
    """The day of the meeting. The days of justering and anslag never are; `stem` is the file's name."""
    found = [
        *_labelled(text, fields, Label.MEETING, 0.98, "står vid ordet Sammanträdesdatum"),
        *_beside(text, head, 0.96, "står vid ordet Sammanträdesdatum"),
        *_beside(text, running, 0.96, "står vid ordet Sammanträdesdatum i sidhuvudet"),
        *_phrased(text, head, 0.93, "står vid ordet protokoll eller sammanträde"),
        *_labelled(text, fields, Label.WHEN_WHERE, 0.93, "står vid plats och tid"),
        *_labelled(text, fields, Label.TIME, 0.92, "står vid ordet Tid"),
        *_labelled(text, fields, Label.DATED, 0.9, "står vid ordet Datum"),
        *_phrased(text, sitting.sentences(text, head), 0.9, "står i meningen om mötet"),
        *_phrased(text, running, 0.88, "står i sidhuvudet vid ordet protokoll eller sammanträde"),
        *_bare(text, head[:TOP_LINES], sitting.NOT_MEETING, 0.8, "står överst i handlingen"),
        *_repeated(text, running, 0.82, "står i sidhuvudet"),
        *_in_name(stem),
    ]
    if not found or max(one.confidence for one in found) < SURE:
        found += [
            *_beside(text, rows, 0.75, "står vid ordet Sammanträdesdatum längre ned"),
            *_without_year(text, fields, [*head, *running], stem),
            *_bare(text, head, sitting.NOT_MEETING, 0.4, "är det första datumet i huvudet"),
        ]
    return _judged(found)


def letter_date(
    text: str,
    fields: Sequence[Labelled],
    head: Sequence[Line],
    running: Sequence[Line],
    rows: Sequence[Line],
    stem: str,
) -> Stated | None:
    """The day that a paper other than minutes bears; never that of the meeting which a letter names."""
    found = [
        *_labelled(text, fields, Label.DATED, 0.97, "står vid ordet för handlingens datum"),
        *_bare(text, head[:TOP_LINES], _NOT_LETTER, 0.9, "står överst i handlingen"),
        *_unclaimed(_labelled(text, fields, Label.RECEIVED, 0.85, "är dagen då handlingen kom in")),
        *_repeated(text, running, 0.85, "står i sidhuvudet"),
        *_unclaimed(_signed(text, rows)),
        *_unclaimed(_adopted(text, head)),
        *_in_name(stem),
        *_bare(text, head, _NOT_LETTER, 0.55, "är det första datumet i huvudet"),
    ]
    return _judged(found)


def _judged(found: Sequence[_Found]) -> Stated | None:
    """The surest date, with what the others say of it."""
    if not found:
        return None
    said = {one.day.date: {other.reason for other in found if other.day.date == one.day.date} for one in found}
    # The first of those that are as sure. What several places of a paper say outweighs what one of them does.
    best = max(found, key=lambda one: one.confidence + BACKED * (len(said[one.day.date]) - 1))
    confidence, reason = best.confidence, best.reason
    agree = any(one.day.date == best.day.date and one.reason != best.reason for one in found if one.confidence > 0.5)
    claims = [one for one in found if one.claims and one.confidence >= 0.6]
    against = next((one for one in claims if best.claims and one.day.date != best.day.date), None)
    if against:
        confidence *= DOUBT
        reason += f", men {against.day.date} {against.reason}"
    elif agree:
        confidence = max(confidence, 0.99)
    if best.day.fits is False:
        confidence *= DOUBT
        reason += ", men veckodagen är inte det datumets"
    return Stated(best.day.start, best.day.end, "date", best.day.date.isoformat(), round(confidence, 2), reason)


def _unclaimed(found: Iterable[_Found]) -> Iterator[_Found]:
    return (replace(one, claims=False) for one in found)


def _labelled(text: str, fields: Iterable[Labelled], label: Label, confidence: float, reason: str) -> Iterator[_Found]:
    for value in (value for field in fields if field.label is label for value in field.values):
        if day := _first(text, value.start, value.end):
            yield _Found(day, confidence, reason)
            return


def _first(text: str, start: int, end: int) -> Day | None:
    """The first date of a stretch; of "måndag 12 februari – tisdag 13 februari 2024" the Monday."""
    day = next(days.find(text, start, end, compact=True), None)
    earlier = days.without_year(text, start, day.start, day.date.year) if day else None
    return earlier if day and earlier and _UNTIL.fullmatch(text, earlier.end, day.start) else day


def _beside(text: str, lines: Iterable[Line], confidence: float, reason: str) -> Iterator[_Found]:
    """The date that follows the word Sammanträdesdatum in a line."""
    for line in lines:
        if (match := _MEETING.search(line.text)) and (day := _first(text, line.start + match.end(), line.end)):
            yield _Found(day, confidence, reason)
            return


def _phrased(text: str, lines: Iterable[Line], confidence: float, reason: str) -> Iterator[_Found]:
    """The date in "Protokoll 2024-02-29", "PROTOKOLL från sammanträde den 21 april 2021"."""
    for line in lines:
        says = (
            len(line.text) <= sitting.LONGEST_SENTENCE
            and sitting.SITTING.search(line.text)
            and not sitting.NOT_MEETING.search(line.text)
        )
        if says and (day := _first(text, line.start, line.end)):
            yield _Found(day, confidence, reason)
            return


def _bare(
    text: str, lines: Iterable[Line], excluded: re.Pattern[str] | sieve.Sieve, confidence: float, reason: str
) -> Iterator[_Found]:
    for cell in (cell for line in lines for cell in cells(line)):
        # A date in a sentence is somebody else's.
        if len(cell.text) > sitting.LONGEST_CELL or (excluded.search(cell.text) and not _names_only(cell.text)):
            continue
        day = next(days.find(text, cell.start, cell.end), None)
        if day and (day := _first(text, cell.start, cell.end)):
            yield _Found(day, confidence, reason)
            return


def _names_only(words: str) -> bool:
    """Whether a cell is a body, a date and a §: "Kommunstyrelsens arbetsutskott 2024-03-12 § 23"."""
    return "§" in words and sum(map(str.isalpha, kinds.without_names(words))) < 3


def _repeated(text: str, running: Iterable[Line], confidence: float, reason: str) -> Iterator[_Found]:
    """The date that the running header or footer has most often, at least twice."""
    dated = [cell for line in running for cell in cells(line) if not sitting.NOT_MEETING.search(cell.text)]
    found = [day for cell in dated for day in days.find(text, cell.start, cell.end)]
    often = Counter(day.date for day in found).most_common(1)
    if often and often[0][1] > 1:
        yield _Found(next(day for day in found if day.date == often[0][0]), confidence, reason)


def _signed(text: str, rows: Sequence[Line]) -> Iterator[_Found]:
    """The place and date above a signature: "Ängsö den 3 mars 2023"."""
    for line in rows[::-1]:
        match = _SIGNED_AT.match(line.text) if len(line.text) < 60 else None
        day = next(days.find(text, line.start + match.end(), line.end), None) if match else None
        if day and day.end >= line.end - 1:
            yield _Found(day, 0.8, "står vid ort och underskrift")
            return


def _adopted(text: str, lines: Iterable[Line]) -> Iterator[_Found]:
    """The day that rules were adopted."""
    for line in lines:
        if _ADOPTED.match(line.text) and (day := next(days.find(text, line.start, line.end), None)):
            yield _Found(day, 0.7, "är dagen då handlingen antogs eller lämnades")
            return


def _in_name(stem: str) -> Iterator[_Found]:
    day = next(days.find(stem, compact=True), None)
    if day:
        yield _Found(Day(0, 0, day.date), 0.6, "står i filnamnet")


def _without_year(text: str, fields: Sequence[Labelled], lines: Sequence[Line], stem: str) -> Iterator[_Found]:
    """The day of "tisdagen den 12 mars kl. 13.00", its year from the rest of the head or the file's name."""
    years = [year for line in lines for year in days.years(text, line.start, line.end)] + days.years(stem, 0, len(stem))
    at = (Label.MEETING, Label.WHEN_WHERE, Label.TIME)
    for value in (value for field in fields if field.label in at for value in field.values):
        for year in years:
            day = days.without_year(text, value.start, value.end, year)
            if day and day.fits is not False:
                yield _Found(day, 0.7, f"står vid tid och plats, året {year} på annat ställe i huvudet")
                return

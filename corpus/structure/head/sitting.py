"""When and where a meeting is held, or a letter dated, and how sure that is."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from corpus import sieve
from corpus.facts import Stated
from corpus.structure.head import kinds, labels
from corpus.structure.head.labels import Label, Labelled, cells
from corpus.structure.lines import Line
from corpus.structure.outline import parts
from corpus.swedish import days, people
from corpus.swedish.days import Day

# How far down the head, in lines that are not blank, a date without a word for it is the paper's own.
TOP_LINES = 6
LONGEST = 120
LONGEST_CELL = 80
# How far down, and how near a line with a date, the hours of a meeting may stand without a label; how sure they are.
PLACE_LINES = 12
NEAR_DATE = 2
UNLABELLED = 0.6
# With a date as sure as this the rest of the paper is not searched.
SURE = 0.8
# What each further source that says the same adds to the confidence in a date, where one is chosen.
BACKED = 0.05
# What two sources that contradict each other leave of the confidence in either.
DOUBT = 0.6

_NOT_MEETING = sieve.compile(
    r"juster|anslag|anslås|sista dag|överklag|laga kraft|nedtag|tas ned|uppsät|uppsatt|föregående|nästa (?:sam|möte)"
    r"|förra |antag|gäller fr|utskri|signera|skrivs? under|tidigare|senast|daterad|inkom|handling(?:ar|en) "
    r"|reviderad|ändrad|mandatperiod|anmäl|§",
    re.IGNORECASE,
)
_NOT_LETTER = sieve.compile(
    r"sammanträde|nämnd|styrelse|fullmäktige|utskott|§|inkom|ankom|senast|ert datum|er beteckning|remisstid|svarstid"
    r"|anslag|anslås|gäller fr|ersätter|bilag|utskri|nästa |period",
    re.IGNORECASE,
)
# Between the first and the last day of a meeting.
_UNTIL = re.compile(r"[\s,]*(?:[-–]|och|till)\s*(?:[a-zåäö]{3,4}dag(?:en)?\s+)?(?:den\s+)?", re.IGNORECASE)
_MEETING = re.compile(r"(?:sammanträdes|mötes)(?:datum|dag)\b", re.IGNORECASE)
_SITTING = sieve.compile(r"sammanträde|\bmöte\b|protokoll|kallelse|föredragningslista|dagordning", re.IGNORECASE)
_SIGNED_AT = re.compile(r"[A-ZÅÄÖ][\wåäö\-]+(?: [A-ZÅÄÖ][\wåäö\-]+){0,2},? (?:den )?(?=\d)")
_ADOPTED = re.compile(
    r"[|*_\- ]{0,4}(?:antag|fastställ|beslutad|beslutat av|godkän[dt]|sammanställ[dt]|överlämna[dt])", re.IGNORECASE
)
_WORD_FOR_PLACE = re.compile(r"plats|lokal|var", re.IGNORECASE)

_AT = r"(?:kl(?:o|ockan)?\.?(?:\s?/\s?kl(?:o|ockan)?\.?)?\s*)"
_CLOCK = rf"{_AT}?(?<![\d,:/-])(?<!\d\.)(?:[01]?\d|2[0-4])[.:][0-5]\d(?![\d%]|\.\d)"
_HOUR = rf"{_AT}(?:[01]?\d|2[0-4])(?:[.:]?[0-5]\d)?(?!\d)"
_HOURS = re.compile(
    rf"(?P<from>{_CLOCK}|{_HOUR})(?:\s*(?:[-–—]{{1,2}}|till|t\.?o\.?m\.?|och)\s*(?:ca\.?\s)?(?P<to>{_AT}?"
    r"(?:[01]?\d|2[0-4])(?:[.:]?[0-5]\d)?)(?![\d%]))?",
    re.IGNORECASE,
)
_OF_SITTING = frozenset({Label.WHEN_WHERE, Label.TIME, Label.MEETING})
_AT_WORD = re.compile(r"kl", re.IGNORECASE)
_FIGURES = re.compile(r"(\d{1,2})(?:[.:]?(\d\d))?(?!\d)")
# What a line of place and time says besides the place.
_WHEN = re.compile(
    r"(?:(?:mån|tis|ons|tors|fre|lör|sön)dag(?:en|s)?(?: den)?|\bden\b(?=\s*$)"
    r"|\(?(?:ajourner|paus|avbrott|uppehåll)[^\n]*|(?:mötet|sammanträdet) (?:ajourner|öppna|börja|avslut|inled)[^\n]*)",
    re.IGNORECASE,
)
_SENTENCE_END = re.compile(r"\.\s+(?=[A-ZÅÄÖ])")
_EDGES = " \t\n,.;:–—-(/|"
_LEADING = re.compile(r"(?:den|och|samt)\s+(?=[A-ZÅÄÖ])|(?:i|på|vid)\s+|(?:den|och|samt|kl\.?|klockan)$", re.IGNORECASE)


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
        *_phrased(text, running, 0.88, "står i sidhuvudet vid ordet protokoll eller sammanträde"),
        *_bare(text, head[:TOP_LINES], _NOT_MEETING, 0.8, "står överst i handlingen"),
        *_repeated(text, running, 0.82, "står i sidhuvudet"),
        *_in_name(stem),
    ]
    if not found or max(one.confidence for one in found) < SURE:
        found += [
            *_beside(text, rows, 0.75, "står vid ordet Sammanträdesdatum längre ned"),
            *_without_year(text, fields, [*head, *running], stem),
            *_bare(text, head, _NOT_MEETING, 0.4, "är det första datumet i huvudet"),
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


def place_and_time(text: str, fields: Sequence[Labelled], head: Sequence[Line]) -> Iterator[Stated]:
    """The place and the hours of a meeting, where fields of the head say them, or else its first lines."""
    by_label = {label: [f for f in fields if f.label is label] for label in Label}
    at_place = (f for f in (*by_label[Label.WHEN_WHERE], *by_label[Label.PLACE]) if _WORD_FOR_PLACE.search(f.name))
    place = next((found for field in at_place if (found := _place(text, field))), None)
    at_time = (Label.WHEN_WHERE, Label.TIME, Label.MEETING, Label.DATED)
    hours = [found for label in at_time for field in by_label[label] if (found := _hours(text, field))]
    # The hour at which a meeting was called says less than from when to when it sat.
    time = next((found for found in hours if "-" in found.value), hours[0] if hours else None)
    if not (place and time):
        unlabelled = _unlabelled(text, head)
        place, time = (known or found for known, found in zip((place, time), unlabelled, strict=True))
    yield from (found for found in (place, time) if found)


def _unlabelled(text: str, head: Sequence[Line]) -> tuple[Stated | None, Stated | None]:
    """The place and the hours that no label tells: the hours near a date, the place beside them or on the next line."""
    lines = [line for line in head if line.text][:PLACE_LINES]
    dated = [n for n, line in enumerate(lines) if len(line.text) <= LONGEST and days.dates(line.text)]
    for number, line in enumerate(lines):
        labelled = labels.label(line)
        if len(line.text) > LONGEST or _NOT_MEETING.search(line.text) or (labelled and labelled[0] not in _OF_SITTING):
            continue
        hours = _HOURS.search(line.text)
        near = any(abs(number - other) <= NEAR_DATE for other in dated)
        if not (hours and near and (hours["to"] or _AT_WORD.match(hours.group()))):
            continue
        start, end = line.start + hours.start(), line.start + hours.end()
        time = Stated(start, end, "time", _clocks(hours), UNLABELLED, "står överst i handlingen")
        beside = [(line, span) for span in _left(text, line)]
        below = [(after, (after.start, after.end)) for after in lines[number + 1 : number + 2] if _is_place(after)]
        for whole, (first, last) in [*beside, *below]:
            words = text[first:last]
            if _is_place(Line(words, first, last)):
                reason = "står vid klockslaget" if whole is line else "står under klockslaget"
                return Stated(first, last, "place", " ".join(words.split()), UNLABELLED, reason), time
        return None, time
    return None, None


def _is_place(line: Line) -> bool:
    """Whether a line of a head may be a place: no label, heading, body, kind of paper, date or person."""
    words = line.text
    return (
        3 <= len(words) <= LONGEST_CELL
        and words[0].isupper()
        and len(cells(line)) == 1
        and not (labels.label(line) or parts.named(words) or days.dates(words) or "§" in words or words.endswith(":"))
        and sum(map(str.isalpha, kinds.without_names(words))) >= 3
        and not any(True for _ in people.find(words))
        and not _SITTING.search(words)
        and not _NOT_MEETING.search(words)
    )


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
        says = len(line.text) <= LONGEST and _SITTING.search(line.text) and not _NOT_MEETING.search(line.text)
        if says and (day := _first(text, line.start, line.end)):
            yield _Found(day, confidence, reason)
            return


def _bare(text: str, lines: Iterable[Line], excluded: sieve.Sieve, confidence: float, reason: str) -> Iterator[_Found]:
    for cell in (cell for line in lines for cell in cells(line)):
        # A date in a sentence is somebody else's.
        if len(cell.text) > LONGEST_CELL or (excluded.search(cell.text) and not _names_only(cell.text)):
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
    dated = [cell for line in running for cell in cells(line) if not _NOT_MEETING.search(cell.text)]
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


def _place(text: str, field: Labelled) -> Stated | None:
    for value in _stretches(text, field.values):
        for start, end in _left(text, value):
            words = text[start:end]
            if sum(map(str.isalpha, words)) >= 3:
                return Stated(start, end, "place", " ".join(words.split()), 0.9, f"står vid ordet {field.name}")
    return None


def _stretches(text: str, values: Sequence[Line]) -> list[Line]:
    """The values with those joined that only white space parts."""
    joined: list[Line] = []
    for value in values:
        if joined and text[joined[-1].end : value.start].isspace():
            first = joined.pop()
            joined.append(Line(text[first.start : value.end], first.start, value.end))
        else:
            joined.append(value)
    return joined


def _left(text: str, value: Line) -> Iterator[tuple[int, int]]:
    """The stretches of a value that are no date, hour or break."""
    taken = [(day.start, day.end) for day in days.find(text, value.start, value.end)]
    if not taken and (day := days.without_year(text, value.start, value.end, 2000)):
        taken.append((day.start, day.end))
    taken += [match.span() for pattern in (_HOURS, _WHEN) for match in pattern.finditer(text, value.start, value.end)]
    start = value.start
    for gap, after in [*sorted(taken), (value.end, value.end)]:
        words = text[start:gap]
        stripped = words.strip(_EDGES)
        stripped_left = len(words) - len(words.lstrip(_EDGES))
        if opening := _LEADING.match(stripped):
            stripped_left += opening.end()
            stripped = stripped[opening.end() :]
        if sentence := _SENTENCE_END.search(stripped):
            stripped = stripped[: sentence.start()]
        if stripped:
            yield start + stripped_left, start + stripped_left + len(stripped)
        start = max(start, after)


def _hours(text: str, field: Labelled) -> Stated | None:
    for value in field.values:
        match = _HOURS.search(text, value.start, value.end)
        if match:
            return Stated(match.start(), match.end(), "time", _clocks(match), 0.9, f"står vid ordet {field.name}")
    return None


def _clocks(hours: re.Match[str]) -> str:
    return "-".join(_clock(part) for part in (hours["from"], hours["to"]) if part)


def _clock(words: str) -> str:
    hour, minute = _FIGURES.findall(words)[0]
    return f"{int(hour):02}.{minute or '00'}"

"""Where and when a meeting is held: by the labels of its head, by a sentence about it, or by where they stand."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from corpus import sieve
from corpus.facts import Stated
from corpus.structure.head import kinds, labels
from corpus.structure.head.labels import Label, Labelled, cells
from corpus.structure.lines import Line
from corpus.structure.outline import parts
from corpus.swedish import bodies, days, people
from corpus.swedish.bodies import Body

LONGEST = 120
LONGEST_CELL = 80
LONGEST_SENTENCE, FULL = 400, 60
# How far down, and how near a line with a date, the hours of a meeting may stand without a label; how sure they are.
PLACE_LINES = 12
NEAR_DATE = 2
UNLABELLED = 0.6
NOT_MEETING = sieve.compile(
    r"juster|anslag|anslås|sista dag|överklag|laga kraft|nedtag|tas ned|uppsät|uppsatt|föregående|nästa (?:sam|möte)"
    r"|förra |antag|gäller fr|utskri|signera|skrivs? under|tidigare|senast|daterad|inkom|handling(?:ar|en) "
    r"|reviderad|ändrad|mandatperiod|anmäl|§",
    re.IGNORECASE,
)
SITTING = sieve.compile(r"sammanträde|\bmöte\b|protokoll|kallelse|föredragningslista|dagordning", re.IGNORECASE)
# A sentence about the meeting, the body's name in the word for it or not; and where it was.
_MEETS = re.compile(
    r"\b(?P<of>[a-zåäö]*?)(?:möte(?:t|s)?|sammanträde(?:t|s)?)\b|\b(?:sammanträd(?:er|de)|samlas|samlades|möts|möttes)\b",
    re.IGNORECASE,
)
_WHERE = re.compile(r"(?<=\s)(?:i|på|via|vid)\s(?!samband\b|enlighet\b)")
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
_LEADING = re.compile(
    r"[\wåäö/ ]{2,20}:\s+|(?:den|och|samt)\s+(?=[A-ZÅÄÖ])|(?:i|på|vid)\s+|(?:den|och|samt|kl\.?|klockan)$",
    re.IGNORECASE,
)


def sentences(text: str, head: Sequence[Line]) -> list[Line]:
    """The sentences of a head that tell of the meeting, over their lines: "fört vid styrelsemöte i … den 3 maj 2023".

    Each is one line, as long as it is and with blanks for line ends.
    """
    found: list[Line] = []
    for line in head:
        if found and len(found[-1].text) < LONGEST_SENTENCE and _goes_on(text, found[-1], line):
            start = found.pop().start
            found.append(Line(text[start : line.end].replace("\n", " "), start, line.end))
        else:
            found.append(line)
    return [line for line in found if _MEETS.search(line.text) and not labels.label(line)]


def _goes_on(text: str, line: Line, after: Line) -> bool:
    """Whether a line of a head goes on in the next one: it is full or breaks off, and no label or cell begins there."""
    goes_on = after.text[0].islower() or (len(line.text) > FULL and not line.text.endswith((".", ":")))
    near = goes_on and text.count("\n", line.end, after.start) == 1
    return near and len(cells(after)) == 1 and not labels.label(after)


def body(text: str, line: Line) -> Body | None:
    """The body of a sentence about a meeting: the one that meets, or that the word for it names: "styrelsemöte"."""
    for match in _MEETS.finditer(line.text):
        at = line.start + match.start()
        stem = (match["of"] or "").casefold()
        for base in (stem, stem.removesuffix("s")) if stem else ():
            for name in (f"{base}{ending}" for ending in ("n", "et", "en")):
                if (known := bodies.alone(name)) and known.end == len(name):
                    return replace(known, start=at, end=line.start + match.end())
        meets = [] if stem else [*bodies.find(text, line.start, at)]
        known = meets[-1] if meets else None if stem else bodies.alone(text, line.start, at)
        if known and known.end == at - 1:
            return known
    return None


def _told(text: str, lines: Sequence[Line]) -> Stated | None:
    """The place in a sentence about the meeting: "sammanträder i Rådhuset", "Möte via Teams kl 17.30"."""
    for line in lines:
        meets = _MEETS.search(line.text)
        taken = _taken(text, line)
        if not meets or not taken or NOT_MEETING.search(line.text):
            continue
        for match in _WHERE.finditer(text, line.start + meets.end(), line.end):
            start = match.end()
            stop = min((at for at, _ in taken if at >= start), default=line.end)
            words = _SENTENCE_END.split(text[start:stop])[0].removesuffix(" den ").rstrip(_EDGES)
            named = bodies.association(text, start, stop) or next(bodies.organisations(text, start, stop), None)
            if len(words) >= 3 and not (named and named.start == start) and not _MEETS.match(words):
                place = " ".join(words.split())
                return Stated(start, start + len(words), "place", place, UNLABELLED, "står i meningen om mötet")
    return None


def place_and_time(text: str, fields: Sequence[Labelled], head: Sequence[Line]) -> Iterator[Stated]:
    """The place and the hours of a meeting, where fields of the head say them, or else its first lines."""
    by_label = {label: [f for f in fields if f.label is label] for label in Label}
    at_place = (f for f in (*by_label[Label.WHEN_WHERE], *by_label[Label.PLACE]) if _WORD_FOR_PLACE.search(f.name))
    place = next((found for field in at_place if (found := _place(text, field))), None)
    place = place or _told(text, [*sentences(text, head), *head])
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
        if len(line.text) > LONGEST or NOT_MEETING.search(line.text) or (labelled and labelled[0] not in _OF_SITTING):
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
        and not SITTING.search(words)
        and not NOT_MEETING.search(words)
    )


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
    start = value.start
    for gap, after in [*_taken(text, value), (value.end, value.end)]:
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


def _taken(text: str, value: Line) -> list[tuple[int, int]]:
    """Where the dates, hours and breaks of a value stand."""
    taken = [(day.start, day.end) for day in days.find(text, value.start, value.end)]
    if not taken and (day := days.without_year(text, value.start, value.end, 2000)):
        taken.append((day.start, day.end))
    spans = (match.span() for pattern in (_HOURS, _WHEN) for match in pattern.finditer(text, value.start, value.end))
    return sorted([*taken, *spans])


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

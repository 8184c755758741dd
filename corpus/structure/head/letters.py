"""To whom a letter is written and who writes it: tjänsteskrivelse, tjänsteutlåtande, yttrande, skrivelse."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence

from corpus.facts import Stated
from corpus.structure.head.labels import Label, Labelled, cells
from corpus.structure.lines import Line
from corpus.swedish import bodies, people, tables
from corpus.swedish.people import NAME

# How many lines, that are not blank, from the end a signature may stand.
LAST_LINES = 16
# Those who sign a letter at its start do so under the proposal.
FIRST_LINES = 16
MOST_SIGNERS = 4
LONGEST = 200

_TITLE = (
    r"(?:[Tt]\.?\s?f\.?\s|[Vv]ice\s|[Bb]iträdande\s)?(?:[\w\-]{1,30}(?:-,?\soch\s|,\s|\soch\s|\s)){0,3}?[\w\-]{0,30}?"
    rf"(?:{tables.OFFICE}|ordförande)"
    r"(?:\s[\wåäö\- ]{3,40})?"
)
_SIGNED = re.compile(rf"(?P<name>{NAME}),\s(?P<title>{_TITLE})")
_NAME = re.compile(NAME)
_ONLY_TITLE = re.compile(_TITLE)
_TITLES = re.compile(r"(?:[Tt]\.?\s?f\.?\s)?[\w\-]{4,40}")
_OFFICE = re.compile(
    r"(?:[A-ZÅÄÖ][\wåäö]*(?:-,\s[\wåäö]+){0,2}(?:-\s(?:och|samt)\s)?|(?:(?:Tekniska|Sociala|Kommunala)\s)?)[\wåäö]*"
    r"(?:förvaltning(?:en)?|kontoret|kansliet|sektor(?:n)?|revisionen)\b",
    re.IGNORECASE,
)
_PERSON_IN_OFFICE = re.compile(r"(?:ordförande|direktör|chef|råd|minister|sekreterare|revisor)", re.IGNORECASE)
# What follows the name of the recipient on its line.
_AFTER = re.compile(r",?\s(?:sammanträde|möte|den\s\d|\d{4}|därefter|för\s)|,\s|\s?\(", re.IGNORECASE)
_ENDED = re.compile(r"\s?(?:$|[,.(;–-]|i\s[A-ZÅÄÖ]|\d|den\s\d|samt\b|och\b|s\s(?:ordförande|presidi|sammanträde))")
_ENDS = ".,;: "


def recipient(text: str, fields: Sequence[Labelled], head: Sequence[Line]) -> Stated | None:
    """To whom the letter is written: a body by its canonical name, anyone else as written."""
    for field in fields:
        if field.label is Label.RECIPIENT and field.values:
            found = _addressed(text, field)
            if found:
                return found
    for line in head:
        for cell in cells(line):
            body = next(bodies.find(text, cell.start, cell.end), None)
            if body and (body.start, body.end) == (cell.start, cell.end):
                return Stated(body.start, body.end, "recipient", body.name, 0.7, "står för sig i brevets huvud")
    return None


def senders(text: str, fields: Sequence[Labelled], head: Sequence[Line], rows: Sequence[Line]) -> Iterator[Stated]:
    """Who writes the letter, each once: those at the word Handläggare or Från, the office, those who sign."""
    named: set[str] = set()
    for stated in itertools.chain(_at_labels(text, fields), _offices(text, head), _signers(rows), _elected(text, rows)):
        # Whoever prepares a paper also signs it, with the title in one place only.
        who = stated.value.partition(",")[0].casefold()
        if who not in named:
            named.add(who)
            yield stated


def _addressed(text: str, field: Labelled) -> Stated | None:
    value = field.values[0]
    body = next(bodies.find(text, value.start, value.end), None)
    reason = f"står vid ordet {field.name}"
    pointed = ":" in text[field.start : value.start] or "\n" in text[field.start : value.start]
    # "Till patientnämnden kan den vända sig som …" is a sentence.
    if not pointed and body and not _ENDED.match(text, body.end, value.end):
        return None
    if body and body.start - value.start <= 12 and not body.owning:
        return Stated(body.start, body.end, "recipient", body.name, 0.97, reason)
    words = value.text[: match.start()] if (match := _AFTER.search(value.text)) else value.text
    words = words.rstrip(_ENDS)
    if not (words[:1].isupper() or _PERSON_IN_OFFICE.search(words) or _OFFICE.search(words)):
        return None  # "Till detta kommer att …"
    return Stated(value.start, value.start + len(words), "recipient", words, 0.9, reason)


def _at_labels(text: str, fields: Sequence[Labelled]) -> Iterator[Stated]:
    for field in fields:
        if field.label is Label.SENDER and field.values and "@" not in field.values[0].text:
            words = field.values[0].text.rstrip(_ENDS)
            if any(map(str.isupper, words)):
                start = field.values[0].start
                yield Stated(start, start + len(words), "sender", words, 0.95, f"står vid ordet {field.name}")


def _offices(text: str, head: Sequence[Line]) -> Iterator[Stated]:
    """The office in the letterhead: a cell of its own or after the organisation ("Lindsala kommun, tekniska …")."""
    for cell in (cell for line in head[:FIRST_LINES] if len(line.text) <= LONGEST for cell in cells(line)):
        parts = re.split(r",\s", cell.text)
        match = _OFFICE.fullmatch(parts[-1]) if len(parts) <= 2 else None
        if match:
            start = cell.end - len(parts[-1])
            name = parts[-1].capitalize() if parts[-1].isupper() or parts[-1].islower() else parts[-1]
            yield Stated(start, cell.end, "sender", name, 0.8, "står som avsändare i brevhuvudet")
            return


def _signers(rows: Sequence[Line]) -> Iterator[Stated]:
    filled = [line for line in rows if 0 < len(line.text) <= LONGEST]
    places = [*range(max(0, len(filled) - LAST_LINES), len(filled)), *range(min(FIRST_LINES, len(filled)))]
    reason = "står som underskrift"
    for place in places:
        line = filled[place]
        bare = line.text.strip("*_ ")
        if match := _SIGNED.fullmatch(bare):
            start = line.start + line.text.index(bare)
            yield Stated(start, start + len(bare), "sender", match.group(), 0.85, reason)
        elif place + 1 < len(filled) and "," not in bare:
            for name, title in _over_titles(line, filled[place + 1]):
                yield Stated(name.start, name.end, "sender", f"{name.text}, {title}", 0.85, reason)


def _elected(text: str, rows: Sequence[Line]) -> Iterator[Stated]:
    """Those who sign a motion: names with a party and nothing else, alone or side by side."""
    filled = [line for line in rows if 0 < len(line.text) <= LONGEST][-LAST_LINES:]
    for cell in (cell for line in filled for cell in cells(line)):
        person = next(people.find(text, cell.start, cell.end), None)
        if person and person.party and (person.start, person.end) == (cell.start, cell.end):
            yield Stated(cell.start, cell.end, "sender", cell.text, 0.85, "står som underskrift")


def _over_titles(names: Line, titles: Line) -> list[tuple[Line, str]]:
    """The names of one line with the titles right below them, side by side where several sign."""
    above, below = cells(names), cells(titles)
    if not above or len(above) != len(below) or len(above) > MOST_SIGNERS:
        return []
    if all(_NAME.fullmatch(cell.text) for cell in above) and all(_ONLY_TITLE.fullmatch(cell.text) for cell in below):
        words = above[0].text.split()
        each = list(_TITLES.finditer(below[0].text))
        # Two columns whose gap was lost: as many titles as pairs of words.
        if len(above) == 1 and len(words) == 4 and len(each) == 2 and each[-1].end() == len(below[0].text):
            middle = above[0].text.index(words[2], len(words[0]) + len(words[1]))
            first = above[0].text[:middle].rstrip()
            start = above[0].start
            return [
                (Line(first, start, start + len(first)), each[0].group()),
                (Line(above[0].text[middle:], start + middle, above[0].end), each[1].group()),
            ]
        return [(name, title.text) for name, title in zip(above, below, strict=True)]
    return []

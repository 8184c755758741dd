"""Voting lists: who voted how, one after another, in a § or in an appendix of the minutes."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corpus.facts import Ballot, Choice
from corpus.structure import people
from corpus.structure.lines import Line

# How many of the words of a list's head stand before its first row, blank lines left out.
HEAD_LINES = 30
LONGEST_ROW = 200
# How many lines of a stacked row stand above the vote at most: name, party, seat, post.
NEAR = 5

CHOICES = {
    "ja": Choice.YES, "nej": Choice.NO, "avstår": Choice.ABSTAINING, "avstod": Choice.ABSTAINING,
    "avst": Choice.ABSTAINING, "nedlagd": Choice.ABSTAINING, "nedlagda": Choice.ABSTAINING,
    "frånvarande": Choice.ABSENT, "frånv": Choice.ABSENT, "frv": Choice.ABSENT,
}  # fmt: skip
_CHOICE = r"(?:ja|nej|avstår|avstod|avst|nedlagda?|frånvarande|frånv|frv)"
_POST = r"(?:ledamot|ersättare|(?:\d:?[ea] |förste |andre |tredje )?(?:vice )?ordförande|tjg?\.?|\d{1,3})"
_GAP = r"(?:\s*\|\s*|\s+)"
_NAME = rf"(?:{people.NAME}|{people.WORD}, {people.WORD})"
_ROW = re.compile(
    rf"\|?\s*(?:\d{{1,3}}[.)]?{_GAP})?(?P<name>{_NAME})(?:(?:,| ?\()[^|]{{2,40}}?)?{_GAP}"
    rf"\(?(?P<party>{people.PARTY})\)?(?:{_GAP}(?i:{_POST})){{0,3}}{_GAP}(?P<choice>(?i:{_CHOICE}))\.?\s*\|?"
)
_STACKED_NAME = re.compile(_NAME)
_STACKED_BOTH = re.compile(rf"(?P<name>{_NAME})\s+\(?(?P<party>{people.PARTY})\)?")
_STACKED_PARTY = re.compile(rf"\(?(?:{people.PARTY})\)?")
_ANNEX = re.compile(r"\W{0,4}bilaga\s+(?P<number>\d{1,3}|[A-Z])\b(?!.*\b(?:till|i)\b).{0,60}", re.IGNORECASE)
_ITEM = re.compile(r"§\s?(?P<number>\d{1,4})\b")
_COUNT = re.compile(
    r"(?:antal )?(?P<choice>ja|nej|avstår|frånv(?:arande)?|nedlagda)(?:-?röster)?\s*:\s*(?P<count>\d{1,3})",
    re.IGNORECASE,
)
_LIST = re.compile(r"(?:omröstnings|voterings|röst)(?:lista|resultat|protokoll|längd)|\bvotering\b", re.IGNORECASE)
_CROSS = re.compile(r"[xX✓✔●]")


@dataclass(frozen=True, slots=True)
class Roll:
    """The list of one vote in an appendix: named by the number of that or by its §, with the tally at its head."""

    start: int
    end: int
    annex: str | None
    paragraph: int | None
    counts: dict[Choice, int]
    ballots: tuple[Ballot, ...]


def find(rows: Sequence[Line]) -> tuple[Roll, ...]:
    """The voting lists that stand in appendices ("Bilaga 2") among `rows`, all lines outside furniture, in order."""
    heads = [n for n, line in enumerate(rows) if "bilaga" in line.text[:16].lower() and _ANNEX.fullmatch(line.text)]
    found = []
    for place, stop in zip(heads, [*heads, len(rows)][1:], strict=True):
        end = next((n for n in range(place + 1, stop) if rows[n].text.startswith("§")), stop)
        roll = _roll(rows[place:end])
        if roll:
            found.append(roll)
    return tuple(found)


def ballots(lines: Sequence[Line]) -> tuple[Ballot, ...]:
    """The votes of each person that `lines` list: one a line, in columns with crosses, or each word on a line."""
    found = tuple(_rows(lines)) or tuple(_crossed(lines)) or tuple(_stacked(lines))
    return found if len(found) > 1 else ()


def _roll(rows: Sequence[Line]) -> Roll | None:
    annex = _ANNEX.fullmatch(rows[0].text)
    head = [line for line in rows[:HEAD_LINES] if line.text]
    text = "\n".join(line.text for line in head)
    counts = {CHOICES[m["choice"].lower()]: int(m["count"]) for m in _COUNT.finditer(text)}
    if not counts and not _LIST.search(text):
        return None
    votes = ballots(rows)
    if not votes and not counts:
        return None
    item = _ITEM.search(text)
    number = int(item["number"]) if item else None
    return Roll(rows[0].start, rows[-1].end, annex["number"] if annex else None, number, counts, votes)


def _rows(lines: Sequence[Line]) -> Iterator[Ballot]:
    for line in lines:
        if not line.text or len(line.text) > LONGEST_ROW or _last(line.text) not in CHOICES:
            continue
        match = _ROW.fullmatch(line.text)
        if match:
            choice = CHOICES[match["choice"].lower()]
            yield Ballot(line.start, line.end, people.canonical(match["name"]), match["party"], choice)


def _last(text: str) -> str:
    """The last word of a row, in small letters."""
    return text.rstrip("| .").rpartition(" ")[2].lower()


def _crossed(lines: Sequence[Line]) -> Iterator[Ballot]:
    """Rows of cells ("Anna Ek | S | X | |") under a head that says which column is Ja and which Nej."""
    columns: dict[int, Choice] = {}
    for line in lines:
        cells = line.text.split("|")
        if len(cells) < 3 or len(line.text) > LONGEST_ROW:
            continue
        named = {n: CHOICES[key] for n, cell in enumerate(cells) if (key := cell.strip(" .*").lower()) in CHOICES}
        if Choice.YES in named.values() and Choice.NO in named.values():
            columns = named
            continue
        crosses = [n for n, cell in enumerate(cells) if n in columns and _CROSS.fullmatch(cell.strip())]
        name = next((match for cell in cells if (match := _STACKED_NAME.match(cell.strip()))), None)
        if len(crosses) == 1 and name:
            rest = [cell.strip() for n, cell in enumerate(cells) if n not in columns]
            party = next((cell.strip("()") for cell in rest if _STACKED_PARTY.fullmatch(cell)), None)
            yield Ballot(line.start, line.end, people.canonical(name.group()), party, columns[crosses[0]])


def _stacked(lines: Sequence[Line]) -> Iterator[Ballot]:
    """Name, party, post and vote each on a line of its own, as columns come out of some PDFs."""
    held: list[Line] = []
    for line in lines:
        if not line.text:
            continue
        choice = CHOICES.get(line.text.rstrip(".").lower())
        if not choice:
            held.append(line)
            continue
        yield from itertools.islice(_person(held[-NEAR:], line.end, choice), 1)
        held = []


def _person(near: Sequence[Line], end: int, choice: Choice) -> Iterator[Ballot]:
    """The vote that ends at `end` of whoever the lines above it name.

    A long name is broken over two lines, or shares its line with the party.
    """
    for place, line in enumerate(near[1:], 1):
        if _STACKED_PARTY.fullmatch(line.text):
            for above in (near[place - 1 : place], near[max(0, place - 2) : place]):
                name = " ".join(part.text for part in above)
                if _STACKED_NAME.fullmatch(name):
                    yield Ballot(above[0].start, end, people.canonical(name), line.text.strip("()"), choice)
    for line in near:
        if both := _STACKED_BOTH.fullmatch(line.text):
            yield Ballot(line.start, end, people.canonical(both["name"]), both["party"], choice)

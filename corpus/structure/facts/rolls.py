"""Voting lists: who voted how, one after another, in a § or in an appendix of the minutes."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from corpus import sieve
from corpus.facts import Ballot, Choice
from corpus.structure.lines import Line
from corpus.swedish import people
from corpus.swedish.people import Person

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
_NUMBERED = sieve.compile(
    r"\W{0,4}(?:omröstnings|voterings|röst)(?:lista|protokoll|längd)\s?(?:nr\.?|nummer)?\s?(?P<number>\d{1,3})\b", re.I
)
_CROSS = re.compile(r"[xX✓✔√●×☒☑]")
_CROSSED = re.compile(r"\s[xX](?:\s|$)")
# The cells of a row that only blanks part, and the row's end in running text: "Ada Lund (S) Ja Bo Ek (KD) Nej".
_CELL = re.compile(r"[^\s|]+(?: [^\s|]+)*")
_VOTED = re.compile(rf"[,:]?\s(?P<choice>(?i:{_CHOICE}))\b(?!\s?:|-röst)")
_HEAD = re.compile(r"(?P<choice>[a-zåäö]{2,11})\.?(?:[- ]?röst(?:er)?)?", re.IGNORECASE)
# How far from the middle of its column a cross may stand, in halves of a character.
BESIDE = 10


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
    for finder, least in ((_rows, 2), (_columns, 1), (_stacked, 2)):
        found = tuple(finder(lines))
        if len(found) >= least:
            return found
    return ()


def uncolumned(line: Line) -> list[Person]:
    """Those in `line` whose cross stands in no column any more, since the table came out as running text."""
    crossed = "X" in line.text or "x" in line.text
    found = [one for one in people.find(line.text) if _CROSSED.match(line.text, one.end)] if crossed else []
    # The cross of the one before looks like an initial.
    return [replace(one, start=one.start + 2, name=one.name[2:]) if one.name[:2] == "X " else one for one in found]


def numbered(line: str) -> int | None:
    """The number of the list that `line` is the title of: "Omröstningslista nr. 2"."""
    match = _NUMBERED.match(line)
    return int(match["number"]) if match else None


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
        if 0 < len(line.text) <= LONGEST_ROW and _last(line.text) in CHOICES and (match := _ROW.fullmatch(line.text)):
            choice = CHOICES[match["choice"].lower()]
            yield Ballot(line.start, line.end, people.canonical(match["name"]), match["party"], choice)
        elif "(" in line.text:
            several = [(p, m) for p in people.find(line.text) if p.party and (m := _VOTED.match(line.text, p.end))]
            for person, voted in several if len(several) > 1 else ():
                start, end = line.start + person.start, line.start + voted.end()
                yield Ballot(start, end, person.name, person.party, CHOICES[voted["choice"].lower()])


def _last(text: str) -> str:
    """The last word of a row, in small letters."""
    return text.rstrip("| .").rpartition(" ")[2].lower()


def _columns(lines: Sequence[Line]) -> Iterator[Ballot]:
    """Rows under a head that says which column is Ja and which Nej, with a cross there ("Anna Ek | S | X |") or a name.

    Where a row names a member and the one who sits for them, that one has voted.
    """
    columns: list[tuple[int, Choice]] = []
    for line in lines:
        if not line.text or len(line.text) > LONGEST_ROW:
            continue
        if head := columns_of(line):
            columns = head
        if not columns or head:
            continue
        cells = list(_cells(line))
        marked = [_under(columns, cell) for cell in cells if _CROSS.fullmatch(cell.text)]
        persons = [(cell, *person) for cell in cells if (person := _person_in(cell.text))]
        if len(marked) == 1 and marked[0] and persons:
            alone = next((cell.text.strip("()") for cell in cells if _STACKED_PARTY.fullmatch(cell.text)), None)
            party = next((party for _, _, party in reversed(persons) if party), alone)
            yield Ballot(line.start, line.end, persons[-1][1], party, marked[0])
        elif not marked and "|" in line.text:
            for cell, name, party in persons:
                if choice := _under(columns, cell):
                    yield Ballot(cell.start, cell.start + len(cell.text), name, party, choice)


def columns_of(line: Line) -> list[tuple[int, Choice]]:
    """The columns of which `line` is the head, one of them Ja and one Nej; none where it is no such head."""
    if "nej" not in line.text.lower():
        return []
    heads = [(cell.place, choice) for cell in _cells(line) if (choice := _headed(cell.text))]
    return heads if {Choice.YES, Choice.NO} <= {choice for _, choice in heads} else []


@dataclass(frozen=True, slots=True)
class _Cell:
    """A cell of a row, with the middle of its column: where bars part them by its number, else by where it stands."""

    text: str
    place: int
    start: int


def _cells(line: Line) -> Iterator[_Cell]:
    if "|" not in line.text:
        for match in _CELL.finditer(line.text):
            middle = 2 * line.column + match.start() + match.end() - 1
            yield _Cell(match.group(), middle, line.start + match.start())
        return
    at = line.start
    for number, cell in enumerate(line.text.split("|")):
        text = cell.strip(" .*")
        yield _Cell(text, 10 * BESIDE * number, at + (cell.index(text) if text else 0))
        at += len(cell) + 1


def _headed(cell: str) -> Choice | None:
    match = _HEAD.fullmatch(cell)
    return CHOICES.get(match["choice"].lower()) if match else None


def _under(columns: Sequence[tuple[int, Choice]], cell: _Cell) -> Choice | None:
    """The choice of the column that `cell` stands in: of the nearest one, if no other is as near."""
    near = sorted((abs(place - cell.place), choice) for place, choice in columns)
    as_near = len(near) > 1 and near[1][0] == near[0][0]
    return None if near[0][0] > BESIDE or as_near else near[0][1]


def _person_in(cell: str) -> tuple[str, str | None] | None:
    """The name and the party of a cell that holds a person, with their office or not."""
    both = _STACKED_BOTH.match(cell)
    name = both["name"] if both else (alone.group() if (alone := _STACKED_NAME.match(cell)) else "")
    return (people.canonical(name), both["party"] if both else None) if name and people.is_name(name) else None


def _stacked(lines: Sequence[Line]) -> Iterator[Ballot]:
    """Name, party, post and vote each on a line of its own, as columns come out of some PDFs."""
    held: list[Line] = []
    first = True
    for line in lines:
        if not line.text:
            continue
        choice = CHOICES.get(line.text.rstrip(".").lower())
        if not choice:
            held.append(line)
            continue
        if first and not any(_STACKED_NAME.match(above.text) for above in held[-NEAR:]):
            return  # the word stands over those who vote so
        first = False
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

"""Rows of cells, however a table came out of a file, and what single cells hold: a person, a party, a choice, a mark.

Cells are parted by bars or tabs, by blanks that keep them in columns, or stand each on a line of its own.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from corpus.facts import Choice
from corpus.structure.lines import Line
from corpus.swedish import parties, people, tables
from corpus.swedish.people import Person

# No row is longer, no head, and no cell that stands on a line of its own, in characters.
LONGEST_ROW, LONGEST_HEAD, LONGEST_CELL = 400, 60, 60
# How far apart the columns are whose cells bars part, in halves of a character.
APART = 100
# After how many lines in a row that are no cells a table of cells has ended.
ENDED = 16

MARK = re.compile(r"[xX✓✔√●•×☒☑+*]|[\[(][xX][\])]")
TIME = re.compile(r"(?:kl\.? )?\d{1,2}[:.]\d\d")
_RULE = re.compile(r"[|:\-=+_\s]+")
# A row of a file of values: "Anna Ek;S;Ja".
_EXPORTED = re.compile(r"[^;]*;[^;\s]*(?:;[^;\s][^;]*|;)+\Z")
_CELL = re.compile(r"[^\s|]+(?: [^\s|]+)*")
# What is voted on, as a head that is no choice: "Eks yrkande".
_SIDE = re.compile(r"förslag|yrkande|^(?:bifall|avslag|återremiss)")
# "Eks förslag (ja)".
_CALLED = re.compile(r".*\((?=[^\W\d_]+\)$)")
# "Nej", "Nej-röster (5)".
_VOTES = re.compile(r"^röst(?:ar|ade) |[- ]?röst(?:er)?$|[ .:*]+$|\s?\(\d{1,3}\)$")
_SEAT = re.compile(
    rf"(?:[*•–-]\s+)?(?:\d{{1,3}}[.)]?\s+(?=\D))?(?:(?i:{people.ROLE})\s+(?=(?:{people.PARTICLE}\s)?{people.WORD}))?"
)
# What leads the eye from a name to its column.
_LEADERS = re.compile(r"[._…]{3,}|(?:[.] ){3,}")
_SURNAME = rf"(?:{people.PARTICLE} )?{people.WORD}(?:[ -](?:{people.PARTICLE} )?{people.WORD}){{0,2}}"
_INVERTED = rf"{_SURNAME}, {people.WORD}(?: {people.WORD}){{0,2}}"
# Two people, or one whose surname is first: "Anna Ek, Bo Berg".
_TWO = re.compile(rf"{people.NAME}(?:\s?\([^()]{{1,20}}\))?,\s(?P<other>{people.NAME})")
_PERSON = re.compile(rf"{_INVERTED}(?![^\W\d_])|(?:{people.PARTICLE} )?{people.NAME}")
_PARTY = re.compile(rf",?\s?(?:[(\[/]\s?(?P<in>{people.PARTY})\s?[)\]/]|(?P<bare>{people.PARTY})(?=$|[\s,;)]))")
_BARE_PARTY = re.compile(rf"\(?(?P<party>{people.PARTY})\)?")
_CAPITALS = re.compile(r"[A-ZÅÄÖ]{1,4}")
_ROLE = re.compile(rf"[\s,(–-]{{0,3}}(?P<role>{people.ROLE})", re.IGNORECASE)
# What may stand between a name and how they voted where single blanks part the cells: parties, seats, offices.
_BESIDE = re.compile(
    rf"(?:[\s,.():–-]{{0,3}}(?:{people.PARTY}|(?i:{people.ROLE}|tjg?\b)|\d{{1,3}}\b)){{0,5}}[\s.,):–-]{{0,3}}"
)

# The kinds of cell that stand on a line, a letter each, tried in order: a list of them is searched as a string.
_KINDS = tuple(
    (letter, re.compile(pattern))
    for letter, pattern in (
        ("T", TIME.pattern),
        ("D", rf"\d{{1,3}}(?: (?i:{people.ROLE}|ledamot))?"),
        ("R", rf"(?i:{people.ROLE})"),
        ("P", r"\(?(?:[A-ZÅÄÖ]{1,4}|[A-ZÅÄÖ][a-z]{0,3}[A-ZÅÄÖ])\)?|-"),
        ("N", _INVERTED),
        ("K", rf"{_SURNAME},"),
        ("B", rf"{people.NAME}\s+\(?{people.PARTY}\)?"),
        ("W", rf"{_SURNAME}|{people.NAME}"),
    )
)
# A name may be cut in two by its cell's edge: after a surname, after the comma, after a given name. The number of a
# seat stands before the names of those who sat there, so two names with a number between are no member and replacement.
_CUT = "WN|KW|N|NW"
_RECORD = re.compile(
    rf"(?P<first>{_CUT})(?P<second>{_CUT})?(?P<party>P)(?P<times>TT)|(?:(?P<name>WW|{_CUT}|W)H?(?P<of>P)|(?P<both>B))[DRHO]{{0,3}}(?P<choice>C)"
)


class Means(StrEnum):
    """What a column tells; the values are those of `tables.toml`."""

    PERSON = "person"
    GIVEN = "given"
    REPLACEMENT = "replacement"
    REPLACES = "replaces"
    PARTY = "party"
    ROLE = "role"
    REMARK = "remark"
    PRESENT = "present"
    ABSENT = "absent"
    CAME = "came"
    LEFT = "left"
    NUMBER = "number"
    VOTE = "vote"
    SIDE = "side"
    SUM = "sum"


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a row, with the middle of its column: where bars part them by its number, else by where it stands."""

    text: str
    place: int
    start: int


@dataclass(frozen=True, slots=True)
class Row:
    """A row from `start` to `end`; of a `ruled` one empty cells are kept, of a `stacked` one each cell was a line."""

    start: int
    end: int
    cells: tuple[Cell, ...]
    ruled: bool = False
    stacked: bool = False


@functools.lru_cache(maxsize=1024)
def choice(word: str) -> Choice | None:
    """The choice that a word or a head names: "Ja", "Ja-röster", "JAA/JA", "Avst."; None for "Ja/Nej"."""
    kinds = {_choice(part) for part in word.lower().split("/")} if len(word) <= LONGEST_HEAD else {None}
    kind = kinds.pop()
    return Choice[kind.upper()] if kind and not kinds else None


def _choice(part: str) -> str | None:
    bare = _CALLED.sub("", part).strip(" .:*()")
    while (less := _VOTES.sub("", bare)) != bare:
        bare = less
    kind = tables.CHOICES.get(bare) or tables.SIDES.get(bare)
    if not kind and len(bare) > 3 and part.rstrip().endswith("."):
        kind = next((kind for known, kind in tables.CHOICES.items() if known.startswith(bare)), None)
    return kind


def _cut(bare: str, word: str) -> bool:
    return word.startswith(bare) and " " not in word


@functools.lru_cache(maxsize=1024)
def means(head: str) -> Means | None:
    """What a head says that its column means; words cut short ("Närv.") are known by their beginning."""
    for part in head.lower().split("/"):
        bare = part.strip(" .:*()")
        if re.match(r"§+ ?\d|(?:omröst|voter)", bare):
            return Means.VOTE
        if _SIDE.search(bare):
            return Means.SIDE
        kinds = (kind for kind, words in tables.COLUMNS.items() if bare in words)
        cut = (kind for kind, words in tables.COLUMNS.items() if any(_cut(bare, word) for word in words))
        kind = next(kinds, None) or (next(cut, None) if 3 <= len(bare) <= 5 else None)
        if kind:
            return Means(kind)
    return None


def several(cell: str) -> bool:
    """Whether a cell may list people one after another."""
    two = _TWO.match(cell)
    return bool(two and people.is_name(two["other"]))


@functools.lru_cache(maxsize=4096)
def person(cell: str) -> Person | None:
    """The person that a cell begins with, after the number of a seat or not, with the party and office beside them."""
    seat = _SEAT.match(cell)
    match = _PERSON.match(cell, seat.end() if seat else 0)
    if not match:
        return None
    name, end = match.group(), match.end()
    first, _, last = name.rpartition(" ")
    # A party that looks like a surname.
    if _CAPITALS.fullmatch(last) and " " in first and (not first.isupper() or parties.known(last)):
        name, end = first, end - len(last) - 1
    if not people.is_name(name):
        return None
    party = _PARTY.match(cell, end)
    role = _ROLE.match(cell, party.end() if party else end)
    of = party and (party["in"] or party["bare"])
    if role and not of:  # "Siv Ahl, 2:e vice ordförande M"
        of = next((m["party"] for m in [_BARE_PARTY.fullmatch(cell[role.end() :].strip(" ),"))] if m), None)
    return Person(match.start(), end, people.canonical(name), of, role["role"] if role else None)


def party(cell: str) -> str | None:
    """The party that is all that stands in a cell, by its letters or its name."""
    match = _BARE_PARTY.fullmatch(cell) if cell not in ("-", "–") and not MARK.fullmatch(cell) else None
    if match or not cell:
        return match and match["party"]
    return cell if parties.party(cell) not in (None, cell) else None


def row(line: Line) -> Row:
    """The row that `line` is; where single blanks part its cells, one that ends in a choice has two."""
    sign = next((sign for sign in "|\t" if sign in line.text), ";" if _EXPORTED.match(line.text) else "")
    if not sign:
        cells = [
            Cell(m.group(), 2 * line.column + m.start() + m.end() - 1, line.start + m.start())
            for m in _CELL.finditer(_LEADERS.sub(lambda dots: " " * len(dots.group()), line.text))
        ]
        return Row(line.start, line.end, tuple(_parted(cells)))
    found, at = [], line.start
    for number, words in enumerate(line.text.split(sign)):
        text = words.strip(" .").removeprefix("**").removesuffix("**").strip(" .")
        found.append(Cell(text, APART * number, at + (words.index(text) if text else 0)))
        at += len(words) + 1
    return Row(line.start, line.end, tuple(found), ruled=True)


def _parted(cells: Sequence[Cell]) -> Iterator[Cell]:
    for cell in cells:
        who, said = cell.text, list[Cell]()
        while (last := who.rpartition(" ")[2]).lower().rstrip(".") in tables.CHOICES and last != who:
            who = who.removesuffix(last).rstrip()
            said.append(Cell(last, cell.place, cell.start + cell.text.index(last, len(who))))
        one = person(who) if said else None
        if one and one.party and _BESIDE.fullmatch(who, one.end):
            yield Cell(who, cell.place, cell.start)
            yield from reversed(said)
        else:
            yield cell


def rows(lines: Sequence[Line]) -> Iterator[Row]:
    """The rows of the tables among `lines`, and what else stands between them."""
    lines = [line for line in lines if line.text]
    stacked = dict(_stacked(lines))
    stop = 0
    for number, line in enumerate(lines):
        if number in stacked:
            stop, found = stacked[number]
            yield found
        elif number >= stop and not _RULE.fullmatch(line.text):
            short = len(line.text) <= LONGEST_ROW
            yield row(line) if short else Row(line.start, line.end, (Cell(line.text[:LONGEST_HEAD], 0, line.start),))


def _kind(text: str) -> str:
    if choice(text):
        return "C"
    if len(text) > LONGEST_CELL or "|" in text or "\t" in text or "  " in text:
        return "."
    if means(text):
        return "R" if re.fullmatch(people.ROLE, text, re.IGNORECASE) else "H"
    return next((letter for letter, pattern in _KINDS if pattern.fullmatch(text)), "O")


def _stacked(lines: Sequence[Line]) -> Iterator[tuple[int, tuple[int, Row]]]:
    """The rows whose cells stand a line each: by the number of the first line, the number after the last and the row.

    A name that has come loose from its row, in a column of its own, is a row too, with its seat where it has one.
    """
    if sum(choice(line.text) is not None or bool(TIME.fullmatch(line.text)) for line in lines) < 2:
        return
    kinds = "".join(_kind(line.text) for line in lines)
    loose_from: int | None = None
    records = [*_RECORD.finditer(kinds)]
    for match in records:
        if loose_from is not None and match["times"]:
            yield from _loose(lines, kinds, loose_from, match.start())
        if match["times"]:
            loose_from = match.end()
            groups = [match.span(name) for name in ("first", "second", "party") if match[name]]
            groups += [(match.start("times"), match.start("times") + 1), (match.end() - 1, match.end())]
        elif _lists_choices(kinds, match, len(records)):
            first, last = match.span("both") if match["both"] else match.span("name")
            if last - first == 2 and person(lines[last - 1].text):
                first += 1  # what stands above the name is none of it
            rest = range(last, match.end())
            groups = [(first, last), *((at, at + 1) for at in rest)]
        else:
            continue
        cells = tuple(_joined(lines[first:last]) for first, last in groups)
        first = groups[0][0]
        yield first, (match.end(), Row(lines[first].start, lines[match.end() - 1].end, cells, stacked=True))
    if loose_from is not None:
        yield from _loose(lines, kinds, loose_from, len(lines))


def _lists_choices(kinds: str, match: re.Match[str], count: int) -> bool:
    """Whether a record that ends in a choice is of a list of them, and not the last of those whose choice is above."""
    above = kinds.rfind(".", 0, match.start()) + 1
    first = kinds.find("C", above)
    return count > 1 and first >= 0 and bool(re.search(r"[PB][DRHO]{0,3}C\Z", kinds[max(above, first - 5) : first + 1]))


def _loose(lines: Sequence[Line], kinds: str, start: int, stop: int) -> Iterator[tuple[int, tuple[int, Row]]]:
    others = 0
    for number in range(start, stop):
        others = others + 1 if kinds[number] in "OWHC." else 0
        if others > ENDED:
            return
        if kinds[number] == "N":
            seat = [_joined([line]) for line in lines[number - 1 : number] if kinds[number - 1] == "D"]
            line = lines[number]
            yield number, (number + 1, Row(line.start, line.end, (_joined([line]), *seat), stacked=True))


def _joined(lines: Sequence[Line]) -> Cell:
    return Cell(" ".join(line.text for line in lines), -1, lines[0].start)

"""Attendance registers: lists of who was there set as tables, a row a line or, as some PDF tools leave them, a cell."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from corpus.facts import Attendant, Choice, Presence
from corpus.structure.facts import rolls
from corpus.structure.lines import Line
from corpus.swedish import people

# Within how many lines that are not blank the column heads of a table of cells stand.
HEAD_LINES = 10
# After how many lines in a row that are no cells such a table has ended.
ENDED = 16
LONGEST_ROW = 400

_SURNAME = rf"(?:{people.PARTICLE} )?{people.WORD}(?:[ -](?:{people.PARTICLE} )?{people.WORD}){{0,2}}"
_INVERTED = rf"{_SURNAME}, {people.WORD}(?: {people.WORD}){{0,2}}"
# The kinds of cell, a letter each, tried in order: a list of them is searched as a string.
_CELLS = tuple(
    (letter, re.compile(pattern))
    for letter, pattern in (
        ("H", r"(?i:plats|ledamot|ersättare|parti|ankom|utgick|namn|in|ut|från|till|tid)"),
        ("T", r"\d{1,2}[:.]\d\d"),
        ("D", r"\d{1,3}"),
        ("P", r"\(?[A-ZÅÄÖ]{1,4}\)?|-"),
        ("N", _INVERTED),
        ("K", rf"{_SURNAME},"),
        ("W", _SURNAME),
    )
)
# A name may be cut in two by its cell's edge: after a surname, after the comma, after a given name. The number of a
# seat stands before the names of those who sat there, so two names with a number between are no member and replacement.
_NAME = "WN|KW|N|NW"
_RECORD = re.compile(rf"(?P<first>{_NAME})(?P<second>{_NAME})?(?P<party>P)(?P<times>TT)")
_COLUMNS = {"ledamot", "parti", "ankom", "utgick"}

_SPLIT = re.compile(r"\s*\|\s*|\t+|\s{2,40}")
_STARTS = re.compile(
    r"\W{0,6}(?:plats|namn|ledam|närvarande|beslutande|ersättare|nr|parti|uppdrag|funktion|roll|befattning|titel)",
    re.IGNORECASE,
)
_NAMES_HEAD = re.compile(
    r"namn|ledam(?:ot|öter)|närvarande ledamöter|beslutande(?: ledamöter)?|ersättare", re.IGNORECASE
)
# What the other columns tell: who sat in the member's place, that someone was there, from and to when, was away.
_HEADS = {
    "replacement": re.compile(r"(?:tjänstgörande |tjg\.? )?ersättare", re.IGNORECASE),
    "present": re.compile(r"närv(?:\.|arande|aro)?|tjg\.?|tjänst(?:gör(?:ande|ing)?|g\.)", re.IGNORECASE),
    "absent": re.compile(r"frånv(?:\.|arande|aro)?", re.IGNORECASE),
    "came": re.compile(r"ankom|in|från|fr\.?o\.?m\.?", re.IGNORECASE),
    "left": re.compile(r"utgick|ut|till|t\.?o\.?m\.?", re.IGNORECASE),
    "role": re.compile(r"uppdrag|funktion|roll|befattning|titel", re.IGNORECASE),
    "party": re.compile(r"parti", re.IGNORECASE),
}
_TIME = re.compile(r"(?:kl\.? )?\d{1,2}[:.]\d\d")
_MARK = re.compile(r"[x✓✔√1☒☑]|\[x\]|ja|närv(?:\.|arande)?", re.IGNORECASE)
_UNMARKED = re.compile(r"[☐0–-]|\[ ?\]|nej|frånv(?:\.|arande)?", re.IGNORECASE)
# Before a name in a list: "☒ Anna Ek (S)", "- [ ] Bo Berg (M)".
_BOX = re.compile(r"[\s*•–-]{0,4}(?:(?P<marked>[☒☑✓✔]|\[[xX]\])|[☐□]|\[ ?\])\s{0,4}")
_REPLACEMENTS = re.compile(r"(?:(?:ej |icke )?tjänstgörande |närvarande )?ersättare\b", re.IGNORECASE)
# What a member is there as, in a column of what each is there as.
_MEMBER = re.compile(r"ordf|ledamot|medlem|råd\b", re.IGNORECASE)
_PERSON = re.compile(
    rf"(?:\d{{1,3}}[.)]?\s+)?(?P<name>{people.NAME}|{_INVERTED})(?:,? \(?(?P<party>{people.PARTY})\)?)?"
    rf"(?:,? (?P<role>{people.ROLE}))?"
)


def split(rows: Sequence[Line]) -> tuple[list[Attendant], list[Line]]:
    """The people on the registers among `rows`, and the lines that are on none."""
    found: list[Attendant] = []
    rest: list[Line] = []
    done = tried = 0
    for at in [number for number, row in enumerate(rows) if _STARTS.match(row.text)]:
        if at < done:
            continue
        here, stop = _cells(rows, at) if at >= tried else ([], tried)
        if not here:
            tried = stop
            here, stop = _table(rows, at)
        if here:
            found.extend(here)
            rest.extend(rows[done:at])
            done = stop
    rest = list(_unboxed([*rest, *rows[done:]], found))
    return found, rest


def _unboxed(rows: Sequence[Line], found: list[Attendant]) -> Iterator[Line]:
    """The lines without the boxes that they begin with; those whose box is empty are put in `found` as absent."""
    for row in rows:
        box = _BOX.match(row.text)
        person = _PERSON.match(row.text, box.end()) if box else None
        if not box or not person or not people.is_name(person["name"]):
            yield row
        elif box["marked"]:
            yield Line(row.text[box.end() :], row.start + box.end(), row.end)
        else:
            start = row.start + person.start("name")
            name = people.canonical(person["name"])
            found.append(Attendant(start, row.end, name, Presence.ABSENT, person["party"], person["role"]))


def _cells(rows: Sequence[Line], at: int) -> tuple[list[Attendant], int]:
    """The people of the table of cells whose heads begin at `at`, and the row after it; none where there is none."""
    if rows[at].text.casefold() not in ("plats", "ledamot", "namn"):
        return [], at
    heads = [row.text.casefold() for row in rows[at : at + 3 * HEAD_LINES] if row.text][:HEAD_LINES]
    if not set(heads) >= _COLUMNS:
        return [], at
    cells: list[Line] = []
    kinds = ""
    others = 0
    stop = at
    for number in range(at, len(rows)):
        row = rows[number]
        if not row.text:
            continue
        kind = next((letter for letter, pattern in _CELLS if pattern.fullmatch(row.text)), "O")
        others = others + 1 if kind in "OWH" else 0
        if others > ENDED:
            break
        if kind != "H":
            cells.append(row)
            kinds += kind
        if kind != "O":
            stop = number + 1
    return list(_recorded(rows, cells, kinds)), stop


def _recorded(rows: Sequence[Line], cells: Sequence[Line], kinds: str) -> Iterator[Attendant]:
    """The people of the whole records of a table of cells.

    Where a page's column of replacements has come loose, their names stand in a heap below it, and any member of their
    parties may be the one who was away. Of those, only who has voted is told to have been there, without the times.
    """
    page: list[Attendant] = []
    voters: dict[str, str | None] | None = None
    after = 0
    for record in [*_RECORD.finditer(kinds), None]:
        stop = record.start() if record else len(kinds)
        loose = [cells[n] for n in range(after, stop) if kinds[n] == "N" and kinds[n - 1 : n] != "D"]
        if "N" in kinds[after:stop]:
            voters = _voters(rows) if voters is None else voters
            yield from _sure(page, loose, voters)
            page = []
        if record:
            page.append(_record(cells, record))
            after = record.end()
    yield from page


def _voters(rows: Sequence[Line]) -> dict[str, str | None]:
    """The party of each person on the voting lists among `rows` who was there to vote."""
    ballots = (ballot for roll in rolls.find(rows) for ballot in roll.ballots)
    return {ballot.name: ballot.party for ballot in ballots if ballot.choice is not Choice.ABSENT}


def _sure(page: Sequence[Attendant], loose: Sequence[Line], voters: dict[str, str | None]) -> Iterator[Attendant]:
    theirs = {voters.get(people.canonical(cell.text)) for cell in loose}
    for person in page:
        if person.replaces or not theirs & {person.party, None}:
            yield person
        elif person.name in voters:
            yield replace(person, limits=None)
    for cell in loose:
        name = people.canonical(cell.text)
        if name in voters:
            yield Attendant(cell.start, cell.end, name, Presence.REPLACEMENT, voters[name])


def _record(cells: Sequence[Line], record: re.Match[str]) -> Attendant:
    names = [
        people.canonical(" ".join(cell.text for cell in cells[slice(*record.span(group))]))
        for group in ("first", "second")
        if record[group]
    ]
    came, left = (cell.text for cell in cells[slice(*record.span("times"))])
    replaced = len(names) == 2
    return Attendant(
        cells[record.start()].start,
        cells[record.end() - 1].end,
        names[-1],
        Presence.REPLACEMENT if replaced else Presence.DECIDING,
        cells[record.start("party")].text.strip("()"),
        replaces=names[0] if replaced else None,
        limits=f"{came}–{left}",
    )


def _table(rows: Sequence[Line], at: int) -> tuple[list[Attendant], int]:
    """The people of the table whose row of heads is `at`, and the row after it; none where it is no such row."""
    text = rows[at].text.strip("| *")
    if len(text) > LONGEST_ROW:
        return [], at
    heads = [head.strip("* ") for head in _SPLIT.split(text)]
    first = next((n for n, head in enumerate(heads) if _NAMES_HEAD.fullmatch(head)), None)
    if first is None:
        return [], at
    columns = {
        what: n for what, head in _HEADS.items() for n, name in enumerate(heads) if n != first and head.fullmatch(name)
    }
    # A table of who, of what party and as what tells that they were there; in more columns there may be marks.
    bare = columns.get("party", -1) > first and len(columns) == len(heads) - 1
    if not bare and not columns.keys() & {"present", "came"}:
        return [], at
    presence = Presence.REPLACEMENT if _REPLACEMENTS.match(heads[first]) else Presence.DECIDING
    found: list[Attendant] = []
    stop = at + 1
    for number in range(at + 1, len(rows)):
        line = rows[number].text[:LONGEST_ROW]
        if not line.strip("|-: "):
            continue
        cells = [
            cell.strip("* ") for cell in _SPLIT.split(line.strip().removeprefix("|").removesuffix("|").strip(" *"))
        ]
        person = _PERSON.match(cells[first]) if first < len(cells) else None
        if person and people.is_name(person["name"]):
            attendant = _on(rows[number], person, cells, columns, presence, len(heads))
            found.extend([attendant] if attendant else [])
        elif _REPLACEMENTS.match(cells[0]):
            presence = Presence.REPLACEMENT
        else:
            break
        stop = number + 1
    return found, stop if found else at


def _on(
    row: Line, person: re.Match[str], cells: Sequence[str], columns: dict[str, int], presence: Presence, width: int
) -> Attendant | None:
    """Who the row of a table tells was there, or was away; None where it marks nothing."""
    # Else an empty cell leaves no trace, and columns cannot be told apart.
    ruled = "|" in row.text or "\t" in row.text or len(cells) == width
    cell = {what: cells[n] for what, n in columns.items() if n < len(cells)} if ruled else {}
    others = [c for c in cells if not c.startswith(person.group())]
    times = [c for c in others if _TIME.fullmatch(c)]
    marked = bool(_MARK.fullmatch(cell.get("present", ""))) if ruled else any(_MARK.fullmatch(c) for c in others)
    absent = cell.get("absent", "") if "absent" in columns else None
    away = bool(_UNMARKED.fullmatch(cell.get("present", "")) if absent is None else _MARK.fullmatch(absent))
    replacement = _PERSON.fullmatch(cell.get("replacement", ""))
    marked = marked or columns.keys() <= {"party", "role"}
    if not (marked or away or times or replacement):
        return None
    name = people.canonical(person["name"])
    bare = (c.strip("()") for c in others if re.fullmatch(rf"\(?{people.PARTY}\)?", c))
    party = (
        person["party"]
        or cell.get("party")
        or next((c for c in bare if not _MARK.fullmatch(c) and not _UNMARKED.fullmatch(c)), None)
    )
    office = cell.get("role") or None
    role = person["role"] or office or next((c for c in others if re.fullmatch(people.ROLE, c, re.IGNORECASE)), None)
    start = row.start + row.text.index(person["name"])
    limits = "–".join(times) or None
    if replacement:
        own = people.canonical(replacement["name"])
        return Attendant(start, row.end, own, Presence.REPLACEMENT, party, replaces=name, limits=limits)
    if office and _REPLACEMENTS.fullmatch(office):
        presence, role = Presence.REPLACEMENT, None
    elif office and not _MEMBER.search(office):
        presence = Presence.OTHER
    return Attendant(start, row.end, name, Presence.ABSENT if away else presence, party, role, limits=limits)

"""Who was there by the tables that say so: registers with marks or times, lists with party or office in columns."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace

from corpus.facts import Attendant, Choice, Presence
from corpus.structure.facts import cells, grid
from corpus.structure.facts.cells import APART, Means
from corpus.structure.facts.grid import Entry, Table
from corpus.structure.lines import Line
from corpus.swedish import people

# How many lines above a table its title stands at most.
ABOVE = 2

# What a column of attendance says first: "X, §§ 1–4", "☒ distans", "På plats"; "– ers. Bo Ek", "Ersatt av Bo Ek".
_MARK = re.compile(
    r"(?:[x✓✔√1☒☑●]|\[x\]|ja|n|närv.{0,8}|tj.{0,14}|(?:deltar? )?(?:på )?(?:plats|distans)|(?:deltar? )?digitalt)"
    r"(?=$|[\s,;(])",
    re.IGNORECASE,
)
_UNMARKED = re.compile(
    r"(?:[☐0–-]|\[ ?\]|nej|f|frånv.{0,8}|förhind\w{0,4}|ersätts av|ersatt av)(?=$|[\s,;(])", re.IGNORECASE
)
_INSTEAD = re.compile(rf"\b(?i:ers(?:att|atts|ätts) av|ers(?:ättare|\.)?):? (?P<name>{people.NAME})")
# Before a name in a list: "☒ Anna Ek (S)", "- [ ] Bo Berg (M)".
_BOX = re.compile(r"[\s*•–-]{0,4}(?:(?P<marked>[☒☑✓✔]|\[[xX]\])|[☐□]|\[ ?\])\s{0,4}")
_REPLACEMENTS = re.compile(r"(?:(?:ej |icke )?tj(?:änst)?g(?:örande|\.)? |närvarande )?(?:ersättare|suppleant)", re.I)
_REPLACING = re.compile(r"\b(?:ers|suppl)", re.IGNORECASE)
# What a member is there as, in a column of what each is there as.
_OTHERS = re.compile(r"tjänste|övrig|föredrag", re.IGNORECASE)
_MEMBER = re.compile(r"ordf|ledamot|medlem|råd\b", re.IGNORECASE)
_TITLE = re.compile(r"närvar|deltag|upprop|beslutande", re.IGNORECASE)
_TELLING = {Means.PRESENT, Means.CAME}
_ROSTER = {Means.PARTY, Means.ROLE, Means.REPLACES}


def split(rows: Sequence[Line], head: int) -> tuple[list[Attendant], list[Line], list[Table]]:
    """The people on the registers among `rows`, the lines that are on none, and all tables of persons.

    `head` is where the first § begins: before it a table of names with party or office is a list of those present.
    """
    tables = [*grid.find(rows)]
    voters = {b.name: b.party for t in tables for v in t.votes.values() for b in v if b.choice is not Choice.ABSENT}
    found: list[Attendant] = []
    rest: list[Line] = []
    at = 0
    for table in tables:
        first, last = (bisect_left(rows, place, key=lambda row: row.start) for place in (table.start, table.end))
        here = [
            *_register(table, [row.text for row in rows[max(0, first - 2 * ABOVE) : first]], voters, table.start < head)
        ]
        if here:
            found += here
            rest += rows[at:first]
            at = last
    return found, [*_unboxed([*rest, *rows[at:]], found)], tables


def _unboxed(rows: Sequence[Line], found: list[Attendant]) -> Iterator[Line]:
    """The lines without the boxes that they begin with; those whose box is empty are put in `found` as absent."""
    for row in rows:
        box = _BOX.match(row.text)
        person = cells.person(row.text[box.end() :]) if box else None
        if not box or not person:
            yield row
        elif box["marked"]:
            yield Line(row.text[box.end() :], row.start + box.end(), row.end)
        else:
            start = row.start + box.end() + person.start
            found.append(Attendant(start, row.end, person.name, Presence.ABSENT, person.party, person.role))


def _register(table: Table, above: Sequence[str], voters: dict[str, str | None], in_head: bool) -> Iterator[Attendant]:
    if any(entry.row.stacked for entry in table.entries):
        yield from _sure(table, voters)
        return
    means = table.means
    places = {column.means: column.place for column in table.columns}
    by_party = places.get(Means.PARTY, APART) < places.get(Means.PERSON, 0)
    if not table.entries or (by_party and table.listing):
        return  # a party a row
    known = all(column.means for column in table.columns)
    roster = (
        known
        and Means.REMARK not in means
        and not table.votes
        and (bool(_ROSTER & means) or (table.entries[0].row.ruled and {Means.PERSON, Means.REPLACEMENT} <= means))
        and bool({Means.PERSON, Means.REPLACEMENT} & means)
        and (in_head or any(_TITLE.search(line) for line in [line for line in above if line][-ABOVE:]))
    )
    if not roster and not _TELLING & means and (Means.ABSENT not in means or table.votes):
        return
    replacing = Means.PERSON not in means and Means.REPLACEMENT in means
    others = any(column.means is Means.PERSON and _OTHERS.match(column.title) for column in table.columns)
    listed = {one.name for entry in table.entries for one in entry.people}
    unmarked = roster and not {Means.PRESENT, Means.ABSENT, Means.CAME, Means.VOTE} & means
    for number, entry in enumerate(table.entries):
        later = table.members is not None and number >= table.members
        presence = Presence.OTHER if others else Presence.REPLACEMENT if replacing or later else Presence.DECIDING
        # Beside members that only are listed stand replacements that only are too.
        beside = roster and unmarked and not replacing and not any("tj" in c.title.lower() for c in table.columns)
        for one in entry.people[1:] if beside else ():
            place = entry.row.start
            yield Attendant(place, entry.row.end, one.name, Presence.REPLACEMENT, one.party, one.role)
        own = replace(entry, people=entry.people[:1]) if beside else entry
        person = _attendant(own, presence, means, unmarked=unmarked)
        if person:
            yield person
            yield from _instead(person, entry, listed)


def _instead(away: Attendant, entry: Entry, listed: set[str]) -> Iterator[Attendant]:
    """Who came in the place of someone `away`, by the cell that tells of it, unless they are `listed` themselves."""
    told = _INSTEAD.search(entry.said.get(Means.PRESENT, "")) if away.presence is Presence.ABSENT else None
    if told and (name := people.canonical(told["name"])) not in listed:
        yield Attendant(entry.row.start, entry.row.end, name, Presence.REPLACEMENT, replaces=away.name)


def _attendant(entry: Entry, presence: Presence, means: set[Means], *, unmarked: bool) -> Attendant | None:
    """Who a row tells was there, or was away; None where it marks nothing."""
    said = entry.said
    times = [text for text in entry.others if cells.TIME.fullmatch(text)]
    there, away = said.get(Means.PRESENT, ""), said.get(Means.ABSENT)
    by_column = Means.PRESENT in means and (entry.row.ruled or there)
    marked = bool(_MARK.match(there)) if by_column else any(cells.MARK.fullmatch(c) for c in entry.others)
    absent = bool(_UNMARKED.match(there)) if away is None else bool(_MARK.match(away))
    replacing = len(entry.people) > 1
    if not (unmarked or marked or absent or times or replacing):
        return None
    member, own = entry.people[0], entry.people[-1]
    office = said.get(Means.ROLE)
    others = (c for c in entry.others if re.fullmatch(people.ROLE, c, re.IGNORECASE))
    role = own.role or office or next(others, None)
    replaces = said.get(Means.REPLACES)
    if role and _REPLACEMENTS.fullmatch(role):
        presence, role = Presence.REPLACEMENT, None
    elif office and not _MEMBER.search(office):
        presence = Presence.OTHER
    if replacing or _REPLACING.search(there) or (replaces and presence is not Presence.OTHER):
        presence = Presence.REPLACEMENT
    start = next(cell.start for cell in entry.row.cells if cell.text) if replacing else _place(entry)
    return Attendant(
        start,
        entry.row.end,
        own.name,
        Presence.ABSENT if absent and not marked and not replacing else presence,
        entry.party,
        role,
        member.name if replacing else people.canonical(replaces) if replaces else None,
        "–".join(times) or None,
    )


def _place(entry: Entry) -> int:
    cell = next(
        cell
        for cell in entry.row.cells
        if cells.person(cell.text) == entry.people[0] or cell.text == entry.people[0].name
    )
    return cell.start + entry.people[0].start


def _sure(table: Table, voters: dict[str, str | None]) -> Iterator[Attendant]:
    """The people of a table whose cells stand a line each, with times.

    Where a page's column of replacements has come loose, their names stand in a heap below it, and any member of their
    parties may be the one who was away. Of those, only who has voted is told to have been there, without the times.
    """
    page: list[Attendant] = []
    apart: list[Entry] = []
    for entry in table.entries:
        if not any(cells.TIME.fullmatch(text) for text in entry.others):
            apart += [entry] if page and not entry.ballots else []
            continue
        if apart:
            yield from _told_by_votes(page, apart, voters)
            page, apart = [], []
        person = _attendant(entry, Presence.DECIDING, set(), unmarked=False)
        page += [person] if person else []
    yield from _told_by_votes(page, apart, voters)


def _told_by_votes(
    page: Sequence[Attendant], apart: Sequence[Entry], voters: dict[str, str | None]
) -> Iterator[Attendant]:
    loose = [entry for entry in apart if not entry.others]  # but those whose seat stands before them
    theirs = {voters.get(entry.people[0].name) for entry in loose}
    for person in page:
        if person.replaces or not theirs & {person.party, None}:
            yield person
        elif person.name in voters:
            yield replace(person, limits=None)
    for entry in loose:
        name = entry.people[0].name
        if name in voters:
            yield Attendant(entry.row.start, entry.row.end, name, Presence.REPLACEMENT, voters[name])

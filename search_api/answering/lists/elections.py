"""What decisions say of those who are elected to an office of a body, and of those who leave one."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol, TypeVar

from corpus.models import Span
from corpus.swedish import bodies, days, people
from corpus.swedish.bodies import Body


class Office(StrEnum):
    """An office of a body; the value is what users see."""

    CHAIR = "ordförande"
    VICE = "vice ordförande"
    MEMBER = "ledamot"
    REPLACEMENT = "ersättare"


@dataclass(frozen=True, slots=True)
class Post:
    """Words for `offices`, several where one person has them all; `rank` is that of a vice chair."""

    start: int
    end: int
    offices: frozenset[Office]
    rank: int | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """Someone who is `elected` to `offices` of a `body` or leaves them; the places are those of the text that was read.

    `who` is as written and `name` canonical; `at` is the name, `said` the words that say it, `first` and `last` the
    days from and to which they say that it holds. `body` is None where nothing names it, and empty where it is one that
    is not known; `offices` are empty where no office is told, and `rank` is that of a vice chair.
    """

    name: str
    who: str
    elected: bool
    offices: frozenset[Office]
    rank: int | None
    body: str | None
    at: Span
    said: Span
    first: dt.date | None
    last: dt.date | None


ELECTS = re.compile(r"\b(?:utse[rs]?|utsågs|välj(?:er|s|a)|valdes|omväljs?|nyväljs?|förordnas?)\b", re.IGNORECASE)
RELEASES = re.compile(r"\b(?:entledig|befria[rs]?\b|befrielse|avsäg|avsagt|avsade|lämnar? uppdrag)", re.IGNORECASE)
# What stands before the name of someone whose place another takes.
INSTEAD = re.compile(
    r"(?:efter|i ?stället för|ersätter|efterträder|entledigas?|avs[aä]g\w*)\s+(?:\w+\s+){0,3}$", re.IGNORECASE
)
_RANKS = {"1": 1, "f": 1, "2": 2, "a": 2}
_OFFICE = re.compile(
    r"(?P<vice>(?:\b(?P<rank>[12]|först[ae]|andr[ae])(?:\s?:?\s?[ea]\b\.?)?\s+)?\b(?:vice\b|v\.)"
    r"(?:[\s-]+ordf(?:örande[n]?|\b\.?))?)"
    r"|\b(?P<chair>ordf(?:örande[n]?|\b\.?))|\b(?P<member>ledam(?:ot(?:en)?|öter(?:na)?))"
    r"|\b(?P<replacement>ersättar(?:e|en|na)|suppleant(?:er)?)",
    re.IGNORECASE,
)
_JOINED = re.compile(r"[\s,/]*(?:och|samt|tillika)?\s*(?:som )?", re.IGNORECASE)
_CLAUSE = re.compile(r"(?<=[^\d\s][.;])\s+(?=[A-ZÅÄÖ])|\n(?=\s*(?:\d+[.)]|[-•–*])\s)|\n\s*\n")
# The heading of a decision, above its first words.
_HEADED = re.compile(r"\n[^\n]{0,60}\bbeslut\w*\W*(?:\d+[.)]\s*)?\Z", re.IGNORECASE)
# A name without a party is someone's where it is elected or released beside it.
_UNMARKED = re.compile(
    r"\b(?:entledigar|befriar|beviljar|väljer|väljs|utser|utses|valdes|utsågs|avsägelse(?:n)? (?:från|av)|efter)\s+"
    rf"(?P<after>{people.NAME})(?![\w-]|\s\()"
    rf"|(?<![\w-])(?P<before>{people.NAME})\s+(?:entledigas|befrias|beviljas|väljs|utses|avsäger|avsade|har avsagt)\b"
)
# What stands before a body that somebody is elected to: "i", "till kommunens nya"; and the part of one that owns it.
_TO = re.compile(r"\b(?:i|till|inom|från|av|för)\s+(?:\w+s\s+){0,3}(?:den |nya? )?$", re.IGNORECASE)
_PART = re.compile(r"s\s+(?P<name>[a-zåäö-]+)", re.IGNORECASE)
# How far before a body that may begin.
REACH = 60
_SPAN = re.compile(r"(?<![\d-])((?:19|20)\d\d)\s?[-–]\s?((?:19|20)\d\d)(?![\d-])")
_UNTIL = re.compile(r"(?:till(?: och med)?|t\.?\s?o\.?\s?m\.?|intill)\s+(?:den\s+)?$", re.IGNORECASE)
# A post that no office is: "till nämndeman"; and an office in what is no body: "ledamot i styrelsen för Bostäder AB".
_OTHER_POST = re.compile(r"\b(?:till|som)\s+(?!och\b|den\b|tiden\b|följande\b)", re.IGNORECASE)
_ELSEWHERE = re.compile(
    r"\s+(?:i|för|vid|inom|hos)\s+(?!samma\b|denna\b|nämnden?\b|styrelsen\b(?! för)|utskottet\b|presidiet\b|tiden\b"
    r"|perioden\b|mandat|återstoden\b|åren\b|\d)\w",
    re.IGNORECASE,
)
_LEAVES_AFTER = re.compile(r"[^.]{0,12}\b(?:entledig|befria|avs[aä]g)", re.IGNORECASE)


_NO_POST = Post(0, 0, frozenset())


class _Placed(Protocol):
    @property
    def start(self) -> int: ...

    @property
    def end(self) -> int: ...


_Words = TypeVar("_Words", bound=_Placed)


def posts(text: str) -> list[Post]:
    """The offices that `text` names, in order, those joined by "och" or "tillika" as one post."""
    found: list[Post] = []
    for match in _OFFICE.finditer(text):
        kind = next(name for name in ("vice", "chair", "member", "replacement") if match[name])
        rank = _RANKS.get(match["rank"][0].casefold()) if match["rank"] else None
        post = Post(*match.span(), frozenset({Office[kind.upper()]}), rank)
        if found and _JOINED.fullmatch(text, found[-1].end, match.start()):
            first = found.pop()
            post = Post(first.start, match.end(), first.offices | post.offices, first.rank or rank)
        found.append(post)
    return found


def named(text: str, known: Sequence[str] = ()) -> list[Body]:
    """The bodies in `text` that somebody is elected to or leaves; `known` are names that no ending tells.

    Who decides ("Kommunfullmäktige väljer") is none.
    """
    found: list[Body] = []
    whole = list(bodies.find(text))
    for name in known:
        stem = re.escape(re.sub(r"(?:en|et|n)$", "", name))
        pattern = rf"(?<![\w-]){stem}(?:en|et|n)?(?P<owning>s?)(?![\w-])"
        for match in re.finditer(pattern, text, re.IGNORECASE):
            owning = bool(match["owning"])
            if any(one.start <= match.start() < one.end for one in whole):
                continue
            found.append(Body(match.start(), match.end() - owning, name, owning=owning))
    begun = {one.start for one in found}
    for one in whole:
        part = _PART.match(text, one.end) if one.owning else None
        if part is None or _OFFICE.match(part["name"]):
            found.append(one)
        elif part.start("name") not in begun:  # "kommunfullmäktiges valberedning"
            found.append(Body(one.start, part.end(), f"{one.name}s {part['name']}", one.name))
    named_so = (one for one in found if _TO.search(text, max(0, one.start - REACH), one.start) or _holds(text, one))
    return sorted(named_so, key=lambda one: one.start)


def _holds(text: str, body: Body) -> bool:
    """Whether an office of a body stands right after it: "socialnämndens ordförande"."""
    return _OFFICE.match(text[body.end + body.owning :].lstrip()) is not None


def read(text: str, heading: str, decided: Sequence[Span], known: Sequence[str] = ()) -> list[Change]:
    """Those whom the decisions at `decided` of a § elect and release, in order; `known` as in `named`.

    Where a resignation is granted and nobody named, they are those who resign by the heading or by the text before.
    """
    own = named(heading, known)
    body = own[0].name if own else None
    found: list[Change] = []
    for place in decided:
        words = text[place.start : place.end]
        told, body = _changes(text, place, body, heading, known)
        if not told and RELEASES.search(words):
            before = _HEADED.search(text, 0, decided[0].start)
            stretch = Span(0, before.start() if before else decided[0].start)
            told, _ = _changes(text, stretch, body, heading, known)
            told = [one for one in told if not one.elected]
        if not told and ELECTS.search(words):
            told = list(_rows(text, place.end, f"{words} {heading}", known))
        found += told
    return list({(one.name, one.elected, one.body, one.offices): one for one in found}.values())


def _changes(
    text: str, place: Span, body: str | None, heading: str, known: Sequence[str]
) -> tuple[list[Change], str | None]:
    """Those elected and released in a stretch of `text`, and the body that was spoken of last."""
    of_heading = posts(heading)
    held = of_heading[0] if len(of_heading) == 1 else _NO_POST
    elected: bool | None = None
    told: list[Change] = []
    for first, last in _clauses(text, place.start, place.end):
        clause = text[first:last]
        found, persons, within = posts(clause), _persons(clause), named(clause, known)
        leads = bool(found and persons and found[0].start < persons[0][0].start)
        body = within[-1].name if within else body
        since, until = _period(clause) or _period(text[place.start : place.end]) or _period(heading) or (None, None)
        releases = RELEASES.search(clause) is not None
        elected = True if ELECTS.search(clause) else False if releases else elected
        if not found and elected and _OTHER_POST.search(clause):
            held = _NO_POST
        for span, name in persons:
            out = elected is False or _goes(clause, span, persons, releases=releases)
            if elected is None and not out:
                continue
            post = _beside(found, span, leads=leads) or held
            to = _beside(within, span, leads=leads)
            who = " ".join(clause[span.start : span.end].split())
            at, said = Span(first + span.start, first + span.end), Span(first, last)
            elsewhere = not within and post in found and _ELSEWHERE.match(clause, post.end)
            own, end = to.name if to else "" if elsewhere else body, None if out else until
            told.append(Change(name, who, not out, post.offices, post.rank, own, at, said, since, end))
        held = found[-1] if found else held
    return told, body


def _beside(found: Sequence[_Words], span: Span, *, leads: bool) -> _Words | None:
    """Which of `found` belongs to the name at `span`: the one before where those lead, else the one after."""
    before = [one for one in found if one.end <= span.start][-1:]
    after = [one for one in found if one.start >= span.end][:1]
    return next(iter([*before, *after] if leads else [*after, *before]), None)


def _goes(clause: str, span: Span, persons: Sequence[tuple[Span, str]], *, releases: bool) -> bool:
    """Whether the one named at `span` of an election is the one whose place is taken."""
    near = max((other.end for other, _ in persons if other.end <= span.start), default=0)
    if INSTEAD.search(clause, max(near, span.start - 60), span.start):
        return True
    return releases and _LEAVES_AFTER.match(clause, span.end) is not None


def _rows(text: str, start: int, period: str, known: Sequence[str]) -> Iterator[Change]:
    """Those elected in a table below a decision whose rows are bodies and whose columns are headed by offices.

    `period` are the words that say for when.
    """
    since, until = _period(period) or (None, None)
    columns: list[Post | None] = []
    at = start
    for line in text[start:].split("\n"):
        cells, place, at = line.split("|"), at, at + len(line) + 1
        people_of = [list(people.find(cell)) for cell in cells]
        if len(cells) > 1 and not any(people_of):
            columns = [next(iter(posts(cell)), None) for cell in cells]
        elif len(cells) != len(columns):
            columns = []
        body = next((one.name for one in bodies.find(line)), None)
        body = body or next((name for name in known if name.casefold() == cells[0].strip().casefold()), None)
        for cell, column, found in zip(cells, columns, people_of, strict=False):
            if not (column and body):
                continue
            for person in found:
                name = place + line.index(cell) + person.start
                span = Span(name, name + person.end - person.start)
                who = " ".join(text[span.start : span.end].split())
                row = Span(place, place + len(line))
                yield Change(person.name, who, True, column.offices, column.rank, body, span, row, since, until)


def _clauses(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    for gap in [*_CLAUSE.finditer(text, start, end), None]:
        stop = gap.start() if gap else end
        if text[start:stop].strip():
            yield start + len(text[start:stop]) - len(text[start:stop].lstrip()), stop
        start = gap.end() if gap else end


def _persons(clause: str) -> list[tuple[Span, str]]:
    """The people of a clause: those with a party or a title, and those without where they are elected or released."""
    found = {(one.start, one.end): one.name for one in people.find(clause)}
    for match in _UNMARKED.finditer(clause):
        which = "after" if match["after"] else "before"
        start, end = match.span(which)
        if people.is_name(match[which]) and not any(start < last and first < end for first, last in found):
            found[start, end] = people.canonical(match[which])
    return [(Span(*place), name) for place, name in sorted(found.items())]


def _period(text: str) -> tuple[dt.date | None, dt.date | None] | None:
    """From when and to when `text` says that something holds; None where it does not."""
    found = list(days.find(text))
    if len(found) > 1:
        return found[0].date, found[1].date
    if found:
        until = _UNTIL.search(text, 0, found[0].start)
        starts = re.search(r"\b(?:från|fr\.?\s?o\.?\s?m\.?)[^\d]*$", text[: found[0].start], re.IGNORECASE)
        return (found[0].date, None) if starts else (None, found[0].date) if until else None
    if years := _SPAN.search(text):
        return dt.date(int(years[1]), 1, 1), dt.date(int(years[2]), 12, 31)
    return None

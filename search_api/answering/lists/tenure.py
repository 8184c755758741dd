"""Who holds an office of a body on a day, by what the archive's minutes decide and by their lists of who took part."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace

from corpus.catalogue import Catalogue
from corpus.catalogue.matters import Item
from corpus.catalogue.records import Scope
from corpus.facts import PROPOSED, Attendant, FactKind, Outcome, Presence
from corpus.models import Span
from corpus.swedish import bodies
from search_api.answering.lists import elections
from search_api.answering.lists.elections import Change, Office

# How far into a § its elections are read.
LONGEST = 20_000
# A mandatperiod has four years and ends with that of an election; an election so late in that year is to the next one.
TERM, LAST_YEAR, LATE = 4, 2, 10
LEADERS = frozenset({Office.CHAIR, Office.VICE})
_CHAIR = re.compile(r"ordf(?:örande|\.)?", re.IGNORECASE)
# What decides nothing of who is elected; and the § that elect who verifies the minutes.
_VAIN = frozenset({PROPOSED, Outcome.REJECTED, Outcome.REMITTED, Outcome.TABLED, Outcome.WITHDRAWN})
_OF_ELECTIONS = re.compile(r"\b(?:\w*val\b|avs[aä]g|entledig|befri)", re.IGNORECASE)
_VERIFIES = re.compile(r"juster", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Event:
    """A change that the § `item` decides."""

    change: Change
    item: Item

    @property
    def decided(self) -> dt.date:
        """The day of the meeting."""
        return self.item.date or dt.date.min

    @property
    def day(self) -> dt.date:
        """From when it holds: as stated, else from the meeting, or from the first day of the mandatperiod ahead."""
        if self.change.first or not self._is_ahead:
            return self.change.first or self.decided
        return dt.date(self.decided.year + 1, 1, 1)

    @property
    def until(self) -> dt.date:
        """To when it holds: as stated, else to the end of the mandatperiod."""
        return self.change.last or end_of_term(self.day.year)

    @property
    def _is_ahead(self) -> bool:
        """Whether it is an election to the nämnder of the next mandatperiod, by when it is."""
        of_council = (self.change.body or "").casefold().endswith("fullmäktige")
        ends = self.change.last is not None and self.change.last.year == self.decided.year
        late = self.decided.month >= LATE and self.decided.year % TERM == LAST_YEAR
        return self.change.elected and late and not of_council and not ends

    @property
    def places(self) -> tuple[tuple[str, int, int], ...]:
        """The words that say it, the name alone first where they say more than one."""
        spans = dict.fromkeys([self.change.at, self.change.said])
        return tuple((self.item.document_id, self.item.start + one.start, self.item.start + one.end) for one in spans)


@dataclass(frozen=True, slots=True)
class Seen:
    """Someone in the list of those who took part in a meeting on `day`, as `office`; `place` is where."""

    name: str
    party: str | None
    office: Office
    rank: int | None
    day: dt.date
    place: tuple[str, int, int]


@dataclass(frozen=True, slots=True)
class Tenure:
    """What the archive tells of the offices of a body up to `day`: the events and the lists, the newest first."""

    day: dt.date
    events: tuple[Event, ...]
    seen: tuple[Seen, ...]

    def elected(self, office: Office) -> list[Event]:
        """The elections to an office that hold on the day, one of each person; a chair is a member too."""
        fits = LEADERS | {office} if office is Office.MEMBER else {office}
        held: dict[str, Event] = {}
        for one in self.events:
            change = one.change
            unclear = office in LEADERS and change.offices >= LEADERS  # who of them is the chair is not told
            holds = change.elected and fits & change.offices and one.day <= self.day <= one.until
            if holds and not unclear and not self._released(change.name, office, one.decided):
                held.setdefault(change.name, one)
        return list(held.values())

    def present(self, offices: Collection[Office]) -> list[Seen]:
        """Those in the lists, as one of `offices`, who have not been released since."""
        mine = (one for one in self.seen if one.office in offices)
        return [one for one in mine if not self._released(one.name, one.office, one.day)]

    def released(self, offices: Collection[Office]) -> dict[Event, Event | None]:
        """Those who have left one of `offices` in the mandatperiod, each with the election in their place, if any.

        An election of the same § comes before later ones, and each is in the place of one.
        """
        found: dict[Event, Event | None] = {}
        taken: set[int] = set()
        for one in reversed(self.events):
            if not any(self._leaves(one, office) and self._had(one.change, office) for office in offices):
                continue
            if end_of_term(one.day.year) != end_of_term(self.day.year):
                continue
            after = [
                (other.item.id != one.item.id, other.decided, number)
                for number, other in enumerate(self.events)
                if other.change.elected and other.decided >= one.decided and number not in taken
                if not one.change.offices or one.change.offices & other.change.offices
            ]
            first = min(after, default=None)
            taken |= {first[2]} if first else set()
            found[one] = self.events[first[2]] if first else None
        return found

    def _had(self, change: Change, office: Office) -> bool:
        """Whether someone who leaves is told to have had just this office: by the release, an election or a list."""
        elected = (one.change for one in self.events if one.change.elected and one.change.name == change.name)
        told = [change.offices, *(one.offices for one in elected)]
        return any(office in one for one in told) or any(
            one.office is office and one.name == change.name for one in self.seen
        )

    def _released(self, name: str, office: Office, since: dt.date) -> bool:
        mine = (one for one in self.events if one.change.name == name and self._leaves(one, office))
        return any(max(one.decided, one.day) >= since for one in mine)

    def _leaves(self, event: Event, office: Office) -> bool:
        """Whether somebody leaves an office by the day: with the seat goes the chair."""
        left = event.change.offices
        fits = {office, Office.MEMBER} if office in LEADERS else {office}
        return not event.change.elected and event.day <= self.day and (not left or bool(fits & left))


def of(body: str, scope: Scope, since: dt.date | None, day: dt.date, catalogue: Catalogue) -> Tenure:
    """What is told of the offices of `body` in the papers of `scope` up to `day`.

    The lists are those of the meetings from `since` on, or where there are none of the last one of the mandatperiod.
    """
    scope = replace(scope, date_from=None, date_to=day)
    events = sorted(_events(body, scope, catalogue), key=lambda one: one.decided, reverse=True)
    return Tenure(day, tuple(events), tuple(_seen(body, scope, since, catalogue)))


def end_of_term(year: int) -> dt.date:
    """The last day of the mandatperiod of nämnder that `year` is in."""
    return dt.date(year + (LAST_YEAR - year) % TERM, 12, 31)


def _events(body: str, scope: Scope, catalogue: Catalogue) -> Iterator[Event]:
    """What fullmäktige, the body itself and the one that it is a part of decide of it."""
    itself = next((one for one in bodies.find(body) if one.name == body), None)
    councils = [name for name, _ in catalogue.facets()["committee"] if name.casefold().endswith("fullmäktige")]
    parent = itself.parent if itself else None
    part = body.removeprefix(f"{parent}s ") if parent else None  # as it is called in its parent's minutes
    electing = dict.fromkeys([*councils, body, *([parent] if parent else [])])
    within = tuple(one for one in electing if not scope.committee or one in scope.committee)
    if not within:
        return
    items = catalogue.matters.sections(replace(scope, committee=within), kind=FactKind.DECISION)
    items = [item for item in items if not _VERIFIES.search(item.heading)]
    facts: dict[int | None, list[Span]] = {}
    telling: set[int | None] = set()
    for fact in catalogue.matters.facts(items, [FactKind.DECISION]):
        if fact.value not in _VAIN:
            facts.setdefault(fact.section_id, []).append(Span(fact.start, fact.end))
        if fact.value in (Outcome.ELECTED, Outcome.DISMISSED):
            telling.add(fact.section_id)
    for item in items:
        if item.id not in facts or not (item.id in telling or _OF_ELECTIONS.search(item.heading)):
            continue
        text = catalogue.slice(item.document_id, item.start, min(item.end, item.start + LONGEST)) or ""
        decided = [Span(one.start - item.start, one.end - item.start) for one in facts[item.id]]
        of_parent = part is not None and item.committee == parent
        known = (part,) if part and of_parent else () if itself else (body,)
        for change in elections.read(text, item.heading, decided, known):
            own = change.body is None and item.committee == body and not _VERIFIES.search(text)
            if change.body == body or own or (of_parent and change.body == part):
                yield Event(change, item)


def _seen(body: str, scope: Scope, since: dt.date | None, catalogue: Catalogue) -> Iterator[Seen]:
    if scope.committee and body not in scope.committee:
        return
    held = catalogue.matters.sections(replace(scope, committee=(body,)))
    papers = {item.date: item.document_id for item in held if item.date}
    asked = [day for day in papers if since and day >= since]
    of_term = [day for day in papers if scope.date_to and end_of_term(day.year) == end_of_term(scope.date_to.year)]
    for day in sorted(asked, reverse=True) or sorted(of_term)[-1:]:
        paper = catalogue.document(papers[day])
        for one in paper.of(Attendant) if paper else ():
            meeting = paper.meeting_at(one.start) if paper and paper.meetings else (body, day)
            office = _office(one)
            if office and meeting == (body, day):
                yield Seen(one.name, one.party, *office, day, (papers[day], one.start, one.end))


def _office(one: Attendant) -> tuple[Office, int | None] | None:
    """As what someone took part in a meeting: by the role in the list, else as a member or a replacement."""
    if one.role and _CHAIR.fullmatch(one.role):
        return Office.CHAIR, None
    post = next(iter(elections.posts(one.role or "")), None)
    if post and Office.VICE in post.offices:
        return Office.VICE, post.rank
    if one.presence is Presence.REPLACEMENT or one.replaces or (post and Office.REPLACEMENT in post.offices):
        return Office.REPLACEMENT, None
    return (Office.MEMBER, None) if one.presence is Presence.DECIDING else None

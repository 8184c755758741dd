"""Who holds an office of a body, or sits in it, on a day: those elected and not released, and who took part last."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from corpus.catalogue import Catalogue
from corpus.catalogue.records import Scope
from corpus.swedish import bodies, days
from search_api.answering import quoting
from search_api.answering.answer import Answer, AnswerKind, Statement
from search_api.answering.counts import phrasing
from search_api.answering.kinds import counting
from search_api.answering.lists import elections, sittings, tenure
from search_api.answering.lists.elections import Office, Post
from search_api.answering.lists.tenure import LEADERS, Event, Seen, Tenure
from search_api.answering.posed import Posed
from search_api.query import Interpretation, ReadingKind
from search_api.retrieval import asked

# What an election or a list of the time asked for states; what the last list before lets one think; a release alone.
STATED, LAST, LEFT = 0.9, 0.7, 0.5
# An election of so many members is of them all.
WHOLE = 3
# How many of those who have left are told.
MOST_LEFT = 4
_WHO = re.compile(r"\b(?:vem|vilka|vilken|vilket|vems)\b", re.IGNORECASE)
_ALL = re.compile(r"\b(?:vilka|ledamöter|ledamöterna|ersättarna)\b", re.IGNORECASE)
_SITS = re.compile(r"\b(?:sitter|satt|ingår|ingick|(?:är|var) med)(?: med)?\b", re.IGNORECASE)
# What a question may say beside who, where, when and which office.
_BESIDE = re.compile(r"\b(?:sitt|heter|hette|namnet|idag|i dag|just|tillfället|alla)\b", re.IGNORECASE)
_READ = frozenset(
    {ReadingKind.COMMITTEE, ReadingKind.ORGANISATION, ReadingKind.PERIOD, ReadingKind.NEWEST, ReadingKind.KIND}
)


@dataclass(frozen=True, slots=True)
class _Asked:
    """What is asked for: the offices of a `body`, of a vice chair the one of a `rank`, `every` holder or any.

    `year` is one that the question names and that was not read as when, `since` from when holders are asked for,
    and `now` says that no time is named.
    """

    offices: tuple[Office, ...]
    rank: int | None
    every: bool
    body: str
    year: int | None = None
    since: dt.date | None = None
    now: bool = False


@dataclass(frozen=True, slots=True)
class _Holder:
    """A holder of an office: the name as written, what is said, and the places that say it."""

    who: str
    said: str
    places: tuple[tuple[str, int, int], ...]


@dataclass(frozen=True, slots=True)
class _Found:
    """The holders of an office, how sure they are, whether they are all, and what must be said of them."""

    holders: tuple[_Holder, ...]
    confidence: float
    complete: bool
    notes: tuple[str, ...] = ()


def answer(posed: Posed) -> Answer | None:
    """The holders of the office that a question asks for, the newest in force first.

    None where it asks for more or for something else, or names no one body, and where the archive tells of nobody.
    """
    read, catalogue = posed.read, posed.catalogue
    question = _read(read)
    if question is None or read.foreign:
        return None
    year = (question.year, question.year) if question.year else None
    scope = counting.narrow(posed.scope, replace(read, within=replace(read.within, committee=())), year)
    if scope is None:
        return None
    told = [
        one
        for organisation in _organisations(scope, question.body, catalogue)
        if (one := _told(question, replace(scope, organisation=organisation), catalogue))
    ]
    return told[0] if len(told) == 1 else None


def _told(question: _Asked, scope: Scope, catalogue: Catalogue) -> Answer | None:
    """The answer for the body of one organisation, on the last day of the time of `scope`, else that of the archive."""
    since, until = scope.date_from, scope.date_to
    scope = replace(scope, date_from=None, date_to=None)
    newest = catalogue.count(replace(scope, committee=(), kind=()))[2]
    if newest is None:
        return None
    # A file of several meetings has the day of the first.
    met = [item.date for item in catalogue.matters.sections(replace(scope, committee=(question.body,))) if item.date]
    day = until or max([newest, *met, *([since] if since else [])])
    held = tenure.of(question.body, scope, since, day, catalogue)
    return _answer(replace(question, since=since, now=not (since or until)), held, catalogue)


def _read(read: Interpretation) -> _Asked | None:
    """What `read` asks for, where that is an office of one body and nothing more."""
    text = read.question
    taken = [one for one in read.readings if one.kind in _READ]
    committees = [one for one in taken if one.value in read.within.committee]
    # "Kommunstyrelsens arbetsutskott", where the archive knows kommunstyrelsen alone; a body that it has no papers of.
    wider = [
        one for one in bodies.find(text) if not any(it.start <= one.start and one.end <= it.end for it in committees)
    ]
    names = {one.name for one in wider}
    names |= {it.value for it in committees if not any(one.start <= it.start < one.end for one in wider)}
    places = [(one.start, one.end) for one in taken] + [(one.start, one.end + one.owning) for one in wider]
    rest = _less(text, places)
    posts = elections.posts(rest)
    sits = _SITS.search(rest)
    asks = _WHO.search(rest) or (posts and not rest[: posts[0].start].strip())
    if len(names) != 1 or not asks or not (posts or sits):
        return None
    rest = _less(rest, [*((one.start, one.end) for one in posts), *([sits.span()] if sits else [])])
    years = days.years(rest, 0, len(rest))
    body = names.pop()
    if sittings.ANY.fullmatch(body) or len(re.findall(r"\d+", rest)) != len(years) or len(years) > 1:
        return None
    if asked.ask(re.sub(r"\d", " ", _BESIDE.sub(" ", rest))).terms:
        return None
    rank = next((one.rank for one in posts if one.rank), None)
    return _Asked(_offices(posts), rank, bool(_ALL.search(text)), body, next(iter(years), None))


def _less(text: str, places: list[tuple[int, int]]) -> str:
    """`text` with blanks at `places`."""
    for start, end in places:
        text = f"{text[:start]}{' ' * (end - start)}{text[end:]}"
    return text


def _offices(posts: list[Post]) -> tuple[Office, ...]:
    return tuple(one for one in Office if any(one in post.offices for post in posts)) or (Office.MEMBER,)


def _organisations(scope: Scope, body: str, catalogue: Catalogue) -> list[tuple[str, ...]]:
    """Those whose body may be meant, each as a scope has it: those that are named, or that have papers of the body."""
    if scope.organisation:
        return [(one,) for one in scope.organisation]
    own = {entry.organisation for entry in catalogue.entries(replace(scope, committee=(body,)))}
    own = own or {entry.organisation for entry in catalogue.entries(replace(scope, date_from=None, date_to=None))}
    return [(one,) if one else () for one in sorted(own, key=str)]


def _answer(question: _Asked, held: Tenure, catalogue: Catalogue) -> Answer | None:
    found = [(_leader if one in LEADERS else _members)(question, one, held) for one in question.offices]
    left = held.released(question.offices)
    holders = [holder for one in found for holder in one.holders]
    notes = [note for one in found for note in one.notes]
    confidence = min(one.confidence for one in found)
    complete = all(one.complete for one in found)
    if not holders:  # that somebody has left is all there is to tell, and is told as that
        holders = [_Holder(one.change.name, "", one.places[-1:]) for one in [*left][::-1][:MOST_LEFT]]
        confidence = LEFT
    elif question.now:
        notes.append(f"Läget {held.day}, dagen för arkivets nyaste handling.")
    notes = [*_of_releases(left), *notes]
    given = quoting.quotes(catalogue, [place for one in holders for place in one.places])
    if not holders or any(place not in given for one in holders for place in one.places):
        return None
    told = [(one, tuple(given[place] for place in one.places)) for one in holders]
    statements = tuple(Statement(one.said or " ".join(quotes[0].text.split()), quotes) for one, quotes in told)
    short = ", ".join(dict.fromkeys(one.who for one in holders)) if complete else None
    kind = AnswerKind.LIST if len(holders) > 1 else AnswerKind.FACT
    return Answer(statements, confidence, kind, short, notes=tuple(dict.fromkeys(notes)))


def _leader(question: _Asked, office: Office, held: Tenure) -> _Found:
    """The chair, or the vice chairs: who was elected last, and whom the list of a later meeting has in that place."""
    elected, seen = held.elected(office), held.present({office})
    holders: list[_Holder] = []
    notes: list[str] = []
    sure = True
    ranks = {one.change.rank for one in elected} | {one.rank for one in seen}
    for rank in sorted(ranks, key=lambda one: one or 0):
        if question.rank not in (None, rank):
            continue
        chosen = next((one for one in elected if one.change.rank == rank), None)
        there = {one.name: one for one in reversed(seen) if one.rank == rank}
        same = there.pop(chosen.change.name, None) if chosen else None
        others = [one for one in reversed(there.values()) if chosen is None or one.day >= chosen.day]
        holders += [_of_list(one) for one in others]
        holders += [_of_election(chosen, office, same)] if chosen else []
        on_the_day = len(others) == 1 and question.since is not None and others[0].day >= question.since
        sure = sure and (not others or (on_the_day and chosen is None))
        notes += [
            f"Uppgiften om {one.name} är ur närvarolistan {one.day}; valet finns inte i arkivet." for one in others
        ]
    return _Found(tuple(holders), STATED if sure else LAST, bool(holders), tuple(notes))


def _members(question: _Asked, office: Office, held: Tenure) -> _Found:
    """The members or the replacements: those elected, and where that is not of them all those who were there last."""
    elected = held.elected(office)
    names = {one.change.name for one in elected}
    whole = max((sum(other.item.id == one.item.id for other in elected) for one in elected), default=0) >= WHOLE
    seen = held.present({office, *(LEADERS if office is Office.MEMBER else ())})
    instead = {one.change.name for one in held.elected(Office.REPLACEMENT)} if office is Office.MEMBER else set()
    others = {one.name: one for one in seen if one.day == seen[0].day and one.name not in names | instead}
    holders = [_of_election(one, office, None) for one in elected]
    if whole:
        last = [one.name for one in others.values() if all(one.day >= event.day for event in elected)]
        notes = [f"Deltog {seen[0].day} utan att valet finns i arkivet: {', '.join(last)}."] if last else []
        return _Found(tuple(holders), STATED, True, tuple(notes))
    notes = [f"Listan kan vara ofullständig: valet av hela {phrasing.body(None, question.body)} finns inte i arkivet."]
    if others:
        holders += [_of_list(one) for one in others.values()]
        notes.append(f"Övriga namn är de som deltog {seen[0].day}; den som var frånvarande då saknas.")
    sure = bool(elected) and not question.every
    return _Found(tuple(holders), STATED if sure else LAST, False, tuple(notes) if holders else ())


def _of_election(event: Event, office: Office, same: Seen | None) -> _Holder:
    change = event.change
    places = (*event.places, *([same.place] if same else []))
    return _Holder(change.who, f"{change.who}, {_label(office, change.rank)}, vald {event.decided}.", places)


def _of_list(one: Seen) -> _Holder:
    who = f"{one.name} ({one.party})" if one.party else one.name
    label = "beslutande" if one.office is Office.MEMBER else _label(one.office, one.rank)
    return _Holder(who, f"{who}, {label} vid sammanträdet {one.day}.", (one.place,))


def _of_releases(left: Mapping[Event, Event | None]) -> list[str]:
    """Who has left: before all those in whose place the archive has nobody, the last first."""
    said = []
    for one, after in sorted(left.items(), key=lambda pair: (pair[1] is not None, -pair[0].decided.toordinal())):
        instead = f"i stället valdes {after.change.who}" if after else "vem som valdes i stället finns inte i arkivet"
        said.append(f"{one.change.name} entledigades {one.decided}; {instead}.")
    return said[:MOST_LEFT]


def _label(office: Office, rank: int | None) -> str:
    return f"{rank}:e {office}" if rank else office.value

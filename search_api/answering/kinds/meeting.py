"""Where and when a meeting was held, and who presided, kept its minutes and verified them: by its paper's head."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from enum import StrEnum

from corpus.catalogue import Catalogue
from corpus.catalogue.matters import Item
from corpus.catalogue.records import Scope
from corpus.facts import Approval, Attendant, Stated, Step
from corpus.models import Document
from search_api.answering import quoting
from search_api.answering.answer import Answer, AnswerKind, Statement
from search_api.answering.kinds import counting
from search_api.answering.lists import elections, sittings
from search_api.answering.lists.elections import Office
from search_api.answering.posed import Posed
from search_api.query import Interpretation, ReadingKind
from search_api.retrieval import asked

# What a label of the head tells, and what is only taken to be the place or the time by where it stands.
STATED, LIKELY = 0.9, 0.7
# A line is quoted whole up to so many characters.
LONGEST = 300


class _Thing(StrEnum):
    """What is asked for of a meeting."""

    SECRETARY = "secretary"
    VERIFIER = "verifier"
    CHAIR = "chair"
    END = "end"
    BEGIN = "begin"
    TIME = "time"
    PLACE = "place"


# The first that fits is asked for.
_ASKS = tuple(
    (thing, re.compile(pattern, re.IGNORECASE))
    for thing, pattern in (
        (_Thing.SECRETARY, r"\b(?:vem|vilka|vilken)\b.*\b(?:\w*sekreterare\w*|förde protokoll)"),
        (_Thing.VERIFIER, r"\b(?:vem|vilka|vilken)\b.*\bjuster\w*"),
        (_Thing.CHAIR, r"\b(?:vem|vilka|vilken)\b.*\b(?:(?<!vice )ordförande|ledde)\b"),
        (_Thing.END, r"\b(?:när|hur dags|hur länge|tid|klockan)\b.*\b(?:slut|avslut)\w*"),
        (_Thing.BEGIN, r"\b(?:när|hur dags|tid|klockan)\b.*\b(?:börja|öppna|inled|starta)\w*"),
        (_Thing.TIME, r"\b(?:hur dags|hur länge|vilken tid|vilka tider)\b"),
        (_Thing.PLACE, r"^\W*var\b(?!.*(?:ordförande|sekreterare|juster))|\bvilken (?:plats|lokal)\b"),
    )
)
_MEETING = re.compile(r"\b\w*(?:möte|sammanträd|protokoll)\w*|\bhöll\b|\bmöttes\b", re.IGNORECASE)
# What else a question says in asking that: nothing more may be left of it.
_SAID = re.compile(
    r"\b(?:\w*sekreterare\w*|förde|juster\w*|ordförande\w*|ledde|slut\w*|avslut\w*|börja\w*|öppna\w*|inled\w*|starta\w*"
    r"|dags|tid|tider|klockan|länge|varade|pågick|plats|lokal|höll\w*|ägde|rum|sitt|nämndens?|styrelsens?|utskottets?"
    r"|fullmäktiges?|senaste|dag|dagen)\b",
    re.IGNORECASE,
)
_CLOCK = re.compile(r"\d{1,2}(?:[.:]\d\d)?(?!\d)")
_READ = frozenset({ReadingKind.COMMITTEE, ReadingKind.ORGANISATION, ReadingKind.PERIOD, ReadingKind.NEWEST})
_Place = tuple[str, int, int]


def answer(posed: Posed) -> Answer | None:
    """What a question asks for of the one meeting that it names, as the head of its minutes states it.

    None where it asks for more, names no one meeting, or the head does not state it.
    """
    read = posed.read
    thing = _asked(read)
    scope = counting.narrow(posed.scope, read)
    if thing is None or scope is None or read.foreign:
        return None
    held = _held(read, scope, posed.catalogue)
    paper = posed.catalogue.document(held.document_id) if held else None
    if held is None or paper is None:
        return None
    here = (held.committee, held.date)
    if thing in (_Thing.SECRETARY, _Thing.VERIFIER, _Thing.CHAIR):
        told = [one for one in _people(thing, paper) if not paper.meetings or paper.meeting_at(one[1][1]) == here]
        return _answer([place for _, place in told], ", ".join(dict.fromkeys(who for who, _ in told)), STATED, posed)
    if (paper.committee, paper.date) != here:  # of several meetings in a paper the head is the first's
        return None
    name = "place" if thing is _Thing.PLACE else "time"
    stated = next((one for one in paper.stated if one.name == name and one.end), None)
    short = _short(thing, stated, paper) if stated else None
    if stated is None or short is None:
        return None
    place = _line(paper, stated.start, stated.end)
    return _answer([place], short, STATED if stated.confidence >= STATED else LIKELY, posed)


def _asked(read: Interpretation) -> _Thing | None:
    """What `read` asks for of a meeting, where it asks for nothing more."""
    rest = list(read.question)
    for one in read.readings:
        if one.kind in _READ:
            rest[one.start : one.end] = " " * (one.end - one.start)
    left = "".join(rest)
    thing = next((thing for thing, pattern in _ASKS if pattern.search(read.question)), None)
    if thing is None or not _MEETING.search(left):
        return None
    left = _SAID.sub(" ", _MEETING.sub(" ", left))
    return None if asked.ask(left).terms or re.search(r"\d", left) else thing


def _held(read: Interpretation, scope: Scope, catalogue: Catalogue) -> Item | None:
    """A § of the one meeting in `scope` that the question names, the last one where it asks for that."""
    named = sittings.named(replace(read, within=scope)) or replace(scope, kind=())
    items = catalogue.matters.sections(named)
    if not items and all(map(sittings.ANY.fullmatch, named.committee)):  # "nämnden" is whichever met that day
        items = catalogue.matters.sections(replace(named, committee=()))
    items = [item for item in items if item.date]
    if read.newest and items:
        items = [item for item in items if item.date == items[-1].date]
    return items[0] if len({(item.organisation, item.committee, item.date) for item in items}) == 1 else None


def _people(thing: _Thing, paper: Document) -> Iterator[tuple[str, _Place]]:
    """Those who presided, kept the minutes or verified them, as written, each with the place that says it."""
    if thing is _Thing.VERIFIER:
        for step in paper.of(Approval):
            if step.step is Step.CHOSEN:
                for who in step.who:
                    yield who, _line(paper, step.start, step.end)
        return
    for one in paper.of(Attendant):
        role = (one.role or "").casefold()
        presided = any(Office.CHAIR in post.offices for post in elections.posts(role)) and "vice" not in role
        if presided if thing is _Thing.CHAIR else role.endswith("sekreterare"):
            who = f"{one.name} ({one.party})" if one.party else one.name
            yield who, (paper.id, one.start, one.end)


def _short(thing: _Thing, stated: Stated, paper: Document) -> str | None:
    """The place or the hours as they stand, of those the first or the last where that is asked for."""
    words = " ".join(paper.text[stated.start : stated.end].split())
    if thing in (_Thing.PLACE, _Thing.TIME):
        return words
    clocks = _CLOCK.findall(words)
    if thing is _Thing.END:
        return clocks[-1] if len(clocks) > 1 and "-" in stated.value else None
    return clocks[0] if clocks else None


def _line(paper: Document, start: int, end: int) -> _Place:
    """The whole lines around a place, where they are not long."""
    first = paper.text.rfind("\n", 0, start) + 1
    last = paper.text.find("\n", end)
    last = last if last >= 0 else len(paper.text)
    return (paper.id, first, last) if last - first <= LONGEST else (paper.id, start, end)


def _answer(places: list[_Place], short: str, confidence: float, posed: Posed) -> Answer | None:
    places = list(dict.fromkeys(places))
    given = quoting.quotes(posed.catalogue, places)
    if not places or any(place not in given for place in places):
        return None
    told = tuple(Statement(" ".join(given[one].text.split()), (given[one],)) for one in places)
    return Answer(told, confidence, AnswerKind.LIST if len(told) > 1 else AnswerKind.FACT, short)

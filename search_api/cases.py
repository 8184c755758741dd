"""The course of a case: what was done, by whom and when, through all bodies and diarienummer that its papers chain.

A step is of the case where it has its diarienummer, where a paper of the case names it as its earlier treatment
("Bordlagt den 1 februari 2024, § 38"), or where one line gives both their numbers ("Ärendenummer: KTN 2021/64,
RS 2021/118"). What such a step refers to otherwise, and what refers to it, is shown one step away and no further:
a § that points at the budget does not make the budget's case its own.
"""

from __future__ import annotations

import datetime as dt
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from corpus.catalogue import Catalogue
from corpus.catalogue.cases import CasePlace, Wording
from corpus.catalogue.records import Entry
from corpus.facts import Decision, Outcome, Reference
from corpus.models import Document, Kind, Section
from corpus.resolution import meant
from search_api import chaining
from search_api.citing import Citing

_DECIDING = (Kind.MINUTES.value, Kind.EXTRACT.value)


class Link(StrEnum):
    """How a step belongs to a case; the value is what users see."""

    OWN = "ärendet"
    REFERRED = "hänvisning"
    MENTIONS = "omnämnande"


@dataclass(frozen=True, slots=True)
class Told:
    """The words of a paper that point at a step, verbatim, with where they stand."""

    document_id: str
    source: str
    page: int
    start: int
    end: int
    text: str
    reference: str


@dataclass(frozen=True, slots=True)
class Resolved:
    """A point of a decision, verbatim; `proposed` to another body, it decides nothing yet."""

    start: int
    end: int
    text: str
    outcome: Outcome
    proposed: bool


@dataclass(frozen=True, slots=True)
class Step:
    """What happened in a case: a § of a meeting, or a paper.

    `document_id` is None where the archive does not hold it and only `told` knows of it. `also` are papers with the
    same step: an extract beside the minutes. Offsets count characters of the document's text.
    """

    link: Link
    reference: str
    organisation: str | None
    committee: str | None
    date: dt.date | None
    kind: str
    paragraph: str | None
    case_number: str | None
    heading: str
    document_id: str | None = None
    source: str | None = None
    page: int | None = None
    start: int | None = None
    end: int | None = None
    decisions: tuple[Resolved, ...] = ()
    told: Told | None = None
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Course:
    """A case with its steps in order of time; `case_numbers` are all that its papers chain, its own first."""

    case_numbers: tuple[str, ...]
    steps: tuple[Step, ...]


def course(catalogue: Catalogue, citing: Citing, case_number: str, organisation: str | None = None) -> Course:
    """The course of the case with the canonical `case_number`, in `organisation` where several have that number.

    Without any step the archive does not know the number.
    """
    search = _Search(catalogue, citing)
    search.number(organisation, case_number)
    search.run()
    return Course(tuple(search.numbers()), tuple(search.steps()))


def course_of(catalogue: Catalogue, citing: Citing, place: CasePlace) -> Course:
    """The course of the case that a § or paper is a step of, though it may have no diarienummer of its own."""
    search = _Search(catalogue, citing)
    search.place(place)
    search.run()
    return Course(tuple(search.numbers()), tuple(search.steps()))


@dataclass(frozen=True, slots=True)
class _Key:
    """What is one step: a § of a body's day, whichever papers hold it; else a paper, though it lies in two formats."""

    organisation: str | None
    committee: str | None
    date: dt.date | None
    paragraph: str | None
    paper: tuple[str, ...] = ()


@dataclass(slots=True)
class _Node:
    """A step that is found, with its papers by id and their sections of it (None: the whole paper).

    `body` is whose paper tells of a § that is not held, for one that is its own earlier treatment.
    """

    key: _Key
    link: Link
    told: Told | None = None
    body: str | None = None
    papers: dict[str, Section | None] = field(default_factory=dict)


class _Search:
    """The steps found so far, each once, and what is yet to be followed."""

    def __init__(self, catalogue: Catalogue, citing: Citing) -> None:
        self._catalogue = catalogue
        self._citing = citing
        self._nodes: dict[_Key, _Node] = {}
        self._absent: dict[_Key, _Node] = {}  # told of, and not held
        self._numbers: dict[tuple[str | None, str], None] = {}
        self._papers: dict[str, tuple[Entry, Document] | None] = {}
        self._todo: deque[_Node] = deque()
        self._asked: set[tuple[str | None, Wording]] = set()

    def numbers(self) -> Iterator[str]:
        """The diarienummer of the case, each once."""
        yield from dict.fromkeys(number for _, number in self._numbers)

    def number(self, organisation: str | None, case_number: str) -> None:
        """Take in all that has `case_number`."""
        if {(organisation, case_number), (None, case_number)} & self._numbers.keys():
            return
        self._numbers[organisation, case_number] = None
        for place in self._catalogue.cases.places(organisation, case_number):
            self._add(place, Link.OWN)

    def place(self, place: CasePlace) -> None:
        """Take in one step."""
        self._add(place, Link.OWN)

    def run(self) -> None:
        """Follow what the case's own steps refer to, and what refers to them, until nothing is new."""
        while self._todo:
            while self._todo:
                self._follow(self._todo.popleft())
            self._look_back()

    def steps(self) -> list[Step]:
        """The steps in order of time."""
        found = [self._step(node) for node in self._nodes.values()]
        found += [self._step(node) for key, node in self._absent.items() if not self._is_known_better(key)]
        return sorted(found, key=_order)

    def _paper(self, document_id: str) -> tuple[Entry, Document] | None:
        if document_id not in self._papers:
            entry, document = self._catalogue.entry(document_id), self._catalogue.document(document_id)
            self._papers[document_id] = (entry, document) if entry and document else None
        return self._papers[document_id]

    def _add(self, place: CasePlace, link: Link, told: Told | None = None) -> None:
        """Note a step of a paper that is held; one that is known already may turn out to be of the case itself."""
        paper = self._paper(place.document_id)
        if paper is None:
            return
        entry, document = paper
        if place.paragraph is None and entry.kind in _DECIDING and any(s.paragraph for s in document.sections):
            return  # the head of minutes, whose § are the steps
        key = _key(entry, place)
        node = self._nodes.setdefault(key, _Node(key, link, told))
        if link is Link.OWN and (not node.papers or node.link is not Link.OWN):
            node.link = link
            self._todo.append(node)
        node.papers.setdefault(place.document_id, _section(document, place))

    def _follow(self, node: _Node) -> None:
        """Take in what a step of the case refers to."""
        for document_id, own in list(node.papers.items()):
            paper = self._paper(document_id)
            if paper is None:
                continue
            entry, document = paper
            for section in [own] if own else document.sections:
                for number in section.case_numbers if section is own else ():
                    self.number(entry.organisation, number)
                for reference in section.of(Reference):
                    self._refer(entry, document, section, reference)

    def _refer(self, entry: Entry, document: Document, section: Section, reference: Reference) -> None:
        if reference.law:
            return
        if reference.case_number:
            if chaining.is_own_number(document, section, reference):
                self.number(entry.organisation, reference.case_number)
        elif reference.paragraph:
            treated = chaining.is_treatment(document, section, reference)
            body, _ = document.meeting_at(section.start)
            places = self._decided(entry.organisation, body, reference)
            for place in places:
                link = Link.OWN if treated and self._is_one_matter(section, place) else Link.REFERRED
                self._add(place, link, self._told(document, reference))
            if not places and reference.date:
                names = meant(reference.committee, body) if reference.committee else {None}
                committee = next(iter(names - {reference.committee}), reference.committee)
                key = _Key(entry.organisation, committee, reference.date, reference.paragraph)
                node = self._absent.setdefault(key, _Node(key, Link.REFERRED, self._told(document, reference)))
                if treated:
                    node.link, node.body = Link.OWN, body

    def _decided(self, organisation: str | None, body: str | None, reference: Reference) -> list[CasePlace]:
        """Where minutes and extracts have the § that `body` names; none where several days of a year have it."""
        if reference.paragraph is None or not (reference.date or reference.year):
            return []
        places = self._catalogue.cases.decided(
            organisation, meant(reference.committee, body), reference.paragraph, reference.date or reference.year or 0
        )
        return places if len({place.date for place in places}) == 1 else []

    def _is_one_matter(self, section: Section, place: CasePlace) -> bool:
        paper = self._paper(place.document_id)
        target = _section(paper[1], place) if paper else None
        return target is not None and chaining.is_one_matter(section, target)

    def _is_known_better(self, absent: _Key) -> bool:
        """Whether a § that is told of is held after all, or told of elsewhere with its body's name."""
        return any(
            key != absent
            and (key.date, key.paragraph) == (absent.date, absent.paragraph)
            and (absent.organisation == key.organisation or None in (absent.organisation, key.organisation))
            and (absent.committee == key.committee or absent.committee is None)
            for key in (*self._nodes, *self._absent)
        )

    def _look_back(self) -> None:
        """Take in the papers that refer to the case's own steps and to its numbers."""
        own = [node.key for node in self._nodes.values() if node.link is Link.OWN]
        wanted = [
            (key.organisation, chaining.wording_of_place(key.paragraph, key.date))
            for key in own
            if key.paragraph and key.date
        ]
        organisations = {key.organisation for key in own}
        for organisation, number in self._numbers:
            of = organisations if organisation is None else {organisation}
            wanted += [(one, chaining.wording_of_number(number)) for one in of]
        new = [one for one in dict.fromkeys(wanted) if one not in self._asked]
        self._asked.update(new)
        for organisation in dict.fromkeys(organisation for organisation, _ in new):
            wordings = [wording for one, wording in new if one == organisation]
            for document_id in self._catalogue.cases.mentioning(organisation, wordings):
                self._mentioned_in(document_id)

    def _mentioned_in(self, document_id: str) -> None:
        paper = self._paper(document_id)
        if paper is None:
            return
        entry, document = paper
        for section in document.sections:
            committee, day = document.meeting_at(section.start)
            place = CasePlace(document_id, section.paragraph, committee, day)
            for reference in section.of(Reference):
                link = self._link_back(entry, document, section, reference)
                if link:
                    self._add(place, link, self._told(document, reference))

    def _link_back(self, entry: Entry, document: Document, section: Section, reference: Reference) -> Link | None:
        """How a section belongs to the case by what it refers to."""
        if reference.law or reference.item:
            return None
        if reference.case_number:
            if not {(entry.organisation, reference.case_number), (None, reference.case_number)} & self._numbers.keys():
                return None
            return Link.OWN if chaining.is_own_number(document, section, reference) else Link.MENTIONS
        body, _ = document.meeting_at(section.start)
        for committee in meant(reference.committee, body):
            node = self._nodes.get(_Key(entry.organisation, committee, reference.date, reference.paragraph))
            if node and node.link is Link.OWN:
                treated = chaining.is_treatment(document, section, reference)
                targets = [target for target in node.papers.values() if target]
                one = any(chaining.is_one_matter(section, target) for target in targets)
                return Link.OWN if treated and one else Link.MENTIONS
        return None

    def _told(self, document: Document, reference: Reference) -> Told:
        start, end = chaining.sentence(document.text, reference.start, reference.end)
        cited = self._citing.stretch(document, start, end)
        return Told(document.id, cited.entry.source, cited.page, start, end, cited.text, cited.reference)

    def _step(self, node: _Node) -> Step:
        key = node.key
        if not node.papers:
            committee = key.committee or node.body
            entry = Entry("", "", "", Kind.MINUTES, key.organisation, committee, key.date, None)
            reference = self._citing.reference(entry, key.paragraph, None, None)
            return Step(
                node.link, reference, key.organisation, committee, key.date, Kind.MINUTES.value, key.paragraph, None,
                "",
                told=node.told,
            )  # fmt: skip
        document_id, section = max(node.papers.items(), key=lambda one: len(one[1].of(Decision)) if one[1] else 0)
        paper = self._paper(document_id)
        assert paper is not None
        entry, document = paper
        start, end = (section.start, section.end) if section else (0, len(document.text))
        cited = self._citing.stretch(document, start, start)
        decisions = section.of(Decision) if section and section.paragraph else ()
        return Step(
            node.link, cited.reference, entry.organisation, cited.entry.committee, cited.entry.date, entry.kind,
            key.paragraph, cited.case_number, section.heading if section else entry.title,
            document_id, entry.source, cited.page, start, end,
            tuple(_resolved(document, one) for one in decisions),
            node.told if node.link is not Link.OWN else None,
            tuple(other for other in node.papers if other != document_id),
        )  # fmt: skip


def _resolved(document: Document, decision: Decision) -> Resolved:
    text = document.text[decision.start : decision.end]
    return Resolved(decision.start, decision.end, text, decision.outcome, decision.proposed)


def _key(entry: Entry, place: CasePlace) -> _Key:
    if place.paragraph and place.date:
        return _Key(entry.organisation, place.committee, place.date, place.paragraph)
    paper = (entry.kind, entry.title.casefold()) if entry.title and entry.date else (entry.id,)
    return _Key(entry.organisation, place.committee, place.date, None, paper)


def _section(document: Document, place: CasePlace) -> Section | None:
    """The section of a § in its paper; None for a paper that is a step as a whole."""
    if place.paragraph is None:
        return None
    fitting = [one for one in document.sections if one.paragraph == place.paragraph]
    of_meeting = [one for one in fitting if document.meeting_at(one.start) == (place.committee, place.date)]
    return next(iter(of_meeting or fitting), None)


def _order(step: Step) -> tuple[dt.date, bool, int, str]:
    """In order of time; papers before the meeting of their day."""
    return (step.date or dt.date.max, step.paragraph is not None, _number(step.paragraph), step.reference)


def _number(paragraph: str | None) -> int:
    return int(paragraph.removeprefix("§ ")) if paragraph else 0

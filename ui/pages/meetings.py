"""A meeting, and a § of it: what was decided, who wanted what, who voted how, and what came before and after."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from fastapi import APIRouter, Request, Response

from corpus.errors import NotFound
from search_api.access.gate import needs
from search_api.access.roles import Right
from search_api.archive import Archive
from search_api.ended import ending
from search_api.routes import cases
from search_api.routes.state import TheArchive
from search_api.schemas import DocumentLine, DocumentView, Filters, SectionView, StepView, VoicedView
from ui.pages import addresses
from ui.pages.addresses import named
from ui.pages.gate import PageRoute
from ui.pages.rendering import render

router = APIRouter(include_in_schema=False, route_class=PageRoute)

MOST_PAPERS = 200  # of one meeting
_DECIDING = ("protokoll", "protokollsutdrag")


@dataclass(frozen=True, slots=True)
class Held:
    """A § of a meeting in the paper that holds it."""

    paper: DocumentView
    section: SectionView

    @property
    def number(self) -> int:
        """Its number."""
        return int((self.section.paragraph or "§ 0").removeprefix("§ "))


@dataclass(frozen=True, slots=True)
class Meeting:
    """A meeting with its § in order, all papers of its day, and the days that the body met before and after."""

    organisation: str | None
    body: str
    date: dt.date
    items: tuple[Held, ...]
    papers: tuple[DocumentLine, ...]
    before: dt.date | None
    after: dt.date | None


@router.get("/mote/{organisation}/{body}/{date}", openapi_extra=needs(Right.READ))
def meeting(organisation: str, body: str, date: dt.date, request: Request, archive: TheArchive) -> Response:
    """A meeting."""
    found = _meeting(archive, named(organisation), named(body), date)
    return render(
        request, "meeting.html", f"{found.body} {found.date}", of=found.organisation, meeting=found,
        feed=addresses.feed(addresses.body(found.organisation, found.body)),
    )  # fmt: skip


@router.get("/mote/{organisation}/{body}/{date}/p{number}", openapi_extra=needs(Right.READ))
def item(organisation: str, body: str, date: dt.date, number: int, request: Request, archive: TheArchive) -> Response:
    """A § of a meeting."""
    found = _meeting(archive, named(organisation), named(body), date)
    at = next((place for place, one in enumerate(found.items) if one.number == number), None)
    if at is None:
        there = ", ".join(str(one.number) for one in found.items) or "inga"
        raise NotFound(f"{found.body} {found.date} har i arkivet ingen § {number}. De § som finns är: {there}.")
    held = found.items[at]
    earlier, later = _course(archive, found, held)
    heading = f"{held.section.paragraph} {held.section.heading}"
    return render(
        request, "item.html", heading, of=found.organisation, meeting=found, held=held, section=held.section,
        earlier=earlier, later=later,
        ended=ending(archive, held.paper.document_id, held.section.start),
        previous=found.items[at - 1] if at else None,
        following=found.items[at + 1] if at + 1 < len(found.items) else None,
        voices=_voices(held.section),
    )  # fmt: skip


def _meeting(archive: Archive, organisation: str | None, body: str | None, date: dt.date) -> Meeting:
    """The meeting, with the fullest paper of each §. Raises `NotFound`."""
    of = Filters(organisation=[organisation] if organisation else [], committee=[body] if body else [])
    facets = archive.facets()
    known = body in {one.value for one in facets.committee} and (
        organisation is None or organisation in {one.value for one in facets.organisation}
    )
    on_day = of.model_copy(update={"date_from": date, "date_to": date})
    papers = archive.documents(on_day, 0, MOST_PAPERS).documents if known else []
    if not papers or body is None:
        raise NotFound(f"Arkivet har ingen handling från {body or 'okänt organ'} {date}. Se arkivets sammanträden.")
    held: dict[int, Held] = {}
    for line in papers:
        if line.kind not in _DECIDING:
            continue
        paper = archive.document(line.document_id)
        for section in paper.sections:
            one = Held(paper, section)
            if section.paragraph and _is_fuller(one, held.get(one.number)):
                held[one.number] = one
    items = tuple(held[number] for number in sorted(held))
    return Meeting(organisation, body, date, items, tuple(papers), *_around(archive, of, date))


def _is_fuller(one: Held, other: Held | None) -> bool:
    """Minutes before an extract; of two of a kind the one that tells more."""
    if other is None:
        return True
    rank = [(held.paper.kind == "protokoll", held.section.end - held.section.start) for held in (one, other)]
    return rank[0] > rank[1]


def _around(archive: Archive, of: Filters, date: dt.date) -> tuple[dt.date | None, dt.date | None]:
    """The days of the body's minutes before and after."""
    day = dt.timedelta(days=1)
    minutes = {"kind": ["protokoll"]} if any(one.value == "protokoll" for one in archive.facets().kind) else {}
    earlier = of.model_copy(update=minutes | {"date_to": date - day})
    later = of.model_copy(update=minutes | {"date_from": date + day})
    before = archive.documents(earlier, 0, 1).documents
    following = archive.documents(later, 0, 1).total
    after = archive.documents(later, following - 1, 1).documents if following else []
    return (before[0].date if before else None), (after[0].date if after else None)


def _course(archive: Archive, of: Meeting, held: Held) -> tuple[list[StepView], list[StepView]]:
    """The other steps of the case, before the § and after it."""
    if held.section.case_number is None:
        return [], []
    try:
        steps = cases.get_case(held.section.case_number, archive, of.organisation).steps
    except NotFound:
        return [], []
    own = next(
        (
            place
            for place, step in enumerate(steps)
            if (step.paragraph, step.committee, step.date) == (held.section.paragraph, of.body, of.date)
        ),
        None,
    )
    return ([], []) if own is None else (steps[:own], steps[own + 1 :])


def _voices(section: SectionView) -> list[tuple[str, list[VoicedView]]]:
    """What people stand behind, by its heading: yrkanden, reservations, notes and jäv, those that there are."""
    kinds = (
        ("Yrkanden", section.motions),
        ("Reservationer", section.reservations),
        ("Protokollsanteckningar", section.notes),
        ("Jäv", section.conflicts),
    )
    return [(heading, said) for heading, said in kinds if said]

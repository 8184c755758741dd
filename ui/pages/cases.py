"""A case: what happened in it, in order of time, and each decision beside what had been proposed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from fastapi import APIRouter, Request, Response

from search_api.access.gate import needs
from search_api.access.roles import Right
from search_api.archive import Archive
from search_api.routes import cases
from search_api.routes.state import TheArchive
from search_api.schemas import CaseView, ResolvedView, SectionView, StepView
from ui.pages import addresses, wording
from ui.pages.addresses import named
from ui.pages.gate import PageRoute
from ui.pages.rendering import render, translated

router = APIRouter(include_in_schema=False, route_class=PageRoute)

PROPOSAL = "Förslag till beslut"
MENTIONED = "omnämnande"  # the link of a step that is of another case


@dataclass(frozen=True, slots=True)
class Proposed:
    """What had been proposed, in whose words: `start` to `end` of a paper, with its reference."""

    text: str
    source: str
    reference: str
    document_id: str
    page: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Beside:
    """A step that decides, what it decides, and the last that was proposed before it; None where no paper tells."""

    step: StepView
    decisions: tuple[ResolvedView, ...]
    proposed: Proposed | None


@router.get("/arende/{organisation}/{case_number:path}", openapi_extra=needs(Right.READ))
def case(organisation: str, case_number: str, request: Request, archive: TheArchive) -> Response:
    """The course of a case."""
    found = cases.get_case(case_number, archive, named(organisation))
    own = next((step for step in found.steps if step.case_number == found.case_number and step.heading), None)
    title = own.heading if own else ""
    heading = f"{translated(request)('Ärende')} {found.case_number}"
    return render(
        request, "case.html", heading, of=named(organisation), case=found, title=title,
        beside=_beside(archive, found.steps), treatment="\n".join(_treatment(found)), organisation=named(organisation),
        feed=addresses.feed(addresses.case(named(organisation), found.case_number)),
    )  # fmt: skip


def _treatment(case: CaseView) -> Iterator[str]:
    """The earlier treatment, a line for each step that is no mention, without the signs of Markdown."""
    told = (step for step in case.steps if step.link != MENTIONED)
    return (wording.plain(line, step.source or "") for line, step in zip(case.treatment, told, strict=True))


def _beside(archive: Archive, steps: Sequence[StepView]) -> list[Beside]:
    """The steps of the case itself that decide something, each with what had been proposed."""
    found: list[Beside] = []
    last: Proposed | None = None
    for step in steps:
        if step.link == MENTIONED or step.document_id is None:
            continue
        section = _section(archive, step)
        own = _proposal(archive, step, section) or last
        decided = tuple(one for one in step.decisions if not one.proposed)
        if decided:
            found.append(Beside(step, decided, own))
        last = _forwarded(step) or own
    return found


def _section(archive: Archive, step: StepView) -> SectionView | None:
    """The section that a step is, or of a paper that is a step the one that has its proposal."""
    assert step.document_id is not None
    sections = archive.document(step.document_id).sections
    if step.paragraph:
        return next((one for one in sections if one.start == step.start), None)
    return next((one for one in sections if any(part.part == PROPOSAL for part in one.parts)), None)


def _proposal(archive: Archive, step: StepView, section: SectionView | None) -> Proposed | None:
    """What a § or a paper has under "Förslag till beslut"."""
    part = next((one for one in section.parts if one.part == PROPOSAL), None) if section else None
    if part is None or section is None or step.document_id is None:
        return None
    text = archive.text(step.document_id)[part.start : part.end]
    return Proposed(text, step.source or "", step.reference, step.document_id, step.page or 1, part.start, part.end)


def _forwarded(step: StepView) -> Proposed | None:
    """What a body proposes to the one above it."""
    points = [one for one in step.decisions if one.proposed]
    if not points or step.document_id is None:
        return None
    text = "\n".join(one.text for one in points)
    place = (points[0].start, points[-1].end)
    return Proposed(text, step.source or "", step.reference, step.document_id, step.page or 1, *place)

"""What the catalogue holds of a paper, as the wire contract shows it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, TypeVar

from corpus import amendments, coverage, quality
from corpus.amendments import OF_PAPER, OF_SECTION, Key
from corpus.catalogue import Catalogue
from corpus.catalogue.records import Action, Entry, Kept
from corpus.facts import (
    Approval,
    Attendant,
    Basis,
    Conflict,
    Decision,
    Fact,
    FactKind,
    Motion,
    Note,
    Proposition,
    Reference,
    Reservation,
    Task,
    Vote,
)
from corpus.masking import MASK
from corpus.models import Document, Secret, Section
from corpus.resolution import resolve
from search_api import schemas
from search_api.amendments import NOBODY, Naming, shown

# The kinds of fact that the wire contract has a list for.
_LISTED = frozenset(FactKind)
View = TypeVar("View", bound=schemas.Stretch)


def line(entry: Entry) -> schemas.DocumentLine:
    """A document in a list."""
    return schemas.DocumentLine(
        document_id=entry.id, source=entry.source, title=entry.title, organisation=entry.organisation,
        committee=entry.committee, kind=entry.kind, date=entry.date, case_number=entry.case_number,
    )  # fmt: skip


def document(
    catalogue: Catalogue, kept: Kept, paper: Document, masked: Collection[Secret], naming: Naming = NOBODY
) -> schemas.DocumentView:
    """All of `paper` but its text, its references resolved; `masked` are the kinds that texts do not show.

    Who amended papers of the organisations `naming` is told.
    """
    targets = resolve(catalogue, paper)
    amended = shown(catalogue, paper, naming)
    keys = {section.start: key for key, section in amendments.sections(paper).items()}
    claims = [new for old, new in catalogue.versions.disputes([paper.id]) if old == paper.id]
    return schemas.DocumentView(
        **line(kept.entry).model_dump(),
        replaced_by=kept.replaced_by,
        disputed_by=claims[0] if claims else None,
        characters=len(paper.text),
        item=_item(catalogue, paper),
        amended=[amended[name, None] for name in OF_PAPER if (name, None) in amended],
        pages=_pages(paper),
        sections=[_section(paper, section, targets, keys.get(section.start), amended) for section in paper.sections],
        stated=[schemas.StatedView.model_validate(fact) for fact in paper.stated],
        meetings=[schemas.MeetingView.model_validate(meeting) for meeting in paper.meetings],
        attendance=[schemas.AttendantView.model_validate(attendant) for attendant in paper.of(Attendant)],
        others=_others(paper, paper.facts),
        approvals=_worded(schemas.ApprovalView, paper, paper.of(Approval)),
        quality=schemas.Quality(
            confidence=quality.summary(paper).confidence,
            warnings=list(paper.warnings),
            findings=[schemas.FindingView.model_validate(finding) for finding in paper.findings],
        ),
        personal_data=_personal(paper, masked),
        places=[catalogue.masks.name(place.source) for place in catalogue.places_of(paper.id)],
        history=[schemas.EventView.model_validate(event) for event in catalogue.journal.history(paper.id)],
        same_meeting=[line(other) for other in catalogue.of_same_meeting(paper)],
    )


def report(catalogue: Catalogue) -> schemas.QualityReport:
    """How well the archive was read, and what it lacks; the least well read documents first."""
    audits = catalogue.audits.of()
    sums = {name: sum(getattr(audit, name) for _, audit in audits) for name in ("pages", "scanned", "poor", "unread")}
    told = [(entry, audit) for entry, audit in audits if audit.findings or audit.confidence <= quality.UNSURE]
    return schemas.QualityReport(
        documents=len(audits),
        **sums,
        flaws=dict(Counter(str(finding.flaw) for _, audit in audits for finding in audit.findings)),
        personal_data=dict(sum((Counter(_named(audit.sensitive)) for _, audit in audits), Counter[str]())),
        audited=[_audited(entry, audit) for entry, audit in sorted(told, key=lambda one: one[1].confidence)],
        bodies=[schemas.BodyView.model_validate(body) for body in coverage.bodies(catalogue.audits.minutes())],
        failures=[schemas.FailureView.model_validate(failure) for failure in catalogue.audits.failures()],
        withdrawn=[schemas.EventView.model_validate(event) for event in catalogue.journal.events(Action.WITHDRAWN)],
    )


def _audited(entry: Entry, audit: quality.Audit) -> schemas.AuditedDocument:
    return schemas.AuditedDocument(
        **line(entry).model_dump(),
        confidence=audit.confidence, pages=audit.pages, scanned=audit.scanned, poor=audit.poor, unread=audit.unread,
        findings=[schemas.FindingView.model_validate(finding) for finding in audit.findings],
        personal_data=_named(audit.sensitive),
    )  # fmt: skip


def _named(counts: Mapping[Secret, int]) -> dict[str, int]:
    return {secret.value: number for secret, number in counts.items()}


def _pages(paper: Document) -> list[schemas.PageView]:
    return [
        schemas.PageView(
            number=number, start=page.start, end=page.end, confidence=read.confidence, reasons=list(read.reasons)
        )
        for number, (page, read) in enumerate(zip(paper.pages, paper.page_quality, strict=True), paper.first_page)
    ]


def _section(
    paper: Document,
    section: Section,
    targets: Mapping[Reference, str],
    key: str | None,
    amended: Mapping[Key, schemas.AmendmentView],
) -> schemas.SectionView:
    votes = _worded(schemas.VoteView, paper, section.of(Vote))
    references = _worded(schemas.ReferenceView, paper, section.of(Reference))
    for view, reference in zip(references, section.of(Reference), strict=True):
        view.document_id = targets.get(reference)
    return schemas.SectionView(
        paragraph=section.paragraph,
        heading=section.heading,
        case_number=section.case_number,
        other_cases=list(section.other_cases),
        start=section.start,
        end=section.end,
        page=paper.page_of(section.start),
        parts=[schemas.PartView(part=part.name, start=part.start, end=part.end) for part in section.parts],
        decisions=_worded(schemas.DecisionView, paper, section.of(Decision)),
        vote=votes[0] if votes else None,
        votes=votes,
        motions=_worded(schemas.VoicedView, paper, section.of(Motion)),
        propositions=_worded(schemas.Worded, paper, section.of(Proposition)),
        reservations=_worded(schemas.VoicedView, paper, section.of(Reservation)),
        notes=_worded(schemas.VoicedView, paper, section.of(Note)),
        conflicts=_worded(schemas.VoicedView, paper, section.of(Conflict)),
        tasks=_worded(schemas.TaskView, paper, section.of(Task)),
        basis=_worded(schemas.BasisView, paper, section.of(Basis)),
        references=references,
        others=_others(paper, section.facts),
        amended=[amended[name, key] for name in OF_SECTION if key and (name, key) in amended],
    )


def _others(paper: Document, facts: Iterable[Fact]) -> list[schemas.FactView]:
    """The facts of kinds that have no list of their own."""
    return [
        schemas.FactView(
            kind=fact.kind, start=fact.start, end=fact.end, text=paper.text[fact.start : fact.end],
            value=fact.value, who=list(fact.behind),
        )
        for fact in facts
        if fact.kind and fact.kind not in _LISTED
    ]  # fmt: skip


def _item(catalogue: Catalogue, paper: Document) -> schemas.ItemView | None:
    """The item of a meeting that a paper is of, with the kallelse where that can be found."""
    if paper.item is None:
        return None
    view = schemas.ItemView.model_validate(paper.item)
    view.document_id = paper.item.notice if catalogue.entry(paper.item.notice) else None
    return view


class _Words:
    """A fact with the words at its place, for pydantic to read both from."""

    def __init__(self, fact: Any, text: str) -> None:
        self._fact, self.text = fact, text

    def __getattr__(self, name: str) -> Any:
        return getattr(self._fact, name)


def _worded(view: type[View], paper: Document, facts: Iterable[Any]) -> list[View]:
    return [view.model_validate(_Words(fact, paper.text[fact.start : fact.end])) for fact in facts]


def _personal(paper: Document, masked: Collection[Secret]) -> schemas.PersonalData:
    found: Sequence[schemas.SensitiveView] = [
        schemas.SensitiveView(
            start=stretch.start, end=stretch.end, kind=stretch.secret, page=paper.page_of(stretch.start),
            ground=stretch.ground,
            masked=stretch.secret in masked and MASK in paper.text[stretch.start : stretch.end],
        )
        for stretch in paper.sensitive
    ]  # fmt: skip
    return schemas.PersonalData(counts=dict(Counter(one.kind for one in found)), found=list(found))

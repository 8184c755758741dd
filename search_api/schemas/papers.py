"""A paper over HTTP: its line, its pages and sections, the facts of each with their places, and how well it was read.

All places count characters of the paper's text, and a fact's `text` is what stands there.
"""

from __future__ import annotations

import datetime as dt

from pydantic import BaseModel, ConfigDict

from search_api.schemas.amending import AmendmentView


class DocumentLine(BaseModel):
    """A document in a list."""

    document_id: str
    source: str
    title: str
    organisation: str | None
    committee: str | None
    kind: str
    date: dt.date | None
    case_number: str | None


class DocumentList(BaseModel):
    """A page of the archive's documents, newest first."""

    total: int
    documents: list[DocumentLine]


class Stretch(BaseModel):
    """A stretch of a paper's text."""

    model_config = ConfigDict(from_attributes=True)

    start: int
    end: int


class PartView(Stretch):
    """A part of a section."""

    part: str


class Worded(Stretch):
    """A fact with its words."""

    text: str


class DecisionView(Worded):
    """A point of a decision; `proposed` where it decides nothing yet, but proposes to another body."""

    number: int | None
    outcome: str
    proposed: bool = False


class BallotView(Stretch):
    """One person's vote: ja, nej, avstår or frånvarande."""

    name: str
    party: str | None
    choice: str


class VoteView(Worded):
    """A vote; a number is null where the paper does not say it."""

    yes: int | None
    no: int | None
    abstaining: int | None
    absent: int | None
    ballots: list[BallotView]


class VoicedView(Worded):
    """What people stand behind: a yrkande, a reservation, a note, a jäv."""

    who: list[str]


class TaskView(Worded):
    """An uppdrag; `due` as written, `due_date` where it is a date."""

    to: str | None
    due: str | None
    due_date: dt.date | None


class BasisView(Worded):
    """A paper that a decision rests on."""

    date: dt.date | None


class ReferenceView(Worded):
    """Words that point elsewhere; `document_id` where that paper is in the archive."""

    committee: str | None
    date: dt.date | None
    year: int | None
    paragraph: str | None
    case_number: str | None
    item: str | None
    law: str | None
    document_id: str | None = None


class FactView(Worded):
    """A fact of a kind that has no list of its own: what it comes to, and those who stand behind it."""

    kind: str
    value: str | None
    who: list[str]


class SectionView(BaseModel):
    """A section of a document with its facts; `vote` is the first of `votes`.

    `other_cases` are the diarienummer that a § has beside the first, `case_number`. `amended` is what a registrator
    has said of it in the place of what was read.
    """

    paragraph: str | None
    heading: str
    case_number: str | None
    other_cases: list[str] = []
    start: int
    end: int
    page: int
    parts: list[PartView]
    decisions: list[DecisionView]
    vote: VoteView | None
    votes: list[VoteView]
    motions: list[VoicedView]
    propositions: list[Worded]
    reservations: list[VoicedView]
    notes: list[VoicedView]
    conflicts: list[VoicedView]
    tasks: list[TaskView]
    basis: list[BasisView]
    references: list[ReferenceView]
    others: list[FactView] = []
    amended: list[AmendmentView] = []


class ItemView(BaseModel):
    """The item of a meeting's agenda that a paper belongs to, and the kallelse where that is in the archive."""

    model_config = ConfigDict(from_attributes=True)

    number: int | None
    case_number: str | None
    committee: str | None
    date: dt.date | None
    document_id: str | None = None


class PageView(BaseModel):
    """A page of a document, with its `number` in the file.

    `confidence` is how well it was read, 0 to 1, and `reasons` why not better.
    """

    number: int
    start: int
    end: int
    confidence: float
    reasons: list[str]


class StatedView(Stretch):
    """A fact of a paper's head; `start` and `end` are both 0 where its text does not say it in one place."""

    model_config = ConfigDict(from_attributes=True)

    name: str
    value: str
    confidence: float
    reason: str


class MeetingView(Stretch):
    """A meeting, where a file holds several."""

    committee: str | None
    date: dt.date | None


class AttendantView(Stretch):
    """Someone at a meeting."""

    name: str
    party: str | None
    role: str | None
    presence: str
    replaces: str | None
    limits: str | None


class ApprovalView(Worded):
    """A step of justering, anslag or signature."""

    step: str
    who: list[str]
    date: dt.date | None


class FindingView(Stretch):
    """Something in a paper that does not add up."""

    page: int
    flaw: str
    message: str


class Quality(BaseModel):
    """How well a paper was read: 0 to 1, and what to know of."""

    confidence: float
    warnings: list[str]
    findings: list[FindingView]


class SensitiveView(Stretch):
    """A stretch that may have to be masked, and whether it is; `ground` names the law of a classified page."""

    kind: str
    page: int
    ground: str | None
    masked: bool


class PersonalData(BaseModel):
    """How many stretches there are of each kind, and where."""

    counts: dict[str, int]
    found: list[SensitiveView]


class EventView(BaseModel):
    """What became of a paper: `ersatt` by a correction, `återkallad`, or `återinläst`."""

    model_config = ConfigDict(from_attributes=True)

    at: dt.datetime
    action: str
    document_id: str
    source: str
    replaced_by: str | None
    passages: int


class DocumentView(DocumentLine):
    """A document, without its text.

    `places` are the files that hold it, `history` the papers that it stands in the place of and `same_meeting` the
    other papers of its body and day. `item` is that of the meeting which the paper goes to, where it lies in one file
    with the kallelse. `replaced_by` is the document that stands in its place, so that it is read by its id alone, and
    `disputed_by` an uploaded one that says it corrects this and has not taken its place. `amended` is what a
    registrator has said of the paper as a whole, in the place of what `stated` and the rest was read from.
    """

    characters: int
    replaced_by: str | None = None
    disputed_by: str | None = None
    item: ItemView | None = None
    amended: list[AmendmentView] = []
    pages: list[PageView]
    sections: list[SectionView]
    stated: list[StatedView]
    meetings: list[MeetingView]
    others: list[FactView] = []
    attendance: list[AttendantView]
    approvals: list[ApprovalView]
    quality: Quality
    personal_data: PersonalData
    places: list[str]
    history: list[EventView]
    same_meeting: list[DocumentLine]


class Receipt(EventView):
    """The proof that a paper is withdrawn: what is left of it, looked for anew, and the files its owner must remove.

    `why_left` tells of each of `files_left` why it is; `found_again` are earlier versions that the paper stood in the
    place of, and that are found again: withdraw them too if they must not be. `backups` are the folders of backups
    of the archive that hold the paper, or cannot be looked into from here.
    """

    left_documents: int
    left_passages: int
    left_vectors: int
    files_deleted: list[str]
    files_left: list[str]
    why_left: dict[str, str] = {}
    found_again: list[DocumentLine] = []
    backups: list[str] = []


class GapView(BaseModel):
    """What lacks between two meetings of a body."""

    model_config = ConfigDict(from_attributes=True)

    after: dt.date | None
    before: dt.date | None
    message: str


class BodyView(BaseModel):
    """A body with its meetings in the archive."""

    model_config = ConfigDict(from_attributes=True)

    organisation: str | None
    committee: str | None
    meetings: int
    first: dt.date
    last: dt.date
    gaps: list[GapView]


class FailureView(BaseModel):
    """A file, or a paper in one, that could not be read."""

    model_config = ConfigDict(from_attributes=True)

    source: str
    message: str


class AuditedDocument(DocumentLine):
    """A document that something is to be said of."""

    confidence: float
    pages: int
    scanned: int
    poor: int
    unread: int
    findings: list[FindingView]
    personal_data: dict[str, int]


class QualityReport(BaseModel):
    """How well the archive was read, and what it lacks."""

    documents: int
    pages: int
    scanned: int
    poor: int
    unread: int
    flaws: dict[str, int]
    personal_data: dict[str, int]
    audited: list[AuditedDocument]
    bodies: list[BodyView]
    failures: list[FailureView]
    withdrawn: list[EventView]

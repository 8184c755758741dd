"""What the archive is made of. All offsets count characters of `Document.text`, end exclusive."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from corpus.facts import F, Fact, Meeting, Stated, of


class Kind(StrEnum):
    """The kinds of paper that are told apart; the value is what users see."""

    MINUTES = "protokoll"
    EXTRACT = "protokollsutdrag"
    SUMMONS = "kallelse"
    MEMO = "tjänsteskrivelse"
    STATEMENT = "tjänsteutlåtande"
    OPINION = "yttrande"
    DELEGATED = "delegationsbeslut"
    MOTION = "motion"
    PROPOSAL = "medborgarförslag"
    INTERPELLATION = "interpellation"
    RULES = "reglemente"
    REPORT = "rapport"
    AGREEMENT = "överenskommelse"
    OTHER = "övrigt"


class PartName(StrEnum):
    """The parts of a paragraph of minutes or of a memo; the value is what users see."""

    MATTER = "Ärendet"
    MOTIONS = "Yrkanden"
    ORDER = "Beslutsgång"
    VOTE = "Omröstning"
    DECISION = "Beslut"
    PROPOSAL = "Förslag till beslut"
    ASSESSMENT = "Bedömning"
    RESERVATION = "Reservation"
    NOTE = "Protokollsanteckning"
    CONFLICT = "Jäv"
    BASIS = "Beslutsunderlag"
    HISTORY = "Tidigare behandling"
    DISPATCH = "Expediering"
    APPROVAL = "Justering"
    ATTENDANCE = "Närvaro"


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a document's text."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Repair:
    """Words to search `text[start:end]` by, where what stands there is broken: OCR, a hyphen at a line's end."""

    start: int
    end: int
    words: str


class Secret(StrEnum):
    """What is kept from readers unless a setting lets it out; the value is what users see."""

    PERSONAL_NUMBER = "personnummer"
    PHONE = "telefonnummer"
    EMAIL = "e-postadress"
    ADDRESS = "gatuadress"
    CLASSIFIED = "sekretess"


@dataclass(frozen=True, slots=True)
class Sensitive:
    """A stretch that may have to be masked; `ground` names the law of a classified page ("OSL 26 kap. 1 §")."""

    start: int
    end: int
    secret: Secret
    ground: str | None = None


class Flaw(StrEnum):
    """What an audit finds; the value is what users see."""

    MISSING_PARAGRAPH = "§ saknas"
    DOUBLED_PARAGRAPH = "§ dubblerad"
    WRONG_SUM = "röstsumma stämmer inte"
    DATE_CONFLICT = "datum motsäger varandra"
    CUT_OFF = "avhuggen text"
    UNREAD_PAGE = "oläst sida"
    POOR_TEXT = "svårläst text"
    NO_HEAD = "uppgift saknas i huvudet"
    HIDDEN_TEXT = "dold text"
    UNREAD_NOTE = "oläst anteckning"
    UNREAD_FILE = "oläst bilaga"


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that a reader of the paper should know: where, and in Swedish what and why."""

    start: int
    end: int
    page: int
    flaw: Flaw
    message: str


@dataclass(frozen=True, slots=True)
class Remark:
    """What a reader of files has to say of a page: something there is in no text; in Swedish what and why."""

    page: int
    flaw: Flaw
    message: str


@dataclass(frozen=True, slots=True)
class PageQuality:
    """How well a page was read: 0 to 1, with the reasons in Swedish where it is below 1."""

    confidence: float
    reasons: tuple[str, ...] = ()
    scanned: bool = False
    remarks: tuple[Remark, ...] = ()


@dataclass(frozen=True, slots=True)
class Extraction:
    r"""What a reader takes out of a file.

    `text` is NFC with `\n` line ends and no control characters but `\n` and `\t`; `pages` cover it in order, the
    first being page 1; `headings` are the lines that the format itself marks as headings; `scanned` are the numbers of
    the pages whose text is OCR's and `unread` of those that hold a picture and no text.
    """

    text: str
    pages: tuple[Span, ...]
    headings: tuple[Span, ...] = ()
    warnings: tuple[str, ...] = ()
    scanned: tuple[int, ...] = ()
    unread: tuple[int, ...] = ()
    remarks: tuple[Remark, ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """A named part of a section, heading line included."""

    name: PartName
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Section:
    """A § of minutes or a headed part of another paper, with the facts of it in reading order.

    `paragraph` is "§ 264", or None outside minutes; `case_number` is the canonical diarienummer of the item itself, the
    first where it has several, and `other_cases` are the rest.
    """

    start: int
    end: int
    heading: str
    paragraph: str | None = None
    case_number: str | None = None
    parts: tuple[Part, ...] = ()
    facts: tuple[Fact, ...] = ()
    other_cases: tuple[str, ...] = ()

    @property
    def case_numbers(self) -> tuple[str, ...]:
        """All its diarienummer, in order."""
        return ((self.case_number,) if self.case_number else ()) + self.other_cases

    def of(self, kind: type[F]) -> tuple[F, ...]:
        """Its facts of a `kind`, in order."""
        return of(self.facts, kind)


@dataclass(frozen=True, slots=True)
class Document:
    """A paper that has been read and understood; `id` is made from the file's content, so it names this very text.

    `facts` are those of the paper as a whole: who was there, and how it was approved.
    """

    id: str
    text: str
    title: str
    kind: Kind
    organisation: str | None
    committee: str | None
    date: dt.date | None
    case_number: str | None
    pages: tuple[Span, ...]
    sections: tuple[Section, ...]
    furniture: tuple[Span, ...]
    warnings: tuple[str, ...] = ()
    stated: tuple[Stated, ...] = ()
    meetings: tuple[Meeting, ...] = ()
    facts: tuple[Fact, ...] = ()
    repairs: tuple[Repair, ...] = ()
    sensitive: tuple[Sensitive, ...] = ()
    page_quality: tuple[PageQuality, ...] = ()
    findings: tuple[Finding, ...] = ()

    def of(self, kind: type[F]) -> tuple[F, ...]:
        """The facts of a `kind` of the paper as a whole, in order."""
        return of(self.facts, kind)

    def page_of(self, offset: int) -> int:
        """The number, from 1, of the page that holds the character at `offset`."""
        return next((n for n, page in enumerate(self.pages, 1) if offset < page.end), len(self.pages))

    def meeting_at(self, offset: int) -> tuple[str | None, dt.date | None]:
        """The body and the date of the meeting that the character at `offset` is of."""
        for meeting in self.meetings:
            if meeting.start <= offset < meeting.end:
                return meeting.committee, meeting.date
        return self.committee, self.date

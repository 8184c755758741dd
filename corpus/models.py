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
    """What is kept from readers unless a setting lets it out; the value is what users see.

    What may be a mistyped personnummer is counted and shown, never masked: most such numbers are no one's.
    """

    PERSONAL_NUMBER = "personnummer"
    UNVERIFIED = "personnummer med fel kontrollsiffra"
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
class Bookmark:
    """A bookmark of a file: the number of the page that it leads to, and what it is called."""

    page: int
    title: str


@dataclass(frozen=True, slots=True)
class Extraction:
    r"""What a reader takes out of a file.

    `text` is NFC with `\n` line ends and no control characters but `\n` and `\t`; `pages` cover it in order, the
    first having the number `first_page`; `headings` are the lines that the format itself marks as headings; `scanned`
    are the numbers of the pages whose text is OCR's and `unread` of those that hold a picture and no text.
    """

    text: str
    pages: tuple[Span, ...]
    headings: tuple[Span, ...] = ()
    warnings: tuple[str, ...] = ()
    scanned: tuple[int, ...] = ()
    unread: tuple[int, ...] = ()
    remarks: tuple[Remark, ...] = ()
    bookmarks: tuple[Bookmark, ...] = ()
    first_page: int = 1

    def between(self, first: int, stop: int) -> Extraction:
        """The pages from the index `first` up to `stop` as an extraction of their own, with the numbers they had.

        What is said of the file as a whole goes with its first page.
        """
        start, end = self.pages[first].start, self.pages[stop - 1].end
        numbers = range(self.first_page + first, self.first_page + stop)
        return Extraction(
            self.text[start:end],
            tuple(Span(page.start - start, page.end - start) for page in self.pages[first:stop]),
            tuple(Span(h.start - start, h.end - start) for h in self.headings if start <= h.start and h.end <= end),
            () if first else self.warnings,
            tuple(number for number in self.scanned if number in numbers),
            tuple(number for number in self.unread if number in numbers),
            tuple(remark for remark in self.remarks if remark.page in numbers),
            tuple(mark for mark in self.bookmarks if mark.page in numbers),
            numbers.start,
        )


@dataclass(frozen=True, slots=True)
class Item:
    """The item of a meeting's agenda that a paper belongs to; `notice` is the id of the kallelse that lists it."""

    notice: str
    number: int | None
    case_number: str | None
    committee: str | None
    date: dt.date | None


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
    One paper of several in a file has the numbers that its pages have there, from `first_page` on.
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
    first_page: int = 1
    item: Item | None = None

    def of(self, kind: type[F]) -> tuple[F, ...]:
        """The facts of a `kind` of the paper as a whole, in order."""
        return of(self.facts, kind)

    def page_of(self, offset: int) -> int:
        """The number in the file of the page that holds the character at `offset`."""
        numbered = enumerate(self.pages, self.first_page)
        return next((n for n, page in numbered if offset < page.end), self.first_page + len(self.pages) - 1)

    def meeting_at(self, offset: int) -> tuple[str | None, dt.date | None]:
        """The body and the date of the meeting that the character at `offset` is of."""
        for meeting in self.meetings:
            if meeting.start <= offset < meeting.end:
                return meeting.committee, meeting.date
        return self.committee, self.date

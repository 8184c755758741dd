"""What the archive is made of. All offsets count characters of `Document.text`, end exclusive."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum


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
class Extraction:
    r"""What a reader takes out of a file.

    `text` is NFC with `\n` line ends and no control characters but `\n` and `\t`; `pages` cover it in order, the
    first being page 1; `headings` are the lines that the format itself marks as headings.
    """

    text: str
    pages: tuple[Span, ...]
    headings: tuple[Span, ...] = ()
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """A named part of a section, heading line included."""

    name: PartName
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Section:
    """A § of minutes or a headed part of another paper.

    `paragraph` is "§ 264", or None outside minutes; `case_number` is the canonical diarienummer of the item itself.
    """

    start: int
    end: int
    heading: str
    paragraph: str | None = None
    case_number: str | None = None
    parts: tuple[Part, ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """A paper that has been read and understood; `id` is made from the file's content, so it names this very text."""

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

    def page_of(self, offset: int) -> int:
        """The number, from 1, of the page that holds the character at `offset`."""
        return next((n for n, page in enumerate(self.pages, 1) if offset < page.end), len(self.pages))

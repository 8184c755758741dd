"""What the catalogue gives out: places, passages and lines of documents, without the documents' whole texts."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import IntEnum, StrEnum

from corpus import repair
from corpus.models import Repair


@dataclass(frozen=True, slots=True)
class Place:
    """A file that holds a document: its absolute path, and its path within the folder that was indexed.

    `papers` is how many papers the file held when it was read, or None where that was not counted; `vouched` is whether
    who gave an upload may have papers replaced.
    """

    path: str
    source: str
    size: int
    modified: int
    document_id: str
    papers: int | None = None
    vouched: bool = True


class Standing(IntEnum):
    """How far what a paper says of itself is believed, by the file that speaks most for it."""

    GIVEN = 0  # uploaded by somebody
    VOUCHED = 1  # uploaded by somebody who may have papers replaced
    INDEXED = 2  # in a folder that was indexed


@dataclass(frozen=True, slots=True)
class Reach:
    """What an upload may take the place of: the document that is named, and papers of some organisations or, None, all.

    Whether the named one is among those, whoever takes the upload has looked.
    """

    replaces: str | None = None
    within: frozenset[str] | None = None

    def covers(self, organisation: str | None) -> bool:
        """Whether a paper of `organisation` may be replaced."""
        return self.within is None or organisation in self.within


@dataclass(frozen=True, slots=True)
class Passage:
    """What is embedded: `document.text[start:end]`, within one part of one section; `id` is a UUID.

    `committee` and `date` are those of the meeting that it is of; `repairs` are the words to search it by where its
    own are broken; `other_cases` are the diarienummer of its § beside the first.
    """

    id: str
    document_id: str
    start: int
    end: int
    page: int
    committee: str | None
    date: dt.date | None
    paragraph: str | None
    case_number: str | None
    heading: str
    part: str | None
    repairs: tuple[Repair, ...] = ()
    other_cases: tuple[str, ...] = ()

    @property
    def case_numbers(self) -> tuple[str, ...]:
        """All its diarienummer, in order."""
        return ((self.case_number,) if self.case_number else ()) + self.other_cases


@dataclass(frozen=True, slots=True)
class PassageKey:
    """What a passage belongs to: its document, § and case, and whose meeting or paper it is of."""

    document_id: str
    paragraph: str | None
    heading: str
    case_number: str | None
    committee: str | None
    date: dt.date | None
    organisation: str | None
    kind: str


@dataclass(frozen=True, slots=True)
class Entry:
    """A document's line in the catalogue, without its text."""

    id: str
    source: str
    title: str
    kind: str
    organisation: str | None
    committee: str | None
    date: dt.date | None
    case_number: str | None


@dataclass(frozen=True, slots=True)
class Kept:
    """A stored document's line, and the paper that stands in its place, put there `by_hand` or not."""

    entry: Entry
    replaced_by: str | None
    by_hand: bool


@dataclass(frozen=True, slots=True)
class Found:
    """A passage with its document's line and its own text, verbatim but for what is masked."""

    passage: Passage
    entry: Entry
    text: str

    def searched(self, start: int = 0, end: int | None = None) -> str:
        """The words to search `text[start:end]` by: its own, or where those are broken what they stand for."""
        end = len(self.text) if end is None else end
        if not self.passage.repairs:
            return self.text[start:end]
        at = self.passage.start
        moved = [Repair(mend.start - at, mend.end - at, mend.words) for mend in self.passage.repairs]
        return repair.searched(self.text, start, end, moved)


@dataclass(frozen=True, slots=True)
class Scope:
    """Which documents and passages are meant; empty means all. Dates are inclusive."""

    organisation: tuple[str, ...] = ()
    committee: tuple[str, ...] = ()
    kind: tuple[str, ...] = ()
    case_number: str | None = None
    paragraph: str | None = None
    date_from: dt.date | None = None
    date_to: dt.date | None = None
    documents: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether nothing is filtered away."""
        return self == Scope()


class Action(StrEnum):
    """What has happened to a paper; the value is what users see."""

    REPLACED = "ersatt"
    WITHDRAWN = "återkallad"
    RESTORED = "återinläst"


@dataclass(frozen=True, slots=True)
class Event:
    """A paper replaced by its correction, withdrawn or taken back: when (UTC), and how many passages it had."""

    at: dt.datetime
    action: Action
    document_id: str
    source: str
    replaced_by: str | None
    passages: int


@dataclass(frozen=True, slots=True)
class Held:
    """Minutes in the archive: whose, of which day, and the numbers of the § they hold, in order."""

    document_id: str
    organisation: str | None
    committee: str | None
    date: dt.date
    paragraphs: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Failure:
    """A file that could not be read, or a paper in one, and why."""

    path: str
    source: str
    message: str

"""How a place in the papers is named: "Socialnämnden 2024-12-04 § 181, dnr SON 2023/273, s. 4"."""

from __future__ import annotations

import re
import threading
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from corpus.catalogue import Catalogue
from corpus.catalogue.records import Entry, Found
from corpus.errors import BadRequest, NotFound
from corpus.models import Document, Kind, PartName, Section
from search_api import standing

# The offices that papers come from; a sender that is a person is not what a paper is cited by.
_OFFICE = re.compile(
    r"[\w\s-]*(?:förvaltning|kontor|avdelning|enhet|kansli|stab|byrå|tjänst)(?:en|et|erna)?", re.IGNORECASE
)
# Minutes are their body's own; they may be long, and what sent them is not looked for.
_OF_THE_BODY = (Kind.MINUTES.value, Kind.EXTRACT.value, Kind.SUMMONS.value)
_REMEMBERED = 4_096  # documents whose sender and pages are kept
_TITLE = 80  # characters of a title that stands in the place of a kind


@dataclass(frozen=True, slots=True)
class Cited:
    """A verbatim stretch of a paper, with its formal `reference`; `entry` has the body and the day of its meeting.

    `part` is what it is there: "Beslut", "Förslag till beslut", "Yrkanden"; None where nothing tells.
    """

    entry: Entry
    paragraph: str | None
    case_number: str | None
    heading: str
    page: int
    start: int
    end: int
    text: str
    reference: str
    part: str | None = None


@dataclass(frozen=True, slots=True)
class _Remembered:
    """The office that a document comes from, where each of its pages ends, the first being `first_page`, and its parts.

    A part is its start, its end and its name.
    """

    sender: str | None
    pages: tuple[int, ...]
    first_page: int = 1
    parts: tuple[tuple[int, int, PartName], ...] = ()


class Citing:
    """The formal references of an archive; safe to use from several threads.

    The organisation comes first where the archive holds papers of several.
    """

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._several: tuple[int, bool] = (-1, False)
        self._remembered: OrderedDict[str, _Remembered] = OrderedDict()
        self._lock = threading.Lock()

    def of(self, found: Found, offset: int | None = None) -> str:
        """The reference of a passage, by the page that it begins on or that the character at `offset` is on."""
        passage = found.passage
        page = passage.page if offset is None else self.page(found.entry.id, offset)
        return self.reference(found.entry, passage.paragraph, passage.case_number, page)

    def page(self, document_id: str, offset: int) -> int:
        """The number in its file of the page of a stored document that holds the character at `offset`."""
        known = self._remember(document_id)
        numbered = enumerate(known.pages, known.first_page)
        return next((number for number, end in numbered if offset < end), known.first_page + len(known.pages) - 1)

    def parts(self, places: Sequence[tuple[str, int, int]]) -> list[PartName | None]:
        """What each of some stretches of stored papers is there: by what it states, else by the part that it begins in.

        What stands in a decision's part and states none is no decision; of that, and outside of any part, None.
        """
        stated = standing.parts_of(self._catalogue, places)
        return [stated.get(place) or self._under(*place[:2]) for place in places]

    def _under(self, document_id: str, offset: int) -> PartName | None:
        """The part, not of a decision, that the character at `offset` of a stored paper stands under."""
        parts = self._remember(document_id).parts
        under = next((name for first, last, name in parts if first <= offset < last), None)
        return None if under is PartName.DECISION else under

    def reference(self, entry: Entry, paragraph: str | None, case_number: str | None, page: int | None) -> str:
        """The reference of a place in the paper of `entry`, whose body and day are those of the meeting it is of.

        What is not known is left out.
        """
        body = entry.committee
        if not paragraph:
            body = self._sender(entry) or body
        organisation = entry.organisation if not body or self._holds_several() else None
        day = entry.date.isoformat() if entry.date else None
        if paragraph:
            named = _joined(" ", body or organisation, day, paragraph)
            organisation = organisation if body else None
        else:
            named = _joined(", ", body, _joined(" ", _kind(entry), day))
        number = case_number or entry.case_number
        whole = _joined(", ", organisation, named, f"dnr {number}" if number else None, f"s. {page}" if page else None)
        return whole[:1].upper() + whole[1:]

    def quote(self, document_id: str, start: int, end: int, text: str) -> Cited:
        """The stretch of a paper from `start` to `end`, read anew.

        Raises `NotFound` for a paper that is not in the archive, `BadRequest` where `text` is not what stands there.
        """
        return self._quote(self.document(document_id), start, end, text)

    def quotes(self, places: Sequence[tuple[str, int, int, str]]) -> list[Cited]:
        """As `quote` for each of `places` (document, start, end, text), each paper read once."""
        documents = {document_id: self.document(document_id) for document_id in dict.fromkeys(p[0] for p in places)}
        return [self._quote(documents[document_id], start, end, text) for document_id, start, end, text in places]

    def _quote(self, document: Document, start: int, end: int, text: str) -> Cited:
        if not text.strip() or document.text[start:end] != text:
            raise BadRequest(
                f"Citatet ”{text:.60}” står inte på tecken {start}–{end} i handlingen ”{document.id}”."
                " Ställ frågan på nytt och ta med svaret därifrån."
            )
        return self.stretch(document, start, end)

    def document(self, document_id: str) -> Document:
        """A paper that can be found. Raises `NotFound`."""
        document = self._catalogue.document(document_id)
        if document is None or self._catalogue.entry(document_id) is None:
            raise NotFound(f"Det finns ingen handling med id ”{document_id}” i arkivet. Den kan vara återkallad.")
        return document

    def stretch(self, document: Document, start: int, end: int) -> Cited:
        """What stands from `start` to `end` of a paper that can be found, with its reference."""
        entry = self._catalogue.entry(document.id)
        if entry is None:
            raise NotFound(f"Det finns ingen handling med id ”{document.id}” i arkivet. Den kan vara återkallad.")
        section = section_at(document, start)
        committee, date = document.meeting_at(start)
        entry = replace(entry, committee=committee, date=date)
        paragraph = section.paragraph if section else None
        number = (section.case_number if section else None) or document.case_number
        page = document.page_of(start)
        return Cited(
            entry, paragraph, number, section.heading if section else "", page, start, end, document.text[start:end],
            self.reference(entry, paragraph, number, page),
            *self.parts([(document.id, start, end)]),
        )  # fmt: skip

    def _holds_several(self) -> bool:
        revision = self._catalogue.revision
        if self._several[0] != revision:
            self._several = (revision, len(self._catalogue.facets()["organisation"]) > 1)
        return self._several[1]

    def _sender(self, entry: Entry) -> str | None:
        """The office that a paper comes from."""
        return None if entry.kind in _OF_THE_BODY else self._remember(entry.id).sender

    def _remember(self, document_id: str) -> _Remembered:
        """What is read of a stored document once: its id names its very text, so that it stays true."""
        with self._lock:
            if document_id in self._remembered:
                self._remembered.move_to_end(document_id)
                return self._remembered[document_id]
        document = self._catalogue.document(document_id)
        stated = document.stated if document else ()
        sender = next((one.value for one in stated if one.name == "sender" and _OFFICE.fullmatch(one.value)), None)
        ends = tuple(page.end for page in document.pages) if document else ()
        parts = [part for section in document.sections for part in section.parts] if document else []
        named = tuple((part.start, part.end, part.name) for part in parts)
        known = _Remembered(sender, ends, document.first_page if document else 1, named)
        with self._lock:
            self._remembered[document_id] = known
            if len(self._remembered) > _REMEMBERED:
                self._remembered.popitem(last=False)
        return known


def section_at(document: Document, offset: int) -> Section | None:
    """The section that the character at `offset` is in, or None."""
    return next((section for section in document.sections if section.start <= offset < section.end), None)


def _kind(entry: Entry) -> str:
    if entry.kind != Kind.OTHER or not entry.title:
        return entry.kind if entry.kind != Kind.OTHER else "handling"
    short = entry.title if len(entry.title) <= _TITLE else f"{entry.title[:_TITLE].rsplit(' ', 1)[0]} …"
    return f"”{short}”"


def _joined(joint: str, *parts: str | None) -> str:
    return joint.join(part for part in parts if part)

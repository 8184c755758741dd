"""The agenda of a packet: the items of its kallelse, which of them a paper is of, and what the paper has from there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from corpus.facts import Stated
from corpus.models import Document, Item, Kind, Section
from corpus.packets.tops import Top, plain
from corpus.structure import head

# How sure what the kallelse says is of the paper that goes there.
SURE = 0.7
# A heading of fewer letters may stand on any page.
SHORTEST = 4

# The papers that an item has one of: what comes behind one without a word of its item is its appendix.
_OF_AN_ITEM = frozenset({Kind.MEMO, Kind.STATEMENT})
_NUMBER = re.compile(r"[\W_]{0,6}(?:(?:ärende|punkt)\s{1,3}(?:nr\.?\s)?)?(?P<number>\d{1,3})(?![\d/:-])", re.IGNORECASE)
_GIVEN = ("organisation", "committee", "date", "case_number")
_FROM = "står i kallelsen"


@dataclass(frozen=True, slots=True)
class Listed:
    """An item as the kallelse lists it, its heading plain (`tops.plain`), or "" where that may stand anywhere."""

    number: int
    heading: str
    cases: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Agenda:
    """A kallelse and its items."""

    notice: Document
    items: tuple[Listed, ...]

    @classmethod
    def of(cls, notice: Document) -> Agenda:
        """The agenda of a kallelse."""
        return cls(notice, tuple(_listed(notice)))

    @property
    def headings(self) -> frozenset[str]:
        """The headings of the items."""
        return frozenset(item.heading for item in self.items if item.heading)

    def names(self, top: Top) -> bool:
        """Whether a paper that begins with the page of `top` is of an item by what stands there."""
        return any(top.named.intersection(item.cases) for item in self.items) or bool(top.headings & self.headings)

    def item_of(self, document: Document, top: Top, before: Item | None) -> Item | None:
        """The item that a paper is of: by its heading, its diarienummer, or else as the paper `before` it is.

        A tjänsteskrivelse has an item of its own, and is not of that of the paper before.
        """
        words, own = {*top.headings, plain(document.title)}, document.case_number

        def fits(item: Listed) -> tuple[int, bool, bool]:
            # Where a table was misread a diarienummer may stand at the wrong item.
            headed, numbered = bool(item.heading) and item.heading in words, own in item.cases
            return headed + numbered, headed, numbered or not top.named.isdisjoint(item.cases)

        found = max(self.items, key=fits, default=None)
        if found is None or not any(fits(found)):
            return None if document.kind in _OF_AN_ITEM else before
        case_number = own if own and (own in found.cases or not found.cases) else next(iter(found.cases), None)
        return Item(self.notice.id, found.number, case_number, self.notice.committee, self.notice.date)

    def bind(self, document: Document, item: Item | None) -> Document:
        """A paper with its item, and with what it does not say itself as the kallelse has it."""
        notice = self.notice
        bound = replace(document, item=item, organisation=document.organisation or notice.organisation)
        if document.kind is not Kind.MINUTES:  # whose meeting it is and which cases it has is for them to say
            own_case = document.case_number or (item.case_number if item else None)
            committee, date = document.committee or notice.committee, document.date or notice.date
            bound = replace(bound, committee=committee, date=date, case_number=own_case)
        if document.title == head.called(document.committee, document.kind, document.date):  # it has none of its own
            bound = replace(bound, title=head.called(bound.committee, bound.kind, bound.date))
        given = {name: getattr(bound, name) for name in _GIVEN if not getattr(document, name)}
        stated = (Stated(0, 0, name, str(value), SURE, _FROM) for name, value in given.items() if value)
        return replace(bound, stated=(*document.stated, *stated))


def _listed(notice: Document) -> Iterator[Listed]:
    for section in notice.sections:
        if number := _number(notice, section):
            heading = plain(section.heading).removeprefix(f"{number} ")
            yield Listed(number, heading if len(heading) >= SHORTEST else "", section.case_numbers)


def _number(notice: Document, section: Section) -> int | None:
    if section.paragraph:
        return int(section.paragraph.rsplit(" ", 1)[-1])
    match = _NUMBER.match(notice.text, section.start, section.end)
    return int(match["number"]) if match else None

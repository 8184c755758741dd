"""Samlade handlingar: the kallelse, tjänsteskrivelser and bilagor of a meeting that lie in one file, each a paper.

    tops      what stands at the head of each page
    starts    the pages where another paper begins, told by signs that agree
    agenda    the items of the kallelse, and which of them a paper belongs to

A file is such a packet when a kallelse with items opens it and at least one paper behind that is of an item. Anything
else is one paper, whatever it has bound in: minutes with their appendices, a tjänsteskrivelse with a map.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corpus import structure
from corpus.models import Document, Extraction, Item, Kind
from corpus.packets import starts, tops
from corpus.packets.agenda import Agenda
from corpus.packets.starts import Evidence
from corpus.packets.tops import Top

# A kallelse that opens a file says so on one of its first pages.
FRONT = 3
# The kallelse may have a cover of its own before it: so many of the first stretches may be it.
COVERS = 2
# What runs to more pages before another paper begins is no kallelse, and is not read twice to tell.
LONGEST_NOTICE = 150

_UNSAFE = re.compile(r"[^\w .-]")


@dataclass(frozen=True, slots=True)
class Member:
    """A paper of a packet: understood, or with the `error` that kept it from being so.

    `part` names it within the file: "kallelse", by its diarienummer, its item or else its first page.
    """

    part: str
    document: Document | None = None
    error: Exception | None = None


def find(extraction: Extraction, name: str, most: int) -> Iterator[Member] | None:
    """The papers of a packet, at most `most`, the kallelse first; None where the file `name` is one paper."""
    front = extraction.between(0, min(FRONT, len(extraction.pages)))
    if len(extraction.pages) == 1 or not any(top.is_notice for top in tops.read(front)):
        return None
    heads = tops.read(extraction)
    evidence = Evidence(heads, {mark.page - extraction.first_page for mark in extraction.bookmarks})
    opened = _opened(extraction, name, evidence)
    if opened is None:
        return None
    notice, first = opened
    agenda = Agenda.of(notice)
    begins = starts.find(evidence, first, agenda.headings)[: most - 1]
    if not any(agenda.names(heads[begin]) for begin in begins):
        return None
    return _members(extraction, agenda, heads, begins)


def _opened(extraction: Extraction, name: str, evidence: Evidence) -> tuple[Document, int] | None:
    """The kallelse that opens the file, and the index of the page behind it."""
    for first in starts.find(evidence, 0)[:COVERS]:
        if first > LONGEST_NOTICE:
            break
        piece = extraction.between(0, first)
        notice = structure.understand(piece, _identify(piece), name)
        if notice.kind is Kind.SUMMONS and Agenda.of(notice).items:
            return notice, first
    return None


def _members(extraction: Extraction, agenda: Agenda, heads: Sequence[Top], begins: Sequence[int]) -> Iterator[Member]:
    parts = {str(Kind.SUMMONS)}
    yield Member(str(Kind.SUMMONS), agenda.notice)
    item: Item | None = None
    for begin, stop in zip(begins, [*begins[1:], len(extraction.pages)], strict=True):
        piece = extraction.between(begin, stop)
        try:
            document = structure.understand(piece, _identify(piece), _called(piece))
            item = agenda.item_of(document, heads[begin], item)
            yield Member(_unlike(_part(document, item), parts), agenda.bind(document, item))
        except Exception as error:  # costs this paper only
            yield Member(_unlike(f"sida {piece.first_page}", parts), error=error)


def _identify(piece: Extraction) -> str:
    """The id of a paper in a packet: its text's, and the number of the page that it begins on.

    So the same paper of two meetings' packets is a paper of each, and each citation names the page of its own file.
    """
    return f"{structure.identify(piece.text.encode())}-{piece.first_page}"


def _called(piece: Extraction) -> str:
    """What the bookmark of its first page calls a paper: often the name of the file that it was."""
    return next((mark.title for mark in piece.bookmarks if mark.page == piece.first_page), "")


def _part(document: Document, item: Item | None) -> str:
    if document.case_number or (item and item.case_number):
        return _UNSAFE.sub("-", document.case_number or (item.case_number if item else None) or "")
    return f"ärende {item.number}" if item and item.number else f"sida {document.first_page}"


def _unlike(part: str, taken: set[str]) -> str:
    """`part`, or with a number where another paper of the packet has it."""
    found, number = part, 1
    while found in taken:
        number += 1
        found = f"{part} ({number})"
    taken.add(found)
    return found

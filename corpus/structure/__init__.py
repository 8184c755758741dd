"""Pages of text in, an understood `Document` out.

The way through, in the order of `understand`; each step gets what the one before made:

    lines, prose, sentences    lines and sentences with their places, which all others read
    furniture                  what is on the page and no part of the text; paging for its numbers
    head/                      whose paper, of what kind, day and title
    outline/                   the meetings, their § or items (marks and series tell how this paper numbers them), with
                               heading and diarienummer, and the parts of each
    facts/                     what each § states, a kind of fact a file

The language that they share (days, people, bodies, numbers of cases and laws) is `corpus.swedish`.
"""

from __future__ import annotations

import bisect
import hashlib
from collections.abc import Sequence
from dataclasses import replace
from io import BufferedReader

from corpus import privacy, quality, repair, secrecy
from corpus.facts import Attendant, of
from corpus.models import Document, Extraction, Kind, Repair, Section, Span
from corpus.structure import finders, furniture, head, lines
from corpus.structure.facts import cast
from corpus.structure.lines import Line
from corpus.structure.node import Paper
from corpus.structure.outline import headed, meetings, minutes

# A page with so many mended words is said to be hard to read.
MANY_MENDED = 3
# The papers whose items may be numbered without a §.
_WITH_ITEMS = frozenset({Kind.SUMMONS, Kind.MINUTES})


def identify(content: bytes | BufferedReader) -> str:
    """The id of a document with `content`, of an open file to its end: 16 hexadecimal digits of its SHA-256."""
    if isinstance(content, bytes):
        return hashlib.sha256(content).hexdigest()[:16]
    return hashlib.file_digest(content, "sha256").hexdigest()[:16]


def understand(extraction: Extraction, document_id: str, name: str) -> Document:
    """The document that `extraction` holds; `name` is the file's name, which may carry its date and kind."""
    pages = extraction.pages
    running = furniture.find(extraction.text, pages)
    repairs = repair.find(
        extraction.text, running, [pages[number - extraction.first_page] for number in extraction.scanned]
    )
    # Broken words are read as what they stand for; every offset is one of the text as it stands.
    text = repair.aligned(extraction.text, repairs)
    rows = lines.rows(text, running)
    facts = head.read(text, rows, running, name)
    papers = meetings.starts(text, pages)
    sections = _sections(extraction, rows, papers, facts.kind)
    paper = Paper(text, rows, sections, facts.kind, facts.date, facts.case_number, cast.find(rows))
    stated = tuple(fact for find in finders.OF_PAPERS for fact in find(paper))
    paper = replace(paper, present=of(stated, Attendant))
    sections = tuple(_with_facts(paper, section) for section in sections)
    document = Document(
        id=document_id,
        text=extraction.text,
        title=facts.title
        or next((s.heading for s in sections if s.paragraph and s.heading), None)
        or head.called(facts.committee, facts.kind, facts.date),
        kind=facts.kind,
        organisation=facts.organisation,
        committee=facts.committee,
        date=facts.date,
        case_number=facts.case_number or _only_case(facts.kind, sections),
        pages=pages,
        sections=sections,
        furniture=running,
        warnings=extraction.warnings,
        stated=facts.stated,
        meetings=meetings.find(text, rows, running, sections, papers),
        facts=stated,
        repairs=repairs,
        sensitive=tuple(
            sorted((*privacy.find(extraction.text), *secrecy.find(text, pages)), key=lambda one: one.start)
        ),
        page_quality=quality.pages(extraction, _poor(text, pages, repairs, extraction.first_page)),
        first_page=extraction.first_page,
    )
    return replace(document, findings=quality.audit(document))


def _sections(extraction: Extraction, rows: Sequence[Line], papers: Sequence[int], kind: Kind) -> tuple[Section, ...]:
    length = len(extraction.text)
    numbered = minutes.sections(rows, length, extraction.pages, papers)
    if not numbered and kind in _WITH_ITEMS:
        numbered = minutes.items(rows, length, extraction.headings)
    return numbered or headed.sections(rows, extraction.headings, length)


def _with_facts(paper: Paper, section: Section) -> Section:
    node = paper.node(section)
    for find in finders.OF_SECTIONS:
        node = replace(node, found=(*node.found, *find(node)))
    return replace(section, facts=node.found)


def _poor(text: str, pages: Sequence[Span], repairs: Sequence[Repair], first_page: int) -> list[int]:
    """The numbers of the pages on which many words had to be mended; a word cut by a line's end is none of them."""
    mended = [one.start for one in repairs if "\n" not in text[one.start : one.end]]
    return [
        number
        for number, page in enumerate(pages, first_page)
        if bisect.bisect_left(mended, page.end) - bisect.bisect_left(mended, page.start) >= MANY_MENDED
    ]


def _only_case(kind: Kind, sections: tuple[Section, ...]) -> str | None:
    """The diarienummer of an extract's one §."""
    numbers = {section.case_number for section in sections if section.case_number}
    return numbers.pop() if kind is Kind.EXTRACT and len(numbers) == 1 else None

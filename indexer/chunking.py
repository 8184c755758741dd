"""Passages of a document: within one section, clear of furniture, exact to the character.

A part that is longer than a passage is cut within itself; short neighbouring parts of one § share a passage, because a
decision of one line says nothing without the matter it decides (measured in docs/evaluation.md).
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Sequence

from langchain_text_splitters import RecursiveCharacterTextSplitter

from corpus.catalogue.records import Passage
from corpus.models import Document, Kind, Section, Span
from corpus.structure import lines
from corpus.structure import sentences as swedish
from corpus.swedish import days
from indexer import tables
from indexer.tables import Tables

# Raised with every change to where passages, or the sentences that they are embedded by, begin and end.
VERSION = "parts-6"
SIZE = 1_200  # characters
# A piece with fewer letters than this says nothing by itself: a rule, a stray number.
LEAST_LETTERS = 3
# A longer row of a table is text set in columns, in characters.
LONGEST_ROW = 300

_NAMESPACE = uuid.UUID("5b0b1c0e-6c0f-5d0a-9a54-6f6c1d0f7a11")
_splitter = RecursiveCharacterTextSplitter(
    chunk_size=SIZE,
    chunk_overlap=0,
    separators=[r"\n\s*\n", r"\n(?=[^\n|]{0,200}\|)", r"\n(?=[-•–*\d])", r"(?<=[.!?:;])\s", r"\n", r"\s", ""],
    is_separator_regex=True,
    keep_separator="end",
    strip_whitespace=False,
)


def passages(document: Document) -> list[Passage]:
    """The passages of `document` in reading order; none overlap, and each is stripped of white space at its ends."""
    found = []
    for section in document.sections:
        for stretch in _clear(Span(section.start, section.end), document.furniture):
            for part, span in _packed(list(_parts(section, stretch))):
                for start, end in _pieces(document.text, span):
                    committee, date = document.meeting_at(start)
                    found.append(
                        Passage(
                            id=str(uuid.uuid5(_NAMESPACE, f"{document.id}:{start}:{end}")),
                            document_id=document.id,
                            start=start,
                            end=end,
                            page=document.page_of(start),
                            committee=committee,
                            date=date,
                            paragraph=section.paragraph,
                            case_number=section.case_number or (None if section.paragraph else document.case_number),
                            heading=section.heading,
                            part=part,
                            repairs=tuple(r for r in document.repairs if start <= r.start and r.end <= end),
                            other_cases=section.other_cases,
                        )
                    )
    return found


def _packed(parts: list[tuple[str | None, Span]]) -> Iterator[tuple[str | None, Span]]:
    """Neighbouring parts together as long as they fit one passage; a part that does not fit stands alone."""
    name, whole = parts[0]
    for part, span in parts[1:]:
        if span.end - whole.start <= SIZE:
            whole = Span(whole.start, span.end)
            name = name or part
        else:
            yield name, whole
            name, whole = part, span
    yield name, whole


def sentences(text: str) -> list[Span]:
    """The sentences of a passage's text that have words, each embedded by itself; all of it where there are none.

    A row of a table is a sentence. A vector of a whole passage blurs what its sentences say (measured in
    docs/evaluation.md).
    """
    found: list[Span] = []
    place = 0
    for line in lines.split(text, 0, len(text)):
        if len(line.text) <= LONGEST_ROW and tables.is_row(line.text):
            found += (*swedish.split(text, place, line.start), Span(line.start, line.end))
            place = line.end
    found += swedish.split(text, place, len(text))
    said = [span for span in found if sum(map(str.isalnum, text[span.start : span.end])) >= LEAST_LETTERS]
    return said or [Span(0, len(text))]


def contexts(document: Document, passages: Sequence[Passage]) -> list[str]:
    """For each of `passages` of `document` the line that is embedded before it and never quoted.

    Body, date, §, heading and part, and the heading of the table that it begins within.
    """
    headings = Tables(document)
    return [_context(document, passage, headings) for passage in passages]


def _context(document: Document, passage: Passage, headings: Tables) -> str:
    facts: list[object] = [document.organisation, passage.committee]
    if passage.date:
        facts.append(f"{passage.date.isoformat()} {days.written(passage.date)}")
    facts += [passage.paragraph, *passage.case_numbers]
    if not passage.paragraph:
        # A headed part of a memo ("Bedömning") does not say what the memo is about; a § of minutes does so itself.
        facts += [document.title] if document.kind is Kind.OTHER else [document.kind, document.title]
    if passage.heading != document.title:
        facts.append(passage.heading)
    facts.append(passage.part)
    if columns := headings.heading(passage.start):
        facts.append(" ".join(document.text[columns.start : columns.end].split()))
    return " ".join(str(fact) for fact in facts if fact)


def _parts(section: Section, stretch: Span) -> Iterator[tuple[str | None, Span]]:
    """The section's parts within `stretch`, and what stands before and between them."""
    place = stretch.start
    for part in section.parts:
        start, end = max(part.start, stretch.start), min(part.end, stretch.end)
        if start >= end:
            continue
        if start > place:
            yield None, Span(place, start)
        yield part.name.value, Span(start, end)
        place = end
    if place < stretch.end:
        yield None, Span(place, stretch.end)


def _clear(span: Span, furniture: tuple[Span, ...]) -> Iterator[Span]:
    place = span.start
    for piece in furniture:
        if piece.end <= place:
            continue
        if piece.start >= span.end:
            break
        if piece.start > place:
            yield Span(place, piece.start)
        place = piece.end
    if place < span.end:
        yield Span(place, span.end)


def _pieces(text: str, span: Span) -> Iterator[tuple[int, int]]:
    start = span.start
    for piece in _splitter.split_text(text[span.start : span.end]):
        # Kept separators and no stripping make the pieces add up to the text; offsets are counted, never searched.
        end = start + len(piece)
        left = len(piece) - len(piece.lstrip())
        right = len(piece.rstrip())
        if sum(char.isalpha() for char in piece) >= LEAST_LETTERS:
            yield start + left, start + right
        start = end
    if start != span.end:
        raise AssertionError(f"the splitter lost {span.end - start} characters of {span}")

"""Pages of text in, an understood `Document` out."""

from __future__ import annotations

import hashlib

from corpus.models import Document, Extraction, Kind, Section
from corpus.structure import furniture, head, headed, lines, minutes


def identify(data: bytes) -> str:
    """The id of a document with the content `data`: 16 hexadecimal digits of its SHA-256."""
    return hashlib.sha256(data).hexdigest()[:16]


def understand(extraction: Extraction, document_id: str, name: str) -> Document:
    """The document that `extraction` holds; `name` is the file's name, which may carry its date and kind."""
    text = extraction.text
    spans = furniture.find(text, extraction.pages)
    rows = lines.rows(text, spans)
    facts = head.read(text, rows, spans, name)
    found = minutes.sections(rows, len(text))
    sections = found or headed.sections(rows, extraction.headings, len(text))
    return Document(
        id=document_id,
        text=text,
        title=facts.title or next((s.heading for s in sections if s.paragraph and s.heading), name),
        kind=facts.kind,
        organisation=facts.organisation,
        committee=facts.committee,
        date=facts.date,
        case_number=facts.case_number or _only_case(facts.kind, sections),
        pages=extraction.pages,
        sections=sections,
        furniture=spans,
        warnings=extraction.warnings,
    )


def _only_case(kind: Kind, sections: tuple[Section, ...]) -> str | None:
    """The diarienummer of an extract's one §."""
    numbers = {section.case_number for section in sections if section.case_number}
    return numbers.pop() if kind is Kind.EXTRACT and len(numbers) == 1 else None

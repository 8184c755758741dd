"""What the tests of structure share: an invented head, and looks into an understood document."""

from collections.abc import Callable

from corpus.models import Document, PartName, Section, Span

Read = Callable[..., Document]

HEAD = """ÄNGSÖ KOMMUN
Tekniska nämnden

SAMMANTRÄDESPROTOKOLL
Sammanträdesdatum: 2023-05-17

"""


def paragraphs(document: Document) -> list[str]:
    """Return the § of a document in order."""
    return [section.paragraph for section in document.sections if section.paragraph]


def section(document: Document, paragraph: str) -> Section:
    """Return the one section with that §."""
    (found,) = (part for part in document.sections if part.paragraph == paragraph)
    return found


def text_of(document: Document, span: Section | Span) -> str:
    """Return what stands in a span."""
    return document.text[span.start : span.end]


def part_text(document: Document, paragraph: str, name: PartName) -> str:
    """Return the text of a §'s part, its heading included; of several, together."""
    parts = [part for part in section(document, paragraph).parts if part.name is name]
    return "\n".join(document.text[part.start : part.end] for part in parts)


def outside(document: Document, span: Section | Span) -> str:
    """Return what stands in a span outside the document's furniture."""
    text, place = "", span.start
    for piece in document.furniture:
        if place < piece.end and piece.start < span.end:
            text += document.text[place : max(place, piece.start)]
            place = max(place, piece.end)
    return text + document.text[place : span.end]

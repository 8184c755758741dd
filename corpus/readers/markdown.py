"""Markdown: the text as it stands, with the ATX headings (`## Beslut`) pointed out."""

from __future__ import annotations

import re
from dataclasses import replace

from corpus.models import Extraction, Span
from corpus.readers import text

_HEADING = re.compile(r"^#{1,6}[ \t]+(?P<title>\S.*?)[ \t#]*$", re.MULTILINE)


def read(data: bytes) -> Extraction:
    """The text of a Markdown file; a heading's span leaves out its number signs."""
    extraction = text.read(data)
    headings = tuple(Span(m.start("title"), m.end("title")) for m in _HEADING.finditer(extraction.text))
    return replace(extraction, headings=headings)

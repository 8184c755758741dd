"""Markdown: the text as it stands, less what is struck out, with the ATX headings (`## Beslut`) pointed out."""

from __future__ import annotations

import re
from dataclasses import replace

from corpus.models import Extraction, Span
from corpus.readers import struck, text
from corpus.readers.clean import clean, paginate

_HEADING = re.compile(r"^#{1,6}[ \t]+(?P<title>\S.*?)[ \t#]*$", re.MULTILINE)
# Within a paragraph; three tildes or more are a fence or a rule.
_STRUCK = re.compile(r"(?<![~\\])~~(?=[^\s~])(?P<words>(?:[^~\n]|(?<!~)~(?!~)|\n(?![ \t]*+\n))*+)(?<!\s)~~(?!~)")


def read(data: bytes) -> Extraction:
    """The text of a Markdown file; a heading's span leaves out its number signs."""
    pages, stretches = [], 0
    for page in text.pages(data):
        kept, gone = struck.without(_STRUCK.sub(lambda match: struck.struck(match["words"]), clean(page)))
        pages.append(kept)
        stretches += gone
    extraction = paginate(pages, struck.warnings(stretches))
    headings = tuple(Span(m.start("title"), m.end("title")) for m in _HEADING.finditer(extraction.text))
    return replace(extraction, headings=headings)

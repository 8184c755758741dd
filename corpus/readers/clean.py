"""The one normal form of text that all readers give."""

from __future__ import annotations

import re
from collections.abc import Iterable

from corpus.models import Extraction, Span
from corpus.normal import nfc
from corpus.readers.raised import parted

_LINE_ENDS = re.compile(r"[\r\u2028\u2029\x85\x0b]")
# Control characters, bidirectional overrides, zero-width marks, soft hyphens, tags and lone surrogates are never seen
# on the page, and each can hide a word from search or make a quotation read differently from what it is.
_UNSEEN = re.compile(
    r"[\x00-\x08\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff"
    r"\ud800-\udfff\U000e0000-\U000e007f]"
)


def clean(text: str) -> str:
    r"""`text` as NFC, with `\n` line ends, without unseen characters and with at most a heap of accents on a letter.

    Raised marks are parted from the words that they stand at.

    Idempotent, but where a letter has a hundred accents.
    """
    seen = _UNSEEN.sub("", _LINE_ENDS.sub("\n", text.replace("\r\n", "\n")))
    return parted(nfc(seen))


def paginate(pages: Iterable[str], warnings: tuple[str, ...] = ()) -> Extraction:
    """One text of many pages, each cleaned and ended by a line end, with their spans."""
    texts, spans, start = [], [], 0
    for page in pages:
        text = clean(page).rstrip("\n") + "\n"
        texts.append(text)
        spans.append(Span(start, start + len(text)))
        start += len(text)
    return Extraction("".join(texts), tuple(spans), warnings=warnings)

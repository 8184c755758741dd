"""The one normal form of text that all readers give."""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections.abc import Iterable

from corpus.models import Extraction, Span
from corpus.readers.raised import parted

_LINE_ENDS = re.compile(r"[\r\u2028\u2029\x85\x0b]")
# Control characters, bidirectional overrides, zero-width marks, soft hyphens, tags and lone surrogates are never seen
# on the page, and each can hide a word from search or make a quotation read differently from what it is.
_UNSEEN = re.compile(
    r"[\x00-\x08\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff"
    r"\ud800-\udfff\U000e0000-\U000e007f]"
)

# To order the accents on a letter takes a time that grows with the square of their number, and no script has more
# than a handful. Unicode's stream-safe text (UAX 15) keeps 30; what is cut is far from it, so that the rest stays cut.
_MOST_ACCENTS = 30
_ABSURD = 100
_ACCENTS = r"[\u0300-\u1fff\u20d0-\u20ff\u2c80-\U0010ffff]"  # with what else is there
_HEAPED = re.compile(rf"{_ACCENTS}{_ACCENTS}{{{_ABSURD - 1},}}")  # so written, the first is looked for fast


def clean(text: str) -> str:
    r"""`text` as NFC, with `\n` line ends, without unseen characters and with at most a heap of accents on a letter.

    Raised marks are parted from the words that they stand at.

    Idempotent, but where a letter has a hundred accents.
    """
    seen = _UNSEEN.sub("", _LINE_ENDS.sub("\n", text.replace("\r\n", "\n")))
    return parted(unicodedata.normalize("NFC", _HEAPED.sub(_thinned, seen)))


def _thinned(heap: re.Match[str]) -> str:
    runs = ("".join(run) for _, run in itertools.groupby(heap[0], lambda char: unicodedata.combining(char) > 0))
    return "".join(
        run[:_MOST_ACCENTS] if len(run) >= _ABSURD and unicodedata.combining(run[0]) else run for run in runs
    )


def paginate(pages: Iterable[str], warnings: tuple[str, ...] = ()) -> Extraction:
    """One text of many pages, each cleaned and ended by a line end, with their spans."""
    texts, spans, start = [], [], 0
    for page in pages:
        text = clean(page).rstrip("\n") + "\n"
        texts.append(text)
        spans.append(Span(start, start + len(text)))
        start += len(text)
    return Extraction("".join(texts), tuple(spans), warnings=warnings)

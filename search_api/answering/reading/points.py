"""The points of a passage: what is shown whole, since a sentence out of it says too little or something else.

A point is an item of a list (a numbered decision, a yrkande), what a fact of the paper is stated by, a row of a table,
a heading, or else a paragraph.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from corpus.models import Span
from indexer import tables
from search_api.answering.reading.features import is_heading

# A longer paragraph is parted between its sentences, in characters.
LONGEST = 500
_ITEM = re.compile(r"\s*(?:[-•–*]|\d{1,2}[.)]|[a-z]\))\s")
_BLANK = re.compile(r"\n[ \t]*\n")
# A line that is shorter than so much of the widest one, and ends a sentence, ends a paragraph.
_FULL = 0.75


@lru_cache(maxsize=4_096)
def of(text: str, sentences: Sequence[Span], stated: Sequence[Span]) -> tuple[range, ...]:
    """The points of a passage, in order, each as the numbers of its `sentences`.

    `stated` are the stretches of `text` that state a fact each.
    """
    width = max((len(line) for line in text.split("\n")), default=0)
    found: list[range] = []
    first = 0
    for number in range(1, len(sentences) + 1):
        if (
            number == len(sentences)
            or _parted(text, sentences, stated, number, width)
            or (sentences[number].end - sentences[first].start > LONGEST)
        ):
            found.append(range(first, number))
            first = number
    return tuple(found)


def _parted(text: str, sentences: Sequence[Span], stated: Sequence[Span], number: int, width: int) -> bool:
    """Whether the sentence of this `number` and the one before it are of two points."""
    before, span = sentences[number - 1], sentences[number]
    one, other = text[before.start : before.end], text[span.start : span.end]
    if one.endswith(":") and not is_heading(one):  # what it leads in says it
        return False
    if _alone(one) or _alone(other) or _ITEM.match(other) or _fact_at(stated, before) != _fact_at(stated, span):
        return True
    between = text[before.end : span.start]
    if _BLANK.search(between):
        return True
    last_line = text.rfind("\n", 0, before.end) + 1
    return "\n" in between and before.end - last_line < _FULL * width


def _alone(sentence: str) -> bool:
    return tables.is_row(sentence) or is_heading(sentence)


def _fact_at(stated: Sequence[Span], span: Span) -> int | None:
    """The number of the first fact that the sentence at `span` states at least half of itself in."""
    least = (span.end - span.start) / 2
    shared = (min(fact.end, span.end) - max(fact.start, span.start) for fact in stated)
    return next((number for number, both in enumerate(shared) if both >= least), None)

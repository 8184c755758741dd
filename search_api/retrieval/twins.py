"""Twin texts: the same § in minutes and in an extract, the same memo filed twice."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from corpus.catalogue.records import Found

# Shorter texts are alike by nature ("Ärendet bordläggs."): they are twins only as the same § of one meeting.
LEAST_WORDS = 40
SHINGLE = 5
ALIKE = 0.85
_WORD = re.compile(r"\w+")


def collapse(found: Sequence[Found]) -> dict[str, list[Found]]:
    """For each passage that stands first of its kind the later ones that say the same, by its id, in order."""
    groups: dict[str, list[Found]] = {}
    firsts: list[Found] = []
    for one in found:
        first = next((other for other in firsts if _twins(other, one)), None)
        if first is None:
            firsts.append(one)
            groups[one.passage.id] = []
        else:
            groups[first.passage.id].append(one)
    return groups


def _twins(one: Found, other: Found) -> bool:
    """Whether two passages of different papers have the same words, nearly all in the same order."""
    if one.entry.id == other.entry.id:
        return False
    mine, yours = _shingles(one.text), _shingles(other.text)
    # Two § of the same wording are two decisions, however long.
    sections = one.passage.paragraph is not None and other.passage.paragraph is not None
    short = min(len(mine), len(yours)) + SHINGLE <= LEAST_WORDS
    if (sections or short) and not _same_item(one, other):
        return False
    return len(mine & yours) >= ALIKE * max(len(mine), len(yours), 1)


def _same_item(one: Found, other: Found) -> bool:
    mine, yours = one.passage, other.passage
    return (
        mine.paragraph is not None
        and (mine.paragraph, mine.committee, mine.date) == (yours.paragraph, yours.committee, yours.date)
        and one.entry.organisation == other.entry.organisation
    )


@lru_cache(maxsize=2_048)
def _shingles(text: str) -> frozenset[tuple[str, ...]]:
    """The runs of `SHINGLE` words (Broder, "On the resemblance and containment of documents", 1997)."""
    words = _WORD.findall(text.casefold())
    return frozenset(tuple(words[place : place + SHINGLE]) for place in range(max(1, len(words) - SHINGLE + 1)))

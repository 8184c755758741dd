"""Which decisions no longer hold: what a later paper among those found says that it revokes or replaces."""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.catalogue.records import Found
from corpus.facts import Reference
from corpus.resolution import meant
from corpus.structure import references

_ENDS = re.compile(r"\b(?:upphäv\w*|upphör\w*|ersätt\w*|ersatt\w*)\b", re.IGNORECASE)
_PAST = re.compile(
    r"\b(?:19|20)\d\d\b|\b\w{2,}ades?\b|\b(?:gick|fick|blev|var|hade|ville|sade?|sa|gjorde|kom|låg|stod|skulle"
    r"|hände|did|was|were)\b"
)
# How far from the word that ends a decision its § may be named.
NEAR = 160


def is_of_the_past(question: str) -> bool:
    """Whether a question asks about what was: by a year, or a verb in the past tense."""
    return bool(_PAST.search(question.casefold()))


def replaced(found: Sequence[Found]) -> dict[str, Found]:
    """For each passage whose § a later one revokes or replaces, by its id, the passage that says so.

    Only what is `found` together is compared: what replaces a decision is about the same matter.
    """
    ended: dict[str, Found] = {}
    for later in found:
        for reference in _revoked(later):
            for one in found:
                if _is_meant(reference, one, later):
                    ended.setdefault(one.passage.id, later)
    return ended


def _revoked(found: Found) -> list[Reference]:
    """The § that a passage says no longer hold."""
    text = found.searched()
    verbs = [match.start() for match in _ENDS.finditer(text)]
    if not verbs:
        return []
    named = references.find(text, 0, len(text), found.passage.case_number, paragraph=found.passage.paragraph)
    return [
        one
        for one in named
        if one.paragraph and one.date and not one.law and any(_beside(text, one, verb) for verb in verbs)
    ]


def _beside(text: str, reference: Reference, verb: int) -> bool:
    first, last = min(reference.start, verb), max(reference.end, verb)
    return last - first <= NEAR and ". " not in text[first:last] and "\n\n" not in text[first:last]


def _is_meant(reference: Reference, one: Found, later: Found) -> bool:
    passage = one.passage
    return (
        passage.paragraph == reference.paragraph
        and passage.date == reference.date
        and passage.committee in meant(reference.committee, later.passage.committee)
        and one.entry.organisation == later.entry.organisation
    )

"""Which decisions no longer hold: what a later paper among those found says that it revokes or replaces."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from corpus.catalogue import Catalogue
from corpus.catalogue.records import Found
from corpus.facts import Reference
from corpus.resolution import meant
from corpus.structure.facts import references

# What ends a decision, in the tense that decisions are written in.
_ENDS = re.compile(
    r"(?<!inte )(?<!ej )\b(?:upphäv(?:er|s|as|a)|upphör|ersätt(?:er|s|as|a))\b(?!\s(?:inte|ej)\b)", re.IGNORECASE
)
_PAST = re.compile(
    r"\b(?:19|20)\d\d\b|\b\w{2,}ades?\b|\b(?:gick|fick|blev|var|hade|ville|sade?|sa|gjorde|kom|låg|stod|skulle"
    r"|hände|did|was|were)\b"
)
# How far from the word that ends a decision its § may be named.
NEAR = 160


def is_of_the_past(question: str) -> bool:
    """Whether a question asks about what was: by a year, or a verb in the past tense."""
    return bool(_PAST.search(question.casefold()))


def replaced(found: Sequence[Found], catalogue: Catalogue) -> dict[str, Found]:
    """For each passage whose § a later one revokes or replaces, by its id, the passage that decides so.

    Only what is `found` together is compared: what replaces a decision is about the same matter. What a motion wants,
    a memo tells or a board proposes ends nothing.
    """
    named = [(one, _revoked(one.text, one.passage.case_number, one.passage.paragraph)) for one in found]
    revoking = [(later, ends) for later, ends in named if ends]
    places = [(later.entry.id, later.passage.start, later.passage.end) for later, _ in revoking]
    decided = catalogue.matters.decided_in(places) if places else []
    ended: dict[str, Found] = {}
    for later, ends in revoking:
        at = later.passage.start
        for reference in ends:
            if not any(
                document_id == later.entry.id and start <= at + reference.start < end
                for document_id, start, end in decided
            ):
                continue
            for one in found:
                if _is_meant(reference, one, later):
                    ended.setdefault(one.passage.id, later)
    return ended


@lru_cache(maxsize=2_048)
def _revoked(text: str, case_number: str | None, paragraph: str | None) -> tuple[Reference, ...]:
    """The § beside the words of a passage that end something; it is of the case and § given."""
    verbs = [match.start() for match in _ENDS.finditer(text)]
    if not verbs:
        return ()
    named = references.cited_in(text, 0, len(text), case_number, paragraph=paragraph)
    return tuple(
        one
        for one in named
        if one.paragraph and one.date and not one.law and any(_beside(text, one, verb) for verb in verbs)
    )


def _beside(text: str, reference: Reference, verb: int) -> bool:
    first, last = min(reference.start, verb), max(reference.end, verb)
    return last - first <= NEAR and ". " not in text[first:last] and "\n\n" not in text[first:last]


def _is_meant(reference: Reference, one: Found, later: Found) -> bool:
    passage = one.passage
    return (
        passage.paragraph == reference.paragraph
        and passage.date == reference.date
        and later.passage.date is not None
        and reference.date is not None
        and reference.date <= later.passage.date
        and passage.committee in meant(reference.committee, later.passage.committee)
        and one.entry.organisation == later.entry.organisation
        and (one.entry.id, one.passage.paragraph) != (later.entry.id, later.passage.paragraph)
    )

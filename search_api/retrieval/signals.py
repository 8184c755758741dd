"""What speaks for a passage as a hit: the numbers that `ranking` weighs."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from corpus.catalogue.records import Entry, Found, PassageKey, Scope
from corpus.swedish import days
from indexer import language
from indexer.fusion import Candidate
from search_api.query import Interpretation
from search_api.retrieval.asked import Asked

# In this order in WEIGHTS of `ranking`; what each is called where a hit is explained.
NAMES = {
    "meaning": "betydelse",
    "words": "ord (BM25)",
    "period": "i den period som frågan nämner",
    "body": "av det organ som frågan nämner",
    "organisation": "hos den organisation som frågan nämner",
    "kind": "av den typ som frågan nämner",
    "heading": "frågans ord i rubriken",
    "text": "frågans ord i texten",
    "either": "frågans ord i rubrik eller text",
    "names": "alla namn i frågan",
    "tabled": "bara bordlagt där",
    "newest": "nyast",
}
# The signals that need no text.
EARLY = 6
# Nothing is settled where a matter is only put off; who asks about that says so.
_TABLED = re.compile(r"\bbordlägg(?:s|a|er)\b")
_ASKS_TABLED = re.compile(
    r"bordl|skj(?:uts|öts|utit)|sköts|uppskj|postpone|följ\b|\bsteg|\bturer|vändor|ärendegång|behandl|historik|gånger"
)


@dataclass(frozen=True, slots=True)
class Era:
    """The first and last date of what is ranked: what is newest among it."""

    first: dt.date
    last: dt.date

    @classmethod
    def of(cls, found: Iterable[Found]) -> Era:
        """The era of some passages; undated ones count for nothing."""
        days = [one.entry.date for one in found if one.entry.date]
        return cls(min(days, default=dt.date.min), max(days, default=dt.date.min))

    def recency(self, day: dt.date | None) -> float:
        """0 for the oldest or undated, 1 for the newest."""
        span = (self.last - self.first).days
        return (day - self.first).days / span if day and span else 0.0


def preferred(candidate: Candidate, within: Scope, key: PassageKey) -> list[float]:
    """The signals that need no text."""
    dated = within.date_from is not None or within.date_to is not None
    return [
        candidate.meaning,
        candidate.words,
        float(dated and is_within(key.date, within)),
        float(key.committee in within.committee),
        float(key.organisation in within.organisation),
        float(key.kind in within.kind),
    ]


def textual(asked: Asked, found: Found, read: Interpretation, era: Era) -> list[float]:
    """The signals of a passage's own text and head."""
    heading, text, head = heading_terms(found), text_terms(found), head_terms(found.entry)
    return [
        asked.share(heading),
        asked.share(text),
        asked.share(heading | text),
        float(asked.names_in(heading | text | head)),
        float(is_tabled(read.words, found.text)),
        era.recency(found.entry.date) if read.newest else 0.0,
    ]


def is_tabled(question: str, text: str) -> bool:
    """Whether `text` puts a matter off, and the question does not ask about that."""
    return bool(_TABLED.search(text)) and not _ASKS_TABLED.search(question.casefold())


@lru_cache(maxsize=8_192)
def text_terms(found: Found) -> frozenset[str]:
    """The terms of a passage."""
    return frozenset(language.terms(found.searched()))


@lru_cache(maxsize=8_192)
def heading_terms(found: Found) -> frozenset[str]:
    """The terms of a passage's heading and its document's title."""
    return frozenset(language.terms(f"{found.passage.heading} {found.entry.title}"))


@lru_cache(maxsize=4_096)
def head_terms(entry: Entry) -> frozenset[str]:
    """The terms of what stands in a paper's head."""
    day = days.written(entry.date) if entry.date else ""
    return frozenset(language.terms(" ".join(filter(None, (entry.organisation, entry.committee, entry.kind, day)))))


def is_within(day: dt.date | None, within: Scope) -> bool:
    """Whether a day is of the period that a scope names; any day is of none."""
    return (
        day is not None
        and (within.date_from is None or day >= within.date_from)
        and (within.date_to is None or day <= within.date_to)
    )

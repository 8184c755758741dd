"""What speaks for and against a sentence as the answer to a question: the numbers that `extractive` weighs."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Self

from corpus.catalogue.records import Found
from corpus.models import PartName, Span
from corpus.structure.outline import parts
from corpus.swedish import tables
from indexer import language
from indexer.generation import Nearness
from search_api.answering.reading import expectation
from search_api.answering.reading.expectation import Aim, Expectation
from search_api.retrieval import signals
from search_api.retrieval.asked import Asked
from search_api.standing import LEAST_SHARED, Standing

NAMES = (
    "carried",  # share of the question's terms, by rarity, in the sentence
    "around",  # and in its passage, heading and head
    "residual",  # share of the terms that heading and head do not say
    "before",  # share of the terms in the sentence before
    "numbers",  # share of the question's numbers that heading and date do not say
    "nearness",  # cosine of sentence and question
    "beside",  # the greater cosine of the sentences before and after
    "off",  # how much further off its passage is than the nearest read, as cosines
    "sure",  # how surely its passage answers at all, in logits
    "behind",  # how much worse its passage ranks than the best
    "first",  # 1 / the passage's rank
    "held",  # share of the things asked for that it has
    "lacking",  # has none of the things asked for
    "counted",  # has a number of what is to be counted
    "decision",  # is a decision
    "decided",  # is a decision, and the question asks for one
    "asked_part",  # stands in a part that such questions ask for
    "voiced",  # is someone's yrkande
    "tabled",  # puts the matter off, and the question does not ask about that
    "identity",  # is a heading, and the question asks what a case is called
    "heading",  # is a heading, and the question does not
    "short",  # under five words
    "row",  # is a row of a table
)
_NUMBER = re.compile(r"\d+")
_BEFORE_COUNTED = re.compile(
    rf"(?:\d|\b(?:ett|{tables.alternatives(tables.ONES[1:13])}))\b[\w .,-]{{0,15}}$", re.IGNORECASE
)
# "Antalet båtdygn var 8 260."
_AFTER_COUNTED = re.compile(r"[\w ,-]{0,20}?(?:var|är|blev|uppgår till|:|–)\s\d")
_WORD = re.compile(r"[^\W\d_]+")
_ITEM = re.compile(r"\s*(?:[-•–*]|\d+[.)])\s")
SHORT = 5
# No certainty, and no doubt, counts for more than this one.
_LEAST = 1e-4
LONG_LABEL = 25


@dataclass(frozen=True, slots=True)
class Read:
    """A passage as it is read for an answer.

    `rank` is from 0, `behind` its score less the best passage's; `sentences` are the places of its sentences in its
    text, `near` how near they are to the question, and `facts` what it states. `around` is what of `asked` it says.
    """

    found: Found
    rank: int
    behind: float
    sentences: Sequence[Span]
    near: Nearness
    facts: Sequence[Standing]
    around: Around


@dataclass(frozen=True, slots=True)
class Around:
    """How much of a question a passage says with its heading and head, and what heading and head leave of it."""

    share: float
    left: Asked
    numbers: frozenset[str]

    @classmethod
    def of(cls, asked: Asked, found: Found) -> Self:
        """What the passage `found` says of what is `asked`."""
        said = signals.heading_terms(found) | signals.head_terms(found.entry)
        share = asked.share(said | signals.text_terms(found))
        return cls(share, asked.without(said), asked.numbers - _numbers_said(found))


def of(question: str, asked: Asked, wanted: Expectation, read: Read, number: int) -> list[float]:
    """The features `NAMES` of the sentence of a `number`, from 0, of a passage."""
    found, span = read.found, read.sentences[number]
    before = read.sentences[number - 1] if number else None
    beside = [float(read.near.cosines[n]) for n in (number - 1, number + 1) if 0 <= n < len(read.sentences)]
    text = found.searched(span.start, span.end)
    own = _terms(text)
    at = found.passage.start
    states = {fact.part for fact in read.facts if fact.shared(at + span.start, at + span.end) >= LEAST_SHARED}
    stands_in = states or _under(found, span)
    held = sum(expectation.has(thing, text) for thing in wanted.things)
    decision = PartName.DECISION in stands_in
    numbers = read.around.numbers
    is_label = is_heading(text)
    return [
        asked.share(own),
        read.around.share,
        read.around.left.share(own),
        asked.share(_terms(found.text[before.start : before.end])) if before else 0.0,
        len(numbers.intersection(_NUMBER.findall(text))) / len(numbers) if numbers else 0.0,
        float(read.near.cosines[number]),
        max(beside, default=0.0),
        -read.near.behind,
        _sure(read.near),
        read.behind,
        1.0 / (1 + read.rank),
        held / len(wanted.things) if wanted.things else 0.0,
        float(bool(wanted.things) and not held),
        float(wanted.counted is not None and _counts(wanted.counted, text)),
        float(decision),
        float(decision and wanted.aim in (Aim.DECISION, Aim.YES_NO)),
        float(bool(wanted.parts & stands_in)),
        float(PartName.MOTIONS in states),
        float(signals.is_tabled(question, text)),
        float(is_label and wanted.aim is Aim.REFERENCE),
        float(is_label and wanted.aim is not Aim.REFERENCE),
        float(len(text.split()) < SHORT),
        float("|" in text),
    ]


def is_heading(text: str) -> bool:
    """Whether a sentence is a heading or a label: without a stop and no item of a list, or a few words and a colon."""
    bare, words = text.strip("*_# "), len(text.split())
    if "|" in bare:
        return False
    if bare.startswith("§") or (bare.endswith(":") and words <= SHORT):
        return True
    return not bare.endswith((".", "!", "?", ":", ")")) and words < LONG_LABEL and not _ITEM.match(text)


@lru_cache(maxsize=32_768)
def _terms(sentence: str) -> frozenset[str]:
    return frozenset(language.terms(sentence))


def _under(found: Found, span: Span) -> set[PartName]:
    """The part that a sentence which states nothing stands under."""
    under = _part_at(found, span.start)
    # What stands under Beslut and is no decision is about the vote, or what follows.
    return {under} if under and under is not PartName.DECISION else set()


def _sure(near: Nearness) -> float:
    """The logit of the certainty that a passage answers; 0 where nobody judged it."""
    if near.certainty is None:
        return 0.0
    return math.log(max(near.certainty, _LEAST) / max(1 - near.certainty, _LEAST))


@lru_cache(maxsize=4_096)
def _parts_in(text: str) -> tuple[tuple[int, PartName], ...]:
    found, place = [], 0
    for line in text.split("\n"):
        if name := parts.named(line):
            found.append((place, name))
        place += len(line) + 1
    return tuple(found)


def _part_at(found: Found, offset: int) -> PartName | None:
    """The part that the sentence at `offset` of a passage stands in: several short parts can share a passage."""
    named = _parts_in(found.text)
    inside = [name for place, name in named if place <= offset]
    if inside:
        return inside[-1]
    return PartName(found.passage.part) if found.passage.part and not named else None


def _numbers_said(found: Found) -> frozenset[str]:
    day = found.entry.date.isoformat() if found.entry.date else ""
    return frozenset(_NUMBER.findall(f"{found.passage.heading} {day}"))


def _counts(counted: str, text: str) -> bool:
    """Whether `text` has a number of what `counted` names."""
    wanted = set(language.terms(counted))
    places = [word for word in _WORD.finditer(text) if not wanted.isdisjoint(language.terms(word.group()))]
    return any(
        _BEFORE_COUNTED.search(text, 0, word.start()) or _AFTER_COUNTED.match(text, word.end()) for word in places
    )

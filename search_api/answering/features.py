"""What speaks for and against a sentence as the answer to a question: the numbers that `extractive` weighs."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from corpus.catalogue.records import Entry, Found
from corpus.models import PartName, Span
from corpus.structure import days, parts
from indexer import language

NAMES = (
    "carried",  # share of the question's terms, by rarity, in the sentence
    "around",  # and in its passage and heading
    "nearness",  # cosine of sentence and question
    "rank",  # 1 / the passage's rank
    "score",  # the passage's score beside the best passage's
    "exact",  # the question named this § or case
    "decision",  # stands under Beslut
    "asked_part",  # stands in a part that such questions ask for
    "wanting",  # asks for a sum, number, date or name, and has none
    "identity",  # is a heading, and the question asks for one
    "short",  # under five words
    "row",  # is a row of a table
)

_ASKED_PARTS: tuple[tuple[re.Pattern[str], tuple[PartName, ...]], ...] = (
    (
        re.compile(r"\b(?:beslut\w*|bifall\w*|biföll|avslog\w*|avslag\w*|anta\w*|godkän\w*|hur gick)\b"),
        (PartName.DECISION,),
    ),
    (re.compile(r"\b(?:yrka\w*|ville|vem föreslog|vilka föreslog)\b"), (PartName.MOTIONS,)),
    (
        re.compile(r"\b(?:varför|motiv\w*|skäl\w*|anledning\w*|orsak\w*)\b"),
        (PartName.RESERVATION, PartName.ASSESSMENT, PartName.NOTE, PartName.MATTER),
    ),
    (re.compile(r"\b(?:reserverade|reservation\w*)\b"), (PartName.RESERVATION,)),
    (re.compile(r"\b(?:röst\w*|votering\w*|omröstning\w*)\b"), (PartName.VOTE, PartName.ORDER)),
    (re.compile(r"\bjäv\w*\b"), (PartName.CONFLICT,)),
    (re.compile(r"\b(?:närvar\w*|deltog|tjänstgjorde)\b"), (PartName.ATTENDANCE,)),
)
# A question of one of these kinds wants a sentence that has what stands beside it.
_WANTED: tuple[tuple[re.Pattern[str], re.Pattern[str]], ...] = (
    (
        re.compile(r"hur mycket|kosta|belopp|summa|avgift|pris|how much|anslag|bidrag|hur stort|hyra|lån"),
        re.compile(
            r"\d[\d\s.,]*\s*(?:kr\b|kronor|[mt]?kr\b|mnkr|msek|miljon|miljard|md?kr|procent|%|euro|prisbasbelopp)",
            re.IGNORECASE,
        ),
    ),
    (re.compile(r"hur många|antal|how many|hur (?:lång|hög|stor|ofta)|vilket år"), re.compile(r"\d")),
    (
        re.compile(r"\bnär\b|vilket datum|vilken dag|\bwhen\b|senast"),
        re.compile(r"\b(?:19|20)\d\d\b|\b\d{1,2} (?:jan|feb|mar|apr|maj|jun|jul|aug|sep|okt|nov|dec)"),
    ),
    (
        re.compile(r"\bvem|vilka|vilken ledamot|\bwho|deltog|ingår|parti"),
        re.compile(r"\b[A-ZÅÄÖ][a-zåäöé]+(?:[- ][A-ZÅÄÖ][a-zåäöé]+)+|\([A-ZÅÄÖ]{1,3}\)"),
    ),
)
# Words of asking, not of what is asked for.
_ASKING = frozenset(
    language.stem(word)
    for word in (
        "beslut beslutades beslutade gäller handlar hände gick blev ärende ärendet fick gjorde säger sa stå står "
        "berätta finns antal mycket stor stort länge gång gånger person personer sak saken ställning paragraf "
        "protokoll dnr diarienummer ärendenr ärendenummer"
    ).split()
)
# Asks what a case is called or numbered: a heading is the answer.
_IDENTITY = re.compile(
    r"\bdnr\b|diarien|ärendenr|ärendenummer|vilket ärende|vilken paragraf|which item|case number"
    r"|(?:vad|vilket).{0,40}(?:§|paragraf)|vad (?:gäller|rör|handlar)"
)
_ITEM = re.compile(r"\s*(?:[-•–*]|\d+[.)])\s")
SHORT = 5
LONG_LABEL = 25

Matrix = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Asked:
    """A question taken apart.

    Its telling terms with their rarity, the names that it says, the parts and things that it wants, and whether it asks
    what a case is called or numbered.
    """

    terms: dict[str, float]
    names: frozenset[str]
    parts: frozenset[PartName]
    wanted: tuple[re.Pattern[str], ...]
    identity: bool


def asked(question: str) -> Asked:
    """Take a question apart."""
    folded = question.casefold()
    return Asked(
        terms={
            term: language.rarity(term)
            for term in language.terms(question)
            if term not in _ASKING and not term.startswith(("§", "dnr:"))
        },
        names=frozenset(_names(question)),
        parts=frozenset(part for pattern, wanted in _ASKED_PARTS if pattern.search(folded) for part in wanted),
        wanted=tuple(thing for pattern, thing in _WANTED if pattern.search(folded)),
        identity=bool(_IDENTITY.search(folded)),
    )


def _names(question: str) -> list[str]:
    """The stems of the words that a question writes with a capital inside a sentence: places, people, companies."""
    found = []
    for match in re.finditer(r"[^\W\d_]+", question):
        word = match.group()
        before = question[: match.start()].rstrip(" \"”'(")
        if before and before[-1] not in ".?!:" and word[0].isupper() and not word.isupper():
            folded = language.normalise(word)
            if folded not in days.MONTHS and folded not in language.STOPWORDS:
                found.append(language.stem(folded))
    return found


def knows_names(question: Asked, found: Found) -> bool:
    """Whether a passage, with its document's head, says all the names that the question says, in whatever form."""
    known = _surroundings(found)
    return all(any(_same_name(name, term) for term in known) for name in question.names)


def _same_name(name: str, term: str) -> bool:
    # "Hamnskärs" and "Hamnskär", "Lindsalaskolan" and "Lindsala": stems of names differ by their endings.
    return name == term or (min(len(name), len(term)) > 4 and (term.startswith(name) or name.startswith(term)))


def of(question: Asked, found: Found, span: Span, nearness: float, rank: int, score: float, exact: bool) -> list[float]:
    """The features `NAMES` of the sentence at `span` of a passage; `rank` from 0, `score` 0 to 1."""
    text = found.searched(span.start, span.end)
    own = set(language.terms(text))
    around = _surroundings(found)
    total = sum(question.terms.values()) or 1.0
    part = _part_at(found, span.start)
    words = text.split()
    row = "|" in text
    return [
        sum(rarity for term, rarity in question.terms.items() if term in own) / total,
        sum(rarity for term, rarity in question.terms.items() if term in around) / total,
        nearness,
        1.0 / (1 + rank),
        score,
        float(exact),
        float(part is PartName.DECISION),
        float(part in question.parts),
        float(bool(question.wanted) and not any(thing.search(text) for thing in question.wanted)),
        float(question.identity and is_heading(text)),
        float(len(words) < SHORT),
        float(row),
    ]


def is_heading(text: str) -> bool:
    """Whether a sentence is a heading or a label: without a stop and no item of a list, or a few words and a colon."""
    bare, words = text.strip("*_# "), len(text.split())
    if "|" in bare:
        return False
    if bare.startswith("§") or (bare.endswith(":") and words <= SHORT):
        return True
    return not bare.endswith((".", "!", "?", ":", ")")) and words < LONG_LABEL and not _ITEM.match(text)


@lru_cache(maxsize=4_096)
def _surroundings(found: Found) -> frozenset[str]:
    """The terms of a passage, its heading and its document's head."""
    return frozenset(language.terms(f"{found.searched()} {found.passage.heading} {_head(found.entry)}"))


def _head(entry: Entry) -> str:
    day = days.written(entry.date) if entry.date else ""
    return " ".join(filter(None, (entry.organisation, entry.committee, entry.kind, entry.title, day)))


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
    inside = [name for place, name in _parts_in(found.text) if place <= offset]
    if inside:
        return inside[-1]
    return PartName(found.passage.part) if found.passage.part and not _parts_in(found.text) else None

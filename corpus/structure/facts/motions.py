"""Yrkanden, with those who make them and those who join, and how the chair puts them to the meeting."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from corpus import sieve
from corpus.facts import Proposition, Voiced
from corpus.models import PartName, Section
from corpus.structure import prose
from corpus.structure.facts import voices
from corpus.structure.lines import Line
from corpus.structure.prose import Block

# Where a yrkande may stand; elsewhere the word tells of an earlier meeting or of what was not decided.
_PLACES = frozenset({PartName.MOTIONS, PartName.ORDER, PartName.VOTE, PartName.MATTER})
_MOVES = sieve.compile(r"\b(?:yrkar|yrkade|yrka)\b", re.IGNORECASE)
# What else it may be called under the heading Yrkanden.
_ALSO = re.compile(
    r"\b(?:föreslår|föreslog|hemställer|hemställde|begär|begärde|tillstyrker|avstyrker|framställer|lämnar"
    r"|lägger (?:fram )?|framför|inkommer med|vill att|stöder|stödjer)\b",
    re.IGNORECASE,
)
_JOINS = sieve.compile(
    r"\b(?:instämmer|instämde|ansluter sig|anslöt sig|biträder|biträdde|förenar sig)\b", re.IGNORECASE
)
_ITEM = re.compile(r"(?P<who>[^:.]{3,600}?):\s*")
_LISTED = re.compile(r"(?P<what>(?:bifall|avslag|återremiss|bordläggning)[^:]{0,200}):\s*(?P<who>.+)", re.IGNORECASE)
_SELF = re.compile(r"\W*(?:han|hon|hen|de|ledamoten)\b", re.IGNORECASE)
# "I andra hand yrkar Anna Ek (S) att …": those who follow the verb, and no further.
_AFTER = re.compile(
    r"\s*(?P<who>[^.:;]{3,200}?\)(?:(?:,| och| samt| och [A-ZÅÄÖ]\S+)[^.:;()]{3,60}?\([^()]{1,20}\)){0,12})"
)
_CHAIR = re.compile(
    r"\bordförande[n]?\b[^.]{0,60}?\b(?:ställer|ställde|frågar|frågade|finner|fann|prövar|prövade|konstaterar|föreslår"
    r"|tar upp|lägger|antecknar|meddelar|redogör|förklarar|tar)\b|\bproposition(?:er|en|s\w+)?\b|\bställs\b"
    r"|voteringsproposition|\b(?:ja|nej)-röst\b|\bröstar (?:ja|nej)\b|\b(?:motförslag|huvudförslag|huvudvotering)\w*\b",
    re.IGNORECASE,
)
_CHAIRS = re.compile(r"ordförande[n]? (?:ställ|fann|finn|fråg|pröv|konstater|föresl)", re.IGNORECASE)
_PUTS = sieve.compile(r"\bordförande[n]? (?:ställer|ställde|finner|fann|frågar|frågade|prövar)\b", re.IGNORECASE)
_TALLY = sieve.compile(r"\d\s+(?:ja|nej)\b", re.IGNORECASE)


def find(rows: Sequence[Line], section: Section) -> tuple[Voiced, ...]:
    """The yrkanden of `section`, whose lines outside furniture are `rows`, in order.

    Each spans its sentence or item, along with the att-satser it lists and the sentence of those who join it.
    """
    wide = prose.width(rows)
    found: list[Voiced] = []
    for name, lines in _parts(rows, section):
        headed = name is PartName.MOTIONS
        if headed or any("yrka" in line.text for line in lines):
            found += _moved(list(prose.blocks(lines, wide)), headed)
    return tuple(found)


def put(rows: Sequence[Line], section: Section) -> tuple[Proposition, ...]:
    """How the chair puts the question: the sentences of the proposition order and of what a vote is about."""
    wide = prose.width(rows)
    found = []
    for name, lines in _parts(rows, section):
        headed = name in (PartName.ORDER, PartName.VOTE)
        pattern = _CHAIR if headed else _PUTS
        for block in prose.blocks(lines, wide) if headed or any("rdförande" in line.text for line in lines) else ():
            text = block.prose.text
            for start, end in prose.sentences(text):
                if pattern.search(text, start, end) and not _TALLY.search(text, start, end):
                    found.append(Proposition(*block.prose.span(start, end)))
    return tuple(found)


def _parts(rows: Sequence[Line], section: Section) -> Iterator[tuple[PartName | None, Sequence[Line]]]:
    yield None, prose.loose(rows, section)
    for part in section.parts:
        if part.name in _PLACES:
            yield part.name, prose.body(rows, part)


def _moved(blocks: Sequence[Block], headed: bool) -> list[Voiced]:
    """The yrkanden of a part; `headed` where its heading says that they are ones."""
    found: list[Voiced] = []
    near = False  # whether the last yrkande ended just above, so that items may be its att-satser
    for block in blocks:
        text = block.prose.text
        if near and block.kind and not voices.who(_subject(block.text)):
            found[-1] = Voiced(found[-1].start, block.span()[1], found[-1].who)
            continue
        for start, end in prose.sentences(text[block.body :]):
            start, end = start + block.body, end + block.body
            sentence = text[start:end]
            who = _who(sentence, headed)
            place = block.prose.span(start, end)
            joins = found and who is not None and _JOINS.search(sentence) and not _MOVES.search(sentence)
            if who is None or not (who or (near and _SELF.match(sentence))):
                near = False
            elif joins and (near or headed):
                found[-1] = Voiced(found[-1].start, place[1], tuple(dict.fromkeys((*found[-1].who, *who))))
            elif not joins:
                found.append(Voiced(*place, who or found[-1].who))
                near = True
    return found


def _subject(text: str) -> str:
    match = _MOVES.search(text) or _ALSO.search(text) or _ITEM.match(text)
    return text[: match.end()] if match else ""


def _who(sentence: str, headed: bool) -> tuple[str, ...] | None:
    """Who makes the yrkande that `sentence` is; empty where it names nobody, None where it is no yrkande."""
    verb = _MOVES.search(sentence) or (headed and _ALSO.search(sentence)) or None
    joins = _JOINS.search(sentence)
    if verb and verb.re is _ALSO and _CHAIRS.match(sentence):
        return None
    if verb and (not joins or verb.start() < joins.start() or verb.re is not _ALSO):
        who = voices.who(sentence[: verb.start()].rstrip(" ,"))
        if not who and (after := _AFTER.match(sentence, verb.end())):
            who = voices.who(after["who"])
        supports = re.search(r"\bmed instämmande (?:av|från)\b", sentence[verb.end() :], re.IGNORECASE)
        if supports:
            who += voices.who(sentence[verb.end() + supports.end() :])
        return tuple(dict.fromkeys(who))
    if joins:
        return voices.who(sentence[: joins.start()].rstrip())
    if not headed:
        return None
    listed = _LISTED.fullmatch(sentence)
    if listed:
        return voices.who(listed["who"].rstrip(" .")) or None
    item = _ITEM.match(sentence)
    return (voices.who(item["who"]) if item else voices.alone(sentence)) or None

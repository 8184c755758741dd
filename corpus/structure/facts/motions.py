"""Yrkanden, with those who make them and those who join, and how the chair puts them to the meeting."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from corpus import sieve
from corpus.facts import Motion, Proposition
from corpus.models import PartName
from corpus.structure import prose
from corpus.structure.facts import voices
from corpus.structure.node import Node
from corpus.structure.prose import Block

# No more characters name those who move something in the middle of a sentence.
LONGEST_SUBJECT = 300
# Where a yrkande may stand, if only below what the heading names; elsewhere the word tells of an earlier meeting or of
# somebody's opinion.
_PLACES = frozenset(
    {None, PartName.MOTIONS, PartName.ORDER, PartName.VOTE, PartName.MATTER, PartName.DECISION, PartName.PROPOSAL}
)
_PUT_IN = _PLACES - {PartName.DECISION, PartName.PROPOSAL}
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
# What a member proposes in running text, elsewhere than under such a heading: a member's name, and what is to be done.
_PROPOSES = re.compile(
    r"\b(?:föreslår|föreslog|hemställer|hemställde)(?= att\b|,| (?:bifall|avslag|återremiss|bordläggning)\b)",
    re.IGNORECASE,
)
_IN_WRITING = re.compile(r"motion|medborgarförslag|interpellation|skrivelse|\bi (?:en|ett|sin|sitt)\b", re.IGNORECASE)
# Another in the same sentence: "…, och Bo Ek (M) yrkar avslag", "… medan S yrkar bifall".
_NEXT = re.compile(r"(?:,|;| och| samt| medan)\s(?=[A-ZÅÄÖ])")
_SUPPORTED = re.compile(r"\b(?:med instämmande|understöd\w+|biträd\w+) (?:av|från)\b", re.IGNORECASE)
_ITEM = re.compile(r"(?P<who>[^:.|]{3,600}?)(?::|\s\|)\s*")
_LISTED = re.compile(
    r"(?P<what>(?:bifall|avslag|återremiss|bordläggning)[^:|]{0,200})(?::|\s\|)\s*(?P<who>.+)", re.IGNORECASE
)
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


def find(node: Node) -> tuple[Motion, ...]:
    """The yrkanden of `node`, in order.

    Each spans its sentence or item, along with the att-satser it lists and the sentence of those who join it.
    """
    wide = node.width
    found: list[Motion] = []
    for name, lines in node.stretches(_PLACES):
        headed = name is PartName.MOTIONS
        if headed or any("yrka" in line.text or _PROPOSES.search(line.text) for line in lines):
            blocks = list(prose.blocks(lines, wide))
            moved = _moved(blocks, headed, node.section.heading)
            if headed and blocks and not moved:  # "Socialdemokraternas yrkande" over what it asks for
                who = voices.who(_over(node, lines[0].start))
                moved = [Motion(blocks[0].span()[0], blocks[-1].span()[1], who)] if who else []
            found += moved
    return tuple(found)


def _over(node: Node, place: int) -> str:
    """The last line of words above a place."""
    at = bisect_left(node.rows, place, key=lambda row: row.start) - 1
    while at > 0 and not node.rows[at].text:
        at -= 1
    return node.rows[at].text if at >= 0 else ""


def put(node: Node) -> tuple[Proposition, ...]:
    """How the chair puts the question: the sentences of the proposition order and of what a vote is about."""
    wide = node.width
    found = []
    for name, lines in node.stretches(_PUT_IN):
        headed = name in (PartName.ORDER, PartName.VOTE)
        pattern = _CHAIR if headed else _PUTS
        for block in prose.blocks(lines, wide) if headed or any("rdförande" in line.text for line in lines) else ():
            text = block.prose.text
            for start, end in prose.sentences(text):
                if pattern.search(text, start, end) and not _TALLY.search(text, start, end):
                    found.append(Proposition(*block.prose.span(start, end)))
    return tuple(found)


def _moved(blocks: Sequence[Block], headed: bool, heading: str) -> list[Motion]:
    """The yrkanden of a part; `headed` where its heading says that they are ones, `heading` is that of the §."""
    found: list[Motion] = []
    near = False  # whether the last yrkande ended just above, so that items may be its att-satser
    for block in blocks:
        text = block.prose.text
        if near and block.kind and not voices.who(_subject(block.text)):
            found[-1] = Motion(found[-1].start, block.span()[1], found[-1].who)
            continue
        for start, end in _clauses(text, block.body):
            sentence = text[start:end]
            who = _who(sentence, headed)
            if who is None and not headed:
                who = _proposer(sentence, heading)
            place = block.prose.span(start, end)
            joins = found and who is not None and _JOINS.search(sentence) and not _MOVES.search(sentence)
            if who is None or not (who or (near and _SELF.match(sentence))):
                near = False
            elif joins and (near or headed):
                found[-1] = Motion(found[-1].start, place[1], tuple(dict.fromkeys((*found[-1].who, *who))))
            elif not joins:
                found.append(Motion(*place, who or found[-1].who))
                near = True
    return found


def _clauses(text: str, first: int) -> Iterator[tuple[int, int]]:
    """The sentences of `text` from `first` on; one in which several people each move something parted before each."""
    for start, end in prose.sentences(text[first:]):
        start, end = start + first, end + first
        verbs = [verb.start() for verb in _MOVES.finditer(text, start, end)]
        for cut in _NEXT.finditer(text, start, end) if len(verbs) > 1 else ():
            after = bisect_left(verbs, cut.end())
            if not start <= verbs[after - 1] < cut.start() or after == len(verbs):
                continue
            if verbs[after] - cut.end() <= LONGEST_SUBJECT and voices.alone(text[cut.end() : verbs[after]]):
                yield start, cut.start()
                start = cut.end()
        yield start, end


def _proposer(sentence: str, heading: str) -> tuple[str, ...] | None:
    """Who proposes something in running text; none who did it in the motion that the § with `heading` is about."""
    verb = _PROPOSES.search(sentence)
    if not verb or _IN_WRITING.search(sentence, 0, verb.start()) or _CHAIRS.match(sentence):
        return None
    who = voices.alone(sentence[: verb.start()].rstrip(" ,"))
    if not who or any(one.partition(" (")[0] in heading for one in who):
        return None
    return _supported(who, sentence, verb.end())


def _supported(who: tuple[str, ...], sentence: str, after: int) -> tuple[str, ...]:
    """Those who move something along with those whom `sentence` names as joining them, from `after` on."""
    supports = _SUPPORTED.search(sentence, after)
    return tuple(dict.fromkeys((*who, *(voices.who(sentence[supports.end() :].lstrip()) if supports else ()))))


def _subject(text: str) -> str:
    match = _MOVES.search(text) or _ALSO.search(text) or _ITEM.match(text)
    return text[: match.end()] if match else ""


def _who(sentence: str, headed: bool) -> tuple[str, ...] | None:
    """Who makes the yrkande that `sentence` is; empty where it names nobody, None where it is no yrkande."""
    moves = _MOVES.search(sentence)
    verb = moves or (headed and _ALSO.search(sentence)) or None
    joins = _JOINS.search(sentence)
    if verb and not moves and _CHAIRS.match(sentence):
        return None
    if verb and (not joins or verb.start() < joins.start() or moves):
        who = voices.who(sentence[: verb.start()].rstrip(" ,"))
        if not who and (after := _AFTER.match(sentence, verb.end())):
            who = voices.who(after["who"])
        return _supported(who, sentence, verb.end())
    if joins:
        return voices.who(sentence[: joins.start()].rstrip())
    if not headed:
        return None
    listed = _LISTED.fullmatch(sentence)
    if listed:
        return voices.who(listed["who"].rstrip(" .")) or None
    item = _ITEM.match(sentence)
    return (voices.who(item["who"]) if item else voices.alone(sentence)) or None

"""Reservations against a decision, and what is noted beside it: protokollsanteckning, särskilt yttrande."""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpus import sieve
from corpus.facts import Note, Reservation
from corpus.models import PartName
from corpus.structure import prose
from corpus.structure.facts import voices
from corpus.structure.node import Node
from corpus.structure.prose import Block

# Where a reservation of this meeting may stand, and where an earlier one may be told of in the past tense.
_PLACES = frozenset({None, PartName.RESERVATION, PartName.DECISION, PartName.ORDER, PartName.VOTE, PartName.MATTER,
                     PartName.CONFLICT, PartName.MOTIONS})  # fmt: skip
_MIXED = frozenset({PartName.MATTER, PartName.MOTIONS})
_NOW = (
    r"\b(?:reserverar (?:sig|oss|mig)"
    r"|(?:lämnar|inkommer med|anmäler|avger|ger in)(?: en| sin)?(?: skriftlig)? reservation)"
)
_RESERVES = sieve.compile(_NOW, re.IGNORECASE)
# In the running text of a § without parts, right after its decision: "Häremot reserverade sig Bo Berg."
_RESERVES_HERE = sieve.compile(rf"{_NOW}|\b(?:häremot|mot beslutet) reserverade sig", re.IGNORECASE)
_RESERVED = sieve.compile(
    rf"{_NOW}|\breserverade sig|\breservera(?:r|de)\b(?= mot)|\blämnade .{{0,20}}reservation", re.IGNORECASE
)
_FROM = re.compile(
    r"(?:skriftliga? )?reservation(?:er)?(?: \w+){0,2}? (?:från|av)"
    r" (?P<who>[^.:]{1,300}?)(?=,? (?:se )?bilaga\b|[.:]|$)",
    re.IGNORECASE,
)
_LABELLED = sieve.compile(r"(?:skriftliga? )?reservation(?:er)?\s*:[\s*]*(?P<who>.{1,300})", re.IGNORECASE)
# What ends the list of those who reserve themselves, where the verb comes first.
_FOR = re.compile(
    r"\btill förmån\b|\bmot (?:beslut|att|punkt|förslag)|\bmed (?:hänvisning|motivering|följande)|\benligt\b|[:;]"
    r"|\.(?=\s|$)",
    re.IGNORECASE,
)
_NAMED = re.compile(r"(?P<who>[^:.]{1,300}?):(?:\s+|$)")
_TAKEN = sieve.compile(
    r"\b(?:antecknar|låter anteckna|lät anteckna|vill (?:att det antecknas|anteckna|få antecknat))\b", re.I
)
_NOTES = sieve.compile(
    r"\b(?:anteckna\w*|protokollsanteckning\w*|röstförklaring\w*|yttrande|anför|anser|framhåller|påpekar|menar|avger"
    r"|lämnar|inkommer|vill|meddelar|noterar|önskar|yttrar|framför|konstaterar|beklagar|uttalar|understryker|tillägger"
    r"|förklarar|avstår|deltar)\b",
    re.IGNORECASE,
)
_NOTE_FROM = re.compile(
    r"(?:protokollsanteckning|röstförklaring|(?:särskilt )?yttrande)(?:ar)?(?: \w+){0,2}? (?:från|av|för)"
    r" (?P<who>[^.:]{1,300})",
    re.IGNORECASE,
)
_CONFLICT = re.compile(r"\b(?:på grund av|till följd av|anmäl\w+) jäv\b", re.IGNORECASE)
_QUOTE = re.compile(r"[\"”“]")


def find(node: Node) -> tuple[Reservation, ...]:
    """The reservations of `node`, in order: a sentence or an item each."""
    wide = node.width
    found: list[Reservation] = []
    for name, lines in node.stretches(_PLACES):
        headed = name is PartName.RESERVATION
        if headed or any("eserv" in line.text for line in lines):
            verb = _RESERVES_HERE if name is None else _RESERVES if name in _MIXED else _RESERVED
            found += _reserved(prose.blocks(lines, wide), headed, verb)
    return tuple(found)


def notes(node: Node) -> tuple[Note, ...]:
    """The notes of `node`, each with all its words: what follows belongs to it until somebody else speaks."""
    wide = node.width
    found: list[Note] = []
    for name, lines in node.stretches(_PLACES | {PartName.NOTE}):
        if name is PartName.NOTE:
            found += _noted(prose.blocks(lines, wide))
        elif any("nteckn" in line.text for line in lines):
            found += _taken(prose.blocks(lines, wide))
    return tuple(found)


def _reserved(blocks: Iterator[Block], headed: bool, verb: sieve.Sieve) -> list[Reservation]:
    found: list[Reservation] = []
    listing: int | None = None  # where a sentence began that ends with a colon, before a name a line
    for block in blocks:
        text = block.prose.text
        if listing is not None and (names := voices.alone(block.text)):
            before = found.pop().who if found and found[-1].start == listing else ()
            found.append(Reservation(listing, block.span()[1], (*before, *names)))
            continue
        listing = None
        for start, end in prose.sentences(block.text):
            start, end = start + block.body, end + block.body
            who = _reserving(text[start:end], headed, verb)
            if who:
                found.append(Reservation(*block.prose.span(start, _unquoted(text, start, end)), who))
            elif text[start:end].endswith(":") and verb.search(text, start, end):
                listing = block.prose.span(start, end)[0]
    return found


def _unquoted(text: str, start: int, end: int) -> int:
    """Where the sentence `text[start:end]` ends along with what it begins to quote."""
    if len(_QUOTE.findall(text, start, end)) % 2:
        closing = _QUOTE.search(text, end)
        return closing.end() if closing else end
    return end


def _reserving(sentence: str, headed: bool, verb: sieve.Sieve) -> tuple[str, ...]:
    labelled = _LABELLED.match(sentence)
    if labelled:
        sentence, headed = labelled["who"], True
    match = verb.search(sentence)
    written = _FROM.match(sentence)
    if match:
        who = voices.who(sentence[: match.start()].rstrip(" ,"))
        stop = _FOR.search(sentence, match.end())
        return who or voices.who(sentence[match.end() : stop.start() if stop else len(sentence)].strip(" ."))
    if written:
        return voices.who(written["who"])
    if not headed:
        return ()
    named = _NAMED.match(sentence)
    return voices.alone(named["who"]) if named else voices.alone(sentence)


def _noted(blocks: Iterator[Block]) -> list[Note]:
    """The notes of a part that is headed so."""
    found: list[Note] = []
    for block in blocks:
        if not any(char.isalpha() for char in block.text):
            break  # a rule above the signatures
        if _CONFLICT.search(block.text):
            continue  # a conflict of interest, whatever it is headed
        starts = _speakers(block, bool(found))
        if found and (not starts or starts[0][0] > block.body):
            stop = starts[0][0] if starts else len(block.prose.text)
            found[-1] = Note(found[-1].start, block.prose.span(block.body, stop)[1], found[-1].who)
        ends = [*(start for start, _ in starts[1:]), len(block.prose.text)]
        for (start, who), end in zip(starts, ends, strict=True) if starts else ():
            found.append(Note(*block.prose.span(start, end), who))
    return found


def _speakers(block: Block, speaking: bool) -> list[tuple[int, tuple[str, ...]]]:
    """Where in `block` somebody begins to speak; once somebody is, only who has something noted interrupts."""
    found = []
    for place, (start, end) in enumerate(prose.sentences(block.text)):
        sentence = block.text[start:end]
        verb = (_TAKEN if speaking and place else _NOTES).search(sentence)
        named, written = _NAMED.match(sentence), _NOTE_FROM.match(sentence)
        who: tuple[str, ...] = ()
        if written:
            who = voices.who(written["who"])
        elif verb:
            who = voices.who(sentence[: verb.start()].rstrip(" ,"))
        if not who and not place:
            who = (voices.alone(named["who"]) if named else voices.alone(sentence)) or voices.leading(sentence)
        if who:
            found.append((block.body + start, who))
            speaking = True
    return found


def _taken(blocks: Iterator[Block]) -> list[Note]:
    """The notes of a part that is headed otherwise: sentences in which somebody has something noted."""
    found = []
    for block in blocks:
        text = block.prose.text
        for start, end in prose.sentences(text):
            verb = _TAKEN.search(text, start, end)
            who = voices.who(text[start : verb.start()].rstrip(" ,")) if verb else ()
            if who and not who[0].lower().startswith("ordförande"):
                found.append(Note(*block.prose.span(start, end), who))
    return found

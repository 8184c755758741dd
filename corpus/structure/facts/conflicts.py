"""Jäv: who takes no part in a § because of a conflict of interest, in the words of the minutes."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence

from corpus import sieve
from corpus.facts import Conflict
from corpus.models import PartName
from corpus.structure import prose
from corpus.structure.lines import Line
from corpus.structure.node import Node
from corpus.structure.outline import parts
from corpus.structure.prose import Prose
from corpus.swedish import people
from corpus.swedish.people import NAME

_WORD = sieve.compile(r"\bjäv\w*", re.IGNORECASE)
# Somebody is disqualified: not "inget jäv anmäls", "eventuella jäv", "jävsregler", "utreda jäv".
_BECAUSE = r"(?:på grund av|p\.?g\.?a\.?|till följd av|med anledning av|med hänvisning till)"
_STATED = re.compile(
    rf"\banmäl\w*\s(?:\w+\s){{0,2}}?jäv|\bjäv\b(?:\s\w+){{0,3}}?\s(?:anmäl\w+\sav|för)\b|{_BECAUSE}\s(?:\w+\s)?jäv"
    r"|\b(?:är|anser sig(?: vara)?|anmäler sig(?: som)?)\sjävig"
    r"|(?:delt(?:ar|og|agit)|lämna(?:r|de|t))\b[^.]{0,120}\bjäv|\bjäv\b[^.]{0,80}\b(?:delt(?:ar|og)|lämna(?:r|de))\b",
    re.IGNORECASE,
)
_DENIED = re.compile(
    r"\b(?:ing(?:en|et|a)|inte någo[nt]|ej|eventuell\w*|utan)\s(?:\w+\s){0,2}?jäv"
    r"|jäv\w*\s(?:anmäl\w+|föreligger)\s(?:inte|ej)|\b(?:om|huruvida)\s(?:någon|det|han|hon)\b[^.]{0,20}\bjäv",
    re.IGNORECASE,
)
_ASIDE = re.compile(
    r"\bdelt(?:ar|og)\s(?:\w+\s){0,2}?(?:inte|ej|varken)\b|\b(?:inte|ej|varken)\s(?:\w+\s)?delt(?:ar|og|agit)\b"
    r"|\blämna(?:r|de)\b|\bavstår från att delta\b",
    re.IGNORECASE,
)
# Who comes in instead, and what the disqualified have to do with the matter, come after one of these.
_INSTEAD = re.compile(
    r"\b(?:tjänstgör|ersätter|ersätts|inträder|träder in|i (?:hans|hennes|deras) ställe|eftersom|då|därför|som|på grund"
    r"|(?:1:e|2:e|förste|andre)?\s?vice ordföranden?)\b",
    re.IGNORECASE,
)
_BARE = re.compile(rf"(?:{NAME})(?=[^.]{{0,60}}\b(?:jäv|delt|lämna|är\b))")
# All of a kind step aside, as from the vote on their own discharge.
_GROUP = re.compile(
    r"(?P<who>(?:Samtliga |Övriga )?(?:[Ll]edamöter|[Ee]rsättare)(?:na)?\b[^.,;:]{0,100}?)"
    r"\s(?:deltar|deltog|lämnar|lämnade|anmäler)\b"
)
_PRONOUN = re.compile(r"(?:hon|han|hen|de)\b|ledamoten\b", re.IGNORECASE)


def find(node: Node) -> tuple[Conflict, ...]:
    """The jäv in `node`: the sentence that states each, and who it is.

    A sentence that names nobody counts only beside one that does: "Hon anmäler jäv och deltar inte."
    """
    if node.section.paragraph is None or not any(_WORD.search(row.text) for row in node.rows):
        return ()
    headed = [(part.start, part.end) for part in node.section.parts if part.name is PartName.CONFLICT]
    found: list[Conflict] = []
    for block in _blocks(node.rows):
        under = any(start <= block.lines[0].start < end for start, end in headed)
        if under or _WORD.search(block.text):
            found.extend(_voiced(block, under))
    return tuple(found)


def _blocks(rows: Sequence[Line]) -> Iterator[Prose]:
    """The paragraphs of `rows`: lines between blank ones and headings."""
    for is_text, block in itertools.groupby(rows, key=lambda row: bool(row.text) and not _is_heading(row.text)):
        if is_text:
            yield prose.run(list(block))


def _is_heading(line: str) -> bool:
    return line.startswith(("#", "**")) or parts.named(line) is not None


def _voiced(block: Prose, under: bool) -> Iterator[Conflict]:
    named: tuple[str, ...] = ()
    before = 0
    for start, end in prose.sentences(block.text):
        sentence = block.text[start:end]
        stated = bool(_STATED.search(sentence)) and not _DENIED.search(sentence)
        who = _who(block.text, start, end, stated or under)
        aside = under and bool(_ASIDE.search(sentence)) and not _DENIED.search(sentence)
        if who and (stated or aside):
            yield Conflict(*block.span(start, end), who)
            named = ()
        elif stated and named and _PRONOUN.match(sentence):
            # "Carl Ek (M) är delägare i bolaget. Han anmäler jäv och deltar inte."
            yield Conflict(*block.span(before, end), named)
            named = ()
        else:
            named, before = who, start


def _who(text: str, start: int, end: int, closely: bool) -> tuple[str, ...]:
    """Those whom the sentence `text[start:end]` is about, not those who come in their place."""
    instead = next((m.start() for m in _INSTEAD.finditer(text, start, end) if m.start() > start + 3), end)
    persons = list(people.find(text, start, end))
    about = [person for person in persons if person.start < instead] or persons[:1]
    if about:
        return tuple(text[person.start : person.end] for person in about)
    bare = _BARE.search(text, start, end) if closely else None
    if bare and people.is_name(bare.group()):
        return (bare.group(),)
    group = _GROUP.match(text, start, end) if closely else None
    return (group["who"],) if group else ()

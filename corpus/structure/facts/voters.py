"""Who voted how, told in words: "Ja: Anna Ek (S), Bo Berg (M)", names under "Nej", "Eva Ahl (V) avstår"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corpus.facts import Ballot, Choice
from corpus.structure import prose
from corpus.structure.lines import Line
from corpus.swedish import parties, people

# How far before a list of names, in characters and in lines, the words for how they voted stand.
REACH, LINES = 160, 3

# The words that tell, the plainest first: "Nej: för bifall till yrkandet om avslag" tells by its first.
_CHOICES = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"\b(?:(?P<YES>ja)|(?P<NO>nej)|(?P<ABSTAINING>avst(?:år|od|ående)|blank\w*|nedlagda?|(?:lägger|lade) ned)"
        r"|(?P<ABSENT>frånvarande))\b",
        r"\b(?:(?P<YES>bifall)|(?P<NO>avslag))\b",
        r"\b(?:(?P<YES>för)|(?P<NO>e?mot))\b",
    )
)
# The words for it end where the names begin: with a colon or their line, or with the verb of those who vote.
_OPENS = re.compile(
    r"(?::[*_]{0,2}|\n|\bröst(?:ar|ade|at)(?:\s(?:ja|nej))?[^.:(\n]{0,60}?|\b(?:avges|avgavs|avgivs|lämnas|lämnades)\s(?:av|från))"
    r"[\s•*–-]*\Z",
    re.IGNORECASE,
)
_NUMBERED = re.compile(r"\d{1,3}[.)]\s+\Z")
_SAYS = re.compile(
    r"[ ,]*\n?(?-i:(?=[a-zåäö]))"
    r"(?:(?:röstar|röstade)\s+(?:(?P<YES>ja)|(?P<NO>nej))|(?P<ABSTAINING>avstår|avstod|(?:lägger|lade) ned)"
    r"|(?:är|var)\s+(?P<ABSENT>frånvarande))\b",
    re.IGNORECASE,
)
_WHOLE = rf"{people.WORD}(?:[ \n](?:{people.PARTICLE}[ \n])?{people.WORD}){{1,4}}"
# Those who vote so, one after another; a name broken over two lines is told by its party.
_VOTER = re.compile(
    rf"(?P<both>{_WHOLE}|(?:{people.PARTICLE} )?{people.WORD}, {people.WORD})\s?\((?P<party>{people.PARTY})\)"
    rf"|(?P<name>{people.NAME})(?:,\s(?P<after>{people.PARTY})(?=\s*(?:[;,.\n]|$)))?(?!\w|[ \n]?\([^\W\d_])"
)
# Between two of them; the party of those that follow may head them.
_BETWEEN = re.compile(r"[\s,;•*_–-]{0,9}(?:(?:och|samt)\s)?(?:\d{1,3}[.)]\s{1,9})?")
_GROUP = re.compile(r"(?P<party>[\w ]{1,30}?)(?::\s|\n)[\s•*–-]{0,9}(?:\d{1,3}[.)]\s{1,9})?")
_GROUP_BEFORE = re.compile(r"(?:\A|\n|:\s)(?P<party>[\w ]{1,30}?)(?::\s|\n)[\s•*–-]{0,9}\Z")
# "Ja-röst för Anna Eks förslag": not she but what she has moved.
_OWNED = re.compile(r"\s(?:\w+\s)?\w*(?:förslag|yrkande)")


@dataclass(slots=True)
class _Run:
    """Names one after another in a text, each with its place and the party beside or above it."""

    start: int
    end: int
    names: list[tuple[int, int, str, str | None]]


def find(lines: Sequence[Line]) -> Iterator[Ballot]:
    """The votes that `lines` tell name by name: lists of names, with how they voted before, over or after them."""
    filled = [line for line in lines if line.text]
    run, text = prose.run(filled), "\n".join(line.text for line in filled)
    before = 0
    for names in _runs(text):
        choice = _after(text, names.end) or _before(text[max(before, names.start - REACH) : names.start])
        before = names.end
        if choice and not _OWNED.match(text, names.end):
            for start, end, name, party in names.names:
                yield Ballot(*run.span(start, end), people.canonical(name), party, choice)


def _runs(text: str) -> Iterator[_Run]:
    at = 0
    while first := _VOTER.search(text, at):
        found = _Run(first.start(), first.start(), [])
        over = _GROUP_BEFORE.search(text, max(at, first.start() - REACH // 4), first.start())
        party = parties.party(over["party"]) if over else None
        voter: re.Match[str] | None = first
        while voter and people.is_name(name := " ".join((voter["both"] or voter["name"]).split())):
            found.names.append((*voter.span(), name, voter["party"] or voter["after"] or party))
            found.end = voter.end()
            after = _after_between(text, found.end)
            voter = _VOTER.match(text, after)
            if (not voter or not people.is_name(voter.group())) and (group := _GROUP.match(text, after)):
                known = parties.party(group["party"])
                party = known or party
                voter = _VOTER.match(text, group.end()) if known else None
        if found.names:
            yield found
        # What looked like a name and is none may have one after its first word: "Ledamöterna Anna Ek (S)".
        at = found.end if found.names else first.start() + len(re.split(r"[ \n\u00a0]", first.group(), maxsplit=1)[0])


def _after_between(text: str, at: int) -> int:
    between = _BETWEEN.match(text, at)
    return between.end() if between else at


def _after(text: str, end: int) -> Choice | None:
    says = _SAYS.match(text, end)
    return Choice[str(says.lastgroup)] if says else None


def _before(words: str) -> Choice | None:
    """The one choice that the words before a list of names tell: those on its line, else on the lines above."""
    words = _NUMBERED.sub("", words)
    if not _OPENS.search(words):
        return None
    sentence = re.split(r"[.!?]\s", words)[-1]
    lines = sentence.rstrip("\n •*–-").split("\n")
    for first in range(len(lines) - 1, max(-1, len(lines) - 1 - LINES), -1):
        label = "\n".join(lines[first:])
        told = next((told for pattern in _CHOICES if (told := {m.lastgroup for m in pattern.finditer(label)})), None)
        if told:
            return Choice[str(told.pop())] if len(told) == 1 else None
    return None

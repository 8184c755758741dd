"""What kind of paper it is, by the words for it."""

from __future__ import annotations

import re
from enum import IntEnum

from corpus import sieve
from corpus.models import Kind
from corpus.swedish import bodies


class Weight(IntEnum):
    """How much a line that holds the word for a kind says about the paper itself."""

    HOLDS = 1
    BEGINS = 2
    IS = 3


# OCR mangles å and ä.
_SERVICE = r"tj(?:ä|[a-zéáà]{1,2})nste"
_KINDS: tuple[tuple[Kind, sieve.Sieve], ...] = tuple(
    (kind, sieve.compile(pattern, re.IGNORECASE | re.MULTILINE))
    for kind, pattern in (
        (Kind.EXTRACT, (
            r"protokollsutdrag(?! (?:skickas|till|expedieras|sänds))|utdrag(?: ur| från|,)? (?:[\wåäö]+s )?"
            r"(?:sammanträdes)?protokoll|(?:sammanträdes)?protokoll ?[-–(,] ?utdrag"
        )),
        (Kind.SUMMONS, r"\bkallelse\b|föredragningslista|\bdagordning\b|\bärendelista\b"),
        (Kind.DELEGATED, (
            r"(?:(?:förteckning över|redovisning av|anmälan av|lista över) )?delegations?beslut"
            r"|delegationslista|beslut (?:fattat )?(?:på|enligt) delegation"
        )),
        (Kind.MEMO, _SERVICE + r"skrivelse"),
        (Kind.STATEMENT, _SERVICE + r"utl[åa]tande"),
        (Kind.MINUTES, r"(?:sammanträdes|mötes|styrelse)?protokoll\b"),
        (Kind.INTERPELLATION, r"\binterpellation\b"),
        (Kind.PROPOSAL, r"\bmedborgarförslag\b|\be-förslag\b"),
        (Kind.MOTION, r"\bmotion\b"),
        (Kind.AGREEMENT, r"[\wåäö]{0,30}överenskommelse|samverkansavtal"),
        (Kind.RULES, (
            r"\breglemente|\barbetsordning|\btaxa\b|\b(?:[\wåäö]{2,30})?riktlinje(?:r)?\b|\bföreskrifter\b|\bpolicy\b"
            r"|\bdelegationsordning"
        )),
        (Kind.REPORT, (
            r"[\wåäö]{0,30}rapport(?:sammandrag)?\b|verksamhetsberättelse|revisionsberättelse|årsredovisning|lägesbild"
            r"|bokslut\b"
        )),
        (Kind.OPINION, r"\b(?:remiss)?yttrande\b|\bremissvar\b|svar p[åa] (?:[\wåäö]+ )?remiss"),
    )
)  # fmt: skip
# A paper that has its own kind approved: "Nämnden godkänner förvaltningens tjänsteutlåtande som svar på remissen".
_OWN = sieve.compile(
    rf"\b(?:f[öo]rvaltningens|kontorets|f[öo]religgande|detta|denna)\s+(?P<kind>{_SERVICE}(?:utl[åa]tande|skrivelse))",
    re.IGNORECASE,
)
# Where a body is: "i Avika", "för Avika, Lindsala och Norrskärs kommuner".
_IN_PLACE = re.compile(
    r"\bi [A-ZÅÄÖ][\wåäö]+"
    r"|\bför [A-ZÅÄÖ][\wåäö]+(?:(?:,| och|,? samt) [A-ZÅÄÖ][\wåäö]+){0,8} kommun(?:er)?(?![\wåäö])"
)
# What may stand beside the word for the kind on a line that is about nothing else.
_BESIDE = re.compile(
    r"\b(?:fr[åa]n|f[öo]r|fört|vid|med|till|sammanträde[nt]?s?(?:datum|dag)?|möte[nt]?s?(?:datum)?|den|av|i|över|nr|nummer"
    r"|dnr|digitalt|offentlig[at]?|ordinarie|extra|konstituerande|omedelbart?|justera[td]|sida?|blad|över|och|samt"
    r"|(?:mån|tis|ons|tors|fre|lör|sön)dag(?:en|s)?|jan\w*|feb\w*|mars|apr\w*|maj|jun\w*|jul\w*|aug\w*|sep\w*|okt\w*"
    r"|nov\w*|dec\w*|kl(?:ockan)?)\b",
    re.IGNORECASE,
)


def find(line: str) -> tuple[Kind, Weight, re.Match[str]] | None:
    """The kind that a short line names, how much it says, and the words for it."""
    best: tuple[Kind, Weight, re.Match[str]] | None = None
    low = line.lower()
    for kind, pattern in _KINDS:
        match = pattern.search(line) if pattern.told_by(low) else None
        if match:
            weight = _weight(line, match)
            # "Yttrande över motion om båtar" is a yttrande: it begins with the word.
            if best is None or weight > best[1]:
                best = kind, weight, match
    return best


def own(text: str, start: int, end: int) -> tuple[Kind, re.Match[str]] | None:
    """The kind that a paper calls itself by in its proposal, within `text[start:end]`."""
    match = _OWN.search(text, start, end)
    if not match:
        return None
    return (Kind.MEMO if match["kind"].casefold().endswith("skrivelse") else Kind.STATEMENT), match


def without_kinds(line: str) -> str:
    """The line with spaces for the words that are kinds of paper."""
    for _, pattern in _KINDS:
        line = pattern.sub(_blank, line)
    return line


def without_names(line: str) -> str:
    """The line with spaces for organisations, bodies, weekdays, months and the small words between them."""
    for body in bodies.find(line):
        line = _blanked(line, body.start, body.end + body.owning)
    return _BESIDE.sub(_blank, _IN_PLACE.sub(_blank, without_organisations(line)))


def without_organisations(line: str) -> str:
    """The line with spaces for the municipalities and regions in it."""
    for organisation in bodies.organisations(line):
        line = _blanked(line, organisation.start, organisation.end + organisation.owning)
    return line


def _weight(line: str, match: re.Match[str]) -> Weight:
    before = _letters(without_names(line[: match.start()]))
    if before >= 3:
        return Weight.HOLDS
    return Weight.IS if before + _letters(without_names(line[match.end() :])) < 3 else Weight.BEGINS


def _blanked(line: str, start: int, end: int) -> str:
    return line[:start] + " " * (end - start) + line[end:]


def _blank(match: re.Match[str]) -> str:
    return " " * len(match.group())


def _letters(text: str) -> int:
    return sum(map(str.isalpha, text))

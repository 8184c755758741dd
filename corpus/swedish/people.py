"""People as papers name them: "Anna Ek (S), ordförande", "Ek, Anna (S)", "ANNA EK (S)", "ordföranden Anna Ek".

A name is found by its party in brackets or by the office before it, since capital letters alone are streets and
companies as often as people.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass

from corpus.swedish import tables

# How far back from a party its name is looked for, and from a name its office.
REACH = 80
MOST_WORDS = 5
# How far into a line of running text its last word may begin.
FULL_LINE = 50

_UPPER = "".join(chr(c) for c in (*range(0x41, 0x250), *range(0x1E00, 0x1F00)) if chr(c).isupper())
WORD = rf"(?:[DLdl]['’])?[{_UPPER}](?:[^\W\d_]|['’\-](?=[^\W\d_]))+"
_INITIAL = rf"(?:[{_UPPER}]\.-?){{1,3}}"
PARTICLE = r"(?:af|von|van|de|la|del|der|den|di|da|dos|el|al|bin|ibn|le|ten|ter|zu)"
# A whole name, given name first, on one line.
NAME = (
    rf"(?:{WORD}(?:[ \u00a0][{_UPPER}](?=[ \u00a0]{WORD}))?|{_INITIAL})"
    rf"(?:[ \u00a0](?:{PARTICLE}[ \u00a0]){{0,2}}(?:{WORD}|{_INITIAL})){{1,4}}"
)

_NATIONAL = r"S|M|SD|C|V|KD|MP|L|FP|KDS|NYD|VPK"
# Local parties write themselves as they like, so any few capitals are taken for one after what looks like a name.
PARTY = (
    rf"(?:(?:{_NATIONAL}|{_NATIONAL.lower()})\b|[A-ZÅÄÖ]{{1,5}}\b|[A-ZÅÄÖ][a-zåäö]{{0,4}}[A-ZÅÄÖ][a-zåäö]{{0,4}}\b"
    r"|(?!(?i:ledam|tjänst|person|politik|revisor|juster|suppl))\w{3,18}(?:partiet|erna|listan|samling)\b|Vägv\b"
    r"|(?:opol(?:itisk)?|partilös|partiobunden|obunden|(?:politisk )?vilde)\b|[-–](?=\s?\)))"
)
_ORDER = r"(?:[1-4]\s?:?\s?[ea]\.?|förste|första|andre|andra|tredje|fjärde)"
_OFFICE = (
    r"(?:[a-zåäö]*ordf(?:örande|\.)?|ledamot|(?:tj(?:änst)?g?(?:örande|\.)? )?ersättare|[a-zåäö]*sekreterare"
    r"|gruppledare|[a-zåäö]*(?:kommunal|opposition|oppositions|region|landstings|borgar)råd|adjungerad|insynsplats)"
)
# "1:e vice ordförande", "2:e v. ordf.", "tjänstgörande ordförande".
ROLE = (
    rf"(?:{_ORDER}\s)?(?:(?:vice|v\.?)\s)?(?:tj(?:änst)?g(?:örande|\.)\s)?"
    rf"{_OFFICE}(?:,? tillika {_OFFICE})?(?![^\W\d_])"
)

_PARTIES = re.compile(rf"\(\s?(?P<all>(?:båda|bägge|alla|samtliga) )?(?P<party>{PARTY})(?:[,;] ?{ROLE}\.?)?\s?\)")
_ROLE_AFTER = re.compile(rf"(?:,\s?|\s)\(?(?P<role>{ROLE})(?!\s{WORD} )", re.IGNORECASE)
_DEFINITE = (
    r"(?:ordföranden?|ordf\.?|ledamot(?:en)?|ledamöterna|ersättare[n]?|sekreterare[n]?|gruppledare[n]?|råde?t?"
    r"|insynsplats)"
)
_ROLE_BEFORE = re.compile(
    rf"(?P<role>(?:\b{_ORDER}\s)?(?:\b(?:vice|v\.?)(?:,? tillika)?\s)?(?:\btjänstgörande\s)?"
    rf"\b[^\W\d_]*{_DEFINITE})\s?:?[ \t\n]{{1,40}}$",
    re.IGNORECASE,
)
_OFFICE_ENDS = re.compile(rf"[^\W\d_]*{_DEFINITE}", re.IGNORECASE)
# An office that a name without a party may follow.
_OFFICE_NAME = re.compile(
    r"\b(?:[Oo]rdföranden?|[Ll]edamoten|[Ee]rsättaren|[Gg]ruppledaren?|[a-zåäöA-ZÅÄÖ]{3,20}rådet)[ \u00a0]"
    rf"(?P<name>{NAME})(?![\w\-]|\s{{1,4}}(?:\(|{WORD}))"
)
_LISTED = re.compile(rf"{NAME}(?:,\s{{1,3}}{NAME}){{0,12}}(?:\s{{1,3}}(?:och|samt|&)\s{{1,3}}{NAME})?$")
_NAMES = re.compile(NAME)
_WORDS = re.compile(r"\S+")
_NAME_WORD = re.compile(rf"{WORD}|{_INITIAL}|[{_UPPER}]")
_PARTICLES = re.compile(PARTICLE)
# What has a capital before a name and is no part of it, or ends in a way that no name does: "Även Anna Ek (S)".
_NO_NAME = re.compile(
    r"(?:även|samt|och|att|av|till|från|för|mot|med|i|på|ej|ja|nej|vid|om|när|då|det|den|som|därefter|dessutom|sedan"
    r"|herr|fru|båda|vidare|förslag|yrkanden?|tilläggsyrkande|beslut|reservation(?:er)?|fråga|svar|motion|interpellation"
    r"|protokollsanteckning|yttrande|bifall|avslag|jäv|närvarande|beslutande|frånvarande|övriga|ledamöter(?:na)?"
    r"|ersätt(?:are|er)|justering|justerare|justerande|paragraf(?:er)?|dagens|valda?|val|utses|bilaga|sida|enligt|demokraterna"
    rf"|{tables.alternatives(name for party in tables.PARTIES for name in party.names)}"
    r"|partiet|parti|namn|plats|tid|förste|andre|tredje|första|andra|vice|tjänstgörande|tjg|insynsplats"
    r"|adjungerad|sekreterare|underskrift(?:er)?|ordf|ers"
    r"|.*(?:ordföranden?|ledamot(?:en)?|rådet|råd|direktör(?:en)?|chef(?:en)?|fullmäktiges?|nämnd(?:en)?s?"
    r"|styrelse[ns]*|utskott(?:et)?s?|kommuns?|regionens?|partiets?|ersättaren?))",
    re.IGNORECASE,
)
# Bodies and laws that are written as names with parties are: "Sveriges Kommuner (SKR)".
_NO_PERSON = re.compile(
    r"\b(?:AB|HB|Stads?|Kommuner|Region|Sveriges?|Svenska?|Universitet|Högskola|Förbund|Förening|Agenda|Lag(?:en)?"
    r"|Västra|Stiftelsen?|Myndigheten|Bostäder|Fastigheter|Energi|Länsstyrelsen|Barnkonventionen|Dnr)\b"
)
_NO_PARTY = frozenset(
    "SKR SKL VGR LSS LVU LVM HVB BUN KF KS SN SON AB HB EU FN OSL PBL KL MSB SCB IVO SFI IT VA VD GR SMHI".split()
)


@dataclass(frozen=True, slots=True)
class Person:
    """Someone named in a text: `text[start:end]` is the name as written, with the party where it stands beside it.

    `name` is the canonical form, given name first: "Anna Ek" for "EK, ANNA (S)". `role` is as written.
    """

    start: int
    end: int
    name: str
    party: str | None = None
    role: str | None = None


def find(text: str, start: int = 0, end: int | None = None) -> Iterator[Person]:
    """The people in `text[start:end]`, in order: those with a party, and those whose office stands before the name."""
    end = len(text) if end is None else end
    after = start  # nobody begins before the one before has ended
    offices = _OFFICE_NAME.finditer(text, start, end)
    office = next(offices, None)
    for match in _PARTIES.finditer(text, start, end):
        while office and office.end() <= match.start():
            if office.start("name") >= after:
                yield from _by_office(office)
                after = office.end()
            office = next(offices, None)
        for person in _before(text, match, after, end):
            yield person
            after = match.end()
    while office:
        if office.start("name") >= after:
            yield from _by_office(office)
        office = next(offices, None)


@functools.lru_cache(maxsize=1024)  # the same people come again and again in a paper
def is_name(words: str) -> bool:
    """Whether `words`, which look like a name of two words or more, can be one: no body, office or heading."""
    return not (_NO_PERSON.search(words) or any(_NO_NAME.fullmatch(word.rstrip(".,")) for word in words.split()))


def canonical(name: str) -> str:
    """A name, given name first or last ("Ek, Anna"), as it is written elsewhere: "ANNA  VON EK" is "Anna von Ek"."""
    last, comma, first = name.partition(",")
    name = " ".join(f"{first} {last}".split() if comma else name.split())
    if name.isupper():
        words = [word.lower() if _PARTICLES.fullmatch(word.lower()) else word.title() for word in name.split()]
        return " ".join(words)
    return name


def _by_office(match: re.Match[str]) -> Iterator[Person]:
    if not _NO_PERSON.search(match["name"]):
        role = match.string[match.start() : match.start("name")].strip()
        yield Person(*match.span("name"), canonical(match["name"]), None, role)


def _before(text: str, match: re.Match[str], after: int, end: int) -> Iterator[Person]:
    """The person, or with "(båda S)" the people, whose party `match` is."""
    party = match["party"].upper() if re.fullmatch(_NATIONAL, match["party"], re.IGNORECASE) else match["party"]
    window = max(after, match.start() - REACH * (6 if match["all"] else 1))
    stop = len(text[window : match.start()].rstrip(", \u00a0\n\t")) + window
    if match["all"]:
        listed = _LISTED.search(text, window, stop)
        for listed_name in _NAMES.finditer(text, listed.start(), stop) if listed else ():
            yield Person(*listed_name.span(), canonical(listed_name.group()), party)
        return
    start = _name_start(text, window, stop)
    if start is None:
        return
    name = text[start:stop]
    initials = "".join(word[0] for word in name.split())
    if party not in _NATIONAL.split("|") and (
        party in _NO_PARTY or party.endswith(initials) or _NO_PERSON.search(name)
    ):
        return
    role = _ROLE_AFTER.match(text, match.end(), min(end, match.end() + REACH))
    role = role or _ROLE_BEFORE.search(text, max(after, start - REACH), start)
    yield Person(start, match.end(), canonical(name), party, " ".join(role["role"].split()) if role else None)


def _name_start(text: str, window: int, stop: int) -> int | None:
    """Where the name that ends at `stop` begins, or None where what stands there is no name of two words."""
    tokens = [(m.start(), m.group()) for m in _WORDS.finditer(text, window, stop)]
    start, count = stop, 0
    first = len(tokens)
    for place in range(len(tokens) - 1, -1, -1):
        at, token = tokens[place]
        gap = text[at + len(token) : start] if count else " "
        if gap not in (" ", "\u00a0") and (
            gap.count("\n") > 1 or (count >= 2 and not _wraps(text, tokens, place, gap))
        ):
            break
        particle = count > 0 and bool(_PARTICLES.fullmatch(token))
        if not particle and (not _NAME_WORD.fullmatch(token) or _NO_NAME.fullmatch(token.rstrip("."))):
            break
        start = at
        if not particle:
            first, count = place, count + 1
        if count == MOST_WORDS:
            break
    if count >= 2:
        return tokens[first][0]
    return _inverted(text, tokens, first if count else len(tokens) - 1)


def _wraps(text: str, tokens: list[tuple[int, str]], place: int, gap: str) -> bool:
    """Whether a line of running text breaks off after the given name at `place`, its two surnames on the next."""
    at = tokens[place][0]
    before = tokens[place - 1][1] if place else ""
    full = at - text.rfind("\n", 0, at) > FULL_LINE
    goes_on = (full and (before[:1].islower() or before.endswith(","))) or bool(_OFFICE_ENDS.fullmatch(before))
    return "\n" in gap and goes_on


def _inverted(text: str, tokens: list[tuple[int, str]], first: int) -> int | None:
    """Where "Ek, Anna" begins, whose given name is `tokens[first]`; it begins a line, a cell or an item."""
    if first < 1 or not _NAME_WORD.fullmatch(tokens[first][1]):
        return None
    at, token = tokens[first - 1]
    if not token.endswith(",") or not _NAME_WORD.fullmatch(token[:-1]) or _NO_NAME.fullmatch(token[:-1]):
        return None
    for before, word in reversed(tokens[max(0, first - 3) : first - 1]):
        if text[before + len(word) : at] not in (" ", "\u00a0"):
            break
        if not (_NAME_WORD.fullmatch(word) or _PARTICLES.fullmatch(word)):
            break
        at = before
    head = text[max(0, at - 3) : at]
    return at if not head.strip(" ") or head.endswith(("\n", "\t", "  ", "| ", "; ", "- ", "• ")) else None

"""Who stands behind a sentence: people, parties or a group, as they are written."""

from __future__ import annotations

import re

from corpus.swedish import people, tables

# No list of those who make a yrkande is longer, in characters.
LONGEST = 5_000

# Parties by their letters, after the words that make them a group or as a list by themselves: "Ledamöterna från S, V
# och MP", "SD, C". Local parties write themselves with a few capitals.
_LETTERS = r"(?:SD|KD|MP|FP|LP|[SMCVLD]|[A-ZÅÄÖ]{2,4}|[A-ZÅÄÖ][a-z]{0,3}P)(?![\wåäö])"
_LIST = rf"{_LETTERS}(?:(?:\s?,\s?(?:och |samt )?| och | samt |/| & |-){_LETTERS}){{0,9}}"
_GROUP = re.compile(
    r"\b(?i:(?:ledamöter(?:na)?|ledamoten|ersättar(?:e|na)|representant(?:en|er|erna)|partierna|politiker|företrädare)"
    r"\s+(?:från|för|i|ur|tillhörande)|(?:parti)?grupp(?:en|er|erna)?(?:\s+(?:från|för|i))?)"
    rf"\s+(?P<list>{_LIST})"
)
_ONLY = re.compile(
    rf"[\s,\0]*(?:(?:och|samt)\s+)?(?:partierna\s+)?(?P<list>{_LIST})(?:-gruppen|s ledamöter)?"
    r"(?:\s+(?:och|samt))?[\s,.:\0]*"
)
_LETTER = re.compile(_LETTERS)
_PARTIES = [name.capitalize() for party in tables.PARTIES for name in party.names]
# "Moderaterna", "Vänsterpartiets"; the genitive's s is left out.
_NAMED = re.compile(
    rf"\b(?P<party>(?:{tables.alternatives(_PARTIES)}|Demokraterna|Alliansen"
    r"|[A-ZÅÄÖ][a-zåäö]+(?:partiet|listan|demokraterna)))s?\b"
)
# Whoever is named by what they are: "Ordföranden", "De fem ledamöter som röstat nej".
_ROLE = re.compile(
    r"(?:(?:samtliga|övriga|de|alla) [^.,;:]{0,80}?(?:ledamöter|ersättare|partier)(?:na)?(?: som [^.,;:]{3,40})?"
    r"|(?:[12]:[ea] |förste |andre )?(?:vice )?ordförande[n]?|majoriteten|oppositionen|minoriteten|allianspartierna)"
    r"(?![\wåäö])",
    re.IGNORECASE,
)
# A name without its party stands alone between commas; the sentence has had to name a doing for it to be asked for.
_BARE = re.compile(rf"(?:^|,\s|\soch\s|\ssamt\s)(?P<name>{people.NAME})(?=\s*(?:$|,|och\b|samt\b))")
_BESIDE = re.compile(
    r"\b(?:och|samt|m\.?\s?fl|ledamöterna|ledamöter|ledamoten|samtliga|gruppen|från|för|i|skriftlig(?:t|en)?)\b|[\W\d_]",
    re.IGNORECASE,
)
_BETWEEN = re.compile(r"[\s,\"”*_]*(?:(?:och|samt)\s+)?")
_NO_NAME = re.compile(
    r"(?:ledamöter|fullmäktige|nämnden|styrelsen|stad|kommun|region|AB)\b|partiet|aterna|erna\b", re.I
)


def who(subject: str) -> tuple[str, ...]:
    """Those named in `subject`, the words before or after a verb, each once and in order; empty where nobody is."""
    subject = subject[:LONGEST]
    found: dict[int, str] = {}
    left = subject
    for person in people.find(subject):
        found[person.start] = subject[person.start : person.end]
        left = left[: person.start] + "\0" * (person.end - person.start) + left[person.end :]
    lists = [*_GROUP.finditer(left)]
    only = _ONLY.fullmatch(left)
    for match in [*lists, only] if only else lists:
        for letters in _LETTER.finditer(match["list"]):
            found[match.start("list") + letters.start()] = letters.group()
    for match in _NAMED.finditer(left):
        found[match.start()] = match["party"]
    for match in _BARE.finditer(left):
        if people.is_name(match["name"]) and not _NO_NAME.search(match["name"]):
            found[match.start("name")] = match["name"]
    role = _ROLE.match(left.lstrip())
    if role and (not found or re.match(r",|\s+(?:och|samt)\b", left.lstrip()[role.end() :])):
        found[-1] = role.group()
    return tuple(dict.fromkeys(found[place] for place in sorted(found)))


def alone(text: str) -> tuple[str, ...]:
    """Those whom `text` names where it says nothing else: a line above their words, an item of a list."""
    named = who(text)
    left = text
    for name in named:
        left = left.replace(name, "", 1)
    return named if not _BESIDE.sub("", left) else ()


def leading(text: str) -> tuple[str, ...]:
    """The people whose names `text` begins with."""
    found: list[str] = []
    end = 0
    for person in people.find(text[:LONGEST]):
        if not _BETWEEN.fullmatch(text, end, person.start):
            break
        found.append(text[person.start : person.end])
        end = person.end
    return tuple(found)

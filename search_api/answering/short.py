"""The short answer: the sum, date, number or name in a sentence that is what was asked for."""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.swedish import tables
from search_api.answering.reading.expectation import Aim, Expectation, Thing

_MONTH = f"(?:{tables.MONTH})"
# With the raised mark of a note or without one.
_NUMBER = r"\d+(?:[ \u00a0]\d{3})*(?:,\d+)?(?: [⁰¹²³⁴-⁹]{1,3})?"
_NUMERAL = rf"\b(?:ett|{tables.alternatives(tables.ONES[1:13])})"
# Of each thing its whole expression; where a sentence has several, none is short.
_WHOLE: dict[Thing, re.Pattern[str]] = {
    Thing.MONEY: re.compile(
        rf"{_NUMBER}\s(?:kronor|kr\b|tkr|mnkr|mkr|mdkr|msek|miljoner(?: kronor| euro)?|miljarder(?: kronor)?"
        r"|öre|prisbasbelopp)(?:(?:\s(?:per|i)\s|/)\w+)?",
        re.IGNORECASE,
    ),
    Thing.SHARE: re.compile(rf"{_NUMBER}\s?(?:%|procent|promille)|\d+:\d\d\b", re.IGNORECASE),
    Thing.DATE: re.compile(rf"\d{{4}}-\d\d-\d\d|\b\d{{1,2}} {_MONTH}(?: \d{{4}})?", re.IGNORECASE),
    Thing.TALLY: re.compile(r"\d+ (?:ja|nej)\w*(?:-\w+)? (?:mot|och) \d+(?: (?:ja|nej)\w*(?:-\w+)?)?", re.IGNORECASE),
    Thing.PERSON: re.compile(r"[A-ZÅÄÖ][a-zåäöéü]+(?:[- ][A-ZÅÄÖ][a-zåäöéü]+)+(?: \([A-ZÅÄÖ]{1,3}\))?"),
    Thing.DURATION: re.compile(
        rf"(?:{_NUMBER}|{_NUMERAL})\s(?:dagar?|dygn|veck\w+|månad\w*|år|tim\w+|minut\w*)\b",
        re.IGNORECASE,
    ),
}


def of(sentences: Sequence[str], wanted: Expectation) -> str | None:
    """The one expression in the first of `sentences`, verbatim, of the thing asked for.

    None where it has none or several, where another sentence has another, and where a list is asked for.
    """
    if not sentences or wanted.aim is Aim.LIST:
        return None
    for thing in Thing:
        if thing in wanted.things and thing in _WHOLE:
            said = [dict.fromkeys(match.group() for match in _WHOLE[thing].finditer(one)) for one in sentences]
            if len(said[0]) == 1 and all(one.keys() <= said[0].keys() for one in said):
                return next(iter(said[0]))
    return None

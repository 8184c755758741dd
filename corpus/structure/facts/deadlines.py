"""By when something is to be done, as it is written: "senast den 1 juni 2025", "i oktober 2024", "varje år"."""

from __future__ import annotations

import re

from corpus.swedish.tables import MONTH

_YEAR = r"(?:19|20)\d\d(?:/\d{2,4})?"
_MONTH = rf"(?:{MONTH})"
_DAY = rf"(?:\d{{1,2}}(?::?[ae])? {_MONTH}(?: {_YEAR})?|(?:19|20)\d\d-\d\d-\d\d|\d{{1,2}}/\d{{1,2}}(?:[ -]\d{{2,4}})?)"
_SEASON = (
    r"(?:hösten|våren|vintern|sommaren|årsskiftet|halvårsskiftet|kvartal \w+"
    r"|(?:första|andra|tredje|fjärde) (?:kvartalet|halvåret)|vecka \d{1,2})"
)
_OCCASION = (
    r"(?:(?:nästa|nästkommande|kommande) (?:sammanträde|nämndsammanträde|nämndmöte|nämnd|möte)"
    r"|(?:utgången|slutet|början|mitten) av (?:år |året )?\w+"
    r"|(?:årsredovisningen|årsbokslutet|delårsrapporten|delårsbokslutet|bokslutet|budgeten)(?: för)?)"
)
_WHEN = (
    rf"(?:{_DAY}|{_MONTH}(?:sammanträdet)?(?: (?:månad )?{_YEAR})?|{_SEASON}(?: {_YEAR})?"
    rf"|{_OCCASION}(?: {_YEAR})?|{_YEAR})"
)
_MEETING = r"(?:(?:\w+s )?(?:sammanträde|sammanträdet|möte|mötet) )?(?:(?:i|den|under|vid) )?"
_PLACE = r"(?:(?:i|under|vid|till|inom|före|innan|inför|den|per|på|i samband med|vid utgången av) )"
_LAST = re.compile(rf"\bsenast {_PLACE}{{0,2}}{_MEETING}{_WHEN}(?!\w)", re.IGNORECASE)
_OTHER = re.compile(
    rf"\b(?:{_PLACE}{_MEETING}{_WHEN}(?!\w)|{_SEASON} {_YEAR}"
    r"|inom (?:\w+|\d+) (?:dagar|veckor|månader|år)\b"
    r"|(?:varje|vartannat) (?:år|halvår|kvartal|månad)\b|årligen|halvårsvis|kvartalsvis|löpande"
    r"|\w+ gång(?:er)? (?:per|om|i) (?:år|året|halvår|halvåret|kvartal|kvartalet)\b)",
    re.IGNORECASE,
)


def last(text: str) -> str | None:
    """The last day that `text` states with "senast", with that word, or None."""
    match = _LAST.search(text)
    return match.group() if match else None


def other(text: str, start: int = 0) -> str | None:
    """The first time that `text[start:]` states in other words, or None."""
    match = _OTHER.search(text, start)
    return match.group() if match else None

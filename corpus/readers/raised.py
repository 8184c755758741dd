"""Raised marks: the number of a note stands above its word and is no part of it; "950¹" is never 9501.

Every format gives them as the characters that Unicode has for it, typed or set so, and `parted` keeps them apart from
the word that they stand at, so that it is found: "950 ¹ kronor". What belongs to its word stays there: m², 10³.
"""

from __future__ import annotations

import re

_PLAIN, _HIGH = "0123456789+-−–()abcdef", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁻⁽⁾ᵃᵇᶜᵈᵉᶠ"
_LIFTED = str.maketrans(_PLAIN, _HIGH)
# A raised stretch of more than this, or with a word in it, is small print that happens to stand high.
_MARK = re.compile(r"\s*(?:[\d()*,. +−–-]{1,6}|[a-f]\)?)\s*")
_RAISED = re.compile("[{0}][{0}]*".format("".join(sorted(set(_HIGH)))))  # so written, the first is looked for fast
# What a power is raised of: ten, or a unit or a name of a letter or two.
_TEN = re.compile(r"(?<![\d.,])10")
_UNIT = re.compile(r"(?<![^\W\d_])[^\W\d_]{1,2}")
_POWERS = frozenset(("²", "³", "⁻²", "⁻³"))


def lifted(words: str) -> str:
    """What is set above the line, as raised characters where it is a mark or a power."""
    return words.translate(_LIFTED) if _MARK.fullmatch(words) else words


def parted(text: str) -> str:
    """`text` with a space between a raised mark and the words that it stands at."""
    return _RAISED.sub(_parted, text)


def _parted(match: re.Match[str]) -> str:
    mark, text, start, end = match.group(), match.string, match.start(), match.end()
    before = text[max(start - 4, 0) : start]
    if _ends(_TEN, before) or (mark in _POWERS and _ends(_UNIT, before)):
        return mark
    return " " * before[-1:].isalnum() + mark + " " * text[end : end + 1].isalnum()


def _ends(base: re.Pattern[str], before: str) -> bool:
    return any(match.end() == len(before) for match in base.finditer(before))

"""The numbers that a word processor draws before list items and headings: on the page, but not in the file's text.

A decision's points and even the § of minutes are often numbered this way, so a reader that leaves them out loses them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

_LEVEL = re.compile(r"%([1-9])")
_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"),
    (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
BULLET = "-"


@dataclass(frozen=True, slots=True)
class Level:
    """How one level of a list is marked.

    `style` is "1", "a", "A", "i" or "I" for what is counted, "-" for a bullet and "" for nothing; `text` is what is
    drawn, with "%1" for the number of the outermost level, "%2" for that of the next: "§ %1", "%1.%2".
    """

    style: str
    text: str = ""
    start: int = 1


@dataclass(slots=True)
class Counter:
    """Counts the items of a list with all that is nested in it."""

    _counts: dict[int, int] = field(default_factory=dict)

    def mark(self, levels: Mapping[int, Level], depth: int) -> str:
        """What is drawn before the next item at `depth`, the outermost being 0; "" where nothing is."""
        level = levels.get(depth)
        if level is None:
            return ""
        self._counts[depth] = self._counts.get(depth, level.start - 1) + 1
        for deeper in [other for other in self._counts if other > depth]:
            del self._counts[deeper]
        if level.style == BULLET:
            return BULLET
        return _LEVEL.sub(lambda match: self._number(levels, int(match[1]) - 1), level.text).strip()

    def restart(self, depth: int, start: int) -> None:
        """Let the next item at `depth` be number `start`."""
        self._counts[depth] = start - 1

    def _number(self, levels: Mapping[int, Level], depth: int) -> str:
        level = levels.get(depth, Level("1"))
        return numeral(self._counts.get(depth, level.start), level.style)


def numeral(number: int, style: str) -> str:
    """A number in the style "1", "a", "A", "i" or "I"; "" in the style ""."""
    if not style or style == BULLET:
        return ""
    if style in "aA" and 1 <= number <= 26:
        text = chr(ord("a") + number - 1)
    elif style in "iI" and 1 <= number < 4000:
        text = _roman(number)
    else:
        text = str(number)
    return text.upper() if style.isupper() else text


def _roman(number: int) -> str:
    found = []
    for value, letters in _ROMAN:
        count, number = divmod(number, value)
        found.append(letters * count)
    return "".join(found)


def integer(text: str | None, default: int) -> int:
    """A number as a file gives it; `default` where it is none, or no list's."""
    return int(text) if text and text.isdecimal() and len(text) < 10 else default

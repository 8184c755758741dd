"""Numbers as minutes write them: "17", "sju", "tjugotvå"."""

from __future__ import annotations

from corpus.swedish.tables import ONES, TENS, alternatives

_UNITS = {word: n for n, word in enumerate(ONES)} | {"ett": 1}
_VALUES = _UNITS | {
    ten + one: 10 * n + unit
    for n, ten in enumerate(TENS, 2)
    for one, unit in [("", 0), *((one, unit) for one, unit in _UNITS.items() if 0 < unit < 10)]
}

# A number word below a hundred, as the inside of a group.
WORD = alternatives(_VALUES)
_SAID = _VALUES | {"ingen": 0, "inga": 0, "båda": 2}
# A whole number below a thousand, for a pattern that ignores case; no part of a date, a § or a larger number.
WRITTEN = rf"(?:\d{{1,3}}(?![\d/:]|[.,\-]\d)|(?:{alternatives(_SAID)})\b)"


def value(written: str) -> int:
    """The number that `written`, a match of `WRITTEN`, stands for."""
    return int(written) if written.isdecimal() else _SAID[written.lower()]

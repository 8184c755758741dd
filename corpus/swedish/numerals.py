"""Numbers as minutes write them: "17", "sju", "tjugotvå"."""

from __future__ import annotations

_ONES = (
    "noll en två tre fyra fem sex sju åtta nio tio elva tolv tretton fjorton femton sexton sjutton arton nitton".split()
)
_TENS = "tjugo trettio fyrtio femtio sextio sjuttio åttio nittio".split()
_VALUES: dict[str, int] = {
    **{word: n for n, word in enumerate(_ONES)},
    **{ten + one: 10 * n + i for n, ten in enumerate(_TENS, 2) for i, one in enumerate(["", *_ONES[1:10]])},
    **{"ingen": 0, "inga": 0, "ett": 1, "båda": 2},
}

# A whole number below a thousand, for a pattern that ignores case; no part of a date, a § or a larger number.
_ONE = "|".join(("ingen", "inga", "ett", "båda", *_ONES))
WRITTEN = rf"(?:\d{{1,3}}(?![\d/:]|[.,\-]\d)|(?:(?:{'|'.join(_TENS)})(?:{'|'.join(_ONES[1:10])})?|{_ONE})\b)"


def value(written: str) -> int:
    """The number that `written`, a match of `WRITTEN`, stands for."""
    return int(written) if written.isdecimal() else _VALUES[written.lower()]

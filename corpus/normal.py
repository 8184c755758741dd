"""The one normal form of text: NFC, in a time that grows with the length of the text and no faster.

To order the accents on a letter takes a time that grows with the square of their number, and no script has more than a
handful. Unicode's stream-safe text (UAX 15, section 13) keeps 30; of a heap that is far above that, so much is kept.
All other text is what `unicodedata.normalize` makes of it.
"""

from __future__ import annotations

import itertools
import re
import unicodedata

_MOST_ACCENTS = 30
_ABSURD = 100  # far from what is kept, so that what is cut stays cut
_ACCENTS = r"[\u0300-\u1fff\u20d0-\u20ff\u2c80-\U0010ffff]"  # with what else is there
_HEAPED = re.compile(rf"{_ACCENTS}{_ACCENTS}{{{_ABSURD - 1},}}")  # so written, the first is looked for fast
_IN_TWO = frozenset("\u0f73\u0f75\u0f81")  # the signs that are no accents but are taken apart into some


def nfc(text: str) -> str:
    """`text` as NFC, with at most a heap of accents on a letter. Idempotent, but where a letter has a hundred."""
    return unicodedata.normalize("NFC", _HEAPED.sub(_thinned, text))


def _thinned(heap: re.Match[str]) -> str:
    runs = ((is_heap, "".join(run)) for is_heap, run in itertools.groupby(heap[0], _heaps))
    return "".join(run[:_MOST_ACCENTS] if is_heap and len(run) >= _ABSURD else run for is_heap, run in runs)


def _heaps(char: str) -> bool:
    return unicodedata.combining(char) > 0 or char in _IN_TWO

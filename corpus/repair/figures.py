"""Numbers whose figures OCR took for letters of the same shape: "200l-ll-14", "kl ll.45", "§ l43"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpus.models import Repair

# A day, an hour, a number, or several with signs between, of figures and the letters that look like them. A figure
# stands after the first such letter, for "5l" and "10 l" are litres; and "II-10" is none.
_NUMBER = re.compile(
    r"(?<![\w.,:/-])(?=[\d.:/-]{0,9}[lIO][\dlIO.:/-]{0,9}\d)[\dl][\dlIO]{0,5}(?:[.:/-][\dl][\dlIO]{0,5}){0,3}(?!\w)"
)
_SHAPES = str.maketrans("lIO", "110")


def find(text: str) -> Iterator[Repair]:
    """The mended numbers of `text`, in order; what has more letters than figures is a word."""
    for match in _NUMBER.finditer(text):
        if sum(map(str.isdigit, match.group())) * 2 >= sum(map(str.isalnum, match.group())):
            yield Repair(*match.span(), match.group().translate(_SHAPES))

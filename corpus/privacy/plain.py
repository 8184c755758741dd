"""A text as numbers and addresses are looked for in it: every digit, dash and blank in its plain form, the unseen gone.

Digits are those of any script (Unicode's Nd), dashes all of Pd and the signs that look like one, blanks all of Zs, full
width forms as narrow ones. What has no width (Cf: soft hyphens, zero-width marks) and what stands on another character
(Mn, Me: underlines, accents of decomposed names) is left out, and each place of the rest is known in the text itself.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

_SIGNS = {
    **dict.fromkeys("\u2212\u2043\u02d7\u2796\u2500", "-"),  # minus, hyphen bullet, modifier, heavy minus, a drawn line
    **dict.fromkeys("\u2795\u207a", "+"),
    **dict.fromkeys("\u2502\u00a6", "|"),
    **dict.fromkeys("\u2044\u2215", "/"),
    **dict.fromkeys("\u00b7\u2024\u2022", "."),
    **dict.fromkeys("\r\v\f\x85\u2028\u2029", "\n"),
}


class _Table(dict[int, str]):
    """The plain form of each character that has been met, by its number; "" for one that is left out."""

    def __missing__(self, number: int) -> str:
        found = self[number] = _form(chr(number))
        return found


def _form(char: str) -> str:
    if char in _SIGNS:
        return _SIGNS[char]
    match unicodedata.category(char):
        case "Nd":
            return str(unicodedata.decimal(char))
        case "Pd":
            return "-"
        case "Zs":
            return " "
        case "Cf" | "Mn" | "Me":
            return ""
    if unicodedata.decomposition(char).startswith(("<wide>", "<narrow>")):
        return unicodedata.normalize("NFKC", char)
    return char


_PLAIN = _Table()


@dataclass(frozen=True, slots=True)
class Plain:
    """A text in plain form; `places` are where its characters stand in the text itself, None where nothing is left out.

    No character becomes several.
    """

    text: str
    places: tuple[int, ...] | None

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where the plain characters from `start` up to `end`, at least one, stand in the text itself."""
        if self.places is None:
            return start, end
        return self.places[start], self.places[end - 1] + 1


def of(text: str) -> Plain:
    """`text` in plain form, in a time that grows with its length."""
    if text.isascii():
        return Plain(text.replace("\r", "\n").replace("\v", "\n").replace("\f", "\n"), None)
    plain = text.translate(_PLAIN)
    if len(plain) == len(text):
        return Plain(plain, None)
    return Plain(plain, tuple(place for place, char in enumerate(text) if _PLAIN[ord(char)]))

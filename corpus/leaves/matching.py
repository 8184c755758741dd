"""Where the words of a passage stand among the characters of a PDF page, though the two texts are not the same.

The text of a paper is what the reader made of the page: in the order of reading, divided words joined, signs that OCR
took wrongly put right. So letters and digits alone are compared, and what is not found whole is looked for in pieces.
"""

from __future__ import annotations

import bisect
import itertools
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

# Fewer letters than this are found by chance.
LEAST = 8


@dataclass(frozen=True, slots=True)
class Letters:
    """The letters and digits of a text in one case, each with the place it has there."""

    signs: str
    places: tuple[int, ...]

    @classmethod
    def of(cls, text: str) -> Letters:
        """The letters of `text`; a ligature is its letters, and a raised figure a figure."""
        signs: list[str] = []
        places: list[int] = []
        for place, char in enumerate(text):
            for sign in unicodedata.normalize("NFKC", char).casefold():
                if sign.isalnum():
                    signs.append(sign)
                    places.append(place)
        return cls("".join(signs), tuple(places))


def find(page: str, passage: str, before: str = "") -> list[tuple[int, int]]:
    """The stretches of `page` that the words of `passage` stand in, in the order of the passage.

    `before` is what the paper has on that page ahead of the passage: it tells which of several places with the same
    words is meant. What is not on the page is left out.
    """
    held, wanted = Letters.of(page), Letters.of(passage)
    if not wanted.signs:
        return []
    start = _nth(held.signs, wanted.signs, Letters.of(before).signs.count(wanted.signs))
    whole = [(start, start + len(wanted.signs))]
    found = whole if start >= 0 else list(_joined(_pieces(held.signs, wanted.signs)))
    places = [(held.places[first], held.places[last - 1] + 1) for first, last in found]
    if places:
        first, last = wanted.places[0], wanted.places[-1] + 1
        places[0] = (places[0][0] - _shared(page[: places[0][0]][::-1], passage[:first][::-1]), places[0][1])
        places[-1] = (places[-1][0], places[-1][1] + _shared(page[places[-1][1] :], passage[last:]))
    return places


def _nth(page: str, wanted: str, nth: int) -> int:
    """Where `wanted` stands the `nth` time, from 0, or the last time where it stands less often; -1 for nowhere."""
    start = page.find(wanted)
    for _ in range(nth):
        following = page.find(wanted, start + 1)
        if following < 0:
            break
        start = following
    return start


def _pieces(page: str, wanted: str) -> Iterator[tuple[int, int]]:
    """The parts of `wanted` that stand on the page, each as long as can be, and behind the last where it is there."""
    at, after = 0, 0
    while at <= len(wanted) - LEAST:
        length = _longest(page, wanted, at)
        if length < LEAST:
            at += 1
            continue
        piece = wanted[at : at + length]
        start = page.find(piece, after)
        start = page.find(piece) if start < 0 else start
        after = start + length
        yield start, after
        at += length


def _longest(page: str, wanted: str, at: int) -> int:
    """How much of `wanted`, from `at` on, stands somewhere on the page: what is shorter does so too."""
    return bisect.bisect_left(range(len(wanted) - at), True, key=lambda n: wanted[at : at + n + 1] not in page)


def _shared(page: str, passage: str) -> int:
    """How many signs that are no letters both begin with: the stop of a sentence, the sign of a paragraph."""
    pairs = itertools.takewhile(
        lambda pair: pair[0] == pair[1] and not pair[0].isspace(), zip(page, passage, strict=False)
    )
    return sum(1 for _ in pairs)


def _joined(stretches: Iterator[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Stretches that follow one upon the other as one."""
    held: tuple[int, int] | None = None
    for start, end in stretches:
        if held and start == held[1]:
            held = (held[0], end)
        else:
            if held:
                yield held
            held = (start, end)
    if held:
        yield held

"""Where the words of a passage stand among the characters of a PDF page, though the two texts are not the same.

The text of a paper is what the reader made of the page: in the order of reading, divided words joined, signs that OCR
took wrongly put right. So letters and digits alone are compared, and what is not found whole is looked for in halves.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

# Fewer letters than this are found by chance, and are looked for only between what is found around them.
LEAST = 12


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
    held, wanted = Letters.of(page), Letters.of(passage).signs
    if not wanted:
        return []
    nth = Letters.of(before).signs.count(wanted)
    return [(held.places[start], held.places[end - 1] + 1) for start, end in _joined(_found(held.signs, wanted, nth))]


def _found(page: str, wanted: str, nth: int) -> Iterator[tuple[int, int]]:
    start = _nth(page, wanted, nth)
    if start >= 0:
        yield start, start + len(wanted)
        return
    yield from _halves(page, wanted, 0)


def _nth(page: str, wanted: str, nth: int) -> int:
    """Where `wanted` stands the `nth` time, from 0, or the last time where it stands less often; -1 for nowhere."""
    start = page.find(wanted)
    for _ in range(nth):
        following = page.find(wanted, start + 1)
        if following < 0:
            break
        start = following
    return start


def _halves(page: str, wanted: str, after: int) -> Iterator[tuple[int, int]]:
    """The parts of `wanted` that stand on the page, each behind the last where it stands there too."""
    if len(wanted) < LEAST:
        return
    middle = len(wanted) // 2
    for half in (wanted[:middle], wanted[middle:]):
        start = page.find(half, after)
        if start < 0 and len(half) >= LEAST:
            start = page.find(half)
        if start >= 0 and len(half) >= LEAST:
            yield start, start + len(half)
            after = start + len(half)
        else:
            for one in _halves(page, half, after):
                yield one
                after = one[1]


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

"""The Swedish word that a broken one most likely was: a noisy channel over the word list, compounds included.

The likeliest reading has the least sum of its words' rarity and of what OCR had to do to them, all in nats. A compound
is a row of words of the list, each but the last with or without its linking s.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from corpus.repair import lexicon
from corpus.repair.confusions import DOUBLES, GONE, LETTERS, PLAIN, SHAPE, SHAPES, SIGNS

LEAST_PART = 3  # letters of a word within a compound
JOINT = 3.0  # what each joint of a compound costs
LONGEST = 40
# What a word outside the list costs by itself: a repair must be likelier than that the word is a name or foreign.
UNKNOWN = 9.0
UNKNOWN_LETTER = 1.9
CAPITAL = 2.0  # off that, and more for each odd misreading, in a capitalised one, which is likelier a name
# A word of the list is taken for another one only where that is so much likelier, and rings and dots do get lost.
MARGIN = 1.0
LEAST_LOST = 0.3
LEAST_CHANCE = 0.05  # that a ring or dots are lost, where hardly any are
NAME = 8.0  # nats: how rare a name of the list is among capitalised words, at most
MOST_EDITS = 4
SURE = 4.0
LITTLE, RARE = 7.0, 13.0
ABBREVIATION = 4  # letters of a word in capitals that is left alone
SUFFIX = 2.5
SUFFIXES = frozenset(
    (
        "s n t r at as ats ade ades te tes en et er ar or na ns ts rs ens ets ers ars ors nas erna arna orna ernas"
        " arnas ornas"
    ).split()
)

_FOLD = str.maketrans("åäö", "aao")


def fold(word: str) -> str:
    """`word` with the rings and dots off å, ä and ö, letter for letter."""
    return word.translate(_FOLD)


@lru_cache(maxsize=100_000)
def correct(token: str, lost: float) -> str | None:
    """The word in lower case that `token` most likely is, or None where it is best left as it is.

    `lost` between 0 and 1 is the share of å, ä and ö that the page has lost.
    """
    if len(token) > LONGEST or (token.isupper() and len(token) <= ABBREVIATION):
        return None
    word = token.lower() if token.isupper() else token[0].lower() + token[1:]
    capital = word != token
    if capital and word in lexicon.names():
        return None
    count = lexicon.frequencies().get(word)
    if count:
        found = _dotted(word, _rarity(count) - MARGIN, lost) if lost >= LEAST_LOST else None
    else:
        limit = UNKNOWN + UNKNOWN_LETTER * len(word) - CAPITAL * capital
        found = _Channel(word, lost, capital=capital).compound(limit + SURE)
        found = found or _Channel(word, lost, capital=capital, shapes=True).compound(limit)
    return found if found != word else None


def _dotted(word: str, limit: float, lost: float) -> str | None:
    """The likeliest word of the list that is `word` but for rings and dots, if it costs less than `limit`."""
    alike = [(entry.rarity + _dots(word, entry.word, _nats(lost)), entry.word) for entry in _folded()[1][fold(word)]]
    best = min(alike, default=None)
    return best[1] if best and best[0] < limit else None


class _Entry(NamedTuple):
    """A word with its rarity, and what that is for one with a capital, which may be a name."""

    word: str
    rarity: float
    capital: float


class _Match(NamedTuple):
    end: int
    cost: float
    entry: _Entry


class _Channel:
    """What `word` may have been before OCR, with what that costs in nats; `shapes` lets any letter be misread."""

    def __init__(self, word: str, lost: float, *, capital: bool, shapes: bool = False) -> None:
        self.capital, self.shapes = capital, shapes
        self.word = word
        self.lost = _nats(lost)
        self.edits = [list(self._edits(start, shapes=shapes)) for start in range(len(word))]

    def compound(self, limit: float) -> str | None:
        """The likeliest word, or row of words, of the list for the whole word, if it costs less than `limit`."""
        size = len(self.word)
        best = [(0.0, ""), *[(limit, "")] * size]

        def reach(end: int, cost: float, words: str) -> None:
            if cost < best[end][0]:
                best[end] = cost, words

        for start in range(size):
            spent, before = best[start]
            spent += JOINT if start else 0.0
            if start and size - start < LEAST_PART:
                break
            for match in self._words(start, best[size][0] - spent):
                cost, words = spent + match.cost, before + match.entry.word
                if self._holds(match) or match.end - start == size:
                    reach(match.end, cost, words)
                    if self.word[match.end : match.end + 1] == "s":
                        reach(match.end + 1, cost, words + "s")
                rest = self.word[match.end :]
                if rest in SUFFIXES and len(match.entry.word) > LEAST_PART:
                    reach(size, cost + SUFFIX, words + rest)
        return best[size][1] or None

    def _holds(self, match: _Match) -> bool:
        """Whether a compound may be made of the word: not of a short one that is a rare or a common little one."""
        rarity = match.entry.capital if self.capital else match.entry.rarity
        return LITTLE < rarity < RARE if len(match.entry.word) == LEAST_PART else not self.shapes or rarity < RARE

    def _edits(self, start: int, *, shapes: bool) -> Iterator[tuple[int, str, float, int]]:
        """Where what stands at `start` ends, what it may have been, what that costs, and how many edits it counts."""
        misread = self.lost + CAPITAL * self.capital
        for end in range(start + 1, min(start + 2, len(self.word)) + 1):
            seen = self.word[start:end]
            yield from ((end, letter, cost + misread, 1) for letter, cost in _READINGS.get(seen, ()))
            yield from ((end, letters, cost, 1) for letters, cost in SIGNS.get(seen, {}).items())
            if shapes:
                yield from ((end, shape, SHAPE, MOST_EDITS - 1) for shape in SHAPES.get(seen, "").split())
        if shapes:
            yield from ((start, letter, GONE + self.lost, MOST_EDITS - 1) for letter in PLAIN)
            if self.word[start] in DOUBLES:
                yield start, self.word[start], SHAPE, MOST_EDITS - 1

    def _words(self, start: int, limit: float) -> Iterator[_Match]:
        """The words of the list that `word[start:]` may begin with, each for less than `limit`."""
        keys, folded = _folded()
        size = len(self.word)
        waiting = [(start, "", 0.0, 0)]
        while waiting:
            place, variant, cost, count = waiting.pop()
            while True:
                key = fold(variant)
                if len(key) >= LEAST_PART or place == size:
                    for entry in folded.get(key, ()):
                        total = cost + (entry.capital if self.capital else entry.rarity)
                        if total < limit and (total := total + _dots(variant, entry.word, self.lost)) < limit:
                            yield _Match(place, total, entry)
                if place == size:
                    break
                for stop, letters, price, edits in self.edits[place]:
                    if cost + price < limit and count + edits <= MOST_EDITS:
                        waiting.append((stop, variant + letters, cost + price, count + edits))
                variant += self.word[place]
                place += 1
                following = bisect_left(keys, fold(variant))
                if following == len(keys) or not keys[following].startswith(fold(variant)):
                    break


def _dots(seen: str, word: str, lost: float) -> float:
    """What it costs that `word` has rings and dots that `seen`, the same but for them, lacks."""
    if seen == word:
        return 0.0
    return sum(
        PLAIN[letter] + lost if letter in PLAIN and was == fold(letter) else math.inf
        for was, letter in zip(seen, word, strict=True)
        if was != letter
    )


_READINGS: dict[str, list[tuple[str, float]]] = {}
for _letter, _readings in LETTERS.items():
    for _reading, _cost in _readings.items():
        _READINGS.setdefault(_reading, []).append((_letter, _cost))


@lru_cache(maxsize=1)
def _folded() -> tuple[Sequence[str], Mapping[str, Sequence[_Entry]]]:
    """The folded words and names, sorted, and for each of them what folds to it."""
    words, names = lexicon.frequencies(), lexicon.names()
    found: dict[str, list[_Entry]] = {}
    for word, count in words.items():
        rarity = _rarity(count)
        found.setdefault(fold(word), []).append(_Entry(word, rarity, min(rarity, NAME) if word in names else rarity))
    for name in names - words.keys():
        found.setdefault(fold(name), []).append(_Entry(name, math.inf, NAME))
    return sorted(found), found


def _nats(lost: float) -> float:
    return -math.log(min(max(lost, LEAST_CHANCE), 1.0))


def _rarity(count: int) -> float:
    return _log_total() - math.log(count)


@lru_cache(maxsize=1)
def _log_total() -> float:
    return math.log(sum(lexicon.frequencies().values()))

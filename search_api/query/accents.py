"""Words by what is typed for them where the keyboard has no å, ä, ö or é.

That is their letters plain ("skargard", "Agren"), or what stands for them in German, Danish and Norwegian
("skaergaard", "skærgård").
"""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Mapping
from functools import lru_cache

from corpus.repair import lexicon

# How often a word stands in the training text that is taken for one that the archive lacks.
LEAST_COMMON = 30

# What our neighbours' keyboards have for a letter; what is typed for it in two, and in one where Unicode has no parts.
_NEIGHBOURS: Mapping[str, str] = {"æ": "ä", "ø": "ö"}
_TWO = str.maketrans({"å": "aa", "ä": "ae", "æ": "ae", "ö": "oe", "ø": "oe", "ü": "ue"})
_ONE: Mapping[str, str] = {"æ": "a", "ø": "o"}
SWEDISH = frozenset("åäö")


def fold(word: str) -> str:
    """A normalised word with each of its letters plain."""
    return word if word.isascii() else "".join(map(_plain, word))


@lru_cache(maxsize=4_096)
def _plain(letter: str) -> str:
    return _ONE.get(letter) or unicodedata.normalize("NFD", letter)[0]


def _keys(word: str) -> tuple[str, str]:
    """What is typed for a word: its letters plain, or in two where one is Swedish."""
    return fold(word), fold(word.translate(_TWO))


class Accented:
    """The words that have a letter with an accent, by what may be typed for each, the commonest first."""

    def __init__(self, counts: Mapping[str, int]) -> None:
        found: dict[str, list[str]] = defaultdict(list)
        for word in counts:
            if not word.isascii():
                for key in dict.fromkeys(_keys(word)):
                    found[key].append(word)
        # Tuples of words are nothing that a collection of garbage looks through, which holds all else up.
        self._found = {
            key: tuple(sorted(alike, key=lambda word: (-counts[word], word))) for key, alike in found.items()
        }

    def of(self, typed: str) -> str | None:
        """The commonest word that the normalised `typed` may stand for, other than itself."""
        for key in dict.fromkeys(_keys(typed)):
            for word in self._found.get(key, ()):
                if word != typed and _may_be(typed, word):
                    return word
        return None


def _may_be(typed: str, word: str) -> bool:
    """Whether no accent that was typed is another one in `word`."""
    if len(typed) != len(word):
        return True  # the letters in two say which they are
    letters = zip(typed, word, strict=True)
    return all(one in (other, fold(other)) or _NEIGHBOURS.get(one) == other for one, other in letters)


@lru_cache(maxsize=1)
def common() -> Accented:
    """The accented words that are common in the training text."""
    return Accented({word: count for word, count in lexicon.frequencies().items() if count >= LEAST_COMMON})

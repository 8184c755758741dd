"""Patterns that look for their own words first: most lines hold none, and are done with before the pattern is tried.

Which words, one of which stands in every match, is read from the pattern itself, so that no list beside it can differ.
"""

from __future__ import annotations

import importlib
import itertools
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from typing import Any, NamedTuple

# A place with more spellings than this tells nothing; of so many letters a word is rare enough.
MOST_SPELLINGS = 24
RARE = 4

_parser: Any = importlib.import_module("re._parser")
_codes: Any = importlib.import_module("re._constants")
_REPEATS = {_codes.MAX_REPEAT, _codes.MIN_REPEAT, _codes.POSSESSIVE_REPEAT}
_NO_WIDTH = {_codes.AT, _codes.ASSERT, _codes.ASSERT_NOT}


class Sieve:
    """A pattern that is tried only where one of its `words` stands, in small letters or not.

    It finds what the pattern finds, but for the few letters that Python takes for another in either case: ſ, ı and K.
    """

    __slots__ = ("_compiled", "pattern", "words")

    def __init__(self, pattern: re.Pattern[str]) -> None:
        self._compiled = pattern
        self.pattern: str = pattern.pattern
        self.words = words(pattern.pattern, pattern.flags)

    def told_by(self, low: str) -> bool:
        """Whether one of the words stands in a text, `low` being that in small letters."""
        for word in self.words:  # noqa: SIM110 - `any` would cost more than most of these tests
            if word in low:
                return True
        return False

    def search(self, text: str, start: int = 0, end: int = sys.maxsize) -> re.Match[str] | None:
        """As of a pattern."""
        return self._compiled.search(text, start, end) if self.told_by(text[start:end].lower()) else None

    def match(self, text: str, start: int = 0, end: int = sys.maxsize) -> re.Match[str] | None:
        """As of a pattern."""
        return self._compiled.match(text, start, end) if self.told_by(text[start:end].lower()) else None

    def fullmatch(self, text: str, start: int = 0, end: int = sys.maxsize) -> re.Match[str] | None:
        """As of a pattern."""
        return self._compiled.fullmatch(text, start, end) if self.told_by(text[start:end].lower()) else None

    def finditer(self, text: str, start: int = 0, end: int = sys.maxsize) -> Iterator[re.Match[str]]:
        """As of a pattern."""
        return self._compiled.finditer(text, start, end) if self.told_by(text[start:end].lower()) else iter(())

    def in_lines(self, text: str, start: int = 0, end: int = sys.maxsize) -> Iterator[re.Match[str]]:
        """As `finditer`, of a pattern none of whose matches, nor what it looks at, goes beyond its line."""
        part = text[start:end]
        low = part.lower()
        if len(low) != len(part):  # İ becomes two
            yield from self._compiled.finditer(text, start, end)
            return
        firsts = {low.rfind("\n", 0, at) + 1 for word in self.words for at in _places(low, word)}
        for first in sorted(firsts):
            last = low.find("\n", first)
            yield from self._compiled.finditer(text, start + first, start + (len(low) if last < 0 else last))

    def sub(self, put: str | Callable[[re.Match[str]], str], text: str) -> str:
        """As of a pattern."""
        return self._compiled.sub(put, text) if self.told_by(text.lower()) else text


def _places(low: str, word: str) -> Iterator[int]:
    place = low.find(word)
    while place >= 0:
        yield place
        place = low.find(word, place + 1)


def compile(pattern: str, flags: int = 0) -> Sieve:
    """The sieve of `pattern`; raises `ValueError` where no words stand in every match."""
    return Sieve(re.compile(pattern, flags))


def words(pattern: str, flags: int = 0) -> tuple[str, ...]:
    """Words in small letters of which at least one stands in whatever `pattern` matches."""
    found = _of_row(_parser.parse(pattern, flags)).needed
    if not found:
        raise ValueError(f"No word stands in every match of {pattern!r}")
    return tuple(sorted(word for word in found if not any(other in word for other in found - {word})))


class _Said(NamedTuple):
    """What a piece of a pattern matches: all it may be, where that is little; else words one of which is in it."""

    whole: frozenset[str] | None = None
    needed: frozenset[str] | None = None


_EMPTY = frozenset(("",))
_NOTHING_KNOWN = _Said()


def _of_row(items: Iterable[tuple[Any, Any]]) -> _Said:
    """What stands one after another."""
    best: frozenset[str] | None = None
    run, whole = _EMPTY, True
    for code, value in items:
        said = _of_item(code, value)
        if said.whole is not None and len(run) * len(said.whole) <= MOST_SPELLINGS:
            run = frozenset(map("".join, itertools.product(run, said.whole)))
            continue
        best = _better(_better(best, run), said.needed)
        run, whole = said.whole or _EMPTY, False
    return _Said(run if whole else None, _better(best, run))


def _of_item(code: Any, value: Any) -> _Said:
    if code is _codes.LITERAL:
        return _Said(frozenset((chr(value).lower(),)))
    if code is _codes.IN:
        return _of_set(value)
    if code is _codes.BRANCH:
        return _of_branches([_of_row(branch) for branch in value[1]])
    if code is _codes.SUBPATTERN:
        return _of_row(value[3])
    if code is _codes.ATOMIC_GROUP:
        return _of_row(value)
    if code in _REPEATS:
        return _of_repeat(*value)
    return _Said(_EMPTY) if code in _NO_WIDTH else _NOTHING_KNOWN


def _of_set(items: Iterable[tuple[Any, Any]]) -> _Said:
    letters: set[str] = set()
    for code, value in items:
        if code is _codes.RANGE and value[1] - value[0] < MOST_SPELLINGS:
            letters.update(chr(at).lower() for at in range(value[0], value[1] + 1))
        elif code is _codes.LITERAL:
            letters.add(chr(value).lower())
        else:
            return _NOTHING_KNOWN
    return _Said(frozenset(letters)) if len(letters) <= MOST_SPELLINGS else _NOTHING_KNOWN


def _of_branches(branches: Iterable[_Said]) -> _Said:
    wholes, neededs = zip(*branches, strict=True)
    whole = frozenset().union(*wholes) if None not in wholes else None
    return _Said(
        whole if whole is not None and len(whole) <= MOST_SPELLINGS else None,
        frozenset().union(*neededs) if None not in neededs else None,
    )


def _of_repeat(least: int, most: int, items: Iterable[tuple[Any, Any]]) -> _Said:
    once = _of_row(items)
    if (least, most) == (1, 1):
        return once
    if (least, most) == (0, 1) and once.whole is not None:
        return _Said(once.whole | _EMPTY)
    return _Said(None, once.needed if least else None)


def _better(first: frozenset[str] | None, second: frozenset[str] | None) -> frozenset[str] | None:
    """The words that fewer texts hold: the longer ones up to some letters, then the fewer."""
    known = [one for one in (first, second) if one is not None and "" not in one]
    return max(known, key=lambda one: (min(RARE, *map(len, one)), -len(one)), default=None)

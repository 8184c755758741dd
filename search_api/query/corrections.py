"""What was typed for a word of the archive: without its accents, or with an error.

A word with accents is read for one without ("skargardsradet", "Agren") where the archive has only the former, in any
inflection, alone or in compounds. A typing error is a word that neither the archive nor the word list knows.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from rapidfuzz import process
from rapidfuzz.distance import OSA, Indel

from corpus.repair import lexicon
from corpus.repair.spelling import SUFFIXES
from indexer import language
from search_api.query import accents
from search_api.query.interpretation import Reading, ReadingKind
from search_api.query.vocabulary import Words, inflected

_WORD = re.compile(r"(?<![\w/.@])[^\W\d_]+(?![\w/@]|\.\w)")
LEAST = 6  # letters of a word that is put right
LEAST_FOR_ANOTHER = 7  # of one with a letter for another
LEAST_FOR_TWO = 9  # of one with two errors
# A compound of shorter parts may be any letters: "betslut" is no "bet" and "slut".
LEAST_PART = 4
LEAST_LAST_PART = 3  # of a last part that has got its accents back
# A word of the language is read as one with accents that stands so many times as often: "nar" as "när", not "far" as
# "får".
TIMES = 200
LEAST_BASE = 5  # letters of a word without accents, less its ending
LEAST_NAME = 3  # the same, less the s of the genitive
LEAST_IN_ENGLISH = 7  # letters of a word in an English question that is hardly an English one
LONGEST = 40
_ENDINGS = sorted(SUFFIXES | {"a", "e"}, key=lambda ending: (-len(ending), ending))


def find(text: str, words: Words) -> Iterator[Reading]:
    """The words of `text` that were typed for others; none with an error in a question that is put in English."""
    if not words.counts:
        return
    plain, english = _Plain(text, words), language.is_english(text)
    for match in _WORD.finditer(text):
        written = match.group()
        word = language.normalise(written)
        is_name = written[0].isupper() and bool(text[: match.start()].strip())
        meant = plain.meant(word, is_name=is_name)
        if not (
            meant or english or len(word) < LEAST or text.endswith("-", 0, match.start()) or _is_known(word, words)
        ):
            meant = _meant(word, words, is_name=is_name)
        if meant:
            if written.isupper() and len(written) > 1:
                meant = meant.upper()
            elif written[0].isupper():
                meant = meant[0].upper() + meant[1:]
            label = f"”{written}” läst som ”{meant}”"
            yield Reading(ReadingKind.CORRECTION, meant, label, *match.span())


def case_number(number: str, words: Words) -> str | None:
    """The one diarienummer of the archive that `number`, which it does not have, was meant to be.

    Only where a letter or a digit was left out, typed twice or swapped: with another one it is another case.
    """
    near = [one for one in words.case_numbers if _slipped(one, number)]
    return near[0] if len(near) == 1 else None


class _Plain:
    """What the words of one question were typed for by who has no accents on the keyboard.

    A question with an å, ä or ö in it was typed by who has: then a word of the language is meant as it stands.
    """

    def __init__(self, text: str, words: Words) -> None:
        self._words = words
        self._has_letters = not accents.SWEDISH.isdisjoint(language.normalise(text))
        self._english = language.is_english(text)

    def meant(self, word: str, *, is_name: bool) -> str | None:
        """The word that the normalised `word` stands for, or None; `is_name` that it has a capital as names have."""
        if len(word) > LONGEST or word in language.STOPWORDS or self._words.has(word):
            return None
        found, held = self._words.accented.of(word), self._words.means(word)
        if self._english:
            return found if not held and (is_name or len(word) >= LEAST_IN_ENGLISH) else None
        if found:
            return found if self._is_likelier(found, word, held=held) else None
        if not is_name and (found := self._common(word)):
            return found
        if held:
            return None
        if found := self._inflected(word):
            return found if self._is_likelier(found, word, held=False) else None
        return None if _is_swedish(word) else self._words.parts.of(word) or self._compound(word, is_name=is_name)

    def _common(self, word: str) -> str | None:
        """A common word that the archive lacks and `word` stands for: a little one, or where no å, ä or ö is."""
        found = accents.common().of(word)
        if found and (found in language.STOPWORDS or not self._has_letters) and _times(found, word):
            return found
        return None

    def _is_likelier(self, found: str, word: str, *, held: bool) -> bool:
        """Whether it was `found` that was meant, and not `word`, of which the archive may hold another inflection."""
        if _times(found, word):
            return True
        if held and word in lexicon.frequencies():
            return False
        lacks = any(one != other and other in accents.SWEDISH for one, other in zip(word, found, strict=False))
        return not (lacks and self._has_letters and _is_swedish(word))

    def _inflected(self, word: str) -> str | None:
        """`word` with the accents that the archive has in another inflection of it."""
        of = self._words.accented.of
        for ending in (*_ENDINGS, ""):
            base = word.removesuffix(ending) if ending else word
            if (ending and base == word) or len(base) < (LEAST_NAME if ending == "s" else LEAST_BASE):
                continue
            if ending and (found := of(base)):
                return found + ending
            for other in _ENDINGS if len(base) >= LEAST_BASE else ():
                if (found := of(base + other)) and found.endswith(other):
                    return found.removesuffix(other) + ending
        return None

    def _compound(self, word: str, *, is_name: bool) -> str | None:
        """The compound of two known words that `word` stands for, one at least of them with accents."""
        for end in range(len(word) - (LEAST_PART if is_name else LEAST_LAST_PART), LEAST_PART - 1, -1):
            last = self._part(word[end:])
            if last is None or (is_name and last in self._words.names):
                continue
            for head, link in ((word[:end], ""), (word[: end - 1], "s")):
                if len(head) < LEAST_PART or not word[:end].endswith(link):
                    continue
                first = self._part(head)
                if first and first + link + last != word:
                    return first + link + last
        return None

    def _part(self, part: str) -> str | None:
        """A part of a compound as the archive or the language has it; a short one is the archive's."""
        of = self._words.accented.of
        if len(part) < LEAST_PART:
            return None if part in self._words.counts else of(part)
        if self._words.means(part):
            return part
        if found := of(part) or self._inflected(part) or self._words.parts.of(part):
            return found
        if lexicon.frequencies().get(part, 0) >= accents.LEAST_COMMON:
            return part
        return None if self._has_letters else accents.common().of(part)


def _times(found: str, word: str) -> bool:
    frequencies = lexicon.frequencies()
    return frequencies.get(found, 0) > TIMES * frequencies.get(word, 0)


def _is_swedish(word: str) -> bool:
    """Whether the language has the word, whatever the archive has."""
    if word in lexicon.names() or inflected(word, lexicon.frequencies()):
        return True
    parts = language.split_compound(word)
    return bool(parts) and min(map(len, parts)) >= LEAST_PART


def _is_known(word: str, words: Words) -> bool:
    if word in lexicon.names() or word in language.EXCEPTIONS or inflected(word, lexicon.frequencies()):
        return True
    parts = language.split_compound(word)
    return words.holds(word) or (bool(parts) and min(map(len, parts)) >= LEAST_PART)


def _meant(word: str, words: Words, *, is_name: bool) -> str | None:
    """The archive's word that `word` was meant to be, in the same inflection where it has only another one."""
    if found := _nearest(word, words, is_name=is_name):
        return found
    for ending in sorted(SUFFIXES, key=len, reverse=True):
        base = word.removesuffix(ending)
        if base != word and len(base) >= LEAST and (found := _nearest(base, words, is_name=True)):
            return found + ending
    return None


def _nearest(word: str, words: Words, *, is_name: bool) -> str | None:
    choices = [one for length in range(len(word) - 2, len(word) + 3) for one in words.by_length.get(length, ())]
    near = process.extract(word, choices, scorer=OSA.distance, score_cutoff=2, limit=None)
    fits = [(errors, one) for one, errors, _ in near if _fits(word, one, words, int(errors), is_name=is_name)]
    return min(fits, key=lambda fit: (fit[0], -words.counts[fit[1]], fit[1]))[1] if fits else None


def _fits(word: str, meant: str, words: Words, errors: int, *, is_name: bool) -> bool:
    """Whether `meant`, so many errors from `word`, may be what was meant.

    Another letter makes another word, and another name: it is taken for an error in long words only, and only once.
    What stands but once in the archive may be an error itself.
    """
    if word[0] != meant[0]:
        return False
    if words.counts[meant] < 2 and meant not in lexicon.frequencies():
        return False
    if errors == 2:
        longer = word.startswith(meant) or meant.startswith(word)  # a word of the same root
        return len(word) >= LEAST_FOR_TWO and not is_name and not longer and Indel.distance(word, meant) == 2
    if _slipped(word, meant):
        return True
    return len(word) >= LEAST_FOR_ANOTHER and word[-1] == meant[-1] and not is_name and meant not in words.names


def _slipped(one: str, other: str) -> bool:
    """Whether one letter or digit was left out or put in, or two beside each other swapped."""
    if OSA.distance(one, other, score_cutoff=1) != 1:
        return False
    return len(one) != len(other) or sorted(one) == sorted(other)

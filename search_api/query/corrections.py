"""Typing errors: a word that neither the archive nor the word list knows, and the archive's word that was meant."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rapidfuzz import process
from rapidfuzz.distance import OSA, Indel

from corpus.repair import lexicon
from corpus.repair.spelling import SUFFIXES
from indexer import language
from search_api.query.interpretation import Reading, ReadingKind
from search_api.query.vocabulary import Words, inflected

_WORD = re.compile(r"(?<![\w/.@-])[^\W\d_]+(?![\w/@]|\.\w)")
LEAST = 6  # letters of a word that is put right
LEAST_FOR_ANOTHER = 7  # of one with a letter for another
LEAST_FOR_TWO = 9  # of one with two errors
# A compound of shorter parts may be any letters: "betslut" is no "bet" and "slut".
LEAST_PART = 4


def find(text: str, words: Words) -> Iterator[Reading]:
    """The typing errors of `text`, each with the word that was meant; none in a question that is put in English."""
    if not words.counts or language.is_english(text):
        return
    for match in _WORD.finditer(text):
        written = match.group()
        word = language.normalise(written)
        if len(word) < LEAST or _is_known(word, words):
            continue
        first = not text[: match.start()].strip()
        if meant := _meant(word, words, is_name=written[0].isupper() and not first):
            if written[0].isupper():
                meant = meant[0].upper() + meant[1:]
            label = f"”{written}” läst som ”{meant}”"
            yield Reading(ReadingKind.CORRECTION, meant, label, *match.span())


def case_number(number: str, words: Words) -> str | None:
    """The one diarienummer of the archive that `number`, which it does not have, was meant to be.

    Only where a letter or a digit was left out, typed twice or swapped: with another one it is another case.
    """
    near = [one for one in words.case_numbers if _slipped(one, number)]
    return near[0] if len(near) == 1 else None


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

"""Forms that the Snowball stemmer leaves apart, brought to one that it takes well, by the words of the training text.

It strips no ending of a short word ("bron", "sjöar"), no n after a or i ("arenan"), no et of many neuters ("avfallet"),
the s of "plats" as if it were a genitive's, and none of what verbs and adjectives have before e ("köpte", "kommunalt").
A rule holds where the words that it supposes stand in the list: no word is cut into one that there is not.
"""

from __future__ import annotations

from functools import lru_cache

from corpus.repair import lexicon

_VOWELS = "aeiouyåäö"
_PLURALS = ("ar", "er", "arna", "erna", "ars", "arnas", "ers", "ernas")
_PAST = ("tes", "des", "tas", "das", "te", "de", "ta", "da", "t", "d")
# A form is of a base that stands at least so often as it: "redan" is no form of "reda".
_LEAST_SHARE = 0.1
_LEAST_BASE = 10  # times in the training text
_LEAST_HEAD = 30  # times in the training text, of the first part of a compound
_LEAST_PART = 3
_LEAST_TAIL = 5  # letters of a last part after what the list does not have
_LONGEST = 40


@lru_cache(maxsize=200_000)
def base(word: str) -> str:
    """A form of the normalised `word` whose stem is that of all its forms; itself where no rule is met."""
    if not 3 <= len(word) <= _LONGEST or word[-1] not in "adenrst":
        return word
    if found := _simple(word):
        return found
    frequencies = lexicon.frequencies()
    for place in range(_LEAST_PART, len(word) - 2):  # a compound is inflected as its last part
        head, last = word[:place], word[place:]
        known = max(frequencies.get(head, 0), frequencies.get(head.removesuffix("s"), 0)) >= _LEAST_HEAD
        found = _simple(last) if known else _kept(last) if len(last) >= _LEAST_TAIL else None
        if found:
            return head + found
    return word


def _simple(word: str) -> str | None:
    """The form for a word that is no compound, or None."""
    if word.endswith(("endet", "andet")):
        return word[:-1]
    return _noun(word) or _kept(word) or _adjective(word) or _verb(word)


def _noun(word: str) -> str | None:
    bare = word.removesuffix("s")
    if bare == word or _count(bare):
        if bare.endswith(("an", "in", "on", "ön", "yn", "ån", "un")) and _is_vowel_noun(bare[:-1], bare):
            return bare[:-1]
        neuter = bare.endswith("et") and not bare.endswith("het") and len(bare) > 4 and bare[-3] not in "aeouyåäö"
        if neuter and _stands(bare[:-2], bare):
            return bare[:-2]
    for ending in _PLURALS:
        root = word.removesuffix(ending)
        if root != word and root[-1:] in tuple("oöyåu") and _count(root + "n") and _count(root + "ar", root + "er"):
            return root
    return None


def _is_vowel_noun(root: str, form: str) -> bool:
    """Whether a word ending in a vowel is a noun whose definite form is `form`."""
    if not _stands(root, form):
        return False
    if root.endswith("a"):
        plurals = _count(root[:-1] + "or", root[:-1] + "orna", root[:-1] + "er")
        return plurals > 0 and len(root) >= _LEAST_PART
    short = len(root) < (_LEAST_TAIL if root[-1] == "i" else _LEAST_PART) and root[-1] not in "öyå"
    return not short and _count(root + "ar", root + "er", root + "arna", root + "erna") > 0


def _kept(word: str) -> str | None:
    """For a word whose last s is its own its definite form, which keeps it: "platsen"."""
    if word.endswith("s") and len(word) > 3 and word[-2] not in _VOWELS + "s" and not _stands(word[:-1], word):
        return word + "en" if _count(word + "en") and _count(word + "er", word + "ar") else None
    return None


def _adjective(word: str) -> str | None:
    """The common form for a neuter: "kommunal" for "kommunalt", "ny" for "nytt"."""
    if word.endswith("tt") and word[-3:-2] in tuple("iyåö") and _count(word[:-2] + "are"):
        return word[:-2]
    long = word.endswith("t") and len(word) > 5 and word[-2] not in _VOWELS + "ts"
    return word[:-1] if long and _stands(word[:-1], word) and _count(word[:-1] + "a") else None


def _verb(word: str) -> str | None:
    """The infinitive of a past form or a participle, where the present and the past stand in the list too."""
    for ending in _PAST:
        root = word.removesuffix(ending)
        if root == word or len(root) < _LEAST_PART or root[-1] in _VOWELS:
            continue
        if len(ending) == 1 and (_count(word + "en") or word in lexicon.names()):  # "nämnd", "rest", "lind"
            return None
        if _count(root + "a") and _count(root + "er") and _count(root + "te", root + "de"):
            return root + "a"
    return None


def _count(*forms: str) -> int:
    frequencies = lexicon.frequencies()
    return sum(frequencies.get(form, 0) for form in forms)


def _stands(root: str, form: str) -> bool:
    """Whether the list has `root`, and not so much rarer than `form` that they will be two words."""
    return _count(root) >= max(_LEAST_BASE, _LEAST_SHARE * _count(form))

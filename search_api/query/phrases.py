"""Words that a hit must have as they stand, in quotes, and words that it must not have, after a minus sign."""

from __future__ import annotations

import re
from collections.abc import Iterator

from search_api.query.interpretation import Reading, ReadingKind

_MINUS = r"(?<!\S)(?P<minus>[-−])?"
_QUOTED = re.compile(
    rf"(?:{_MINUS}|(?<=\S))(?:\"(?P<plain>[^\"\n]+)\"|[”“„](?P<curly>[^”“„\n]+)[”“]|»(?P<out>[^»«\n]+)[«»]|«(?P<in>[^»«\n]+)»)"
)
_EXCLUDED = re.compile(rf"{_MINUS[:-1]}(?P<word>[^\W\d_](?:[\w-]*\w)?)")
# "avgifter och -taxor": the hyphen stands for the first part of the compound.
_SUSPENDED = re.compile(r"\b(?:och|eller|samt|respektive|resp\.?|till|and|or)\s+\Z", re.IGNORECASE)


def find(text: str) -> Iterator[Reading]:
    """The quoted phrases and the excluded words and phrases of `text`, none over another."""
    quoted: list[tuple[int, int]] = []
    for match in _QUOTED.finditer(text):
        phrase = " ".join((match["plain"] or match["curly"] or match["out"] or match["in"]).split())
        if any(map(str.isalnum, phrase)):
            quoted.append(match.span())
            yield _reading(match, phrase, excluded=bool(match["minus"]))
    for match in _EXCLUDED.finditer(text):
        within = any(start < match.end() and match.start() < end for start, end in quoted)
        if match["minus"] and not within and not _SUSPENDED.search(text[: match.start()]):
            yield _reading(match, match["word"], excluded=True)


def _reading(match: re.Match[str], words: str, *, excluded: bool) -> Reading:
    if excluded:
        return Reading(ReadingKind.EXCLUDED, words, f"utan ”{words}”", *match.span())
    return Reading(ReadingKind.PHRASE, words, f"”{words}”", *match.span())

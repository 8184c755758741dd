"""Words whose letters OCR took for others: found on broken pages only, and put right for search."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from corpus.models import Repair, Span
from corpus.repair import lexicon, spelling

# A word, or letters and signs that may be one; no part of an address, a link or a number.
_WORD = re.compile(r"(?<![\w@/.])[^\W_]+(?:[|$][^\W_]+)*(?![\w@]|[./]\w)")
_DIGIT = re.compile(r"\d")
_LOWER = re.compile(r"\b[a-zåäöéèüáàóòôõãâøæ]{2,}\b")
STRETCH = 2_000  # characters that are judged together, about a page
# More unknown words than this make a stretch worth a closer look; so do fewer where å, ä and ö have got lost, or where
# OCR read it.
SUSPECT, SUSPECT_SOONER = 0.13, 0.05
LOST = 0.7
# Broken is what can be mended: this share of the words, this share of the unknown ones, and this many. A page in
# another language has many unknown words and can mend few.
LEAST_MENDED, LEAST_OF_UNKNOWN, FEWEST = 0.05, 0.3, 3
USUAL = 0.05  # the share of å, ä and ö among the letters of Swedish


@dataclass(frozen=True, slots=True)
class Judgement:
    """Whether a stretch of text is broken; the share of its words that are unknown, and of its å, ä and ö, lost."""

    broken: bool
    unknown: float
    lost: float


def find(text: str, joined: Sequence[Repair], scanned: Sequence[Span]) -> Iterator[Repair]:
    """`joined`, what is mended for other reasons, and the mended words of the broken stretches of `text`, in order.

    `scanned` are the stretches that OCR read. Both are sorted.
    """
    place = 0  # of the first of `joined` that is not given yet
    free = 0  # where the last repair ends
    for span in _stretches(text):
        upto = bisect_left(joined, span.end, key=lambda repair: repair.start)
        within, place = joined[place:upto], upto
        ocr = any(scan.start < span.end and span.start < scan.end for scan in scanned)
        judgement = judge(text[span.start : span.end], scanned=ocr)
        if judgement.broken:
            yield from _mended(text, Span(max(free, span.start), span.end), within, judgement.lost)
        else:
            yield from within
        free = max(free, within[-1].end if within else 0)


def judge(text: str, *, scanned: bool = False) -> Judgement:
    """Whether the letters of `text`, a page or so, are broken; on a sound page this costs one look at each word."""
    words = _LOWER.findall(text)
    known = sum(map(lexicon.frequencies().__contains__, words))
    unknown = (len(words) - known) / max(len(words), 1)
    lost = _lost(words)
    suspect = SUSPECT_SOONER if scanned or lost >= LOST else SUSPECT
    if len(words) - known < FEWEST or unknown < suspect:
        return Judgement(broken=False, unknown=unknown, lost=lost)
    strange = [word for word in words if word not in lexicon.frequencies()]
    mended = sum(spelling.correct(word, lost) is not None for word in strange)
    least = max(FEWEST, LEAST_MENDED * len(words), LEAST_OF_UNKNOWN * len(strange))
    return Judgement(mended >= least, unknown, lost)


def _mended(text: str, span: Span, joined: Sequence[Repair], lost: float) -> Iterator[Repair]:
    cut = [Span(repair.start, repair.end) for repair in joined]
    place = span.start
    for gap, repair in zip_longest((*cut, Span(span.end, span.end)), joined):
        for match in _WORD.finditer(text, place, gap.start):
            word = _right(match.group(), lost)
            if word:
                yield Repair(*match.span(), word)
        if repair:
            words = _WORD.sub(lambda match: _right(match.group(), lost) or match.group(), repair.words)
            yield Repair(repair.start, repair.end, words)
        place = gap.end


def _right(token: str, lost: float) -> str | None:
    """The word that `token` was, in its case; None where it is best left alone."""
    word = spelling.correct(token, lost) if _may_be_word(token) else None
    if word is None:
        return None
    return word.upper() if token.isupper() else word.capitalize() if token[0].isupper() else word


def _stretches(text: str) -> Iterator[Span]:
    """Whole lines of `text`, `STRETCH` characters or somewhat more together; the rest goes with the last ones."""
    start = 0
    while start < len(text):
        end = text.find("\n", start + STRETCH) + 1
        if not end or len(text) - end < STRETCH // 2:
            end = len(text)
        yield Span(start, end)
        start = end


def _lost(words: Sequence[str]) -> float:
    """The share of å, ä and ö that `words` have lost, in tenths."""
    letters = "".join(words)
    found = sum(map(letters.count, "åäö"))
    return round(1 - min(1.0, found / max(len(letters), 1) / USUAL), 1)


def _may_be_word(token: str) -> bool:
    digits = len(_DIGIT.findall(token))
    return len(token) > 1 and len(token) >= 3 * digits

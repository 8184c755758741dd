"""Words cut in two at the end of a line, put together again: "kommun-" and "styrelsen" on the next line."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from corpus.models import Repair, Span
from corpus.repair import lexicon

# A letter, a hyphen (U+2010 and the not sign stand for it in some scans), a line end, and what the next line begins
# with. A blank line between parts two words.
_BREAK = re.compile(r"[-\u2010\u00ac](?<=[^\W\d_].)[ \t\u00a0]*\n[ \t\u00a0]*(?=[^\W\d_])")
_WORD_BEFORE = re.compile(r"[^\W_]+(?:-[^\W_]+)*\Z")
_WORD_AFTER = re.compile(r"[^\W_]+(?:-[^\W_]+)*")
# After these the hyphen stands for the end of a later word: "bygg- och miljönämnden".
_JOINING = frozenset("och eller samt resp respektive såväl till men inklusive inkl kontra än".split())
# Before the hyphen of a word that is written with one.
_HYPHENATED = frozenset("ja nej icke ex vice".split())
LONGEST = 60  # characters of a word


def find(text: str, furniture: Sequence[Span]) -> Iterator[Repair]:
    """The words of `text` that a line end cuts, in order; none across `furniture`, which is sorted.

    A word cut twice ("samhälls-", "byggnads-", "nämnden") is one repair.
    """
    start = end = 0
    words = ""
    borders = {span.start for span in furniture} | {span.end for span in furniture}
    for match in _BREAK.finditer(text):
        line_end = text.index("\n", match.start()) + 1
        before = _WORD_BEFORE.search(text, max(0, match.start() - LONGEST), match.start())
        after = _WORD_AFTER.match(text, match.end())
        if before is None or after is None or line_end in borders or after.group().casefold() in _JOINING:
            continue
        again = bool(words) and before.end() == end
        left = words if again else before.group()
        if len(left) + len(after.group()) > LONGEST:
            continue
        if words and not again:
            yield Repair(start, end, words)
        start = start if again else before.start()
        end, words = after.end(), _joined(left, after.group())
    if words:
        yield Repair(start, end, words)


def _joined(left: str, right: str) -> str:
    """The two halves as one word, the hyphen kept where it belongs to the word."""
    last, first = left.rpartition("-")[2], right.partition("-")[0]
    if right[0].isupper():
        # A heading in capitals is cut as any word; else it is a double name.
        together = (last + first).isupper() and (last + first).casefold() in lexicon.frequencies()
    else:
        together = not (last.isupper() or len(last) == 1 or last.casefold() in _HYPHENATED)
    return left + ("" if together else "-") + right

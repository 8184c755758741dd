"""The sentences of a passage, exact to the character, as Swedish minutes are written."""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpus.models import Span

# A full stop after these ends no sentence.
_ABBREVIATIONS = frozenset(
    (
        "t.ex bl.a m.m m.fl s.k d.v.s dvs o.s.v osv f.d t.f tf t.o.m fr.o.m from p.g.a pga resp ca kl nr dnr "
        "st kap sid s jfr inkl exkl forts e.d mfl mm bla tex mdr milj tkr gm tel avd ang enl max min prop bet "
        "skr dir ä"
    ).split()
)
_END = re.compile(r"[.!?][”\"')\]]*(?=\s+[”\"'(\[]?[A-ZÅÄÖ0-9§–•-])|[.!?:][”\"')\]]*(?=\s*\n)")
_BREAK = re.compile(r"\n[ \t]*\n|\n(?=[ \t]*(?:[-•–*|]|\d{1,2}[.)])\s)")


def split(text: str, start: int, end: int) -> Iterator[Span]:
    """The sentences of `text[start:end]`, stripped, in order: list items, rows and headings are sentences too."""
    place = start
    for block in [*_BREAK.finditer(text, start, end), None]:
        stop = block.start() if block else end
        yield from _in_block(text, place, stop)
        place = block.end() if block else end


def _in_block(text: str, start: int, end: int) -> Iterator[Span]:
    place = start
    for match in _END.finditer(text, start, end):
        if match.end() < end and not _is_abbreviation(text, start, match.start()):
            yield from _stripped(text, place, match.end())
            place = match.end()
    yield from _stripped(text, place, end)


def _is_abbreviation(text: str, start: int, stop: int) -> bool:
    """Whether the full stop at `stop` belongs to the word before it: an abbreviation, an initial, an ordinal."""
    if text[stop] != ".":
        return False
    words = text[max(start, stop - 12) : stop].split()
    if not words:
        return True
    word = words[-1].lstrip("(\"”'").casefold()
    return (
        word in _ABBREVIATIONS
        or (len(word) == 1 and word.isalpha())
        or (word.isdigit() and len(word) <= 2 and len(words) == 1)
    )


def _stripped(text: str, start: int, end: int) -> Iterator[Span]:
    piece = text[start:end]
    left = len(piece) - len(piece.lstrip())
    right = len(piece.rstrip())
    if right > left:
        yield Span(start + left, start + right)

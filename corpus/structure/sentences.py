"""The sentences of a passage, exact to the character, as Swedish minutes are written."""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpus.models import Span
from corpus.structure import lines
from corpus.structure.outline import parts
from corpus.swedish import case_numbers

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

_PARAGRAPH = re.compile(r"(?:#+\s*)?(?:[A-ZÅÄÖ]{2,4}\s(?:AU\s)?)?§+\s?\d")
_CASE_LINE = re.compile(case_numbers.WORD)


def split(text: str, start: int, end: int) -> Iterator[Span]:
    """The sentences of `text[start:end]`, stripped, in order: list items, rows and headings are sentences too."""
    place = start
    for stop, after in [*_breaks(text, start, end), (end, end)]:
        yield from _in_block(text, place, stop)
        place = after


def _breaks(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Where one block ends and the next begins: at blank lines and items, and around headings.

    The heading of a § may go on over the next lines, so nothing breaks after its first.
    """
    found = {match.start(): match.end() for match in _BREAK.finditer(text, start, end)}
    for line in lines.split(text, start, end):
        # "Nämnden beslutar att" over "godkänna planen." is no heading but the first line of a sentence.
        goes_on = text[line.end : line.end + 2].lstrip("\n")[:1].islower()
        stands_alone = bool(line.text) and (_CASE_LINE.match(line.text) or (parts.named(line.text) and not goes_on))
        places = [text.rfind("\n", start, line.start)] if stands_alone or _PARAGRAPH.match(line.text) else []
        places += [text.find("\n", line.end, end)] if stands_alone else []
        found.update({place: place + 1 for place in places if place >= 0 and place not in found})
    return sorted(found.items())


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

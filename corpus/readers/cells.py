"""Cells: the pieces that stand together in a table, a list or a form, and how they are put together to lines."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corpus.readers.glyphs import Piece

Cell = list[Piece]  # from the top down
Row = list[Cell]


@dataclass(frozen=True, slots=True)
class Said:
    """A line that is read, and the pieces that it is made of; `broken` as with a piece."""

    text: str
    pieces: Sequence[Piece]
    broken: bool = False


BAR = " | "

_PARTY = re.compile(r"\([A-ZÅÄÖa-zåäö][A-ZÅÄÖa-zåäö-]{0,4}\)|\(-\)")
_NAME = re.compile(
    r"(?:[A-ZÅÄÖÉÜØÆ][\w'’-]*\.?|af|von|van|de|la|der|el|al)"
    r"(?: (?:[A-ZÅÄÖÉÜØÆ][\w'’-]*\.?|af|von|van|de|la|der|el|al)){1,4}(?:, .{1,40}| [a-zåäö]{6,30})?"
)
# A company, an office and a heading in capitals may look like a name.
_NO_NAME = re.compile(r"\d|\b(?:kommun|stad|region|AB)\b|nämnd|styrelse|förvaltning|fullmäktige", re.IGNORECASE)
# After these a hyphen at the end of a line is one that the words share: "bygg- och miljönämnden".
_SHARED = re.compile(r"(?:och|eller|samt|respektive|resp|som|till|än|men|/)(?![\w-])")
_KEEPS_HYPHEN = re.compile(r"(?:\b\w|[A-ZÅÄÖ]{2}|\d)$")


def weld(first: str, second: str, *, broken: bool) -> str:
    """Two stretches of text as one; `broken` says that a word was divided between them and its hyphen left out.

    The hyphen is there again where it belongs to the word: "bygg- och", "Berg-Öberg", "EU-stöd", "e-post".
    """
    if not broken:
        return f"{first} {second}"
    if _SHARED.match(second) or not second[:1].isalnum():
        return f"{first}- {second}"
    keeps = not second[:1].islower() or _KEEPS_HYPHEN.search(first)
    return f"{first}-{second}" if keeps else first + second


def is_person(text: str) -> bool:
    """Whether a stretch of text looks like one person's name, with party and office or without."""
    text = text.lstrip("0123456789. ")  # a place in a list
    if len(text) > 90 or not text[:1].isupper() or text.endswith((":", ".")):
        return False
    return bool(_PARTY.search(text) or (len(text) <= 60 and _NAME.fullmatch(text) and not _NO_NAME.search(text)))


def barred(cells: Sequence[Sequence[Piece]]) -> Said:
    """A row of a table as a line, its cells parted by bars."""
    return Said(BAR.join(map(text_of, cells)).rstrip(), [piece for cell in cells for piece in cell])


def flowing(pieces: Sequence[Piece]) -> Iterator[Said]:
    """The lines of one cell or column: put together where a line is full and the next goes on, else one by one."""
    full = max((piece.right for piece in pieces), default=0.0)
    said: Said | None = None
    for line in _on_one_line(pieces):
        if said is None:
            said = line
        elif said.broken or _goes_on(said.pieces[-1], line.pieces[0], full):
            said = Said(weld(said.text, line.text, broken=said.broken), [*said.pieces, *line.pieces], line.broken)
        else:
            yield said
            said = line
    if said:
        yield said


def _on_one_line(pieces: Sequence[Piece]) -> list[Said]:
    """The pieces, those put together that stand side by side."""
    found: list[Said] = []
    for piece in pieces:
        last = found[-1].pieces[-1] if found else None
        if last and piece.left >= last.right and abs(piece.bottom - last.bottom) < 0.5 * piece.height:
            before = " ".join(other.shown for other in found[-1].pieces)
            found[-1] = Said(f"{before} {piece.text}", [*found[-1].pieces, piece], piece.broken)
        else:
            found.append(Said(piece.text, [piece], piece.broken))
    return found


def _goes_on(piece: Piece, following: Piece, full: float) -> bool:
    """Whether a line is one that the margin broke: the next one's first word would not have fitted, and is no name."""
    if is_person(following.text) or is_person(piece.text) or piece.text.endswith((".", ":", ";")):
        return False
    first = following.text.split()[0]
    width = (following.right - following.left) * (len(first) + 1) / max(len(following.text), 1)
    return piece.right + width > full and (first[:1].islower() or piece.text[-1:] in ",–-" or piece.text[-1:].islower())


def text_of(cell: Sequence[Piece]) -> str:
    """The text of a cell on one line."""
    text = ""
    broken = False
    for line in _on_one_line(cell):
        text = weld(text, line.text, broken=broken) if text else line.text
        broken = line.broken
    return text + "-" * broken

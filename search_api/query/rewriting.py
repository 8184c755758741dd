"""A question in the form that it is read in, with the place in the question of each character."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from corpus.normal import nfc
from indexer.language import normalise

# A letter with its accents as characters of their own, as a Mac writes them.
_CLUSTER = re.compile(r"[^\W_][\u0300-\u036f]+")
_PIECE = re.compile(r"[^\W_]+")
# Stands for every character of a stretch that has been read: no letter, no space, no digit.
_READ = "|"


@dataclass(frozen=True, slots=True)
class Rewriting:
    """`text` is what the question became; `places[i]` is where in the question its character `i` comes from."""

    text: str
    places: tuple[tuple[int, int], ...]

    def origin(self, start: int, end: int) -> tuple[int, int]:
        """Where in the question `text[start:end]`, which is not empty, comes from."""
        return self.places[start][0], self.places[end - 1][1]

    def replaced(self, edits: Iterable[tuple[int, int, str]]) -> Rewriting:
        """With each `text[start:end]` of `edits` replaced; they are in order, none is empty and none over another."""
        pieces: list[str] = []
        places: list[tuple[int, int]] = []
        at = 0
        for start, end, words in edits:
            pieces += [self.text[at:start], words]
            places += [*self.places[at:start], *[self.origin(start, end)] * len(words)]
            at = end
        return Rewriting("".join((*pieces, self.text[at:])), (*places, *self.places[at:]))

    def blanked(self, spans: Iterable[tuple[int, int]]) -> Rewriting:
        """With the stretches `spans`, in any order, read and done with: no finder sees words or numbers there."""
        letters = list(self.text)
        for start, end in spans:
            letters[start:end] = _READ * (end - start)
        return Rewriting("".join(letters), self.places)


def composed(text: str) -> Rewriting:
    """`text` as NFC."""
    whole = Rewriting(text, tuple((place, place + 1) for place in range(len(text))))
    clusters = ((*match.span(), nfc(match.group())) for match in _CLUSTER.finditer(text))
    return whole.replaced(clusters)


@dataclass(frozen=True, slots=True)
class Token:
    """A run of letters and digits, `word` normalised."""

    start: int
    end: int
    word: str


def tokens(text: str) -> list[Token]:
    """The runs of letters and digits of `text`; "barn- och" gives two."""
    return [Token(*match.span(), normalise(match.group())) for match in _PIECE.finditer(text)]

"""Which pieces of the vocabulary are kept: those that the papers' languages use.

The table of pieces is five sixths of multilingual-e5-small, most of it for languages that nobody asks in here. A text
whose pieces are all kept has the very vector that it had; one that lacks a piece is cut into smaller ones.
"""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from tokenizers import Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors

from indexer.training.multilingual.packed import Packed
from indexer.training.ragged import tokenize

FIRST, PADDING, LAST, UNKNOWN = "<s>", "<pad>", "</s>", "<unk>"
SPECIAL = (FIRST, PADDING, LAST, UNKNOWN)  # by number, as fairseq orders them
_SPACE = "▁"
_LATIN_LETTERS = frozenset(
    "abcdefghijklmnopqrstuvwxyz"
    "åäöéüèàáôøæßšžčćđąęłńóśźż"  # Swedish, Finnish, Norwegian, Danish, German, Bosnian, Polish; Somali has a to z
)
_SIGNS = frozenset("–—’‘”“„«»…•€§°²³½¼¾×±·‐‑")


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """How many pieces stay.

    Attributes:
        most: pieces in all, at most, unless the texts use more.
        least: times that Swedish and English text must use a piece.
        arabic: most frequent pieces in Arabic script, by the tokenizer's own scores.
        cyrillic: the same in Cyrillic.

    The rest of `most` are the most frequent ones of Latin letters that the languages above use.

    """

    most: int = 50_000
    least: int = 3
    arabic: int = 4_500
    cyrillic: int = 5_500


def tokenizer_of(pieces: list[tuple[str, float]]) -> Tokenizer:
    """Make the tokenizer of a Unigram vocabulary with scores, whose first four are `SPECIAL`.

    It normalises by NFKC as XLM-R's own (Conneau et al. 2020) does but for a few signs.
    """
    tokenizer = Tokenizer(models.Unigram(pieces, unk_id=SPECIAL.index(UNKNOWN), byte_fallback=False))
    tokenizer.normalizer = normalizers.Sequence([normalizers.NFKC(), normalizers.Replace(Regex(r"\s+"), " ")])
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(replacement=_SPACE, prepend_scheme="always")
    tokenizer.decoder = decoders.Metaspace(replacement=_SPACE, prepend_scheme="always")
    tokenizer.post_processor = processors.TemplateProcessing(
        single=f"{FIRST} $A {LAST}", special_tokens=[(token, SPECIAL.index(token)) for token in (FIRST, LAST)]
    )
    return tokenizer


def kept_pieces(packed: Packed, texts: Iterable[str], kept: Kept) -> list[int]:
    """Choose pieces by the Swedish and English ``texts`` and by the scores; numbers of `packed.pieces`, ascending."""
    tokenizer = tokenizer_of(list(zip(packed.pieces, packed.scores.tolist(), strict=True)))
    used = np.bincount(tokenize(tokenizer, texts).ids, minlength=len(packed.pieces))
    chosen = set(range(len(SPECIAL)))
    chosen.update(number for number, piece in enumerate(packed.pieces) if used[number] >= kept.least or _is_sign(piece))
    scripts: dict[str, list[int]] = {"ARABIC": [], "CYRILLIC": [], "LATIN": []}
    for number in sorted(range(len(SPECIAL), len(packed.pieces)), key=lambda n: -packed.scores[n]):
        script = _script(packed.pieces[number])
        if script in scripts:
            scripts[script].append(number)
    chosen.update(scripts["ARABIC"][: kept.arabic], scripts["CYRILLIC"][: kept.cyrillic])
    latin = [number for number in scripts["LATIN"] if number not in chosen]
    chosen.update(latin[: max(0, kept.most - len(chosen))])
    return sorted(chosen)


def _is_sign(piece: str) -> bool:
    """Whether `piece` is a single Latin letter, digit or sign: what other pieces fall back on."""
    bare = piece.replace(_SPACE, "")
    return len(bare) <= 1 and all(ord(character) < 0x250 or character in _SIGNS for character in bare)


def _script(piece: str) -> str | None:
    """The script of a piece of letters, or None for what has none, several, or Latin letters of other languages."""
    letters = piece.replace(_SPACE, "")
    if not letters or not letters.isalpha():
        return None
    found = {unicodedata.name(letter, "?").split()[0] for letter in letters}
    script = found.pop() if len(found) == 1 else None
    return script if script != "LATIN" or set(letters.lower()) <= _LATIN_LETTERS else None

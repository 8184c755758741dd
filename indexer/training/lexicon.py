"""The word list behind compound splitting, rarity and the repair of broken words.

Made by `python -m indexer.training.lexicon ../shared/training`. Counts of single words only; no sentence of the
training data goes into the product.
"""

from __future__ import annotations

import lzma
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from corpus.repair import lexicon
from indexer import language
from indexer.training.pairs import read_documents, read_pairs

LEAST = 3
TARGET = Path(lexicon.__file__).with_name("words.txt.xz")
# The kinds of pairs whose texts are whole Swedish sentences with terms that let words be counted.
SWEDISH = frozenset({"gov-title", "law-title", "phrase-quote", "swequad-train", "nli-entailment"})
SWEDISH_LEFT = frozenset({"tatoeba-sv-en"})
# Some pages are in English; what has more of its little words than of ours is left out.
_OURS = frozenset("och att det som är av till".split())
_ENGLISH = frozenset("the of and to is that with".split())


def texts(folder: Path) -> Iterator[str]:
    """The Swedish texts of a data folder, each distinct text of the pairs once.

    Raises `TrainingDataError` where a file is missing or damaged.
    """
    yield from read_documents(folder)
    seen: dict[str, None] = {}
    for pair in read_pairs(folder):
        if pair.kind in SWEDISH:
            seen[pair.left] = seen[pair.right] = None
        elif pair.kind in SWEDISH_LEFT:
            seen[pair.left] = None
    yield from seen


def count(lines: Iterable[str]) -> Counter[str]:
    """How often each word of letters stands in the texts that are not English."""
    counts: Counter[str] = Counter()
    for line in lines:
        words = [word for word in language.words(line) if word.isalpha()]
        if sum(word in _ENGLISH for word in words) <= sum(word in _OURS for word in words):
            counts.update(words)
    return counts


def write(counts: Counter[str], target: Path) -> None:
    """Write the words seen `LEAST` times or more to `target`, sorted, as "word count" lines, xz-compressed."""
    lines = sorted(f"{word} {number}\n" for word, number in counts.items() if number >= LEAST)
    target.write_bytes(lzma.compress("".join(lines).encode(), preset=9))


if __name__ == "__main__":
    write(count(texts(Path(sys.argv[1]))), TARGET)

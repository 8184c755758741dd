"""The word list behind compound splitting and rarity.

Made by `python -m indexer.training.lexicon ../shared/training/text.txt.xz`.

Counts of single words only; no sentence of the text goes into the product.
"""

from __future__ import annotations

import lzma
import sys
from collections import Counter
from pathlib import Path

from indexer import language

LEAST = 4
TARGET = Path(__file__).parent.parent / "model" / "words.txt.xz"


def count(source: Path) -> Counter[str]:
    """How often each word of letters stands in the xz-compressed text `source`, one document a line."""
    counts: Counter[str] = Counter()
    with lzma.open(source, "rt", encoding="utf-8") as file:
        for line in file:
            counts.update(word for word in language.words(line) if word.isalpha())
    return counts


def write(counts: Counter[str], target: Path) -> None:
    """Write the words seen `LEAST` times or more to `target`, sorted, as "word count" lines, xz-compressed."""
    lines = sorted(f"{word} {number}\n" for word, number in counts.items() if number >= LEAST)
    target.write_bytes(lzma.compress("".join(lines).encode(), preset=9))


if __name__ == "__main__":
    write(count(Path(sys.argv[1])), TARGET)

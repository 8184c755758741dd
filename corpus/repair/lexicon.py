"""What is known of Swedish words: how often each stands in the training text, and the names that it has too few of."""

from __future__ import annotations

import lzma
from collections.abc import Mapping
from functools import lru_cache
from importlib import resources


@lru_cache(maxsize=1)
def frequencies() -> Mapping[str, int]:
    """Each word, NFC and casefolded, with its number of occurrences (`indexer/training/lexicon.py` makes the file)."""
    data = resources.files("corpus").joinpath("repair/words.txt.xz").read_bytes()
    lines = lzma.decompress(data).decode().splitlines()
    return {word: int(count) for word, _, count in (line.partition(" ") for line in lines)}


@lru_cache(maxsize=1)
def names() -> frozenset[str]:
    """Municipalities and provinces, common given names, and the parts that surnames and places are made of, casefolded.

    Written by hand, of what is common knowledge; a name is in no register of persons.
    """
    return frozenset(resources.files("corpus").joinpath("repair/names.txt").read_text(encoding="utf-8").split())

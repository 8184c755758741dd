"""Parallel sentences: Swedish and English that say the same."""

import re
from collections.abc import Iterable, Iterator

from indexer.training.pairs import Pair

PARALLEL = frozenset({"sv-en", "tatoeba-sv-en", "example-sv-en", "dictionary-sv-en"})
DICTIONARY = "dictionary-sv-en"

_END = re.compile(r"(?<=[.!?])\s+")


def parallel_sentences(pairs: Iterable[Pair]) -> Iterator[tuple[str, str]]:
    """Yield (Swedish, English); longer texts are cut into sentences where both sides have as many."""
    for pair in pairs:
        if pair.kind not in PARALLEL:
            continue
        swedish, english = _END.split(pair.left.strip()), _END.split(pair.right.strip())
        if len(swedish) == len(english):
            yield from zip(swedish, english, strict=True)
        else:
            yield pair.left, pair.right

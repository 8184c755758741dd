"""The sparse side: our own BM25 vectors, whose inverse document frequency Qdrant puts in (`Modifier.IDF`).

Robertson and Zaragoza, "The Probabilistic Relevance Framework: BM25 and Beyond", 2009. A passage's vector holds the
saturated term frequencies, a question's holds how often it says the term; their product times the IDF is BM25.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from indexer import language

K1 = 1.2
B = 0.6
# Terms in a passage of common length. A constant, so that a passage's vector does not change when others come and go.
MEAN_LENGTH = 130.0
# A term of the context line (body, date, §, heading, part) counts for less than one of the passage itself.
CONTEXT_WEIGHT = 0.75
# A synonym of a question's word counts for less than the word.
ADDED_WEIGHT = 0.6


@dataclass(frozen=True, slots=True)
class SparseVector:
    """Indices (32 bits, each once) and their values."""

    indices: tuple[int, ...]
    values: tuple[float, ...]


def document(text: str, context: str = "") -> SparseVector:
    """The vector of a passage with its context line."""
    counts: Counter[str] = Counter()
    own = language.terms(text)
    counts.update(own)
    weighted: dict[str, float] = dict(counts)
    for term in language.terms(context):
        weighted[term] = weighted.get(term, 0.0) + CONTEXT_WEIGHT
    norm = K1 * (1 - B + B * len(own) / MEAN_LENGTH)
    return _vector({term: count * (K1 + 1) / (count + norm) for term, count in weighted.items()})


def query(text: str, added: Sequence[str] = ()) -> SparseVector:
    """The vector of a question; terms of `added`, words that mean the same, count for less than its own."""
    weighted: dict[str, float] = dict(Counter(language.terms(text)))
    for term in dict.fromkeys(term for word in added for term in language.terms(word)):
        weighted.setdefault(term, ADDED_WEIGHT)
    return _vector(weighted)


def _vector(weights: dict[str, float]) -> SparseVector:
    by_id: dict[int, float] = {}
    for term, weight in weights.items():
        index = language.term_id(term)
        by_id[index] = by_id.get(index, 0.0) + weight
    return SparseVector(tuple(by_id), tuple(float(weight) for weight in by_id.values()))

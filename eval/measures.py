"""Measures of a ranking, by ir-measures, and of an answer; per question first, means after.

nDCG: Järvelin and Kekäläinen 2002. MRR is ir-measures' RR. A question without hits counts as 0, never as left out.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import ir_measures
from ir_measures import RR, Qrel, R, ScoredDoc, nDCG

NAMES = {"nDCG@10": nDCG @ 10, "R@5": R @ 5, "R@10": R @ 10, "MRR": RR}

Scores = dict[str, float]


def ranking(qrels: Mapping[str, Mapping[str, int]], rankings: Mapping[str, Sequence[str]]) -> dict[str, Scores]:
    """For each query of `qrels` its measures, of the ids in `rankings`, best first."""
    judged = [Qrel(query, doc, grade) for query, docs in qrels.items() for doc, grade in docs.items()]
    run = [
        ScoredDoc(query, doc, float(-rank))
        for query, docs in rankings.items()
        for rank, doc in enumerate(docs)
        if query in qrels
    ]
    by_measure = {measure: name for name, measure in NAMES.items()}
    scores: dict[str, Scores] = {query: dict.fromkeys(NAMES, 0.0) for query in qrels}
    for metric in ir_measures.iter_calc(list(NAMES.values()), judged, run):
        scores[metric.query_id][by_measure[metric.measure]] = float(metric.value)
    return scores


def mean(scores: Sequence[Mapping[str, float]]) -> Scores:
    """The mean of each measure; empty for no scores."""
    return {name: sum(score[name] for score in scores) / len(scores) for name in scores[0]} if scores else {}


@dataclass(frozen=True, slots=True)
class Place:
    """Where a quote stands in a document's text."""

    start: int
    end: int


def find_quote(quote: str, text: str) -> list[Place]:
    """Every place of `quote` in `text`, white space being equal to white space."""
    words = quote.split()
    if not words:
        return []
    pattern = re.compile(r"\s+".join(map(re.escape, words)))
    return [Place(match.start(), match.end()) for match in pattern.finditer(text)]


def overlap(place: Place, start: int, end: int) -> float:
    """The share of `place` that lies between `start` and `end`."""
    return max(0, min(place.end, end) - max(place.start, start)) / (place.end - place.start)

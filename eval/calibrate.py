"""The weights of the extractive answer, fitted to development questions.

`python -m eval.calibrate QUESTIONS DOCUMENTS [QUESTIONS DOCUMENTS …]` prints them, with the share of questions whose
evidence stands among the three likeliest sentences, cross-validated over five folds of questions. What it prints is
rounded into `search_api.answering.extractive.WEIGHTS` by hand, so that a change of the answer is a change in the code.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression

from corpus.sandbox import Sandbox
from eval import measures
from eval.datasets import read_questions
from eval.run import evidence_places, throwaway_index
from indexer.embedding import Embedder
from indexer.index import Options
from indexer.pipeline import index_paths
from search_api.answering import extractive, features
from search_api.retrieval import retrieve

FOLDS = 5

Sample = tuple[features.Matrix, np.ndarray]


def samples(questions: Path, documents: Path) -> list[Sample]:
    """For each answerable question the features of its candidate sentences, and which of them carry the evidence."""
    found = []
    sentences = Embedder(extractive.SENTENCE_MODEL)
    with throwaway_index(Options(Path())) as index, Sandbox() as sandbox:
        for _ in index_paths(index, [documents], sandbox):
            pass
        by_source = {entry.source: index.catalogue.document(entry.id) for entry in index.catalogue.entries()}
        for question in read_questions(questions):
            places = evidence_places(question, by_source)
            hits = retrieve(index, question.text, limit=extractive.READ).hits
            rows = extractive.candidates(question.text, hits, sentences)
            if not question.answerable or not rows:
                continue
            carries = [
                any(
                    document_id == row.found.entry.id and measures.overlap(place, row.start, row.end) >= 0.5
                    for document_id, spans in places
                    for place in spans
                )
                for row in rows
            ]
            found.append((np.array([row.features for row in rows]), np.array(carries)))
    return found


def fit(data: Sequence[Sample]) -> tuple[np.ndarray, float, float]:
    """Weights, bias, and the cross-validated share of questions with evidence in the best `MOST_SENTENCES`."""
    folds = np.random.default_rng(0).integers(0, FOLDS, len(data))
    carried = []
    for fold in range(FOLDS):
        model = _fitted([sample for sample, at in zip(data, folds, strict=True) if at != fold])
        for (rows, carries), at in zip(data, folds, strict=True):
            if at == fold:
                best = np.argsort(-model.decision_function(rows), kind="stable")[: extractive.MOST_SENTENCES]
                carried.append(bool(carries[best].any()))
    whole = _fitted(data)
    return whole.coef_[0], float(whole.intercept_[0]), float(np.mean(carried))


def _fitted(data: Sequence[Sample]) -> LogisticRegression:
    rows = np.vstack([rows for rows, _ in data])
    return LogisticRegression(max_iter=5_000).fit(rows, np.concatenate([carries for _, carries in data]))


def main(arguments: Sequence[str]) -> None:
    """Fit to the sets named in `arguments`, and print."""
    pairs = list(zip(arguments[::2], arguments[1::2], strict=True))
    data = [sample for questions, documents in pairs for sample in samples(Path(questions), Path(documents))]
    weights, bias, share = fit(data)
    lines = [f"{name:12}{weight:8.2f}" for name, weight in zip(features.NAMES, weights, strict=True)]
    lines += [
        f"{'bias':12}{bias:8.2f}",
        f"evidence among the best {extractive.MOST_SENTENCES}: {share:.3f} of {len(data)}",
    ]
    sys.stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main(sys.argv[1:])

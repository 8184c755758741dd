"""The weights of the product, fitted to development questions beside those in its code.

`python -m eval.calibrate QUESTIONS DOCUMENTS [QUESTIONS DOCUMENTS …]` prints three fits: of the ranking
(`search_api.retrieval.ranking`, over `signals.NAMES`), of an answer's sentences (`search_api.answering.extractive`,
over `features.NAMES`), and of whether to answer (`search_api.answering.abstention`), with the threshold that 93 % of
the answerable pass. What it prints is rounded into the code by hand, so that a change of the answers is a change there.
Each is seen with the weights of those before it as they are in the code, so after a change of one run it again.
"""

from __future__ import annotations

import sys
from collections.abc import Collection, Sequence
from pathlib import Path

import numpy as np

from corpus.errors import BadDataset
from corpus.sandbox import Sandbox
from eval import listwise, selective
from eval.datasets import read_questions
from eval.listwise import Matrix, Sample
from eval.observed import Observed, observe
from eval.run import throwaway_index
from indexer.index import Options
from indexer.pipeline import index_paths
from search_api.answering import abstention, extractive, features
from search_api.retrieval import ranking, signals

# The ranking is fitted to more rows a question, each of fewer and plainer features, than the sentences.
PASSAGE_RIDGE, SENTENCE_RIDGE = 0.003, listwise.RIDGE


def gather(questions: Path, documents: Path) -> list[Observed]:
    """A question file over the papers in a folder, read into an index of its own."""
    with throwaway_index(Options(Path())) as index, Sandbox() as sandbox:
        for _ in index_paths(index, [documents], sandbox):
            pass
        return list(observe(index, read_questions(questions)))


def text(seen: Sequence[Observed]) -> str:
    """The three fits as tables; raises `BadDataset` where there is too little of a kind to fit to."""
    told = [one.passages for one in seen if one.passages and one.question.answerable]
    read = [one.sentences for one in seen if one.sentences and one.question.answerable]
    parts = [
        _listwise("Ranking", "passage", told, signals.NAMES, ranking.WEIGHTS, PASSAGE_RIDGE, (1, 5, 10)),
        _listwise(
            "Sentences", "sentence", read, features.NAMES, extractive.WEIGHTS, SENTENCE_RIDGE,
            (1, extractive.MOST_SENTENCES),
        ),
        _selective(seen),
    ]  # fmt: skip
    return "\n".join(parts)


def _listwise(
    title: str,
    what: str,
    samples: Sequence[Sample],
    names: Collection[str],
    code: Matrix,
    ridge: float,
    depths: Sequence[int],
) -> str:
    samples = [sample for sample in samples if sample.right.any() and not sample.right.all()]
    _enough(title, len(samples), listwise.FOLDS)
    fitted = listwise.fit(samples, ridge)
    lines = [f"{title}: {len(samples)} questions with a right {what} and a wrong one"]
    lines += _weights(names, fitted, code)
    for depth in depths:
        held_out = listwise.cross_validated(samples, depth, ridge)
        now = listwise.found(samples, code, depth)
        lines.append(f"a right {what} among the first {depth}: {held_out:.3f} cross-validated, {now:.3f} by the code's")
    return "\n".join(lines) + "\n"


def _selective(seen: Sequence[Observed]) -> str:
    tried = [one for one in seen if one.reading is not None]
    rows = np.array([one.reading for one in tried], dtype=np.float64)
    answerable = np.array([one.question.answerable for one in tried], dtype=np.bool_)
    _enough("Whether to answer", int(min(answerable.sum(), (~answerable).sum())), selective.FOLDS)
    fitted = selective.fit(rows, answerable)
    held_out = selective.cross_validated(rows, answerable)
    now = selective.tells(rows @ abstention.WEIGHTS + abstention.BIAS, answerable)
    lines = [
        f"Whether to answer: {answerable.sum()} answerable questions, {(~answerable).sum()} others",
        *_weights(abstention.NAMES, fitted.weights, abstention.WEIGHTS),
        _line("bias", fitted.bias, abstention.BIAS),
        _line("threshold", fitted.threshold, abstention.THRESHOLD),
        f"area under ROC: {held_out.area:.3f} cross-validated, {now.area:.3f} by the code's",
        f"right abstentions where {selective.ANSWERED:.0%} of the answerable are answered: {held_out.abstained:.3f}"
        f" cross-validated, {now.abstained:.3f} by the code's",
    ]
    return "\n".join(lines) + "\n"


def _weights(names: Collection[str], fitted: Matrix, code: Matrix) -> list[str]:
    return [f"{'':14}{'fitted':>8}{'code':>8}"] + [
        _line(name, float(ours), float(theirs)) for name, ours, theirs in zip(names, fitted, code, strict=True)
    ]


def _line(name: str, fitted: float, code: float) -> str:
    return f"{name:14}{fitted:>8.2f}{code:>8.2f}"


def _enough(title: str, questions: int, least: int) -> None:
    if questions < least:
        raise BadDataset(f"{title}: {questions} frågor av ett slag är för få att anpassa vikter till; minst {least}.")


def main(arguments: Sequence[str]) -> None:
    """Fit to the sets named in `arguments`, and print."""
    if not arguments or len(arguments) % 2:
        raise SystemExit(__doc__)
    pairs = list(zip(arguments[::2], arguments[1::2], strict=True))
    sys.stdout.write(text([one for pair in pairs for one in gather(*map(Path, pair))]))


if __name__ == "__main__":
    main(sys.argv[1:])

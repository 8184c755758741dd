"""The weights of the product, fitted to questions whose answers are known.

`python -m eval.calibrate QUESTIONS DOCUMENTS [QUESTIONS DOCUMENTS …] [--measure QUESTIONS DOCUMENTS …] [--write NAME…]`
fits, to the sets before `--measure`, the ranking of passages ("ranking", over `signals.NAMES`), the choice of a point
among those read ("sentences", over `features.NAMES`), how surely the best one answers ("answers") and whether the
archive has anything of the matter ("matters", both over `judging.NAMES`). It prints each beside the weights in
`search_api/weights`, cross-validated, and what both do on the sets after `--measure`, which nothing is fitted to.
`--write` keeps those that it names. The judgements are fitted over the points that the new choice puts first.
"""

from __future__ import annotations

import argparse
import datetime as dt
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from corpus.errors import BadDataset
from corpus.sandbox import Sandbox
from eval import listwise, selective
from eval.datasets import Question, read_questions
from eval.listwise import Matrix, Sample
from eval.observed import Observed, observe
from eval.run import throwaway_index
from eval.selective import Labels
from indexer.options import Options
from indexer.pipeline import index_paths
from search_api import weights
from search_api.answering import judging
from search_api.answering.reading import features
from search_api.retrieval import signals
from search_api.weights import Weights

PASSAGE_RIDGE, SENTENCE_RIDGE = 0.003, 0.001
RANKING, SENTENCES, ANSWERS, MATTERS = "ranking", "sentences", "answers", "matters"


# Of the questions that users ask, as far as is known, so many have an answer in the archive, so many nearly have one,
# and so many are of another matter. The sets hold more of the last two, so that there is something to fit to.
SHARES = {"answerable": 0.8, "near": 0.1, "far": 0.1}


@dataclass(frozen=True, slots=True, eq=False)
class _Judged:
    """Questions judged: a row of features each, whether it holds of them, and how much each counts."""

    rows: Matrix
    holds: Labels
    counts: Matrix

    @classmethod
    def of(cls, told: Sequence[tuple[Question, list[float], bool]]) -> _Judged:
        """Those of `told`, each kind counting as `SHARES` say."""
        kinds = [_kind(question) for question, _, _ in told]
        counts = [len(told) * SHARES[kind] / kinds.count(kind) for kind in kinds]
        return cls(np.array([row for _, row, _ in told]), np.array([holds for *_, holds in told]), np.array(counts))


@dataclass(frozen=True, slots=True)
class _Fit:
    """Weights fitted, and the lines that tell of them."""

    name: str
    fitted: Weights
    told: list[str]


def gather(questions: Sequence[Path], documents: Path) -> list[Observed]:
    """Question files over the papers in a folder, read into an index of its own."""
    with throwaway_index(Options(Path())) as index, Sandbox() as sandbox:
        for _ in index_paths(index, [documents], sandbox):
            pass
        return [one for path in questions for one in observe(index, read_questions(path))]


def fit(seen: Sequence[Observed], apart: Sequence[Observed], of: Sequence[str]) -> list[_Fit]:
    """All weights fitted to `seen`, sets called `of`, and measured on `apart`, which may be empty.

    Raises `BadDataset` where there is too little of a kind to fit to.
    """
    ranking = _listwise(RANKING, seen, apart, lambda one: one.passages, tuple(signals.NAMES), PASSAGE_RIDGE, of)
    chosen = _listwise(SENTENCES, seen, apart, lambda one: one.sentences, features.NAMES, SENTENCE_RIDGE, of)
    by = chosen.fitted
    answers = _judging(ANSWERS, _answers(seen, by), _answers(apart, by), of)
    return [ranking, chosen, answers, _judging(MATTERS, _matters(seen, by), _matters(apart, by), of)]


def _listwise(
    name: str,
    seen: Sequence[Observed],
    apart: Sequence[Observed],
    sample: Callable[[Observed], Sample | None],
    names: tuple[str, ...],
    ridge: float,
    of: Sequence[str],
) -> _Fit:
    fitted_to, measured = _samples(seen, sample), _samples(apart, sample)
    _enough(name, len(fitted_to), listwise.FOLDS)
    values = listwise.fit(fitted_to, ridge)
    kept = weights.load(name, names)
    told = [f"{name}: {len(fitted_to)} questions with a right one and a wrong one", *_table(names, values, kept.values)]
    for depth in (1, 3, 10):
        held_out = listwise.cross_validated(fitted_to, depth, ridge)
        line = f"a right one among the first {depth}: {held_out:.3f} cross-validated, by the kept weights"
        line += f" {listwise.found(fitted_to, kept.values, depth):.3f}"
        if measured:
            new, old = listwise.found(measured, values, depth), listwise.found(measured, kept.values, depth)
            line += f"; on {len(measured)} questions apart {new:.3f} and {old:.3f}"
        told.append(line)
    return _Fit(name, _weights(names, values, 0.0, of), told)


def _samples(seen: Sequence[Observed], sample: Callable[[Observed], Sample | None]) -> list[Sample]:
    given = [one for one in map(sample, (one for one in seen if one.question.answerable)) if one]
    return [one for one in given if one.right.any() and not one.right.all()]


def _answers(seen: Sequence[Observed], by: Weights) -> _Judged:
    """The questions, and whether the point put first carries the answer."""
    return _Judged.of([(one.question, *judged) for one in seen if (judged := one.judged(by))])


def _matters(seen: Sequence[Observed], by: Weights) -> _Judged:
    """The questions whose files tell whether the archive has anything of their matter, and whether it has."""
    told = [one for one in seen if one.question.answerable or one.question.far is not None]
    return _Judged.of([(one.question, judged[0], not one.question.far) for one in told if (judged := one.judged(by))])


def _kind(question: Question) -> str:
    if question.answerable:
        return "answerable"
    return "far" if question.far else "near"


def _judging(name: str, seen: _Judged, apart: _Judged, of: Sequence[str]) -> _Fit:
    rows, holds = seen.rows, seen.holds
    _enough(name, int(min(holds.sum(), (~holds).sum())), selective.FOLDS)
    fitted = selective.fit(rows, holds, seen.counts)
    kept = weights.load(name, judging.NAMES)
    held_out = selective.cross_validated(rows, holds, seen.counts)
    told = [
        f"{name}: {holds.sum()} questions where it holds, {(~holds).sum()} others",
        *_table(judging.NAMES, fitted.values, kept.values),
        _line("bias", fitted.bias, kept.bias),
        f"cross-validated: {held_out}; kept: {selective.told(kept.score(rows), holds)}",
    ]
    if len(apart.holds):
        new = selective.told(apart.rows @ fitted.values + fitted.bias, apart.holds)
        told.append(f"on {len(apart.holds)} apart: {new}; kept: {selective.told(kept.score(apart.rows), apart.holds)}")
    return _Fit(name, _weights(judging.NAMES, fitted.values, fitted.bias, of), told)


def _weights(names: tuple[str, ...], values: Matrix, bias: float, of: Sequence[str]) -> Weights:
    return Weights(names, values, bias, dt.date.today().isoformat(), tuple(of))


def _table(names: Sequence[str], fitted: Matrix, kept: Matrix) -> list[str]:
    rows = [_line(*one) for one in zip(names, map(float, fitted), map(float, kept), strict=True)]
    return [f"{'':14}{'fitted':>8}{'kept':>8}", *rows]


def _line(name: str, fitted: float, kept: float) -> str:
    return f"{name:14}{fitted:>8.2f}{kept:>8.2f}"


def _enough(name: str, questions: int, least: int) -> None:
    if questions < least:
        raise BadDataset(f"{name}: {questions} frågor av ett slag är för få att anpassa vikter till; minst {least}.")


def main(arguments: Sequence[str] | None = None) -> None:
    """Fit, print, and write what is named."""
    parser = argparse.ArgumentParser(prog="python -m eval.calibrate", description=__doc__)
    parser.add_argument("sets", nargs="+", type=Path, metavar="QUESTIONS DOCUMENTS")
    parser.add_argument("--measure", nargs="*", type=Path, default=[], metavar="QUESTIONS DOCUMENTS")
    parser.add_argument("--write", nargs="*", default=[], choices=(RANKING, SENTENCES, ANSWERS, MATTERS))
    given = parser.parse_args(arguments)
    if len(given.sets) % 2 or len(given.measure) % 2:
        parser.error("each file of questions needs its folder of documents")
    seen, apart = _gathered(given.sets), _gathered(given.measure)
    for one in fit(seen, apart, [path.stem for path in given.sets[::2]]):
        sys.stdout.write("\n".join(one.told) + "\n\n")
        if one.name in given.write:
            sys.stdout.write(f"wrote {weights.save(one.name, one.fitted)}\n\n")


def _gathered(paths: Sequence[Path]) -> list[Observed]:
    of_folder: dict[Path, list[Path]] = {}
    for questions, documents in zip(paths[::2], paths[1::2], strict=True):
        of_folder.setdefault(documents, []).append(questions)
    return [one for documents, questions in of_folder.items() for one in gather(questions, documents)]


if __name__ == "__main__":
    main()

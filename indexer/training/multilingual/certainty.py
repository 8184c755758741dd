"""The scorer of certainty, fitted on half of the passages that no stage of training saw and reported on the other.

``python -m indexer.training.multilingual.certainty --data FOLDER MODEL_FOLDER`` fits, prints what the other half shows,
and writes the scorer into the model's folder.
"""

import argparse
import logging
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score

from indexer.embedding import Embedder, EmbeddingOptions, PassageText
from indexer.embedding.certainty import Certainty, features
from indexer.training.multilingual.material import OWN_FOLDER, Passage, held_out, read_questions

# Inverse strength of the ridge.
_RIDGE = 1.0
# Passages of other matters that each question is held against.
_OTHERS = 2
_BINS = 10
# Passages that a scorer is fitted on and judged by, together.
LEAST = 40

logger = logging.getLogger(__name__)

Labels = npt.NDArray[np.bool_]
Matrix = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Samples:
    """Questions held against passages.

    Attributes:
        rows: features, shape (samples, features).
        answers: whether the passage answers, shape (samples,).
        own: whether it is the passage that the question was written to, shape (samples,).

    """

    rows: Matrix
    answers: Labels
    own: Labels


def gather(embedder: Embedder, passages: Sequence[Passage]) -> Samples:
    """Hold each question against its own passage and the nearest of other matters, at their ranks.

    And once more against those nearest with its own passage away, as in an archive that does not hold the answer.
    """
    vectors = embedder.passages([PassageText(one.context, one.sentences) for one in passages])
    owner = np.repeat(np.arange(len(passages)), [len(one) for one in vectors])
    whole = np.concatenate(vectors)
    rows, answers, own = [], [], []
    for number, passage in enumerate(passages):
        for asked in passage.questions:
            question = embedder.query(asked.text)
            near = np.full(len(passages), -1.0, np.float32)
            np.maximum.at(near, owner, whole @ question)
            everywhere = np.argsort(-near, kind="stable").tolist()
            elsewhere = [other for other in everywhere if other != number]
            for order, taken in ((everywhere, [number, *elsewhere[:_OTHERS]]), (elsewhere, elsewhere[:_OTHERS])):
                for other in taken:
                    rows.append(features(question, vectors[other], order.index(other), float(near[order[0]])))
                    answers.append(other == number and bool(asked.answers))
                    own.append(other == number)
    return Samples(np.array(rows), np.array(answers), np.array(own))


def fit(samples: Samples, dimensions: int) -> Certainty:
    """Fit on the samples given, of vectors of so many dimensions."""
    spread = samples.rows.std(0)
    spread[spread == 0] = 1.0
    model = LogisticRegression(C=_RIDGE, max_iter=5_000).fit(samples.rows / spread, samples.answers)
    return Certainty(dimensions, tuple((model.coef_[0] / spread).tolist()), float(model.intercept_[0]))


def calibration_error(told: Matrix, answers: Labels) -> float:
    """Expected calibration error over ten bins of certainty (Guo et al. 2017)."""
    bins = np.minimum((told * _BINS).astype(int), _BINS - 1)
    return float(
        sum(
            (bins == one).mean() * abs(told[bins == one].mean() - answers[bins == one].mean())
            for one in range(_BINS)
            if (bins == one).any()
        )
    )


def report(certainty: Certainty, samples: Samples) -> str:
    """How well the scorer tells answers from near misses and from other matters, and how true its numbers are."""
    told = certainty.of(samples.rows)
    own = samples.own
    other = samples.answers | ~own
    return (
        f"{own.sum()} questions, {samples.answers.sum()} answered; AUC against near misses"
        f" {roc_auc_score(samples.answers[own], told[own]):.3f}, against other matters"
        f" {roc_auc_score(samples.answers[other], told[other]):.3f};"
        f" calibration error {calibration_error(told, samples.answers):.3f}"
    )


def write_certainty(folder: Path, apart: Sequence[Passage]) -> None:
    """Fit on every other of the passages kept `apart`, log what the others show, and write into a model's folder."""
    if len(apart) < LEAST:
        logger.info("%d passages were kept apart, too few for a scorer of certainty: it needs %d", len(apart), LEAST)
        return
    embedder = Embedder(EmbeddingOptions(str(folder)))
    fitted, reported = gather(embedder, apart[::2]), gather(embedder, apart[1::2])
    certainty = fit(fitted, embedder.dimensions)
    logger.info("certainty, fitted on: %s", report(certainty, fitted))
    logger.info("certainty, the other half: %s", report(certainty, reported))
    certainty.write(folder)


def main(arguments: Sequence[str]) -> None:
    """Fit anew, report and write."""
    parser = argparse.ArgumentParser(prog="python -m indexer.training.multilingual.certainty", description=__doc__)
    parser.add_argument("model", type=Path, help="folder of the model")
    parser.add_argument("--data", type=Path, required=True, help="folder with questions.jsonl.xz")
    given = parser.parse_args(arguments)
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    write_certainty(given.model, held_out(read_questions(given.data, OWN_FOLDER))[1])


if __name__ == "__main__":
    main(sys.argv[1:])

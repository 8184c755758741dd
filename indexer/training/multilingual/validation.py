"""How well a model points and doubts, on the passages that no stage of training saw.

``python -m indexer.training.multilingual.validation --data FOLDER [MODEL…]`` prints a row a model: how often the right
sentence is first in its passage, and how well the nearest sentence tells answers from near misses and other matters.
"""

import argparse
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from sklearn.metrics import roc_auc_score

from indexer.embedding import DEFAULT, Embedder, EmbeddingOptions, PassageText, Vectors
from indexer.training.multilingual.material import OWN_FOLDER, Passage, held_out, read_questions

Numbers = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Judged:
    """A question with what a model makes of its own passage and of the passage of another matter nearest to it.

    Attributes:
        kind: of the question.
        answered: whether its passage answers it.
        points: whether the nearest sentence of the passage answers it.
        own, other: the vectors of their sentences, shape (sentences, dimensions).
        question: its vector, shape (dimensions,).

    """

    kind: str
    answered: bool
    points: bool
    question: Vectors
    own: Vectors
    other: Vectors

    @property
    def nearness(self) -> float:
        """Cosine of the nearest sentence of its passage."""
        return float((self.own @ self.question).max())

    @property
    def nearness_elsewhere(self) -> float:
        """Cosine of the nearest sentence of the other passage."""
        return float((self.other @ self.question).max())


def judge(embedder: Embedder, passages: Sequence[Passage]) -> list[Judged]:
    """Ask all questions of the passages."""
    sentences = embedder.passages([PassageText(one.context, one.sentences) for one in passages])
    owner = np.repeat(np.arange(len(passages)), [len(vectors) for vectors in sentences])
    whole = np.concatenate(sentences)
    found = []
    for number, passage in enumerate(passages):
        for asked in passage.questions:
            vector = embedder.query(asked.text)
            near = np.full(len(passages), -1.0, np.float32)
            np.maximum.at(near, owner, whole @ vector)
            near[number] = -1.0
            best = int((sentences[number] @ vector).argmax())
            found.append(
                Judged(
                    asked.kind,
                    bool(asked.answers),
                    best in asked.answers,
                    vector,
                    sentences[number],
                    sentences[int(near.argmax())],
                )
            )
    return found


def pointing(judged: Sequence[Judged]) -> float:
    """Share of the answerable questions whose right sentence is first in its passage."""
    return float(np.mean([one.points for one in judged if one.answered]))


def auc_of_near_misses(judged: Sequence[Judged]) -> float:
    """Chance that a question which its passage answers is nearer to it than one which it does not."""
    return float(roc_auc_score([one.answered for one in judged], [one.nearness for one in judged]))


def auc_of_other_matters(judged: Sequence[Judged]) -> float:
    """Chance that an answerable question is nearer to its passage than to the nearest of other matters."""
    answered = [one for one in judged if one.answered]
    nearness = [one.nearness for one in answered] + [one.nearness_elsewhere for one in answered]
    return float(roc_auc_score([True] * len(answered) + [False] * len(answered), nearness))


def main(arguments: Sequence[str]) -> None:
    """Validate and print a row a model."""
    parser = argparse.ArgumentParser(prog="python -m indexer.training.multilingual.validation", description=__doc__)
    parser.add_argument("models", nargs="*", default=[DEFAULT], help="models to validate (default %(default)s)")
    parser.add_argument("--data", type=Path, required=True, help="folder with questions.jsonl.xz")
    given = parser.parse_args(arguments)
    _, apart = held_out(read_questions(given.data, OWN_FOLDER))
    for model in given.models:
        judged = judge(Embedder(EmbeddingOptions(model)), apart)
        swedish = [one for one in judged if not one.kind.startswith("språk")]
        sys.stdout.write(
            f"{model}: {len(apart)} passages, {len(swedish)} questions; right sentence first {pointing(swedish):.3f},"
            f" AUC against near misses {auc_of_near_misses(swedish):.3f},"
            f" other matters {auc_of_other_matters(swedish):.3f}\n"
        )
        for kind in sorted({one.kind for one in judged if one.answered}):
            some = [one for one in judged if one.kind == kind]
            sys.stdout.write(f"  {kind}: {pointing(some):.3f} of {sum(one.answered for one in some)}\n")


if __name__ == "__main__":
    main(sys.argv[1:])

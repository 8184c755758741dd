"""How surely a passage answers a question at all: a small scorer over their vectors and the passage's rank."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from corpus.errors import ModelUnavailable
from indexer.embedding.late import Floats

# In the folder of a model that has one.
CERTAINTY_FILE = "certainty.json"
# What is weighed, in the order of `Certainty.weights`.
NAMES = (
    "nearest",  # cosine of the nearest sentence
    "second",  # cosine of the one after it
    "around",  # mean cosine of all its sentences
    "whole",  # cosine of the mean of its sentences
    "behind",  # how much further off its nearest sentence is than the nearest of all passages found
    "rank",  # log(1 + rank)
)


@dataclass(frozen=True, slots=True)
class Certainty:
    """A logistic regression over vectors of `dimensions` numbers: `weights` of `NAMES`, and a bias.

    Fitted by `indexer.training.multilingual.certainty` on passages that the model was not trained on, to near misses
    and passages of other matters beside answers.
    """

    dimensions: int
    weights: tuple[float, ...]
    bias: float

    @classmethod
    def read(cls, folder: Path, dimensions: int) -> Certainty | None:
        """The scorer of the model in `folder`, or None where it has none for vectors of so many `dimensions`.

        Raises `ModelUnavailable` where its file is not what `write` wrote.
        """
        path = folder / CERTAINTY_FILE
        if not path.is_file():
            return None
        try:
            row = json.loads(path.read_text("utf-8"))
            read = cls(int(row["dimensions"]), tuple(map(float, row["weights"])), float(row["bias"]))
        except (ValueError, TypeError, KeyError) as error:
            raise ModelUnavailable(
                f"{path} kan inte läsas ({error}): väntade vikterna av hur säkert en passage svarar."
                " Hämta eller kopiera modellen på nytt, eller ta bort filen."
            ) from error
        return read if read.dimensions == dimensions and len(read.weights) == len(NAMES) else None

    def write(self, folder: Path) -> None:
        """Keep it in the model's folder."""
        (folder / CERTAINTY_FILE).write_text(json.dumps(asdict(self)) + "\n", "utf-8")

    def __call__(self, question: Floats, sentences: Floats, rank: int, nearest_of_all: float) -> float:
        """How likely it is, 0 to 1, that a passage answers.

        `question` of shape (dimensions,) and the passage's `sentences`, (sentences, dimensions), are unit vectors; the
        passage has the `rank`, from 0, among those found, whose nearest sentence has the cosine `nearest_of_all`.
        """
        return float(self.of(features(question, sentences, rank, nearest_of_all)))

    def of(self, rows: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        """The certainty of each row of `features`; shape (rows, features) or (features,)."""
        odds = rows @ np.array(self.weights) + self.bias
        told: npt.NDArray[np.float64] = 1.0 / (1.0 + np.exp(-odds))
        return told


def features(question: Floats, sentences: Floats, rank: int, nearest_of_all: float) -> npt.NDArray[np.float64]:
    """The values of `NAMES`; arguments as of `Certainty`."""
    cosines = sentences @ question
    best = np.sort(cosines)[::-1]
    nearest, second = float(best[0]), float(best[min(1, len(best) - 1)])
    mean = sentences.mean(0)
    whole = float(mean @ question) / max(1e-6, float(np.linalg.norm(mean)))
    return np.array([nearest, second, float(cosines.mean()), whole, nearest_of_all - nearest, float(np.log1p(rank))])

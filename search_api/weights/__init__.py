"""The weights that rank, read and judge: a file for each, with what it was fitted to and when.

`python -m eval.calibrate` writes them.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

Vector = npt.NDArray[np.float64]
FOLDER = Path(str(resources.files(__package__)))


@dataclass(frozen=True, slots=True, eq=False)
class Weights:
    """A linear scorer: `values`, shape (names,), in the order of `names`, and a `bias`.

    `fitted` is the day that it was fitted on (ISO 8601), to the question files `questions`.
    """

    names: tuple[str, ...]
    values: Vector
    bias: float
    fitted: str
    questions: tuple[str, ...]

    def score(self, rows: Sequence[Sequence[float]] | Vector) -> Vector:
        """The score of each of `rows`, shape (rows, names): shape (rows,)."""
        return np.asarray(rows, dtype=np.float64) @ self.values + self.bias


@lru_cache(maxsize=16)
def load(name: str, names: tuple[str, ...], folder: Path = FOLDER) -> Weights:
    """The weights called `name`, in the order of `names`.

    Raises `ValueError` where the file has not exactly those names: code and weights are of different versions.
    """
    path = folder / f"{name}.json"
    kept: Mapping[str, Any] = json.loads(path.read_text("utf-8"))
    weights = kept["weights"]
    if set(weights) != set(names):
        odd = ", ".join(sorted(set(weights).symmetric_difference(names)))
        raise ValueError(f"{path} and the code differ in {odd}. Fit them anew: python -m eval.calibrate.")
    values = np.array([weights[one] for one in names], dtype=np.float64)
    return Weights(names, values, float(kept["bias"]), kept["fitted"], tuple(kept["questions"]))


def save(name: str, weights: Weights, folder: Path = FOLDER) -> Path:
    """Write the weights called `name`; gives the file."""
    path = folder / f"{name}.json"
    told: dict[str, Collection[str] | Mapping[str, float] | str | float] = {
        "fitted": weights.fitted,
        "questions": weights.questions,
        "bias": round(weights.bias, 3),
        "weights": {one: round(float(value), 3) for one, value in zip(weights.names, weights.values, strict=True)},
    }
    path.write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n", "utf-8")
    return path

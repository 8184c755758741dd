"""How likely something holds of a question, as a model: calibrated logistic regression over what was read."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import StratifiedKFold, cross_val_predict

from eval import coverage
from eval.coverage import Told as Sureness
from eval.listwise import Matrix

# Inverse strength of the ridge on standardised features: with some hundred questions they would else be fitted.
RIDGE = 0.1
# Cross-validation by so many folds, the mean of so many ways to cut them.
FOLDS, CUTS = 10, 3

Labels = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Fitted:
    """The weights of each feature, and the bias."""

    values: Matrix
    bias: float


@dataclass(frozen=True, slots=True)
class Told:
    """How well odds tell what holds: area under ROC (None where all are alike), and how far they are from calibrated.

    `error` is the expected calibration error (`coverage.calibration_error`).
    """

    area: float | None
    error: float

    def __str__(self) -> str:
        area = "–" if self.area is None else f"{self.area:.3f}"
        return f"area under ROC {area}, ECE {self.error:.3f}"


def fit(rows: Matrix, holds: Labels, weights: Matrix) -> Fitted:
    """The weights of `rows`, shape (questions, features), under which those that hold are told from the others.

    `weights`, shape (questions,), is how much each question counts.
    """
    spread = _spread(rows)
    model = _model().fit(rows / spread, holds, sample_weight=weights)
    return Fitted(model.coef_[0] / spread, float(model.intercept_[0]))


def cross_validated(rows: Matrix, holds: Labels, weights: Matrix) -> Told:
    """How well weights fitted without a question tell it, each question counting as `weights` say."""
    odds = [
        cross_val_predict(
            _model(), rows / _spread(rows), holds, method="decision_function", params={"sample_weight": weights},
            cv=StratifiedKFold(FOLDS, shuffle=True, random_state=cut),
        )
        for cut in range(CUTS)
    ]  # fmt: skip
    return told(np.mean(odds, axis=0), holds)


def told(odds: Matrix, holds: Labels) -> Told:
    """How well `odds`, in logits, tell what holds."""
    area = float(roc_auc_score(holds, odds)) if holds.any() and not holds.all() else None
    sure = 1 / (1 + np.exp(-odds))
    error = coverage.calibration_error([Sureness(float(p), bool(h), True) for p, h in zip(sure, holds, strict=True)])
    return Told(area, error or 0.0)


def _spread(rows: Matrix) -> Matrix:
    spread = rows.std(axis=0)
    spread[spread == 0] = 1.0
    return np.asarray(spread)


def _model() -> LogisticRegression:
    return LogisticRegression(C=RIDGE, max_iter=5_000)

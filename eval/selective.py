"""Whether to answer at all, as a model: logistic regression over what was read, and where to draw the line."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import StratifiedKFold, cross_val_predict

from eval.listwise import Matrix

# Inverse strength of the ridge on standardised features: with some hundred questions they would else be fitted.
RIDGE = 0.1
# The share of the answerable questions that are to be answered.
ANSWERED = 0.93
# Cross-validation by so many folds, the mean of so many ways to cut them.
FOLDS, CUTS = 10, 3

Labels = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Fitted:
    """The weights of each feature, the bias, and the threshold in logits that `ANSWERED` of the answerable pass."""

    weights: Matrix
    bias: float
    threshold: float


@dataclass(frozen=True, slots=True)
class Told:
    """How well odds tell the answerable: area under ROC, and the unanswerable kept out as `ANSWERED` are let in."""

    area: float
    abstained: float


def fit(rows: Matrix, answerable: Labels) -> Fitted:
    """The weights of `rows`, shape (questions, features), under which the answerable are told from the others."""
    spread = rows.std(axis=0)
    spread[spread == 0] = 1.0
    model = _model().fit(rows / spread, answerable)
    weights, bias = model.coef_[0] / spread, float(model.intercept_[0])
    return Fitted(weights, bias, _threshold(rows @ weights + bias, answerable))


def cross_validated(rows: Matrix, answerable: Labels) -> Told:
    """How well weights fitted without a question tell it."""
    spread = rows.std(axis=0)
    spread[spread == 0] = 1.0
    odds = [
        cross_val_predict(
            _model(), rows / spread, answerable, method="decision_function",
            cv=StratifiedKFold(FOLDS, shuffle=True, random_state=cut),
        )
        for cut in range(CUTS)
    ]  # fmt: skip
    return tells(np.mean(odds, axis=0), answerable)


def tells(odds: Matrix, answerable: Labels) -> Told:
    """How well `odds` tell the answerable."""
    kept_out = odds[~answerable] < _threshold(odds, answerable)
    return Told(float(roc_auc_score(answerable, odds)), float(kept_out.mean()))


def _threshold(odds: Matrix, answerable: Labels) -> float:
    return float(np.quantile(odds[answerable], 1 - ANSWERED))


def _model() -> LogisticRegression:
    return LogisticRegression(C=RIDGE, max_iter=5_000)

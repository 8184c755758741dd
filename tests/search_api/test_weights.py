"""The files of weights: written and read alike, and refused where the code knows other names."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from search_api import weights
from search_api.answering import judging
from search_api.answering.reading import features
from search_api.retrieval import signals
from search_api.weights import Weights

NAMES = ("near", "said", "första")


@given(st.lists(st.floats(-99, 99), min_size=3, max_size=3), st.floats(-99, 99))
def test_what_is_written_is_read(tmp_path_factory: pytest.TempPathFactory, values: list[float], bias: float) -> None:
    folder = tmp_path_factory.mktemp("vikter")
    weights.save("prov", Weights(NAMES, np.array(values), bias, "2026-12-01", ("a", "b")), folder)
    read = weights.load("prov", NAMES, folder)
    assert read.values == pytest.approx(values, abs=0.001)
    assert read.bias == pytest.approx(bias, abs=0.001)
    assert (read.fitted, read.questions) == ("2026-12-01", ("a", "b"))


def test_a_score_is_the_sum_and_the_bias_in_the_order_of_the_names(tmp_path: Path) -> None:
    weights.save("prov", Weights(NAMES, np.array([1.0, 2.0, 3.0]), 0.5, "2026-12-01", ()), tmp_path)
    turned = weights.load("prov", NAMES[::-1], tmp_path)
    assert turned.score([[1.0, 0.0, 0.0], [0.0, 0.0, 1.0]]).tolist() == [3.5, 1.5]


def test_weights_of_another_version_are_refused_by_name(tmp_path: Path) -> None:
    weights.save("prov", Weights(NAMES, np.zeros(3), 0.0, "2026-12-01", ()), tmp_path)
    with pytest.raises(ValueError, match=r"said.*sett.*eval\.calibrate"):
        weights.load("prov", ("near", "sett", "första"), tmp_path)


@pytest.mark.parametrize(
    ("name", "names"),
    [
        ("ranking", tuple(signals.NAMES)), ("sentences", features.NAMES), ("answers", judging.NAMES),
        ("matters", judging.NAMES),
    ],
)  # fmt: skip
def test_the_kept_weights_say_what_they_were_fitted_to(name: str, names: tuple[str, ...]) -> None:
    kept = weights.load(name, names)
    assert kept.questions
    assert kept.fitted >= "2026"
    assert np.isfinite(kept.values).all()

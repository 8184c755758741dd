"""The scorer of how surely a passage answers: what it weighs, how it is kept, and how it is fitted and judged."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.errors import ModelUnavailable
from indexer.embedding import Embedder, EmbeddingOptions
from indexer.embedding.certainty import CERTAINTY_FILE, NAMES, Certainty, features
from indexer.embedding.source import locate
from indexer.training.multilingual.certainty import Samples, calibration_error, fit, gather, report
from indexer.training.multilingual.material import Asked, Passage
from indexer.training.multilingual.validation import auc_of_near_misses, auc_of_other_matters, judge, pointing
from tests import tiny_models

DIMENSIONS = 8
NEAR = Certainty(DIMENSIONS, (9.0, 0.0, 0.0, 0.0, -2.0, -1.0), -4.0)


def unit(seed: int, count: int) -> np.ndarray:
    """Return unit vectors by chance."""
    vectors = np.random.default_rng(seed).standard_normal((count, DIMENSIONS)).astype(np.float32)
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


@given(seed=st.integers(0, 500), sentences=st.integers(1, 6), rank=st.integers(0, 50))
def test_certainty_is_a_probability_and_falls_with_rank(seed: int, sentences: int, rank: int) -> None:
    question, passage = unit(seed, 1)[0], unit(seed + 1, sentences)
    sure = NEAR(question, passage, rank, 1.0)
    assert 0 <= NEAR(question, passage, rank + 1, 1.0) < sure <= 1


def test_a_passage_that_says_it_is_surer_than_one_that_does_not() -> None:
    question, others = unit(1, 1)[0], unit(2, 4)
    assert NEAR(question, np.vstack((others, question)), 0, 1.0) > NEAR(question, others, 0, 1.0)


def test_what_is_weighed_is_worked_out_by_hand() -> None:
    question = np.array([1.0, 0.0], np.float32)
    sentences = np.array([[0.6, 0.8], [1.0, 0.0], [0.0, 1.0]], np.float32)
    values = features(question, sentences, rank=2, nearest_of_all=1.0)
    whole = 1.6 / 3 / np.hypot(1.6 / 3, 1.8 / 3)
    assert dict(zip(NAMES, values, strict=True)) == pytest.approx(
        {"nearest": 1.0, "second": 0.6, "around": 1.6 / 3, "whole": whole, "behind": 0.0, "rank": np.log(3)}, abs=1e-6
    )


def test_it_is_read_as_it_was_written(tmp_path: Path) -> None:
    assert Certainty.read(tmp_path, DIMENSIONS) is None
    NEAR.write(tmp_path)
    assert Certainty.read(tmp_path, DIMENSIONS) == NEAR


def test_one_for_other_vectors_is_none(tmp_path: Path) -> None:
    NEAR.write(tmp_path)
    assert Certainty.read(tmp_path, DIMENSIONS // 2) is None


@pytest.mark.parametrize(
    "content", ["", "{", "[]", '{"weights": []}', '{"weights": ["a"], "dimensions": 8, "bias": 0}']
)
def test_a_file_that_is_no_scorer_is_named(tmp_path: Path, content: str) -> None:
    (tmp_path / CERTAINTY_FILE).write_text(content, "utf-8")
    with pytest.raises(ModelUnavailable, match=CERTAINTY_FILE.replace(".", r"\.")):
        Certainty.read(tmp_path, DIMENSIONS)


def test_a_scorer_does_not_tell_a_models_vectors_from_others(tmp_path: Path) -> None:
    """Fitting it anew changes no vector, so an archive need not be rebuilt for it."""
    folder = tiny_models.network(tmp_path / "modell", dimensions=DIMENSIONS)
    before = locate(EmbeddingOptions(str(folder))).fingerprint
    NEAR.write(folder)
    assert locate(EmbeddingOptions(str(folder))).fingerprint == before
    assert Embedder(EmbeddingOptions(str(folder))).certainty == NEAR


def test_what_is_told_apart_is_learnt() -> None:
    """Of samples whose first feature decides, and whose others say nothing, the first gets the weight."""
    random = np.random.default_rng(1)
    rows = random.standard_normal((400, len(NAMES)))
    answers = rows[:, 0] > 0
    samples = Samples(rows, answers, np.ones(400, bool) & (random.random(400) < 0.8))
    certainty = fit(samples, DIMENSIONS)
    assert certainty.weights[0] > 5 * max(abs(weight) for weight in certainty.weights[1:])
    assert "AUC against near misses 0.99" in report(certainty, samples) or "1.000" in report(certainty, samples)


def test_calibration_error_is_how_far_certainty_is_from_how_often_it_is_right() -> None:
    half = np.array([True, False] * 50)
    assert calibration_error(np.full(100, 0.5), half) == pytest.approx(0)
    assert calibration_error(np.full(100, 0.9), half) == pytest.approx(0.4)
    assert calibration_error(np.array([0.0] * 50 + [1.0] * 50), np.array([True] * 50 + [False] * 50)) == 1


PASSAGES = [
    Passage(
        f"P{number}", "§ 1", (f"aa {word} bb", f"cc {word * 2} dd"),
        (Asked(f"{word}", (0,), "fakta"), Asked(f"x {word} y", (), "nära")),
    )
    for number, word in enumerate(("kaj", "bad", "väg", "hus"))
]  # fmt: skip


@pytest.fixture(scope="module")
def embedder(tmp_path_factory: pytest.TempPathFactory) -> Embedder:
    """Return a tiny network."""
    return Embedder(EmbeddingOptions(str(tiny_models.network(tmp_path_factory.mktemp("m") / "modell"))))


def test_each_question_is_held_against_its_own_passage_once(embedder: Embedder) -> None:
    samples = gather(embedder, PASSAGES)
    questions = sum(len(passage.questions) for passage in PASSAGES)
    assert samples.own.sum() == questions
    assert samples.answers.sum() == len(PASSAGES)
    assert not (samples.answers & ~samples.own).any()
    assert samples.rows.shape == (len(samples.own), len(NAMES))


def test_validation_counts_answers_and_near_misses(embedder: Embedder) -> None:
    judged = judge(embedder, PASSAGES)
    assert sum(one.answered for one in judged) == len(PASSAGES)
    assert 0 <= pointing(judged) <= 1
    for one in judged:
        assert one.nearness == pytest.approx(float((one.own @ one.question).max()))
    answered = [one.nearness for one in judged if one.answered]
    missed = [one.nearness for one in judged if not one.answered]
    pairs = [(a > b) + 0.5 * (a == b) for a in answered for b in missed]
    assert auc_of_near_misses(judged) == pytest.approx(sum(pairs) / len(pairs))
    assert 0 <= auc_of_other_matters(judged) <= 1

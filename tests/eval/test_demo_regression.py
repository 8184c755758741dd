"""The gate: the demonstration archive is searched and answered no worse than on the day that these floors were set.

A floor is a little below what was measured, so that a change of a word in the papers or a reordering of two equals does
not fail, and a loss that a user would see does. Who gains raises the floor; who must lower one says why here.
"""

from importlib import resources
from pathlib import Path
from typing import Any

import pytest

from eval.datasets import Question, read_questions
from eval.run import Result, measure
from indexer.fusion import Mode
from indexer.index import Index

GOLD = Path(str(resources.files("eval").joinpath("gold/demo.jsonl")))


@pytest.fixture(scope="module")
def questions(demo_index: Index) -> list[Question]:
    """Return the questions, but for those on the scan where there is no OCR to read it."""
    held = {entry.source for entry in demo_index.catalogue.entries()}
    return [one for one in read_questions(GOLD) if all(evidence.document in held for evidence in one.evidence)]


@pytest.fixture(scope="module")
def result(demo_index: Index, questions: list[Question]) -> Result:
    """Return what fused search and the answers are worth."""
    return measure(demo_index, "demo", questions, lambda *_: None, modes=[Mode.HYBRID])


@pytest.fixture(scope="module")
def answers(result: Result) -> dict[str, Any]:
    """Return what the answers are worth."""
    assert result.answers is not None
    return result.answers


def test_nearly_all_questions_are_asked(questions):
    """Two are on the scan."""
    assert len(questions) >= len(read_questions(GOLD)) - 2


# Measured 2026-11-22 with the bundled model: nDCG@10 0.808, R@10 0.942. Two questions of 194 are one point.
@pytest.mark.parametrize(("name", "floor"), [("nDCG@10", 0.79), ("R@10", 0.92)])
def test_what_is_asked_for_is_found(result, name, floor):
    assert result.rows[Mode.HYBRID.value][name] >= floor


# Measured 2026-11-22, in the order below: 0.77, 0.94, 0.47, 1.00, 0.84, 0.87, 1.00, 0.75, 1.00. One question is three
# points of the unanswerable, six or seven of the lists, eight of the counts; that what is named stands first, that
# quotes are verbatim, that a list holds nobody else and a count never errs more are promises.
# Lowered 2026-11-30, with the multilingual model, whose sentences lie nearer to every question: right abstentions 0.42
# (was 0.47) and case links 0.77 (was 0.84). Of thresholds tried, 0.85 gave 0.31 and 0.80, 1.95 gave 0.44 and 0.75. And
# again that day, with its weights after a third stage and words on an absolute scale, which everyday questions gain by:
# case links 0.744.
@pytest.mark.parametrize(
    ("name", "floor"),
    [
        ("evidence_carried", 0.75),
        ("answered", 0.92),
        ("right_abstentions", 0.40),
        ("named_first", 1.0),
        ("case_links", 0.72),
        ("all_members", 0.80),
        ("only_members", 1.0),
        ("counts_exact", 0.75),
        ("verbatim", 1.0),
    ],
)
def test_answers_are_as_good_as_they_were(answers, name, floor):
    assert answers[name] >= floor


def test_confidence_says_something(answers):
    """ECE 0.17 and AURC 0.21 on 2026-11-22: what is surer is more often right."""
    assert answers["calibration_error"] <= 0.20
    assert answers["aurc"] <= 0.24

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


# Measured 2026-12-01, in this order: 0.71, 0.85, 1.00, 0.76, 0.43, 1.00, 0.82, 0.87, 1.00, 0.75, 1.00. One question
# is six or seven points of the lists, eight of the counts; that what is named stands first, that quotes are verbatim,
# that a list holds nobody else and a count never errs more are promises. The weights are fitted to these questions too.
@pytest.mark.parametrize(
    ("name", "floor"),
    [
        ("first_carried", 0.68),
        ("evidence_carried", 0.82),
        ("answered", 0.97),
        ("told_right", 0.72),
        ("told", 0.39),
        ("named_first", 1.0),
        ("case_links", 0.78),
        ("all_members", 0.80),
        ("only_members", 1.0),
        ("counts_exact", 0.75),
        ("verbatim", 1.0),
    ],
)
def test_answers_are_as_good_as_they_were(answers, name, floor):
    assert answers[name] >= floor


# 0.17 on 2026-12-01, six of the 36, all near misses; and 2.4 statements, courses of cases and lists among them.
@pytest.mark.parametrize(("name", "ceiling"), [("told_unanswerable", 0.20), ("statements", 2.6)])
def test_no_more_is_told_than_was(answers, name, ceiling):
    assert answers[name] <= ceiling


def test_confidence_says_something(answers):
    """ECE 0.12 and AURC 0.30 on 2026-12-01, by the first statement: what is surer is more often right."""
    assert answers["calibration_error"] <= 0.15
    assert answers["aurc"] <= 0.33

"""What became of many questions, in all and by type: shares, and the causes of failure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from eval import coverage
from eval.coverage import Told
from eval.datasets import Question
from eval.verdicts import Cause, Verdict
from search_api.schemas import Certainty

FALSE = "falsk"  # the type of the questions that rest on a false premise

Judged = Sequence[tuple[Question, Verdict]]


def summarise(judged: Judged, scores: Mapping[str, Mapping[str, float]]) -> dict[str, Any]:
    """All that is said of a set's answers, as it is kept; `scores` are the measures of fused search by question.

    A share is None where no question puts it to the test.
    """
    quotes = [quote for _, verdict in judged for quote in verdict.verbatim]
    # The confidence is of the first statement.
    given = [Told(one.confidence, one.first, shown=True) for _, one in judged if one.answered]
    told = [*given, *(Told(v.confidence, v.withheld, shown=False) for _, v in judged if v.withheld is not None)]
    types = dict.fromkeys(question.type for question, _ in judged)
    return shares(judged) | {
        "verbatim": share(quotes),
        "quotes": len(quotes),
        "brier": coverage.brier(given),
        "calibration_error": coverage.calibration_error(given),
        "aurc": coverage.curve("", told, len(judged)).area,
        "types": {kind: _type([(q, v) for q, v in judged if q.type == kind], scores) for kind in types},
    }


def shares(judged: Judged) -> dict[str, Any]:
    """The shares of some questions, and how many of them failed for each cause."""
    verdicts = [verdict for _, verdict in judged]
    answerable = [verdict for question, verdict in judged if question.answerable]
    unanswerable = [verdict for question, verdict in judged if not question.answerable]
    causes = Counter(verdict.cause for verdict in verdicts if verdict.cause)
    return {
        "evidence_carried": share([verdict.carried for verdict in answerable]),
        "answered": share([verdict.answered for verdict in answerable]),
        "right_abstentions": share([not verdict.answered for verdict in unanswerable]),
        "first_carried": share([verdict.first for verdict in answerable]),
        "statements": share([verdict.statements for verdict in verdicts if verdict.answered]),
        **_voices(judged),
        "named_first": _share_of([verdict.named_first for verdict in verdicts]),
        "case_links": _share_of([verdict.links for verdict in verdicts]),
        "all_members": _share_of([verdict.all_members for verdict in verdicts]),
        "only_members": _share_of([verdict.only_members for verdict in verdicts]),
        "counts_exact": _share_of([verdict.count_exact for verdict in verdicts]),
        "causes": {cause.value: causes[cause] for cause in Cause if causes[cause]},
    }


def _voices(judged: Judged) -> dict[str, Any]:
    """How often each voice is used, and how often what is told as the answer is one.

    Of the unanswerable those far off and those near are told apart where the file does; a false premise is neither.
    """
    answerable = [verdict for question, verdict in judged if question.answerable]
    others = [(question, verdict) for question, verdict in judged if not question.answerable]
    far = [verdict for question, verdict in others if question.far]
    near = [verdict for question, verdict in others if question.far is False and question.type != FALSE]
    told = [verdict for question, verdict in judged if verdict.certainty is Certainty.ANSWER]
    return {
        "told_right": share([verdict.first for verdict in told]),
        "told": _share_told(answerable, Certainty.ANSWER),
        "nearest": _share_told(answerable, Certainty.NEAREST),
        "told_unanswerable": _share_told([verdict for _, verdict in others], Certainty.ANSWER),
        "told_far": _share_told(far, Certainty.ANSWER),
        "told_near": _share_told(near, Certainty.ANSWER),
        "far_none": _share_told(far, Certainty.NONE),
    }


def _share_told(verdicts: Sequence[Verdict], voice: Certainty) -> float | None:
    return share([verdict.certainty is voice for verdict in verdicts])


def share(values: Sequence[float | bool]) -> float | None:
    """The mean, or None where there is nothing to take it of."""
    return sum(values) / len(values) if values else None


def _type(judged: Judged, scores: Mapping[str, Mapping[str, float]]) -> dict[str, Any]:
    searched = [scores[question.id] for question, _ in judged if question.answerable]
    return shares(judged) | {
        "questions": len(judged),
        "nDCG@10": share([one["nDCG@10"] for one in searched]),
        "R@10": share([one["R@10"] for one in searched]),
    }


def _share_of(values: Sequence[float | bool | None]) -> float | None:
    """The mean of those that were put to the test."""
    return share([value for value in values if value is not None])

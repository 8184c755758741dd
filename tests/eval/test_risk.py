"""The risk-coverage curve: worked out by hand, and as it is read from what was kept."""

import json
from importlib.util import find_spec
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval import risk
from eval.coverage import Told, brier, calibration_error, curve

SURE, LESS, WRONG, LEAST = Told(0.9, True, True), Told(0.8, True, True), Told(0.8, False, True), Told(0.3, False, False)
told = st.builds(Told, st.floats(0, 1), st.booleans(), st.booleans())


def test_a_curve_by_hand():
    """Five questions, one of which nothing was read for. Two answers of 0.8 are one point: they come together."""
    found = curve("liten", [LEAST, WRONG, SURE, LESS], 5)
    assert [(one.confidence, one.coverage, one.risk) for one in found.points] == [
        (0.9, pytest.approx(0.2), 0.0),
        (0.8, pytest.approx(0.6), pytest.approx(1 / 3)),
        (0.3, pytest.approx(0.8), 0.5),
    ]
    assert found.chosen == found.points[1]  # the least sure that was given
    assert found.area == pytest.approx((1 * 0.0 + 2 / 3 + 1 * 0.5) / 4)


def test_nothing_was_answered():
    assert (curve("tom", [], 3).area, curve("tom", [], 3).chosen, brier([]), calibration_error([])) == (None,) * 4
    assert curve("tyst", [LEAST], 3).chosen is None


def test_calibration_by_hand():
    """Of 0.9 it is right, of 0.8 once in two: (0.01 + 0.04 + 0.64) / 3, and gaps of 0.1 and 2 x 0.3."""
    assert brier([SURE, LESS, WRONG]) == pytest.approx(0.69 / 3)
    assert calibration_error([SURE, LESS, WRONG]) == pytest.approx((0.1 + 0.6) / 3)
    assert calibration_error([Told(1.0, True, True)]) == 0.0  # full certainty is in the last bin


@given(st.lists(told, max_size=30), st.integers(0, 5))
def test_a_curve_goes_on(answers: list[Told], silent: int):
    """Coverage grows to the share of what something was read for, confidence falls, and risks are shares."""
    found = curve("", answers, len(answers) + silent + 1)
    coverages = [point.coverage for point in found.points]
    assert coverages == sorted(set(coverages))
    assert [point.confidence for point in found.points] == sorted({one.confidence for one in answers}, reverse=True)
    assert all(0 <= point.risk <= 1 for point in found.points)
    if answers:
        assert coverages[-1] == len(answers) / (len(answers) + silent + 1)
        assert found.points[-1].risk == sum(not one.right for one in answers) / len(answers)
        assert found.area is not None
        assert min(p.risk for p in found.points) - 1e-9 <= found.area <= max(p.risk for p in found.points) + 1e-9


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    """Return results as the command keeps them: a BEIR set, which has no answers, and a question file."""
    rows = [
        {"answered": True, "confidence": 0.9, "first": True, "withheld": None},
        {"answered": True, "confidence": 0.8, "first": False, "withheld": None},
        {"answered": False, "confidence": 0.4, "first": False, "withheld": True},
        {"answered": False, "confidence": 0.0, "first": False, "withheld": None},
    ]
    path = tmp_path / "resultat.json"
    sets = [
        {"dataset": "beir", "answers": {}, "per_query": [{}]},
        {"dataset": "liten", "answers": {"x": 1}, "per_query": rows},
    ]
    path.write_text(json.dumps(sets), "utf-8")
    return path


def test_kept_results_are_read_and_printed(kept: Path, capsys: pytest.CaptureFixture[str]):
    (found,) = risk.read(kept)
    assert (found.name, found.questions, len(found.points)) == ("liten", 4, 3)
    assert found.chosen == found.points[1]
    risk.main([str(kept)])
    printed = capsys.readouterr().out
    assert "liten, 4 questions" in printed
    assert [line.split() for line in printed.splitlines() if "chosen" in line] == [["0.50", "0.50", "0.80", "chosen"]]
    assert "AURC 0.278" in printed  # (0 + 1/2 + 1/3) / 3


@pytest.mark.skipif(find_spec("vl_convert") is None, reason="vl-convert, which draws, is not installed")
def test_the_curves_are_drawn(kept: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    picture = tmp_path / "risk.svg"
    risk.main([str(kept), "--picture", str(picture)])
    texts = {element.text for element in ElementTree.parse(picture).iter() if element.text}
    assert {"coverage", "risk", "liten", "50%"} <= texts

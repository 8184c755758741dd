"""Systems held against one another: scores written here, so that means and differences are known."""

import pytest

from eval.bootstrap import Interval
from eval.comparison import MEASURES, Measured, System, compare, gaps, translations

WORDS, FIRST, FIRST_FUSED, OTHER, OTHER_FUSED = SYSTEMS = (
    System(), System("liten"), System("liten", fused=True), System("stor"), System("stor", fused=True),
)  # fmt: skip


def measured(name: str, **scores: tuple[float, ...]) -> Measured:
    """Return a set in which each question scores the same by both measures; for each question one of every system."""
    return Measured(
        name,
        {
            system: {key: dict.fromkeys(MEASURES, values[n]) for key, values in scores.items()}
            for n, system in enumerate(SYSTEMS)
        },
    )


LOW = measured("låg", a=(0.1, 0.0, 0.2, 0.1, 0.5), b=(0.3, 0.2, 0.4, 0.3, 0.7))
HIGH = measured("hög", a=(0.8, 0.6, 0.8, 0.7, 0.9), b=(0.6, 0.4, 0.6, 0.5, 0.7), c=(0.7, 0.5, 0.7, 0.6, 0.8))


def near(expected: float) -> Interval:
    """Return an interval of no width, to hold others against."""
    return pytest.approx((expected, expected, expected))


def bounds(interval: Interval | None) -> tuple[float, float, float] | None:
    """Return its numbers."""
    return interval and (interval.mean, interval.low, interval.high)


def test_names():
    assert list(map(str, SYSTEMS)) == ["BM25", "liten", "liten + BM25", "stor", "stor + BM25"]


@pytest.mark.parametrize("measure", MEASURES)
def test_one_set(measure):
    """In the first set every question has the same differences: to words -0.1, +0.1, 0 and +0.4."""
    rows = {row.system: row for row in compare([LOW]) if row.measure == measure}
    assert list(rows) == list(SYSTEMS)
    assert [rows[system].mean for system in SYSTEMS] == pytest.approx([0.2, 0.1, 0.3, 0.2, 0.6])
    assert rows[WORDS].to_words is rows[WORDS].to_first is None
    assert [bounds(rows[system].to_words) for system in SYSTEMS[1:]] == [near(-0.1), near(0.1), near(0.0), near(0.4)]
    # A model alone is held against the first alone, a fused one against the first fused.
    assert rows[FIRST].to_first is rows[FIRST_FUSED].to_first is None
    assert [bounds(rows[system].to_first) for system in (OTHER, OTHER_FUSED)] == [near(0.1), near(0.3)]


def test_the_mean_of_sets():
    """Two questions with a mean of 0.2 and three with one of 0.7 make 0.45, and differences of -0.1 and -0.2 -0.15."""
    rows = {row.system: row for row in compare([LOW, HIGH]) if row.measure == "R@10"}
    assert rows[WORDS].mean == pytest.approx(0.45)
    assert bounds(rows[FIRST].to_words) == near(-0.15)
    assert bounds(rows[OTHER_FUSED].to_first) == near(0.2)


def test_questions_in_english_are_paired_with_their_originals():
    swedish = measured("svenska", a=(0.5,) * 5, b=(0.9,) * 5, c=(0.7,) * 5)
    english = measured("engelska", **{"c-en": (0.6, 0.5, 0.6, 0.5, 0.6), "a-en": (0.4, 0.3, 0.4, 0.3, 0.4)})
    ((found, original),) = translations([swedish, LOW, english])
    assert found is english
    assert (original.dataset, original.questions) == ("svenska", ["c", "a"])  # in the order of the English ones
    rows = {row.system: row for row in gaps(found, original) if row.measure == "nDCG@10"}
    assert (rows[WORDS].english, rows[WORDS].swedish) == pytest.approx((0.5, 0.6))
    assert bounds(rows[WORDS].difference) == near(-0.1)
    assert bounds(rows[FIRST].difference) == near(-0.2)


@pytest.mark.parametrize("ids", [("a-en", "d-en"), ("a-en", "b"), ("a", "b")], ids=["unknown", "mixed", "Swedish"])
def test_other_sets_are_no_translations(ids):
    """Every question must have an original among those of the other set."""
    other = measured("annan", **dict.fromkeys(ids, (0.5,) * 5))
    assert translations([measured("svenska", a=(0.5,) * 5, b=(0.5,) * 5, c=(0.5,) * 5), other]) == []

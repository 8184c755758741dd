"""Boxes on a page that is turned: what stands where, told by what turning is."""

from hypothesis import given
from hypothesis import strategies as st

from corpus.readers.letters import Box, turned

SIDES = st.integers(-2_000, 2_000)
BOXES = st.tuples(SIDES, SIDES, st.integers(0, 500), st.integers(0, 500)).map(
    lambda told: (float(told[0]), float(told[1]), float(told[0] + told[2]), float(told[1] + told[3]))
)


@given(BOXES)
def test_a_quarter_after_another(box: Box) -> None:
    """Each turn is one quarter more, and the fourth has the box where it was."""
    once = turned(*box, 1)
    for turn in (2, 3):
        once = turned(*once, 1)
        assert turned(*box, turn) == once
    assert turned(*once, 1) == box == turned(*box, 0)


@given(BOXES)
def test_a_quarter_to_the_left(box: Box) -> None:
    """What was the top is the left side, and what was the left side is the bottom: width and height change places."""
    left, bottom, right, top = turned(*box, 1)
    assert (left, bottom) == (-box[3], box[0])
    assert (right - left, top - bottom) == (box[3] - box[1], box[2] - box[0])

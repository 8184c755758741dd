"""What is promised of the labelled papers is held: docs/papers.md."""

import pytest

from eval.structure import Verdict, evaluate_demo, total

LEAST = dict.fromkeys(("paragraphs", "date", "paragraph_case_numbers", "outcomes", "votes"), 0.97) | dict.fromkeys(
    ("attendance", "motions", "reservations", "references", "tasks"), 0.90
)


@pytest.fixture(scope="module")
def measured() -> dict[str, Verdict]:
    """Return the verdicts over all labelled papers, by field."""
    return total(evaluate_demo(lambda *step: None).values())


@pytest.mark.parametrize("field", LEAST)
def test_the_archive_is_read_as_well_as_promised(measured: dict[str, Verdict], field: str) -> None:
    assert measured[field].f1 >= LEAST[field]

"""The lines of "Ärendets tidigare behandling", to paste: quotations, formal references and nothing else."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from search_api.cases import Link, Step
from search_api.takeaway.paper import one_line

MOST_POINTS = 5  # points of a decision that a line quotes


def lines(steps: Iterable[Step]) -> Iterator[str]:
    """A line for each step of the case itself and each that it refers to, in the order of `steps`."""
    for step in steps:
        if step.link is not Link.MENTIONS:
            yield f"{step.reference}{_said(step)}"


def _said(step: Step) -> str:
    if step.document_id is None:
        told = f" {_quoted(step.told.text)} ({step.told.reference})" if step.told else ""
        return f" (handlingen finns inte i arkivet).{told}"
    if step.decisions:
        more = len(step.decisions) - MOST_POINTS
        points = " ".join(_quoted(point.text) for point in step.decisions[:MOST_POINTS])
        return f": {points}" + (f" ({more} beslutspunkter till)" if more > 0 else "")
    return f": {_quoted(step.heading)}" if step.heading else "."


def _quoted(text: str) -> str:
    return f"”{one_line(text)}”"

"""The answer that tells the course of a case: its steps in order of time, each with what was decided."""

from __future__ import annotations

from collections.abc import Sequence

from corpus.catalogue import Catalogue
from search_api import cases
from search_api.answering import quoting
from search_api.answering.answer import Answer, AnswerKind, Quote, Statement
from search_api.cases import Link, Step
from search_api.citing import Citing
from search_api.retrieval import Ranked

# So many of the best hits say which case is meant.
READ = 8
# How many points of a step's decision are quoted, and how many steps are told.
MOST_POINTS, MOST_STEPS = 2, 12
CONFIDENCE = 0.85
# A course shows itself what it is of, so it may be told where a single sentence would be held back.
SURE = 0.4


def answer(hits: Sequence[Ranked], catalogue: Catalogue, citing: Citing) -> Answer | None:
    """The course of the case that the best hits are of, or None where it has not at least two decided steps."""
    meant = _meant(hits)
    if meant is None:
        return None
    number, organisation = meant
    course = cases.course(catalogue, citing, number, organisation)
    steps = [step for step in course.steps if step.link is Link.OWN and step.decisions][-MOST_STEPS:]
    places = {(step.document_id, point.start, point.end) for step in steps for point in step.decisions[:MOST_POINTS]}
    quoted = quoting.quotes(catalogue, [place for place in sorted(places, key=str) if place[0]])  # type: ignore[misc]
    statements = [statement for step in steps for statement in _told(step, quoted)]
    if len(steps) < 2 or not statements:
        return None
    return Answer(tuple(statements), CONFIDENCE, AnswerKind.COURSE)


def _meant(hits: Sequence[Ranked]) -> tuple[str, str | None] | None:
    """The case that the best hits are of: each § and paper counts once, the higher the more."""
    places: set[tuple[str, str | None]] = set()
    votes: dict[tuple[str, str | None], float] = {}
    for rank, hit in enumerate(hits[:READ]):
        passage = hit.found.passage
        place = (passage.document_id, passage.paragraph)
        if passage.case_number and place not in places:
            places.add(place)
            case = (passage.case_number, hit.found.entry.organisation)
            votes[case] = votes.get(case, 0.0) + 1 / (2 + rank)
    return max(votes, key=lambda case: votes[case]) if votes else None


def _told(step: Step, quoted: dict[tuple[str, int, int], Quote]) -> list[Statement]:
    """What was decided at a step: the day and place stand with each quote, in its source."""
    found = [quoted.get((step.document_id or "", point.start, point.end)) for point in step.decisions[:MOST_POINTS]]
    return [Statement(quote.text, (quote,)) for quote in found if quote]

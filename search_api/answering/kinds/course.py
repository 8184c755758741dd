"""The answer that tells the course of a case: its steps in order of time, each with what was decided."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from corpus.catalogue import Catalogue
from corpus.catalogue.cases import CasePlace
from search_api import cases
from search_api.answering import quoting
from search_api.answering.answer import Answer, AnswerKind, Quote, Statement
from search_api.answering.kinds import sentences
from search_api.answering.posed import Posed
from search_api.answering.reading.expectation import Aim
from search_api.cases import Course, Link, Step
from search_api.citing import Citing
from search_api.retrieval import Ranked

# So many of the best hits say which case is meant.
READ = 8
# How many points of a step's decision are quoted, and how many steps are told.
MOST_POINTS, MOST_STEPS = 2, 12
# One step is no course.
LEAST_STEPS = 2
CONFIDENCE = 0.85


def answer(posed: Posed) -> Answer | None:
    """The course of the case that a question asks for, after the point that answers best where that is not in it.

    None where it asks for none, and where the case has not at least two decided steps.
    """
    if posed.reading.wanted.aim is not Aim.COURSE or not posed.judgement.here:
        return None
    told = steps_of(posed.hits, posed.catalogue, posed.citing)
    if told is None:
        return None
    best = next(iter(sentences.chosen(posed.reading)), None)
    quotes = [quote for one in told.statements for quote in one.quotes]
    of_it = best and best.found.passage.case_number in {quote.found.passage.case_number for quote in quotes}
    if best and of_it and not any(best.overlaps(quote) for quote in quotes):
        told = replace(told, statements=(Statement(best.text, (best,)), *told.statements))
    return told


def steps_of(hits: Sequence[Ranked], catalogue: Catalogue, citing: Citing) -> Answer | None:
    """The course of the case that the best hits are of, or None where it has not at least two decided steps."""
    steps = next((steps for steps in _courses(hits, catalogue, citing) if len(steps) >= LEAST_STEPS), None)
    if steps is None:
        return None
    places = {(step.document_id, point.start, point.end) for step in steps for point in step.decisions[:MOST_POINTS]}
    quoted = quoting.quotes(catalogue, [place for place in sorted(places, key=str) if place[0]])  # type: ignore[misc]
    statements = [statement for step in steps for statement in _told(step, quoted)]
    if not statements:
        return None
    return Answer(tuple(statements), CONFIDENCE, AnswerKind.COURSE)


def _courses(hits: Sequence[Ranked], catalogue: Catalogue, citing: Citing) -> Iterator[list[Step]]:
    """The decided steps of what may be the case: that of the best hit where it has no number, else of its number."""
    best = hits[0].found.passage if hits else None
    if best and best.paragraph and not best.case_number:
        place = CasePlace(best.document_id, best.paragraph, best.committee, best.date)
        yield _decided(cases.course_of(catalogue, citing, place))
    if meant := _meant(hits):
        yield _decided(cases.course(catalogue, citing, *meant))


def _decided(course: Course) -> list[Step]:
    return [step for step in course.steps if step.link is Link.OWN and step.decisions][-MOST_STEPS:]


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

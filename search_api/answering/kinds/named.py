"""The answer where a question names a § or a case, or asks for its number: heading and decision."""

from __future__ import annotations

import re
from dataclasses import replace

from corpus.catalogue import Catalogue
from corpus.catalogue.matters import Item
from corpus.catalogue.records import Found
from corpus.facts import FactKind
from corpus.swedish import case_numbers
from search_api.answering import quoting
from search_api.answering.answer import Answer, AnswerKind, Quote, Statement
from search_api.answering.kinds import sentences
from search_api.answering.posed import Posed
from search_api.answering.reading.expectation import Aim
from search_api.retrieval import asked, signals

# The diarienummer of a § stands within so many characters of where the § begins.
HEAD = 400
# How many § or papers of a case are told, and how many points of a decision.
MOST_PLACES, MOST_POINTS = 4, 4
CONFIDENCE = 0.95
# A heading that says so much of the question, by rarity, is of what it asks the number of.
LEAST_ABOUT = 0.75
_ASKS_PARAGRAPH = re.compile(r"vilken paragraf|vilken §|which item", re.IGNORECASE)

Place = tuple[str, int, int]


def answer(posed: Posed) -> Answer | None:
    """What the § or case that a question names is about and what was decided there.

    Where it asks for more than that, the heading of what it is answered from, and the points that answer best. None
    where it names nothing, and where it asks for the number of a matter that the archive has not.
    """
    told = _told_of(posed)
    if told is None or len(told.statements) > 1:
        return told
    heading = told.statements[0].quotes[0]
    more = [quote for quote in sentences.chosen(posed.reading, headings=False) if not quote.overlaps(heading)]
    return replace(told, statements=(*told.statements, *(Statement(quote.text, (quote,)) for quote in more)))


def _told_of(posed: Posed) -> Answer | None:
    """The heading of what is named, with what was decided there where nothing more is asked for."""
    reading, hits, read, catalogue = posed.reading, posed.hits, posed.read, posed.catalogue
    named = [hit.found for hit in hits if hit.exact]
    # Beside the § or case and the meeting that it names the question may say nothing that tells.
    asks_number = reading.wanted.aim is Aim.REFERENCE or (bool(named) and not asked.ask(read.unread).terms)
    if not named and not (asks_number and hits and posed.judgement.here):
        return None
    confidence = CONFIDENCE if named or _is_about(posed) else posed.judgement.confidence
    if named and not asks_number and reading.candidates:
        named = [reading.candidates[0].found]
    named_here = bool(read.case_numbers)  # who writes the number does not ask for it
    statements: list[Statement] = []
    told: set[tuple[str, int]] = set()
    short: str | None = None
    for found in named or [hits[0].found]:
        item = catalogue.matters.at(found.entry.id, found.passage.start)
        key = (found.entry.id, item.start if item else 0)
        if key in told or len(told) == MOST_PLACES:
            continue
        told.add(key)
        heading, points = _told(found, item, catalogue)
        if reading.wanted.aim is Aim.REFERENCE and not named_here:
            short = short or _short(reading.question, item, heading)
        if not asks_number and reading.wanted.aim is not Aim.DECISION:
            points = []
        statements += [Statement(quote.text, (quote,)) for quote in (heading, *points) if quote]
    if not statements:
        return None
    return Answer(tuple(statements), confidence, AnswerKind.REFERENCE, short)


def _is_about(posed: Posed) -> bool:
    """Whether the heading of the best hit says most of what the question asks the number of."""
    found = posed.hits[0].found
    said = signals.heading_terms(found) | signals.head_terms(found.entry)
    return posed.reading.asked.share(said) >= LEAST_ABOUT


def _told(found: Found, item: Item | None, catalogue: Catalogue) -> tuple[Quote | None, list[Quote]]:
    """The heading of a § or paper with all its diarienummer, and the first points of what was decided."""
    if item is None:
        heading = _paper_head(found, catalogue)
        quoted = quoting.quotes(catalogue, [heading] if heading else [])
        return (quoted.get(heading) if heading else None), []
    text = catalogue.slice(item.document_id, item.start, min(item.end, item.start + HEAD)) or ""
    ends = {one.canonical: item.start + one.end for one in reversed(_written(text))}  # where each stands first
    end = max([item.head.end, *(ends[number] for number in found.passage.case_numbers if number in ends)])
    decided = catalogue.matters.facts([item], [FactKind.DECISION])[:MOST_POINTS]
    heading = (item.document_id, item.start, end)
    points = [(fact.document_id, fact.start, fact.end) for fact in decided]
    quoted = quoting.quotes(catalogue, [heading, *points])
    return quoted.get(heading), [quoted[point] for point in points if point in quoted]


def _paper_head(found: Found, catalogue: Catalogue) -> Place | None:
    """Where a paper that is no minutes states its diarienummer, or its title where it has none."""
    paper = catalogue.document(found.entry.id)
    stated = {fact.name: fact for fact in paper.stated if fact.end} if paper else {}
    fact = stated.get("case_number") or stated.get("title")
    return (found.entry.id, fact.start, fact.end) if fact else None


def _short(question: str, item: Item | None, heading: Quote | None) -> str | None:
    """The § or the diarienummer as the heading writes it, where that is what is asked for."""
    if heading is None:
        return None
    if item and _ASKS_PARAGRAPH.search(question):
        return item.paragraph
    own = heading.found.passage.case_numbers
    numbers = [one for one in _written(heading.text) if one.canonical in own] or _written(heading.text)[:1]
    return ", ".join(dict.fromkeys(heading.text[one.start : one.end] for one in numbers)) or None


def _written(text: str) -> list[case_numbers.CaseNumber]:
    return [one for row in case_numbers.lists(text) for one in row]

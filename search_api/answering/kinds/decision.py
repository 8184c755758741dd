"""The answer to what became of a matter: what was decided in the § that tells of it, then what tells of it."""

from __future__ import annotations

from dataclasses import replace

from corpus.facts import PROPOSED, FactKind
from search_api.answering import quoting
from search_api.answering.answer import Answer, Statement
from search_api.answering.kinds import sentences
from search_api.answering.posed import Posed
from search_api.answering.reading.expectation import Aim

# How many points of the decision are told.
MOST_POINTS = 2


def answer(posed: Posed) -> Answer | None:
    """The decision of the § that the best point is of, and that point.

    "Motionen avslås." says none of the words that the matter is asked about by. None where a decision stands first
    anyway, or that § has none of its own.
    """
    reading = posed.reading
    if reading.wanted.aim is not Aim.DECISION or reading.wanted.things or not posed.judgement.here:
        return None
    best = reading.candidates[0]
    item = posed.catalogue.matters.at(best.found.entry.id, best.found.passage.start)
    if item is None or best.value("decision"):
        return None
    facts = [one for one in posed.catalogue.matters.facts([item], [FactKind.DECISION]) if one.value != PROPOSED]
    places = [(one.document_id, one.start, one.end) for one in facts[:MOST_POINTS]]
    quoted = quoting.quotes(posed.catalogue, places)
    decided = [quoted[place] for place in places if place in quoted]
    told = sentences.answer(posed) if decided else None
    if told is None:
        return None
    first = told.statements[0]
    beside = () if any(first.quotes[0].overlaps(quote) for quote in decided) else (first,)
    return replace(told, statements=(*(Statement(quote.text, (quote,)) for quote in decided), *beside), short=None)

"""The answer that is a row of a table: the question names the row, and its columns and head say the rest."""

from __future__ import annotations

from dataclasses import replace

from indexer import language
from search_api.answering.answer import Answer
from search_api.answering.kinds import sentences
from search_api.answering.posed import Posed
from search_api.retrieval import signals

# What is looked up by its row and its column is as sure as the table was read.
CONFIDENCE = 0.85


def answer(posed: Posed) -> Answer | None:
    """The row that a question asks for; None where the best point is none, or leaves a word of the question unsaid."""
    reading = posed.reading
    if reading.columns is None or not reading.asked.names or not posed.judgement.here:
        return None
    best = reading.candidates[0]
    head = signals.heading_terms(best.found) | signals.head_terms(best.found.entry)
    row = set(language.terms(best.quote.text))
    said = row | head | set(language.terms(reading.columns.text))
    if not reading.asked.names_in(row) or reading.asked.without(said).terms:
        return None
    told = sentences.answer(posed)
    return replace(told, confidence=max(told.confidence, CONFIDENCE)) if told else None

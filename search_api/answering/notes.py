"""What a reader must know beside an answer, or instead of one, in Swedish."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from corpus.catalogue.records import Found
from indexer import language
from search_api.answering import abstention
from search_api.answering.answer import Quote
from search_api.answering.expectation import Thing
from search_api.answering.extractive import Reading
from search_api.query import Interpretation

_THINGS = {
    Thing.MONEY: "ett belopp",
    Thing.NUMBER: "ett antal",
    Thing.SHARE: "en andel",
    Thing.DATE: "en tidpunkt",
    Thing.DURATION: "en tid",
    Thing.PERSON: "ett namn",
    Thing.ACTOR: "någon som gör det",
    Thing.COMPANY: "ett företag",
    Thing.TALLY: "röstetal",
    Thing.PARTY: "ett parti",
}


NOTHING_UNDERSTOOD = "Inget ord i frågan finns i handlingarna. Skriv frågan med andra ord."


def not_held(read: Interpretation, unheard: Sequence[str]) -> tuple[str, ...]:
    """Why nothing is answered where the question names what is not here; `unheard` are stems of names, and numbers."""
    if unheard:
        words = [
            word
            for word in re.findall(r"[^\W\d_]+|[\d-]+", read.words)
            if language.normalise(word).startswith(tuple(unheard))
        ]
        return (f"Ingen handling i arkivet nämner {' eller '.join(dict.fromkeys(words))}.",)
    if read.foreign:
        return (f"Arkivet innehåller inga handlingar från {', '.join(read.foreign)}.",)
    named = [*read.case_numbers, *read.paragraphs]
    return (f"Arkivet innehåller inte det som frågan nämner: {', '.join(named)}.",)


def why_not(reading: Reading, read: Interpretation) -> tuple[str, ...]:
    """What the nearest passages lack of what is asked for, as far as that can be said."""
    if not reading.candidates:
        return ()
    lacks = [
        _THINGS[thing] for thing in sorted(reading.wanted.things - {Thing.REASON}) if abstention.lacks(reading, thing)
    ]
    return (f"De närmaste ställena nämner inte {' eller '.join(lacks)}.",) if lacks else ()


def about(quotes: Sequence[Quote], replaced: Mapping[str, Found]) -> tuple[str, ...]:
    """That a quoted decision no longer holds."""
    said: dict[str, None] = {}
    for quote in quotes:
        later = replaced.get(quote.found.passage.id)
        if later is not None:
            said[f"{_named(quote.found)} har ändrats eller upphävts genom {_named(later)}."] = None
    return tuple(said)


def _named(found: Found) -> str:
    passage = found.passage
    day = passage.date.isoformat() if passage.date else None
    return " ".join(filter(None, (passage.committee or "Beslutet", day, passage.paragraph)))

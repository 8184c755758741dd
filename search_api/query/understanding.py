"""A question read."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from functools import reduce
from itertools import groupby

from corpus.catalogue.records import Scope
from search_api.query import calendar, corrections, kinds, periods, phrases, references, synonyms
from search_api.query.interpretation import Interpretation, Reading, ReadingKind
from search_api.query.rewriting import Rewriting, composed
from search_api.query.synonyms import Table
from search_api.query.vocabulary import Facts, Vocabulary


def interpret(
    text: str, vocabulary: Vocabulary, ignore: frozenset[str] = frozenset(), today: dt.date | None = None
) -> Interpretation:
    """What `text` says beside its words, less the readings whose ids are in `ignore`.

    `today` is what "förra hösten" is counted from. By default it is the day of the archive's newest paper: a question
    to an archive that ends two years ago means the last autumn that it knows of, and gets the same answer next year.
    """
    facts = vocabulary.facts()
    asked = composed(text)
    found: list[Reading] = []

    def keep(readings: Iterable[Reading], read: Rewriting) -> list[Reading]:
        """Note the readings of `read` that are not taken away, at their places in the question."""
        kept = [reading for reading in readings if reading.id not in ignore]
        found.extend(_placed(reading, *read.origin(reading.start, reading.end)) for reading in kept)
        return kept

    # What is read to the letter is done with: no body is read from "KS 2021/118", no year from a phrase.
    literal = keep(phrases.find(asked.text), asked)
    asked = asked.blanked((one.start, one.end) for one in literal)
    named = keep(references.find(asked.text, vocabulary, ignore), asked)
    asked = asked.blanked((one.start, one.end) for one in named)
    wrong = keep(corrections.find(asked.text, vocabulary.words()), asked)
    asked = asked.replaced((one.start, one.end, one.value) for one in wrong)

    whose = keep(facts.organisations.find(asked.text), asked)
    for readings in (
        _held_by(facts.bodies.find(asked.text), whose, facts),
        kinds.find(asked.text, facts.kinds),
        periods.find(
            asked.text, today or facts.last, paragraph=any(one.kind is ReadingKind.PARAGRAPH for one in named)
        ),
        periods.newest(asked.text),
        _synonyms(asked.text, vocabulary.synonyms),
    ):
        keep(readings, asked)
    found.sort(key=lambda reading: (reading.start, reading.end))
    return _interpretation(text, _words(text, found), found, facts)


def _held_by(named: Iterable[Reading], organisations: Sequence[Reading], facts: Facts) -> Iterable[Reading]:
    """The bodies `named`; of several that fit one stretch those of the `organisations`, if any is."""
    held = {body for one in organisations for body in facts.bodies_of.get(one.value, ())}
    for _, fits in groupby(named, key=lambda reading: (reading.start, reading.end)):
        bodies = list(fits)
        theirs = [one for one in bodies if one.value in held]
        yield from theirs or bodies


def _synonyms(text: str, table: Table) -> Iterable[Reading]:
    for one in synonyms.expand(text, table):
        yield Reading(ReadingKind.SYNONYM, ", ".join(one.added), one.label, one.start, one.end)


def _placed(reading: Reading, start: int, end: int) -> Reading:
    return Reading(reading.kind, reading.value, reading.label, start, end)


def _interpretation(text: str, words: str, found: Sequence[Reading], facts: Facts) -> Interpretation:
    first: dict[str, Reading] = {}  # what is said twice is read once
    for reading in found:
        first.setdefault(reading.id, reading)
    readings = tuple(first.values())

    def values(kind: ReadingKind) -> tuple[str, ...]:
        return tuple(reading.value for reading in readings if reading.kind is kind)

    organisations = values(ReadingKind.ORGANISATION)
    named = [calendar.parsed(value) for value in values(ReadingKind.PERIOD)]
    period = reduce(calendar.hull, named) if named else calendar.Period(None, None)
    return Interpretation(
        question=text,
        words=words,
        readings=readings,
        within=Scope(
            organisation=tuple(name for name in organisations if name in facts.organisations.names),
            committee=values(ReadingKind.COMMITTEE),
            kind=values(ReadingKind.KIND),
            date_from=period.first,
            date_to=period.last,
        ),
        case_numbers=values(ReadingKind.CASE_NUMBER),
        paragraphs=values(ReadingKind.PARAGRAPH),
        dates=tuple(one.day for one in named if one.day),
        items=values(ReadingKind.ITEM),
        newest=bool(values(ReadingKind.NEWEST)),
        phrases=values(ReadingKind.PHRASE),
        excluded=values(ReadingKind.EXCLUDED),
        added=tuple(word for value in values(ReadingKind.SYNONYM) for word in value.split(", ")),
        foreign=tuple(name for name in organisations if name not in facts.organisations.names),
    )


def _words(text: str, readings: Sequence[Reading]) -> str:
    """The question as it was meant, without what is left out; as it stands where nothing else is left of it."""
    changed = [one for one in readings if one.kind in (ReadingKind.CORRECTION, ReadingKind.EXCLUDED)]
    pieces: list[str] = []
    at = 0
    for one in changed:
        pieces += [text[at : one.start], one.value if one.kind is ReadingKind.CORRECTION else ""]
        at = one.end
    words = " ".join("".join((*pieces, text[at:])).split())
    return words if any(map(str.isalnum, words)) else text

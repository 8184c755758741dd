"""Hits, citations and readings as the wire contract shows them."""

from __future__ import annotations

from collections.abc import Sequence

from corpus import repair
from corpus.catalogue.records import Found
from corpus.models import PartName, Span
from indexer import language
from search_api import schemas, views
from search_api.answering.answer import Quote
from search_api.citing import Citing
from search_api.query import Reading, ReadingKind
from search_api.retrieval import Ranked, Ranking, signals
from search_api.retrieval.ranking import WEIGHTS

# The readings that take hits away; the others lift what fits, or find more.
_HIDING = (ReadingKind.PHRASE, ReadingKind.EXCLUDED)


class Shown:
    """Shows what was found, each place with its formal reference by `citing`."""

    def __init__(self, citing: Citing) -> None:
        self._citing = citing

    def hits(self, text: str, ranked: Sequence[Ranked], offset: int, *, explain: bool = False) -> list[schemas.Hit]:
        """The hits of a question, ranked from `offset` + 1 on, its words marked in them."""
        terms = set(language.terms(text))
        return [self._hit(hit, rank, terms, explain=explain) for rank, hit in enumerate(ranked, offset + 1)]

    def citations(self, quotes: Sequence[Quote]) -> list[schemas.Citation]:
        """The quotes of an answer, numbered from 1, each with the passage that it begins in."""
        parts = self._citing.parts([(quote.found.entry.id, quote.start, quote.end) for quote in quotes])
        return [
            self._citation(quote, number, part)
            for number, (quote, part) in enumerate(zip(quotes, parts, strict=True), 1)
        ]

    def _citation(self, quote: Quote, number: int, part: PartName | None) -> schemas.Citation:
        hit = self._hit(Ranked(quote.found, 0.0), number, set(), explain=False)
        place = {
            "start": quote.start,
            "end": quote.end,
            "page": self._citing.page(quote.found.entry.id, quote.start),
            "reference": self._citing.of(quote.found, quote.start),
            "part": part,
        }
        return schemas.Citation(**hit.model_dump() | place, number=number, quote=quote.text)

    def interpreted(self, ranking: Ranking, filters: schemas.Filters) -> schemas.Interpreted:
        """What was read from the question."""
        read = ranking.interpretation
        named = schemas.References(
            case_numbers=list(read.case_numbers), paragraphs=list(read.paragraphs), dates=list(read.dates)
        )
        readings = [_reading(reading) for reading in read.readings]
        return schemas.Interpreted(filters=filters, references=named, readings=readings, hidden=ranking.hidden)

    def _hit(self, hit: Ranked, rank: int, terms: set[str], *, explain: bool) -> schemas.Hit:
        passage, entry = hit.found.passage, hit.found.entry
        return schemas.Hit(
            rank=rank,
            score=round(hit.score, 6),
            passage_id=passage.id,
            **views.line(entry).model_dump(exclude={"case_number"}),
            paragraph=passage.paragraph,
            case_number=passage.case_number,
            heading=passage.heading,
            part=passage.part,
            page=passage.page,
            start=passage.start,
            end=passage.end,
            text=hit.found.text,
            highlights=[(span.start, span.end) for span in _highlights(hit.found, terms)],
            reference=self._citing.of(hit.found),
            exact=hit.exact,
            also=[self._twin(twin) for twin in hit.twins],
            reasons=_reasons(hit) if explain else [],
        )

    def _twin(self, found: Found) -> schemas.Twin:
        passage, entry = found.passage, found.entry
        return schemas.Twin(
            document_id=entry.id, source=entry.source, title=entry.title, kind=entry.kind, page=passage.page,
            start=passage.start, end=passage.end, reference=self._citing.of(found),
        )  # fmt: skip


def _reading(reading: Reading) -> schemas.ReadingView:
    return schemas.ReadingView(
        id=reading.id, kind=reading.kind, value=reading.value, label=reading.label, start=reading.start,
        end=reading.end, prefers=reading.kind not in _HIDING,
    )  # fmt: skip


def _reasons(hit: Ranked) -> list[schemas.Reason]:
    """What a hit's score is the sum of, the weightiest first."""
    parts = [
        schemas.Reason(signal=name, label=label, value=round(value, 4), adds=round(value * float(weight), 4))
        for (name, label), value, weight in zip(signals.NAMES.items(), hit.signals, WEIGHTS, strict=False)
    ]
    return sorted(parts, key=lambda part: -abs(part.adds))


def _highlights(found: Found, terms: set[str]) -> list[Span]:
    """Where in the document's text the words of `found` are that have one of `terms`."""
    if not terms:
        return []
    spans = [Span(start, end) for start, end in language.occurrences(found.searched(), terms)]
    return repair.originals(spans, found.passage.start, found.passage.end, found.passage.repairs)

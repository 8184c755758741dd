"""A question answered: by the catalogue where it counts or lists, by the papers' own sentences, or not at all."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from corpus.catalogue import Catalogue
from corpus.catalogue.records import Scope
from indexer import language
from search_api.answering import abstention, counting, course, extractive, listing, named, notes, short
from search_api.answering.answer import Answer, AnswerKind, Quote, Statement
from search_api.answering.columns import Columns
from search_api.answering.expectation import Aim
from search_api.answering.extractive import Reader, Reading
from search_api.citing import Citing
from search_api.query import Interpretation
from search_api.retrieval import Ranked, Ranking, Retriever, asked, signals

_KINDS = {
    Aim.FACT: AnswerKind.FACT,
    Aim.DECISION: AnswerKind.DECISION,
    Aim.YES_NO: AnswerKind.YES_NO,
    Aim.REASON: AnswerKind.REASON,
    Aim.REFERENCE: AnswerKind.REFERENCE,
    # Sentences that may hold a list or a course are not promised to be one.
    Aim.LIST: AnswerKind.FACT,
    Aim.COURSE: AnswerKind.FACT,
}
_WORD = re.compile(r"[^\W\d_]{3,}")
# Who writes a number this long means that very one.
_LONG_NUMBER = re.compile(r"\b\d[\d-]{5,}\d\b")


class Answerer:
    """Answers from `catalogue` what `retriever` has found; safe to use from several threads."""

    def __init__(self, catalogue: Catalogue, retriever: Retriever, citing: Citing) -> None:
        self._catalogue = catalogue
        self._retriever = retriever
        self._reader = Reader(catalogue)
        self._citing = citing

    def answer(self, ranking: Ranking, scope: Scope) -> Answer:
        """The answer to the question that `ranking` is for, every quote verbatim as the catalogue has it."""
        read, hits = ranking.interpretation, ranking.hits
        counted = counting.answer(read.words, read, self._catalogue, scope)
        if counted is not None:
            return counted
        unheard = (*self._unheard(read), *_unseen(read, hits))
        if unheard or _misses_what_is_named(read, scope, hits):
            return Answer(notes=notes.not_held(read, unheard))
        if self._understands_nothing(read):
            return Answer(notes=(notes.NOTHING_UNDERSTOOD,))
        reading = self._reader.read(read.words, hits, self._retriever.near(ranking))
        sure = abstention.confidence(reading, read, named=any(hit.exact for hit in hits))
        answers = abstention.answers(sure)
        told = (
            listing.answer(read.words, read, hits, self._catalogue)
            or (self._course(reading, hits) if answers or sure > course.SURE else None)
            or self._named(reading, read, hits, sure=answers)
        )
        if told is None and answers:
            told = self._extracted(reading, read, sure)
        if told is None:
            return Answer(confidence=sure, notes=notes.why_not(reading, read))
        if told.kind is AnswerKind.FACT:
            told = replace(told, kind=_KINDS[reading.wanted.aim])
        quotes = [quote for statement in told.statements for quote in statement.quotes]
        return replace(told, notes=(*told.notes, *notes.about(quotes, ranking.replaced)))

    def _unheard(self, read: Interpretation) -> tuple[str, ...]:
        """The names in the question that no paper of the archive has; a name in English may be a Swedish one's."""
        words = self._retriever.vocabulary.words()
        if not words.counts or language.is_foreign(read.words):
            return ()
        return tuple(name for name in asked.ask(read.words).names if not words.hears(name))

    def _understands_nothing(self, read: Interpretation) -> bool:
        """Whether the archive knows no word of the question, and nothing was read from it."""
        words = self._retriever.vocabulary.words()
        if not words.counts or read.readings or language.is_foreign(read.words):
            return False
        return not any(words.holds(language.normalise(word)) for word in _WORD.findall(read.words))

    def counts(self, ranking: Ranking, scope: Scope) -> bool:
        """Whether the question is one that the catalogue answers by counting, which no language model can."""
        read = ranking.interpretation
        return counting.answer(read.words, read, self._catalogue, scope) is not None

    def _extracted(self, reading: Reading, read: Interpretation, sure: float) -> Answer:
        quotes = extractive.chosen(reading)
        # What another time said does not contradict what was asked about this one.
        said = quotes[:1] + [one for one in quotes[1:] if signals.is_within(one.found.entry.date, read.within)]
        return Answer(
            tuple(Statement(quote.text, (quote,)) for quote in quotes),
            sure,
            short=short.of(Columns(self._catalogue).told(said, reading.asked), reading.wanted),
        )

    def _named(self, reading: Reading, read: Interpretation, hits: Sequence[Ranked], *, sure: bool) -> Answer | None:
        """What the named § or case is about: where it states no decision, with the sentences that answer best."""
        told = named.answer(reading, hits, read, self._catalogue, sure=sure)
        if told is None or len(told.statements) > 1:
            return told
        heading = told.statements[0].quotes[0]
        more = [quote for quote in extractive.chosen(reading, headings=False) if not _overlap(quote, heading)]
        return replace(told, statements=(*told.statements, *(Statement(quote.text, (quote,)) for quote in more)))

    def _course(self, reading: Reading, hits: Sequence[Ranked]) -> Answer | None:
        """The course of the case, after the sentence that answers best where that is not in it."""
        if reading.wanted.aim is not Aim.COURSE:
            return None
        told = course.answer(hits, self._catalogue, self._citing)
        if told is None:
            return None
        best = next(iter(extractive.chosen(reading)), None)
        quotes = [quote for one in told.statements for quote in one.quotes]
        of_it = best and best.found.passage.case_number in {quote.found.passage.case_number for quote in quotes}
        if best and of_it and not any(_overlap(best, quote) for quote in quotes):
            told = replace(told, statements=(Statement(best.text, (best,)), *told.statements))
        return told


def _unseen(read: Interpretation, hits: Sequence[Ranked]) -> tuple[str, ...]:
    """The long numbers in the question, no dates and no diarienummer, that none of the best hits has."""
    numbers = _LONG_NUMBER.findall(read.unread)
    return tuple(number for number in numbers if not any(number in hit.found.text for hit in hits))


def _misses_what_is_named(read: Interpretation, scope: Scope, hits: Sequence[Ranked]) -> bool:
    """Whether the question names a § or case, or an organisation as the one that acts, that the archive lacks."""
    named_place = bool(read.scopes(scope)) and not any(hit.exact for hit in hits)
    return named_place or (bool(read.foreign) and not read.within.organisation)


def _overlap(one: Quote, other: Quote) -> bool:
    same = one.found.entry.id == other.found.entry.id
    return same and one.start < other.end and other.start < one.end

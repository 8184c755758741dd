"""The answer by the papers' own sentences: the point that most likely carries it, and others nearly as likely."""

from __future__ import annotations

from collections.abc import Sequence

from search_api.answering import short
from search_api.answering.answer import Answer, AnswerKind, Quote, Statement
from search_api.answering.columns import Columns
from search_api.answering.posed import Posed
from search_api.answering.reading.expectation import Aim
from search_api.answering.reading.reader import Candidate, Reading
from search_api.retrieval import signals

# Points shown at most, and how much lower than the best one's the score of a further one may be; of a list that stands
# in no fact more is shown. On the questions that the scores are fitted to an answer so has two statements.
MOST_POINTS, NEAR_BEST = 3, 1.5
MOST_LISTED, NEAR_LISTED = 5, 3.0


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


def answer(posed: Posed) -> Answer | None:
    """The points that answer best; None where the archive has nothing of the matter."""
    reading, judgement = posed.reading, posed.judgement
    if not judgement.here:
        return None
    best, *others = _near(reading.points(), reading.wanted.aim)
    # What another time said does not contradict what was asked about this one.
    same = [one.quote for one in others if signals.is_within(one.found.entry.date, posed.read.within)]
    return Answer(
        tuple(Statement(quote.text, (quote,)) for quote in chosen(reading)),
        judgement.confidence,
        _KINDS[reading.wanted.aim],
        short.of(Columns(posed.catalogue).told([best.quote, *same], reading.asked), reading.wanted),
    )


def chosen(reading: Reading, *, headings: bool = True) -> list[Quote]:
    """The points to quote: the best first, then those nearly as good in the order of the text, neighbours joined."""
    told = reading.points(headings=headings)
    if not told:
        return []
    joined = _joined(_near(told, reading.wanted.aim))
    place = next(n for n, quote in enumerate(joined) if _holds(quote, told[0].whole))
    return [joined[place], *_reading_order([*joined[:place], *joined[place + 1 :]])]


def _near(told: Sequence[Candidate], aim: Aim) -> list[Candidate]:
    """The best of the points `told`, and those nearly as good."""
    best = told[0]
    most, behind = (MOST_LISTED, NEAR_LISTED) if aim is Aim.LIST else (MOST_POINTS, NEAR_BEST)
    near = [one for one in told[:most] if one.score >= best.score - behind]
    if best.is_row:  # what another row says is of something else, unless it has as much of the question
        near = [one for one in near if not one.is_row or one.value("carried") >= best.value("carried")]
    return near


def _joined(near: Sequence[Candidate]) -> list[Quote]:
    """The points, those that follow one another in a passage as one quote, in the order of their best.

    A row of a table is a quote by itself.
    """
    quotes: list[Quote] = []
    rows = {candidate.whole for candidate in near if candidate.is_row}
    for candidate in near:
        quote = candidate.whole
        for number, other in enumerate(quotes):
            first, last = sorted((quote, other), key=lambda one: one.start)
            apart = rows.intersection((quote, other)) or quote.found.passage.id != other.found.passage.id
            if not apart and not _between(first, last).strip():
                passage = quote.found.passage
                text = quote.found.text[first.start - passage.start : last.end - passage.start]
                quotes[number] = Quote(quote.found, first.start, last.end, text)
                break
        else:
            quotes.append(quote)
    return quotes


def _between(first: Quote, last: Quote) -> str:
    at = first.found.passage.start
    return first.found.text[first.end - at : last.start - at]


def _holds(quote: Quote, other: Quote) -> bool:
    same = quote.found.entry.id == other.found.entry.id
    return same and quote.start <= other.start and other.end <= quote.end


def _reading_order(quotes: Sequence[Quote]) -> list[Quote]:
    """Quotes of one document together, in the order of its text; the document of the best quote first."""
    first: dict[str, int] = {}
    for place, quote in enumerate(quotes):
        first.setdefault(quote.found.entry.id, place)
    return sorted(quotes, key=lambda quote: (first[quote.found.entry.id], quote.start))

"""What became of a question: was it answered, does the answer carry the evidence, and if not, what went wrong."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from corpus.catalogue.records import Scope
from eval import evidence
from eval.datasets import Question
from eval.evidence import Item, Places
from search_api.answering.answer import AnswerKind, Quote
from search_api.archive import Asked
from search_api.query import Interpretation
from search_api.retrieval import Ranked
from search_api.schemas import AskResponse, Certainty

# Of a quote so much in a citation carries it.
LEAST_CARRIED = 0.8
# Such answers are one in many statements.
_WHOLE = (AnswerKind.LIST.value, AnswerKind.COUNT.value, AnswerKind.COURSE.value)
COURSE = "ärendekedja"  # the type of the questions that ask for the course of a case

_CONJUNCTION = re.compile(r"\b(?:och|samt|and)\b")
_IN_BRACKETS = re.compile(r"\([^)]*\)")
_DIGITS = re.compile(r"\d+")
_YEAR = re.compile(r"(?:19|20)\d\d")
_PARTED = r"[\W_]{1,3}"


class Cause(StrEnum):
    """Why a question failed: the first step on its way that went wrong."""

    MISREAD = "question misread"
    NOT_RETRIEVED = "not retrieved"
    SHOULD_HAVE_ANSWERED = "should have answered"
    NOT_CHOSEN = "retrieved but not chosen"
    WRONG_SENTENCE = "wrong sentence"
    SHOULD_HAVE_ABSTAINED = "should have abstained"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of a question; what it was not put to the test of is None.

    `first` is whether the first statement carries the evidence, `carried` whether any does; what lists or counts is one
    answer in many statements, and is carried first by any. `withheld` is, of a question that was not answered though
    something was read for it, whether the sentences held back carry the evidence. `links` is the share of the § and
    papers of a case's course that are cited.
    """

    answered: bool
    certainty: Certainty
    confidence: float
    statements: int
    first: bool
    carried: bool
    verbatim: tuple[bool, ...]
    withheld: bool | None = None
    named_first: bool | None = None
    links: float | None = None
    all_members: bool | None = None
    only_members: bool | None = None
    count_exact: bool | None = None
    cause: Cause | None = None


@dataclass(frozen=True, slots=True)
class Case:
    """A question with where its evidence stands, and what the product made of it; `retrieved` among the first ten."""

    question: Question
    places: Places
    items: Sequence[Item]
    asked: Asked
    answer: AskResponse
    withheld: Sequence[Quote] | None
    retrieved: bool


def judge(case: Case, texts: dict[str, str]) -> Verdict:
    """The verdict on a question; `texts` are the documents' by id."""
    question, answer = case.question, case.answer
    carried = _carried(case.places, [(one.document_id, one.start, one.end) for one in answer.citations])
    opening = set(answer.statements[0].citations) if answer.statements else set()
    first = [(one.document_id, one.start, one.end) for one in answer.citations if one.number in opening]
    withheld = [(one.found.entry.id, one.start, one.end) for one in case.withheld or ()]
    said = " ".join([answer.short or "", *(citation.quote for citation in answer.citations)])
    count_exact = None if question.count is None else answer.short == str(question.count)
    return Verdict(
        answered=answer.answered,
        certainty=answer.certainty,
        confidence=answer.confidence,
        statements=len(answer.statements),
        first=carried if answer.kind in _WHOLE else _carried(case.places, first),
        carried=carried,
        verbatim=tuple(texts[one.document_id][one.start : one.end] == one.quote for one in answer.citations),
        withheld=None if case.withheld is None else _carried(case.places, withheld),
        named_first=named_first(question.text, case.items, case.asked.ranking.hits),
        links=_links(case) if question.type == COURSE and case.places else None,
        all_members=all_in(question.members, said) if question.members else None,
        only_members=none_else(question.members, answer.short) if question.members and answer.short else None,
        count_exact=count_exact,
        cause=_cause(case, carried and count_exact is not False),
    )


def named_first(question: str, items: Sequence[Item], hits: Sequence[Ranked]) -> bool | None:
    """Whether the first hit is in the § of the evidence that `question` names, else in its case; None if it does not.

    Told from the bare words, not from what the product reads in them.
    """
    paragraphs = [item for item in items if item.paragraph and _names_paragraph(question, item.paragraph)]
    cases = [item for item in items if item.case_number and _names_case(question, item.case_number)]
    if not paragraphs and not cases:
        return None
    if not hits:
        return False
    first = hits[0].found.passage
    if any(item.holds(first.document_id, first.start, first.end) for item in paragraphs or cases):
        return True
    return not paragraphs and first.case_number in {item.case_number for item in cases}


def all_in(members: Sequence[str], said: str) -> bool:
    """Whether every one of `members` is in what was `said`, but for party, capitals and blanks."""
    folded = _folded(said)
    return all(re.search(rf"(?<!\w){re.escape(_folded(member))}(?!\w)", folded) for member in members)


def none_else(members: Sequence[str], short: str) -> bool:
    """Whether the list `short` names nobody beside `members`."""
    rest = _folded(short)
    for member in sorted(map(_folded, members), key=len, reverse=True):
        rest = re.sub(rf"(?<!\w){re.escape(member)}(?!\w)", " ", rest)
    return not any(map(str.isalpha, _CONJUNCTION.sub(" ", rest)))


def excludes(read: Interpretation, item: Item) -> bool:
    """Whether what was read from a question does not hold `item`: another body, kind, time, § or case."""
    document, within = item.document, read.within
    for values, value in (
        (within.organisation, document.organisation),
        (within.committee, document.committee),
        (within.kind, document.kind.value),
    ):
        if values and value not in values:
            return True
    day = document.date
    if (within.date_from and (day is None or day < within.date_from)) or (
        within.date_to and (day is None or day > within.date_to)
    ):
        return True
    named = read.scopes(Scope())
    return bool(named) and not any(_is_named(item, place) for place in named)


def _is_named(item: Item, place: Scope) -> bool:
    day = item.document.date
    return (
        place.case_number in (None, item.case_number)
        and place.paragraph in (None, item.paragraph)
        and (place.date_from is None or (day is not None and place.date_from <= day))
        and (place.date_to is None or (day is not None and day <= place.date_to))
    )


def _cause(case: Case, right: bool) -> Cause | None:
    """The first step that went wrong, or None where all is well."""
    answer = case.answer
    if not case.question.answerable:
        return Cause.SHOULD_HAVE_ABSTAINED if answer.answered else None
    if right:
        return None
    if all(excludes(case.asked.ranking.interpretation, item) for item in case.items):
        return Cause.MISREAD
    if not case.retrieved and answer.kind != AnswerKind.COUNT:  # what is counted is not searched for
        return Cause.NOT_RETRIEVED
    if not answer.answered:
        return Cause.SHOULD_HAVE_ANSWERED
    cited = any(item.holds(one.document_id, one.start, one.end) for item in case.items for one in answer.citations)
    return Cause.WRONG_SENTENCE if cited else Cause.NOT_CHOSEN


def _carried(places: Places, stretches: Sequence[tuple[str, int, int]]) -> bool:
    return any(evidence.reached(place, *one) >= LEAST_CARRIED for place in places for one in stretches)


def _links(case: Case) -> float:
    cited = [(one.document_id, one.start, one.end) for one in case.answer.citations]
    return sum(any(item.holds(*one) for one in cited) for item in case.items) / len(case.items)


def _names_paragraph(question: str, paragraph: str) -> bool:
    number = "".join(_DIGITS.findall(paragraph)[:1])
    return bool(
        number and re.search(rf"(?:§|paragraf\w*)\s*{number}(?!\d)|(?<!\d){number}\s*§", question, re.IGNORECASE)
    )


def _names_case(question: str, case_number: str) -> bool:
    """Whether the numbers of a diarienummer stand beside one another, in any order and however they are parted."""
    numbers = [
        rf"(?:{year[:2]})?{year[2:]}" if _YEAR.fullmatch(year) else rf"0*{int(year)}"
        for year in _DIGITS.findall(case_number)
    ]
    orders = (numbers, numbers[::-1])
    return len(numbers) > 1 and any(re.search(rf"(?<!\d){_PARTED.join(order)}(?!\d)", question) for order in orders)


def _folded(text: str) -> str:
    return " ".join(_IN_BRACKETS.sub(" ", text).casefold().split())

"""What is taken along over HTTP: answers, quotations, cases and records of searches; and feedback on answers."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from search_api.schemas.asking import (
    AskRequest,
    Certainty,
    Coverage,
    Filters,
    Question,
    Statement,
    TableView,
    Value,
    read,
)
from search_api.schemas.cases import StepView
from search_api.schemas.state import FacetValue

LONGEST_COMMENT = 2_000
MOST_QUOTES = 2_000  # a counted list may cite as many §
_FARTHEST = 10**9  # characters of a text


def _comment(text: str) -> str:
    """A comment that can be read: no control characters but line ends and tabs, and not too long."""
    return read(text.replace("\r\n", "\n").strip(), LONGEST_COMMENT, "kommentaren")


class _In(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Format(StrEnum):
    """What a file is written as."""

    MARKDOWN = "markdown"
    WORD = "docx"
    JSON = "json"


class Place(_In):
    """A quotation that is pointed at: it is read anew, and refused where the paper has other words there."""

    document_id: Value
    start: int = Field(ge=0, le=_FARTHEST)
    end: int = Field(ge=0, le=_FARTHEST)
    quote: str = Field(max_length=100_000)


Places = Annotated[list[Place], Field(max_length=MOST_QUOTES)]


class TakeAnswer(_In):
    """An answer, or the nearest to one, to take along: the question, and what was cited for it, in its order."""

    what: Literal["answer"]
    format: Format = Format.MARKDOWN
    asked: AskRequest
    citations: Annotated[Places, Field(min_length=1)]


class TakeQuote(_In):
    """A hit or a citation to take along."""

    what: Literal["quote"]
    format: Format = Format.MARKDOWN
    citation: Place


class TakeCase(_In):
    """A case to take along; `organisation` where several have the number."""

    what: Literal["case"]
    format: Format = Format.MARKDOWN
    case_number: Value
    organisation: Value | None = None


class TakeRecord(_In):
    """A record of a search without result; the search is made anew, and refused where its certainty is not NONE."""

    what: Literal["record"]
    format: Format = Format.MARKDOWN
    asked: AskRequest


TakeRequest = Annotated[TakeAnswer | TakeQuote | TakeCase | TakeRecord, Field(discriminator="what")]


class Made(BaseModel):
    """When something was made and from what: `contents` is a fingerprint of exactly the papers that were there."""

    at: dt.datetime
    local: dt.datetime
    documents: int
    contents: str
    index: dict[str, str | int | None]


class Taken(BaseModel):
    """A quotation with its formal reference; `start` and `end` delimit it in the document's text.

    `part` is the part of the § that it stands in, as for a citation: "Beslut", "Yrkanden".
    """

    model_config = ConfigDict(from_attributes=True)

    number: int
    reference: str
    quote: str
    document_id: str
    source: str
    title: str
    kind: str
    page: int
    start: int
    end: int
    part: str | None = None


class TakenAnswer(BaseModel):
    """An answer that was taken along: its quotations, and what the archive says by them.

    `certainty` is ANSWER where the archive, asked anew, tells an answer and what its first statement stands on is among
    the quotations. Else it is NEAREST, and the file says that it is no sure answer.
    `short`, `table`, `notes` and the statements in words of our own are given where the archive, asked anew, answers
    by the same quotations.
    """

    what: Literal["answer"] = "answer"
    question: str
    filters: Filters
    certainty: Certainty
    short: str | None
    statements: list[Statement]
    table: TableView | None
    notes: list[str]
    quotes: list[Taken]
    coverage: Coverage
    made: Made


class TakenQuote(BaseModel):
    """A hit or a citation that was taken along."""

    what: Literal["quote"] = "quote"
    quote: Taken
    made: Made


class TakenCase(BaseModel):
    """A case that was taken along."""

    what: Literal["case"] = "case"
    case_number: str
    case_numbers: list[str]
    treatment: list[str]
    steps: list[StepView]
    made: Made


class SearchedBody(BaseModel):
    """A body whose papers were searched, with the known gaps between its meetings."""

    model_config = ConfigDict(from_attributes=True)

    organisation: str | None
    committee: str | None
    documents: int
    first: dt.date | None
    last: dt.date | None
    gaps: list[str]


class TakenRecord(BaseModel):
    """What was searched, and that no answer was found; `nearest` are the formal references of the nearest hits."""

    what: Literal["record"] = "record"
    question: str
    filters: Filters
    coverage: Coverage
    bodies: list[SearchedBody]
    years: list[FacetValue]
    nearest: list[str]
    made: Made


class FeedbackRequest(_In):
    """Whether an answer was right, or rightly none; `citations` are what it cited.

    Of an answer that was told as the nearest, "rätt" says that what was asked for is among the citations.
    """

    question: Question
    filters: Filters = Filters()
    verdict: Literal["rätt", "fel"]
    comment: Annotated[str, AfterValidator(_comment)] = ""
    answered: bool
    citations: Places = []


class SpotView(BaseModel):
    """A place that an answer cited, as it is now; `quote` is null where the paper is no longer in the archive."""

    document_id: str
    start: int
    end: int
    source: str | None
    paragraph: str | None
    reference: str | None
    quote: str | None


class FeedbackView(BaseModel):
    """What was said of an answer, when, and what the index was made with; never by whom."""

    id: int
    at: dt.datetime
    question: str
    filters: Filters
    verdict: Literal["rätt", "fel"]
    comment: str
    answered: bool
    citations: list[SpotView]
    index: dict[str, str | int | None]


class FeedbackList(BaseModel):
    """A page of the feedback, newest first."""

    total: int
    feedback: list[FeedbackView]

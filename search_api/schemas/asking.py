"""Searches and questions over HTTP: what goes in and what comes out."""

from __future__ import annotations

import datetime as dt
import unicodedata
from enum import StrEnum
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from corpus.normal import nfc

LONGEST_QUESTION = 2_000
LONGEST_VALUE = 1_000  # characters of a name, an id, a number: the path of a file in folders is the longest
MOST_VALUES = 200  # of a filter, or readings that are not to count


def read(text: str, longest: int, what: str) -> str:
    """`text` as NFC. Raises `ValueError`, for `what` it is, where it is too long or has control characters.

    The length is looked at before anything else is done with the text.
    """
    if len(text) > longest:
        raise ValueError(f"{what} har {len(text)} tecken; gränsen är {longest}")
    strange = next((char for char in text if unicodedata.category(char) in ("Cc", "Cs") and char not in "\n\t"), None)
    if strange is not None:
        raise ValueError(f"{what} innehåller styrtecknet U+{ord(strange):04X}; ta bort det")
    return nfc(text)


def _asked(text: str) -> str:
    """A question that can be read: not blank, not too long, without control characters."""
    text = read(text.strip(), LONGEST_QUESTION, "frågan")
    if not text:
        raise ValueError("frågan är tom; skriv minst ett ord")
    return text


def _printable(text: str) -> str:
    """A value that can stand in a text: no control characters, no half characters."""
    if len(text) > LONGEST_VALUE:
        raise ValueError(f"{text!a:.60} har {len(text)} tecken; gränsen är {LONGEST_VALUE}")
    if any(unicodedata.category(char) in ("Cc", "Cs") for char in text):
        raise ValueError(f"{text!a:.60} innehåller styrtecken; ta bort dem")
    return nfc(text)


Question = Annotated[str, AfterValidator(_asked)]
Value = Annotated[str, AfterValidator(_printable)]
Values = Annotated[list[Value], Field(max_length=MOST_VALUES)]
FARTHEST = 1_000_000  # hits or documents to skip


class _In(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Grouping(StrEnum):
    """What counts as one hit."""

    PASSAGE = "passage"
    SECTION = "section"
    DOCUMENT = "document"
    CASE = "case"


class Filters(_In):
    """Which papers are meant; an empty list or null means all."""

    organisation: Values = []
    committee: Values = []
    kind: Values = []
    case_number: Value | None = None
    paragraph: Value | None = None
    date_from: dt.date | None = None
    date_to: dt.date | None = None


class SearchRequest(_In):
    """A search.

    `ignore` are the ids of readings of the question that are not to count; with `explain` each hit says why it stands
    where it does.
    """

    query: Question
    limit: int = Field(10, ge=1, le=100)
    offset: int = Field(0, ge=0, le=FARTHEST)
    group_by: Grouping = Grouping.PASSAGE
    filters: Filters = Filters()
    ignore: Values = []
    explain: bool = False


class AskRequest(_In):
    """A question; `ignore` as in a search."""

    question: Question
    filters: Filters = Filters()
    limit: int = Field(5, ge=1, le=20)
    ignore: Values = []


class Twin(BaseModel):
    """A passage of another paper that says the same as a hit."""

    document_id: str
    source: str
    title: str
    kind: str
    page: int
    start: int
    end: int
    reference: str


class Reason(BaseModel):
    """A part of a hit's score: what it is for, in Swedish, how much of it there is, and what it adds."""

    signal: str
    label: str
    value: float
    adds: float


class Hit(BaseModel):
    """A passage. `start`, `end` and `highlights` count characters of the document's text; `text` is verbatim.

    `reference` is how it is cited in a paper. `exact` says that the question named this § or case, `also` where else
    the same text stands. `reasons` come where they are asked for, and add up to the score; a hit that was named, or
    that stands far down, has none.
    """

    rank: int
    score: float
    passage_id: str
    document_id: str
    source: str
    title: str
    organisation: str | None
    committee: str | None
    kind: str
    date: dt.date | None
    paragraph: str | None
    case_number: str | None
    heading: str
    part: str | None
    page: int
    start: int
    end: int
    text: str
    highlights: list[tuple[int, int]]
    reference: str = ""
    exact: bool = False
    also: list[Twin] = []
    reasons: list[Reason] = []


class References(BaseModel):
    """The § and diarienummer that were read from a query, in canonical form, and its dates."""

    case_numbers: list[str]
    paragraphs: list[str]
    dates: list[dt.date]


class ReadingView(BaseModel):
    """A stretch of the query, `query[start:end]`, and what it was read as; by its `id` the reading is taken away.

    `prefers` says that it lifts hits, or adds to them, and hides none.
    """

    model_config = ConfigDict(from_attributes=True)

    id: str
    kind: str
    value: str
    label: str
    start: int
    end: int
    prefers: bool


class Interpreted(BaseModel):
    """What was read from a query; `hidden` counts the hits that its phrases and left-out words took away."""

    filters: Filters
    references: References
    readings: list[ReadingView] = []
    hidden: int = 0


class SearchResponse(BaseModel):
    """The hits of a search, from `offset` on."""

    query: str
    interpreted: Interpreted
    total: int
    hits: list[Hit]
    took_ms: float


class Citation(Hit):
    """A hit that an answer stands on; `quote` is verbatim and `start` and `end` delimit it."""

    number: int
    quote: str


class Statement(BaseModel):
    """A sentence of an answer with the numbers of its citations."""

    text: str
    citations: list[int]


class Coverage(BaseModel):
    """What was searched: how many papers, from when to when, and what was wanting."""

    model_config = ConfigDict(populate_by_name=True)

    documents: int
    first: dt.date | None = Field(alias="from")
    last: dt.date | None = Field(alias="to")
    warnings: list[str]


class TableView(BaseModel):
    """Counts from the catalogue: each row has a cell for each of `columns`, the last a number."""

    model_config = ConfigDict(from_attributes=True)

    columns: list[str]
    rows: list[list[str]]


class Certainty(StrEnum):
    """How an answer is told.

    ANSWER: what is shown is, by calibrated confidence of at least 0.8, what was asked for. NEAREST: it is the nearest
    that the archive has, and may not be it. NONE: the archive has nothing of the matter.
    """

    ANSWER = "answer"
    NEAREST = "nearest"
    NONE = "none"


class AskResponse(BaseModel):
    """An answer with its proof, or the nearest that there is, or nothing.

    `answered` is true unless `certainty` is NONE. `kind` is what sort of answer it is; `short` the date, sum, names or
    number asked for, where it stands out and the certainty is ANSWER; `notes` what a reader must know beside it, in
    Swedish. `confidence` is how likely the first statement carries the answer, calibrated; below 0.8 unless the
    certainty is ANSWER.
    """

    question: str
    interpreted: Interpreted
    certainty: Certainty
    answered: bool
    kind: str | None
    short: str | None
    answer: str | None
    table: TableView | None
    notes: list[str]
    statements: list[Statement]
    citations: list[Citation]
    confidence: float = Field(ge=0, le=1)
    coverage: Coverage
    related: list[Hit]
    took_ms: float

"""The wire contract: what goes in and out over HTTP. Fields are added freely and never renamed."""

from __future__ import annotations

import datetime as dt
import unicodedata
from enum import StrEnum
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

LONGEST_QUESTION = 2_000


def _asked(text: str) -> str:
    """A question that can be read: not blank, not too long, without control characters."""
    text = unicodedata.normalize("NFC", text).strip()
    if not text:
        raise ValueError("frågan är tom; skriv minst ett ord")
    if len(text) > LONGEST_QUESTION:
        raise ValueError(f"frågan har {len(text)} tecken; gränsen är {LONGEST_QUESTION}")
    strange = next((char for char in text if unicodedata.category(char) in ("Cc", "Cs") and char not in "\n\t"), None)
    if strange is not None:
        raise ValueError(f"frågan innehåller styrtecknet U+{ord(strange):04X}; ta bort det")
    return text


def _printable(text: str) -> str:
    """A value that can stand in a text: no control characters, no half characters."""
    if any(unicodedata.category(char) in ("Cc", "Cs") for char in text):
        raise ValueError(f"{text!a:.60} innehåller styrtecken; ta bort dem")
    return unicodedata.normalize("NFC", text)


Question = Annotated[str, AfterValidator(_asked)]
Value = Annotated[str, AfterValidator(_printable)]
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

    organisation: list[Value] = []
    committee: list[Value] = []
    kind: list[Value] = []
    case_number: Value | None = None
    paragraph: Value | None = None
    date_from: dt.date | None = None
    date_to: dt.date | None = None


class SearchRequest(_In):
    """A search."""

    query: Question
    limit: int = Field(10, ge=1, le=100)
    offset: int = Field(0, ge=0, le=FARTHEST)
    group_by: Grouping = Grouping.PASSAGE
    filters: Filters = Filters()


class AskRequest(_In):
    """A question."""

    question: Question
    filters: Filters = Filters()
    limit: int = Field(5, ge=1, le=20)


class Hit(BaseModel):
    """A passage. `start`, `end` and `highlights` count characters of the document's text; `text` is verbatim."""

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


class References(BaseModel):
    """The § and diarienummer that were read from a query, in canonical form, and its dates."""

    case_numbers: list[str]
    paragraphs: list[str]
    dates: list[dt.date]


class Interpreted(BaseModel):
    """What was read from a query."""

    filters: Filters
    references: References


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


class AskResponse(BaseModel):
    """An answer with its proof, or none with the nearest hits."""

    question: str
    answered: bool
    answer: str | None
    statements: list[Statement]
    citations: list[Citation]
    confidence: float = Field(ge=0, le=1)
    coverage: Coverage
    related: list[Hit]
    took_ms: float


class DocumentLine(BaseModel):
    """A document in a list."""

    document_id: str
    source: str
    title: str
    organisation: str | None
    committee: str | None
    kind: str
    date: dt.date | None
    case_number: str | None


class DocumentList(BaseModel):
    """A page of the archive's documents, newest first."""

    total: int
    documents: list[DocumentLine]


class PartView(BaseModel):
    """A part of a section."""

    part: str
    start: int
    end: int


class SectionView(BaseModel):
    """A section of a document."""

    paragraph: str | None
    heading: str
    case_number: str | None
    start: int
    end: int
    page: int
    parts: list[PartView]


class PageView(BaseModel):
    """A page of a document."""

    number: int
    start: int
    end: int


class Quality(BaseModel):
    """How well a paper was read."""

    warnings: list[str]


class DocumentView(DocumentLine):
    """A document, without its text."""

    characters: int
    pages: list[PageView]
    sections: list[SectionView]
    quality: Quality


class FacetValue(BaseModel):
    """A value that documents can be filtered by, with how many have it."""

    value: str
    documents: int


class Facets(BaseModel):
    """The values of each filter."""

    organisation: list[FacetValue]
    committee: list[FacetValue]
    kind: list[FacetValue]
    year: list[FacetValue]


class CaseView(BaseModel):
    """A case: all that shares a diarienummer, in order of time."""

    case_number: str
    hits: list[Hit]


class JobState(StrEnum):
    """How far a job has come."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "done with failures"


class FileOutcome(BaseModel):
    """What became of one file of a job."""

    source: str
    status: str
    document_id: str | None
    message: str


class Job(BaseModel):
    """An upload on its way into the archive; `done` of `total` files."""

    job_id: str
    state: JobState
    done: int
    total: int
    outcomes: list[FileOutcome]


class Health(BaseModel):
    """Whether the process lives, or the archive can be searched."""

    status: str
    documents: int | None = None
    manifest: dict[str, str | int | None] | None = None


class Problem(BaseModel):
    """An error, as RFC 9457 has it; `detail` is in Swedish and says what to do next."""

    type: str
    title: str
    status: int
    detail: str
    request_id: str

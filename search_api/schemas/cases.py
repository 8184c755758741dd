"""Cases over HTTP: the list of them, and the course of one."""

from __future__ import annotations

import datetime as dt

from pydantic import BaseModel, ConfigDict

from search_api.schemas.asking import Hit


class CaseLine(BaseModel):
    """A case in a list; `documents`, `first` and `last` are of the whole case in its organisation."""

    model_config = ConfigDict(from_attributes=True)

    organisation: str | None
    case_number: str
    heading: str
    first: dt.date | None
    last: dt.date | None
    documents: int
    committees: list[str]


class CaseList(BaseModel):
    """A page of the cases, the latest first."""

    total: int
    cases: list[CaseLine]


class ResolvedView(BaseModel):
    """A point of a decision: `text` is verbatim and `start` and `end` delimit it in the document of its step.

    `proposed` says that it decides nothing yet, but proposes to another body.
    """

    model_config = ConfigDict(from_attributes=True)

    start: int
    end: int
    text: str
    outcome: str
    proposed: bool = False


class ToldView(BaseModel):
    """The words that point at a step, verbatim, with the reference of the paper that they stand in."""

    model_config = ConfigDict(from_attributes=True)

    document_id: str
    source: str
    page: int
    start: int
    end: int
    text: str
    reference: str


class StepView(BaseModel):
    """What happened in a case: a § of a meeting, or a paper.

    `link` is "ärendet" for a step of the case itself, "hänvisning" for what it refers to and "omnämnande" for what
    refers to it. `document_id` is null where the archive does not hold the paper and only `told` knows of it. `also`
    are papers with the same step: an extract beside the minutes.
    """

    model_config = ConfigDict(from_attributes=True)

    link: str
    reference: str
    organisation: str | None
    committee: str | None
    date: dt.date | None
    kind: str
    paragraph: str | None
    case_number: str | None
    heading: str
    document_id: str | None
    source: str | None
    page: int | None
    start: int | None
    end: int | None
    decisions: list[ResolvedView]
    told: ToldView | None
    also: list[str]


class CaseView(BaseModel):
    """A case: its passages and its course, in order of time.

    `case_numbers` are all the diarienummer that its papers chain, `treatment` is "Ärendets tidigare behandling" as
    lines to paste: quotations of the papers and their formal references, and nothing else.
    """

    case_number: str
    case_numbers: list[str] = []
    steps: list[StepView] = []
    treatment: list[str] = []
    hits: list[Hit]

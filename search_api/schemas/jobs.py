"""Uploads over HTTP: how far they have come, and what waits for approval."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict

from search_api.schemas.asking import read

LONGEST_REASON = 1_000


class JobState(StrEnum):
    """How far a job has come."""

    HELD = "waiting for approval"
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
    """An upload on its way into the archive; `done` of `total` files, of which `held` wait for approval."""

    job_id: str
    state: JobState
    done: int
    total: int
    held: int = 0
    outcomes: list[FileOutcome]


class JobLine(BaseModel):
    """An upload in a list: who gave it, when, and how far it has come."""

    job_id: str
    given: dt.datetime
    giver: str
    state: JobState
    done: int
    total: int
    held: int


class JobList(BaseModel):
    """A page of the uploads, newest first."""

    total: int
    jobs: list[JobLine]


class WaitingFile(BaseModel):
    """A file that waits for approval: its name, masked, its bytes, when it was given and by whom.

    `replaces` is the document that it is to take the place of.
    """

    id: int
    job_id: str
    name: str
    size: int
    given: dt.datetime
    giver: str
    replaces: str | None


class WaitingFiles(BaseModel):
    """A page of what waits for approval, the oldest first."""

    total: int
    files: list[WaitingFile]


def _reason(text: str) -> str:
    """A reason that can be read: not blank, no control characters but line ends and tabs, and not too long."""
    text = read(text.replace("\r\n", "\n").strip(), LONGEST_REASON, "skälet")
    if not text:
        raise ValueError("skälet är tomt; skriv varför filen inte godkänns, så att den som lämnade den får veta det")
    return text


class Refusal(BaseModel):
    """Why a file is not approved, for who gave it."""

    model_config = ConfigDict(extra="forbid")

    reason: Annotated[str, AfterValidator(_reason)]

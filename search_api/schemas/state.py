"""Facets, health and problems over HTTP."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class Move(BaseModel):
    """A move to another model under way: `done` of `total` documents; `trouble` says why it has stopped."""

    done: int
    total: int
    passages_per_second: float
    trouble: str | None


class Health(BaseModel):
    """Whether the process lives, or the archive can be searched; `move` is not given when there is none.

    `isolation` is how what reads papers is kept apart from the machine: by namespaces, as another user, or by limits.
    """

    status: str
    documents: int | None = None
    manifest: dict[str, str | int | None] | None = None
    isolation: str | None = None
    move: Move | None = None


class Me(BaseModel):
    """Who asks: what they may, over the papers of which `organisations`; null is all."""

    name: str
    rights: list[str]
    organisations: list[str] | None
    can_log_out: bool


class AuditEntry(BaseModel):
    """Who did what, to what (an id, a file or a job), and when; `digest` seals it with `previous`."""

    model_config = ConfigDict(from_attributes=True)

    number: int
    at: str
    who: str
    deed: str
    target: str
    previous: str
    digest: str


class AuditList(BaseModel):
    """A page of the audit log, newest first."""

    total: int
    entries: list[AuditEntry]


class Problem(BaseModel):
    """An error, as RFC 9457 has it; `detail` is in Swedish and says what to do next."""

    type: str
    title: str
    status: int
    detail: str
    request_id: str


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

"""Facts of a paper amended by a registrator, beside what was read."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query

from corpus.amendments import Amendable
from search_api import schemas
from search_api.access.gate import GuardedRoute, needs
from search_api.access.roles import Right
from search_api.errors import DISK_FULL, NOT_FOUND, RESPONSES
from search_api.routes.state import TheArchive, TheVisitor

router = APIRouter(prefix="/v1", tags=["documents"], responses=RESPONSES, route_class=GuardedRoute)

Section = Annotated[schemas.Value | None, Query(description="The § that it is of, as the list has it; none for all.")]


@router.get(
    "/documents/{document_id}/facts", operation_id="listFacts", openapi_extra=needs(Right.AMEND), responses=NOT_FOUND
)
def list_facts(document_id: str, archive: TheArchive, visitor: TheVisitor) -> schemas.AmendableList:
    """What may be amended of a paper: what was read, and where, beside what is said in its place."""
    return archive.amendments.facts(document_id, visitor.within(Right.REVIEW))


@router.put(
    "/documents/{document_id}/facts/{name}",
    operation_id="amendFact",
    openapi_extra=needs(Right.AMEND),
    responses=NOT_FOUND | DISK_FULL,
)
def amend(
    document_id: str,
    name: Amendable,
    body: schemas.AmendRequest,
    archive: TheArchive,
    visitor: TheVisitor,
    section: Section = None,
) -> schemas.AmendableList:
    """Say what a fact is, in the place of what was read; it is found and shown so at once, and when it is read anew."""
    archive.amendments.put(document_id, name, section, body.value, visitor.name)
    return archive.amendments.facts(document_id, visitor.within(Right.REVIEW))


@router.delete(
    "/documents/{document_id}/facts/{name}",
    operation_id="takeBackFact",
    openapi_extra=needs(Right.AMEND),
    responses=NOT_FOUND | DISK_FULL,
)
def take_back(
    document_id: str,
    name: Amendable,
    archive: TheArchive,
    visitor: TheVisitor,
    section: Section = None,
) -> schemas.AmendableList:
    """Let what was read of a fact stand again."""
    archive.amendments.take_back(document_id, name, section, visitor.name)
    return archive.amendments.facts(document_id, visitor.within(Right.REVIEW))

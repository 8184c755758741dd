"""The audit log, to be read."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query

from search_api import schemas
from search_api.access.gate import GuardedRoute, needs
from search_api.access.roles import Right
from search_api.errors import RESPONSES
from search_api.routes.state import TheArchive

router = APIRouter(prefix="/v1", tags=["audit"], responses=RESPONSES, route_class=GuardedRoute)


@router.get("/audit", operation_id="listAudit", openapi_extra=needs(Right.AUDIT))
def list_audit(
    archive: TheArchive,
    offset: Annotated[int, Query(ge=0, le=schemas.FARTHEST)] = 0,
    limit: Annotated[int, Query(ge=1, le=500)] = 50,
) -> schemas.AuditList:
    """Who did what to the archive, newest first."""
    log = archive.index.catalogue.audit_log
    entries = [schemas.AuditEntry.model_validate(one) for one in log.entries(offset, limit)]
    return schemas.AuditList(total=log.count(), entries=entries)

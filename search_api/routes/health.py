"""Is it alive, is it ready."""

from __future__ import annotations

from fastapi import APIRouter

from search_api.errors import RESPONSES
from search_api.routes.state import TheArchive
from search_api.schemas import Health

router = APIRouter(tags=["health"])


@router.get("/healthz", operation_id="alive")
def alive() -> Health:
    """The process answers."""
    return Health(status="alive")


@router.get("/readyz", operation_id="ready", responses={503: RESPONSES[503]})
def ready(archive: TheArchive) -> Health:
    """The index is open, the model loaded and the manifest fits: all three, or the process would not have started."""
    return archive.ready()

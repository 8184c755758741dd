"""Is it alive, is it ready."""

from __future__ import annotations

from fastapi import APIRouter

from search_api.errors import RESPONSES
from search_api.routes.state import TheArchive, TheMover
from search_api.schemas import Health

router = APIRouter(tags=["health"])


@router.get("/healthz", operation_id="alive")
def alive() -> Health:
    """The process answers."""
    return Health(status="alive")


@router.get("/readyz", operation_id="ready", responses={503: RESPONSES[503]})
def ready(archive: TheArchive, mover: TheMover) -> Health:
    """The index is open, the model loaded and the manifest fits: all three, or the process would not have started.

    While the archive is moved to another model, the manifest is that of the one that answers.
    """
    return archive.ready().model_copy(update={"move": mover.state() if mover else None})

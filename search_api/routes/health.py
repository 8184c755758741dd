"""Is it alive, is it ready, and how does it do."""

from __future__ import annotations

from fastapi import APIRouter, HTTPException, Request, Response
from fastapi.concurrency import run_in_threadpool

from search_api.errors import RESPONSES, described
from search_api.limits.clients import client_of, is_local
from search_api.routes.state import TheArchive, TheMetrics, TheMover
from search_api.schemas import Health

router = APIRouter(tags=["health"])


@router.get("/healthz", operation_id="alive")
async def alive() -> Health:
    """The process answers, whatever else it has to do: this waits for no thread, queue or database."""
    return Health(status="alive")


@router.get("/readyz", operation_id="ready", responses={503: RESPONSES[503]})
def ready(archive: TheArchive, mover: TheMover) -> Health:
    """The index is open, the model loaded and the manifest fits: all three, or the process would not have started.

    While the archive is moved to another model, the manifest is that of the one that answers.
    """
    return archive.ready().model_copy(update={"move": mover.state() if mover else None})


@router.get(
    "/metrics",
    operation_id="metrics",
    response_class=Response,
    responses=described(403, "Who asks is not on the service's own machine.")
    | {200: {"description": "The figures.", "content": {"text/plain": {"schema": {"type": "string"}}}}},
)
async def measured(request: Request, metrics: TheMetrics) -> Response:
    """How the service does, as Prometheus reads it; to this machine alone."""
    if not is_local(client_of(request.scope)):
        raise HTTPException(403)
    return Response(await run_in_threadpool(metrics.text), media_type=metrics.MEDIA_TYPE)

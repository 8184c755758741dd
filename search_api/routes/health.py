"""Is it alive, is it ready, and how does it do."""

from __future__ import annotations

from fastapi import APIRouter, Response
from fastapi.concurrency import run_in_threadpool

from search_api.access.gate import GuardedRoute, needs
from search_api.access.roles import Right
from search_api.errors import NO_RIGHT, RESPONSES
from search_api.routes.state import TheArchives, TheMetrics, TheMover, TheVisitor
from search_api.schemas import Health

router = APIRouter(tags=["health"], route_class=GuardedRoute)


@router.get("/healthz", operation_id="alive", openapi_extra=needs(Right.OPEN))
async def alive() -> Health:
    """The process answers, whatever else it has to do: this waits for no thread, queue or database."""
    return Health(status="alive")


@router.get("/readyz", operation_id="ready", openapi_extra=needs(Right.OPEN), responses={503: RESPONSES[503]})
def ready(visitor: TheVisitor, archives: TheArchives, mover: TheMover) -> Health:
    """The index is open, the model loaded and the manifest fits, and the vectors hold all papers that are to be found.

    The first three always, or the process would not have started; the last is made good by itself where it is not so.
    While the archive is moved to another model, the manifest is that of the one that answers. `documents` counts those
    that the one who asks may read.
    """
    archive = archives.seen_by(visitor.within(Right.READ))
    return archive.ready().model_copy(update={"move": mover.state() if mover else None})


@router.get(
    "/metrics",
    operation_id="metrics",
    openapi_extra=needs(Right.OPERATE),
    response_class=Response,
    responses=NO_RIGHT
    | {200: {"description": "The figures.", "content": {"text/plain": {"schema": {"type": "string"}}}}},
)
async def measured(metrics: TheMetrics) -> Response:
    """How the service does, as Prometheus reads it."""
    return Response(await run_in_threadpool(metrics.text), media_type=metrics.MEDIA_TYPE)

"""The answer as server-sent events, statement by statement."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import aclosing

from fastapi import APIRouter, Request
from fastapi.sse import EventSourceResponse, ServerSentEvent
from pydantic import BaseModel

from corpus.errors import BeslutsminneError
from search_api import errors, schemas
from search_api.access.gate import GuardedRoute, needs
from search_api.access.roles import Right
from search_api.asking import answers
from search_api.routes.state import TheArchive, TheClient

router = APIRouter(prefix="/v1", tags=["search"], responses=errors.RESPONSES, route_class=GuardedRoute)


@router.post(
    "/ask/stream", operation_id="askStream", openapi_extra=needs(Right.READ), response_class=EventSourceResponse
)
async def ask_stream(
    question: schemas.AskRequest, request: Request, archive: TheArchive, client: TheClient
) -> AsyncIterator[ServerSentEvent]:
    """Answer a question piece by piece, as server-sent events whose data is JSON.

    `coverage` what was searched; `citation` each one before the first `statement` that it carries; last `answer`, the
    whole of what `/v1/ask` returns, or `error`, a problem. How surely it is the answer is known with the
    last alone.
    """
    try:
        shown = Shown()
        async with aclosing(answers(archive, client, question, streamed=True)) as responses:
            async for response in responses:
                for event in shown.new(response):
                    yield event
        yield _event("answer", response)
    except Exception as error:
        handler = errors.known if isinstance(error, BeslutsminneError) else errors.unknown
        yield ServerSentEvent(event="error", raw_data=bytes((await handler(request, error)).body).decode())


class Shown:
    """What has been sent of an answer that grows."""

    def __init__(self) -> None:
        self._coverage = False
        self._citations = 0
        self._statements = 0

    def new(self, response: schemas.AskResponse) -> Iterator[ServerSentEvent]:
        """What `response` has that was not sent yet."""
        if not self._coverage:
            yield _event("coverage", response.coverage)
        for citation in response.citations[self._citations :]:
            yield _event("citation", citation)
        for statement in response.statements[self._statements :]:
            yield _event("statement", statement)
        self._coverage = True
        self._citations, self._statements = len(response.citations), len(response.statements)


def _event(name: str, data: BaseModel) -> ServerSentEvent:
    # By its aliases, as `/v1/ask` has it; FastAPI's own `data` knows none.
    return ServerSentEvent(event=name, raw_data=data.model_dump_json(by_alias=True))

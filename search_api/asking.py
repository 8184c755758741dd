"""Questions answered without a thread held for as long as a language model writes."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import aclosing

from fastapi.concurrency import run_in_threadpool

from search_api import schemas
from search_api.answering.answer import Answer
from search_api.answering.composing.composed import Composition, composing
from search_api.archive import Archive


async def answers(
    archive: Archive, request: schemas.AskRequest, *, streamed: bool
) -> AsyncGenerator[schemas.AskResponse, None]:
    """The response to `request`, the whole of it last; if `streamed`, before it each that is known so far.

    The first has no statement, each next one has one more. Closing the iterator stops the language model.
    """
    if archive.language_model is None:
        yield await run_in_threadpool(archive.ask, request)
        return
    asked = await run_in_threadpool(archive.prepare, request)
    if streamed:
        yield await run_in_threadpool(archive.respond, asked, Answer())
    composition = Composition()
    composed = composing(request.question, asked.passages, archive.language_model, composition, streamed=streamed)
    async with aclosing(composed) as statements:
        async for _ in statements:
            if streamed:
                yield await run_in_threadpool(archive.respond, asked, composition.answer)
    yield await run_in_threadpool(archive.respond, asked, composition.answer)

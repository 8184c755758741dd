"""Questions answered without a thread, or a turn, held for as long as a language model writes."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import aclosing

from search_api import schemas
from search_api.answering.answer import Answer
from search_api.answering.composing.composed import Composition, composing
from search_api.archive import Archive
from search_api.limits.turns import Client


async def answers(
    archive: Archive, client: Client, request: schemas.AskRequest, *, streamed: bool
) -> AsyncGenerator[schemas.AskResponse, None]:
    """The response to `request` of `client`, the whole of it last; if `streamed`, before it each that is known so far.

    The first has no statement, each next one has one more. Closing the iterator stops the language model.
    """
    if archive.language_model is None:
        yield await client.run(archive.ask, request)
        return
    asked = await client.run(archive.prepare, request)
    if streamed:
        yield await client.run(archive.respond, asked, Answer())
    composition = Composition()
    composed = composing(request.question, asked.passages, archive.language_model, composition, streamed=streamed)
    async with aclosing(composed) as statements:
        async for _ in statements:
            if streamed:
                yield await client.run(archive.respond, asked, composition.answer)
    yield await client.run(archive.respond, asked, composition.answer)

"""An answer that a language model writes, as a page that grows: no script is needed, the browser shows what has come.

The page begins with what is asked, then each statement when it has passed the gate, and ends with the whole answer, in
whose place the stylesheet takes what was written before away.
"""

from __future__ import annotations

from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing

from fastapi import Request
from fastapi.responses import StreamingResponse
from markupsafe import Markup

from search_api.archive import Archive
from search_api.limits.turns import Client
from search_api.schemas import AskResponse
from ui.pages import told
from ui.pages.addresses import Choice
from ui.pages.errors import explained
from ui.pages.rendering import PRODUCT, page_headers, rendered, translated

_GAP = Markup("<!-- det som kommer -->")  # twice in the page: after what was written so far, and for the answer
# Proxies that keep a response until it is whole are asked not to; nginx reads this.
_AT_ONCE = {"X-Accel-Buffering": "no"}


def page(
    request: Request, archive: Archive, client: Client, choice: Choice, responses: AsyncGenerator[AskResponse, None]
) -> StreamingResponse:
    """The page of the answers `responses`, each with more than the one before, the last of them whole."""
    pieces = _pieces(request, archive, client, choice, responses)
    return StreamingResponse(pieces, media_type="text/html", headers=page_headers(request) | _AT_ONCE)


async def _pieces(
    request: Request, archive: Archive, client: Client, choice: Choice, responses: AsyncGenerator[AskResponse, None]
) -> AsyncIterator[str]:
    heading = translated(request)("Svar på en fråga")
    shell = rendered(request, "writing.html", heading=heading, of=PRODUCT, choice=choice, gap=_GAP)
    before, between, after = shell.split(_GAP)
    yield before
    written = 0
    try:
        async with aclosing(responses):
            async for response in responses:
                if groups := told.added(response, written):
                    yield rendered(request, "written.html", groups=groups)
                written = len(response.statements)
        answer = await client.run(told.tell, response, archive.text)
        yield between + rendered(request, "answered.html", choice=choice, response=response, told=answer)
    except Exception as error:
        # The head of the response has gone, so the page itself has to say it.
        yield between + rendered(request, "broken.html", detail=await explained(request, error))
    yield after

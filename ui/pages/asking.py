"""The start and the answer: a question in, by its address or by a form, and what the papers say."""

from __future__ import annotations

import re
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response
from pydantic import ValidationError

from corpus.errors import BadRequest
from search_api.access.gate import needs
from search_api.access.roles import Right
from search_api.archive import Archive
from search_api.asking import answers
from search_api.limits.turns import Client
from search_api.routes.state import READING, TheArchive, TheClient, TheOpenings
from search_api.schemas import AskRequest, SearchRequest
from ui.pages import addresses, told, writing
from ui.pages.addresses import Choice, TheChoice, posted, refused
from ui.pages.gate import PageRoute
from ui.pages.rendering import moved, render, translated

router = APIRouter(include_in_schema=False, route_class=PageRoute)

# A diarienummer and no more: a year or a series with a number, with what may stand before it.
_BARE = re.compile(r"(?:dnr\.?:?\s*)?(?P<series>[^\W\d_]{1,12}[ -]?)?[\d./:-]{4,24}", re.IGNORECASE)


@router.get("/", openapi_extra=needs(Right.READ), dependencies=[READING])
def start(request: Request, archive: TheArchive, openings: TheOpenings) -> Response:
    """A field for a question, questions to begin with, and the newest meetings."""
    opening = openings.of(archive)
    heading, named = translated(request)("Fråga handlingarna"), opening.facets.organisation
    of = named[0].value if len(named) == 1 else None
    return render(request, "start.html", heading, of=of, opening=opening, choice=Choice())


@router.get("/fraga", openapi_extra=needs(Right.READ))
async def ask(request: Request, archive: TheArchive, client: TheClient, choice: TheChoice) -> Response:
    """The answer to the question in the address."""
    return await _answered(request, archive, client, choice)


@router.post("/fraga", openapi_extra=needs(Right.READ))
async def ask_by_form(
    request: Request, archive: TheArchive, client: TheClient, choice: Annotated[Choice, Depends(posted)]
) -> Response:
    """The same, of a question that no address and no log may hold."""
    return await _answered(request, archive, client, choice)


async def _answered(request: Request, archive: Archive, client: Client, choice: Choice) -> Response:
    words = translated(request)
    if not choice.words:
        return render(request, "question.html", words("Ställ en fråga"), choice=choice)
    if case := await client.run(case_named, archive, choice.words):
        return moved(request, case)
    try:
        asked = AskRequest(question=choice.words, filters=choice.filters, ignore=list(choice.without))
    except ValidationError as error:
        raise refused(error) from None
    responses = answers(archive, client, asked, streamed=True)
    response = await anext(responses)  # what cannot be asked is told before a page has begun
    if archive.language_model:
        return writing.page(request, archive, client, choice, responses)
    await responses.aclose()
    answer = await client.run(told.tell, response, archive.text)
    return render(
        request, "answer.html", words(answer.voice.heading), of=answer.organisation, choice=choice, told=answer,
        response=response,
    )  # fmt: skip


def case_named(archive: Archive, words: str) -> str | None:
    """The address of the case that `words` are the bare diarienummer of, where the archive has it."""
    bare = _BARE.fullmatch(words)
    if bare is None or not any(char.isdigit() for char in words):
        return None
    try:
        found = archive.search(SearchRequest(query=words, limit=1))
    except (BadRequest, ValidationError):
        return None
    numbers = found.interpreted.references.case_numbers
    if len(numbers) != 1 or not found.hits or not found.hits[0].exact:
        return None
    if not numbers[0].casefold().startswith((bare["series"] or "").strip(" -").casefold()):
        return None  # a word with a number, which is read as the number alone
    return addresses.case(found.hits[0].organisation, numbers[0])

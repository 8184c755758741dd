"""The facts of a paper to be amended: what was read of each, and where, what is said in its place, and by whom."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Request, Response

from corpus.errors import BadRequest, NotAllowed
from search_api.access.gate import needs
from search_api.access.roles import Identity, Right
from search_api.archive import Archive
from search_api.errors import STATUS
from search_api.routes.state import BY_METHOD, TheArchive, TheVisitor
from ui.pages import addresses
from ui.pages.gate import PageRoute
from ui.pages.rendering import moved, render, translated

router = APIRouter(include_in_schema=False, route_class=PageRoute, dependencies=[BY_METHOD])

PATH = "/handling/{document_id}/ratta"
MADE, TAKEN_BACK = "rattad", "tillbaka"

Name = Annotated[str, Form(max_length=40)]
Section = Annotated[str, Form(max_length=40)]


@router.get(PATH, openapi_extra=needs(Right.AMEND))
def form(
    document_id: str,
    request: Request,
    archive: TheArchive,
    visitor: TheVisitor,
    klart: str = "",
    namn: str = "",
    paragraf: str = "",
) -> Response:
    """The facts, each to be amended or taken back; `klart` says that the one that is named has just been."""
    done = klart if klart in (MADE, TAKEN_BACK) else ""
    return _page(document_id, request, archive, visitor, done=done, named=(namn, paragraf or None))


@router.post(PATH, openapi_extra=needs(Right.AMEND))
def amend(
    document_id: str,
    request: Request,
    archive: TheArchive,
    visitor: TheVisitor,
    namn: Name,
    paragraf: Section = "",
    varde: Annotated[str, Form()] = "",
) -> Response:
    """Keep what is said of a fact; an empty field says that there is none. What is refused stands in its field."""
    named = (namn, paragraf or None)
    try:
        archive.amendments.put(document_id, *named, varde if varde.strip() else None, visitor.name)
    except (BadRequest, NotAllowed) as error:
        status = STATUS[type(error)]
        return _page(
            document_id, request, archive, visitor, named=named, typed=varde, refusal=str(error), status=status
        )
    return _back(document_id, request, MADE, named)


@router.post(f"{PATH}/tillbaka", openapi_extra=needs(Right.AMEND))
def take_back(
    document_id: str, request: Request, archive: TheArchive, visitor: TheVisitor, namn: Name, paragraf: Section = ""
) -> Response:
    """Let what was read stand again."""
    named = (namn, paragraf or None)
    archive.amendments.take_back(document_id, *named, visitor.name)
    return _back(document_id, request, TAKEN_BACK, named)


def _page(
    document_id: str,
    request: Request,
    archive: Archive,
    visitor: Identity,
    *,
    named: tuple[str, str | None],
    done: str = "",
    typed: str = "",
    refusal: str = "",
    status: int = 200,
) -> Response:
    document = archive.document(document_id)
    listed = archive.amendments.facts(document_id, visitor.within(Right.REVIEW))
    sections = list(dict.fromkeys(fact.section for fact in listed.facts if fact.section))
    known = archive.facets()
    return render(
        request, "amend.html", translated(request)("Rätta uppgifter"), of=document.organisation, status=status,
        document=document, facts=listed.facts, kinds=listed.kinds, sections=sections, named=named, done=done,
        typed=typed, refusal=refusal,
        known={"organisation": known.organisation, "committee": known.committee},
    )  # fmt: skip


def _back(document_id: str, request: Request, done: str, named: tuple[str, str | None]) -> Response:
    """The way back to the form, so that a reload amends nothing twice."""
    name, section = named
    said = {"klart": done, "namn": name} | ({"paragraf": section} if section else {})
    return moved(request, f"{addresses.paper(document_id)}/ratta", **said)

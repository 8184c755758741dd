"""A paper is withdrawn: asked about first, and then told what is left of it."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from corpus.catalogue.auditlog import Deed
from search_api.access.gate import needs
from search_api.access.roles import Right
from search_api.routes import documents
from search_api.routes.state import TheArchive
from ui.pages.gate import PageRoute
from ui.pages.rendering import render, translated

router = APIRouter(include_in_schema=False, route_class=PageRoute)

WITHDRAW = "/handling/{document_id}/aterkalla"


@router.get(WITHDRAW, openapi_extra=needs(Right.WITHDRAW))
def ask(document_id: str, request: Request, archive: TheArchive) -> Response:
    """Whether the paper is really to be withdrawn."""
    document = archive.document(document_id)
    heading = translated(request)("Återkalla handlingen")
    return render(request, "withdraw.html", heading, of=document.organisation, document=document)


@router.post(WITHDRAW, openapi_extra=needs(Right.WITHDRAW, Deed.WITHDREW))
def withdraw(document_id: str, request: Request, archive: TheArchive) -> Response:
    """Withdraw it, with the receipt; a reload finds no such paper any more."""
    title = archive.document(document_id).title
    receipt = documents.delete(document_id, archive)
    return render(request, "receipt.html", translated(request)("Kvitto"), title=title, receipt=receipt)

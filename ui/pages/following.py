"""What is followed from a page, and letters about it: asked for, confirmed by who reads them, and ended."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request, Response
from pydantic import ValidationError

from corpus.errors import BadRequest, NotFound
from search_api.access.gate import needs
from search_api.access.roles import Right
from search_api.archive import Archive
from search_api.following import links
from search_api.following.followed import Followed
from search_api.following.post import address_of
from search_api.following.sender import Sender
from search_api.routes import cases
from search_api.routes.state import BY_METHOD, TheArchive, TheLettersAsked, TheSender
from search_api.schemas import Filters
from ui.pages import addresses
from ui.pages.addresses import Choice, posted, refused
from ui.pages.gate import PageRoute
from ui.pages.rendering import language, moved, render, translated

router = APIRouter(include_in_schema=False, route_class=PageRoute, dependencies=[BY_METHOD])

ASKED = "/bevaka/tack"


def of_search(choice: Choice) -> Followed:
    """The search of a choice. Raises `BadRequest` where there is none."""
    try:
        return Followed(
            words=choice.words, filters=choice.filters, ignore=list(choice.without),
            page=choice.followed.address("/sok"),
        )  # fmt: skip
    except ValidationError as error:
        raise refused(error) from None


def of_case(archive: Archive, organisation: str | None, case_number: str) -> Followed:
    """A case of the archive. Raises `NotFound`."""
    found = cases.get_case(case_number, archive, organisation)
    page = addresses.case(organisation, found.case_number)
    return Followed(filters=_of(organisation, case_number=found.case_number), page=page)


def of_body(archive: Archive, organisation: str | None, body: str | None) -> Followed:
    """A body of the archive. Raises `NotFound`."""
    known = archive.facets()
    if body not in {one.value for one in known.committee} or (
        organisation is not None and organisation not in {one.value for one in known.organisation}
    ):
        of = f" hos {organisation:.80}" if organisation else ""
        raise NotFound(f"Arkivet har inget organ{of} som heter ”{body or '-':.80}”. Se vilka som finns i arkivet.")
    within = Choice(organisation=(organisation,) if organisation else (), body=(body,))
    return Followed(filters=_of(organisation, committee=[body]), page=within.address("/arkivet"))


def _of(organisation: str | None, **within: object) -> Filters:
    return Filters.model_validate({"organisation": [organisation] if organisation else [], **within})


def _sender(sender: TheSender) -> Sender:
    if sender is None:
        raise NotFound("Tjänsten skickar inga mejl. Följ sidan med Atom i stället.")
    return sender


SomeSender = Annotated[Sender, Depends(_sender)]


@router.post("/bevaka", openapi_extra=needs(Right.READ))
def ask(
    request: Request,
    archive: TheArchive,
    sender: SomeSender,
    letters_asked: TheLettersAsked,
    choice: Annotated[Choice, Depends(posted)],
    epost: Annotated[str, Form(max_length=1_000)] = "",
    dnr: Annotated[str, Form(max_length=100)] = "",
) -> Response:
    """Ask for letters of a search, a case (`dnr`) or a body; the same is said whatever is known of the address."""
    address = address_of(epost)
    organisation, body = next(iter(choice.organisation), None), next(iter(choice.body), None)
    if dnr:
        followed = of_case(archive, organisation, dnr)
    elif choice.words:
        archive.scope(choice.filters)
        followed = of_search(choice)
    elif body:
        followed = of_body(archive, organisation, body)
    else:
        raise BadRequest("Det framgår inte vad som ska bevakas. Öppna en sökning, ett ärende eller ett organ först.")
    letters_asked.count(request.scope)
    sender.ask(address, followed, language(request), request.state.within)
    return moved(request, ASKED)


@router.get(ASKED, openapi_extra=needs(Right.READ))
def asked(request: Request, sender: SomeSender) -> Response:
    """That a letter may come. A page of its own, so that a reload asks for nothing twice."""
    return render(request, "watch.html", translated(request)("Din bevakning"), state="asked", followed=None)


# Who has a letter has what it leads to, logged in or not. What scans mail follows links: only a button does something.
@router.get(links.CONFIRM, openapi_extra=needs(Right.OPEN))
def confirm_page(request: Request, sender: SomeSender, kod: str = "") -> Response:
    """What is to be confirmed, and a button."""
    watch = sender.offered(kod)
    if watch is None:
        raise _gone()
    return _button(
        request,
        translated(request)("Bekräfta bevakningen"),
        "confirm",
        watch.asked,
        links.with_code(links.CONFIRM, kod, "sv"),
    )


@router.post(links.CONFIRM, openapi_extra=needs(Right.OPEN))
def confirm(request: Request, sender: SomeSender, kod: str = "") -> Response:
    """Begin the watch."""
    if not sender.confirm(kod):
        raise _gone()
    heading = translated(request)("Bevakningen är bekräftad")
    return render(request, "watch.html", heading, state="confirmed", followed=None)


@router.get(links.LEAVE, openapi_extra=needs(Right.OPEN))
def leave_page(request: Request, sender: SomeSender, kod: str = "") -> Response:
    """What is to be ended, and a button."""
    watch = sender.left_by(kod)
    if watch is None:
        raise NotFound("Bevakningen finns inte. Den kan redan vara avslutad, och då är adressen borttagen.")
    return _button(
        request,
        translated(request)("Avsluta bevakningen"),
        "leave",
        watch.asked,
        links.with_code(links.LEAVE, kod, "sv"),
    )


@router.post(links.LEAVE, openapi_extra=needs(Right.OPEN))
def leave(request: Request, sender: SomeSender, kod: str = "") -> Response:
    """End the watch: by the button, or by a mail program that has the address of a letter's head (RFC 8058)."""
    sender.leave(kod)
    return render(request, "watch.html", translated(request)("Bevakningen är avslutad"), state="left", followed=None)


def _button(request: Request, heading: str, state: str, asked: str, action: str) -> Response:
    followed = Followed.model_validate_json(asked)
    return render(request, "watch.html", heading, state=state, followed=followed, action=action)


def _gone() -> NotFound:
    return NotFound(
        "Länken gäller inte: den är redan använd, eller äldre än 48 timmar. Be om bevakningen på nytt från sidan som"
        " du vill bevaka."
    )

"""Feeds of what is new in a search, a case and a body, beside their pages."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence

from fastapi import APIRouter, Request, Response

from search_api.access.gate import needs
from search_api.access.roles import Right
from search_api.archive import Archive
from search_api.following.followed import Followed
from search_api.following.links import in_language
from search_api.following.news import News, latest
from search_api.routes.state import TheArchive
from ui.pages import addresses, atom, following
from ui.pages.addresses import TheChoice, named
from ui.pages.gate import PageRoute
from ui.pages.rendering import HEADERS, PRIVATE, PRODUCT, language, translated
from ui.web.texts import capital

router = APIRouter(include_in_schema=False, route_class=PageRoute)

MOST = 50  # entries
_DECIDING = ("protokoll", "protokollsutdrag")


@router.get("/sok.atom", openapi_extra=needs(Right.READ))
def of_search(request: Request, archive: TheArchive, choice: TheChoice) -> Response:
    """The hits of the words in the address, those of the papers that came last first."""
    followed = following.of_search(choice)
    return _feed(request, archive, followed, f"{followed.name} – {PRODUCT}", addresses.feed(followed.page))


@router.get("/arende/{organisation}/{case_number:path}.atom", openapi_extra=needs(Right.READ))
def of_case(organisation: str, case_number: str, request: Request, archive: TheArchive) -> Response:
    """What happened in a case, that of the papers that came last first."""
    followed = following.of_case(archive, named(organisation), case_number)
    title = f"{translated(request)('Ärende')} {followed.name}"
    return _feed(request, archive, followed, title, addresses.feed(followed.page))


@router.get("/organ/{organisation}/{body}.atom", openapi_extra=needs(Right.READ))
def of_body(organisation: str, body: str, request: Request, archive: TheArchive) -> Response:
    """The papers of a body, those that came last first."""
    followed = following.of_body(archive, named(organisation), named(body))
    own = addresses.feed(addresses.body(named(organisation), followed.filters.committee[0]))
    return _feed(request, archive, followed, followed.name, own)


def _feed(request: Request, archive: Archive, followed: Followed, title: str, own: str) -> Response:
    """The newest of what is followed, or that it is as the reader has it (RFC 9110, 13.1.2)."""
    base = (request.app.state.public_url or str(request.base_url)).rstrip("/")

    def way(address: str) -> str:
        return f"{base}{in_language(address, language(request))}"

    entries = [_entry(one, way) for one in latest(archive, followed, MOST)]
    author = next(iter(followed.filters.organisation), PRODUCT)
    document = atom.feed(title, _id_of(followed), way(own), way(followed.page), author, entries)
    tag = f'"{hashlib.sha256(document).hexdigest()[:32]}"'
    headers = HEADERS | PRIVATE | {"ETag": tag}
    known = [one.strip().removeprefix("W/") for one in request.headers.get("if-none-match", "").split(",")]
    if tag in known or "*" in known:
        return Response(status_code=304, headers=headers)
    return Response(document, media_type=f"{atom.MEDIA_TYPE}; charset=utf-8", headers=headers)


def _entry(news: News, way: Callable[[str], str]) -> atom.Entry:
    cited, entry = news.cited, news.cited.entry
    place = addresses.leaf(entry.id, cited.page, cited.start, cited.end)
    told = f"{cited.reference}: {news.heading}"
    names = [entry.id, cited.paragraph or cited.heading]
    if news.is_paper:
        meeting = addresses.meeting(entry.organisation, entry.committee, entry.date)
        place = meeting if meeting and entry.kind in _DECIDING else addresses.paper(entry.id)
        day = entry.date.isoformat() if entry.date else None
        told = f"{' '.join(filter(None, (capital(entry.kind), entry.committee, day)))}: {news.heading}"
        names = [entry.id]
    author = ", ".join(filter(None, (entry.committee, entry.organisation))) or PRODUCT
    return atom.Entry(atom.lasting_id("place", *names), told, news.came, author, way(place), cited.text)


def _id_of(followed: Followed) -> str:
    """The id of a feed: other only where something else is followed."""
    asked = followed.filters.model_dump(mode="json")
    told: list[str] = [followed.sort.value, followed.words or "", *_sorted("utan", followed.ignore)]
    for name, value in sorted(asked.items()):
        told += _sorted(name, value if isinstance(value, list) else [value] if value else [])
    return atom.lasting_id("feed", *told)


def _sorted(name: str, values: Sequence[str]) -> list[str]:
    return [f"{name}={value}" for value in sorted(values)]

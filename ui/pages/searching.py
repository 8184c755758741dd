"""The hits of a search: with what they are chosen within, in an order, by leaves, and as a table to take along."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass

from fastapi import APIRouter, Request, Response
from pydantic import ValidationError

from search_api.access.gate import needs
from search_api.access.roles import Right
from search_api.archive import Archive
from search_api.routes.state import TheArchive
from search_api.schemas import Facets, FacetValue, Hit, ReadingView, SearchRequest, SearchResponse
from ui.pages import addresses, asking, told, wording
from ui.pages.addresses import DATE, PER_PAGE, Choice, TheChoice, refused
from ui.pages.gate import PageRoute
from ui.pages.rendering import HEADERS, PRIVATE, moved, render, translated

router = APIRouter(include_in_schema=False, route_class=PageRoute)

# The best hits, put in order of time: the ranking goes on until what hardly has to do with the words, which would
# stand first where it is new.
BEST = 40
MOST_ROWS = 100  # of a table to take along
SHOWN = 12  # values of a facet before the rest is folded
# What a spreadsheet would take for a formula, at the beginning of a cell.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


@dataclass(frozen=True, slots=True)
class Facet:
    """A filter with its values, each with how many papers there are within the other choices, and the way to it."""

    name: str
    values: tuple[tuple[FacetValue, Choice], ...]


@router.get("/sok", openapi_extra=needs(Right.READ))
def search(request: Request, archive: TheArchive, choice: TheChoice) -> Response:
    """The hits of the words in the address."""
    words = translated(request)
    if case := asking.case_named(archive, choice.words) if choice.words else None:
        return moved(request, case)
    facets = archive.facets(choice.filters)
    found = _found(archive, choice) if choice.words else None
    hits = [told.hit_of(hit) for hit in found.hits] if found else []
    return render(
        request, "search.html", words("Sök"), choice=choice, found=found, hits=hits, facets=facets,
        narrowing=narrowing(choice, facets), readings=_readings(found), leaves=_leaves(found),
        feed=addresses.feed(choice.followed.address("/sok")) if choice.words else None,
    )  # fmt: skip


@router.get("/sok.csv", openapi_extra=needs(Right.READ))
def table(archive: TheArchive, choice: TheChoice) -> Response:
    """The best hits as comma-separated values, as Swedish spreadsheets open them."""
    rows = io.StringIO()
    writer = csv.writer(rows, delimiter=";")
    columns = (
        "Nr",
        "Organisation",
        "Organ",
        "Datum",
        "Paragraf",
        "Diarienummer",
        "Typ",
        "Rubrik",
        "Text",
        "Hänvisning",
    )
    writer.writerow((*columns, "Handling", "Sida"))
    for hit in hits_of(archive, choice, 0, MOST_ROWS).hits if choice.words else ():
        writer.writerow(map(harmless, _row(hit)))
    headers = HEADERS | PRIVATE | {"Content-Disposition": 'attachment; filename="traffar.csv"'}
    return Response("\ufeff" + rows.getvalue(), media_type="text/csv; charset=utf-8", headers=headers)


def harmless(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula (OWASP, CSV injection)."""
    return f"'{cell}" if cell.lstrip(" ").startswith(_FORMULA) else cell


def narrowing(choice: Choice, facets: Facets) -> list[Facet]:
    """The filters that can still be chosen; of a filter that is on only what is not chosen yet."""
    several = (
        ("organisation", facets.organisation, choice.organisation),
        ("body", facets.committee, choice.body),
        ("kind", sorted(facets.kind, key=lambda one: -one.documents), choice.kind),
    )
    found = [
        Facet(name, tuple((one, choice.but(**{name: (*on, one.value)})) for one in values if one.value not in on))
        for name, values, on in several
    ]
    years = tuple((one, choice.but(year=one.value)) for one in reversed(facets.year) if one.value != choice.year)
    return [*(one for one in found if one.values), *([Facet("year", years)] if years else [])]


def _found(archive: Archive, choice: Choice) -> SearchResponse:
    """The leaf that is asked for."""
    offset = (choice.leaf - 1) * PER_PAGE
    if choice.order != DATE:
        return hits_of(archive, choice, offset, PER_PAGE)
    found = hits_of(archive, choice, 0, BEST)
    ordered = sorted(found.hits, key=lambda hit: hit.date.toordinal() if hit.date else 0, reverse=True)
    for rank, hit in enumerate(ordered, 1):
        hit.rank = rank
    return found.model_copy(update={"hits": ordered[offset : offset + PER_PAGE], "total": len(ordered)})


def hits_of(archive: Archive, choice: Choice, offset: int, limit: int) -> SearchResponse:
    """Some hits of what is chosen, from the one at `offset` on. Raises `BadRequest`."""
    try:
        asked = SearchRequest(
            query=choice.words, limit=limit, offset=offset, filters=choice.filters, ignore=list(choice.without)
        )
    except ValidationError as error:
        raise refused(error) from None
    return archive.search(asked)


def _leaves(found: SearchResponse | None) -> int:
    return -(-found.total // PER_PAGE) if found else 0


def _readings(found: SearchResponse | None) -> list[ReadingView]:
    """What was read from the words, each once."""
    return list({one.id: one for one in found.interpreted.readings}.values()) if found else []


def _row(hit: Hit) -> Iterable[str]:
    day = hit.date.isoformat() if hit.date else ""
    place = (hit.organisation, hit.committee, day, hit.paragraph, hit.case_number, hit.kind, hit.heading or hit.title)
    return (
        str(hit.rank),
        *(part or "" for part in place),
        wording.plain(hit.text, hit.source),
        hit.reference,
        hit.document_id,
        str(hit.page),
    )

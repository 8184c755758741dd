"""What the pages are, who can use them, how programs ask, and what no search engine is to fetch."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import PlainTextResponse

from search_api.access.gate import needs
from search_api.access.roles import Right
from ui.pages.gate import PageRoute
from ui.pages.rendering import HEADERS, render, translated

router = APIRouter(include_in_schema=False, route_class=PageRoute)

# Answers are no pages of their own, and a search engine that follows every facet is a burden and no reader.
ROBOTS = "User-agent: *\nDisallow: /fraga\nDisallow: /sok\nDisallow: /bord/\nDisallow: /v1/\n"


@router.get("/om", openapi_extra=needs(Right.OPEN))
def about(request: Request) -> Response:
    """What this is and how it answers."""
    return render(request, "about.html", translated(request)("Om Beslutsminne"))


@router.get("/tillganglighet", openapi_extra=needs(Right.OPEN))
def accessibility(request: Request) -> Response:
    """What can be used by whom, what was tested, and what lacks."""
    contact = request.app.state.accessibility_contact
    return render(request, "accessibility.html", translated(request)("Tillgänglighet"), contact=contact)


@router.get("/api", openapi_extra=needs(Right.OPEN))
def reference(request: Request) -> Response:
    """The API as its own description tells it."""
    document = request.app.openapi()
    return render(
        request, "reference.html", translated(request)("API för program"), document=document,
        operations=_operations(document), name_of=_name_of,
    )  # fmt: skip


@router.get("/robots.txt", openapi_extra=needs(Right.OPEN))
def robots() -> Response:
    """What robots are to leave."""
    return PlainTextResponse(ROBOTS, headers=HEADERS | {"Cache-Control": "public, max-age=86400"})


def _operations(document: dict[str, Any]) -> list[dict[str, Any]]:
    """What can be asked for, in the order of the description."""
    return [
        operation | {"method": method.upper(), "path": path}
        for path, item in document["paths"].items()
        for method, operation in item.items()
    ]


def _name_of(schema: dict[str, Any]) -> str:
    """What a schema of the description is called, or what it is made of."""
    if "$ref" in schema:
        return str(schema["$ref"]).rsplit("/", 1)[-1]
    if "anyOf" in schema or "oneOf" in schema:
        return " | ".join(_name_of(one) for one in schema.get("anyOf", schema.get("oneOf", [])))
    if schema.get("type") == "array":
        return f"[{_name_of(schema.get('items', {}))}]"
    if "enum" in schema or "const" in schema:
        return " | ".join(f"”{one}”" for one in schema.get("enum", [schema.get("const")]))
    return str(schema.get("format") or schema.get("type") or "object")

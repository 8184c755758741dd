"""Logging in and out in a browser, where log-in by OpenID Connect is set."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import RedirectResponse

from corpus.catalogue.auditlog import Deed
from search_api.access.gate import LOGIN, LONGEST_BACK, GuardedRoute, needs
from search_api.access.login import ANSWER, Provider
from search_api.access.roles import Right

# Not of the API: a program has a key.
router = APIRouter(include_in_schema=False, route_class=GuardedRoute)
_OPEN = needs(Right.OPEN)


def _provider(request: Request) -> Provider:
    provider: Provider = request.app.state.login
    return provider


@router.get(LOGIN, openapi_extra=_OPEN)
async def begin(request: Request, till: Annotated[str, Query(max_length=LONGEST_BACK)] = "/") -> RedirectResponse:
    """To the provider, and from there back to the page `till`."""
    response: RedirectResponse = await _provider(request).begin(request, till)
    return response


@router.get(ANSWER, openapi_extra=needs(Right.OPEN, Deed.LOGGED_IN))
async def finish(request: Request) -> RedirectResponse:
    """Back from the provider: log in, and go on."""
    back = await _provider(request).finish(request)
    request.state.visitor = await request.app.state.identifier.of(request.scope)
    return RedirectResponse(back, status_code=303)


@router.get("/logga-ut", openapi_extra=_OPEN)
async def leave(request: Request) -> RedirectResponse:
    """Log out. By a link of ours: `Origins` lets no other page lead here."""
    return RedirectResponse(await _provider(request).leave(request), status_code=303)

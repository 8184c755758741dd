"""The gate as a page: who may not see one is led to log in, or told so."""

from __future__ import annotations

from fastapi import Request
from starlette.types import Receive, Scope, Send

from search_api.access.gate import GuardedRoute, refusal, right_of, to_login
from search_api.access.roles import Identity
from search_api.errors import STATUS
from ui.pages.errors import problem_page, wants_page
from ui.pages.rendering import is_framed


class PageRoute(GuardedRoute):
    """A page behind the same gate as the API."""

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Show the page to who may see it; lead others to log in where that is a way, else say what they lack."""
        request = Request(scope)
        visitor: Identity = scope["state"]["visitor"]
        right = right_of(self)
        if right is None or visitor.may(right) or not wants_page(request):
            await super().handle(scope, receive, send)
        elif _leads_to_login(request, visitor):
            await to_login(scope)(scope, receive, send)
        else:
            error = refusal(visitor, right)
            await problem_page(request, STATUS[type(error)], str(error))(scope, receive, send)


def _leads_to_login(request: Request, visitor: Identity) -> bool:
    """Whether to log in would help; no provider of log-ins shows its page in a frame."""
    return (
        not visitor.is_known
        and request.app.state.login is not None
        and request.method == "GET"
        and not is_framed(request)
    )

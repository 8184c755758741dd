"""A template as a response: in the visitor's language, escaped, and allowed little in the browser."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from fastapi import Request
from fastapi.responses import HTMLResponse, RedirectResponse
from jinja2 import Environment, PackageLoader, StrictUndefined

from search_api.access.embedding import FRAME
from search_api.access.roles import Identity
from ui.pages import addresses, languages, wording
from ui.pages.english import ENGLISH
from ui.web.texts import capital, grouped

STATIC = Path(__file__).with_name("static")
SWEDISH_CODE, ENGLISH_CODE = "sv", "en"
PRODUCT = "Beslutsminne"  # whose a page is where its papers are of several organisations
PRIVATE = {"Cache-Control": "private, no-cache"}
HEADERS = {
    # Nothing but what this server sends; `connect-src` is for the headings that are suggested while one writes.
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self';"
        " form-action 'self'; frame-ancestors 'self'; base-uri 'none'"
    ),
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}

_templates = Environment(
    loader=PackageLoader("ui.pages"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
    finalize=wording.seen,
)
_templates.globals.update(addresses=addresses, capital=capital, grouped=grouped)
_templates.globals.update(product=PRODUCT, lang_of=languages.of)
_templates.filters["flowing"] = wording.flowing


def language(request: Request) -> str:
    """The language that an address asks for: Swedish, or English for the words that are the pages' own."""
    return ENGLISH_CODE if request.query_params.get("lang") == ENGLISH_CODE else SWEDISH_CODE


def translated(request: Request) -> Callable[[str], str]:
    """What gives a text of the pages in the language of `request`."""
    return (lambda text: ENGLISH[text]) if language(request) == ENGLISH_CODE else str


def render(
    request: Request, template: str, heading: str, *, of: str | None = None, status: int = 200, **context: Any
) -> HTMLResponse:
    """The page of `template`, titled by its `heading` and whose it is."""
    page = rendered(request, template, heading=heading, of=of or PRODUCT, **context)
    return HTMLResponse(page, status, headers=page_headers(request))


def page_headers(request: Request) -> dict[str, str]:
    """The head of a page: its forms may be led on to the log-in, and other sites show the page for frames."""
    policy, login = HEADERS["Content-Security-Policy"], request.app.state.login
    if login is not None:
        policy = policy.replace("form-action 'self'", f"form-action 'self' {login.origin}")
    if is_framed(request):
        ours = " ".join(["frame-ancestors 'self'", *request.app.state.embed_origins])
        policy = policy.replace("frame-ancestors 'self'", ours)
    return HEADERS | PRIVATE | {"Content-Security-Policy": policy}


def is_framed(request: Request) -> bool:
    """Whether it is the page for frames on other sites: alone without the head and the menu of a page."""
    return request.url.path == FRAME


def rendered(request: Request, template: str, **context: Any) -> str:
    """A `template`, which may be a part of a page, in the language that is read."""
    said = language(request)
    root: str = request.app.state.root

    def link(address: str, **more: str) -> str:
        """An address of ours in the language that is read; `more` is added to what it says."""
        path, sign, fragment = address.partition("#")
        added = more | ({"lang": said} if said != SWEDISH_CODE else {})
        joint = "&" if "?" in path else "?"
        return f"{root}{path}{joint if added else ''}{urlencode(added)}{sign}{fragment}"

    return _templates.get_template(template).render(
        context,
        _=translated(request),
        lang=said,
        link=link,
        asset=lambda name: f"{root}{asset(name)}",
        other=f"{root}{_in_other_language(request, said)}",
        may=_rights(request),
        may_with=lambda organisation: _rights_over(request, organisation),
        login=_login(request),
        letters=request.app.state.sender is not None,
        path=request.url.path,
        framed=is_framed(request),
    )


def moved(request: Request, address: str, **more: int | str) -> RedirectResponse:
    """The way on to another page of ours, in the language that is read; `more` is added to its address."""
    added = more | ({"lang": ENGLISH_CODE} if language(request) == ENGLISH_CODE else {})
    return RedirectResponse(f"{address}{'?' if added else ''}{urlencode(added)}", 303, headers=PRIVATE)


def _rights(request: Request) -> frozenset[str]:
    """What who asks may do, so that no page leads them to what they are refused."""
    visitor: Identity | None = getattr(request.state, "visitor", None)
    return frozenset(right.name for right in visitor.rights) if visitor else frozenset()


def _rights_over(request: Request, organisation: str | None) -> frozenset[str]:
    """What of it they may with a paper of `organisation`; what they are bound to need not hold it."""
    visitor: Identity | None = getattr(request.state, "visitor", None)
    bounds = {right: visitor.within(right) for right in visitor.rights} if visitor else {}
    return frozenset(right.name for right, bound in bounds.items() if bound is None or organisation in bound)


def _login(request: Request) -> str:
    """The way to log in or out, in so many words; "" where nobody does."""
    visitor: Identity | None = getattr(request.state, "visitor", None)
    if visitor is None or request.app.state.login is None:
        return ""
    return "Logga ut" if visitor.is_known else "Logga in"


@cache
def asset(name: str) -> str:
    """The address of a file of `static`, which is another when its content is."""
    digest = hashlib.sha256((STATIC / name).read_bytes()).hexdigest()[:12]
    return f"/sidor/{name}?{digest}"


def _in_other_language(request: Request, said: str) -> str:
    """The address of the same page in the other language; of a form's answer that of its page."""
    kept = [(name, value) for name, value in request.query_params.multi_items() if name != "lang"]
    kept += [] if said == ENGLISH_CODE else [("lang", ENGLISH_CODE)]
    path = f"/{request.url.path.lstrip('/')}"  # two slashes would name another server
    return f"{path}?{urlencode(kept)}" if kept else path

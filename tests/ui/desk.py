"""A service for the tests of the registrar's desk: people log in to it, and what an uppladdare gives waits."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
from playwright.sync_api import Browser, Page

from search_api.access.login import COOKIE
from tests.ui.browsing import look
from tests.ui.conftest import running
from tests.ui.test_visitors_in_browser import SECRET, cookie

GROUPS = {"läsare": {"role": "läsare"}, "lämnare": {"role": "uppladdare"}, "registratur": {"role": "registrator"}}


@contextmanager
def desk(papers: Path, folder: Path) -> Iterator[str]:
    """Give the address of the service."""
    settings = {
        "MODEL": "static", "LOGIN": "oidc", "PUBLIC_URL": "http://127.0.0.1", "SESSION_SECRET": SECRET,
        "OIDC_ISSUER": "http://127.0.0.1:9", "OIDC_CLIENT_ID": "x", "OIDC_CLIENT_SECRET": "x",
        "GROUPS": json.dumps(GROUPS), "APPROVAL": "true",
    }  # fmt: skip
    with running(papers, folder, **{f"BESLUTSMINNE_{name}": value for name, value in settings.items()}) as url:
        yield url


@contextmanager
def member(chromium: Browser, url: str, group: str, **screen: object) -> Iterator[Page]:
    """Give an empty page of somebody of a group, who has logged in."""
    with look(chromium, url, **screen) as page:
        kept = {"name": COOKIE, "value": cookie(group), "url": url, "httpOnly": True, "sameSite": "Lax"}
        page.context.add_cookies([kept])
        yield page


def program(url: str, group: str) -> httpx.Client:
    """Return what asks the API as somebody of a group."""
    return httpx.Client(base_url=url, headers={"Cookie": f"{COOKIE}={cookie(group)}"}, trust_env=False, timeout=60)


def minutes(word: str) -> bytes:
    """Return minutes that buy a thing."""
    return (
        f"Avika kommun\nMiljönämnden\n\nProtokoll\nSammanträdesdatum 2021-10-06\n\n§ 3 Köp av {word}\nDnr MN 2021/5\n\n"
        f"Beslut\nMiljönämnden beslutar att köpa {word} för 77 kronor.\n"
    ).encode()

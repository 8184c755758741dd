"""The desk with log-in, in a real browser: each visitor sees what is theirs, and may no more than they may."""

import base64
import json
import time
from collections.abc import Iterator

import httpx
import itsdangerous
import pytest
from playwright.sync_api import Browser, BrowserContext, expect

from search_api.access.login import COOKIE
from tests.ui.conftest import running

pytestmark = pytest.mark.slow

SECRET = "s" * 40
GROUPS = {
    "läsare": {"role": "läsare", "organisations": ["Region Gotland"]},
    "registratur": {"role": "registrator"},
}


@pytest.fixture(scope="module")
def guarded(papers, tmp_path_factory) -> Iterator[str]:
    """Return the address of a service that people log in to."""
    settings = {
        "MODEL": "static", "LOGIN": "oidc", "PUBLIC_URL": "http://127.0.0.1", "SESSION_SECRET": SECRET,
        "OIDC_ISSUER": "http://127.0.0.1:9", "OIDC_CLIENT_ID": "x", "OIDC_CLIENT_SECRET": "x",
        "GROUPS": json.dumps(GROUPS),
    }  # fmt: skip
    given = {f"BESLUTSMINNE_{name}": value for name, value in settings.items()}
    with running(papers, tmp_path_factory.mktemp("inloggad"), **given) as url:
        yield url


def cookie(*groups: str) -> str:
    """Return what a log-in leaves in the browser; the log-in itself is tried in tests/search_api/test_login.py."""
    kept = {"name": "anna", "groups": groups, "until": time.time() + 600}
    return itsdangerous.TimestampSigner(SECRET).sign(base64.b64encode(json.dumps(kept).encode())).decode()


def visit(chromium: Browser, url: str, *groups: str) -> BrowserContext:
    """Return the browser of somebody who has logged in."""
    context = chromium.new_context()
    context.add_cookies([{"name": COOKIE, "value": cookie(*groups), "url": url, "httpOnly": True, "sameSite": "Lax"}])
    return context


def test_who_has_not_logged_in_is_led_there(guarded):
    answer = httpx.get(f"{guarded}/arkivet?handling=x", headers={"Accept": "text/html"}, trust_env=False)
    assert answer.status_code == 303
    assert answer.headers["location"] == "/logga-in?till=/arkivet%3Fhandling%3Dx"


def test_who_may_nothing_sees_no_page(guarded):
    answer = httpx.get(f"{guarded}/", headers={"Cookie": f"{COOKIE}={cookie('okänd')}"}, trust_env=False)
    assert answer.status_code == 403
    assert "användare anna" in answer.json()["detail"]


def test_a_reader_of_one_organisation(guarded, chromium):
    """No page to add papers on, no original to save, and nothing of the others' papers."""
    page = visit(chromium, guarded, "läsare").new_page()
    page.goto(f"{guarded}/bord/arkivet")
    expect(page.get_by_text("Alla 1 handling")).to_be_visible(timeout=20_000)
    expect(page.get_by_text("Inloggad som användare anna.")).to_be_visible()
    assert page.get_by_text("Lägg till handlingar").count() == 0
    assert "Viklunda" not in page.content()
    page.get_by_role("button", name="Öppna nr 1").click()
    expect(page.get_by_text("Bob står för barn och unga").first).to_be_visible(timeout=20_000)
    assert page.get_by_text("Spara").count() == 0


def test_a_reader_who_asks_for_a_paper_of_others(guarded, chromium):
    admin = httpx.get(
        f"{guarded}/v1/documents", headers={"Cookie": f"{COOKIE}={cookie('registratur')}"}, trust_env=False
    ).json()
    other = next(line for line in admin["documents"] if line["organisation"] == "Viklunda kommun")
    page = visit(chromium, guarded, "läsare").new_page()
    page.goto(f"{guarded}/bord/arkivet?handling={other['document_id']}")
    expect(page.get_by_text("Det finns ingen handling med id")).to_be_visible(timeout=20_000)
    assert "isbana" not in page.content().lower()


def test_a_registrar_sees_all_and_may_add(guarded, chromium):
    page = visit(chromium, guarded, "registratur").new_page()
    page.goto(f"{guarded}/bord/arkivet")
    expect(page.get_by_text("Alla 3 handlingar")).to_be_visible(timeout=20_000)
    expect(page.get_by_text("Lägg till handlingar").first).to_be_visible()


def test_two_visitors_at_once(guarded, chromium):
    """Each is who they are, whoever came first: no client of the pages is shared between them."""
    registrar, reader = (visit(chromium, guarded, group).new_page() for group in ("registratur", "läsare"))
    for page in (registrar, reader):
        page.goto(f"{guarded}/bord/arkivet")
    expect(registrar.get_by_text("Alla 3 handlingar")).to_be_visible(timeout=20_000)
    expect(reader.get_by_text("Alla 1 handling")).to_be_visible(timeout=20_000)
    registrar.reload()
    expect(registrar.get_by_text("Alla 3 handlingar")).to_be_visible(timeout=20_000)


def test_what_the_pages_ask_for_a_reader(guarded, chromium):
    """A page that a reader has no way to, called for by its address: it is not there."""
    page = visit(chromium, guarded, "läsare").new_page()
    page.goto(f"{guarded}/bord/lagg-till")
    expect(page.get_by_text("Inloggad som användare anna.")).to_be_visible(timeout=20_000)
    assert page.get_by_text("Filer att lägga till").count() == 0

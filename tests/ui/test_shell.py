"""What the browser is sent: Swedish, styled, and allowed little."""

import re

import pytest
from starlette.applications import Starlette
from starlette.responses import HTMLResponse, PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from ui.web.shell import Shell


async def _page(request):
    return HTMLResponse("<html lang='en'>Streamlit</html>", headers={"ETag": "x", "Set-Cookie": "a=b"})


async def _plain(request):
    return PlainTextResponse("ok")


@pytest.fixture(scope="module")
def browser():
    pages = Starlette(routes=[Route("/text", _plain), Route("/{path:path}", _page)])
    with TestClient(Shell(pages)) as client:
        yield client


@pytest.mark.parametrize("path", ["/", "/arkivet", "/finns/inte"])
def test_the_page_is_swedish(browser, path):
    response = browser.get(path)
    assert '<html lang="sv">' in response.text
    assert "<title>Beslutsminne</title>" in response.text
    assert "beslutsminne.css" in response.text
    assert "JavaScript" in re.search("<noscript>.*</noscript>", response.text, re.DOTALL).group()
    assert "agent" not in response.text
    assert int(response.headers["content-length"]) == len(response.content)
    assert "etag" not in response.headers
    assert response.headers["set-cookie"] == "a=b"


def test_a_head_request_tells_the_length_of_our_page(browser):
    assert browser.head("/").headers["content-length"] == str(len(browser.get("/").content))


@pytest.mark.parametrize("path", ["/", "/text", "/beslutsminne.css", "/_stcore/metrics"])
def test_every_answer_says_what_a_browser_may_do(browser, path):
    headers = browser.get(path).headers
    policy = headers["content-security-policy"]
    assert "default-src 'self'" in policy
    assert "unsafe-eval" not in policy
    assert "'unsafe-inline'" not in re.search("script-src[^;]*", policy).group()
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"


def test_what_is_not_a_page_passes_unchanged(browser):
    assert browser.get("/text").text == "ok"


@pytest.mark.parametrize("path", ["/_stcore/agent/openapi.json", "/_stcore/agent/mcp", "/_stcore/metrics"])
def test_the_doors_for_programs_are_closed(browser, path):
    assert browser.get(path).status_code == 404


def test_our_style_is_sent_again_only_when_it_has_changed(browser):
    first = browser.get("/beslutsminne.css")
    assert first.headers["content-type"].startswith("text/css")
    again = browser.get("/beslutsminne.css", headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")

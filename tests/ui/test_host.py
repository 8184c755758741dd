"""One process, one port: the API, the pages and the desk, each at addresses of its own."""

import httpx
import pytest

from search_api.settings import local_url
from tests.ui.conftest import running


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        ("127.0.0.1", "http://127.0.0.1:8000"),
        ("0.0.0.0", "http://127.0.0.1:8000"),
        ("::", "http://127.0.0.1:8000"),
        ("::1", "http://[::1]:8000"),
        ("arkiv.example", "http://arkiv.example:8000"),
    ],
)
def test_local_url(host, expected):
    assert local_url(host, 8000) == expected


@pytest.mark.parametrize(
    ("method", "path", "status", "kind"),
    [
        ("GET", "/", 200, "text/html"),
        ("GET", "/arkivet", 200, "text/html"),
        ("GET", "/bord/", 200, "text/html"),
        ("GET", "/bord/arkivet", 200, "text/html"),
        ("GET", "/bord/_stcore/health", 200, "text/plain"),
        ("GET", "/_stcore/health", 200, "text/plain"),
        ("GET", "/bord/_stcore/metrics", 404, ""),
        ("GET", "/bordet", 404, "application/problem+json"),
        ("GET", "/healthz", 200, "application/json"),
        ("GET", "/readyz", 200, "application/json"),
        ("GET", "/v1/facets", 200, "application/json"),
        ("GET", "/openapi.json", 200, "application/json"),
        ("GET", "/v1/finns-inte", 404, "application/problem+json"),
        ("GET", "/v1", 404, "application/problem+json"),
        ("DELETE", "/v1/search", 405, "application/problem+json"),
    ],
)
def test_who_answers(service, method, path, status, kind):
    response = httpx.request(method, f"{service}{path}", trust_env=False)
    assert response.status_code == status
    assert response.headers.get("content-type", "").startswith(kind)


def opened(url, **headers):
    """Return the status with which a websocket is opened, or refused."""
    asked = {
        "Connection": "Upgrade", "Upgrade": "websocket", "Sec-WebSocket-Version": "13",
        "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
    }  # fmt: skip
    return httpx.get(url, headers=asked | headers, trust_env=False).status_code


@pytest.mark.parametrize("path", ["/_stcore/stream", "/bord/_stcore/stream"])
def test_the_websocket_of_the_desk_is_reached(service, path):
    """At its own address, and at the root, where it stood before."""
    assert opened(f"{service}{path}") == 101


def test_a_websocket_elsewhere_is_refused(service):
    assert opened(f"{service}/sok") == 403


PUBLIC = {"Origin": "https://minne.tallnas.example", "X-Forwarded-Host": "minne.tallnas.example"}


def test_the_desk_behind_a_proxy(papers, tmp_path):
    """The proxy does not pass on the Host that visitors call: their pages are known by the address that is set."""
    with running(papers, tmp_path, BESLUTSMINNE_MODEL="static", BESLUTSMINNE_PUBLIC_URL=PUBLIC["Origin"]) as url:
        stream = f"{url}/_stcore/stream"
        assert opened(stream, **PUBLIC) == 101
        assert opened(stream, **PUBLIC | {"Origin": "https://annan.example"}) == 403


def test_a_page_of_an_address_that_nobody_set_has_no_desk(service):
    assert opened(f"{service}/_stcore/stream", **PUBLIC) == 403

"""What pages of other sites may do here: those that are named search as nobody, and nothing else."""

import httpx
import pytest
from fastapi.testclient import TestClient
from pydantic import ValidationError
from starlette.responses import PlainTextResponse

from search_api.access.embedding import is_embedded
from search_api.access.origins import Origins
from search_api.access.roles import Role
from search_api.settings import Settings
from tests.search_api.askers import MINE, house, minutes

SITE, OTHER = "https://kommun.example", "https://annan.example"
CROSS = {"Sec-Fetch-Site": "cross-site"}
PREFLIGHT = {"Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "content-type"}


async def fine(scope, receive, send):
    await PlainTextResponse("in")(scope, receive, send)


def ask(method: str, path: str, sites: tuple[str, ...] = (SITE,), **headers: str) -> httpx.Response:
    guarded = Origins(fine, ("beslut.example",), only_here=False, embedding=sites)
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return TestClient(guarded, base_url="http://beslut.example").request(method, path, headers=CROSS | named)


def test_a_named_site_is_told_that_it_may_search():
    asked = ask("OPTIONS", "/v1/search", Origin=SITE, **PREFLIGHT)
    assert asked.status_code == 204
    assert asked.headers["access-control-allow-origin"] == SITE
    assert asked.headers["access-control-allow-methods"] == "POST"
    assert asked.headers["access-control-allow-headers"] == "content-type"
    searched = ask("POST", "/v1/search", Origin=SITE)
    assert (searched.status_code, searched.text) == (200, "in")
    assert searched.headers["access-control-allow-origin"] == SITE
    for answer in (asked, searched):
        assert answer.headers["vary"] == "Origin"
        assert "access-control-allow-credentials" not in answer.headers


@pytest.mark.parametrize(
    "origin",
    [OTHER, "null", "", "http://kommun.example", "https://kommun.example:8443", "https://www.kommun.example",
     "https://kommun.example.annan.example", "HTTPS://KOMMUN.EXAMPLE"],
)  # fmt: skip
def test_any_other_is_refused_and_told_nothing(origin):
    for method, more in (("OPTIONS", PREFLIGHT), ("POST", {})):
        answer = ask(method, "/v1/search", Origin=origin, **more)
        assert answer.status_code == 403
        assert "access-control-allow-origin" not in answer.headers
        assert answer.headers["vary"] == "Origin"


@pytest.mark.parametrize(
    ("method", "path"),
    [("GET", "/v1/search"), ("POST", "/v1/ask"), ("GET", "/v1/facets"), ("POST", "/v1/documents"),
     ("DELETE", "/v1/documents/x"), ("POST", "/fraga"), ("GET", "/sok"), ("POST", "/widget.js"), ("GET", "/v1/search/"),
     ("POST", "/inbaddad"), ("GET", "/inbaddad")],
)  # fmt: skip
def test_a_named_site_may_nothing_else(method, path):
    for asked, more in ((method, {}), ("OPTIONS", {"Access-Control-Request-Method": method})):
        answer = ask(asked, path, Origin=SITE, **more)
        assert answer.status_code == 403
        assert answer.headers.get("access-control-allow-methods") is None


def test_the_script_and_the_frame_are_fetched_by_whoever_shows_them():
    """A browser names no origin then: the page for frames says itself which sites may have it."""
    script, frame = {"Sec_Fetch_Dest": "script"}, {"Sec_Fetch_Dest": "iframe", "Sec_Fetch_Mode": "navigate"}
    assert ask("GET", "/widget.js", **script).status_code == 200
    assert ask("GET", "/inbaddad", **frame).status_code == 200
    assert ask("GET", "/widget.js", Origin=SITE, **script).headers["access-control-allow-origin"] == SITE
    for path, asked in (("/sok", frame), ("/inbaddad", script), ("/widget.js", frame), ("/sidor/sidor.js", script)):
        assert ask("GET", path, **asked).status_code == 403
    for path, asked in (("/widget.js", script), ("/inbaddad", frame)):
        assert ask("GET", path, sites=(), **asked).status_code == 403
        assert ask("GET", path, Origin=OTHER, **asked).status_code == 403


def test_a_page_of_another_site_asks_as_nobody(start_service):
    """Whatever the browser sends with it: a key, a proxy's word on who is there."""
    papers = {"mitt.txt": minutes(MINE, "Miljönämnden", "MN 2021/5", "pumpen")}
    headers = CROSS | {"Origin": SITE}
    body = {"json": {"query": "pumpen"}}
    with house(start_service, papers, embed_origins=(SITE,)) as h:
        key = h.key("läsare", Role.READER)
        assert h.ask("POST", "/v1/search", key, **body).status_code == 200
        refused = h.ask("POST", "/v1/search", key, headers=headers, **body)
        assert refused.status_code == 401
        assert refused.headers["access-control-allow-origin"] == SITE
    with house(start_service, papers, embed_origins=(SITE,), anonymous_reading=True) as h:
        searched = h.ask("POST", "/v1/search", None, headers=headers, **body)
        assert searched.status_code == 200
        assert searched.json()["total"] > 0


@pytest.mark.parametrize(
    "given", ["", SITE, f"{SITE}, http://127.0.0.1:3000", "http://[::1]:3000", "https://xn--vika-0ra.se"]
)
def test_origins_as_browsers_write_them(given):
    assert ", ".join(Settings(embed_origins=given).embed_origins) == given


@pytest.mark.parametrize(
    "wrong",
    ["*", "https://*.kommun.example", "kommun.example", f"{SITE}/", f"{SITE}/sida", f"{SITE}:443", "http://a.example:80",
     "https://Kommun.example", "https://åvika.example", "null", f"{SITE} {OTHER}", "ftp://a.example", "https://a b",
     "https://a.example;script-src *"],
)  # fmt: skip
def test_what_is_no_origin_stops_the_start_and_is_named(wrong):
    with pytest.raises(ValidationError, match="är ingen webbplats"):
        Settings(embed_origins=f"{SITE},{wrong}")


@pytest.mark.parametrize("more", [{}, {"Sec-Fetch-Site": "same-origin", "Sec-Fetch-Dest": "iframe"}])
def test_nobody_is_known_in_the_frame(more):
    """Not in what is asked from within it either, of which a browser says that it comes from us."""
    told: list[bool] = []

    async def asks(scope, receive, send):
        told.append(is_embedded(scope))
        await fine(scope, receive, send)

    guarded = Origins(asks, ("beslut.example",), only_here=False, embedding=(SITE,))
    client = TestClient(guarded, base_url="http://beslut.example")
    for path in ("/inbaddad?q=pumpen", "/sok?q=pumpen"):
        assert client.get(path, headers=more).status_code == 200
    assert told == [True, False]

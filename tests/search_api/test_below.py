"""The service below a path of its public address, and behind a proxy that writes a Host of its own."""

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from starlette.responses import PlainTextResponse, RedirectResponse

from search_api.below import Below
from search_api.settings import Settings

REDIRECTS = {
    "/inom": "/sok?q=a",
    "/annan": "https://annan.example/sok",
    "/annan-server": "//annan.example/sok",
    "/hem": "https://kommun.example/beslut/",
}


def service(root: str) -> TestClient:
    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    for path, to in REDIRECTS.items():
        app.get(path)(lambda to=to: RedirectResponse(to, 303))
    app.get("/")(lambda: PlainTextResponse("hem"))
    app.get("/sok")(lambda: PlainTextResponse("sok"))
    return TestClient(Below(app, root), base_url="http://127.0.0.1:8000", follow_redirects=False)


@pytest.mark.parametrize("root", ["/beslut", "/kommun/beslut", "/sok"])
def test_the_path_of_the_address_is_taken_away(root):
    """Also where it has the name of a page."""
    http = service(root)
    assert http.get(f"{root}/").text == "hem"
    assert http.get(f"{root}/sok").text == "sok"
    assert http.get(f"{root}et/sok").status_code == 404
    assert http.get(f"{root}{root}/sok").status_code == 404
    assert http.get("/").text == "hem"


def test_a_path_that_was_taken_away_already():
    assert service("/beslut").get("/sok").text == "sok"


def test_the_address_without_a_slash():
    response = service("/beslut").get("/beslut")
    assert (response.status_code, response.headers["location"]) == (308, "/beslut/")


@pytest.mark.parametrize("root", ["", "/beslut"])
def test_a_redirect_leads_below_the_address_and_nowhere_else(root):
    http = service(root)
    for path, to in REDIRECTS.items():
        expected = f"{root}{to}" if path == "/inom" else to
        assert http.get(f"{root}{path}").headers["location"] == expected


@pytest.mark.parametrize("root", ["", "/beslut"])
def test_a_redirect_to_another_slash_names_no_host(root):
    """The Host is the proxy's own, and no visitor reaches it."""
    response = service(root).get(f"{root}/sok/?q=a")
    assert (response.status_code, response.headers["location"]) == (307, f"{root}/sok?q=a")
    led = service(root).get(f"{root}//annan.example/sok/")
    assert not led.headers.get("location", "").startswith(("//", f"{root}//"))


@pytest.mark.parametrize(
    ("public", "root"),
    [
        (None, ""),
        ("https://a.example", ""),
        ("https://a.example/beslut", "/beslut"),
        ("http://[::1]:8/a/b-1", "/a/b-1"),
        ("https://xn--vika-0ra.se/b", "/b"),
    ],
)
def test_the_setting(public, root):
    assert Settings(public_url=public).root == root


@pytest.mark.parametrize(
    "wrong",
    ["https://a.example/", "https://a.example/beslut/", "https://a.example/../b", "https://a.example//b", "a.example",
     "https://a.example/b?c", "https://a.example/b#c", "https://a@b.example", "https://a.example/ö", "https://[",
     "https://åvika.example", "https://a.example:٣"],
)  # fmt: skip
def test_what_is_no_address_is_told(wrong):
    with pytest.raises(ValueError, match="utan snedstreck sist"):
        Settings(public_url=wrong)

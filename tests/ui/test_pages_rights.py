"""Who may see which page, of a service with log-in over the papers of two organisations."""

from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient
from lxml import html

from corpus.sandbox import Sandbox
from indexer.index import Index
from indexer.pipeline import index_paths
from search_api.access import keys
from search_api.access.gate import right_of
from search_api.access.roles import Grant, Right, Role
from search_api.app import create_app
from search_api.settings import Settings
from tests.ui import shelf
from ui import pages

BROWSER = "text/html"
VIKLUNDA, GOTLAND = "Viklunda kommun", "Region Gotland"
OPEN = ("/om", "/tillganglighet", "/api", "/robots.txt", "/widget.js")
OF_LETTERS = ("/bevaka/bekrafta", "/bevaka/avsluta")  # for who has a letter's code, whoever it is
READ = (
    "/",
    "/sok",
    "/sok?q=isbanan",
    "/sok.csv?q=isbanan",
    "/sok.atom?q=isbanan",
    "/fraga?q=isbanan",
    "/arkivet",
)
FRAMED = "/inbaddad?q=isbanan"  # asks in nobody's name, whoever has it open


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory):
    settings = Settings(data_dir=tmp_path_factory.mktemp("arkiv"), model="static", login="keys")
    index = Index(settings.index_options)
    with Sandbox() as sandbox:
        for outcome in index_paths(index, [shelf.write(tmp_path_factory.mktemp("hylla"))], sandbox):
            assert not outcome.message, outcome
    app = create_app(settings, index)
    pages.install(app)
    return app, index


@pytest.fixture(scope="module")
def visit(app) -> Iterator[object]:
    """Return what fetches a page for somebody: by the name of a role, and of an organisation."""
    application, index = app
    made: dict[tuple[str, str], str] = {}

    def key(role: str, organisation: str) -> str:
        if (role, organisation) not in made:
            grant = Grant(Role(role), frozenset([organisation]) if organisation else None)
            made[role, organisation] = keys.add(index.catalogue.api_keys, f"{role} {organisation}", grant, None)
        return made[role, organisation]

    with TestClient(application, base_url="http://127.0.0.1", client=("127.0.0.1", 1)) as client:

        def fetch(path: str, role: str = "", organisation: str = "", accept: str = BROWSER, **asked: object):
            shown = {"Accept": accept} | ({"Authorization": f"Bearer {key(role, organisation)}"} if role else {})
            method = "POST" if "data" in asked else "GET"
            return client.request(method, path, headers=shown, follow_redirects=False, **asked)

        yield fetch


def test_every_page_names_a_right(app):
    def walk(router):
        for route in router.routes:
            inner = getattr(route, "original_router", None)
            yield from walk(inner) if inner is not None else [route]

    own = [route for route in walk(app[0].router) if route.endpoint.__module__.startswith("ui.pages")]
    assert len(own) > 15
    assert [route.path for route in own if right_of(route) is None] == []
    assert {route.path for route in own if right_of(route) is Right.OPEN} == {
        *OPEN, *OF_LETTERS, "/sidor/{name}",
    }  # fmt: skip


@pytest.mark.parametrize("path", OPEN)
def test_open_to_all(visit, path):
    assert visit(path).status_code == 200


@pytest.mark.parametrize("path", (*READ, FRAMED))
def test_who_says_not_who_they_are_sees_none(visit, path):
    """And is told so on a page; a program by a problem document."""
    response = visit(path)
    assert response.status_code == 401
    assert "Logga in för att se sidan" in response.text
    assert "isbanan på Stortorget" not in response.text
    assert visit(path, accept="*/*").json()["type"] == "urn:beslutsminne:NotKnown"


@pytest.mark.parametrize("path", READ)
def test_a_reader_sees_them(visit, path):
    assert visit(path, "läsare").status_code == 200


def test_nobody_is_known_in_the_frame(visit):
    assert visit(FRAMED, "läsare").status_code == 401


def test_the_reading_quality_is_for_those_who_review(visit):
    assert visit("/kvalitet", "registrator").status_code == 200
    refused = visit("/kvalitet", "läsare")
    assert refused.status_code == 403
    assert "Sidan är inte för dig" in refused.text
    assert "/kvalitet" not in visit("/", "läsare").text
    assert "/kvalitet" in visit("/", "registrator").text


@pytest.fixture(scope="module")
def bob(app) -> str:
    """Return the id of the paper that is a PDF of Region Gotland."""
    return next(entry.id for entry in app[1].catalogue.entries() if entry.source == "bob.pdf")


def test_who_may_have_no_original_sees_its_pages_and_no_way_to_it(visit, bob):
    path = f"/handling/{bob}"
    assert f"/v1/documents/{bob}/file" not in visit(path, "läsare").text
    assert f"/v1/documents/{bob}/file" in visit(path, "registrator").text
    assert visit(f"{path}/sida/1/bild", "läsare").status_code == 200


def test_who_may_amend_is_led_to_it_and_nobody_else(visit, bob):
    """A form that somebody else sends says so, and changes nothing."""
    path = f"/handling/{bob}/ratta"
    for role, may in (("läsare", False), ("uppladdare", False), ("registrator", True), ("administratör", True)):
        assert (path in visit(f"/handling/{bob}", role).text) == may
        assert visit(path, role).status_code == (200 if may else 403)
        if not may:
            assert visit(path, role, data={"namn": "title", "varde": "Annat"}).status_code == 403
            assert visit(f"{path}/tillbaka", role, data={"namn": "title"}).status_code == 403
    assert visit(path, "registrator", VIKLUNDA).status_code == 404
    assert visit(path, "registrator", VIKLUNDA, data={"namn": "title", "varde": "Annat"}).status_code == 404
    refused = visit(path, "registrator", GOTLAND, data={"namn": "organisation", "varde": VIKLUNDA})
    assert refused.status_code == 403
    assert f"du får rätta handlingar från {GOTLAND}" in refused.text
    assert "rättad av registrator" not in visit(f"/handling/{bob}", "läsare").text


@pytest.mark.parametrize(("fact", "value"), [("kind", "Strunt"), ("date", "i går")])
def test_the_field_that_was_refused_says_so_and_is_where_one_goes_on(visit, bob, fact, value):
    refused = visit(f"/handling/{bob}/ratta", "registrator", data={"namn": fact, "varde": value})
    assert refused.status_code == 422
    (field,) = html.fromstring(refused.text).xpath("//*[@aria-invalid='true'][@autofocus]")
    assert field.getparent().getparent().xpath("./input[@name='namn']/@value") == [fact]
    assert field.get("aria-describedby").split()[-1].endswith("-fel")


def test_every_reader_is_told_that_a_fact_is_amended_and_only_those_who_review_by_whom(visit, bob, app):
    path = f"/handling/{bob}/ratta"
    sent = visit(path, "registrator", data={"namn": "heading", "paragraf": "§ 181", "varde": "Bob-råd"})
    assert sent.status_code == 303
    assert sent.headers["location"] == f"{path}?klart=rattad&namn=heading&paragraf=%C2%A7+181"
    assert "nyckel registrator" in visit(path, "registrator").text
    shown = visit(f"/handling/{bob}", "läsare").text
    assert "rättad av registrator" in shown
    assert "nyckel registrator" not in shown
    assert visit(f"{path}/tillbaka", "registrator", data={"namn": "heading", "paragraf": "§ 181"}).status_code == 303
    assert "rättad av registrator" not in visit(f"/handling/{bob}", "läsare").text
    deeds = [(one.deed, one.target) for one in app[1].catalogue.audit_log.entries(limit=2)]
    target = f"{bob} § 181 heading"
    assert deeds == [("tog tillbaka rättelse", target), ("rättade uppgift", target)]


def test_the_papers_of_others_are_on_no_page(visit, bob):
    """Nor in a picture that was drawn for those whose paper it is."""
    assert visit(f"/handling/{bob}/sida/1/bild", "läsare", GOTLAND).status_code == 200
    for path in (f"/handling/{bob}", f"/handling/{bob}/sida/1", f"/handling/{bob}/sida/1/bild"):
        assert visit(path, "läsare", VIKLUNDA).status_code == 404
    for path in (
        "/arende/Region Gotland/SON 2023/273", "/mote/Region Gotland/Socialnämnden/2024-12-04",
        "/mote/Region Gotland/Socialnämnden/2024-12-04/p181",
    ):  # fmt: skip
        assert visit(path, "läsare", GOTLAND).status_code == 200
        assert visit(path, "läsare", VIKLUNDA).status_code == 404
    bobs = ("/", "/arkivet", "/sok?q=Bob-r%C3%A5det", "/fraga?q=vilka+ing%C3%A5r+i+Bob-r%C3%A5det%3F", "/sok.csv?q=bob")
    for path in bobs:
        shown = visit(path, "läsare", VIKLUNDA)
        assert shown.status_code == 200
        assert "Gotland" not in shown.text
    assert "Gotland" in visit("/arkivet", "läsare", GOTLAND).text


def test_no_heading_of_others_is_suggested(visit):
    for organisation, headings in ((GOTLAND, 1), (VIKLUNDA, 0)):
        suggested = visit("/forslag", "läsare", organisation, data={"q": "Redovisning"})
        assert len(suggested.json()) == headings


def test_a_form_may_be_led_to_the_log_in(tmp_path):
    """A log-in that has run out leads from a form to the provider, and Chrome holds `form-action` on the way too."""
    settings = Settings(
        data_dir=tmp_path, model="static", login="oidc", public_url="https://arkiv.example", session_secret="s" * 32,
        oidc_issuer="https://id.example:8443/realms/a", oidc_client_id="a", oidc_client_secret="b",
        groups={"alla": Grant(Role.READER)}, anonymous_reading=True,
    )  # fmt: skip
    application = create_app(settings, Index(settings.index_options))
    pages.install(application)
    with TestClient(application, base_url="https://arkiv.example", client=("127.0.0.1", 1)) as client:
        asked = {"Accept": BROWSER, "Sec-Fetch-Site": "same-origin"}
        for page in (client.get("/", headers=asked), client.post("/fraga", headers=asked, data={"q": "Vad?"})):
            assert page.status_code == 200
            policy = page.headers["content-security-policy"]
            assert "form-action 'self' https://id.example:8443;" in policy
            assert "default-src 'none';" in policy

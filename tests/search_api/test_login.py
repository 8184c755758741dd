"""Logging in by OpenID Connect at a real provider, and by a proxy that is named."""

from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from search_api.access.gate import to_login
from search_api.access.login import COOKIE
from search_api.access.roles import Grant, Role
from search_api.settings import Login, Settings
from tests.search_api import provider as providers
from tests.search_api.askers import MINE, THEIRS

GROUPS = {
    "alla": Grant(Role.READER),
    "registratur": Grant(Role.REGISTRAR, frozenset({MINE})),
    "drift": Grant(Role.ADMINISTRATOR),
}


@pytest.fixture(scope="module")
def provider():
    with providers.running() as running:
        yield running


@pytest.fixture
def truthful(provider):
    """Return the provider as one that tells the truth, of Anna, of no group."""
    provider.user = {"sub": "1", "preferred_username": "anna", "groups": []}
    provider.claims, provider.another_key, provider.issuer = {}, False, ""
    provider.seen.clear()
    return provider


@pytest.fixture(scope="module")
def service(start_service, provider):
    """Return a service that people log in to."""
    with start_service(
        model="static", login=Login.OIDC, public_url="http://127.0.0.1", session_secret="s" * 32,
        oidc_issuer=provider.url, oidc_client_id=providers.CLIENT, oidc_client_secret=providers.SECRET, groups=GROUPS,
    ) as running:  # fmt: skip
        yield running


class Browser:
    """What a browser does: follows to the provider and back, and keeps the cookie, which is for TLS alone."""

    def __init__(self, service):
        self._service = service
        self._http = httpx.Client(trust_env=False, timeout=30)
        self.cookie = ""
        self.set_cookie = ""

    def get(self, path: str, method: str = "GET") -> httpx.Response:
        headers = {"Cookie": f"{COOKIE}={self.cookie}"} if self.cookie else {}
        answer = self._http.request(method, f"{self._service.url}{path}", headers=headers)
        if COOKIE in answer.headers.get("set-cookie", ""):
            self.set_cookie = answer.headers["set-cookie"]
            self.cookie = self.set_cookie.partition(";")[0].partition("=")[2]
            self.cookie = "" if self.cookie == "null" else self.cookie
        return answer

    def to_the_provider_and_back(self, till: str = "/arkivet") -> str:
        """Begin to log in; returns the path that the provider sends back to."""
        there = self.get(f"/logga-in?till={till}")
        assert there.status_code == 302, there.text
        back = self._http.get(there.headers["location"])
        assert back.status_code == 302, back.text
        assert back.headers["location"].startswith("http://127.0.0.1/logga-in/svar?")
        return back.headers["location"].removeprefix("http://127.0.0.1")

    def log_in(self, till: str = "/arkivet") -> httpx.Response:
        return self.get(self.to_the_provider_and_back(till))


@pytest.fixture
def browser(service, truthful):
    return Browser(service)


def test_log_in_and_out(browser, service, truthful):
    truthful.user["groups"] = ["okänd", "registratur"]
    assert browser.get("/v1/facets").status_code == 401
    done = browser.log_in()
    assert (done.status_code, done.headers["location"]) == (303, "/arkivet")
    flags = browser.set_cookie.lower()
    assert all(flag in flags for flag in ("httponly", "secure", "samesite=lax", "path=/"))
    me = browser.get("/v1/me").json()
    assert (me["name"], me["organisations"], me["can_log_out"]) == ("användare anna", [MINE], True)
    assert browser.get("/v1/quality").status_code == 200
    assert browser.get("/v1/audit").status_code == 403
    entry = service.index.catalogue.audit_log.entries(limit=1)[0]
    assert (entry.who, entry.deed) == ("användare anna", "loggade in")
    out = browser.get("/logga-ut")
    assert out.headers["location"].startswith(f"{truthful.url}/logout?")
    assert browser.get("/v1/facets").status_code == 401


def test_log_in_below_a_path(start_service, provider, truthful):
    """All of the way there and back, and the cookie, is below it."""
    truthful.user["groups"] = ["alla"]
    with start_service(
        model="static", login=Login.OIDC, public_url="http://127.0.0.1/beslut", session_secret="s" * 32,
        oidc_issuer=provider.url, oidc_client_id=providers.CLIENT, oidc_client_secret=providers.SECRET, groups=GROUPS,
    ) as running:  # fmt: skip
        browser = Browser(running)
        there = browser.get("/beslut/logga-in?till=/arkivet")
        assert truthful.url in there.headers["location"]
        back = httpx.get(there.headers["location"], trust_env=False).headers["location"]
        assert back.startswith("http://127.0.0.1/beslut/logga-in/svar?")
        done = browser.get(back.removeprefix("http://127.0.0.1"))
        assert (done.status_code, done.headers["location"]) == (303, "/beslut/arkivet")
        assert "path=/beslut;" in browser.set_cookie.lower()
        assert browser.get("/beslut/v1/me").json()["name"] == "användare anna"


def test_a_user_of_no_group_may_nothing(browser):
    browser.log_in()
    answer = browser.get("/v1/facets")
    assert answer.status_code == 403
    assert "användare anna" in answer.json()["detail"]


def test_several_groups(browser, truthful):
    truthful.user["groups"] = ["alla", "registratur"]
    browser.log_in()
    assert browser.get("/v1/me").json()["organisations"] is None
    assert browser.get("/v1/quality").status_code == 200


def test_one_group_as_a_word(browser, truthful):
    """Some providers tell one as a string, and a string is no list of letters."""
    truthful.user["groups"] = "drift"
    browser.log_in()
    assert browser.get("/v1/audit").status_code == 200


def test_what_is_asked_of_the_provider(browser, truthful):
    browser.to_the_provider_and_back()
    browser.to_the_provider_and_back()
    first, second = truthful.seen
    assert first["redirect_uri"] == "http://127.0.0.1/logga-in/svar"
    assert first["state"] != second["state"]
    assert first["nonce"] != second["nonce"]


@pytest.mark.parametrize(
    ("lie", "value"),
    [
        ("claims", {"nonce": "annan"}),
        ("claims", {"aud": "annan"}),
        ("claims", {"iss": "https://annan.example"}),
        ("claims", {"exp": 1_000_000_000}),  # long past
        ("another_key", True),
    ],
    ids=str,
)
def test_an_answer_that_is_not_true(browser, truthful, lie, value):
    """Nobody is logged in by it, and nothing breaks."""
    truthful.user["groups"] = ["drift"]
    back = browser.to_the_provider_and_back()
    setattr(truthful, lie, value)
    answer = browser.get(back)
    assert answer.status_code == 401, answer.text
    assert "Inloggning" in answer.json()["detail"]
    assert browser.get("/v1/facets").status_code == 401


def test_an_answer_to_no_question_of_ours(browser, service, truthful):
    """A link that logs the visitor in as somebody else: its state is not that of this browser."""
    truthful.user["groups"] = ["drift"]
    foreign = Browser(service).to_the_provider_and_back()
    assert browser.get(foreign).status_code == 401
    own = browser.to_the_provider_and_back()
    code = parse_qs(urlsplit(foreign).query)["code"][0]
    state = parse_qs(urlsplit(own).query)["state"][0]
    assert browser.get(f"/logga-in/svar?code={code}&state={state}").status_code == 401
    assert browser.get("/v1/facets").status_code == 401


def test_an_answer_is_taken_once(browser):
    back = browser.to_the_provider_and_back()
    assert browser.get(back).status_code == 303
    assert browser.get(back).status_code == 401


def test_the_provider_says_no(browser):
    browser.to_the_provider_and_back()
    assert browser.get("/logga-in/svar?error=access_denied&state=x").status_code == 401


@pytest.mark.parametrize("till", ["https://evil.example", "//evil.example", "/\\evil.example", "javascript:1", ""])
def test_a_log_in_leads_nowhere_else(browser, till):
    assert browser.log_in(till).headers["location"] == "/"


def test_a_question_too_long_to_come_back_to_leads_to_its_page():
    """The log-in is open to it; without the question, which no cookie holds."""

    def way(path: str, query: str) -> str:
        scope = {"path": path, "query_string": query.encode()}
        return parse_qs(urlsplit(to_login(scope).headers["location"]).query)["till"][0]

    assert way("/fraga", f"q={'a' * 400}") == f"/fraga?q={'a' * 400}"
    assert way("/fraga", f"q={'a' * 600}") == "/fraga"
    assert way(f"/handling/{'a' * 600}", "") == "/"


@pytest.mark.parametrize("cookie", ["x", "e30=.aaaa.bbbb", "eyJuYW1lIjogImV2YSJ9.aXNvQg.x"])
def test_a_cookie_of_ones_own_making(browser, cookie):
    browser.cookie = cookie
    assert browser.get("/v1/facets").status_code == 401


def test_a_log_in_ends(browser, truthful, monkeypatch):
    truthful.user["groups"] = ["alla"]
    monkeypatch.setattr("search_api.access.login.HOURS", -1)
    browser.log_in()
    assert browser.get("/v1/facets").status_code == 401


def test_a_provider_that_calls_itself_something_else(start_service, truthful):
    """What it signs would be another's."""
    truthful.user["groups"], truthful.issuer = ["drift"], "https://annan.example"
    with start_service(
        model="static", login=Login.OIDC, public_url="http://127.0.0.1", session_secret="s" * 32,
        oidc_issuer=truthful.url, oidc_client_id=providers.CLIENT, oidc_client_secret=providers.SECRET, groups=GROUPS,
    ) as service:  # fmt: skip
        answer = Browser(service).log_in()
        assert answer.status_code == 401
        assert "BESLUTSMINNE_OIDC_ISSUER" in answer.json()["detail"]


def test_a_provider_that_is_down(start_service):
    with start_service(
        model="static", login=Login.OIDC, public_url="http://127.0.0.1", session_secret="s" * 32,
        oidc_issuer="http://127.0.0.1:9", oidc_client_id="x", oidc_client_secret="x", groups=GROUPS,
    ) as service:  # fmt: skip
        answer = Browser(service).get("/logga-in")
        assert answer.status_code == 503
        assert "http://127.0.0.1:9" in answer.json()["detail"]


# A proxy


def test_a_proxy_that_is_named(start_service):
    with start_service(model="static", login=Login.PROXY, proxy_addresses="127.0.0.0/8,::1", groups=GROUPS) as service:

        def me(**headers: str) -> dict:
            return service.http.get("/v1/me", headers={n.replace("_", "-"): v for n, v in headers.items()}).json()

        assert me(X_Remote_User="anna", X_Remote_Groups="okänd, registratur".encode())["organisations"] == [MINE]
        assert me(X_Remote_User="anna")["rights"] == ["öppet för alla"]
        assert me(X_Remote_Groups="drift")["name"] == "anonym"
        assert me()["name"] == "anonym"  # the pages' own calls come from this machine too


def test_a_proxy_that_is_not_named_is_not_believed(start_service):
    with start_service(model="static", login=Login.PROXY, proxy_addresses="192.0.2.1", groups=GROUPS) as service:
        given = {"X-Remote-User": "anna", "X-Remote-Groups": "drift", "X-Forwarded-For": "192.0.2.1"}
        assert service.http.get("/v1/me", headers=given).json()["name"] == "anonym"
        assert service.http.get("/v1/audit", headers=given).status_code == 401


@pytest.mark.parametrize(
    ("given", "lacking"),
    [
        ({"login": "oidc"}, "BESLUTSMINNE_SESSION_SECRET"),
        ({"login": "proxy", "groups": GROUPS}, "BESLUTSMINNE_PROXY_ADDRESSES"),
        ({"login": "proxy", "proxy_addresses": "127.0.0.1"}, "BESLUTSMINNE_GROUPS"),
    ],
)
def test_half_a_log_in_is_refused(given, lacking):
    with pytest.raises(ValueError, match=lacking):
        Settings(**given)


def test_groups_from_the_environment(monkeypatch):
    monkeypatch.setenv("BESLUTSMINNE_GROUPS", f'{{"g": {{"role": "registrator", "organisations": ["{THEIRS}"]}}}}')
    assert Settings().groups == {"g": Grant(Role.REGISTRAR, frozenset({THEIRS}))}

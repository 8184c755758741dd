"""Every route, asked by everybody: what the table says is what happens, and a route without a line fails."""

import re
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from search_api.access.gate import right_of
from search_api.access.roles import RIGHTS, Grant, Identity, Right, Role
from search_api.app import create_app
from search_api.settings import Login, Settings
from tests.search_api.askers import MINE, THEIRS, house, minutes, routes

OPERATIONS = Path(__file__).resolve().parents[2] / "docs" / "operations.md"
ALL = None  # also who has not said who they are
# The least role that may. The roles are nested, each with all rights of those before it.
WHO_MAY = {
    "GET /healthz": ALL,
    "GET /readyz": ALL,
    "GET /openapi.json": ALL,
    "GET /v1/me": ALL,
    "GET /logga-in": ALL,
    "GET /logga-in/svar": ALL,
    "GET /logga-ut": ALL,
    "POST /v1/search": Role.READER,
    "POST /v1/ask": Role.READER,
    "POST /v1/ask/stream": Role.READER,
    "GET /v1/documents": Role.READER,
    "GET /v1/documents/{document_id}": Role.READER,
    "GET /v1/documents/{document_id}/text": Role.READER,
    "GET /v1/facets": Role.READER,
    "GET /v1/cases": Role.READER,
    "GET /v1/cases/{case_number:path}": Role.READER,
    "POST /v1/takeaway": Role.READER,
    "POST /v1/feedback": Role.READER,
    "POST /v1/documents": Role.UPLOADER,
    "GET /v1/jobs": Role.UPLOADER,
    "GET /v1/jobs/{job_id}": Role.UPLOADER,
    "GET /v1/approvals": Role.REGISTRAR,
    "GET /v1/approvals/{file_id}/file": Role.REGISTRAR,
    "POST /v1/approvals/{file_id}/approve": Role.REGISTRAR,
    "POST /v1/approvals/{file_id}/refuse": Role.REGISTRAR,
    "GET /v1/documents/{document_id}/file": Role.REGISTRAR,
    "DELETE /v1/documents/{document_id}": Role.REGISTRAR,
    "GET /v1/documents/{document_id}/facts": Role.REGISTRAR,
    "PUT /v1/documents/{document_id}/facts/{name}": Role.REGISTRAR,
    "DELETE /v1/documents/{document_id}/facts/{name}": Role.REGISTRAR,
    "GET /v1/quality": Role.REGISTRAR,
    "GET /v1/feedback": Role.REGISTRAR,
    "GET /v1/feedback/export": Role.REGISTRAR,
    "DELETE /v1/feedback/{feedback_id}": Role.REGISTRAR,
    "GET /v1/audit": Role.ADMINISTRATOR,
    "GET /metrics": Role.ADMINISTRATOR,
}
# Those of a browser's log-in, which a service that is set up with keys alone does not have: `test_login.py` asks them.
OF_LOGIN = ("GET /logga-in", "GET /logga-in/svar", "GET /logga-ut")
ASKED = [name for name in WHO_MAY if name not in OF_LOGIN]
OIDC = Settings(
    login=Login.OIDC, public_url="http://127.0.0.1", session_secret="s" * 32, oidc_issuer="http://127.0.0.1:9",
    oidc_client_id="id", oidc_client_secret="secret", groups={"g": Grant(Role.READER)},
)  # fmt: skip
ROLES = list(Role)
BODIES = {
    "POST /v1/search": {"json": {"query": "pumpen"}},
    "POST /v1/ask": {"json": {"question": "vad kostade pumpen?"}},
    "POST /v1/ask/stream": {"json": {"question": "vad kostade pumpen?"}},
    "POST /v1/takeaway": {"json": {"what": "case", "format": "json", "case_number": "MN 2021/5"}},
    "POST /v1/feedback": {
        "json": {"question": "vad?", "verdict": "fel", "comment": "", "answered": False, "citations": []}
    },
    "POST /v1/approvals/{file_id}/refuse": {"json": {"reason": "Den är inte allmän."}},
    "PUT /v1/documents/{document_id}/facts/{name}": {"json": {"value": "Taxa"}},
    "POST /v1/documents": {"files": [("files", ("ny.txt", minutes(MINE, "Miljönämnden", "MN 2021/9", "skopan")))]},
}
# Of what is not there where it is taken away: past the gate is what is asked about.
PARTS = {"feedback_id": "999", "file_id": "999", "case_number:path": "MN 2021/5", "name": "title"}


@pytest.fixture(scope="module")
def opened(start_service):
    with house(start_service, {"a.txt": minutes(MINE, "Miljönämnden", "MN 2021/5", "pumpen")}) as running:
        yield running


def call(opened, name: str, key: str | None, **more: object):
    """Ask a route, with a request that it takes."""
    method, path = name.split(" ")
    missing = {"document_id": "finns-inte" if method == "DELETE" else opened.ids["a.txt"], "job_id": "finns-inte"}
    for part, value in (PARTS | missing).items():
        path = path.replace(f"{{{part}}}", value)
    return opened.ask(method, path, key, **BODIES.get(name, {}), **more)


def test_each_route_has_a_line():
    """Of a service with all there is; one that is new fails here until someone has said who may."""
    assert set(routes(OIDC)) == set(WHO_MAY)
    assert set(routes(Settings())) == set(ASKED)


def test_each_route_names_its_right():
    rights = {name: right_of(route) for name, route in routes(OIDC).items()}
    assert [name for name, right in rights.items() if right is None] == []
    for name, least in WHO_MAY.items():
        having = [role for role in Role if Identity("x", (Grant(role),)).may(rights[name])]
        assert having == (ROLES if least is ALL else ROLES[ROLES.index(least) :]), name


@pytest.mark.parametrize("name", ASKED)
def test_by_whom(opened, name):
    """Nobody known gets 401 where a role is needed, who has too little of one 403, and the others pass."""
    least = WHO_MAY[name]
    anonymous = call(opened, name, None)
    assert anonymous.status_code == 401 if least else anonymous.status_code < 400, anonymous.text
    if least:
        assert anonymous.headers["www-authenticate"] == "Bearer"
        assert anonymous.headers["content-type"] == "application/problem+json"
        assert "nyckel" in anonymous.json()["detail"]
    for role in ROLES:
        answer = call(opened, name, opened.key(role.value, role))
        if least and ROLES.index(role) < ROLES.index(least):
            assert answer.status_code == 403, (role, answer.text)
            assert "har inte rätt att" in answer.json()["detail"]
        else:
            assert answer.status_code < 400 or answer.status_code == 404, (role, answer.text)


@pytest.mark.parametrize("name", ASKED)
@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://127.0.0.1:1"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "no-cors", "Sec-Fetch-Dest": "image"},
    ],
    ids=lambda headers: " ".join(headers.values()),
)
def test_by_a_page_of_another_origin(opened, name, headers):
    """Whatever the browser sends along of the visitor's rights."""
    answer = call(opened, name, opened.key("administratör", Role.ADMINISTRATOR), headers=headers)
    assert answer.status_code == 403
    assert answer.json()["type"] == "urn:beslutsminne:OtherOrigin"


@pytest.mark.parametrize("name", ASKED)
@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:80", "127.0.0.1.evil.example", "127.0.0.1@evil.example", "", "["]
)
def test_by_a_host_that_is_not_ours(opened, name, host):
    """A page whose own name was let point at this machine."""
    answer = call(opened, name, opened.key("administratör", Role.ADMINISTRATOR), headers={"Host": host})
    assert answer.status_code in (400, 421)  # 400 by the server itself, where it is no host at all
    if answer.status_code == 421:
        assert "BESLUTSMINNE_HOSTS" in answer.json()["detail"]


@pytest.mark.parametrize("key", ["bm_", "bm_a b", "bmv_x", "bm_" + "a" * 43])
def test_by_a_key_that_is_none(opened, key):
    """Also where no key is needed: who gives one means to be somebody."""
    for name in ASKED:
        assert call(opened, name, key).status_code == 401, name


def test_a_route_without_a_right_lets_nobody_through(caplog):
    """Not the one user of a machine either, who may all that there is a right for."""
    app = create_app(Settings(), None)

    @app.get("/ny")
    def new() -> str:
        return "hemligt"

    # Without its lifespan, which opens an archive: the gate needs none.
    answer = TestClient(app, base_url="http://127.0.0.1", client=("127.0.0.1", 1)).get("/ny")
    assert answer.status_code == 403
    assert "hemligt" not in answer.text
    assert "/ny names no right" in caplog.text


def test_another_tenant_gets_what_the_table_says(opened):
    """The same statuses by role; that nothing of the others' papers is there is asked in `test_tenants.py`."""
    for name in ASKED:
        for role in ROLES:
            answer = call(opened, name, opened.key(f"{role} i Berga", role, THEIRS))
            least = WHO_MAY[name]
            refused = least is not None and ROLES.index(role) < ROLES.index(least)
            refused = refused or name in ("GET /v1/audit", "GET /metrics")  # which concern all papers
            assert (answer.status_code == 403) == refused, (name, role, answer.text)
            assert answer.status_code < 500


def test_anonymous_reading(start_service):
    papers = {"a.txt": minutes(MINE, "Miljönämnden", "MN 2021/5", "pumpen")}
    with house(start_service, papers, anonymous_reading=True) as h:
        for name in ASKED:
            passes = WHO_MAY[name] in (ALL, Role.READER)
            assert (call(h, name, None).status_code < 400) == passes, name
        assert call(h, "GET /v1/me", None).json()["name"] == "anonym"


def test_the_manual_has_the_table():
    """docs/operations.md shows each role's rights as they are."""
    rows = {}
    for line in OPERATIONS.read_text("utf-8").splitlines():
        cells = [cell.strip(" *") for cell in line.strip("|").split("|")]
        if cells[0] in list(Right):
            rows[cells[0]] = [bool(cell) for cell in cells[1:]]
    assert rows == {right.value: [right in RIGHTS[role] for role in Role] for right in Right if right is not Right.OPEN}


def test_a_grant_that_is_misspelt_is_refused():
    """One that was read without its bound would be over all papers."""
    with pytest.raises(ValueError, match=re.escape("groups.g.organisation")):
        Settings(groups={"g": {"role": "läsare", "organisation": ["Avika kommun"]}})


def test_a_right_is_over_the_papers_of_the_grants_that_give_it():
    both = Identity("x", (Grant(Role.READER, frozenset({MINE, THEIRS})), Grant(Role.REGISTRAR, frozenset({MINE}))))
    assert both.within(Right.READ) == {MINE, THEIRS}
    assert both.within(Right.WITHDRAW) == {MINE}
    assert Identity("x", (Grant(Role.READER), Grant(Role.REGISTRAR, frozenset({MINE})))).within(Right.READ) is None
    assert Identity("x").within(Right.READ) == frozenset()

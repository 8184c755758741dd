"""The pages' own calls: each in the name of the visitor, as long as the visit lasts, and never with more rights."""

import pytest

from search_api.access import visits
from search_api.access.roles import Role
from tests.search_api.askers import MINE, THEIRS, house, minutes
from tests.search_api.test_rights import ASKED, ROLES, WHO_MAY, call

PAPERS = {
    "a.txt": minutes(MINE, "Miljönämnden", "MN 2021/5", "pumpen"),
    "b.txt": minutes(THEIRS, "Miljönämnden", "MN 2021/6", "tratten"),
}


@pytest.fixture(scope="module")
def opened(start_service):
    with house(start_service, PAPERS) as running:
        yield running


def connection(key: str | None) -> dict:
    """Return what a visitor's connection was opened with."""
    headers = [(b"host", b"127.0.0.1"), *([(b"authorization", f"Bearer {key}".encode())] if key else [])]
    return {"type": "websocket", "headers": headers, "client": ("127.0.0.1", 5), "path": "/_stcore/stream"}


@pytest.mark.parametrize("name", ASKED)
def test_by_a_visit_as_by_the_visitor(opened, name):
    """Every route, asked by the pages for a visitor of each role: as the table says of that role."""
    least = WHO_MAY[name]
    for role in ROLES:
        with opened.service.app.state.visits.opened(connection(opened.key(role.value, role))) as ticket:
            status = call(opened, name, ticket).status_code
        refused = least is not None and ROLES.index(role) < ROLES.index(least)
        assert (status == 403) == refused, (role, status)
    with opened.service.app.state.visits.opened(connection(None)) as ticket:
        assert (call(opened, name, ticket).status_code == 401) == (least is not None)


def test_a_visit_is_within_the_visitors_bound(opened):
    with opened.service.app.state.visits.opened(connection(opened.key("berga", Role.READER, THEIRS))) as ticket:
        found = opened.ask("GET", "/v1/documents", ticket).json()
    assert [line["organisation"] for line in found["documents"]] == [THEIRS]


def test_a_key_that_is_revoked_ends_what_its_visit_may(opened):
    key = opened.key("besökare", Role.READER)
    with opened.service.app.state.visits.opened(connection(key)) as ticket:
        assert opened.ask("GET", "/v1/facets", ticket).status_code == 200
        opened.service.index.catalogue.api_keys.revoke("besökare")
        assert opened.ask("GET", "/v1/facets", ticket).status_code == 401


def test_a_visit_that_is_over(opened, monkeypatch):
    """A script may still add the files that it was given; after that the ticket is none."""
    with opened.service.app.state.visits.opened(connection(opened.key(Role.READER.value, Role.READER))) as ticket:
        pass
    assert opened.ask("GET", "/v1/facets", ticket).status_code == 200
    monkeypatch.setattr(visits, "GRACE", -1.0)
    with opened.service.app.state.visits.opened(connection(None)) as second:
        pass
    assert opened.ask("GET", "/v1/facets", second).status_code == 401


def test_nobody_else_writes_the_ticket(opened):
    """What a visitor sends in the header by which the pages are told is no ticket, and no key."""
    assert (
        opened.ask("GET", "/v1/facets", None, headers={visits.HEADER: opened.keys["administratör"]}).status_code == 401
    )

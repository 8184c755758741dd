"""What is written to the audit log: who did what, before the response leaves, and no word of what was asked."""

import sqlite3

import pytest

from search_api.access.roles import Role
from tests.search_api.askers import MINE, house, minutes

PAPER = minutes(MINE, "Miljönämnden", "MN 2021/5", "pumpen")
TAKEN = {"what": "record", "format": "json", "asked": {"question": "finns det snöskotrar på månen?"}}


@pytest.fixture
def opened(start_service):
    with house(start_service, {"a.txt": PAPER}) as running:
        yield running


def logged(opened) -> list[tuple[str, str, str]]:
    """Return the entries, oldest first: who, what, to what."""
    log = opened.service.index.catalogue.audit_log
    assert log.verify().broken is None
    return [(entry.who, entry.deed, entry.target) for entry in reversed(log.entries())]


def test_each_deed_is_written_with_who_did_it(opened):
    key, paper = opened.key("diariet", Role.REGISTRAR), opened.ids["a.txt"]
    before = len(logged(opened))
    opened.ask("GET", f"/v1/documents/{paper}/file", key)
    taken = opened.ask("POST", "/v1/takeaway", key, json=TAKEN)
    opened.ask("GET", "/v1/feedback/export", key)
    job = opened.ask("POST", "/v1/documents", key, files=[("files", ("b.txt", b"Ny text."))]).json()
    opened.ask("DELETE", f"/v1/documents/{paper}", key)
    name = taken.headers["content-disposition"].split('"')[1]
    assert logged(opened)[before:] == [
        ("nyckel diariet", "hämtade original", paper),
        ("nyckel diariet", "tog med", name),
        ("nyckel diariet", "tog med", "återkoppling: rätt"),
        ("nyckel diariet", "lämnade handlingar", f"jobb {job['job_id']}, filer: 1"),
        ("nyckel diariet", "återkallade handling", paper),
    ]
    assert "snöskotrar" not in str(logged(opened))


def test_what_is_refused_or_only_read_is_not_written(opened):
    before, reader = logged(opened), opened.key("läsare", Role.READER)
    paper = opened.ids["a.txt"]
    assert opened.ask("GET", f"/v1/documents/{paper}/file", reader).status_code == 403
    assert opened.ask("GET", f"/v1/documents/{paper}", reader).status_code == 200
    assert opened.ask("POST", "/v1/search", reader, json={"query": "pumpen"}).status_code == 200
    admin = opened.keys["administratör"]
    assert opened.ask("GET", "/v1/documents/finns-inte/file", admin).status_code == 404
    assert logged(opened) == before


def test_nothing_is_given_out_that_cannot_be_written(opened):
    """The log is locked by somebody else, or full: the original stays where it is."""
    with sqlite3.connect(opened.service.settings.data_dir / "catalogue.sqlite") as database:
        database.execute("CREATE TRIGGER full BEFORE INSERT ON audit_log BEGIN SELECT RAISE(ABORT, 'full'); END")
    database.close()
    answer = opened.ask("GET", f"/v1/documents/{opened.ids['a.txt']}/file", opened.keys["administratör"])
    assert answer.status_code >= 500
    assert "pumpen" not in answer.text


def test_a_correction_names_both_papers_and_who_gave_it(opened):
    key = opened.key("diariet", Role.REGISTRAR)
    new = "Rättad version\n" + PAPER.replace("77 kronor", "78 kronor")
    files = [("files", ("a-rättad.txt", new.encode()))]
    job = opened.ask("POST", "/v1/documents", key, files=files).json()
    opened.service.http.headers["Authorization"] = f"Bearer {key}"
    (outcome,) = opened.service.finished(job)["outcomes"]
    corrected = [entry for entry in logged(opened) if entry[1] == "ersatte handling"]
    assert corrected == [("nyckel diariet", "ersatte handling", f"{opened.ids['a.txt']} med {outcome['document_id']}")]


def test_the_log_is_read_by_the_administrator(opened):
    admin = opened.keys["administratör"]
    opened.ask("GET", f"/v1/documents/{opened.ids['a.txt']}/file", admin)
    page = opened.ask("GET", "/v1/audit", admin, params={"limit": 1}).json()
    assert page["total"] == len(logged(opened)) >= 2
    assert [(one["who"], one["deed"]) for one in page["entries"]] == [("nyckel administratör", "hämtade original")]


def test_the_one_user_of_a_machine_is_written_too(start_service):
    with start_service(model="static") as service:
        job = service.upload(("a.txt", PAPER.encode()))
        service.http.get(f"/v1/documents/{job['outcomes'][0]['document_id']}/file")
        entries = service.http.get("/v1/audit").json()["entries"]
    assert [(one["who"], one["deed"]) for one in entries] == [
        ("lokal", "hämtade original"), ("lokal", "lämnade handlingar")
    ]  # fmt: skip

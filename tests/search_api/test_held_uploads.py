"""What waits for approval: not read before, seen by who may, approved with its giver's rights, or refused and gone."""

import datetime as dt
import sqlite3
import time
from pathlib import Path

import pytest
import sqlalchemy as sa

from corpus.catalogue.auditlog import Deed
from corpus.catalogue.jobs import Giver
from search_api.access.roles import Grant, Identity, Role
from search_api.approvals import HELD_DAYS, Approvals
from search_api.settings import Settings
from tests.search_api.askers import MINE, THEIRS, House, house, minutes
from tests.search_api.test_jobs_kept import Held, running, uploads

PUMP = minutes(MINE, "Miljönämnden", "MN 2021/5", "pumpen")


@pytest.fixture
def opened(start_service):
    """Return a service where papers are to be approved, with one of an administrator in it, which did not wait."""
    with house(start_service, {"a.txt": PUMP}, approval=True) as running:
        yield running


def give(opened: House, key: str, *words: str, organisation: str = MINE, **fields: str) -> dict:
    """Upload a paper for each word in one job."""
    files = [("files", (f"{word}.txt", minutes(organisation, "Miljönämnden", "MN 2021/9", word))) for word in words]
    response = opened.ask("POST", "/v1/documents", key, files=files, data=fields)
    assert response.status_code == 202, response.text
    return response.json()


def waiting(opened: House, key: str) -> list[dict]:
    listed = opened.ask("GET", "/v1/approvals", key).json()
    assert listed["total"] == len(listed["files"])
    return listed["files"]


def found(opened: House, word: str) -> set[str]:
    hits = opened.ask("POST", "/v1/search", opened.keys["administratör"], json={"query": word}).json()["hits"]
    return {hit["source"] for hit in hits if word in hit["text"]}


def finished(opened: House, key: str, job: dict) -> dict:
    opened.service.http.headers["Authorization"] = f"Bearer {key}"
    try:
        return opened.service.finished(job)
    finally:
        del opened.service.http.headers["Authorization"]


def logged(opened: House) -> list[tuple[str, str, str]]:
    log = opened.service.index.catalogue.audit_log
    assert log.verify().broken is None
    return [(entry.who, entry.deed, entry.target) for entry in reversed(log.entries())]


def kept(opened: House) -> set[str]:
    return {path.name for path in (opened.service.settings.data_dir / "uploads").iterdir()}


def test_it_is_not_read_before_it_is_approved(opened):
    """It is acknowledged and told of, and in no hit, list or count; then it is found as ever."""
    uploader, registrar = opened.key("lämnare", Role.UPLOADER), opened.key("diariet", Role.REGISTRAR)
    job = give(opened, uploader, "skopan")
    assert job == job | {"state": "waiting for approval", "done": 0, "total": 1, "held": 1, "outcomes": []}
    # What is given after it, by who need not wait, is done: nothing is only slow.
    assert finished(opened, registrar, give(opened, registrar, "hinken"))["state"] == "done"
    assert opened.ask("GET", f"/v1/jobs/{job['job_id']}", uploader).json() == job
    assert found(opened, "skopan") == set()
    assert opened.ask("GET", "/v1/documents", registrar).json()["total"] == 2
    assert opened.service.index.catalogue.count()[0] == 2

    (file,) = waiting(opened, registrar)
    assert file == file | {
        "job_id": job["job_id"], "name": "skopan.txt", "giver": "nyckel lämnare", "replaces": None,
        "size": len(minutes(MINE, "Miljönämnden", "MN 2021/9", "skopan").encode()),
    }  # fmt: skip
    assert dt.datetime.fromisoformat(file["given"]) <= dt.datetime.now(dt.UTC)
    approved = opened.ask("POST", f"/v1/approvals/{file['id']}/approve", registrar)
    assert approved.status_code == 200
    assert approved.json()["held"] == 0
    assert finished(opened, uploader, job)["outcomes"][0]["status"] == "ny"
    assert found(opened, "skopan") == {"skopan.txt"}
    assert waiting(opened, registrar) == []
    assert logged(opened)[-1] == ("nyckel diariet", "godkände fil", f"jobb {job['job_id']}, fil {file['id']}")


def test_what_is_refused_is_gone_and_its_giver_knows_why(opened):
    uploader, registrar = opened.key("lämnare", Role.UPLOADER), opened.key("diariet", Role.REGISTRAR)
    before = kept(opened)
    job = give(opened, uploader, "skopan", "sleven")
    assert len(kept(opened) - before) == 2
    first, second = waiting(opened, registrar)
    reason = "Den gäller 19121212-1212 och är\r\ninte allmän."
    refused = opened.ask("POST", f"/v1/approvals/{first['id']}/refuse", registrar, json={"reason": reason})
    assert refused.json()["state"] == "waiting for approval"
    assert len(kept(opened) - before) == 1
    opened.ask("POST", f"/v1/approvals/{second['id']}/approve", registrar)
    job = finished(opened, uploader, job)
    assert (job["state"], job["done"], job["held"]) == ("done with failures", 2, 0)
    told, other = job["outcomes"]
    assert (told["source"], told["status"], told["document_id"]) == ("skopan.txt", "avslagen", None)
    assert told["message"] == "Filen godkändes inte: Den gäller ████████-████ och är\ninte allmän."
    assert other["status"] == "ny"
    assert found(opened, "skopan") == set()
    assert kept(opened) - before == {"sleven.txt"}
    assert ("nyckel diariet", "avslog fil", f"jobb {job['job_id']}, fil {first['id']}") in logged(opened)


@pytest.mark.parametrize("verb", ["approve", "refuse"])
def test_what_is_answered_cannot_be_answered_again(opened, verb):
    """Nor is what cannot be written to the audit log; and a number that is none is told of."""
    registrar = opened.key("diariet", Role.REGISTRAR)
    job = give(opened, opened.key("lämnare", Role.UPLOADER), "skopan")
    (file,) = waiting(opened, registrar)
    body = {"json": {"reason": "Nej."}}
    assert opened.ask("POST", f"/v1/approvals/{file['id']}/refuse", registrar, **body).status_code == 200
    before = logged(opened)
    for number in (file["id"], 0, 10**9):
        again = opened.ask("POST", f"/v1/approvals/{number}/{verb}", registrar, **(body if verb == "refuse" else {}))
        assert again.status_code == 404
        assert str(number) in again.json()["detail"]
    assert opened.ask("GET", f"/v1/approvals/{file['id']}/file", registrar).status_code == 404
    assert logged(opened) == before
    assert finished(opened, opened.keys["lämnare"], job)["outcomes"][0]["status"] == "avslagen"


@pytest.mark.parametrize("reason", [None, "", "  \n", "x" * 1_001, "a\x00b", 7])
def test_a_refusal_needs_a_reason(opened, reason):
    registrar = opened.key("diariet", Role.REGISTRAR)
    give(opened, opened.key("lämnare", Role.UPLOADER), "skopan")
    (file,) = waiting(opened, registrar)
    body = {} if reason is None else {"reason": reason}
    answer = opened.ask("POST", f"/v1/approvals/{file['id']}/refuse", registrar, json=body)
    assert answer.status_code == 422
    assert "skäl" in answer.json()["detail"] or "reason" in answer.json()["detail"]
    assert waiting(opened, registrar) == [file]


def test_who_may_looks_at_the_file_and_is_written_down(opened):
    """As a download that no browser shows here, under a masked name; who may not is refused."""
    uploader, registrar = opened.key("lämnare", Role.UPLOADER), opened.key("diariet", Role.REGISTRAR)
    content = b"<script>alert(1)</script>"
    files = [("files", ("Anna 19121212-1212.html", content))]
    opened.ask("POST", "/v1/documents", uploader, files=files)
    (file,) = waiting(opened, registrar)
    assert file["name"] == "Anna ████████-████.html"
    answer = opened.ask("GET", f"/v1/approvals/{file['id']}/file", registrar)
    assert answer.content == content
    assert answer.headers["content-type"] == "application/octet-stream"
    assert answer.headers["content-disposition"].startswith("attachment;")
    assert "19121212" not in str(answer.headers)
    assert answer.headers["content-security-policy"] == "sandbox"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert logged(opened)[-1] == (
        "nyckel diariet", "hämtade original", f"fil {file['id']}, som väntade på att godkännas",
    )  # fmt: skip
    assert opened.ask("GET", f"/v1/approvals/{file['id']}/file", uploader).status_code == 403
    assert opened.ask("POST", f"/v1/approvals/{file['id']}/approve", uploader).status_code == 403


@pytest.mark.parametrize("verb", ["approve", "refuse"])
def test_nothing_is_answered_that_cannot_be_written(opened, verb):
    """The audit log is locked, or full: the file waits on, and lies where it lay."""
    registrar = opened.key("diariet", Role.REGISTRAR)
    give(opened, opened.key("lämnare", Role.UPLOADER), "skopan")
    (file,), before = waiting(opened, registrar), kept(opened)
    with sqlite3.connect(opened.service.settings.data_dir / "catalogue.sqlite") as database:
        database.execute("CREATE TRIGGER full BEFORE INSERT ON audit_log BEGIN SELECT RAISE(ABORT, 'full'); END")
    database.close()
    body = {"json": {"reason": "Nej."}} if verb == "refuse" else {}
    assert opened.ask("POST", f"/v1/approvals/{file['id']}/{verb}", registrar, **body).status_code >= 500
    # Not asked over HTTP: after an internal error the server closes the connection.
    assert [one.id for one in opened.service.index.catalogue.held.files(None)] == [file["id"]]
    assert kept(opened) == before


def test_another_organisations_registrar_sees_and_does_nothing(opened):
    """What an unbound one gave may be of anybody: it is for the unbound."""
    uploader = opened.key("lämnare i Avika", Role.UPLOADER, MINE)
    mine, theirs = opened.key("Avika", Role.REGISTRAR, MINE), opened.key("Berga", Role.REGISTRAR, THEIRS)
    give(opened, uploader, "skopan")
    give(opened, opened.key("lämnare", Role.UPLOADER), "sleven")
    whole = [one["name"] for one in waiting(opened, opened.keys["administratör"])]
    assert whole == [f"{MINE}/skopan.txt", "sleven.txt"]
    (file,) = waiting(opened, mine)
    assert file["name"] == f"{MINE}/skopan.txt"
    assert waiting(opened, theirs) == []
    other = next(one["id"] for one in waiting(opened, opened.keys["administratör"]) if one["name"] == "sleven.txt")
    for key, number in ((theirs, file["id"]), (mine, other)):
        assert opened.ask("GET", f"/v1/approvals/{number}/file", key).status_code == 404
        assert opened.ask("POST", f"/v1/approvals/{number}/approve", key).status_code == 404
        assert opened.ask("POST", f"/v1/approvals/{number}/refuse", key, json={"reason": "x"}).status_code == 404
    assert opened.ask("POST", f"/v1/approvals/{file['id']}/approve", mine).status_code == 200


def test_it_is_indexed_with_its_givers_reach(opened):
    """The very paper under its own name takes the place of the old one for a registrar, and not for an uppladdare."""
    uploader, registrar = opened.key("lämnare", Role.UPLOADER), opened.key("diariet", Role.REGISTRAR)
    new = [("files", ("a.txt", PUMP.replace("77 kronor", "78 kronor").encode()))]
    job = opened.ask("POST", "/v1/documents", uploader, files=new).json()
    (file,) = waiting(opened, registrar)
    opened.ask("POST", f"/v1/approvals/{file['id']}/approve", registrar)
    assert finished(opened, uploader, job)["outcomes"][0]["status"] == "ny"
    assert found(opened, "pumpen") == {"a.txt", "a (2).txt"}


def test_who_replaced_a_paper_is_who_did_it(opened):
    """Not who gave the same before, and whose file is approved when it has been done."""
    uploader, registrar = opened.key("lämnare", Role.UPLOADER), opened.key("diariet", Role.REGISTRAR)
    new = [("files", ("ny.txt", PUMP.replace("77 kronor", "78 kronor").encode()))]
    job = opened.ask("POST", "/v1/documents", uploader, files=new).json()
    old = opened.service.index.catalogue.entries()[0].id
    done = opened.ask("POST", "/v1/documents", registrar, files=new, data={"replaces": old}).json()
    assert finished(opened, registrar, done)["state"] == "done"
    (file,) = waiting(opened, registrar)
    opened.ask("POST", f"/v1/approvals/{file['id']}/approve", registrar)
    assert finished(opened, uploader, job)["outcomes"][0]["status"] == "oförändrad"
    log = opened.service.index.catalogue.audit_log.entries()
    assert [one.who for one in log if one.deed == Deed.CORRECTED.value] == ["nyckel diariet"]


def test_a_paper_of_others_is_not_let_in_by_an_approval(opened):
    """Of the bound only papers of their own are taken, though the approver may give any."""
    job = give(opened, opened.key("i Avika", Role.UPLOADER, MINE), "skopan", organisation=THEIRS)
    (file,) = waiting(opened, opened.keys["administratör"])
    opened.ask("POST", f"/v1/approvals/{file['id']}/approve", opened.keys["administratör"])
    assert finished(opened, opened.keys["i Avika"], job)["outcomes"][0]["status"] == "misslyckad"
    assert found(opened, "skopan") == set()


def test_who_may_approve_all_that_they_give_does_not_wait(opened, tmp_path: Path):
    """And nobody does where nothing is to be approved. By who has the right over less than they may give it waits."""
    on, off = (Approvals(opened.service.index, tmp_path, wanted=wanted) for wanted in (True, False))
    mine, both = frozenset({MINE}), frozenset({MINE, THEIRS})
    mixed = (Grant(Role.UPLOADER, both), Grant(Role.REGISTRAR, mine))
    for grants, bound, waits in (
        ((Grant(Role.UPLOADER),), None, True),
        ((Grant(Role.UPLOADER, mine),), mine, True),
        ((Grant(Role.UPLOADER, frozenset()),), frozenset(), True),
        ((Grant(Role.REGISTRAR),), None, False),
        ((Grant(Role.REGISTRAR, mine),), mine, False),
        (mixed, both, True),
        ((Grant(Role.UPLOADER), Grant(Role.REGISTRAR, mine)), None, True),
    ):
        visitor = Identity("x", grants)
        assert on.needed(Giver("x", bound), visitor) == waits, grants
        assert not off.needed(Giver("x", bound), visitor)


def test_a_withdrawal_holds_against_what_waited(opened):
    """As against all that was given before it: to take it back in it is given anew."""
    registrar = opened.key("diariet", Role.REGISTRAR)
    uploader = opened.key("lämnare", Role.UPLOADER)
    job = opened.ask("POST", "/v1/documents", uploader, files=[("files", ("b.txt", PUMP.encode()))]).json()
    opened.ask("DELETE", f"/v1/documents/{opened.ids['a.txt']}", registrar)
    (file,) = waiting(opened, registrar)
    opened.ask("POST", f"/v1/approvals/{file['id']}/approve", registrar)
    assert finished(opened, uploader, job)["outcomes"][0]["status"] == "återkallad"
    assert found(opened, "pumpen") == set()


@pytest.fixture
def settings(tmp_path: Path, tiny_model: Path, database: str) -> Settings:
    """Return the settings of an archive that is not there yet, in each kind of database."""
    return Settings(data_dir=tmp_path / "arkiv", model=str(tiny_model), catalogue_url=database, approval=True)


def hold(service, *names: str) -> dict:
    """Let files wait for approval, as given by one who may not approve."""
    files = [(name, minutes(MINE, "Miljönämnden", "MN 2021/5", "pumpen").encode()) for name in names]
    return service.app.state.jobs.submit(files, Giver("anna"), held=True).model_dump()


def test_it_outlasts_a_restart(settings: Settings):
    """Still waiting, still approved or refused by number, and an approval that nobody had time for is taken up."""
    with running(settings) as service:
        job = hold(service, "a.txt", "b.txt", "c.txt")
    assert len(uploads(settings)) == 3
    with running(settings) as service:
        assert service.http.get(f"/v1/jobs/{job['job_id']}").json() == job
        first, second, third = service.http.get("/v1/approvals").json()["files"]
        worker = Held(service.index)
        assert service.http.post(f"/v1/approvals/{first['id']}/approve").status_code == 200
        body = {"reason": "Fel fil."}
        assert service.http.post(f"/v1/approvals/{second['id']}/refuse", json=body).status_code == 200
        worker.release()
    with running(settings) as service:
        told = service.http.get(f"/v1/jobs/{job['job_id']}").json()
        while told["done"] < 2:
            time.sleep(0.05)
            told = service.http.get(f"/v1/jobs/{job['job_id']}").json()
        assert told["state"] == "waiting for approval"
        assert [one["status"] for one in told["outcomes"]] == ["ny", "avslagen"]
        (left,) = service.http.get("/v1/approvals").json()["files"]
        assert left == third
    assert {name for name in uploads(settings) if not name.startswith(".")} == {"a.txt"}
    assert len(uploads(settings)) == 2


def test_what_waits_counts_against_the_bound_of_the_queue(settings: Settings):
    """So that nobody fills the disk with what is never answered; the refusal says so."""
    with running(settings.model_copy(update={"queue_limit": 300})) as service:
        hold(service, "a.txt")
        answer = service.http.post("/v1/documents", files=[("files", ("b.txt", b"x" * 300))])
        assert answer.status_code == 503
        assert "1 av dem på att godkännas" in answer.json()["detail"]
        (file,) = service.http.get("/v1/approvals").json()["files"]
        service.http.post(f"/v1/approvals/{file['id']}/refuse", json={"reason": "Nej."})
        assert service.http.post("/v1/documents", files=[("files", ("b.txt", b"x" * 300))]).status_code == 202


@pytest.mark.parametrize("restarted", [True, False])
def test_what_nobody_answers_is_refused_after_ninety_days(settings: Settings, database: str, *, restarted: bool):
    """At the next start, or while the service runs; and not a day before."""
    with running(settings) as service:
        old, young = hold(service, "a.txt"), hold(service, "b.txt")
        engine = sa.create_engine(database)
        with engine.begin() as connection:
            for job, days in ((old, HELD_DAYS + 1), (young, HELD_DAYS - 1)):
                at = dt.datetime.now(dt.UTC).replace(tzinfo=None) - dt.timedelta(days=days)
                connection.execute(sa.text("UPDATE jobs SET at = :at WHERE id = :id"), {"at": at, "id": job["job_id"]})
        engine.dispose()
        if not restarted:
            service.app.state.approvals.expire()
            check_refused(service, old, young)
    with running(settings) as service:
        check_refused(service, old, young)
    assert len(uploads(settings)) == 1


def check_refused(service, old: dict, young: dict) -> None:
    """Assert that the one of two jobs is refused, by the service, and the other waits."""
    told = service.http.get(f"/v1/jobs/{old['job_id']}").json()
    assert told["state"] == "done with failures"
    assert "90 dagar" in told["outcomes"][0]["message"]
    assert service.http.get(f"/v1/jobs/{young['job_id']}").json() == young
    refused = [one for one in service.http.get("/v1/audit").json()["entries"] if one["deed"] == "avslog fil"]
    assert [one["who"] for one in refused] == ["tjänsten"]
    assert old["job_id"] in refused[0]["target"]


def test_uploads_are_listed_to_who_gave_them(opened):
    """And those of all to who has the right over all papers."""
    mine, other = opened.key("a", Role.UPLOADER, MINE), opened.key("b", Role.UPLOADER, MINE)
    first, second = give(opened, mine, "skopan"), give(opened, other, "sleven", "hinken")

    def listed(key: str) -> list[tuple]:
        jobs = opened.ask("GET", "/v1/jobs", key).json()
        assert jobs["total"] == len(jobs["jobs"])
        return [(one["job_id"], one["giver"], one["state"], one["total"], one["held"]) for one in jobs["jobs"]]

    line = (second["job_id"], "nyckel b", "waiting for approval", 2, 2)
    assert listed(mine) == [(first["job_id"], "nyckel a", "waiting for approval", 1, 1)]
    assert listed(other) == [line]
    everyone = listed(opened.keys["administratör"])
    assert everyone[0] == line
    assert len(everyone) == 3
    assert everyone[2][2] == "done"

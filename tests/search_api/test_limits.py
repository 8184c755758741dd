"""Limits over HTTP: how often and how much at once a client may ask, a full disk, a catalogue that is locked."""

import io
import json
import logging
import sqlite3
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from corpus.errors import Busy, TooMany
from search_api import schemas, service_log
from search_api.client import Client

PAPER = "Viklunda kommun\nKultur- och fritidsnämnden\n\nProtokoll\n2023-02-15\n\n§ 12 Isbana\n\nIsbanan hålls öppen."
QUESTION = {"question": "hur länge är isbanan öppen?"}
# A proxy on this machine says whom it speaks for; what stands before that is what the client says itself.
PROXY = {"proxy_addresses": "127.0.0.1"}
AFAR = {"x-forwarded-for": "127.0.0.1, 192.0.2.7"}


def refused(response, status: int) -> dict:
    """Return the problem that a response is."""
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == "application/problem+json"
    if status in (429, 503):
        assert int(response.headers["retry-after"]) > 0
    return response.json()


def test_a_rate(start_service):
    with start_service(model="static", rate="3/hour", **PROXY) as service:
        codes = [service.http.get("/v1/facets", headers=AFAR).status_code for _ in range(4)]
        assert codes == [200, 200, 200, 429]
        problem = refused(service.http.get("/v1/facets", headers=AFAR), 429)
        assert "sekunder" in problem["detail"]
        # Another client, and what tells whether the service lives, are not held to it.
        assert service.http.get("/v1/facets", headers={"x-forwarded-for": "192.0.2.8"}).status_code == 200
        assert service.http.get("/healthz", headers=AFAR).status_code == 200
        assert [service.http.get("/v1/facets").status_code for _ in range(4)][-1] == 429


def test_without_a_rate_this_machine_asks_as_often_as_it_likes(start_service):
    with start_service(model="static", **PROXY) as service:
        assert {service.http.get("/v1/jobs/x").status_code for _ in range(700)} == {404}
        codes = [service.http.get("/v1/jobs/x", headers=AFAR).status_code for _ in range(700)]
        assert set(codes) == {404, 429}


def test_who_is_no_proxy_that_is_named_says_nothing_of_whom_it_speaks_for(start_service):
    with start_service(model="static") as service:
        assert {service.http.get("/v1/jobs/x", headers=AFAR).status_code for _ in range(700)} == {404}


def test_the_client_tells_of_it(start_service):
    with start_service(model="static", rate="1/hour") as service, Client(service.url) as client:
        client.facets()
        with pytest.raises(TooMany, match="För många") as refusal:
            client.facets()
        assert refusal.value.retry_after > 1_000


def test_requests_of_one_client_at_once(start_service):
    """What comes beside them is refused until one is done; from elsewhere it is not."""
    with start_service(model="static", requests_per_client=2, **PROXY) as service:
        body = b'{"question": "isbanan"}'
        begun, go_on = threading.Semaphore(0), threading.Event()

        def slow():
            yield body[:5]
            begun.release()
            go_on.wait(60)
            yield body[5:]

        headers = AFAR | {"content-type": "application/json"}
        with ThreadPoolExecutor(2) as threads:
            two = [threads.submit(service.http.post, "/v1/ask", content=slow(), headers=headers) for _ in range(2)]
            for _ in two:
                assert begun.acquire(timeout=60)
            time.sleep(1)  # until the service has read what has been sent
            problem = refused(service.http.post("/v1/ask", json=QUESTION, headers=AFAR), 429)
            assert "2 frågor" in problem["detail"]
            assert service.http.post("/v1/ask", json=QUESTION).status_code == 200
            go_on.set()
            assert [one.result().status_code for one in two] == [200, 200]
        assert service.http.post("/v1/ask", json=QUESTION, headers=AFAR).status_code == 200


def test_a_queue_that_is_full(start_service):
    with start_service(model="static", at_once=1, queue=0) as service, ThreadPoolExecutor(8) as threads:
        service.upload(("isbana.txt", PAPER.encode()))
        responses = list(threads.map(lambda _: service.http.post("/v1/ask", json=QUESTION), range(32)))
        assert {response.status_code for response in responses} == {200, 503}
        refused(next(one for one in responses if one.status_code == 503), 503)


def test_an_answer_that_takes_too_long(start_service):
    """It is given up in time, and what worked on it stops at its next look into the catalogue."""
    with start_service(model="static", answer_timeout=0.001, at_once=1) as service:
        problem = refused(service.http.post("/v1/ask", json=QUESTION), 503)
        assert "sekunder" in problem["detail"]
        with Client(service.url) as client, pytest.raises(Busy):
            client.ask(schemas.AskRequest(**QUESTION))


def test_a_disk_without_room(start_service):
    """What would be written is refused and named; what is read is answered."""
    with start_service(model="static", disk_reserve=2**60) as service:
        problem = refused(service.http.post("/v1/documents", files=[("files", ("a.txt", PAPER.encode()))]), 507)
        assert "Frigör utrymme" in problem["detail"]
        refused(service.http.post("/v1/feedback", json=QUESTION | {"verdict": "fel", "answered": False}), 507)
        assert service.http.post("/v1/ask", json=QUESTION).status_code == 200
        assert not list(service.settings.data_dir.glob("uploads/**/*"))


def test_a_catalogue_that_another_program_has_locked(start_service):
    """It is waited for, then told of as something that passes, and of what was to be stored nothing is said."""
    with start_service(model="static") as service:
        lock = sqlite3.connect(service.settings.data_dir / "catalogue.sqlite", isolation_level=None)
        said = {"question": "hemlig fråga", "comment": "hemlig kommentar", "verdict": "fel", "answered": False}
        try:
            lock.execute("BEGIN EXCLUSIVE")
            response = service.http.post("/v1/feedback", json=said)
        finally:
            lock.close()
        refused(response, 503)
        assert "hemlig" not in response.text
        assert service.http.post("/v1/feedback", json=said).status_code == 201


def test_a_request_has_one_id(start_service):
    """The caller's where it is short and plain, else one of our own: in the response, in the problem, in the log."""
    with start_service(model="static") as service:
        given = service.http.get("/v1/jobs/x", headers={"X-Request-ID": "proxy-0123456789"})
        assert given.headers["x-request-id"] == given.json()["request_id"] == "proxy-0123456789"
        for strange in ("kort", "a" * 100, "a b c d e f g h", 'a"b\\c<d>e'):
            made = service.http.get("/v1/jobs/x", headers={"X-Request-ID": strange})
            assert made.headers["x-request-id"] == made.json()["request_id"] != strange
            assert len(made.headers["x-request-id"]) == 32
        found = service.http.get("/v1/facets", headers={"X-Request-ID": "proxy-0123456789"})
        assert found.headers.get_list("x-request-id") == ["proxy-0123456789"]


def test_figures(start_service):
    with start_service(model="static") as service:
        service.upload(("isbana.txt", PAPER.encode()))
        service.ask("isbanan?")
        service.http.get("/v1/documents/finns-inte")
        service.http.post("/v1/ask", content=b" " * 70_000, headers={"content-type": "application/json"})
        response = service.http.get("/metrics")
        assert response.headers["content-type"].startswith("text/plain")
        figures = dict(line.rsplit(" ", 1) for line in response.text.splitlines() if not line.startswith("#"))
        route = 'beslutsminne_requests_total{method="%s",route="%s",status="%d"}'
        assert float(figures[route % ("POST", "/v1/ask", 200)]) == 1
        assert float(figures[route % ("POST", "unknown", 413)]) == 1
        assert float(figures[route % ("GET", "/v1/documents/{document_id}", 404)]) == 1
        assert float(figures['beslutsminne_refusals_total{kind="413"}']) == 1
        assert float(figures['beslutsminne_request_seconds_count{route="/v1/ask"}']) == 1
        assert float(figures["beslutsminne_documents"]) == 1
        assert float(figures["beslutsminne_jobs_waiting"]) == 0
        assert float(figures["beslutsminne_disk_free_bytes"]) > 0
        assert float(figures["process_resident_memory_bytes"]) > 0
        assert "isbana" not in response.text
        assert "finns-inte" not in response.text


def test_a_line_of_the_log_for_each_request(start_service):
    """With its route, never with what it names."""
    written = io.StringIO()
    before = logging.root.handlers[:]
    with start_service(model="static") as service:
        service_log.configure(written)
        try:
            asked = service.http.post("/v1/ask", json={"question": "hemlig fråga"})
            service.http.get("/v1/cases/KS%202020%2Fhemlig", params={"organisation": "hemlig\x1b[31m"})
            for _ in range(200):  # a line is written when the response is out
                if written.getvalue().count('"request"') == 2:
                    break
                time.sleep(0.05)
        finally:
            logging.basicConfig(handlers=before, force=True)
    events = [json.loads(line) for line in written.getvalue().splitlines()]
    first, second = [event for event in events if event["event"] == "request"]
    assert first["request_id"] == asked.headers["x-request-id"]
    assert (first["method"], first["route"], first["status"]) == ("POST", "/v1/ask", 200)
    assert first["ms"] > 0
    assert second["route"] == "/v1/cases/{case_number:path}"
    assert "hemlig" not in written.getvalue()
    assert "\x1b" not in written.getvalue()

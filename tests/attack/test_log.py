"""The log of the service, read whole: nothing that a caller wrote is in it, whatever goes wrong."""

import sqlite3
import unicodedata

import httpx
import pytest

pytestmark = pytest.mark.slow

PLANTED = "Zebrafinken19121212"
STEERS = "\x1b[31m\x07\x9b2J\u202e"


def planted(service) -> None:
    """Say it everywhere that a caller can say something."""
    said = f"{PLANTED} {STEERS}"
    asked = {"question": f"{PLANTED}?"}
    citation = {"document_id": PLANTED, "start": 0, "end": 5, "quote": PLANTED}
    http = service.http
    for question in (PLANTED, said, PLANTED * 500):
        http.post("/v1/search", json={"query": question, "filters": {"organisation": [question]}})
        http.post("/v1/ask", json={"question": question, "ignore": [question]})
        http.post("/v1/ask/stream", json={"question": question})
        http.post("/v1/ask", content=f'{{"question": "{question}"', headers={"content-type": "application/json"})
        http.post("/v1/feedback", json={"question": question, "comment": said, "verdict": "fel", "answered": False})
        http.post("/v1/takeaway", json={"what": "quote", "citation": citation})
        http.post("/v1/takeaway", json={"what": "record", "asked": {"question": question}})
        http.get("/v1/documents", params={"organisation": question})
        http.get(f"/v1/cases/{PLANTED}", params={PLANTED: question})
        http.get(f"/v1/documents/{PLANTED}/file")
        http.request("DELETE", f"/v1/documents/{PLANTED}")
        http.get(f"/{PLANTED}", params={"fraga": question})
    http.post("/v1/documents", files=[("files", (f"{PLANTED}.txt", PLANTED.encode()))])
    http.post("/v1/documents", files=[("files", (f"{PLANTED}.xyz", b"x"))])
    http.get("/v1/facets", headers={"X-Request-ID": f"{PLANTED} och mer", "User-Agent": PLANTED, "Referer": PLANTED})
    http.get("/v1/facets", headers={"Authorization": f"Bearer bm_{PLANTED}", "Cookie": f"a={PLANTED}"})
    for line in (f"{PLANTED} / HTTP/1.1", f"GET /v1/\x1b{PLANTED} HTTP/1.1", PLANTED, f"GET / HTTP/1.1\r\n{PLANTED}"):
        with service.connect() as bare:
            bare.sendall(line.encode() + b"\r\nhost: localhost\r\nconnection: close\r\n\r\n")
            bare.recv(1_000)
    # What cannot be stored, or looked up: a catalogue that another program has locked, and one that it has broken.
    other = sqlite3.connect(service.archive / "catalogue.sqlite", isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    opinion = asked | {"comment": PLANTED, "verdict": "fel", "answered": False}
    assert http.post("/v1/feedback", json=opinion).status_code == 503
    other.execute("ROLLBACK")
    other.execute("ALTER TABLE feedback RENAME TO sidosatt")
    assert http.post("/v1/feedback", json=opinion).status_code == 500
    other.execute("ALTER TABLE sidosatt RENAME TO feedback")
    other.close()


def test_the_whole_log(serve, tmp_path):
    with serve(tmp_path / "arkiv") as service:
        planted(service)
        assert httpx.get(f"{service.url}/healthz", trust_env=False).is_success
    log = service.log.read_text()
    assert PLANTED not in log
    assert not [char for char in log if unicodedata.category(char) in ("Cc", "Cf", "Cs") and char != "\n"]
    events = service.events()
    assert {event["status"] for event in events if event["event"] == "request"} >= {200, 202, 404, 422, 500, 503}
    (failure, *_) = [event for event in events if "error" in event]
    assert failure["error"][0].endswith("OperationalError")

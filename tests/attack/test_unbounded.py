"""Nothing that one caller sends, or does not send, keeps the others waiting. Each of these once did."""

import json
import socket
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from functools import partial

import httpx
import pytest
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

pytestmark = pytest.mark.slow

JSON = {"content-type": "application/json"}
# A fraction of what these took; a machine that has other things to do is slow to answer too.
SOON = 10.0
KB, MB = 2**10, 2**20
ASKED = b"POST /v1/ask HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\n"


def refused(response: httpx.Response, status: int) -> None:
    """Make sure that a response is a problem of a kind."""
    assert response.status_code == status, response.text[:300]
    assert response.headers["content-type"] == "application/problem+json"
    problem = response.json()
    assert problem["status"] == status
    assert len(problem["detail"]) > 20


@pytest.mark.parametrize("route", ["/v1/search", "/v1/ask", "/v1/ask/stream", "/v1/feedback"])
def test_a_body_of_combining_marks(attacked, route):
    """240 KB of them took 41 s, on the thread that listens."""
    body = json.dumps({"question": "\u0301\u0323" * 60_000, "query": "\u0301"}, ensure_ascii=False).encode()
    with attacked.alive_throughout(SOON):
        refused(attacked.http.post(route, content=body, headers=JSON), 413)


@pytest.mark.parametrize("marks", ["\u0301", "\u0301\u0323", "\u0f73"])
def test_as_many_as_are_taken(attacked, marks):
    body = {"question": marks * (20 * KB // len(marks))}
    with attacked.alive_throughout(SOON):
        refused(attacked.http.post("/v1/ask", json=body), 422)


def test_combining_marks_in_a_name_and_in_a_paper(attacked):
    """They are taken: the name and the text keep a few of them."""
    heap = "o" + "\u0301\u0323" * 120_000
    name = heap[:1_000] + ".txt"
    with attacked.alive_throughout(SOON):
        response = attacked.http.post("/v1/documents", files=[("files", (name, heap.encode()))])
        assert response.status_code == 202, response.text
        refused(attacked.http.post("/v1/documents", files=[("files", (heap, b"x"))]), 400)


@pytest.mark.parametrize(
    ("route", "size"),
    [("/v1/search", 64 * KB), ("/v1/ask", 64 * KB), ("/v1/ask/stream", 64 * KB), ("/v1/feedback", 64 * KB),
     ("/v1/takeaway", 2 * MB), ("/v1/unknown", 64 * KB)],
)  # fmt: skip
def test_a_body_over_its_bound_is_not_parsed(attacked, route, size):
    """Not even as JSON: of one that is shorter the answer is another."""
    assert attacked.http.post(route, content=b" " * size, headers=JSON).status_code != 413
    with attacked.alive_throughout(SOON):
        refused(attacked.http.post(route, content=b"[" * (size + 1), headers=JSON), 413)
        refused(attacked.http.post(route, content=b"[" * 30 * MB, headers=JSON), 413)


def test_a_body_without_a_stated_length(attacked):
    """Counted as it comes, and refused where it is too long, not where it ends: this one has no end."""
    sent = 0

    def endless():
        nonlocal sent
        while sent < 500 * MB:
            yield b" " * 64 * KB
            sent += 64 * KB

    with attacked.alive_throughout(SOON):
        try:
            refused(attacked.http.post("/v1/search", content=endless(), headers=JSON), 413)
        except httpx.TransportError:  # who goes on sending is cut off, and may miss the answer
            assert sent > 64 * KB
    assert sent < 200 * MB


def test_a_list_of_readings_to_ignore(attacked):
    """50 MB of them took 23 s."""
    asked = {"question": "hur länge är isbanan öppen?"}
    with attacked.alive_throughout(SOON):
        refused(attacked.http.post("/v1/ask", json=asked | {"ignore": ["synonym:is"] * 4_000_000}), 413)
        refused(attacked.http.post("/v1/ask", json=asked | {"ignore": ["a"] * 10_000}), 422)
        refused(attacked.http.post("/v1/ask", json=asked | {"filters": {"committee": ["a"] * 10_000}}), 422)
    assert attacked.http.post("/v1/ask", json=asked | {"ignore": ["synonym:is"] * 200}).status_code == 200


@pytest.mark.parametrize("opening", [b"[", b'{"a":'])
def test_deep_json(attacked, opening):
    for route, size in (("/v1/search", 64 * KB), ("/v1/takeaway", 2 * MB)):
        body = opening * (size // len(opening))
        with attacked.alive_throughout(SOON):
            response = attacked.http.post(route, content=body, headers=JSON)
        assert response.status_code in (400, 413, 422)


@pytest.mark.parametrize("part", [b"[],", b'{"a":1},', b"1,"])
def test_json_of_very_many_parts(attacked, part):
    """What is within its length but would take long to parse is not parsed."""
    body = b"[" + part * (MB // len(part)) + b"1]"
    with attacked.alive_throughout(SOON):
        refused(attacked.http.post("/v1/takeaway", content=body, headers=JSON), 413)


def test_a_long_address(attacked):
    with attacked.alive_throughout(SOON):
        refused(attacked.http.get("/v1/documents", params={"organisation": ["Viklunda kommun"] * 500}), 414)
        refused(attacked.http.get("/v1/cases/" + "1/" * 5_000), 414)


def test_requests_that_stay_half_open(attacked):
    """1,100 heads without an end shut everybody out; so did bodies that never come."""
    halves = []
    try:
        for number in range(1_100):
            half = attacked.connect()
            half.sendall(b"POST /v1/ask HTTP/1.1\r\nhost: localhost\r\n")
            if number % 2:
                half.sendall(b"content-type: application/json\r\ncontent-length: 100\r\n\r\n{")
            halves.append(half)
        attacked.http.close()  # what is kept open and says nothing is what makes room, as it may at any time
        attacked.http = httpx.Client(base_url=attacked.url, trust_env=False, timeout=60)
        with attacked.alive_throughout(SOON):
            assert attacked.ask().status_code == 200
    finally:
        for half in halves:
            half.close()


@pytest.mark.parametrize(
    "start",
    [
        b"GET /healthz HTTP/1.1\r\nhost: localhost\r\n",
        ASKED + b"content-length: 1000\r\n\r\n",
        ASKED + b"transfer-encoding: chunked\r\n\r\n",
    ],
    ids=["head", "body", "chunks"],
)
def test_a_request_that_drips(attacked, start):
    """A byte now and then keeps no connection."""
    dripping = attacked.connect()
    dripping.sendall(start)
    began = time.monotonic()
    answer = b""
    dripping.settimeout(0.5)
    while time.monotonic() - began < 60:
        try:
            dripping.sendall(b"1" if b"chunked" not in start else b"1\r\n{\r\n")
            answer = dripping.recv(1_000)
            break
        except TimeoutError:
            continue
        except OSError:
            break
    assert time.monotonic() - began < 60
    assert answer == b"" or answer.startswith(b"HTTP/1.1 408")
    dripping.close()


def test_pages_that_are_opened_without_end(attacked):
    """Beyond so many a page is not opened; when one is left, the next is. One stays open for long."""
    address = f"ws://127.0.0.1:{attacked.port}/_stcore/stream"
    page = partial(connect, address, subprotocols=["streamlit"], origin=attacked.url)
    with ExitStack() as opened:
        first = page()
        five = [first.__enter__(), *(opened.enter_context(page()) for _ in range(4))]
        time.sleep(5)
        for one in five:
            one.ping().wait(30)
        with pytest.raises(InvalidStatus), page():
            pass
        first.__exit__(None, None, None)
        for _ in range(100):
            try:
                opened.enter_context(page())
                break
            except InvalidStatus:
                time.sleep(0.1)
        else:
            pytest.fail("the place of a page that was left stays taken")


def test_a_response_that_is_not_fetched(attacked):
    """The others get theirs."""
    deaf = [attacked.connect() for _ in range(20)]
    for one in deaf:
        one.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4 * KB)
        one.sendall(b"GET /openapi.json HTTP/1.1\r\nhost: localhost\r\n\r\n" * 20)
    with attacked.alive_throughout(SOON):
        assert attacked.ask().status_code == 200
    for one in deaf:
        one.close()


def test_five_large_uploads(attacked):
    """They dripped in, and nobody else was answered."""
    head = (
        b"POST /v1/documents HTTP/1.1\r\nhost: localhost\r\ncontent-type: multipart/form-data; boundary=b\r\n"
        b"content-length: 200000000\r\n\r\n--b\r\ncontent-disposition: form-data; name=files; filename=a.pdf\r\n\r\n"
    )
    uploads = [attacked.connect() for _ in range(5)]
    for upload in uploads:
        upload.sendall(head + b"x" * 5 * MB)
    try:
        with attacked.alive_throughout(SOON):
            assert attacked.ask().status_code == 200
            response = attacked.http.post("/v1/documents", files=[("files", ("a.txt", b"x" * 100))])
            refused(response, 503)
            assert int(response.headers["retry-after"]) > 0
    finally:
        for upload in uploads:
            upload.close()


def test_many_questions_at_once(attacked):
    """Each is answered."""
    with attacked.alive_throughout(SOON), ThreadPoolExecutor(32) as threads:
        answers = list(threads.map(lambda _: attacked.ask().status_code, range(64)))
    assert answers == [200] * 64


def test_none_of_it_was_an_error_of_the_service(attacked):
    events = attacked.events()
    assert events
    assert not [event for event in events if event["level"] == "error"]

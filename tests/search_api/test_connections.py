"""Connections within their bounds, of a client on another machine and of many on this one."""

import asyncio
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from ipaddress import ip_address, ip_network

import pytest
import uvicorn

from search_api.limits.connections import Connection, ConnectionBounds, can_be_open

HALF = b"GET / HTTP/1.1\r\nhost: a\r\n"


async def answering(scope, receive, send) -> None:
    """Say ok, to /slow after a while."""
    if scope["path"] == "/slow":
        await asyncio.sleep(1)
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"2")]})
    await send({"type": "http.response.body", "body": b"ok"})


@contextmanager
def served(address: str, refused: Callable[[int], None], **bounds: object) -> Iterator[tuple[str, int]]:
    chosen = ConnectionBounds(**{"most": 5, "per_client": 100, "seconds": 30, "refused": refused} | bounds)
    protocol = partial(Connection, bounds=chosen)
    config = uvicorn.Config(answering, http=protocol, lifespan="off", log_config=None, timeout_graceful_shutdown=1)
    server = uvicorn.Server(config)
    with socket.socket() as listener:
        listener.bind((address, 0))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
        thread.start()
        while not server.started:
            time.sleep(0.01)
        try:
            yield listener.getsockname()
        finally:
            server.should_exit = True
            thread.join(20)


def connect(address: tuple[str, int], said: bytes = b"") -> socket.socket:
    connection = socket.create_connection(address, timeout=20)
    connection.sendall(said)
    time.sleep(0.05)  # so that they come in this order
    return connection


def answer(connection: socket.socket) -> bytes:
    """Return what comes back."""
    connection.sendall(b"connection: close\r\n\r\n")
    parts = []
    while part := connection.recv(10_000):
        parts.append(part)
    return b"".join(parts)


def is_ended(connection: socket.socket) -> bool:
    """Whether the server has ended a connection, for whatever is said on it."""
    connection.settimeout(0.3)
    try:
        return connection.recv(1_000) == b""
    except TimeoutError:
        return False
    except ConnectionError:
        return True


def own_address() -> str:
    """Return an address of this machine that others see too."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asked:
        try:
            asked.connect(("192.0.2.1", 9))  # nothing is sent
        except OSError:
            pytest.skip("this machine has no network")
        address = asked.getsockname()[0]
    if ip_address(address).is_loopback:
        pytest.skip("this machine has no network")
    return address


def test_the_one_that_has_been_silent_longest_makes_room():
    """Whether it has said nothing, half of a head, or half of a body."""
    refused: list[int] = []
    body = b"POST / HTTP/1.1\r\nhost: a\r\ncontent-length: 9\r\n\r\nabc"
    with served("127.0.0.1", refused.append) as address:
        old = [connect(address, said) for said in (b"", HALF, HALF, HALF, HALF)]
        old[0].sendall(HALF)  # it is the youngest now
        time.sleep(0.1)
        assert answer(connect(address, HALF)).startswith(b"HTTP/1.1 200")
        assert [is_ended(one) for one in old] == [False, True, False, False, False]
        assert refused == [408]
        late = connect(address, body)
        more = [connect(address, HALF) for _ in range(4)]
        assert is_ended(old[2])
        assert not is_ended(late)
        for one in (*old, late, *more):
            one.close()


def test_one_that_is_being_answered_is_left_alone():
    refused: list[int] = []
    with served("127.0.0.1", refused.append) as address:
        working = [connect(address, b"GET /slow HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n") for _ in range(5)]
        too_many = connect(address, HALF)
        assert too_many.recv(1_000).startswith(b"HTTP/1.1 503")
        assert refused == [503]
        for one in working:
            assert one.recv(1_000).startswith(b"HTTP/1.1 200")
            one.close()
        too_many.close()


def test_connections_of_one_client():
    """Of another machine's only so many; a proxy that is named speaks for many."""
    own = own_address()
    for proxies, ended in (((), True), ((ip_network(own),), False)):
        refused: list[int] = []
        with served(own, refused.append, most=50, per_client=3, proxies=proxies) as address:
            some = [connect(address, HALF) for _ in range(4)]
            assert is_ended(some[0]) == ended
            assert answer(some[3]).startswith(b"HTTP/1.1 200")
            for one in some:
                one.close()


def test_between_two_requests_one_may_be_silent_longer_than_within_one():
    """As long as uvicorn keeps it; then the next head has its own time."""
    with served("127.0.0.1", lambda _: None, seconds=1.0) as address:
        connection = connect(address, HALF + b"\r\n")
        assert connection.recv(1_000).startswith(b"HTTP/1.1 200")
        time.sleep(1.5)
        assert answer_again(connection).startswith(b"HTTP/1.1 200")
        connection.close()


def answer_again(connection: socket.socket) -> bytes:
    """Return the answer to a request whose head comes in two parts."""
    connection.sendall(HALF)
    time.sleep(0.5)
    connection.sendall(b"\r\n")
    return connection.recv(1_000)


def test_no_more_connections_than_files_can_be_open():
    assert can_be_open(10) == 10
    assert 0 < can_be_open(10**9) < 10**9

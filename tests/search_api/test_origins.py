"""From where the service may be called: by what name, from what machine, from what page."""

import anyio
import httpx
import pytest
from fastapi.testclient import TestClient
from starlette.responses import PlainTextResponse

from search_api.access.origins import Origins
from search_api.settings import Settings


async def fine(scope, receive, send):
    await PlainTextResponse("in")(scope, receive, send)


def ask(
    host: str = "127.0.0.1:8000",
    *,
    hosts: tuple[str, ...] = (),
    peer: str = "127.0.0.1",
    method: str = "GET",
    path: str = "/",
    **headers: str,
) -> httpx.Response:
    """Ask a service that is called by `hosts`, from the machine `peer`."""
    guarded = Origins(fine, hosts, only_here=not hosts)
    client = TestClient(guarded, base_url="http://x", client=(peer, 5))
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return client.request(method, path, headers={"Host": host} | named)


LINK = {"Sec_Fetch_Site": "cross-site", "Sec_Fetch_Mode": "navigate", "Sec_Fetch_Dest": "document"}


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.1:8000", "localhost:1", "LOCALHOST", "[::1]:8000", "[::1]"])
def test_this_machine_by_its_names(host):
    assert ask(host).status_code == 200
    assert (
        ask(host, peer="::1", method="POST", Origin=f"http://{host}", Sec_Fetch_Site="same-origin").status_code == 200
    )


@pytest.mark.parametrize("host", ["arkiv.example", "127.0.0.1.arkiv.example", "127.0.0.2", "0.0.0.0", "[::2]", "x:y:z"])
def test_other_names(host):
    answer = ask(host)
    assert answer.status_code == 421
    assert host in answer.json()["detail"]
    assert "BESLUTSMINNE_HOSTS" in answer.json()["detail"]


@pytest.mark.parametrize("peer", ["192.168.1.7", "2001:db8::1", "10.0.0.1"])
def test_other_machines(peer):
    """Who names this machine from another one is let in only where somebody has named a host, so that it is meant."""
    answer = ask(peer=peer)
    assert answer.status_code == 421
    assert peer in answer.json()["detail"]
    assert ask(peer=peer, hosts=("localhost",)).status_code == 200


def test_a_named_host():
    assert ask("arkiv.example", hosts=("Arkiv.example",), peer="192.168.1.7").status_code == 200
    assert ask("arkiv.example:443", hosts=("arkiv.example",), Origin="https://arkiv.example:443").status_code == 200
    assert ask("annan.example", hosts=("arkiv.example",)).status_code == 421


def test_a_proxy_may_write_a_host_of_its_own():
    assert ask(hosts=("arkiv.example",), method="POST", Origin="https://arkiv.example").status_code == 200
    assert ask(method="POST", Origin="https://arkiv.example").status_code == 403


@pytest.mark.parametrize(
    "origin",
    [
        "http://127.0.0.1:3000",
        "http://localhost:8000",
        "http://127.0.0.1",
        "null",
        "",
        "https://arkiv.example",
        "http://[",
    ],
)
def test_another_origin(origin):
    """Another port of this machine is another program, and another name of it may be another page."""
    for method in ("GET", "POST", "DELETE"):
        assert ask(method=method, Origin=origin).status_code == 403
    assert ask(hosts=("localhost",), Origin=origin).status_code == 403


def test_a_link_is_followed_to_the_pages_alone():
    assert ask(path="/arkivet", **LINK).status_code == 200
    assert ask(path="/logga-in/svar", **LINK).status_code == 200
    for path in ("/v1/documents/x/file", "/v1", "/logga-ut"):
        assert ask(path=path, **LINK).status_code == 403
    for other in ({"Sec_Fetch_Dest": "iframe"}, {"Sec_Fetch_Mode": "no-cors"}):
        assert ask(path="/arkivet", **LINK | other).status_code == 403
    assert ask(path="/arkivet", method="POST", **LINK).status_code == 403
    assert ask(path="/arkivet", Origin="null", **LINK).status_code == 403


def test_what_the_visitor_writes():
    assert ask(path="/v1/facets", Sec_Fetch_Site="none", Sec_Fetch_Mode="navigate").status_code == 200


@pytest.mark.parametrize(
    ("host", "headers"),
    [("evil.example", {}), ("127.0.0.1", {"origin": "http://evil.example"}), ("127.0.0.1", {"origin": "null"})],
)
def test_a_websocket(host, headers):
    """It is what a page of another origin may open, so it is closed before it is."""

    async def never(scope, receive, send):
        raise AssertionError

    sent = []

    async def receive():
        return {"type": "websocket.connect"}

    async def send(message):
        sent.append(message)

    raw = [(b"host", host.encode()), *((name.encode(), value.encode()) for name, value in headers.items())]
    scope = {"type": "websocket", "path": "/_stcore/stream", "headers": raw, "client": ("127.0.0.1", 1)}
    anyio.run(Origins(never, (), only_here=True), scope, receive, send)
    assert [message["type"] for message in sent] == ["websocket.close"]


def test_the_settings_name_the_hosts():
    assert Settings().served == ()
    assert Settings(host="localhost").served == ()
    assert Settings(host="0.0.0.0").served == ()
    assert Settings(host="192.168.1.5").served == ("192.168.1.5",)
    chosen = Settings(hosts="arkiv.example, annat.example", public_url="https://publik.example")
    assert chosen.served == ("publik.example", "arkiv.example", "annat.example")

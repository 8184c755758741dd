"""The service killed while papers wait for approval: none is lost, read unasked, or answered in vain."""

import signal
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import httpx
import pytest

from indexer.options import open_catalogue
from search_api.access import keys
from search_api.access.roles import Grant, Role
from search_api.settings import Settings
from tests.ui.terminal import minutes

pytestmark = pytest.mark.slow  # each start of the command takes seconds

WORDS = ("pumpen", "skopan", "sleven")


def killed(service: Any) -> None:
    """Kill the service."""
    service.process.send_signal(signal.SIGKILL)
    service.process.wait(60)


def test_what_waits_outlasts_kills(tmp_path: Path, serve: Callable[..., Any]) -> None:
    """As soon as each is acknowledged: the upload, then an approval and a refusal, then while the approved is read."""
    archive, set_so = tmp_path / "arkiv", {"login": "keys", "approval": "true"}
    with serve(archive, **set_so), closing(open_catalogue(Settings(data_dir=archive).index_options)) as catalogue:
        giver, registrar = (
            {"Authorization": f"Bearer {keys.add(catalogue.api_keys, role.value, Grant(role), None)}"}
            for role in (Role.UPLOADER, Role.REGISTRAR)
        )

    with serve(archive, **set_so) as service:
        files = [("files", (f"{word}.txt", minutes(word).encode())) for word in WORDS]
        response = service.http.post("/v1/documents", files=files, headers=giver)
        assert response.status_code == 202
        killed(service)
    job = response.json()
    address = f"/v1/jobs/{job['job_id']}"

    with serve(archive, **set_so) as service:
        assert service.http.get(address, headers=giver).json() == job
        waiting = service.http.get("/v1/approvals", headers=registrar).json()
        assert [one["name"] for one in waiting["files"]] == [f"{word}.txt" for word in WORDS]
        first, second, third = (f"/v1/approvals/{one['id']}" for one in waiting["files"])
        reason = {"reason": "Den är inte justerad."}
        assert service.http.post(f"{second}/refuse", json=reason, headers=registrar).status_code == 200
        assert service.http.post(f"{first}/approve", headers=registrar).status_code == 200
        killed(service)

    with serve(archive, **set_so) as service:
        told = finished(service.http, address, giver)
        assert [one["status"] for one in told["outcomes"]] == ["ny", "avslagen"]
        assert "inte justerad" in told["outcomes"][1]["message"]
        assert (told["state"], told["held"]) == ("waiting for approval", 1)
        listed = service.http.get("/v1/documents", headers=registrar).json()["documents"]
        assert [one["source"] for one in listed] == ["pumpen.txt"]
        assert service.http.get(f"{third}/file", headers=registrar).content == minutes("sleven").encode()
    left = {path.name for path in (archive / "uploads").iterdir()}
    assert {name for name in left if not name.startswith(".")} == {"pumpen.txt"}
    assert len(left) == 2


def finished(http: httpx.Client, address: str, headers: dict[str, str]) -> dict:
    """Return a job when nothing of it is on its way."""
    for _ in range(600):
        told = http.get(address, headers=headers).json()
        if told["state"] not in ("waiting", "running"):
            return told
        time.sleep(0.1)
    raise AssertionError(told)

"""A service to attack: the real command in a process of its own, small, on a free port, with its log in a file."""

import json
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import pytest

from tests.skating import SKATING

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 120  # seconds to start, on a machine that has other things to do


@dataclass
class Attacked:
    """A running service: its address, archive and log."""

    url: str
    port: int
    archive: Path
    log: Path
    process: subprocess.Popen
    http: httpx.Client = field(init=False)

    def __post_init__(self) -> None:
        self.http = httpx.Client(base_url=self.url, trust_env=False, timeout=60)

    def connect(self) -> socket.socket:
        """Return a bare connection."""
        return socket.create_connection(("127.0.0.1", self.port), timeout=30)

    def ask(self, question: str = "hur länge är isbanan öppen?") -> httpx.Response:
        """Return the response to a question."""
        return self.http.post("/v1/ask", json={"question": question})

    def events(self) -> list[dict]:
        """Return what is in the log: lines of JSON, but for the command's own words before the service runs."""
        lines = self.log.read_text().splitlines()
        begun = next(number for number, line in enumerate(lines) if line.startswith("{"))
        return [json.loads(line) for line in lines[begun:]]

    @contextmanager
    def alive_throughout(self, within: float) -> Iterator[list[float]]:
        """Ask again and again whether it is alive, until left: each answer came `within` seconds."""
        took: list[float] = []
        over = threading.Event()

        def look() -> None:
            while not over.is_set():
                began = time.monotonic()
                try:
                    alive = httpx.get(f"{self.url}/healthz", trust_env=False, timeout=within).is_success
                except httpx.HTTPError:
                    alive = False
                took.append(time.monotonic() - began if alive else float("inf"))
                over.wait(0.02)

        looking = threading.Thread(target=look)
        looking.start()
        try:
            yield took
        finally:
            over.set()
            looking.join()
        assert took
        assert max(took) < within


def environment_of(**settings: object) -> dict[str, str]:
    """Return the environment of a command with `settings`, and none of this machine's."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("BESLUTSMINNE_")}
    environment |= {
        f"BESLUTSMINNE_{name.upper()}": str(value) for name, value in ({"model": "static"} | settings).items()
    }
    return environment | {"PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}


@contextmanager
def serving(archive: Path, named: str = "", **settings: object) -> Iterator[Attacked]:
    """Serve the archive in the folder `archive` with `settings`, by their names; the log of each is `named`."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = environment_of(data_dir=archive, port=port, **settings)
    log = archive.with_name(f"{archive.name}{named}.log")
    with log.open("w") as written:
        process = subprocess.Popen(
            [sys.executable, "-m", "ui.cli", "serve"], stdout=written, stderr=written, env=environment, cwd=ROOT
        )
    service = Attacked(f"http://127.0.0.1:{port}", port, archive, log, process)
    try:
        for _ in range(PATIENCE * 10):
            assert process.poll() is None, log.read_text()
            try:
                service.http.get("/readyz")
                break
            except httpx.TransportError:
                time.sleep(0.1)
        yield service
    finally:
        process.terminate()
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


@pytest.fixture(scope="session")
def serve() -> Callable[..., object]:
    """Return what runs a service over the archive in a folder, with settings, as a context manager."""
    return serving


@pytest.fixture(scope="module")
def attacked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Attacked]:
    """Return a service with one paper, which is quick to lose patience."""
    with serving(tmp_path_factory.mktemp("angripet") / "arkiv", read_timeout=3, pages_open=5) as service:
        response = service.http.post("/v1/documents", files=[("files", ("isbana.txt", SKATING.encode()))])
        assert response.status_code == 202
        for _ in range(600):
            if service.http.get(f"/v1/jobs/{response.json()['job_id']}").json()["state"] == "done":
                break
            time.sleep(0.1)
        yield service

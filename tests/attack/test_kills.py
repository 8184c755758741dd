"""The service killed and stopped at random moments: what it acknowledged is found afterwards, each paper once."""

import random
import signal
import socket
import subprocess
import threading
import time
from pathlib import Path

import httpx
import pytest

from tests.ui.terminal import command, minutes, surroundings

pytestmark = pytest.mark.slow  # each start of the command takes seconds

PAPERS = 10  # given before each moment
LONGEST_STOP = 10.0  # seconds that the service may take to end when it is asked to


class Running:
    """The service in `folder`, started anew after each end; what it says goes to a file there."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._log = (folder / "serve.txt").open("w")
        self.process: subprocess.Popen[bytes] | None = None
        self.url = ""

    def start(self) -> None:
        """Start it, and wait until it is ready."""
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        self.url = f"http://127.0.0.1:{port}"
        self.process = subprocess.Popen(
            command("serve", "--port", str(port)),
            cwd=self._folder, env=surroundings(BESLUTSMINNE_MODEL="static"), stdout=self._log, stderr=self._log,
        )  # fmt: skip
        for _ in range(1_200):
            assert self.process.poll() is None, self.said()
            try:
                if httpx.get(f"{self.url}/readyz", trust_env=False).status_code == 200:
                    return
            except httpx.TransportError:
                pass
            time.sleep(0.1)
        raise AssertionError(self.said())

    def end(self, by: signal.Signals) -> float:
        """Send it a signal, and return after how many seconds it has ended."""
        assert self.process is not None
        began = time.monotonic()
        self.process.send_signal(by)
        self.process.wait(60)
        return time.monotonic() - began

    def said(self) -> str:
        """Return what it wrote."""
        return (self._folder / "serve.txt").read_text("utf-8")


def give(url: str, words: list[str], acknowledged: dict[str, str]) -> None:
    """Upload a paper for each word until the service is gone; note the job of each that it acknowledged."""
    with httpx.Client(base_url=url, trust_env=False, timeout=60) as http:
        for word in words:
            try:
                response = http.post("/v1/documents", files=[("files", (f"{word}.txt", minutes(word).encode()))])
            except httpx.TransportError:
                return
            if response.status_code == 202:
                acknowledged[word] = response.json()["job_id"]


def finished(http: httpx.Client, job_id: str) -> dict:
    """Return a job when it is done."""
    for _ in range(1_200):
        job = http.get(f"/v1/jobs/{job_id}").json()
        if job["state"] not in ("waiting", "running"):
            return job
        time.sleep(0.1)
    raise AssertionError(f"after 120 s: {job}")


@pytest.mark.parametrize("moments", [8, pytest.param(50, marks=pytest.mark.attack)])
def test_nothing_acknowledged_is_lost_or_doubled(tmp_path: Path, moments: int) -> None:
    """By kill -9 and SIGTERM in turn, while papers are given, read and taken up again."""
    chance = random.Random(moments)
    service = Running(tmp_path)
    acknowledged: dict[str, str] = {}
    given: list[str] = []
    stops = []
    try:
        for moment in range(moments):
            service.start()
            words = [f"sak{moment}x{number}" for number in range(PAPERS)]
            given += words
            giver = threading.Thread(target=give, args=(service.url, words, acknowledged))
            giver.start()
            time.sleep(chance.uniform(0.0, 3.0))
            if moment % 2:
                stops.append(service.end(signal.SIGTERM))
            else:
                service.end(signal.SIGKILL)
            giver.join()
        service.start()
        with httpx.Client(base_url=service.url, trust_env=False, timeout=60) as http:
            jobs = {word: finished(http, job_id) for word, job_id in acknowledged.items()}
            assert {word: job for word, job in jobs.items() if job["state"] != "done"} == {}
            sources: list[str] = []
            while page := http.get("/v1/documents", params={"offset": len(sources), "limit": 500}).json()["documents"]:
                sources += [line["source"] for line in page]
            assert len(acknowledged) > moments  # else nothing was tried
            assert sorted(sources) == sorted(set(sources))
            assert {f"{word}.txt" for word in acknowledged} <= set(sources) <= {f"{word}.txt" for word in given}
            for word, job in jobs.items():
                hits = http.post("/v1/search", json={"query": word, "limit": 100}).json()["hits"]
                found = [hit["document_id"] for hit in hits if word in hit["text"].split()]
                assert found == [job["outcomes"][0]["document_id"]], word
        stops.append(service.end(signal.SIGTERM))
    finally:
        if service.process is not None:
            service.process.kill()
            service.process.wait()
    assert max(stops) < LONGEST_STOP
    uploads = tmp_path / "arkiv" / "uploads"
    assert {path.name for path in uploads.iterdir()} == set(sources)

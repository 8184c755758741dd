"""The service killed and stopped at random moments: what it acknowledged is found afterwards, each paper once."""

import random
import signal
import subprocess
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.ui.terminal import minutes

pytestmark = pytest.mark.slow  # each start of the command takes seconds

PAPERS = 10  # given before each moment
LONGEST_STOP = 10.0  # seconds that the service may take to end when it is asked to


def end(process: subprocess.Popen, by: signal.Signals) -> float:
    """Send the service a signal, and return after how many seconds it has ended."""
    began = time.monotonic()
    process.send_signal(by)
    process.wait(60)
    return time.monotonic() - began


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
def test_nothing_acknowledged_is_lost_or_doubled(tmp_path: Path, moments: int, serve: Callable[..., Any]) -> None:
    """By kill -9 and SIGTERM in turn, while papers are given, read and taken up again."""
    chance = random.Random(moments)
    archive = tmp_path / "arkiv"
    acknowledged: dict[str, str] = {}
    given: list[str] = []
    stops = []
    for moment in range(moments):
        with serve(archive) as service:
            words = [f"sak{moment}x{number}" for number in range(PAPERS)]
            given += words
            giver = threading.Thread(target=give, args=(service.url, words, acknowledged))
            giver.start()
            time.sleep(chance.uniform(0.0, 3.0))
            if moment % 2:
                stops.append(end(service.process, signal.SIGTERM))
            else:
                end(service.process, signal.SIGKILL)
            giver.join()
    with serve(archive) as service:
        http = service.http
        jobs = {word: finished(http, job_id) for word, job_id in acknowledged.items()}
        assert {word: job for word, job in jobs.items() if job["state"] != "done"} == {}
        assert http.get("/readyz").status_code == 200
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
        stops.append(end(service.process, signal.SIGTERM))
    assert max(stops) < LONGEST_STOP
    assert {path.name for path in (archive / "uploads").iterdir()} == set(sources)

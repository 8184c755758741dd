"""How the service bears many users at once, and one who means ill.

`python -m eval.benchmarks.load QUESTIONS DOCUMENTS [SECONDS [USERS]]` indexes DOCUMENTS, starts the service as it is
set (`BESLUTSMINNE_…`), and measures for SECONDS (180) each

- one user, who asks QUESTIONS one after another;
- USERS (64) of them, each from an address of its own (127.0.1.x), while papers are uploaded and withdrawn;
- the same, while one more sends without a pause the worst requests that are known.

It prints the answers a second and how long the slowest twentieth took (p95), as they are and against the round before;
what was refused (429, 503) and what failed otherwise; and how long `/healthz` took at worst, asked ten times a second.
"""

from __future__ import annotations

import itertools
import json
import multiprocessing
import random
import statistics
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx

from eval.benchmarks.service import PATIENCE, free_port, index, served, tell
from eval.datasets import read_questions

SECONDS = 180.0
USERS = 64
REFUSED = ("429", "503")
BETWEEN = 0.1  # seconds between two looks at whether it lives
POLITE = 1.0  # seconds that a user waits who was refused, at most
JSON = {"content-type": "application/json"}
_LONGEST = 2_000  # characters of a question


@dataclass
class Round:
    """What was measured: seconds of each answer, of each look at whether it lives, and how often what status came."""

    took: list[float] = field(default_factory=list)
    alive: list[float] = field(default_factory=list)
    statuses: Counter[str] = field(default_factory=Counter)
    seconds: float = 0.0

    @property
    def per_second(self) -> float:
        """Answers a second."""
        return len(self.took) / self.seconds

    @property
    def p95(self) -> float:
        """Seconds that 95 of 100 answers took no longer than."""
        return statistics.quantiles(self.took, n=20, method="inclusive")[-1] if len(self.took) > 1 else 0.0


def main(questions: Path, documents: Path, seconds: float = SECONDS, users: int = USERS) -> None:
    """Run the benchmark and print it."""
    asked = [question.text for question in read_questions(questions)]
    paper = next(path for path in sorted(documents.rglob("*.txt"))).read_text("utf-8")
    with tempfile.TemporaryDirectory() as folder:
        archive, port = Path(folder, "archive"), free_port()
        index(documents, archive)
        command = [sys.executable, "-m", "ui.cli", "serve", "--port", str(port), "--data-dir", str(archive)]
        with served(command, port) as (url, process, _):
            _measure(url, asked, 1, min(seconds, 10.0))  # the first of a kind loads what the later ones have
            alone = _measure(url, asked, 1, seconds)
            _report("one user", alone, None)
            many = _measure(url, asked, users, seconds, [lambda over: _upload(url, paper, over)])
            _report(f"{users} users", many, alone)
            beside = [lambda over: _upload(url, paper, over), lambda over: _attack(url, over)]
            attacked = _measure(url, asked, users, seconds, beside)
            _report("one means ill", attacked, many)
            if process.poll() is not None:
                raise SystemExit("The service did not outlive it.")


def _measure(
    url: str,
    asked: list[str],
    users: int,
    seconds: float,
    beside: Sequence[Callable[[threading.Event], None]] = (),
) -> Round:
    """Let `users` ask for so many `seconds`, and what is `beside` act."""
    found, over = Round(), threading.Event()
    threads = [threading.Thread(target=_ask, args=(url, asked, user, found, over)) for user in range(users)]
    threads += [threading.Thread(target=act, args=(over,)) for act in beside]
    # In a process of its own, that does not wait for the users' threads.
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as apart:
        looked = apart.submit(_look, url, seconds)
        began = time.perf_counter()
        for thread in threads:
            thread.start()
        time.sleep(seconds)
        over.set()
        for thread in threads:
            thread.join()
        found.seconds = time.perf_counter() - began
        found.alive = looked.result()
    return found


def _ask(url: str, asked: list[str], user: int, found: Round, over: threading.Event) -> None:
    """One question after another, each user's in an order of their own."""
    chance = random.Random(user)  # noqa: S311 - the same in every run
    with _client(url, f"127.0.1.{user + 1}") as client:
        while not over.is_set():
            began = time.perf_counter()
            status = _status(lambda: client.post("/v1/ask", json={"question": chance.choice(asked)}))
            found.statuses[status] += 1
            if status == "200":
                found.took.append(time.perf_counter() - began)
            else:
                over.wait(chance.uniform(0, POLITE))


def _upload(url: str, paper: str, over: threading.Event) -> None:
    """A paper after another, each withdrawn when it is in the archive."""
    with _client(url, "127.0.2.1") as client:
        for number in itertools.count():
            if over.wait(1):
                return
            text = f"{paper}\n\nBilaga {number}\n"
            response = client.post("/v1/documents", files=[("files", (f"bilaga-{number}.txt", text.encode()))])
            while response.is_success and not over.wait(0.2):
                job = client.get(f"/v1/jobs/{response.json()['job_id']}")
                if job.is_success and job.json()["outcomes"]:
                    client.delete(f"/v1/documents/{job.json()['outcomes'][0]['document_id']}")
                    break


def _attack(url: str, over: threading.Event) -> None:
    """The worst requests that are known, without a pause, from one address."""
    with _client(url, "127.0.3.1") as client:
        papers = client.get("/v1/documents", params={"limit": 500}).json()["documents"]
        for send in itertools.cycle(_worst(client, [paper["document_id"] for paper in papers])):
            if over.is_set():
                return
            _status(send)


def _worst(client: httpx.Client, papers: list[str]) -> list[Callable[[], httpx.Response]]:
    marks = json.dumps({"question": "\u0301\u0323" * 60_000}, ensure_ascii=False).encode()
    long = " ".join(
        itertools.islice(itertools.cycle(("kommunstyrelsen", "beslutar", "§", "12", "KS", "2021/118")), 250)
    )
    asked = {"question": long[:_LONGEST], "limit": 20}
    text = client.get(f"/v1/documents/{papers[0]}/text").text
    places = [{"document_id": papers[0], "start": 0, "end": 600, "quote": text[:600]}] * 2_000
    return [
        lambda: client.post("/v1/ask", content=marks, headers=JSON),
        lambda: client.post("/v1/ask", content=b"[" * 60_000, headers=JSON),
        lambda: client.post("/v1/search", content=b" " * 30 * 2**20, headers=JSON),
        lambda: client.post("/v1/ask", json=asked),
        lambda: client.post("/v1/search", json={"query": asked["question"], "limit": 100, "explain": True}),
        lambda: client.post("/v1/ask", json=asked | {"ignore": ["x" * 100] * 200}),
        lambda: client.post("/v1/takeaway", json={"what": "answer", "asked": asked, "citations": places}),
        lambda: client.post("/v1/takeaway", content=b"[[]," * 500_000, headers=JSON),
        lambda: client.get("/v1/documents", params={"limit": 500}),
        lambda: client.get("/v1/quality"),
        lambda: client.get("/v1/cases", params={"limit": 500}),
    ]


def _look(url: str, seconds: float) -> list[float]:
    """Seconds that each look at whether the service lives took."""
    alive: list[float] = []
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        time.sleep(BETWEEN)
        with _client(url, "127.0.0.1") as client:  # each time on a connection of its own
            began = time.perf_counter()
            status = _status(lambda: client.get("/healthz"))
            alive.append(time.perf_counter() - began if status == "200" else PATIENCE)
    return alive


@contextmanager
def _client(url: str, address: str) -> Iterator[httpx.Client]:
    transport = httpx.HTTPTransport(local_address=address, verify=False)
    with httpx.Client(base_url=url, transport=transport, timeout=PATIENCE, trust_env=False) as client:
        yield client


def _status(send: Callable[[], httpx.Response]) -> str:
    try:
        return str(send().status_code)
    except httpx.HTTPError as error:
        return type(error).__name__


def _report(name: str, found: Round, before: Round | None) -> None:
    total = found.statuses.total()
    refused = sum(found.statuses[status] for status in REFUSED)
    failed = {status: n for status, n in found.statuses.items() if status not in ("200", *REFUSED)}
    tell(name, f"{found.per_second:.2f} answers/s, p95 {found.p95 * 1000:.0f} ms")
    if before:
        ratios = f"throughput x{found.per_second / before.per_second:.2f}, p95 x{found.p95 / before.p95:.2f}"
        tell("  against it", ratios)
    tell("  refused", f"{refused / total:.1%} of {total}; failed: {failed or 'none'}")
    alive = sorted(found.alive)
    tell("  /healthz", f"p95 {alive[int(len(alive) * 0.95)] * 1000:.0f} ms, at worst {alive[-1] * 1000:.0f} ms")


if __name__ == "__main__":
    given = [*sys.argv[3:], *[None, None]][:2]
    main(Path(sys.argv[1]), Path(sys.argv[2]), float(given[0] or SECONDS), int(given[1] or USERS))

"""How fast the running service answers, and what it takes: `python -m eval.benchmarks.serving QUESTIONS DOCUMENTS`.

Indexes DOCUMENTS, starts the service on a free port, asks it questions one after another over HTTP, and prints the
median and 95th percentile of `/v1/search` and `/v1/ask` beside those of `/healthz` (what HTTP alone costs), the time
from start to ready, and the peak memory of the process.
"""

from __future__ import annotations

import itertools
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

from eval.datasets import read_questions

ASKED = 200
PATIENCE = 120.0  # seconds to be ready


def main(questions: Path, documents: Path) -> None:
    """Run the benchmark and print it."""
    texts = list(itertools.islice(itertools.cycle(question.text for question in read_questions(questions)), ASKED))
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "ui.cli"]
        began = time.perf_counter()
        subprocess.run([*command, "index", str(documents), "--data-dir", folder], check=False)  # noqa: S603
        _line("index", f"{time.perf_counter() - began:.1f} s")
        port = _free_port()
        with _served([*command, "serve", "--port", str(port), "--data-dir", folder], port) as (url, process, ready):
            _line("start to ready", f"{ready:.1f} s")
            with httpx.Client(base_url=url, timeout=PATIENCE) as client:
                _time("/healthz", texts, lambda text: client.get("/healthz"))
                _time("/v1/search", texts, lambda text: client.post("/v1/search", json={"query": text}))
                _time("/v1/ask", texts, lambda text: client.post("/v1/ask", json={"question": text}))
            _line("peak memory", f"{_peak_memory(process.pid) / 2**20:.0f} MB")


@contextmanager
def _served(command: list[str], port: int) -> Iterator[tuple[str, subprocess.Popen[bytes], float]]:
    url = f"http://127.0.0.1:{port}"
    began = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)  # noqa: S603
    try:
        while time.perf_counter() - began < PATIENCE:
            try:
                if httpx.get(f"{url}/readyz").is_success:
                    break
            except httpx.TransportError:
                time.sleep(0.05)
        yield url, process, time.perf_counter() - began
    finally:
        process.terminate()
        process.wait()


def _time(name: str, texts: list[str], ask: Callable[[str], httpx.Response]) -> None:
    took = []
    for text in texts:
        began = time.perf_counter()
        ask(text).raise_for_status()
        took.append((time.perf_counter() - began) * 1000)
    _line(name, f"median {statistics.median(took):.1f} ms, p95 {statistics.quantiles(took, n=20)[-1]:.1f} ms")


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port


def _peak_memory(pid: int) -> int:
    """The greatest resident size of a process so far, in bytes (Linux)."""
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) * 1024
    return 0


def _line(name: str, value: str) -> None:
    sys.stdout.write(f"{name:16}{value}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))

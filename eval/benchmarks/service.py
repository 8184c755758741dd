"""A service to measure: the real command over an archive, in a process of its own on a free port."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

PATIENCE = 120.0  # seconds to be ready


def index(documents: Path, archive: Path) -> None:
    """Read `documents` into `archive`, as far as they can be read."""
    command = [sys.executable, "-m", "ui.cli", "index", str(documents), "--data-dir", str(archive)]
    subprocess.run(command, check=False)  # noqa: S603


@contextmanager
def served(command: list[str], port: int) -> Iterator[tuple[str, subprocess.Popen[bytes], float]]:
    """Run `command`, which serves on `port`; gives the address, the process, and the seconds until it was ready."""
    url = f"http://127.0.0.1:{port}"
    began = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # noqa: S603
    try:
        while not _is_ready(url):
            if process.poll() is not None or time.perf_counter() - began > PATIENCE:
                raise SystemExit("The service did not start.")
            time.sleep(0.05)
        yield url, process, time.perf_counter() - began
    finally:
        process.terminate()
        process.wait()


def _is_ready(url: str) -> bool:
    try:
        return httpx.get(f"{url}/readyz").is_success
    except httpx.TransportError:
        return False


def free_port() -> int:
    """A port that nothing listens on."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port


def peak_memory(pid: int) -> int:
    """The greatest resident size of a process so far, in bytes (Linux)."""
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) * 1024
    return 0


def tell(name: str, value: str) -> None:
    """Print a figure."""
    sys.stdout.write(f"{name:16}{value}\n")
    sys.stdout.flush()

"""A disk that runs full: what would be written is refused in time, nothing dies, nothing that was there is lost."""

import os
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

MB = 2**20
SIZE = 256 * MB


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """Return a folder on a disk of its own, in memory."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={SIZE}", "tmpfs", str(folder)], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip("mounting is not allowed")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


def paper(number: int) -> bytes:
    """Return a paper of a hundred §, unlike all others."""
    sections = "\n\n".join(
        f"§ {place} Isbana {number}\n\nBeslut\nNämnden beslutar att isbana {number}-{place} ska hållas öppen."
        for place in range(1, 101)
    )
    return f"Viklunda kommun\nKultur- och fritidsnämnden\n\nProtokoll\n2023-02-15\n\n{sections}\n".encode()


def test_a_disk_that_runs_full(serve, small_disk):
    with serve(small_disk / "arkiv", disk_reserve=64 * MB) as service:

        def give(number: int) -> int:
            response = service.http.post("/v1/documents", files=[("files", (f"{number}.txt", paper(number)))])
            if response.status_code == 202:
                for _ in range(100):  # one that waits for room is not waited for
                    if service.http.get(f"/v1/jobs/{response.json()['job_id']}").json()["state"].startswith("done"):
                        break
                    time.sleep(0.1)
            return response.status_code

        assert give(0) == 202
        filler = small_disk / "annat"
        left = os.statvfs(small_disk).f_bavail * os.statvfs(small_disk).f_frsize
        filler.write_bytes(b"x" * (left - 66 * MB))  # another program does it
        codes = [give(number) for number in range(1, 40)]
        assert 507 in codes
        assert service.process.poll() is None
        assert service.http.get("/v1/documents").json()["total"] >= 1
        assert service.ask("vad beslutades om isbana 0-7?").status_code == 200
        filler.unlink()
        assert give(99) == 202
        accepted = 2 + codes.count(202)
        for _ in range(600):
            if (total := service.http.get("/v1/documents").json()["total"]) == accepted:
                break
            time.sleep(0.1)
        assert total == accepted  # what waited for room too

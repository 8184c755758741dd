"""The memory of all readers together: the largest is given up where they take too much, and the others go on."""

import io
import os
import threading
import time
import zipfile
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import BinaryIO

import pytest

from corpus import isolation, leaves, memory
from corpus.errors import UnreadableFile
from corpus.memory import Together
from corpus.readers import Limits
from corpus.reading import Paper
from corpus.sandbox import Sandbox

MakeBytes = Callable[..., bytes]
MB = 2**20
HEAVY, LIGHT = 180 * MB, 150 * MB  # of two files
ALLOWED = 330 * MB  # more than a reader takes that holds one of them, less than two that hold both
WAIT = 60.0


@pytest.fixture
def readers(monkeypatch: pytest.MonkeyPatch) -> Together:
    """Return what counts the readers of the test, and not those that the tests of this process share."""
    counting = Together(memory.usual())
    monkeypatch.setattr(memory, "READERS", counting)
    return counting


def weighty(docx: bytes, size: int) -> bytes:
    """Return a Word file with so many bytes in it that belong to nothing."""
    file = io.BytesIO(docx)
    with zipfile.ZipFile(file, "a", zipfile.ZIP_STORED) as archive:
        archive.writestr("ballast.bin", bytes(size))
    return file.getvalue()


class Coming:
    """A file that comes through a pipe, from which the reader has all but the end until it is told to come."""

    def __init__(self, content: bytes) -> None:
        reading, writing = os.pipe()
        self.file: BinaryIO = open(reading, "rb")  # noqa: SIM115 - closed by `close`
        self._content = content
        self._rest = threading.Event()
        self.is_there = threading.Event()
        self._thread = threading.Thread(target=self._write, args=(writing,))
        self._thread.start()

    def _write(self, handle: int) -> None:
        with open(handle, "wb") as pipe:
            pipe.write(self._content[:-MB])
            pipe.flush()
            self.is_there.set()
            self._rest.wait(WAIT)
            pipe.write(self._content[-MB:])

    def end(self) -> None:
        """Let the rest come."""
        self._rest.set()

    def close(self) -> None:
        """Wait until it has come."""
        self._rest.set()
        self.file.read()
        self._thread.join()
        self.file.close()


def wait_for(happens: Callable[[], bool]) -> None:
    """Wait until something is so."""
    until = time.monotonic() + WAIT
    while not happens():
        assert time.monotonic() < until
        time.sleep(0.05)


def taken(readers: Together) -> list[int]:
    """Return what each reader that is counted and not given up takes."""
    return [memory.taken(reader.process.pid) for reader in readers._readers if reader.given_up is None]


def test_each_alone_is_read(make_docx: MakeBytes, readers: Together) -> None:
    """What neither of the two files costs by itself."""
    readers.most = ALLOWED
    for size in (HEAVY, LIGHT):
        with Sandbox(readers=1) as alone:
            (paper,) = alone.read(weighty(make_docx("Nämnden köper grus."), size), "a.docx")
            assert paper.document, paper.trouble


def test_two_that_are_too_much_together(make_docx: MakeBytes, readers: Together) -> None:
    """The larger is given up and told of, the other is read whole, and so is the next."""
    heavy = Coming(weighty(make_docx("Nämnden köper grus."), HEAVY))
    light = Coming(weighty(make_docx("Nämnden köper lampor."), LIGHT))
    with Sandbox(Limits(), readers=2) as both, ThreadPoolExecutor(2) as threads:
        first: Future[tuple[Paper, ...]] = threads.submit(both.read, heavy.file, "tung.docx")
        second: Future[tuple[Paper, ...]] = threads.submit(both.read, light.file, "lätt.docx")
        assert heavy.is_there.wait(WAIT)
        assert light.is_there.wait(WAIT)
        assert sum(taken(readers)) > HEAVY + LIGHT
        readers.most = ALLOWED
        wait_for(lambda: len(taken(readers)) == 1)
        heavy.end()
        (given_up,) = first.result(WAIT)
        light.end()
        (read,) = second.result(WAIT)
        (following,) = both.read(b"N\xc3\xa4mnden k\xc3\xb6per r\xc3\xb6r.", "efter.txt")
    heavy.close()
    light.close()
    assert given_up.document is None
    assert "Läsarna tog tillsammans mer än 0.3 GB minne" in given_up.trouble
    assert "BESLUTSMINNE_READERS_MEMORY" in given_up.trouble
    assert read.document is not None
    assert read.document.text.strip() == "Nämnden köper lampor."
    assert following.document is not None


def test_one_that_is_given_up_at_rest_costs_no_file(readers: Together) -> None:
    """What it still held of the file before is what the others are given."""
    with Sandbox(readers=1) as box:
        (before,) = box.read("Nämnden är samlad.".encode(), "a.txt")
        readers.most = 1
        wait_for(lambda: taken(readers) == [])
        readers.most = memory.usual()
        (after,) = box.read("Nämnden är samlad.".encode(), "b.txt")
    assert before.document
    assert after.document


@pytest.mark.parametrize("started", [0, 1, 2], ids=["itself", "a program", "a program of a program"])
def test_what_a_reader_has_started_counts(started: int, readers: Together, tmp_path: Path) -> None:
    """As the OCR programs do; and it is ended with it."""
    ready, told = os.pipe()
    script = "import os, sys, time; held = b'x' * (200 * 2**20); os.write(int(sys.argv[1]), b'1'); time.sleep(600)"
    for _ in range(started):
        script = (
            f"import subprocess, sys; subprocess.run([sys.executable, '-c', {script!r}, sys.argv[1]], close_fds=False)"
        )
    cell = isolation.cell()
    try:
        process = cell.start("-c", script, str(told), pass_fds=[told])
        assert os.read(ready, 1) == b"1"
        assert 200 * MB < memory.taken(process.pid) < 400 * MB
        assert cell.given_up is None
        readers.most = 150 * MB
        assert process.wait(WAIT) != 0
        assert cell.given_up == 150 * MB
        os.close(told)
        assert os.read(ready, 1) == b""  # nobody holds the other end any more
    finally:
        os.close(ready)
        cell.close()


def test_what_draws_pages_counts(make_pdf: MakeBytes, readers: Together, tmp_path: Path) -> None:
    """The page is told to be shown as text for now, and drawn when there is room."""
    file = tmp_path / "a.pdf"
    file.write_bytes(make_pdf(["Ett protokoll"]))
    readers.most = 1
    with pytest.raises(UnreadableFile, match=r"Sidan 1 .* läsarna tar för mycket minne tillsammans"):
        leaves.picture(file, 1)
    readers.most = memory.usual()
    assert leaves.picture(file, 1).startswith(b"RIFF")


def test_nothing_is_watched_where_nothing_reads(readers: Together) -> None:
    """The thread ends with the last reader, and there is one for any number."""

    def watching() -> set[threading.Thread]:
        return {thread for thread in threading.enumerate() if thread.name == "readers-memory"}

    before = watching()
    for _ in range(3):
        with Sandbox(readers=2) as box, ThreadPoolExecutor(2) as threads:
            list(threads.map(lambda name: box.read(b"Ett protokoll.", name), ["a.txt", "b.txt", "c.txt"]))
            assert len(watching() - before) == 1
    wait_for(lambda: watching() <= before)


def test_the_usual_is_half_of_the_machine() -> None:
    """By /proc/meminfo, within its bounds."""
    (line,) = (line for line in Path("/proc/meminfo").read_text().splitlines() if line.startswith("MemTotal:"))
    half = int(line.split()[1]) * 1024 // 2
    assert abs(memory.usual() - min(max(half, 2**30), 8 * 2**30)) < 64 * MB

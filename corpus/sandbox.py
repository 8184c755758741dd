"""Files are hostile until read: they are read in processes of their own, with limits on their time and memory.

What keeps them from the machine is `corpus.isolation`. What comes back is JSON, never a pickle, so that a reader taken
over by a file can send nothing but text. The process is started as `python -m corpus.sandbox` and not by
multiprocessing, which would run the caller's own script again in it.
"""

from __future__ import annotations

import io
import os
import queue
import resource
import signal
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from types import TracebackType
from typing import BinaryIO

from pydantic import TypeAdapter, ValidationError

from corpus import isolation, reading
from corpus.errors import Interrupted
from corpus.readers import Limits, clock
from corpus.reading import Paper

_PAPER = TypeAdapter(Paper)
_LIMITS = TypeAdapter(Limits)
_END = b""
_SLOW = "Filen tog mer än {:.0f} sekunder att läsa. Dela upp den eller spara om den."
_CRASHED = "Filen fick läsaren att krascha eller att ta för mycket minne. Spara om den och försök igen."
_TOGETHER = (
    "Läsarna tog tillsammans mer än {:.1f} GB minne, och den som läste filen tog mest. Läs in den igen när färre filer"
    " läses, dela upp den, eller höj BESLUTSMINNE_READERS_MEMORY."
)
PIECE = 2**20  # bytes of a file that are sent at a time
MARGIN = 10.0  # seconds beyond which even a reader that keeps no time is given up
# Two readers keep two cores at work; a third would only wait for memory.
READERS = 2
# A reader ends with the thread that started it (`isolation`): this one lasts as long as we do.
_STARTER = ThreadPoolExecutor(1, thread_name_prefix="readers")


class Sandbox:
    """Processes that read one file after another, each replaced when it dies or is too slow. Use it in a `with`.

    `read` may be called from as many threads as there are `readers`.
    """

    def __init__(self, limits: Limits | None = None, readers: int = READERS) -> None:
        self.readers = readers
        self.limits = limits or Limits()
        self._interrupted = False
        self._all = [_Reader(self.limits) for _ in range(readers)]
        self._idle: queue.LifoQueue[_Reader] = queue.LifoQueue()
        for reader in self._all:
            self._idle.put(reader)

    def __enter__(self) -> Sandbox:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the processes that are at rest."""
        while True:
            try:
                self._idle.get_nowait().stop()
            except queue.Empty:
                return

    def interrupt(self) -> None:
        """Break off what is being read, from any thread: its `read` raises `Interrupted`, and so do all later ones."""
        self._interrupted = True
        for reader in self._all:
            reader.kill()

    def read(self, content: bytes | BinaryIO, name: str) -> tuple[Paper, ...]:
        """The papers of the file `name` with `content`; see `corpus.reading.read`.

        An open file is read piece by piece from where it stands: this process never holds it whole.
        """
        file = io.BytesIO(content) if isinstance(content, bytes) else content
        reader = self._idle.get()
        try:
            papers = () if self._interrupted else tuple(reader.read(file, name))
        finally:
            self._idle.put(reader)
        if self._interrupted:
            raise Interrupted(f"Läsningen av {name} avbröts.")
        return papers


class _Reader:
    """One process and the way to it."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._cell: isolation.Cell | None = None
        self._process: subprocess.Popen[bytes] | None = None
        self._connection: Connection | None = None

    def read(self, content: BinaryIO, name: str) -> Iterator[Paper]:
        connection = self._started()
        most = self._limits.seconds + self._limits.ocr_seconds + MARGIN
        try:
            connection.send_bytes(name.encode(errors="replace"))
            left = self._limits.size + 1  # of a file that has grown since, as much as shows that it is too large
            while piece := content.read(min(PIECE, left)):
                connection.send_bytes(piece)
                left -= len(piece)
            connection.send_bytes(_END)
            while True:
                if not connection.poll(most):
                    raise EOFError
                answer = connection.recv_bytes()
                if answer == _END:
                    return
                yield _PAPER.validate_json(answer)
        except (EOFError, ConnectionError, ValidationError):
            trouble = self._trouble()
            self.stop()
            yield Paper("", trouble=trouble)
        except OSError:  # of the file, which the process now waits for the rest of
            self.stop()
            raise

    def _trouble(self) -> str:
        """What to tell of the file that the process ended over."""
        if self._cell and self._cell.given_up:
            return _TOGETHER.format(self._cell.given_up / 2**30)
        slow = self._ended_by() in (-signal.SIGALRM, 128 + signal.SIGALRM)  # the latter is told by bubblewrap
        return _SLOW.format(self._limits.seconds) if slow else _CRASHED

    def _ended_by(self) -> int | None:
        try:
            return self._process.wait(1.0) if self._process else None
        except subprocess.TimeoutExpired:
            return None

    def kill(self) -> None:
        if process := self._process:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)  # and what it has started, such as OCR

    def stop(self) -> None:
        self.kill()
        if self._process is not None:
            self._process.wait()
        if self._connection is not None:
            self._connection.close()
        if self._cell is not None:
            self._cell.close()
        self._process = self._connection = self._cell = None

    def _started(self) -> Connection:
        if self._cell and self._cell.given_up:  # while it was at rest, which costs no file
            self.stop()
        if self._connection is None:
            self._connection, theirs = Pipe()
            handle, self._cell = theirs.fileno(), isolation.cell()
            self._process = _STARTER.submit(
                self._cell.start, "-m", "corpus.sandbox", str(handle), pass_fds=[handle]
            ).result()
            theirs.close()
            self._connection.send_bytes(_LIMITS.dump_json(self._limits))
        return self._connection


def serve(connection: Connection) -> None:
    """Read the files that come over `connection`, after their limits, until it is closed."""
    isolation.give_up_rights()
    limits = _LIMITS.validate_json(connection.recv_bytes())
    resource.setrlimit(resource.RLIMIT_AS, (limits.memory, limits.memory))
    while True:
        try:
            name = connection.recv_bytes().decode()
            content = io.BytesIO()  # gives what was written without a copy
            for piece in iter(connection.recv_bytes, _END):
                content.write(piece)
        except EOFError:
            return
        clock.start(limits.seconds)
        for paper in reading.read(content.getvalue(), name, limits):
            connection.send_bytes(_PAPER.dump_json(paper))
            clock.start(limits.seconds)  # each paper of a zip has its own time
        clock.start(0)
        connection.send_bytes(_END)


if __name__ == "__main__":
    serve(Connection(int(sys.argv[1])))

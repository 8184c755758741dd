"""The memory that all readers take together, with what they have started, and what is done where it is too much.

Each process has a limit of its own, but ten below it can take more than the machine has. So their trees are added up
some times a second, and where they pass what is allowed the largest is ended: its file is given up, the others go on.
Counted is what only a process that lives needs (anonymous and shared memory, proc(5)), not programs mapped from disk.
"""

from __future__ import annotations

import logging
import os
import signal
import subprocess
import threading
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

LEAST, MOST = 2**30, 8 * 2**30  # bytes of the limit where none is set
EVERY = 0.2  # seconds between two looks
_log = logging.getLogger(__name__)

_COUNTED = ("RssAnon:", "RssShmem:")


@dataclass(slots=True, eq=False)
class Reader:
    """A process that reads, with all below it; `given_up` is what they were allowed where it was ended for that."""

    process: subprocess.Popen[bytes]
    counted_by: Together
    given_up: int | None = None


class Together:
    """What the readers of this process may take: `most` bytes. Safe to use from several threads."""

    def __init__(self, most: int) -> None:
        self.most = most
        self._readers: list[Reader] = []
        self._lock = threading.Lock()
        self._watched = False

    def count(self, process: subprocess.Popen[bytes]) -> Reader:
        """Count `process`, which leads a group of its own, until it is released."""
        reader = Reader(process, self)
        with self._lock:
            self._readers.append(reader)
            if not self._watched:
                self._watched = True
                threading.Thread(target=self._watch, name="readers-memory", daemon=True).start()
        return reader

    def release(self, reader: Reader) -> None:
        """Count a process no more, which has ended."""
        with self._lock:
            self._readers.remove(reader)

    def _watch(self) -> None:
        rest = threading.Event()
        while self._is_wanted():
            rest.wait(EVERY)

    def _is_wanted(self) -> bool:
        try:
            return self._look()
        except Exception:  # whatever it is, the limit goes on
            _log.exception("the readers' memory could not be looked at")
            return True

    def _look(self) -> bool:
        """Whether there is anything to count; and the largest is ended where all are too large."""
        with self._lock:
            sizes = {reader: taken(reader.process.pid) for reader in self._readers if reader.given_up is None}
            if sum(sizes.values()) > self.most:
                largest = max(sizes, key=sizes.__getitem__)
                largest.given_up = self.most
                with suppress(OSError):  # it has ended
                    os.killpg(largest.process.pid, signal.SIGKILL)
            self._watched = bool(self._readers)
            return self._watched


def taken(pid: int) -> int:
    """The bytes that a process and all below it take; 0 where there is none, or no /proc."""
    return sum(map(_own, _tree(pid)))


def _tree(pid: int) -> Iterator[int]:
    left = [pid]
    while left:
        one = left.pop()
        yield one
        with suppress(OSError):  # it has ended
            for children in Path(f"/proc/{one}/task").glob("*/children"):
                left += map(int, children.read_text("ascii").split())


def _own(pid: int) -> int:
    try:
        lines = Path(f"/proc/{pid}/status").read_text("utf-8", "replace").splitlines()
    except OSError:
        return 0
    return sum(int(line.split()[1]) * 1024 for line in lines if line.startswith(_COUNTED))


def usual() -> int:
    """What is allowed where nothing is set, in bytes: half of the machine's memory, between `LEAST` and `MOST`."""
    return min(max(os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") // 2, LEAST), MOST)


READERS = Together(usual())

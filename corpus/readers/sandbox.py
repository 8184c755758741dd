"""Files are hostile until read: they are read in a process of their own, with limits on its time and memory.

What comes back is JSON, never a pickle, so that a reader taken over by a file can send nothing but text.
"""

from __future__ import annotations

import json
import multiprocessing
from dataclasses import asdict
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from types import TracebackType

from corpus import errors
from corpus.models import Extraction, Span
from corpus.readers import Limits, extract


class Sandbox:
    """A process that reads one file after another, replaced when it dies or is too slow. Use it in a `with`."""

    def __init__(self, limits: Limits | None = None) -> None:
        self._limits = limits or Limits()
        self._process: SpawnProcess | None = None
        self._connection: Connection | None = None

    def __enter__(self) -> Sandbox:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stop()

    def extract(self, data: bytes, name: str) -> Extraction:
        """The text of a file's content, or an `UnreadableFile` that says why not; see `corpus.readers.extract`."""
        connection = self._started()
        try:
            connection.send_bytes(name.encode())
            connection.send_bytes(data)
            if not connection.poll(self._limits.seconds):
                self._stop()
                raise errors.TooLarge(
                    f"Filen tog mer än {self._limits.seconds:.0f} sekunder att läsa. Dela upp den eller spara om den."
                )
            answer = json.loads(connection.recv_bytes())
        except (EOFError, ConnectionError) as error:
            self._stop()
            raise errors.UnreadableFile(
                "Filen fick läsaren att krascha eller att ta för mycket minne. Spara om den och försök igen."
            ) from error
        if "error" in answer:
            raise getattr(errors, answer["error"])(answer["message"])
        return Extraction(
            text=answer["text"],
            pages=tuple(Span(**page) for page in answer["pages"]),
            headings=tuple(Span(**heading) for heading in answer["headings"]),
            warnings=tuple(answer["warnings"]),
        )

    def _started(self) -> Connection:
        if self._connection is None:
            context = multiprocessing.get_context("spawn")
            self._connection, theirs = context.Pipe()
            self._process = context.Process(target=_serve, args=(theirs, self._limits), daemon=True)
            self._process.start()
            theirs.close()
        return self._connection

    def _stop(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.join()
        if self._connection is not None:
            self._connection.close()
        self._process = self._connection = None


def _serve(connection: Connection, limits: Limits) -> None:
    _limit_memory(limits.memory)
    while True:
        try:
            name = connection.recv_bytes().decode()
            data = connection.recv_bytes()
        except (EOFError, KeyboardInterrupt):
            return
        connection.send_bytes(json.dumps(_answer(data, name, limits)).encode())


def _answer(data: bytes, name: str, limits: Limits) -> dict[str, object]:
    try:
        return asdict(extract(data, name, limits))
    except errors.UnreadableFile as error:
        return {"error": type(error).__name__, "message": str(error)}
    except (MemoryError, RecursionError) as error:
        return {
            "error": "TooLarge",
            "message": f"Filen är för invecklad att läsa ({type(error).__name__}). Spara om den.",
        }
    except Exception as error:  # a parser's own surprise on hostile input costs this file only
        return {
            "error": "UnreadableFile",
            "message": f"Filen kunde inte läsas ({type(error).__name__}: {error}). Spara om den och försök igen.",
        }


def _limit_memory(size: int) -> None:
    try:
        import resource
    except ImportError:  # Windows has no such limits
        return
    resource.setrlimit(resource.RLIMIT_AS, (size, size))

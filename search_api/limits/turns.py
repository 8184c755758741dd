"""Who works now: a few requests at a time, the rest in a queue that is fair to each client.

More threads than processors make all of them slower, and the one that listens too. So as many work at once as there are
processors. Next is the client that is least at work and, of those, has worked the shortest time so far (start-time fair
queueing, Goyal, Vin and Cheng 1996, with the time that was taken for the length of a packet): who sends what is heavy
waits for its own.
"""

from __future__ import annotations

import asyncio
import contextvars
from collections import Counter, deque
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import partial
from typing import ParamSpec, TypeVar

from corpus import deadline
from corpus.errors import Busy

P = ParamSpec("P")
T = TypeVar("T")

# Seconds that a client waits longer than others, for each that stands in the queue, for what it has worked more than
# they: who has once asked for something heavy must not wait until all others have worked as long.
MOST_OWED = 0.5


class Turns:
    """`at_once` at work, at most `most_waiting` beside them, each for at most `seconds` with the waiting."""

    def __init__(self, at_once: int, most_waiting: int, seconds: float) -> None:
        self.seconds = seconds
        self._at_once = at_once
        self._most_waiting = most_waiting
        self._threads = ThreadPoolExecutor(at_once, thread_name_prefix="turn")
        self._queues: dict[str, deque[asyncio.Future[None]]] = {}
        self._working: Counter[str] = Counter()
        self._worked: dict[str, float] = {}  # seconds, where they are more than `_floor`
        self._floor = 0.0  # what the client that had the last turn had worked before it

    def close(self) -> None:
        """Let the threads go."""
        self._threads.shutdown(wait=False, cancel_futures=True)

    @property
    def working(self) -> int:
        """How many are at work."""
        return self._working.total()

    @property
    def waiting(self) -> int:
        """How many wait for their turn."""
        return sum(map(len, self._queues.values()))

    @asynccontextmanager
    async def turn(self, client: str) -> AsyncIterator[None]:
        """A turn of `client`, as long as this is entered. Raises `Busy` where too many wait, or it waits too long."""
        began = await self._enter(client)
        try:
            yield
        finally:
            self._leave(client, began)

    async def run(self, client: str, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """What `function` gives, called in a thread in a turn of `client`.

        Raises `Busy` as `turn` does, and where it is late: then `function` is told (`corpus.deadline`), and has its
        turn until it ends.
        """
        loop = asyncio.get_running_loop()
        due = loop.time() + self.seconds
        began = await self._enter(client)
        context = contextvars.copy_context()
        context.run(deadline.limit, due - loop.time())
        work = loop.run_in_executor(self._threads, partial(context.run, function, *args, **kwargs))

        def end(done: asyncio.Future[T]) -> None:
            done.cancelled() or done.exception()  # which else is told as never asked for, where nobody waits any more
            self._leave(client, began)

        work.add_done_callback(end)
        await asyncio.wait([work], timeout=max(0.0, due - loop.time()))
        if not work.done():
            raise deadline.late(self.seconds)
        return work.result()

    async def _enter(self, client: str) -> float:
        """Wait for a turn; gives the time at which it began."""
        loop = asyncio.get_running_loop()
        if self.working < self._at_once:
            return self._begin(client)
        if self.waiting >= self._most_waiting:
            raise Busy("Tjänsten har fullt upp. Försök igen om en stund.")
        called: asyncio.Future[None] = loop.create_future()
        self._queues.setdefault(client, deque()).append(called)
        try:
            await asyncio.wait([called], timeout=self.seconds)
            if not called.done():
                raise deadline.late(self.seconds)
        except BaseException:
            if called.done():
                self._leave(client, loop.time())
            else:
                self._withdraw(client, called)
            raise
        return loop.time()

    def _begin(self, client: str) -> float:
        self._working[client] += 1
        self._floor = max(self._floor, self._worked.get(client, 0.0))
        return asyncio.get_running_loop().time()

    def _leave(self, client: str, began: float) -> None:
        took = asyncio.get_running_loop().time() - began
        self._working[client] -= 1
        worked = max(self._worked.get(client, 0.0), self._floor) + took
        self._worked[client] = min(worked, self._floor + MOST_OWED)
        self._worked = {one: seconds for one, seconds in self._worked.items() if seconds > self._floor}
        self._working += Counter()  # forgets who is at work no more
        if self._queues:
            self._call(min(self._queues, key=lambda one: (self._working[one], self._worked.get(one, self._floor))))

    def _call(self, client: str) -> None:
        called = self._queues[client][0]
        self._withdraw(client, called)
        self._begin(client)
        called.set_result(None)

    def _withdraw(self, client: str, called: asyncio.Future[None]) -> None:
        self._queues[client].remove(called)
        if not self._queues[client]:
            del self._queues[client]


@dataclass(frozen=True, slots=True)
class Client:
    """The turns of one client, by its `name`."""

    name: str
    turns: Turns

    async def run(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """See `Turns.run`."""
        return await self.turns.run(self.name, function, *args, **kwargs)

"""Turns: as many at work as may be, the rest in a queue that is fair, bounded, and left by who is late."""

import asyncio
import threading

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus import deadline
from corpus.errors import Busy
from search_api.limits.turns import MOST_OWED, Turns


async def worked(turns: Turns, client: str, order: list[str], seconds: float = 0.0) -> None:
    async with turns.turn(client):
        order.append(client)
        await asyncio.sleep(seconds)


@given(st.integers(1, 4), st.lists(st.sampled_from("abc"), min_size=1, max_size=30))
def test_no_more_than_may_are_at_work(at_once: int, clients: list[str]) -> None:
    """And all have their turn, and nothing is kept of them."""
    turns, most = Turns(at_once, 100, 10), 0

    async def one(client: str) -> None:
        nonlocal most
        async with turns.turn(client):
            most = max(most, turns.working)
            await asyncio.sleep(0)

    async def all_of_them() -> None:
        await asyncio.gather(*map(one, clients))

    asyncio.run(all_of_them())
    assert most == min(at_once, len(clients))
    assert (turns.working, turns.waiting) == (0, 0)


def test_who_asks_for_much_waits_for_its_own() -> None:
    """Ten of one client stand first in the queue: the one of another goes before all but what is at work."""
    order: list[str] = []

    async def ask() -> None:
        turns = Turns(1, 100, 10)
        many = [asyncio.create_task(worked(turns, "many", order, 0.01)) for _ in range(10)]
        await asyncio.sleep(0)
        await worked(turns, "one", order)
        await asyncio.gather(*many)

    asyncio.run(ask())
    assert order[:2] == ["many", "one"]
    assert order.count("many") == 10


def test_who_works_long_waits_longer() -> None:
    """Of two that ask as often, one for what takes ten times as long: the other has many turns for each of its."""
    order: list[str] = []

    async def ask() -> None:
        turns, over = Turns(1, 100, 10), asyncio.Event()

        async def again(client: str, seconds: float) -> None:
            while not over.is_set():
                await worked(turns, client, order, seconds)

        asking = [asyncio.create_task(again(*one)) for one in (("heavy", 0.1), ("light", 0.01), ("light", 0.01))]
        await asyncio.sleep(1)
        over.set()
        await asyncio.gather(*asking)

    asyncio.run(ask())
    assert order.count("light") > 3 * order.count("heavy") > 0


def test_what_was_heavy_once_is_soon_forgiven() -> None:
    """Who has worked very long waits until the others have worked for a while, not for as long."""
    order: list[str] = []

    async def ask() -> None:
        turns = Turns(1, 100, 10)
        await worked(turns, "heavy", order, 2 * MOST_OWED)

        async def others() -> None:
            for _ in range(15):
                await worked(turns, "light", order, MOST_OWED / 10)

        await asyncio.gather(others(), others(), worked(turns, "heavy", order))

    asyncio.run(ask())
    place = order.index("heavy", 1)
    assert 1 < place < 20


def test_a_full_queue_refuses() -> None:
    async def ask() -> None:
        turns, order = Turns(1, 2, 10), []
        three = [asyncio.create_task(worked(turns, "a", order, 0.01)) for _ in range(3)]
        await asyncio.sleep(0)
        with pytest.raises(Busy) as refused:
            await worked(turns, "b", order)
        assert refused.value.retry_after > 0
        await asyncio.gather(*three)
        await worked(turns, "b", order)
        assert order == ["a", "a", "a", "b"]

    asyncio.run(ask())


@pytest.mark.parametrize("cancel", [True, False])
def test_who_leaves_the_queue_takes_no_turn(cancel: bool) -> None:
    """Because it is late or because nobody waits for it any more."""

    async def ask() -> None:
        turns, order = Turns(1, 10, 0.05), []
        async with turns.turn("a"):
            waiting = asyncio.create_task(worked(turns, "b", order))
            await asyncio.sleep(0)
            assert turns.waiting == 1
            if cancel:
                waiting.cancel()
            with pytest.raises(asyncio.CancelledError if cancel else Busy):
                await waiting
            assert turns.waiting == 0
        await worked(turns, "c", order)
        assert order == ["c"]

    asyncio.run(ask())


def test_what_is_late_is_told_and_has_its_turn_until_it_ends() -> None:
    """The caller hears of it in time; a thread that does not look on goes on, and nobody works beside it."""
    go_on, seen = threading.Event(), []

    def slow() -> None:
        go_on.wait(10)
        try:
            deadline.check()
        except Busy:
            seen.append("late")

    async def ask() -> None:
        turns = Turns(1, 10, 0.1)
        with pytest.raises(Busy, match=r"0 sekunder"):
            await turns.run("a", slow)
        assert turns.working == 1
        go_on.set()
        while turns.working:
            await asyncio.sleep(0.01)
        assert await turns.run("a", lambda: "svar") == "svar"
        turns.close()

    asyncio.run(ask())
    assert seen == ["late"]


def test_an_error_of_the_work_is_the_callers() -> None:
    async def ask() -> None:
        turns = Turns(1, 10, 10)
        with pytest.raises(ZeroDivisionError):
            await turns.run("a", lambda: 1 // 0)
        assert turns.working == 0
        turns.close()

    asyncio.run(ask())


def test_no_deadline_where_none_is_set() -> None:
    deadline.check()

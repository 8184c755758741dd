"""The queue of what was given to the archive: in order, each file to one worker, and nothing lost with a process."""

import datetime as dt
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from corpus.catalogue import Catalogue
from corpus.catalogue.jobs import Backlog, FileState, Given, Giver, JobQueue


@pytest.fixture
def queue(database: str) -> Iterator[JobQueue]:
    """Return an empty queue."""
    opened = Catalogue(database)
    yield opened.jobs
    opened.close()


GIVER = Giver("berit", frozenset({"Avika kommun", "Ö ”kommun”"}))


def give(queue: JobQueue, job_id: str, *paths: str) -> None:
    """Let files wait."""
    queue.enqueue(job_id, [Given(path, f".{job_id}-{path}", 10) for path in paths], 0, Giver("anna"))


def taken(queue: JobQueue, worker: str = "a") -> list[str]:
    """Return the paths of all files that a worker is given until there are none, done as they come."""
    paths = []
    while task := queue.claim(worker, 60):
        paths.append(task.path)
        queue.finish(task, worker, b"[]")
    return paths


def test_files_come_in_their_order(queue: JobQueue) -> None:
    """With all that was said of them, and as often as they are asked for they are told of."""
    queue.enqueue("x", [Given("a.txt", ".1", 7), Given("mapp/b.txt", ".2", 2**40)], 5, GIVER)
    first = queue.claim("w", 60)
    assert first is not None
    assert (first.path, first.kept, first.tries, first.event, first.giver) == ("a.txt", ".1", 1, 5, GIVER)
    assert queue.giver("x") == GIVER
    assert queue.giver("y") is None
    states = [(file.path, file.state) for file in queue.get("x")]
    assert states == [("a.txt", FileState.RUNNING), ("mapp/b.txt", FileState.WAITING)]
    assert queue.counts() == Backlog(2, 2**40 + 7)
    queue.finish(first, "w", b"[1]")
    assert [(file.state, file.told) for file in queue.get("x")] == [(FileState.DONE, b"[1]"), (FileState.WAITING, b"")]
    assert queue.counts() == Backlog(1, 2**40)
    assert taken(queue) == ["mapp/b.txt"]
    assert queue.counts() == Backlog(0, 0)
    assert queue.get("y") == []


def test_one_paper_does_not_wait_for_a_thousand(queue: JobQueue) -> None:
    """The first file of each job comes before the second of any."""
    give(queue, "many", *(f"{n}.txt" for n in range(5)))
    give(queue, "one", "ett.txt")
    assert taken(queue) == ["0.txt", "ett.txt", "1.txt", "2.txt", "3.txt", "4.txt"]


def test_the_later_of_two_in_one_place_comes_last(queue: JobQueue) -> None:
    """Whatever its place in its job: what was given last is what lies there."""
    give(queue, "x", "a.txt", "b.txt", "p.txt")
    give(queue, "y", "p.txt")
    assert taken(queue) == ["a.txt", "b.txt", "p.txt", "p.txt"]
    assert [file.state for file in queue.get("y")] == [FileState.DONE]


def test_while_the_earlier_is_at_hand_the_later_waits(queue: JobQueue) -> None:
    give(queue, "x", "p.txt")
    give(queue, "y", "p.txt")
    first = queue.claim("a", 60)
    assert first is not None
    assert queue.claim("b", 60) is None
    queue.finish(first, "a", b"[]")
    assert queue.claim("b", 60) is not None


def test_a_file_is_at_hand_of_one_worker(queue: JobQueue) -> None:
    """Of several that ask at once each file is given to one, and every file to some."""
    give(queue, "x", *(f"{n}.txt" for n in range(40)))
    with ThreadPoolExecutor(4) as threads:
        found = list(threads.map(lambda worker: taken(queue, worker), "abcd"))
    assert sorted(path for paths in found for path in paths) == sorted(f"{n}.txt" for n in range(40))


def test_what_a_dead_worker_had_is_anothers(queue: JobQueue) -> None:
    """When its time is out, and not before; one that says that it lives keeps it."""
    give(queue, "x", "a.txt", "b.txt")
    queue.claim("dead", 0.0)
    queue.claim("alive", 0.0)
    queue.hold("alive", 60)
    time.sleep(0.01)
    task = queue.claim("other", 60)
    assert task is not None
    assert (task.path, task.tries) == ("a.txt", 2)
    assert queue.claim("other", 60) is None


def test_a_worker_that_lost_a_file_does_not_end_it(queue: JobQueue) -> None:
    give(queue, "x", "a.txt")
    lost = queue.claim("slow", 0.0)
    time.sleep(0.01)
    assert lost is not None
    assert queue.claim("quick", 60) is not None
    queue.finish(lost, "slow", b"[1]")
    assert [file.state for file in queue.get("x")] == [FileState.RUNNING]


def test_what_is_given_back_waits_as_before(queue: JobQueue) -> None:
    """A stop is not the file's fault, and is not counted."""
    give(queue, "x", "a.txt")
    queue.claim("w", 60)
    queue.release("w")
    assert [file.state for file in queue.get("x")] == [FileState.WAITING]
    task = queue.claim("w", 60)
    assert task is not None
    assert task.tries == 1


def test_what_the_process_died_of_is_tried_last(queue: JobQueue) -> None:
    """And counted, so that it can be given up."""
    give(queue, "x", "farlig.txt", "b.txt")
    give(queue, "y", "c.txt")
    queue.claim("dead", 60)
    queue.take_over()
    assert taken(queue) == ["c.txt", "b.txt", "farlig.txt"]
    give(queue, "z", "farlig.txt")
    for tries in (1, 2, 3):
        task = queue.claim("dead", 60)
        assert task is not None
        assert task.tries == tries
        queue.take_over()


def test_jobs_outlive_the_process(queue: JobQueue, database: str) -> None:
    """What waits, what is at hand and what was told."""
    give(queue, "x", "a.txt", "b.txt", "c.txt")
    task = queue.claim("w", 60)
    assert task is not None
    queue.finish(task, "w", b"[7]")
    queue.claim("w", 60)
    again = Catalogue(database)
    assert again.jobs.get("x") == queue.get("x")
    assert [file.told for file in again.jobs.get("x")] == [b"[7]", b"", b""]
    again.jobs.take_over()
    assert again.jobs.counts() == Backlog(2, 20)
    assert again.jobs.kept([".x-a.txt", ".x-b.txt", ".x-c.txt", ".annan"]) == {".x-b.txt", ".x-c.txt"}
    again.close()


def test_old_jobs_are_forgotten(queue: JobQueue) -> None:
    """Those done long ago and those beyond a number, never one that is not done."""
    for job_id in ("a", "b", "c"):
        give(queue, job_id, f"{job_id}.txt")
        assert taken(queue) == [f"{job_id}.txt"]
    give(queue, "open", "d.txt", "e.txt")
    now = dt.datetime.now(dt.UTC)
    queue.forget(now - dt.timedelta(days=1), 2)
    assert [bool(queue.get(job_id)) for job_id in ("a", "b", "c", "open")] == [False, True, True, True]
    queue.forget(now + dt.timedelta(days=1), 2)
    assert [bool(queue.get(job_id)) for job_id in ("b", "c", "open")] == [False, False, True]
    assert taken(queue) == ["d.txt", "e.txt"]


def test_a_clock_that_jumps_costs_nothing(queue: JobQueue, monkeypatch: pytest.MonkeyPatch) -> None:
    """Forwards or backwards, by a day, while a file is at hand and before the next: each is read, in its order."""
    give(queue, "x", "a.txt", "b.txt", "c.txt")
    now, paths = time.time(), []
    for jump in (0, 86_400, -86_400):
        monkeypatch.setattr(time, "time", lambda jump=jump: now + jump)
        task = queue.claim("w", 60)
        assert task is not None
        paths.append(task.path)
        monkeypatch.setattr(time, "time", lambda jump=jump: now - jump)
        queue.hold("w", 60)
        queue.finish(task, "w", b"[]")
    assert paths == ["a.txt", "b.txt", "c.txt"]
    assert queue.counts() == Backlog(0, 0)

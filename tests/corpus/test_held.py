"""Files that are held until somebody approves them: no worker's before, seen by who may, counted as what waits."""

import datetime as dt
from collections.abc import Iterator

import pytest
import sqlalchemy as sa

from corpus.catalogue import Catalogue
from corpus.catalogue.jobs import Backlog, FileState, Given, Giver
from corpus.catalogue.records import Reach

AVIKA, BERGA = frozenset({"Avika kommun"}), frozenset({"Berga kommun"})


@pytest.fixture
def catalogue(database: str) -> Iterator[Catalogue]:
    """Return an empty catalogue."""
    opened = Catalogue(database)
    yield opened
    opened.close()


def hold(catalogue: Catalogue, job_id: str, *paths: str, giver: Giver = Giver("anna"), reach: Reach = Reach()) -> None:
    """Let files be held."""
    files = [Given(path, f".{job_id}-{path}", 10) for path in paths]
    catalogue.jobs.enqueue(job_id, files, 0, giver, reach, held=True)


def paths(catalogue: Catalogue, within: frozenset[str] | None) -> list[str]:
    return [one.path for one in catalogue.held.files(within)]


def test_no_worker_gets_it_before_it_is_approved(catalogue: Catalogue) -> None:
    """Then one does, with what its giver may, and the others go on waiting."""
    reach = Reach("x", frozenset({"Avika kommun"}))
    hold(catalogue, "a", "1.txt", "2.txt", giver=Giver("berit", AVIKA), reach=reach)
    assert catalogue.jobs.claim("w", 60) is None
    first, second = catalogue.held.files(None)
    assert (first.path, first.kept, first.size, first.giver, first.replaces) == (
        "1.txt", ".a-1.txt", 10, Giver("berit", AVIKA), "x",
    )  # fmt: skip
    assert dt.timedelta(0) <= dt.datetime.now(dt.UTC) - first.at < dt.timedelta(minutes=1)
    catalogue.held.approve(second.id)
    assert paths(catalogue, None) == ["1.txt"]
    task = catalogue.jobs.claim("w", 60)
    assert task is not None
    assert (task.path, task.giver, task.reach) == ("2.txt", Giver("berit", AVIKA), reach)
    catalogue.jobs.finish(task, "w", b"[]")
    assert [file.state for file in catalogue.jobs.get("a")] == [FileState.HELD, FileState.DONE]


def test_what_is_held_counts_as_what_waits(catalogue: Catalogue) -> None:
    """In files and bytes, and its contents are known to be wanted."""
    hold(catalogue, "a", "1.txt", "2.txt")
    catalogue.jobs.enqueue("b", [Given("3.txt", ".b", 5)], 0, Giver("anna"))
    assert catalogue.jobs.counts() == Backlog(3, 25, 2)
    assert catalogue.jobs.kept([".a-1.txt", ".b", ".okänd"]) == {".a-1.txt", ".b"}


def test_it_keeps_nobody_waiting_for_its_place(catalogue: Catalogue) -> None:
    """What is given for the same place after it is read in before it."""
    hold(catalogue, "a", "1.txt")
    catalogue.jobs.enqueue("b", [Given("1.txt", ".b", 10)], 0, Giver("anna"))
    task = catalogue.jobs.claim("w", 60)
    assert task is not None
    assert task.kept == ".b"


def test_what_is_refused_is_done(catalogue: Catalogue) -> None:
    """Its job too, when nothing of it is left; what is no longer held cannot be refused, nor approved."""
    hold(catalogue, "a", "1.txt", "2.txt")
    first, second = catalogue.held.files(None)
    catalogue.held.refuse(first.id, b"[1]")
    assert [(file.state, file.told) for file in catalogue.jobs.get("a")] == [
        (FileState.DONE, b"[1]"), (FileState.HELD, b""),
    ]  # fmt: skip
    catalogue.jobs.forget(dt.datetime.now(dt.UTC) + dt.timedelta(days=1), 0)
    assert catalogue.jobs.get("a")
    catalogue.held.approve(first.id)
    catalogue.held.approve(second.id)
    catalogue.held.refuse(second.id, b"[2]")
    assert [file.state for file in catalogue.jobs.get("a")] == [FileState.DONE, FileState.WAITING]
    task = catalogue.jobs.claim("w", 60)
    assert task is not None
    catalogue.jobs.finish(task, "w", b"[]")
    catalogue.jobs.forget(dt.datetime.now(dt.UTC) + dt.timedelta(days=1), 0)
    assert catalogue.jobs.get("a") == []


def test_it_is_seen_by_who_may_approve_all_that_its_giver_may_give(catalogue: Catalogue) -> None:
    """For what it is of stands in it, and it is not read."""
    hold(catalogue, "a", "alla.txt")
    hold(catalogue, "b", "avika.txt", giver=Giver("b", AVIKA))
    hold(catalogue, "c", "båda.txt", giver=Giver("c", AVIKA | BERGA))
    assert paths(catalogue, None) == ["alla.txt", "avika.txt", "båda.txt"]
    assert paths(catalogue, AVIKA) == ["avika.txt"]
    assert paths(catalogue, BERGA) == []
    assert paths(catalogue, AVIKA | BERGA) == ["avika.txt", "båda.txt"]
    assert paths(catalogue, frozenset()) == []
    assert [catalogue.held.count(within) for within in (None, AVIKA, BERGA)] == [3, 1, 0]
    whole, avika, both = catalogue.held.files(None)
    assert [catalogue.held.get(one.id, AVIKA) for one in (whole, avika, both)] == [None, avika, None]
    assert catalogue.held.files(None, offset=1, limit=1) == [avika]


def test_what_was_given_long_ago(catalogue: Catalogue, database: str) -> None:
    hold(catalogue, "a", "gammal.txt")
    hold(catalogue, "b", "ny.txt")
    engine = sa.create_engine(database)
    with engine.begin() as connection:
        connection.execute(sa.text("UPDATE jobs SET at = '2020-01-01 00:00:00' WHERE id = 'a'"))
    engine.dispose()
    before = catalogue.held.given_before(dt.datetime.now(dt.UTC) - dt.timedelta(days=90))
    assert [one.path for one in before] == ["gammal.txt"]


def test_jobs_are_listed_newest_first(catalogue: Catalogue) -> None:
    for number, name in enumerate(("anna", "berit", "anna")):
        hold(catalogue, f"j{number}", "1.txt", giver=Giver(name))
    assert [(one.id, one.giver) for one in catalogue.jobs.given()] == [
        ("j2", "anna"), ("j1", "berit"), ("j0", "anna"),
    ]  # fmt: skip
    assert [one.id for one in catalogue.jobs.given("anna")] == ["j2", "j0"]
    assert [one.id for one in catalogue.jobs.given(None, 1, 1)] == ["j1"]
    assert (catalogue.jobs.count(), catalogue.jobs.count("berit"), catalogue.jobs.count("carl")) == (3, 1, 0)


def test_one_that_is_approved_late_waits_for_what_is_at_hand(catalogue: Catalogue) -> None:
    """A file of the same place that came after it, and is being read, is done first."""
    hold(catalogue, "a", "1.txt")
    catalogue.jobs.enqueue("b", [Given("1.txt", ".b-1.txt", 10)], 0, Giver("bo"))
    later = catalogue.jobs.claim("w", 60)
    (held,) = catalogue.held.files(None)
    catalogue.held.approve(held.id)
    assert catalogue.jobs.claim("v", 60) is None
    assert later is not None
    catalogue.jobs.finish(later, "w", b"[]")
    task = catalogue.jobs.claim("v", 60)
    assert task is not None
    assert task.id == held.id

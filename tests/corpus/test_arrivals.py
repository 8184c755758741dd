"""When papers came: written down once, later for what comes later, and not known of what an older version took in."""

import datetime as dt
import sqlite3

import pytest

from corpus.catalogue import arrivals, open_sqlite
from corpus.catalogue.records import Scope
from indexer import chunking


def minutes(day: str) -> str:
    return (
        f"Avika kommun\nMiljönämnden\n\nProtokoll\nSammanträdesdatum {day}\n\n§ 3 Köp\n\nBeslut\n"
        "Miljönämnden beslutar att köpa en pump.\n"
    )


@pytest.fixture
def catalogue(tmp_path):
    made = open_sqlite(tmp_path / "c.sqlite")
    yield made
    made.close()


def came(catalogue, read, day: str) -> str:
    paper = read(minutes(day), f"{day}.txt")
    catalogue.add(paper, f"{day}.txt", chunking.passages(paper))
    assert catalogue.arrivals.newest() == arrivals.UNKNOWN or paper.id not in catalogue.arrivals.between(
        arrivals.UNKNOWN, catalogue.arrivals.newest()
    )
    catalogue.set_ready(paper.id)
    return paper.id


def test_what_comes_later_is_later_whatever_the_clock_says(catalogue, read, tmp_path):
    """Here one that was an hour ahead, and was put right."""
    ids = [came(catalogue, read, "2024-03-01")]
    ahead = (dt.datetime.now(dt.UTC) + dt.timedelta(hours=1)).strftime("%Y-%m-%d %H:%M:%S.%f")
    with sqlite3.connect(tmp_path / "c.sqlite") as database:
        database.execute("UPDATE documents SET arrived = ?", (ahead,))
    database.close()
    ids += [came(catalogue, read, f"2024-03-0{number}") for number in (2, 3)]
    times = catalogue.arrivals.of(ids)
    assert times[ids[0]] < times[ids[1]] < times[ids[2]]
    assert catalogue.arrivals.newest() == times[ids[2]]
    assert catalogue.arrivals.between(times[ids[0]], times[ids[1]]) == [ids[1]]
    assert catalogue.arrivals.between(arrivals.UNKNOWN, times[ids[2]]) == ids
    assert catalogue.arrivals.between(times[ids[2]], times[ids[2]]) == []


def test_a_paper_comes_once(catalogue, read):
    """Read anew or embedded anew it is no newer."""
    first = came(catalogue, read, "2024-03-01")
    before = catalogue.arrivals.of([first])
    catalogue.set_ready(first, ready=False)
    assert catalogue.arrivals.newest() == arrivals.UNKNOWN  # it cannot be found
    catalogue.set_ready(first)
    assert catalogue.arrivals.of([first]) == before


def test_the_latest_of_a_day_by_their_own_date(catalogue, read):
    ids = {day: came(catalogue, read, day) for day in ("2024-03-01", "2025-03-01", "2019-03-01")}
    latest = catalogue.arrivals.latest(Scope(), 2)
    assert latest == [ids["2025-03-01"], ids["2024-03-01"]]
    assert catalogue.arrivals.latest(Scope(documents=(ids["2019-03-01"],)), 9) == [ids["2019-03-01"]]
    assert catalogue.arrivals.latest(Scope(organisation=("Berga kommun",)), 9) == []

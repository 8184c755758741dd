"""Samlade handlingar in an archive: each paper of a packet comes, changes and goes by itself, and keeps its pages."""

import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest

from corpus import structure
from corpus.catalogue.records import Action, Place
from corpus.readers import Limits, extract
from corpus.reading import READ_BY
from corpus.sandbox import Sandbox
from indexer.index import Index
from indexer.pipeline import Status, index_paths
from tests.corpus import bound
from tests.corpus.bound import MATTERS, Matter, bind
from tests.indexer.desk import Desk, zipped

NEW_ITEM = Matter("Köp av spannmål", "SN 2024/2", "2024-02-01", "spannmål")
FIRST, SECOND, THIRD = MATTERS
NAMES = [
    "s.pdf#kallelse", "s.pdf#SN 2024-15", "s.pdf#SN 2024-15 (2)", "s.pdf#SN 2023-88", "s.pdf#SN 2023-141",
    "s.pdf#SN 2023-141 (2)", "s.pdf#SN 2023-141 (3)",
]  # fmt: skip


@pytest.fixture
def desk(archive_folder: Path, index: Index, sandbox: Sandbox) -> Desk:
    """Return an empty desk."""
    return Desk(archive_folder, index, sandbox)


def packet(*matters: Matter, day: str = "2024-03-12") -> bytes:
    """Return a packet of Ekviks kommun."""
    return bind(*bound.ekvik(matters or MATTERS, day)).data


def pages(desk: Desk, word: str) -> list[int]:
    """Return the pages of the passages that hold a word."""
    hits = desk.index.find(desk.index.search(word))
    return sorted({hit.passage.page for hit in hits if word in hit.text})


def test_each_paper_is_one_of_the_archive(desk: Desk) -> None:
    """It is new once, found under its own name, and cited by the page of the file."""
    desk.put(s_pdf=packet())
    assert desk.run() == dict.fromkeys(NAMES, Status.NEW)
    assert desk.run() == dict.fromkeys(NAMES, Status.UNCHANGED)
    assert desk.found("tegel") == ["s.pdf#SN 2023-88"]
    assert pages(desk, "tegel") == [7]
    assert pages(desk, "skifferbilaga2") == [11]
    desk.put(s_pdf=packet())  # touched
    assert desk.run() == dict.fromkeys(NAMES, Status.UNCHANGED)
    desk.drop("s.pdf")
    assert desk.run() == dict.fromkeys(NAMES, Status.REMOVED)
    assert desk.found("tegel") == []


def test_a_paper_that_changes(desk: Desk) -> None:
    """Is changed alone, and takes the place of what it was."""
    desk.put(s_pdf=packet())
    desk.run()
    before = {name: desk.id(name) for name in NAMES}
    desk.put(s_pdf=packet(FIRST, replace(SECOND, word="lera"), THIRD))
    assert desk.run() == dict.fromkeys(NAMES, Status.UNCHANGED) | {"s.pdf#SN 2023-88": Status.CHANGED}
    assert desk.found("tegel") == []
    assert desk.found("lera") == ["s.pdf#SN 2023-88"]
    assert desk.events() == [(Action.REPLACED, "s.pdf#SN 2023-88")]
    assert {name for name in NAMES if desk.id(name) != before[name]} == {"s.pdf#SN 2023-88"}


def test_pages_that_come_before_a_paper(desk: Desk) -> None:
    """Move it: it is cited by its new page, and nothing is told to stand in the place of another paper."""
    desk.put(s_pdf=packet())
    desk.run()
    desk.put(s_pdf=packet(NEW_ITEM, *MATTERS))
    desk.run()
    assert pages(desk, "tegel") == [8]
    assert pages(desk, "spannmål") == [1, 2]
    replaced = [event for event in desk.index.catalogue.journal.events() if event.action is Action.REPLACED]
    assert {event.source for event in replaced} == set(NAMES)
    for event in replaced:
        assert event.replaced_by == desk.id(event.source)


def test_the_kallelse_is_corrected(desk: Desk) -> None:
    """Its papers, which are the same, are told to go to the meeting of its new day."""
    desk.put(s_pdf=packet())
    desk.run()
    desk.put(s_pdf=packet(day="2024-03-19"))
    fates = desk.run()
    assert fates.pop("s.pdf#kallelse") is Status.CHANGED
    assert set(fates.values()) == {Status.RENEWED}
    for name in NAMES[1:]:
        document = desk.index.catalogue.document(desk.id(name))
        assert document is not None
        assert document.item is not None
        assert str(document.item.date) == "2024-03-19"
        assert document.item.notice == desk.id("s.pdf#kallelse")
    assert desk.run() == dict.fromkeys(NAMES, Status.UNCHANGED)


def test_a_paper_that_is_withdrawn(desk: Desk) -> None:
    """Stays so when the file is read again, also where it stands on another page; the others are as they were."""
    desk.put(s_pdf=packet())
    desk.run()
    desk.index.withdraw(desk.id("s.pdf#SN 2023-88"), "s.pdf#SN 2023-88")
    kept = [name for name in NAMES if name != "s.pdf#SN 2023-88"]
    assert desk.run() == dict.fromkeys(kept, Status.UNCHANGED)
    desk.put(s_pdf=packet())
    assert desk.run() == dict.fromkeys(kept, Status.UNCHANGED) | {"s.pdf#SN 2023-88": Status.WITHDRAWN}
    desk.put(s_pdf=packet(NEW_ITEM, *MATTERS))
    assert desk.run()["s.pdf#SN 2023-88"] is Status.WITHDRAWN
    assert desk.found("tegel") == []
    assert desk.run(restore=True)["s.pdf#SN 2023-88"] is Status.NEW
    assert desk.found("tegel") == ["s.pdf#SN 2023-88"]
    desk.put(s_pdf=packet(NEW_ITEM, *MATTERS))
    assert set(desk.run().values()) == {Status.UNCHANGED}


def as_one_paper(desk: Desk, content: bytes) -> str:
    """Put a packet into the folder, and into the archive as an older reader read it: as one paper."""
    desk.put(s_pdf=content)
    document = structure.understand(extract(content, "s.pdf", Limits()), structure.identify(content), "s.pdf")
    desk.index.add(document, "s.pdf")
    file = desk.folder / "s.pdf"
    desk.index.catalogue.put_place(Place(str(file), "s.pdf", file.stat().st_size, file.stat().st_mtime_ns, document.id))
    return document.id


def test_what_was_read_as_one_paper(desk: Desk) -> None:
    """By an older reader is read as its papers by the next run, and the whole goes."""
    document_id = as_one_paper(desk, packet())
    with sqlite3.connect(desk.index.options.data_dir / "catalogue.sqlite") as database:
        database.execute("UPDATE documents SET read_by = ? WHERE id = ?", (READ_BY - 1, document_id))
    database.close()
    assert desk.run() == dict.fromkeys(NAMES, Status.NEW) | {"s.pdf": Status.REMOVED}
    assert desk.found("skiffer") == ["s.pdf#SN 2023-141"]


def test_what_was_withdrawn_as_one_paper(desk: Desk) -> None:
    """Does not come back as its parts."""
    document_id = as_one_paper(desk, packet())
    desk.index.withdraw(document_id, "s.pdf")
    assert desk.run() == dict.fromkeys(NAMES, Status.WITHDRAWN)
    assert desk.index.catalogue.places() == []
    assert desk.run(restore=True) == dict.fromkeys(NAMES, Status.NEW)


def test_a_packet_in_a_zip(desk: Desk) -> None:
    """Is named by both, and a packet under two names lies in two places."""
    desk.put(z_zip=zipped({"inre/s.pdf": packet()}), s_pdf=packet())
    assert desk.run() == dict.fromkeys([*NAMES, *(f"z.zip/inre/{name}" for name in NAMES)], Status.NEW)
    assert len(desk.index.catalogue.entries()) == len(NAMES)
    desk.drop("s.pdf")
    desk.run()
    assert desk.found("tegel") == ["z.zip/inre/s.pdf#SN 2023-88"]


def test_a_corrected_packet_beside_the_old(desk: Desk) -> None:
    """Each of its papers stands in the place of its own."""
    desk.put(s_pdf=packet())
    desk.run()
    (desk.folder / "s-rättad.pdf").write_bytes(packet(FIRST, replace(SECOND, word="lera"), replace(THIRD, pages=3)))
    desk.run()
    assert desk.found("tegel") == []
    assert desk.found("lera") == ["s-rättad.pdf#SN 2023-88"]


def test_a_packet_that_is_cut_short(desk: Desk, index: Index) -> None:
    """What was not taken in when the run was broken off is by the next."""
    desk.put(s_pdf=packet())
    run = index_paths(index, [desk.folder], desk.sandbox)
    assert next(run).source == "s.pdf#kallelse"
    run.close()
    desk.run()
    assert desk.found("tegel") == ["s.pdf#SN 2023-88"]
    assert desk.failures() == []

"""Papers that an older reader read: read anew where their files are, once, and whole; left as they are elsewhere."""

import sqlite3
import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from corpus import structure
from corpus.catalogue.records import Action, Place
from corpus.facts import FactKind
from corpus.models import Document
from corpus.readers import Limits, extract
from corpus.sandbox import Sandbox
from indexer import chunking
from indexer.fusion import Mode
from indexer.index import Index
from indexer.pipeline import Status
from tests.corpus import older
from tests.indexer.desk import NEW, OLD, Desk, minutes, zipped

OpenIndex = Callable[..., Index]


@pytest.fixture
def desk(archive_folder: Path, index: Index, sandbox: Sandbox) -> Desk:
    """Return an empty desk."""
    return Desk(archive_folder, index, sandbox)


def of_an_older_reader(desk: Desk, *sources: str) -> None:
    """Let papers of the archive, or all, be marked as read by an older reader."""
    with sqlite3.connect(desk.index.options.data_dir / "catalogue.sqlite") as database:
        for source in sources or [place.source for place in desk.index.catalogue.places()]:
            database.execute("UPDATE documents SET read_by = 0 WHERE id = ?", (desk.id(source),))
    database.close()


def understood(data: bytes, name: str) -> Document:
    """Return the paper of a file's content."""
    return structure.understand(extract(data, name, Limits()), structure.identify(data), name)


def read_otherwise(desk: Desk, name: str, content: bytes, wrong: bytes) -> None:
    """Put a file into the folder, and into the archive as an older reader read it: with the text of another paper."""
    desk.put(**{name.replace(".", "_"): content})
    document = replace(understood(wrong, name), id=structure.identify(content))
    desk.index.add(document, name)
    stat = (desk.folder / name).stat()
    path = str(desk.folder / name)
    desk.index.catalogue.put_place(Place(path, name, stat.st_size, stat.st_mtime_ns, document.id))
    of_an_older_reader(desk, name)


def test_an_archive_of_an_older_version_is_read_anew(
    desk: Desk, index: Index, open_index: OpenIndex, sandbox: Sandbox
) -> None:
    """It is opened and found in as it is; `index` reads its papers anew, once, and then their facts are told."""
    desk.put(a_txt=minutes("bryggor"), b_txt=minutes("lampor", day="2024-04-16"))
    desk.run()
    index.close()
    file = index.options.data_dir / "catalogue.sqlite"
    older.turn_back(file)
    with sqlite3.connect(file) as database:  # an older reader knew less, and wrote it otherwise
        database.executescript(
            "DELETE FROM facts; DELETE FROM sections;"
            "UPDATE documents SET organisation = NULL, understood = '{\"pages\": 1, \"old\": true}', audit = '{}'"
        )
    database.close()
    again = Desk(desk.folder, open_index(), sandbox)
    assert again.found("bryggor") == ["a.txt"]
    assert again.index.catalogue.matters.sections() == []
    assert again.run() == {"a.txt": Status.RENEWED, "b.txt": Status.RENEWED}
    assert again.found("bryggor") == ["a.txt"]
    assert {entry.organisation for entry in again.index.catalogue.entries()} == {"Norrskärs kommun"}
    held = again.index.catalogue.matters.sections(kind=FactKind.DECISION)
    assert {(item.document_id, item.paragraph) for item in held} == {(again.id(n), "§ 1") for n in ("a.txt", "b.txt")}
    assert again.run() == {"a.txt": Status.UNCHANGED, "b.txt": Status.UNCHANGED}


def test_only_what_an_older_reader_read_is_read_anew(desk: Desk) -> None:
    """Beside it what is unchanged stays so, and what is new or changed is told so; a copy of it is one more place."""
    desk.put(a_txt=minutes("bryggor"), b_txt=minutes("lampor"), c_txt=minutes("sand"))
    desk.run()
    of_an_older_reader(desk, "a.txt", "c.txt")
    desk.put(c_txt=minutes("grus"), d_txt=minutes("lera"), e_txt=minutes("bryggor"))
    assert desk.run() == {
        "a.txt": Status.RENEWED, "b.txt": Status.UNCHANGED, "c.txt": Status.CHANGED, "d.txt": Status.NEW,
        "e.txt": Status.NEW,
    }  # fmt: skip
    assert desk.index.catalogue.outdated() == []


def test_a_paper_in_a_zip_is_read_anew(desk: Desk) -> None:
    """And not the others in it."""
    desk.put(a_zip=zipped({"x.txt": minutes("bryggor"), "y.txt": minutes("lampor")}))
    desk.run()
    of_an_older_reader(desk, "a.zip/y.txt")
    assert desk.run() == {"a.zip/x.txt": Status.UNCHANGED, "a.zip/y.txt": Status.RENEWED}
    assert desk.run() == {"a.zip/x.txt": Status.UNCHANGED, "a.zip/y.txt": Status.UNCHANGED}


def test_what_cannot_be_read_anew_keeps_what_it_has(desk: Desk, tmp_path: Path) -> None:
    """A paper whose file lies in no folder that was given, or has become another thing, is found as before."""
    elsewhere = tmp_path / "annan mapp"
    elsewhere.mkdir()
    (elsewhere / "b.txt").write_bytes(minutes("lampor"))
    other = Desk(elsewhere, desk.index, desk.sandbox)
    other.run()
    desk.put(a_txt=minutes("bryggor"))
    desk.run()
    of_an_older_reader(desk)
    other.drop("b.txt")
    desk.put(a_txt=b"")
    assert desk.run() == {"a.txt": Status.FAILED}
    assert (desk.found("bryggor"), desk.found("lampor")) == (["a.txt"], ["b.txt"])
    assert len(desk.index.catalogue.outdated()) == 2


def test_another_text_takes_the_place_of_the_old_one(desk: Desk) -> None:
    """All that was of the old text is gone, in passages, facts and vectors; what is of the new one is found."""
    read_otherwise(desk, "a.txt", minutes("bryggor", "rep"), minutes("lampor", "grus", "sand"))
    before = desk.id("a.txt")
    assert desk.run() == {"a.txt": Status.RENEWED}
    assert desk.id("a.txt") == before
    assert (desk.found("bryggor"), desk.found("lampor"), desk.found("sand")) == (["a.txt"], [], [])
    assert [item.paragraph for item in desk.index.catalogue.matters.sections()] == ["§ 1", "§ 2"]
    assert desk.events() == []


def test_a_search_sees_one_side(desk: Desk) -> None:
    """Of searches without pause while a paper is read anew each has passages of the old text or of the new."""
    index = desk.index
    sides = [minutes(*(f"{word}{number}" for number in range(60))) for word in ("bryggor", "lampor")]
    read_otherwise(desk, "a.txt", sides[0], sides[1])
    answers: list[set[str]] = []
    over = threading.Event()

    def ask() -> None:
        hits = index.find(index.search("Nämnden köper", mode=Mode.DENSE))
        answers.append({word for word in ("lampor", "bryggor") if any(word in hit.text for hit in hits)})

    def ask_on() -> None:
        while not over.is_set():
            ask()

    ask()
    asking = threading.Thread(target=ask_on)
    asking.start()
    try:
        desk.run()
    finally:
        over.set()
        asking.join(30)
    ask()
    assert (answers[0], answers[-1]) == ({"lampor"}, {"bryggor"})
    assert len(answers) > 2
    assert all(len(words) <= 1 for words in answers)


def test_the_same_passages_are_not_embedded_again(desk: Desk) -> None:
    """The vectors of passages that are read as before are those that were there; only another one has new ones."""
    desk.put(a_txt=minutes("bryggor", "lampor"))
    desk.run()
    index, document_id = desk.index, desk.id("a.txt")
    document = index.catalogue.document(document_id)
    assert document is not None
    passages = index.catalogue.passages(document_id)
    marked = [
        replace(point, dense=np.eye(1, point.dense.shape[1], dtype=np.float32))
        for point in index.generations.serving.points(document, passages)
    ]
    index.store.upsert(marked)
    of_an_older_reader(desk)
    with sqlite3.connect(index.options.data_dir / "catalogue.sqlite") as database:
        database.execute("UPDATE passages SET paragraph = '§ 9' WHERE id = ?", (passages[-1].id,))
    database.close()
    assert desk.run() == {"a.txt": Status.RENEWED}
    assert index.catalogue.passages(document_id) == passages
    stored = index.store.sentences([passage.id for passage in passages])
    same = [np.array_equal(stored[passage.id], mark.dense) for passage, mark in zip(passages, marked, strict=True)]
    assert same == [True] * (len(passages) - 1) + [False]


def test_a_crash_on_the_way_is_made_good(desk: Desk, index: Index, open_index: OpenIndex, sandbox: Sandbox) -> None:
    """A paper whose old vectors had not been removed when the process died is whole after the next run."""
    right = minutes("bryggor", "rep")
    read_otherwise(desk, "a.txt", right, minutes("lampor", "grus", "sand"))
    document = understood(right, "a.txt")
    passages = chunking.passages(document)
    index.store.upsert(index.generations.serving.points(document, passages))
    index.catalogue.renew(document, passages)
    assert index.store.count() > len(passages)
    index.close()
    again = Desk(desk.folder, open_index(), sandbox)
    assert again.run() == {"a.txt": Status.RENEWED}
    assert (again.found("rep"), again.found("sand")) == (["a.txt"], [])


# Corrections


@pytest.fixture
def corrected(desk: Desk) -> Desk:
    """Return a desk with a paper and its correction."""
    desk.put(**{"a_txt": OLD, "b-rättad_txt": NEW})
    desk.run()
    assert desk.found("sand") == ["b-rättad.txt"]
    return desk


def test_a_correction_stays_one(corrected: Desk) -> None:
    """A corrected paper that is read anew is found as little as before, and the journal has no more to tell."""
    before = corrected.events()
    of_an_older_reader(corrected)
    assert set(corrected.run().values()) == {Status.RENEWED}
    assert corrected.found("sand") == ["b-rättad.txt"]
    assert corrected.events() == before


@pytest.mark.parametrize("names", [("a.txt", "b.txt"), ("b.txt", "a.txt")], ids=["old first", "new first"])
def test_a_correction_that_is_none_lets_go(desk: Desk, names: tuple[str, str]) -> None:
    """Where an older reader took another paper for a correction, both are found once both are read anew."""
    old, other = names
    desk.put(**{old.replace(".", "_"): minutes("sand"), other.replace(".", "_"): minutes("sand", day="2024-04-16")})
    desk.run()
    desk.index.replacing._put(desk.id(old), desk.id(other))
    assert desk.found("sand") == [other]
    of_an_older_reader(desk)
    desk.run()
    assert desk.found("sand") == ["a.txt", "b.txt"]


def test_a_correction_that_was_not_seen_takes_its_place(desk: Desk) -> None:
    """Where an older reader read another day in a correction, it takes its place when it is read anew."""
    desk.put(a_txt=OLD)
    desk.run()
    read_otherwise(desk, "b-rättad.txt", NEW, NEW.replace(b"2024-03-12", b"2024-03-13"))
    assert desk.found("sand") == ["a.txt", "b-rättad.txt"]
    desk.run()
    assert desk.found("sand") == ["b-rättad.txt"]
    assert desk.events() == [(Action.REPLACED, "a.txt")]

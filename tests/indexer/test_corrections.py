"""Corrected, withdrawn and copied papers: what is found, and what the journal says of the rest."""

from collections.abc import Callable
from pathlib import Path

import pytest

from corpus.catalogue.records import Action
from corpus.sandbox import Sandbox
from indexer.index import Index
from indexer.pipeline import Status
from tests.indexer.desk import NEW, OLD, Desk, minutes, zipped


@pytest.fixture
def desk(archive_folder: Path, index: Index, sandbox: Sandbox) -> Desk:
    """Return an empty desk."""
    return Desk(archive_folder, index, sandbox)


# A correction beside the old paper


@pytest.mark.parametrize(
    "names", [("a.txt", "b-rättad.txt"), ("b.txt", "a-rättad.txt")], ids=["old first", "new first"]
)
def test_a_correction_beside_the_old_paper(desk: Desk, names: tuple[str, str]) -> None:
    """Whichever is indexed first, only the correction is found, and it tells what it replaced."""
    old, new = names
    desk.put(**{old: OLD, new: NEW})
    assert desk.run() == {old: Status.NEW, new: Status.NEW}
    assert desk.found("grus") == []
    assert desk.found("lera") == desk.found("sand") == [new]
    assert [entry.source for entry in desk.index.catalogue.entries()] == [new]
    (event,) = desk.index.catalogue.journal.history(desk.id(new))
    assert (event.action, event.source, event.document_id) == (Action.REPLACED, old, desk.id(old))
    assert event.passages == 3  # the head and each §
    assert desk.run() == dict.fromkeys(sorted(names), Status.UNCHANGED)
    assert len(desk.events()) == 1


@pytest.mark.parametrize("old_first", [True, False])
def test_a_correction_in_another_run(desk: Desk, old_first: bool) -> None:
    """Also when one has been in the archive before the other comes."""
    first, second = (("a_txt", OLD), ("b_txt", NEW))[:: 1 if old_first else -1]
    for name, content in (first, second):
        desk.put(**{name: content})
        desk.run()
    assert desk.found("grus") == []
    assert desk.found("lera") == ["b.txt"]
    assert desk.events() == [(Action.REPLACED, "a.txt")]


def test_a_correction_is_taken_away(desk: Desk) -> None:
    """Then the old paper is found again, whole."""
    desk.put(a_txt=OLD, b_txt=NEW)
    desk.run()
    desk.drop("b.txt")
    assert desk.run() == {"a.txt": Status.UNCHANGED, "b.txt": Status.REMOVED}
    assert desk.found("lera") == []
    assert desk.found("grus") == desk.found("sand") == ["a.txt"]


def test_the_old_paper_is_taken_away(desk: Desk) -> None:
    """Then the correction stays, and knows what it replaced."""
    desk.put(a_txt=OLD, b_txt=NEW)
    desk.run()
    desk.drop("a.txt")
    assert desk.run() == {"b.txt": Status.UNCHANGED, "a.txt": Status.REMOVED}
    assert desk.found("lera") == ["b.txt"]
    assert [event.source for event in desk.index.catalogue.journal.history(desk.id("b.txt"))] == ["a.txt"]


def test_both_are_taken_away(desk: Desk) -> None:
    """In one run, and nothing is left."""
    desk.put(a_txt=OLD, b_txt=NEW, c_txt=minutes("tjära", day="2024-05-01"))
    desk.run()
    desk.drop("a.txt", "b.txt")
    desk.run()
    assert desk.found("sand") == desk.found("lera") == desk.found("grus") == []
    assert desk.found("tjära") == ["c.txt"]


def test_a_correction_is_corrected(desk: Desk) -> None:
    """Under its own name: neither the first nor the second text is found, and the history names both once."""
    desk.put(a_txt=OLD, b_txt=NEW)
    desk.run()
    first, second = desk.id("a.txt"), desk.id("b.txt")
    desk.put(b_txt=minutes("sand", "torv", said="Rättat protokoll"))
    assert desk.run() == {"a.txt": Status.UNCHANGED, "b.txt": Status.CHANGED}
    assert desk.found("grus") == desk.found("lera") == []
    assert desk.found("torv") == ["b.txt"]
    history = desk.index.catalogue.journal.history(desk.id("b.txt"))
    assert {event.document_id for event in history} == {first, second}
    desk.drop("b.txt")
    desk.run()
    assert desk.found("grus") == ["a.txt"]


def test_a_correction_that_is_none_any_more(desk: Desk) -> None:
    """A file that is changed into something else lets the old paper be found again."""
    desk.put(a_txt=OLD, b_txt=NEW)
    desk.run()
    desk.put(b_txt=minutes("tjära", day="2024-05-01"))
    desk.run()
    assert desk.found("grus") == ["a.txt"]
    assert desk.found("tjära") == ["b.txt"]


def test_one_of_two_corrections_goes(desk: Desk) -> None:
    """What the other has corrected is not found again."""
    desk.put(a_txt=OLD, b_txt=NEW, c_txt=minutes("sand", "torv", said="Rättat protokoll"))
    desk.run()
    desk.drop("c.txt")
    desk.run()
    assert desk.found("grus") == []
    assert desk.found("lera") == ["b.txt"]


def test_a_withdrawn_correction(desk: Desk) -> None:
    """The receipt counts what went, and the old paper is found again."""
    desk.put(a_txt=OLD, b_txt=NEW)
    desk.run()
    document_id = desk.id("b.txt")
    event = desk.index.withdraw(document_id, "b.txt")
    assert (event.action, event.document_id, event.passages) == (Action.WITHDRAWN, document_id, 3)
    assert desk.found("lera") == []
    assert desk.found("grus") == ["a.txt"]
    assert desk.run() == {"a.txt": Status.UNCHANGED, "b.txt": Status.WITHDRAWN}
    assert desk.found("grus") == ["a.txt"]


def test_a_rebuild_keeps_corrections(desk: Desk, open_index: Callable[..., Index]) -> None:
    """The replaced paper gets no vectors by a rebuild, and is found again when its correction goes."""
    desk.put(a_txt=OLD, b_txt=NEW)
    desk.run()
    assert list(desk.index.rebuild())[-1] == (1, 1)
    assert desk.found("grus") == []
    desk.drop("b.txt")
    desk.run()
    assert desk.found("grus") == ["a.txt"]


# Withdrawn


def test_withdrawn_is_not_read_in_again(desk: Desk) -> None:
    """Not from its own file, nor from a copy; with `restore` it is, and the journal says so."""
    desk.put(a_txt=OLD, b_txt=minutes("tjära", day="2024-05-01"))
    desk.run()
    desk.index.withdraw(desk.id("a.txt"), "a.txt")
    desk.put(kopia_txt=OLD)
    outcomes = desk.outcomes()
    assert {name: outcome.status for name, outcome in outcomes.items()} == {
        "a.txt": Status.WITHDRAWN, "b.txt": Status.UNCHANGED, "kopia.txt": Status.WITHDRAWN,
    }  # fmt: skip
    assert outcomes["a.txt"].document_id is None
    assert "--restore" in outcomes["a.txt"].message
    assert desk.found("grus") == []
    assert desk.run(restore=True)["a.txt"] is Status.NEW
    assert desk.found("grus") != []
    assert [action for action, _ in desk.events()] == [Action.WITHDRAWN, Action.RESTORED]
    assert set(desk.run().values()) == {Status.UNCHANGED}


def test_a_withdrawn_member(desk: Desk) -> None:
    """Of a zip the others are found, and the one comes back with `restore`."""
    desk.put(z_zip=zipped({"a.txt": OLD, "b.txt": minutes("tjära", day="2024-05-01")}))
    desk.run()
    desk.index.withdraw(desk.id("z.zip/a.txt"), "z.zip/a.txt")
    desk.run()
    assert desk.found("grus") == []
    assert desk.found("tjära") == ["z.zip/b.txt"]
    desk.run(restore=True)
    assert desk.found("grus") == ["z.zip/a.txt"]


def test_a_file_changed_into_a_withdrawn_paper(desk: Desk) -> None:
    """Its old text lies in no file any more, so it is not found."""
    desk.put(a_txt=OLD)
    desk.run()
    desk.index.withdraw(desk.id("a.txt"), "a.txt")
    desk.put(a_txt=minutes("tjära"))
    desk.run()
    desk.put(a_txt=OLD)
    assert desk.run() == {"a.txt": Status.WITHDRAWN}
    assert desk.found("tjära") == desk.found("grus") == []


# One paper in two places


def test_two_names_for_one_paper(desk: Desk) -> None:
    """One document with two places, also when one is in a zip; no history comes of it."""
    desk.put(a_txt=OLD, z_zip=zipped({"b.txt": OLD}))
    desk.run()
    places = desk.index.catalogue.places_of(desk.id("a.txt"))
    assert [place.source for place in places] == ["a.txt", "z.zip/b.txt"]
    assert len(desk.index.catalogue.entries()) == 1
    desk.drop("a.txt")
    desk.run()
    assert desk.found("grus") == ["z.zip/b.txt"]
    assert desk.events() == []


def test_files_change_names(desk: Desk) -> None:
    """Nothing was replaced, for both papers are still there."""
    desk.put(a_txt=OLD, b_txt=minutes("tjära", day="2024-05-01"))
    desk.run()
    before = desk.id("a.txt"), desk.id("b.txt")
    desk.put(a_txt=minutes("tjära", day="2024-05-01"), b_txt=OLD)
    desk.run()
    assert (desk.id("b.txt"), desk.id("a.txt")) == before
    assert (desk.found("tjära"), desk.found("grus")) == (["a.txt"], ["b.txt"])
    assert desk.events() == []


def test_a_changed_file_has_a_history(desk: Desk) -> None:
    """Of each text that it held, newest first."""
    ids = []
    for word in ("sand", "grus", "lera"):
        desk.put(a_txt=minutes(word))
        desk.run()
        ids.append(desk.id("a.txt"))
    history = desk.index.catalogue.journal.history(ids[-1])
    assert [event.document_id for event in history] == ids[1::-1]
    assert {event.source for event in history} == {"a.txt"}

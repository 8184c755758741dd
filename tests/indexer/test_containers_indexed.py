"""Files of several papers, files that fail and how files are read ahead: each paper costs itself only."""

import os
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from corpus.catalogue.records import Action
from corpus.sandbox import Sandbox
from indexer import contents
from indexer.index import Index
from indexer.pipeline import Status, index_paths
from tests.indexer.desk import OLD, Desk, letter, minutes, zipped


@pytest.fixture
def desk(archive_folder: Path, index: Index, sandbox: Sandbox) -> Desk:
    """Return an empty desk."""
    return Desk(archive_folder, index, sandbox)


# Files of several papers


def test_a_zip_changes(desk: Desk) -> None:
    """One member is new, one is changed, one is gone and one is as it was."""
    other = minutes("tjära", day="2024-05-01")
    desk.put(z_zip=zipped({"a.txt": OLD, "b.txt": minutes("lera"), "c.txt": other}))
    assert set(desk.run().values()) == {Status.NEW}
    assert desk.run() == dict.fromkeys(("z.zip/a.txt", "z.zip/b.txt", "z.zip/c.txt"), Status.UNCHANGED)
    desk.put(z_zip=zipped({"b.txt": minutes("torv"), "c.txt": other, "ny/d.txt": minutes("kol", day="2024-06-01")}))
    assert desk.run() == {
        "z.zip/a.txt": Status.REMOVED, "z.zip/b.txt": Status.CHANGED, "z.zip/c.txt": Status.UNCHANGED,
        "z.zip/ny/d.txt": Status.NEW,
    }  # fmt: skip
    assert desk.found("grus") == desk.found("lera") == []
    assert desk.found("torv") == ["z.zip/b.txt"]
    assert desk.found("tjära") == ["z.zip/c.txt"]
    assert desk.found("kol") == ["z.zip/ny/d.txt"]
    assert desk.events() == [(Action.REPLACED, "z.zip/b.txt")]


def test_a_bad_member(desk: Desk) -> None:
    """Is named each time, costs itself only, and what the archive had of it stays."""
    desk.put(z_zip=zipped({"a.txt": OLD, "b.pdf": b"trasig"}))
    for status in (Status.NEW, Status.UNCHANGED):
        assert desk.run() == {"z.zip/a.txt": status, "z.zip/b.pdf": Status.FAILED}
        assert desk.failures() == ["z.zip/b.pdf"]
    desk.put(z_zip=zipped({"a.txt": b"", "b.txt": minutes("tjära")}))
    assert desk.run() == {"z.zip/a.txt": Status.FAILED, "z.zip/b.txt": Status.NEW}
    assert desk.failures() == ["z.zip/a.txt"]
    assert desk.found("grus") == ["z.zip/a.txt"]
    desk.put(z_zip=zipped({"b.txt": minutes("tjära")}))
    assert desk.run() == {"z.zip/a.txt": Status.REMOVED, "z.zip/b.txt": Status.UNCHANGED}
    assert desk.failures() == []
    assert desk.found("grus") == []


def test_a_zip_in_a_zip(desk: Desk) -> None:
    """Is named by the path through both, and goes with the outer one."""
    desk.put(z_zip=zipped({"inre.zip": zipped({"a.txt": OLD})}))
    assert desk.run() == {"z.zip/inre.zip/a.txt": Status.NEW}
    assert desk.found("grus") == ["z.zip/inre.zip/a.txt"]
    desk.drop("z.zip")
    assert desk.run() == {"z.zip/inre.zip/a.txt": Status.REMOVED}
    assert desk.found("grus") == []


def test_a_zip_that_breaks(desk: Desk) -> None:
    """Keeps what the archive had of it, until it is whole again or gone."""
    whole = zipped({"a.txt": OLD, "b.txt": minutes("tjära", day="2024-05-01")})
    desk.put(z_zip=whole)
    desk.run()
    desk.put(z_zip=whole[: len(whole) // 2])
    assert desk.run() == {"z.zip": Status.FAILED}
    assert desk.failures() == ["z.zip"]
    assert desk.found("grus") == ["z.zip/a.txt"]
    desk.put(z_zip=whole)
    assert desk.run() == dict.fromkeys(("z.zip/a.txt", "z.zip/b.txt"), Status.UNCHANGED)
    assert desk.failures() == []
    desk.drop("z.zip")
    desk.run()
    assert desk.found("grus") == desk.found("tjära") == []


def test_a_zip_without_papers(desk: Desk) -> None:
    """Is told of as failed, each time; what it held before is gone with it."""
    desk.put(z_zip=zipped({}))
    for _ in range(2):
        assert desk.run() == {"z.zip": Status.FAILED}
    assert desk.index.catalogue.places() == []


def test_a_zip_that_is_cut_short(desk: Desk) -> None:
    """What was not read when the run was broken off is read by the next."""
    desk.put(z_zip=zipped({"a.txt": OLD, "b.txt": minutes("tjära", day="2024-05-01")}))
    run = index_paths(desk.index, [desk.folder], desk.sandbox)
    assert next(run).source == "z.zip/a.txt"
    run.close()
    desk.run()
    assert desk.found("tjära") == ["z.zip/b.txt"]
    assert desk.failures() == []


def test_a_letter_with_papers(desk: Desk) -> None:
    """The letter and each attachment are papers, and go with the file."""
    desk.put(brev_eml=letter("Här kommer tegel.", {"a.txt": OLD}))
    assert desk.run() == {"brev.eml": Status.NEW, "brev.eml/a.txt": Status.NEW}
    assert desk.found("tegel") == ["brev.eml"]
    assert desk.found("grus") == ["brev.eml/a.txt"]
    assert set(desk.run().values()) == {Status.UNCHANGED}
    desk.drop("brev.eml")
    assert set(desk.run().values()) == {Status.REMOVED}
    assert desk.found("tegel") == desk.found("grus") == []


def test_a_touched_letter(desk: Desk) -> None:
    """Keeps its attachments."""
    content = letter("Här kommer tegel.", {"a.txt": OLD})
    desk.put(brev_eml=content)
    desk.run()
    desk.put(brev_eml=content)
    assert desk.run() == {"brev.eml": Status.UNCHANGED, "brev.eml/a.txt": Status.UNCHANGED}
    assert desk.found("grus") == ["brev.eml/a.txt"]


def test_a_copied_letter(desk: Desk) -> None:
    """Gives its attachments a second place too."""
    content = letter("Här kommer tegel.", {"a.txt": OLD})
    desk.put(brev_eml=content)
    desk.run()
    desk.put(kopia_eml=content)
    desk.run()
    desk.drop("brev.eml")
    desk.run()
    assert desk.found("tegel") == ["kopia.eml"]
    assert desk.found("grus") == ["kopia.eml/a.txt"]


# Failures


def test_a_failure_is_kept_until_it_is_mended(desk: Desk) -> None:
    """Or until the file is gone."""
    desk.put(a_pdf=b"trasig", b_txt=b"", c_txt=OLD)
    desk.run()
    assert desk.failures() == ["a.pdf", "b.txt"]
    desk.run()
    assert desk.failures() == ["a.pdf", "b.txt"]
    desk.put(b_txt=minutes("tjära"))
    desk.run()
    assert desk.failures() == ["a.pdf"]
    desk.drop("a.pdf")
    desk.run()
    assert desk.failures() == []


def test_a_file_that_is_put_back_as_it_was(desk: Desk) -> None:
    """With its old time, as a backup does: the failure between is forgotten."""
    desk.put(a_txt=OLD)
    desk.run()
    path = desk.folder / "a.txt"
    stat = path.stat()
    desk.put(a_txt=b"")
    assert desk.run() == {"a.txt": Status.FAILED}
    path.write_bytes(OLD)
    os.utime(path, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    assert desk.run() == {"a.txt": Status.UNCHANGED}
    assert desk.failures() == []


def test_failures_elsewhere_are_kept(desk: Desk) -> None:
    """A run over one folder says nothing of another's."""
    for name in ("ks", "ksau"):
        (desk.folder / name).mkdir()
        (desk.folder / name / "a.pdf").write_bytes(b"trasig")
    list(index_paths(desk.index, [desk.folder / "ks", desk.folder / "ksau"], desk.sandbox))
    (desk.folder / "ks" / "a.pdf").unlink()
    list(index_paths(desk.index, [desk.folder / "ks"], desk.sandbox))
    (failure,) = desk.index.catalogue.audits.failures()
    assert failure.path == str(desk.folder / "ksau" / "a.pdf")


# Reading ahead


def test_reading_ahead_keeps_the_order() -> None:
    """Also when the first takes longest; and never more than a few wait to be indexed."""
    begun: list[int] = []

    def read(number: int) -> int:
        begun.append(number)
        time.sleep(0.02 if number % 3 == 0 else 0.0)
        return number

    ahead: Iterator[int] = contents.ahead(read, range(20), 2)  # type: ignore[arg-type,assignment]
    for number, got in enumerate(ahead):
        assert got == number
        assert len(begun) <= number + 1 + 2 * 2 + 1
    assert sorted(begun) == list(range(20))


def test_reading_ahead_stops_with_the_run() -> None:
    """When a run is broken off, what is not begun is never read."""
    begun: list[int] = []
    ahead = contents.ahead(begun.append, range(1_000), 2)  # type: ignore[arg-type]
    with suppress(StopIteration):
        next(ahead)
    ahead.close()  # type: ignore[attr-defined]
    assert len(begun) < 20

"""Papers that seem to be gone: a share that is away, a folder that cannot be read, and a folder that was emptied."""

import shutil
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from corpus.errors import NotWritable
from corpus.sandbox import Sandbox
from indexer.index import Index
from indexer.pipeline import Outcome, Status, index_paths
from tests.attack.started import minutes
from tests.indexer.desk import zipped
from tests.privileges import without_privileges


@pytest.fixture
def folder(archive_folder: Path) -> Path:
    """Return a folder with a paper in it, and 12 and 2 in two folders below."""
    for name, number in (("ks", 12), ("bun", 2)):
        (archive_folder / name).mkdir()
        for one in range(number):
            (archive_folder / name / f"{one}.txt").write_bytes(paper(f"{name}{one}"))
    (archive_folder / "a.txt").write_bytes(paper("ensam"))
    return archive_folder


def paper(word: str) -> bytes:
    """Return minutes like no other's."""
    return minutes(f"{word}vara")


def run(index: Index, sandbox: Sandbox, *paths: Path, allow_removals: bool = False) -> dict[str, Outcome]:
    """Index paths, and return the outcome of each paper."""
    outcomes = list(index_paths(index, paths, sandbox, allow_removals=allow_removals))
    assert all(1 <= one.number <= one.total for one in outcomes)
    return {one.source: one for one in outcomes}


def counted(outcomes: dict[str, Outcome]) -> dict[Status, int]:
    """Return how many papers met each fate."""
    return dict(Counter(one.status for one in outcomes.values()))


def stored(index: Index) -> int:
    """Return how many papers are found."""
    return index.catalogue.count()[0]


def test_a_folder_that_cannot_be_listed(index: Index, sandbox: Sandbox, folder: Path) -> None:
    """It is named as failed, and its papers stay, few as they are; what else is gone goes."""
    run(index, sandbox, folder)
    (folder / "a.txt").unlink()
    (folder / "bun").chmod(0)
    try:
        with without_privileges():
            outcomes = run(index, sandbox, folder)
    finally:
        (folder / "bun").chmod(0o755)
    assert counted(outcomes) == {Status.UNCHANGED: 12, Status.FAILED: 1, Status.DOUBTED: 2, Status.REMOVED: 1}
    assert "Permission denied" in outcomes["bun"].message
    assert all("--allow-removals" in outcomes[f"bun/{n}.txt"].message for n in (0, 1))
    assert stored(index) == 14
    assert [failure.source for failure in index.catalogue.audits.failures()] == ["bun"]
    assert counted(run(index, sandbox, folder)) == {Status.UNCHANGED: 14}
    assert index.catalogue.audits.failures() == []


def test_a_new_folder_that_cannot_be_listed(index: Index, sandbox: Sandbox, folder: Path) -> None:
    """Is named too: nothing is passed over in silence."""
    (folder / "ks").chmod(0)
    try:
        with without_privileges():
            outcomes = run(index, sandbox, folder)
    finally:
        (folder / "ks").chmod(0o755)
    assert outcomes["ks"].status is Status.FAILED


def test_the_folder_itself_cannot_be_listed(index: Index, sandbox: Sandbox, folder: Path) -> None:
    """All its papers stay."""
    run(index, sandbox, folder)
    folder.chmod(0o300)
    try:
        with without_privileges():
            outcomes = run(index, sandbox, folder)
    finally:
        folder.chmod(0o755)
    assert counted(outcomes) == {Status.FAILED: 1, Status.DOUBTED: 15}
    assert stored(index) == 15


@pytest.mark.parametrize("name", ["", "bun"], ids=["the folder", "one below it"])
def test_a_share_that_is_not_mounted(index: Index, sandbox: Sandbox, folder: Path, name: str) -> None:
    """Its folder is there and empty: what was in it stays, until it is said that it may go."""
    run(index, sandbox, folder)
    before, away = stored(index), len(list((folder / name).rglob("*.txt")))
    shutil.rmtree(folder / name)
    (folder / name).mkdir()
    outcomes = run(index, sandbox, folder)
    assert counted(outcomes)[Status.DOUBTED] == away
    assert stored(index) == before
    outcomes = run(index, sandbox, folder, allow_removals=True)
    assert counted(outcomes)[Status.REMOVED] == away
    assert stored(index) == before - away


def test_much_is_gone_at_once(index: Index, sandbox: Sandbox, folder: Path) -> None:
    """More than ten papers and more than a tenth: all of them stay, and are told of with the number."""
    run(index, sandbox, folder)
    shutil.rmtree(folder / "ks")
    outcomes = run(index, sandbox, folder)
    assert counted(outcomes) == {Status.UNCHANGED: 3, Status.DOUBTED: 12}
    assert "12 av 15" in outcomes["ks/0.txt"].message
    assert stored(index) == 15
    assert counted(run(index, sandbox, folder, allow_removals=True))[Status.REMOVED] == 12
    assert stored(index) == 3


def test_ten_papers_may_go(index: Index, sandbox: Sandbox, folder: Path) -> None:
    """Also where they are most of them."""
    run(index, sandbox, folder)
    for one in range(10):
        (folder / "ks" / f"{one}.txt").unlink()
    assert counted(run(index, sandbox, folder)) == {Status.UNCHANGED: 5, Status.REMOVED: 10}


def test_a_tenth_may_go(index: Index, sandbox: Sandbox, folder: Path) -> None:
    """Also where that is more than ten papers."""
    for one in range(12, 110):
        (folder / "ks" / f"{one}.txt").write_bytes(paper(f"fler{one}"))
    run(index, sandbox, folder)
    held = stored(index)
    for one in range(held // 10):
        (folder / "ks" / f"{one}.txt").unlink()
    assert held // 10 > 10
    assert counted(run(index, sandbox, folder))[Status.REMOVED] == held // 10


def test_a_folder_is_renamed(index: Index, sandbox: Sandbox, folder: Path) -> None:
    """What was moved is not gone, however much it is."""
    run(index, sandbox, folder)
    (folder / "ks").rename(folder / "kommunstyrelsen")
    assert counted(run(index, sandbox, folder)) == {Status.UNCHANGED: 3, Status.NEW: 12, Status.REMOVED: 12}
    assert stored(index) == 15


def test_all_papers_leave_a_folder_for_another(index: Index, sandbox: Sandbox, folder: Path) -> None:
    """An empty folder is no share that is away, where its papers lie elsewhere now."""
    run(index, sandbox, folder)
    for file in list((folder / "bun").iterdir()):
        file.rename(folder / "ks" / f"bun-{file.name}")
    assert counted(run(index, sandbox, folder)) == {Status.UNCHANGED: 13, Status.NEW: 2, Status.REMOVED: 2}
    assert stored(index) == 15


def test_a_zip_that_has_lost_its_papers(index: Index, sandbox: Sandbox, archive_folder: Path) -> None:
    """Counts like a folder."""
    papers = {f"{one}.txt": paper(f"packad{one}") for one in range(12)}
    (archive_folder / "z.zip").write_bytes(zipped(papers))
    run(index, sandbox, archive_folder)
    (archive_folder / "z.zip").write_bytes(zipped({"0.txt": papers["0.txt"]}))
    assert counted(run(index, sandbox, archive_folder)) == {Status.UNCHANGED: 1, Status.DOUBTED: 11}
    assert stored(index) == 12


def test_withdrawals_do_not_count(index: Index, sandbox: Sandbox, folder: Path) -> None:
    """What was withdrawn by its name is gone already."""
    run(index, sandbox, folder)
    for one in range(12):
        (place,) = [place for place in index.catalogue.places() if place.source == f"ks/{one}.txt"]
        index.withdraw(place.document_id, place.source)
    shutil.rmtree(folder / "ks")
    assert counted(run(index, sandbox, folder)) == {Status.UNCHANGED: 3}


@pytest.mark.parametrize(
    ("path", "mode"),
    [("", 0o444), ("", 0o555), ("catalogue.sqlite", 0o444), ("vectors", 0o555), ("vectors", 0)],
    ids=["folder 444", "folder 555", "catalogue 444", "vectors 555", "vectors 0"],
)
def test_an_archive_that_cannot_be_written(
    index: Index, open_index: Callable[..., Index], sandbox: Sandbox, folder: Path, tmp_path: Path, path: str, mode: int
) -> None:
    """Is refused by name before anything is done, and is as it was when the rights are right again."""
    run(index, sandbox, folder)
    index.close()
    wrong = tmp_path / "data" / path
    before = wrong.stat().st_mode
    wrong.chmod(mode)
    try:
        with without_privileges(), pytest.raises(NotWritable, match=str(wrong)):
            open_index()
    finally:
        wrong.chmod(before)
    assert stored(open_index()) == 15


def test_an_archive_where_nothing_can_be_made(open_index: Callable[..., Index], tmp_path: Path) -> None:
    """A folder that cannot even be made is told by name."""
    tmp_path.chmod(0o555)
    try:
        with without_privileges(), pytest.raises(NotWritable, match="--data-dir"):
            open_index()
    finally:
        tmp_path.chmod(0o755)

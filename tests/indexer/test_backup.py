"""Backups: made while the archive is written, whole or refused, and an archive like the first when restored."""

import contextlib
import json
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from corpus.errors import BadBackup
from corpus.sandbox import Sandbox
from indexer import backup
from indexer.embedding import EmbeddingOptions
from indexer.index import Index, Options
from indexer.pipeline import index_paths
from indexer.store.still import still

QUESTIONS = ("Vad beslutades om bryggan?", "bryggan på Åstön", "Vem justerade?", "§ 7", "avgift 100 kronor")


def paper(number: int) -> str:
    """Return the text of minutes that no other number has."""
    return (
        f"Byggnadsnämnden\nProtokoll 2024-05-{number % 28 + 1:02}\n\n§ {number} Brygga nummer {number} på Åstön\n\n"
        f"Beslut\nNämnden beslutar att bryggan får byggas mot en avgift av {number * 100} kronor.\n"
    )


def write(folder: Path, numbers: range) -> None:
    """Write the papers of `numbers` to `folder`."""
    folder.mkdir(exist_ok=True)
    for number in numbers:
        (folder / f"{number:03}.txt").write_text(paper(number), "utf-8")


def take(index: Index, folder: Path, sandbox: Sandbox) -> None:
    """Index `folder`."""
    for outcome in index_paths(index, [folder], sandbox):
        assert not outcome.message, outcome


def found(index: Index) -> list[list[tuple[str, float]]]:
    """Return what is found for the questions: the text of each passage and its score."""
    hits = [index.search(question) for question in QUESTIONS]
    texts = [[one.text for one in index.find(some)] for some in hits]
    return [
        [(text, one.score) for text, one in zip(these, some, strict=True)]
        for these, some in zip(texts, hits, strict=True)
    ]


def is_whole(index: Index) -> bool:
    """Whether every paper that can be found has a point for each of its passages, and nothing else has any."""
    passages = {entry.id: len(index.catalogue.passages(entry.id)) for entry in index.catalogue.entries()}
    return index.store.counts() == {key: number for key, number in passages.items() if number}


@pytest.fixture
def archive(index: Index, tmp_path: Path, sandbox: Sandbox) -> Index:
    """Return an open archive of some papers, with a file that was uploaded."""
    write(tmp_path / "handlingar", range(1, 8))
    take(index, tmp_path / "handlingar", sandbox)
    uploads = index.options.data_dir / "uploads" / "nämnd"
    uploads.mkdir(parents=True)
    (uploads / "lämnad.txt").write_text("Lämnad.", "utf-8")
    return index


@pytest.fixture
def reopened(tiny_model: Path) -> Callable[[Path], Index]:
    """Return what opens an archive that was restored."""
    return lambda folder: Index(Options(folder, EmbeddingOptions(str(tiny_model))))


def test_an_open_archive_is_found_again_elsewhere(
    archive: Index, tmp_path: Path, reopened: Callable[[Path], Index]
) -> None:
    """Every search finds the same with the same scores, and the uploads are there, with their times."""
    before = found(archive)
    assert all(before)
    made = backup.make(archive.options.data_dir, tmp_path / "kopia")
    assert made.documents == 7
    archive.close()
    assert backup.restore(tmp_path / "kopia", tmp_path / "ny") == made
    with reopened(tmp_path / "ny") as index:
        assert found(index) == before
        assert is_whole(index)
    old, new = (folder / "uploads" / "nämnd" / "lämnad.txt" for folder in (archive.options.data_dir, tmp_path / "ny"))
    assert new.read_text("utf-8") == "Lämnad."
    assert new.stat().st_mtime_ns == old.stat().st_mtime_ns


def test_copies_taken_while_papers_come_and_go_are_whole(
    archive: Index, tmp_path: Path, sandbox: Sandbox, reopened: Callable[[Path], Index]
) -> None:
    """Whenever a copy is made, what it says is found is found, and the papers of before are among it."""
    settled = {entry.id for entry in archive.catalogue.entries()}
    stop, wrong = threading.Event(), []

    def come_and_go() -> None:
        try:
            for turn in range(1_000):
                if stop.is_set():
                    return
                write(tmp_path / "kommer", range(100 + turn, 103 + turn))
                take(archive, tmp_path / "kommer", sandbox)
                for gone in (tmp_path / "kommer").iterdir():
                    gone.unlink()
                archive.search(QUESTIONS[0])
                if turn % 3 == 2:
                    archive.store.optimise()
        except BaseException as error:
            wrong.append(error)
            raise

    writer = threading.Thread(target=come_and_go)
    writer.start()
    try:
        for number in range(2):
            backup.make(archive.options.data_dir, tmp_path / f"kopia{number}")
    finally:
        stop.set()
        writer.join()
    assert not wrong
    archive.close()
    for number in range(2):
        backup.restore(tmp_path / f"kopia{number}", tmp_path / f"ny{number}")
        with reopened(tmp_path / f"ny{number}") as index:
            assert is_whole(index)
            assert settled <= {entry.id for entry in index.catalogue.entries()}
            assert all(found(index))


def test_vectors_wait_while_they_are_copied(archive: Index, tmp_path: Path, sandbox: Sandbox) -> None:
    """Nothing changes them as long as a copy is being made, and what waited is done after it."""
    write(tmp_path / "kommer", range(50, 52))
    before = archive.store.count()
    writer = threading.Thread(target=take, args=(archive, tmp_path / "kommer", sandbox))
    with still(archive.options.data_dir / "vectors"):
        writer.start()
        writer.join(1.0)
        assert writer.is_alive()
        assert archive.store.count() == before
        assert archive.search(QUESTIONS[0])
    writer.join()
    assert archive.store.count() > before


def files_of(folder: Path) -> list[Path]:
    """Return the files in a folder, at whatever depth."""
    return [path for path in sorted(folder.rglob("*")) if path.is_file()]


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory, tiny_model: Path, sandbox: Sandbox) -> Path:
    """Return a backup; who damages it mends it again."""
    folder = tmp_path_factory.mktemp("kopior")
    write(folder / "handlingar", range(1, 4))
    with Index(Options(folder / "data", EmbeddingOptions(str(tiny_model)))) as index:
        take(index, folder / "handlingar", sandbox)
    (folder / "data" / "uploads").mkdir()
    (folder / "data" / "uploads" / "lämnad.txt").write_text("Lämnad.", "utf-8")
    backup.make(folder / "data", folder / "kopia")
    return folder / "kopia"


@contextlib.contextmanager
def changed(path: Path, content: bytes, at: int = 0) -> Iterator[None]:
    """Have `content` at the byte `at` of a file, and what was there again after it."""
    with path.open("r+b") as file:
        file.seek(at)
        before = file.read(len(content))
        assert before != content
        file.seek(at)
        file.write(content)
    yield
    with path.open("r+b") as file:
        file.seek(at)
        file.write(before)


@pytest.mark.parametrize("which", ["catalogue.sqlite", "uploads/lämnad.txt", backup.DOCUMENTS, "vectors"])
def test_a_flipped_bit_is_refused_and_named(copy: Path, tmp_path: Path, which: str) -> None:
    """Of whatever file: nothing is written then."""
    damaged = copy / which
    if damaged.is_dir():
        damaged = max(files_of(damaged), key=lambda path: path.stat().st_size)
    middle = damaged.stat().st_size // 2
    flipped = bytes([damaged.read_bytes()[middle] ^ 1])
    named = pytest.raises(BadBackup, match=damaged.relative_to(copy).as_posix())
    with changed(damaged, flipped, middle), named:
        backup.restore(copy, tmp_path / "ny")
    assert not (tmp_path / "ny").exists()


@pytest.mark.parametrize("which", ["catalogue.sqlite", backup.MANIFEST])
def test_a_file_that_is_missing_is_named(copy: Path, tmp_path: Path, which: str) -> None:
    (copy / which).rename(tmp_path / "undan")
    with pytest.raises(BadBackup, match=which):
        backup.restore(copy, tmp_path / "ny")
    (tmp_path / "undan").rename(copy / which)
    assert not (tmp_path / "ny").exists()


def test_without_damaged_vectors_the_rest_is_restored_and_they_are_made_again(
    archive: Index, tmp_path: Path, tiny_model: Path
) -> None:
    before = found(archive)
    backup.make(archive.options.data_dir, tmp_path / "kopia")
    archive.close()
    for path in files_of(tmp_path / "kopia" / "vectors"):
        path.write_bytes(b"annat")
    with pytest.raises(BadBackup, match="--without-vectors"):
        backup.restore(tmp_path / "kopia", tmp_path / "ny")
    backup.restore(tmp_path / "kopia", tmp_path / "ny", vectors=False)
    with Index(Options(tmp_path / "ny", EmbeddingOptions(str(tiny_model))), rebuilding=True) as index:
        for _ in index.rebuild():
            pass
        assert [sorted(hits) for hits in found(index)] == [sorted(hits) for hits in before]


def test_a_copy_of_a_damaged_catalogue_is_refused(archive: Index, tmp_path: Path) -> None:
    """What is broken is not kept as if it were whole, and the folder is left empty for the next attempt."""
    archive.close()
    catalogue = archive.options.data_dir / "catalogue.sqlite"
    data = bytearray(catalogue.read_bytes())
    data[4096:] = b"\xff" * (len(data) - 4096)
    catalogue.write_bytes(data)
    with pytest.raises(BadBackup, match="catalogue"):
        backup.make(archive.options.data_dir, tmp_path / "kopia")
    assert list((tmp_path / "kopia").iterdir()) == []


def test_a_place_that_will_not_do_is_refused(archive: Index, tmp_path: Path) -> None:
    """A folder with something in it, one within the archive, a folder that is no archive; nothing is changed."""
    data, full = archive.options.data_dir, tmp_path / "full"
    full.mkdir()
    (full / "min.txt").write_text("min", "utf-8")
    for target, source in ((full, data), (data / "kopia", data), (tmp_path / "kopia", tmp_path / "inget")):
        with pytest.raises(BadBackup):
            backup.make(source, target)
    assert not (data / "kopia").exists()
    assert not (tmp_path / "kopia").exists()
    backup.make(data, tmp_path / "kopia")
    with pytest.raises(BadBackup, match="inte tom"):
        backup.restore(tmp_path / "kopia", full)
    assert (full / "min.txt").read_text("utf-8") == "min"


def test_a_link_in_the_archive_is_named(archive: Index, tmp_path: Path) -> None:
    """What it points at would be missing from the copy, or be what nobody meant to copy."""
    (tmp_path / "annat").write_text("annat", "utf-8")
    (archive.options.data_dir / "uploads" / "länk.txt").symlink_to(tmp_path / "annat")
    with pytest.raises(BadBackup, match=r"länk\.txt"):
        backup.make(archive.options.data_dir, tmp_path / "kopia")


@pytest.mark.parametrize("name", ["../utanför", "/utanför", "uploads/../../utanför"])
def test_a_backup_writes_nothing_outside_the_archive(copy: Path, tmp_path: Path, name: str) -> None:
    """Whatever the one says who made it."""
    manifest = (copy / backup.MANIFEST).read_bytes()
    said = json.loads(manifest)
    said["files"][name] = said["files"][backup.DOCUMENTS]
    (copy / backup.MANIFEST).write_text(json.dumps(said), "utf-8")
    with pytest.raises(BadBackup, match="utanför"):
        backup.restore(copy, tmp_path / "ny")
    (copy / backup.MANIFEST).write_bytes(manifest)


def test_an_archive_knows_its_backups_and_what_they_may_hold(
    archive: Index, tmp_path: Path, reopened: Callable[[Path], Index]
) -> None:
    """Also once it is restored; one that cannot be looked into may hold anything."""
    data = archive.options.data_dir
    assert backup.known_backups(data) == []
    held = archive.catalogue.entries()[0].id
    backup.make(data, tmp_path / "kopia")
    (known,) = backup.known_backups(data)
    assert known.folder == str(tmp_path / "kopia")
    assert known.may_hold(held)
    assert not known.may_hold("0" * 64)
    backup.restore(tmp_path / "kopia", tmp_path / "ny")
    assert backup.known_backups(tmp_path / "ny") == [known]
    (tmp_path / "kopia").rename(tmp_path / "flyttad")
    assert known.may_hold("0" * 64)


def test_others_may_not_look_into_a_backup(copy: Path) -> None:
    """It holds the texts as they were read."""
    assert copy.stat().st_mode & 0o077 == 0


def test_holes_stay_holes(copy: Path) -> None:
    """The engine's files are nearly empty at first: a copy of them takes little room too."""
    files = files_of(copy / "vectors")
    assert sum(path.stat().st_blocks * 512 for path in files) < sum(path.stat().st_size for path in files) / 10

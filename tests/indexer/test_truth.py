"""Catalogue and vectors that differ: it is noticed at the start, told, and made good from the catalogue."""

import random
import shutil
import signal
import sqlite3
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from corpus.sandbox import Sandbox
from indexer.fusion import Mode
from indexer.index import Index
from indexer.mending import examine, mend
from indexer.pipeline import index_paths
from indexer.truth import Difference
from tests.indexer.desk import minutes

WORDS = ("bryggor", "lampor", "grus")

OpenIndex = Callable[..., Index]


@pytest.fixture
def data(tmp_path: Path, open_index: OpenIndex, archive_folder: Path, sandbox: Sandbox) -> Path:
    """Return the data folder of a closed archive of three papers."""
    for word in WORDS:
        (archive_folder / f"{word}.txt").write_bytes(minutes(word))
    index = open_index()
    assert [outcome.message for outcome in index_paths(index, [archive_folder], sandbox)] == [""] * 3
    assert index.truth.trouble == ""
    index.close()
    return tmp_path / "data"


def sources(index: Index, word: str) -> set[str]:
    """Return the sources of the papers that are found by a word."""
    return {hit.entry.source for hit in index.find(index.search(word, mode=Mode.BM25))}


def assert_mended(index: Index) -> None:
    """Assert that what differs is made good, and stays so."""
    list(mend(index))
    list(examine(index))
    assert index.truth.trouble == ""
    for word in WORDS:
        assert sources(index, word) == {f"{word}.txt"}
    assert index.store.count() == len(index.catalogue.passages())


def collection(data: Path) -> Path:
    """Return the folder of the only collection of vectors."""
    (folder,) = (data / "vectors").iterdir()
    return folder


def overwrite(file: Path) -> None:
    """Put chance bytes in all of a file that is not empty."""
    content = file.read_bytes()
    chance = random.Random(str(file.name))
    with file.open("r+b") as opened:
        for start in range(0, len(content), 4_096):
            if any(content[start : start + 4_096]):
                opened.seek(start)
                opened.write(chance.randbytes(min(4_096, len(content) - start)))


def test_vectors_that_are_gone(data: Path, open_index: OpenIndex) -> None:
    """Each paper is named, with what it should have, and found again when it is mended."""
    shutil.rmtree(data / "vectors")
    index = open_index()
    passages = {entry.source: len(index.catalogue.passages(entry.id)) for entry in index.catalogue.entries()}
    differing = sorted(index.truth.differing.values(), key=lambda one: one.source)
    assert differing == [Difference(source, passages[source], 0) for source in sorted(passages)]
    assert all(f"{word}.txt" in index.truth.trouble for word in WORDS)
    assert_mended(index)
    index.close()
    assert open_index().truth.trouble == ""


def test_vectors_of_another_day(data: Path, open_index: OpenIndex, archive_folder: Path, sandbox: Sandbox) -> None:
    """Vectors from before a paper came and another went: one lacks its own, one's are left over."""
    shutil.copytree(collection(data), data.parent / "old")
    (archive_folder / "rör.txt").write_bytes(minutes("rör"))
    (archive_folder / "grus.txt").unlink()
    index = open_index()
    gone = next(entry.id for entry in index.catalogue.entries() if entry.source == "grus.txt")
    list(index_paths(index, [archive_folder], sandbox))
    index.close()
    folder = collection(data)
    shutil.rmtree(folder)
    shutil.copytree(data.parent / "old", folder)
    index = open_index()
    found = {key: one.source for key, one in index.truth.differing.items()}
    assert sorted(found.values()) == ["", "rör.txt"]
    assert found[gone] == ""
    list(mend(index))
    list(examine(index))
    assert index.truth.trouble == ""
    assert sources(index, "rör") == {"rör.txt"}
    assert sources(index, "grus") == set()
    assert index.store.count(gone) == 0


@pytest.mark.parametrize(
    ("name", "is_noticed"),
    [
        ("segment.json", True),
        ("edge_config.json", True),
        ("wal/first-index", True),
        ("vector_storage-dense/vectors/chunk_0.mmap", True),
        ("vector_storage-dense/offsets/chunk_0.mmap", True),
        ("payload_storage/page_0.dat", True),
        ("vector_storage-bm25/store/page_0.dat", True),
        ("payload_storage/tracker.dat", False),  # which the engine may write anew from its log
        ("vector_storage-bm25/store/tracker.dat", False),
    ],
)
def test_damaged_vectors(data: Path, open_index: OpenIndex, name: str, is_noticed: bool) -> None:
    """Chance bytes in a file, whatever the engine says to them, are noticed without a trace, and mended."""
    files = [path for path in collection(data).rglob("*") if str(path).endswith(name)]
    assert files
    for file in files:
        overwrite(file)
    index = open_index()
    assert index.truth.trouble or not is_noticed
    assert_mended(index)
    index.close()
    assert open_index().truth.trouble == ""
    assert collection(data)


def test_half_of_the_vectors(data: Path, open_index: OpenIndex) -> None:
    """A folder of which files were not restored."""
    for file in sorted(path for path in collection(data).rglob("*") if path.is_file())[::2]:
        file.unlink()
    index = open_index()
    assert index.truth.trouble
    assert_mended(index)


START = """
import sys
from pathlib import Path
from indexer.embedding import EmbeddingOptions
from indexer.index import Index
from indexer.options import Options

with Index(Options(Path(sys.argv[1]), EmbeddingOptions(sys.argv[2]))) as index:
    print("trouble:", index.truth.trouble)
"""


def test_damage_that_ends_the_process(
    data: Path, open_index: OpenIndex, tiny_model: Path, run_python: Callable[..., subprocess.Popen[str]]
) -> None:
    """The engine takes the process with it; the next start puts the vectors aside, says so, and mends."""
    for file in collection(data).rglob("mutable_id_tracker.mappings"):
        overwrite(file)
    first = run_python(START, data, tiny_model)
    first.communicate(timeout=120)
    second = run_python(START, data, tiny_model)
    said, _ = second.communicate(timeout=120)
    assert second.returncode == 0, said
    assert "bryggor.txt" in said
    assert first.returncode in (0, -signal.SIGABRT)
    assert_mended(open_index())


def test_other_vectors_of_the_same_number(data: Path, open_index: OpenIndex) -> None:
    """A point that was put in the place of another is no one's to count, but its fingerprint differs."""
    index = open_index()
    entry = next(entry for entry in index.catalogue.entries() if entry.source == "grus.txt")
    document, passages = index.catalogue.document(entry.id), index.catalogue.passages(entry.id)
    assert document
    points = index.generations.serving.points(document, passages)
    points[0].dense[:] = -points[0].dense
    index.store.upsert(points)
    index.truth.count()
    assert index.truth.trouble == ""
    list(examine(index))
    assert [one.source for one in index.truth.differing.values()] == ["grus.txt"]
    assert_mended(index)


def test_fingerprints_that_are_not_known_are_taken_as_they_are(data: Path, open_index: OpenIndex) -> None:
    """Of an archive of an older version, whose vectors are as many as they should be."""
    with sqlite3.connect(data / "catalogue.sqlite") as database:
        database.execute("UPDATE documents SET vectors = NULL")
    database.close()
    index = open_index()
    assert index.truth.trouble == ""
    assert all(one.fingerprint for one in index.catalogue.vectors.expected().values())


def test_a_rebuild_leaves_nothing_that_differs(data: Path, open_index: OpenIndex) -> None:
    """The fingerprints of the old vectors are not those of the new."""
    index = open_index()
    list(index.rebuild())
    list(examine(index))
    assert index.truth.trouble == ""
    index.close()
    assert open_index().truth.trouble == ""


def test_fingerprints_outlast_optimising(data: Path, open_index: OpenIndex) -> None:
    """To the last bit, however the engine arranges its points."""
    index = open_index()
    index.store.optimise()
    list(examine(index))
    assert index.truth.trouble == ""

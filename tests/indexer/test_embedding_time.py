"""A paper that takes too long to embed: nothing of it is left, what the archive had stays, and the rest goes on."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path, PurePosixPath

import pytest

from corpus import structure
from corpus.catalogue.records import Reach
from corpus.errors import TooLarge
from corpus.sandbox import Sandbox
from indexer.embedding import EmbeddingOptions
from indexer.index import Index
from indexer.options import Options
from indexer.pipeline import Outcome, Status, index_paths, index_upload
from tests import tiny_models
from tests.indexer.desk import minutes, zipped

pytestmark = pytest.mark.slow

OpenIndex = Callable[..., Index]

LIMIT = 2.0  # seconds
# So many passages that the slow model takes many times the limit for them, and one for which it takes a hundredth.
LONG = minutes(*(f"sak{number} " + "x" * 400 for number in range(2_000)))
SHORT = minutes("grus")


@pytest.fixture(scope="session")
def slow_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a real network that is large for what it gives: some milliseconds for a sentence."""
    return tiny_models.network(tmp_path_factory.mktemp("models") / "slow", dimensions=512, positions=512)


@pytest.fixture
def slow(tmp_path: Path, slow_model: Path) -> Iterator[Index]:
    """Return an empty archive with the slow model, which has been asked once, and the limit."""
    with Index(Options(tmp_path / "data", EmbeddingOptions(str(slow_model)), embed_timeout=LIMIT)) as index:
        index.embedder.query("grus")
        yield index


def left(index: Index, content: bytes) -> tuple[object, int]:
    """Return what is stored of a paper by its content: its row, and its vectors."""
    document_id = structure.identify(content)
    return index.catalogue.document(document_id), index.count_vectors(document_id)


def told(outcome: Outcome) -> tuple[str, Status, str | None]:
    """Return what became of which file."""
    return outcome.source, outcome.status, outcome.document_id


def test_it_is_given_up_and_the_others_are_read(slow: Index, archive_folder: Path, sandbox: Sandbox) -> None:
    """The message has the limit and what to do; a run with time enough reads it."""
    (archive_folder / "a-lång.txt").write_bytes(LONG)
    (archive_folder / "b.txt").write_bytes(SHORT)
    began = time.monotonic()
    first, second = index_paths(slow, [archive_folder], sandbox)
    assert time.monotonic() - began > LIMIT
    assert told(first) == ("a-lång.txt", Status.FAILED, None)
    assert "mer än 2 sekunder" in first.message
    assert "Dela upp den" in first.message
    assert "BESLUTSMINNE_EMBED_TIMEOUT" in first.message
    assert told(second) == ("b.txt", Status.NEW, structure.identify(SHORT))
    assert left(slow, LONG) == (None, 0)
    assert slow.catalogue.unfinished() == []
    assert slow.store.count() == len(slow.catalogue.passages()) > 0
    (failure,) = slow.catalogue.audits.failures()
    assert (failure.source, failure.message) == ("a-lång.txt", first.message)


def test_with_time_enough_it_is_read(tmp_path: Path, tiny_model: Path, archive_folder: Path, sandbox: Sandbox) -> None:
    """What was given up is tried again by the next run, though the file is as it was, and is a failure no more."""
    (archive_folder / "a.txt").write_bytes(SHORT)
    options = Options(tmp_path / "data", EmbeddingOptions(str(tiny_model)), embed_timeout=1e-9)
    with Index(options) as hurried:
        assert [one.status for one in index_paths(hurried, [archive_folder], sandbox)] == [Status.FAILED]
    with Index(replace(options, embed_timeout=600.0)) as patient:
        assert [one.status for one in index_paths(patient, [archive_folder], sandbox)] == [Status.NEW]
        assert patient.catalogue.audits.failures() == []


def test_a_member_of_a_zip(slow: Index, archive_folder: Path, sandbox: Sandbox) -> None:
    """The other papers of the file are found."""
    (archive_folder / "a.zip").write_bytes(zipped({"lång.txt": LONG, "kort.txt": SHORT}))
    outcomes = {one.source: one.status for one in index_paths(slow, [archive_folder], sandbox)}
    assert outcomes == {"a.zip/lång.txt": Status.FAILED, "a.zip/kort.txt": Status.NEW}
    assert left(slow, LONG) == (None, 0)
    assert [entry.source for entry in slow.catalogue.entries()] == ["a.zip/kort.txt"]


def test_a_file_that_has_become_slow_keeps_what_it_had(slow: Index, archive_folder: Path, sandbox: Sandbox) -> None:
    """As one that can no longer be read does."""
    file = archive_folder / "a.txt"
    file.write_bytes(SHORT)
    list(index_paths(slow, [archive_folder], sandbox))
    before = slow.catalogue.passages(), slow.store.count()
    file.write_bytes(LONG)
    (outcome,) = index_paths(slow, [archive_folder], sandbox)
    assert told(outcome) == ("a.txt", Status.FAILED, None)
    assert (slow.catalogue.passages(), slow.store.count()) == before
    assert left(slow, SHORT)[0] is not None


def test_what_an_older_reader_read_stays(slow: Index, archive_folder: Path, sandbox: Sandbox) -> None:
    """A paper is renewed in time, or not at all."""
    file = archive_folder / "a.txt"
    file.write_bytes(LONG)
    (document,) = (paper.document for paper in sandbox.read(LONG, "a.txt"))
    assert document is not None
    (short,) = (paper.document for paper in sandbox.read(SHORT, "a.txt"))
    assert short is not None
    slow.add(replace(short, id=document.id), "a.txt")  # so little an older reader found in it
    before = slow.catalogue.document(document.id), slow.store.fingerprint(document.id)
    with pytest.raises(TooLarge, match="mer än 2 sekunder"):
        slow.renew(document, "a.txt")
    assert (slow.catalogue.document(document.id), slow.store.fingerprint(document.id)) == before
    assert slow.catalogue.is_ready(document.id)


def test_an_upload_leaves_no_file(slow: Index, tmp_path: Path, sandbox: Sandbox) -> None:
    """Neither among the uploads nor among what could not be read; the next upload is taken."""
    waiting = tmp_path / ".väntar"
    waiting.write_bytes(LONG)
    (outcome,) = index_upload(slow, waiting, PurePosixPath("lång.txt"), sandbox, 0, Reach())
    assert told(outcome) == ("lång.txt", Status.FAILED, None)
    assert list(slow.options.uploads.rglob("*.*")) == []
    assert slow.catalogue.audits.failures() == []
    waiting.write_bytes(SHORT)
    (outcome,) = index_upload(slow, waiting, PurePosixPath("lång.txt"), sandbox, 0, Reach())
    assert outcome.status is Status.NEW


def test_the_archive_as_it_is_has_all_the_time(
    open_index: OpenIndex, tmp_path: Path, tiny_model: Path, archive_folder: Path, sandbox: Sandbox
) -> None:
    """Vectors that are lost are made good, however long that takes."""
    (archive_folder / "a.txt").write_bytes(SHORT)
    with open_index() as index:
        list(index_paths(index, [archive_folder], sandbox))
    with Index(Options(tmp_path / "data", EmbeddingOptions(str(tiny_model)), embed_timeout=1e-9)) as hurried:
        document_id = structure.identify(SHORT)
        hurried.store.delete_document(document_id)
        hurried.embed_anew(document_id)
        assert hurried.count_vectors(document_id) == len(hurried.catalogue.passages(document_id)) > 0


def test_the_command(tmp_path: Path, tiny_model: Path, archive_folder: Path) -> None:
    """`beslutsminne index` names the file, and ends with 1."""
    (archive_folder / "a.txt").write_bytes(SHORT)
    told_of = subprocess.run(
        [sys.executable, "-m", "ui.cli", "index", str(archive_folder), "--data-dir", str(tmp_path / "data")],
        env=os.environ | {"BESLUTSMINNE_MODEL": str(tiny_model), "BESLUTSMINNE_EMBED_TIMEOUT": "0.000001"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert told_of.returncode == 1
    assert "a.txt: Handlingen tog mer än 1e-06 sekunder" in " ".join(told_of.stderr.split())

"""A paper that is broken off while it is read or embedded: nothing of it is left, and the rest is as it was."""

import threading
from collections.abc import Callable
from pathlib import Path, PurePosixPath

import pytest

from corpus.catalogue.records import Reach
from corpus.errors import Interrupted
from corpus.models import Document
from corpus.sandbox import Sandbox
from indexer import generation
from indexer.index import Index
from indexer.pipeline import Status, index_paths, index_upload
from tests.indexer.desk import minutes

OpenIndex = Callable[..., Index]
Read = Callable[..., Document]


def test_what_is_being_embedded(
    open_index: OpenIndex, archive_folder: Path, sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch, read: Read
) -> None:
    """A stop comes between two slices of a paper: it is not found, and gone at the next start; another is found."""
    monkeypatch.setattr(generation, "AT_ONCE", 1)
    (archive_folder / "grus.txt").write_bytes(minutes("grus"))
    index = open_index()
    list(index_paths(index, [archive_folder], sandbox))
    document = read(minutes("bryggor", "lampor", "rör").decode(), "ny.txt")
    index._writing.acquire()
    trouble: list[BaseException] = []

    def add() -> None:
        try:
            index.add(document, "ny.txt")
        except Interrupted as error:
            trouble.append(error)

    adding = threading.Thread(target=add)
    index.interrupt()
    adding.start()
    adding.join(60)
    index._writing.release()
    assert not adding.is_alive()
    assert len(trouble) == 1
    assert [entry.source for entry in index.catalogue.entries()] == ["grus.txt"]
    index.close()
    again = open_index()
    assert again.catalogue.document(document.id) is None
    assert again.truth.trouble == ""
    assert again.store.count() == len(again.catalogue.passages())


def test_what_is_being_read(open_index: OpenIndex, tmp_path: Path) -> None:
    """The reader's process is ended, and the file stays where it waits."""
    waiting = tmp_path / ".väntar"
    waiting.write_bytes(minutes(*(f"sak{number}" for number in range(3_000))))
    index = open_index()
    with Sandbox(readers=1) as sandbox:
        threading.Timer(0.3, sandbox.interrupt).start()
        with pytest.raises(Interrupted):
            index_upload(index, waiting, PurePosixPath("stor.txt"), sandbox, 0, Reach())
        with pytest.raises(Interrupted):
            sandbox.read(b"x", "a.txt")
    assert waiting.exists()
    assert not (index.options.uploads / "stor.txt").exists()
    assert index.catalogue.entries() == []
    assert index.catalogue.audits.failures() == []


def test_an_upload_that_was_cut_short_ends_in_the_same(open_index: OpenIndex, tmp_path: Path, sandbox: Sandbox) -> None:
    """It was copied to its place and indexed, and the process died before that was noted."""
    waiting, path = tmp_path / ".väntar", PurePosixPath("grus.txt")
    waiting.write_bytes(minutes("grus"))
    index = open_index()
    (first,) = index_upload(index, waiting, path, sandbox, 0, Reach())
    before = index.catalogue.passages(), index.store.count()
    (again,) = index_upload(index, waiting, path, sandbox, 0, Reach())
    assert (first.status, again.status) == (Status.NEW, Status.UNCHANGED)
    assert first.document_id == again.document_id
    assert (index.catalogue.passages(), index.store.count()) == before
    assert (index.options.uploads / path).read_bytes() == waiting.read_bytes()

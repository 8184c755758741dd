"""Receipts of withdrawals: what they say is gone is gone from the disk, and what is left is said to be, and why."""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from corpus.catalogue.records import Standing
from corpus.sandbox import Sandbox
from indexer import backup
from indexer.index import Index
from indexer.pipeline import index_paths
from search_api.archive import Archive
from search_api.settings import Settings
from tests.attack.started import found, given, minutes, started
from tests.indexer.desk import zipped
from tests.privileges import without_privileges
from tests.search_api.conftest import Service

WORD = "kvarnstenar"  # in no other paper, nor in the product


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Service]:
    """Return a service over an empty archive."""
    with started(tmp_path / "arkiv") as running:
        yield running


def withdrawn(service: Service, document_id: str) -> dict:
    """Withdraw a document, and return the receipt."""
    response = service.http.delete(f"/v1/documents/{document_id}")
    assert response.status_code == 200, response.text
    return response.json()


def on_disk(folder: Path, word: str) -> list[str]:
    """Return the files below a folder that hold a word, in UTF-8 or UTF-16."""
    written = (word.encode(), word.encode("utf-16-le"))
    files = [path for path in folder.rglob("*") if path.is_file()]
    return [path.name for path in files if any(one in path.read_bytes() for one in written)]


def test_nothing_is_left_on_the_disk(service: Service, tmp_path: Path) -> None:
    """Not in the catalogue, its log, the vectors or the uploads: the log is emptied before the receipt is given."""
    (outcome,) = given(service, "a.txt", minutes(WORD))
    given(service, "b.txt", minutes("sand", day="2024-04-16"))
    assert on_disk(tmp_path / "arkiv", WORD)
    receipt = withdrawn(service, outcome["document_id"])
    assert (receipt["files_deleted"], receipt["files_left"]) == (["a.txt"], [])
    assert on_disk(tmp_path / "arkiv", WORD) == []
    assert found(service, "sand") == {"b.txt"}


def test_backups_that_hold_it_are_named(service: Service, tmp_path: Path) -> None:
    """Not one that was made before it came; and one that was moved or removed, since nobody knows of it any more."""
    given(service, "b.txt", minutes("sand", day="2024-04-16"))
    backup.make(tmp_path / "arkiv", tmp_path / "före")
    (outcome,) = given(service, "a.txt", minutes(WORD))
    for name in ("efter", "flyttad"):
        backup.make(tmp_path / "arkiv", tmp_path / name)
    (tmp_path / "flyttad").rename(tmp_path / "undan")
    receipt = withdrawn(service, outcome["document_id"])
    assert receipt["backups"] == [str(tmp_path / "efter"), str(tmp_path / "flyttad")]


def test_after_the_archive_was_moved(tmp_path: Path) -> None:
    """The file is found where it lies now, and goes; the one in the old place is nobody's business here."""
    with started(tmp_path / "gammal") as service:
        (outcome,) = given(service, "ks/a.txt", minutes(WORD))
    shutil.move(tmp_path / "gammal", tmp_path / "ny")
    with started(tmp_path / "ny") as service:
        receipt = withdrawn(service, outcome["document_id"])
    assert (receipt["files_deleted"], receipt["files_left"]) == (["ks/a.txt"], [])
    assert on_disk(tmp_path / "ny", WORD) == []


def test_after_an_archive_of_an_older_version_was_moved(tmp_path: Path) -> None:
    """Which kept the paths of uploads as they were then: they are taken for uploads, and papers of folders are not."""
    papers = tmp_path / "uploads"
    papers.mkdir()
    (papers / "c.txt").write_bytes(minutes("grus"))
    with started(tmp_path / "gammal") as service, Sandbox(readers=1) as sandbox:
        (outcome,) = given(service, "ks/a.txt", minutes(WORD))
        (other,) = given(service, "z.zip", zipped({"b.txt": minutes("sand", day="2024-04-16")}))
        (indexed,) = index_paths(service.index, [papers], sandbox)
    with closing(sqlite3.connect(tmp_path / "gammal" / "catalogue.sqlite")) as catalogue:
        older = f"UPDATE files SET papers = NULL, path = '{tmp_path}/gammal/uploads/' || path WHERE path NOT LIKE '/%'"
        assert catalogue.execute(older).rowcount == 2
        catalogue.commit()
    shutil.move(tmp_path / "gammal", tmp_path / "ny")
    with started(tmp_path / "ny") as service:
        assert service.index.catalogue.standing(other["document_id"]) is Standing.VOUCHED
        assert service.index.catalogue.standing(str(indexed.document_id)) is Standing.INDEXED
        receipt = withdrawn(service, outcome["document_id"])
        assert (receipt["files_deleted"], receipt["files_left"]) == (["ks/a.txt"], [])
        assert withdrawn(service, other["document_id"])["files_deleted"] == ["z.zip/b.txt"]
        assert withdrawn(service, str(indexed.document_id))["files_left"] == ["c.txt"]
    assert on_disk(tmp_path / "ny", WORD) == []
    assert list((papers).iterdir()) == [papers / "c.txt"]


def test_a_file_that_is_not_where_it_was(service: Service) -> None:
    """Somebody has moved it by hand: that it is gone is more than anybody knows."""
    (outcome,) = given(service, "a.txt", minutes(WORD))
    kept = service.settings.data_dir / "uploads" / "a.txt"
    kept.rename(kept.with_name("undan.txt"))
    receipt = withdrawn(service, outcome["document_id"])
    assert (receipt["files_deleted"], receipt["files_left"]) == ([], ["a.txt"])
    assert "låg inte" in receipt["why_left"]["a.txt"]


def test_a_file_that_cannot_be_deleted(tmp_path: Path) -> None:
    """Is told as left, with the system's reason, and the paper is gone from all else."""
    archive = tmp_path / "arkiv"
    with started(archive) as service:
        (outcome,) = given(service, "a.txt", minutes(WORD))
    settings = Settings(data_dir=archive, model="static")
    (archive / "uploads").chmod(0o555)
    try:
        with Index(settings.index_options) as index, without_privileges():
            receipt = Archive(index).withdraw(outcome["document_id"])
    finally:
        (archive / "uploads").chmod(0o755)
    assert (receipt.files_deleted, receipt.files_left) == ([], ["a.txt"])
    assert "Permission denied" in receipt.why_left["a.txt"]
    assert on_disk(archive, WORD) == ["a.txt"]


def test_one_that_lies_in_several_places(service: Service, tmp_path: Path, sandbox: Sandbox) -> None:
    """Each is told of: an upload goes, a zip stays for its other papers, and a folder is its owner's."""
    data = minutes(WORD)
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "c.txt").write_bytes(data)
    (outcome,) = given(service, "a.txt", data)
    service.upload(("b.zip", zipped({"a.txt": data, "annan.txt": minutes("sand", day="2024-04-16")})))
    service.upload(("d.zip", zipped({"a.txt": data, "kopia.txt": data})))
    list(index_paths(service.index, [tmp_path / "in"], sandbox))
    receipt = withdrawn(service, outcome["document_id"])
    assert sorted(receipt["files_deleted"]) == ["a.txt", "d.zip/a.txt", "d.zip/kopia.txt"]
    assert sorted(receipt["files_left"]) == ["b.zip/a.txt", "c.txt"]
    assert "Andra handlingar" in receipt["why_left"]["b.zip/a.txt"]
    assert "Ta bort den där" in receipt["why_left"]["c.txt"]
    uploads = service.settings.data_dir / "uploads"
    assert [path.name for path in uploads.iterdir()] == ["b.zip"]


def test_an_earlier_version_is_withdrawn_too(service: Service) -> None:
    """By its id, though it is not found; and a receipt names what is found again."""
    (old,) = given(service, "a.txt", minutes("sand", WORD))
    (new,) = given(service, "a.txt", minutes("sand", "lera"))
    receipt = withdrawn(service, new["document_id"])
    assert [line["document_id"] for line in receipt["found_again"]] == [old["document_id"]]
    (new,) = given(service, "a.txt", minutes("sand", "torv"))
    assert withdrawn(service, old["document_id"])["found_again"] == []
    assert service.http.get(f"/v1/documents/{old['document_id']}").status_code == 404
    assert on_disk(service.settings.data_dir, WORD) == []
    assert len(found(service, "torv")) == 1

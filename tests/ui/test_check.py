"""`beslutsminne check`: says what differs, mends it when asked to, and says so by its exit code."""

import shutil
import sqlite3
from pathlib import Path

import pytest

from tests.ui.terminal import Main, minutes


@pytest.fixture
def archive(tmp_path: Path, main: Main, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the data folder of an archive of two papers, which commands use."""
    monkeypatch.setenv("BESLUTSMINNE_MODEL", "static")
    monkeypatch.setenv("BESLUTSMINNE_DATA_DIR", str(tmp_path / "arkiv"))
    for word in ("pumpen", "tratten"):
        (tmp_path / f"{word}.txt").write_text(minutes(word), "utf-8")
    assert main("index", tmp_path / "pumpen.txt", tmp_path / "tratten.txt").code == 0
    return tmp_path / "arkiv"


def test_a_whole_archive(archive: Path, main: Main) -> None:
    done = main("check")
    assert (done.code, "Arkivet är helt" in done.out) == (0, True)


def test_vectors_that_are_gone(archive: Path, main: Main) -> None:
    """Each paper is named, and the exit code is 1 until they are mended."""
    shutil.rmtree(archive / "vectors")
    done = main("check")
    assert done.code == 1
    assert "pumpen.txt: 0 av" in done.err
    assert "tratten.txt: 0 av" in done.err
    assert main("check", "--repair").code == 0
    assert main("check").code == 0
    assert "77 kronor" in main("ask", "Vad kostade pumpen?").out


def test_a_catalogue_that_contradicts_itself(archive: Path, main: Main) -> None:
    """What SQLite finds wrong is told, and is not mended from here."""
    file = archive / "catalogue.sqlite"
    with sqlite3.connect(file) as database:
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        (page,) = database.execute("SELECT rootpage FROM sqlite_master WHERE name = 'ix_files_document_id'").fetchone()
        (size,) = database.execute("PRAGMA page_size").fetchone()
    database.close()
    with file.open("r+b") as opened:  # an index that has no rows
        opened.seek((page - 1) * size)
        opened.write(bytes([10, 0, 0, 0, 0]) + size.to_bytes(2, "big") + bytes(size - 7))
    done = main("check", "--repair")
    assert done.code == 1
    assert "Katalogen är skadad" in done.err
    assert "säkerhetskopia" in done.err


def test_a_catalogue_that_is_none(archive: Path, main: Main) -> None:
    (archive / "catalogue.sqlite").write_bytes(b"inte en databas" * 1_000)
    for name in ("catalogue.sqlite-wal", "catalogue.sqlite-shm"):
        (archive / name).unlink(missing_ok=True)
    done = main("check")
    assert done.code == 1
    assert "Arkivets katalog är skadad" in done.err
    assert "Traceback" not in done.err

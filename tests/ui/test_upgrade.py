"""An archive that an older version made, under the command of today: asked as it is, and read anew by `index`."""

import sqlite3
from pathlib import Path

import pytest

from corpus.catalogue.migrations import SCHEMA
from tests.corpus import older
from tests.ui.terminal import Done, Main, minutes, run

pytestmark = pytest.mark.slow  # a start of the command takes seconds


def test_an_archive_of_an_older_version(tmp_path: Path, main: Main, monkeypatch: pytest.MonkeyPatch) -> None:
    """Questions are answered before and after its papers are read anew, and the summary counts them."""
    papers, catalogue = tmp_path / "handlingar", tmp_path / "arkiv" / "catalogue.sqlite"
    papers.mkdir()
    for word in ("pumpen", "tratten"):
        (papers / f"{word}.txt").write_text(minutes(word), "utf-8")

    monkeypatch.chdir(tmp_path)

    def command(*arguments: str) -> Done:
        done = main(*arguments, "--data-dir", "arkiv")
        assert done.code == 0, done.err
        return done

    command("index", "handlingar")
    older.turn_back(catalogue)
    assert "77 kronor" in command("ask", "Vad kostade pumpen?").out
    (papers / "skopan.txt").write_text(minutes("skopan"), "utf-8")
    summary = command("index", "handlingar/pumpen.txt", "handlingar/skopan.txt").out
    for said in ("1 nya", "1 omlästa", "0 oförändrade", "1 handlingar är ännu lästa som en äldre version"):
        assert said in summary
    summary = command("index", "handlingar").out
    for said in ("0 nya", "1 omlästa", "2 oförändrade"):
        assert said in summary
    assert "äldre version" not in summary
    assert "77 kronor" in command("ask", "Vad kostade pumpen?").out


def test_an_archive_of_a_newer_version(tmp_path: Path, main: Main) -> None:
    """It is refused in one line that names both numbers."""
    (tmp_path / "a.txt").write_text(minutes("pumpen"), "utf-8")
    main("index", tmp_path / "a.txt", "--data-dir", tmp_path / "arkiv")
    with sqlite3.connect(tmp_path / "arkiv" / "catalogue.sqlite") as database:
        database.execute("UPDATE settings SET value = '99' WHERE name = 'schema'")
    database.close()
    done = run(tmp_path, "ask", "Vad kostade pumpen?", "--data-dir", "arkiv")
    assert done.code == 1
    assert "schema 99" in done.err
    assert f"till {SCHEMA}" in done.err
    assert "Traceback" not in done.err

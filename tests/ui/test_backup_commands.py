"""`beslutsminne backup` and `beslutsminne restore` as a person runs them, beside a service that is running."""

import re
from pathlib import Path

import pytest

from tests.ui.conftest import running
from tests.ui.terminal import Main, minutes

pytestmark = pytest.mark.slow  # a service is started


@pytest.fixture
def main_static(main: Main, monkeypatch: pytest.MonkeyPatch) -> Main:
    """Return what runs the command, with the small model."""
    monkeypatch.setenv("BESLUTSMINNE_MODEL", "static")
    return main


def test_a_running_service_is_backed_up_and_restored_elsewhere(
    main_static: Main, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without stopping it or asking it; what is restored answers, and says what it cannot know."""
    (tmp_path / "handlingar").mkdir()
    (tmp_path / "handlingar" / "pumpen.txt").write_text(minutes("pumpen"), "utf-8")
    (tmp_path / "tjänst").mkdir()
    data = tmp_path / "tjänst" / "arkiv"
    with running(tmp_path / "handlingar", tmp_path / "tjänst") as url:
        done = main_static("backup", tmp_path / "kopia", "--data-dir", data)
        assert done.code == 0, done.err
        assert re.search(r"1 handlingar, \d+ filer \(\d+ MB\) är kopierade", done.out)
        asked = main_static("ask", "Vad kostade pumpen?", "--url", url)
    restored = main_static("restore", tmp_path / "kopia", "--data-dir", tmp_path / "ny")
    assert restored.code == 0, restored.err
    assert "måste återkallas på nytt" in " ".join(restored.out.split())
    assert "77 kronor" in asked.out
    assert main_static("ask", "Vad kostade pumpen?", "--data-dir", tmp_path / "ny").out == asked.out


def test_what_cannot_be_done_is_said(main_static: Main, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Exit code 1 and a sentence with what to do."""
    for arguments, said in (
        (("backup", tmp_path / "kopia", "--data-dir", tmp_path / "inget"), "är inget arkiv"),
        (("restore", tmp_path / "inget", "--data-dir", tmp_path / "ny"), "är ingen hel säkerhetskopia"),
    ):
        done = main_static(*arguments)
        assert (done.code, done.out) == (1, "")
        assert said in " ".join(done.err.split())
    monkeypatch.setenv("BESLUTSMINNE_CATALOGUE_URL", "postgresql+psycopg://ingen@127.0.0.1:1/inget")
    done = main_static("backup", tmp_path / "kopia", "--data-dir", tmp_path / "inget")
    assert done.code == 1
    assert "pg_dump" in done.err

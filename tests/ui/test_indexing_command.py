"""`beslutsminne index` of folders that have lost papers, hold what is no paper, or lead to an archive out of reach."""

import os
from pathlib import Path

import pytest

from indexer.index import Index
from search_api.access import keys
from search_api.access.roles import Grant, Role
from search_api.app import create_app
from search_api.settings import Settings
from tests.privileges import without_privileges
from tests.search_api.conftest import serving
from tests.ui.terminal import Main, minutes


@pytest.fixture
def small(main: Main, monkeypatch: pytest.MonkeyPatch) -> Main:
    """Return what runs the command with the small model."""
    monkeypatch.setenv("BESLUTSMINNE_MODEL", "static")
    return main


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with a paper."""
    folder = tmp_path / "handlingar"
    folder.mkdir()
    (folder / "pumpen.txt").write_text(minutes("pumpen"), "utf-8")
    return folder


def test_a_folder_that_is_empty_now(small: Main, folder: Path, tmp_path: Path) -> None:
    """Exit code 1, with what was not removed, why, and how it is; then 0."""
    index = ("index", folder, "--data-dir", tmp_path / "arkiv")
    assert small(*index).code == 0
    (folder / "pumpen.txt").unlink()
    done = small(*index)
    assert done.code == 1
    assert "1 inte borttagna" in done.out
    for said in ("pumpen.txt", "är tom", "--allow-removals"):
        assert said in done.err
    done = small(*index, "--allow-removals")
    assert (done.code, "1 borttagna" in done.out) == (0, True)


def test_what_is_left_aside(small: Main, folder: Path, tmp_path: Path) -> None:
    """Is named, and no failure."""
    os.mkfifo(folder / "rör.txt")
    done = small("index", folder, "--data-dir", tmp_path / "arkiv")
    assert done.code == 0, done.err
    assert "1 överhoppade" in done.out
    assert "rör.txt: " in done.err


def test_an_archive_that_cannot_be_written(small: Main, folder: Path, tmp_path: Path) -> None:
    """A message that names it, and no traceback."""
    archive = tmp_path / "arkiv"
    archive.mkdir(mode=0o444)
    with without_privileges():
        done = small("index", folder, "--data-dir", archive)
    assert done.code == 1
    assert str(archive) in done.err
    assert "Traceback" not in done.err


def test_replaces_is_for_a_service(small: Main, folder: Path) -> None:
    """Else it would be passed over in silence."""
    done = small("index", folder, "--replaces", "abc")
    assert done.code == 2
    assert "--url" in done.err


def test_index_where_papers_wait_for_approval(
    main: Main, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The command does not wait for a person: it says how many files do, and where they are told of."""
    settings = Settings(data_dir=tmp_path / "arkiv", model="static", login="keys", approval=True)
    index = Index(settings.index_options)
    key = keys.add(index.catalogue.api_keys, "lämnare", Grant(Role.UPLOADER), None)
    monkeypatch.setenv("BESLUTSMINNE_API_KEY", key)
    with serving(create_app(settings, index), settings) as url:
        done = main("index", folder, "--url", url)
    assert done.code == 0
    assert "Filer som väntar på att godkännas: 1, i jobb " in done.out

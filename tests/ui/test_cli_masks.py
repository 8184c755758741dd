"""The command writes no number of anybody: not of a paper, a name of a file, a failure or what readers said."""

from collections.abc import Callable
from itertools import islice
from pathlib import Path

import pytest

from indexer.index import Index
from search_api import schemas
from search_api.app import open_archive
from search_api.settings import Settings
from tests.search_api.planted import Planted, files
from tests.ui.terminal import Done

pytestmark = pytest.mark.slow


@pytest.fixture
def planted(tmp_path: Path) -> Planted:
    """Return what numbers stand in the papers of `tmp_path / "handlingar"`, a few of each sort."""
    planted = Planted()
    papers = files(planted)
    texts = ((name, content) for name, content in papers.items() if name.endswith(".txt"))
    others = ((name, content) for name, content in papers.items() if not name.endswith(".txt"))
    for name, content in (*islice(texts, 0, None, 12), *others):
        path = tmp_path / "handlingar" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return planted


def test_the_command_writes_no_number(
    planted: Planted, tmp_path: Path, main: Callable[..., Done], monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("BESLUTSMINNE_MODEL", "static")
    archive = tmp_path / "arkiv"
    index = main("index", tmp_path / "handlingar", "--data-dir", archive)
    assert index.code == 1
    assert index.err.count("██") >= 4  # each failure is named
    told = [index]
    settings = Settings(data_dir=archive)
    with Index(settings.index_options) as opened:
        for spelling in ("dash", "iso", "thin blank"):
            question = f"Vad fick {planted.put('question', spelling)}?"
            opinions = open_archive(settings, opened).opinions
            opinions.give(
                schemas.FeedbackRequest(
                    question=question, verdict="fel", answered=False, comment=planted.put("comment", spelling)
                )
            )
    for arguments in (
        ("index", tmp_path / "handlingar"), ("status",), ("status", "--json"), ("status", "--quality"),
        ("status", "--quality", "--json"), ("search", "boendet vid Norrsand"), ("search", "bistånd", "--explain"),
        ("search", "boendet", "--json", "--limit", "100"), ("ask", "Vad beslutades om boendet vid Norrsand?"),
        ("ask", "Vad beslutades om boendet vid Norrsand?", "--json"), ("feedback",), ("feedback", "--export", "fel"),
    ):  # fmt: skip
        told.append(main(*arguments, "--data-dir", archive))
        assert told[-1].out or told[-1].err
    assert sum("█" in done.out + done.err for done in told) >= 10
    assert sorted({where for done in told for where in planted.shown(done.out + done.err)}) == []

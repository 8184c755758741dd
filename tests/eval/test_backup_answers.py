"""A backup made under load and restored elsewhere answers as the archive did: 200 questions of the demonstration."""

import json
import threading
from importlib import resources
from pathlib import Path
from typing import Any

import pytest

from corpus.sandbox import Sandbox
from indexer import backup
from indexer.index import Index
from indexer.pipeline import index_paths
from search_api.app import open_archive
from search_api.archive import Archive
from search_api.schemas import AskRequest
from search_api.settings import Settings

GOLD = Path(__file__).resolve().parents[2] / "eval" / "gold" / "demo.jsonl"
QUESTIONS = [json.loads(line)["question"] for line in GOLD.read_text("utf-8").splitlines()][:200]


def opened(folder: Path) -> Archive:
    """Return the archive in `folder`, open."""
    settings = Settings(data_dir=folder, model="static")
    return open_archive(settings, Index(settings.index_options))


def answers(archive: Archive) -> list[dict[str, Any]]:
    """Return all that is said to each question, but how long it took; scores as far as the order of adding allows."""
    archive.retriever.vocabulary.refresh()
    said = [archive.ask(AskRequest(question=one)).model_dump(exclude={"took_ms"}) for one in QUESTIONS]
    for hit in (hit for answer in said for hit in answer["related"]):
        hit["score"] = round(hit["score"], 3)
    return said


def come_and_go(archive: Archive, folder: Path, sandbox: Sandbox, stop: threading.Event) -> None:
    """Take papers into the archive and out of it again, until told to stop; in the end they are gone."""
    folder.mkdir()
    turn = 0
    while not stop.is_set():
        turn += 1
        paper = folder / f"{turn}.txt"
        paper.write_text(f"Zebranämnden\n\n§ {turn} Zebror\n\nZebranämnden köper {turn} zebror.\n", "utf-8")
        for _ in index_paths(archive.index, [folder], sandbox):
            archive.ask(AskRequest(question=QUESTIONS[turn % 200]))
        paper.unlink()
        for _ in index_paths(archive.index, [folder], sandbox):
            pass


@pytest.mark.slow
def test_a_backup_under_load_gives_the_same_answers_elsewhere(tmp_path: Path, sandbox: Sandbox) -> None:
    """To the letter, with the same places and the same confidence; two thirds of them at least are answered."""
    assert len(set(QUESTIONS)) == 200
    archive = opened(tmp_path / "arkiv")
    papers = Path(str(resources.files("corpus").joinpath("demo/papers")))
    for outcome in index_paths(archive.index, [papers], sandbox):
        assert outcome.document_id or outcome.message
    before = answers(archive)
    assert sum(answer["answered"] for answer in before) > 130

    stop = threading.Event()
    load = threading.Thread(target=come_and_go, args=(archive, tmp_path / "kommer", sandbox, stop))
    load.start()
    try:
        backup.make(tmp_path / "arkiv", tmp_path / "kopia")
    finally:
        stop.set()
        load.join()
    archive.index.close()

    backup.restore(tmp_path / "kopia", tmp_path / "annanstans")
    restored = opened(tmp_path / "annanstans")
    for entry in restored.index.catalogue.entries():
        if "Zebra" in (entry.committee or ""):
            restored.index.remove(entry.id)
    after = answers(restored)
    restored.index.close()
    assert after == before

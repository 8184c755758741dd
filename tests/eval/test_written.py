"""The written questions that no model was trained on: evidence stands in the papers, and what is far has none."""

import json
import lzma
from pathlib import Path

import pytest

from corpus.errors import BadDataset
from eval import written
from eval.datasets import read_questions
from indexer.training.multilingual.material import OWN_FOLDER, held_out
from indexer.training.multilingual.material import read_questions as read_passages


@pytest.fixture
def training(tmp_path: Path) -> Path:
    """Return a folder of training material with one passage out of a protocol, for as many ids as keep some apart."""
    folder = tmp_path / "material"
    folder.mkdir()
    rows = [
        {
            "id": f"X{number}", "source": "real/goteborg-kf/kf-2023-01-01.txt", "context": "2023-01-01 § 1 Bro",
            "sentences": ["Bron byggs.", "Den kostar 5 kr."],
            "questions": [
                {"type": "fakta", "question": "Vad kostar bron?", "sentences": [2]},
                {"type": "nära", "question": "Vem bygger bron?", "sentences": []},
                {"type": "språk-fi", "question": "Mitä silta maksaa?", "sentences": [2]},
            ],
        }
        for number in range(60)
    ]  # fmt: skip
    with lzma.open(folder / "questions.jsonl.xz", "wt", encoding="utf-8") as file:
        file.writelines(json.dumps(row) + "\n" for row in rows)
    return folder


def test_each_question_is_answerable_where_its_paper_is(training: Path, tmp_path: Path) -> None:
    out = tmp_path / "ut"
    written.write(training, out)
    of_papers = read_questions(out / "papers.jsonl")
    assert {one.far for one in of_papers} == {True, False}
    for one in of_papers:
        assert not (one.far and one.answerable)
        for evidence in one.evidence:
            assert evidence.quote in " ".join((out / "papers" / evidence.document).read_text("utf-8").split())


def test_only_passages_kept_apart_are_asked_about(training: Path, tmp_path: Path) -> None:
    written.write(training, tmp_path)
    _, apart = held_out(read_passages(training, OWN_FOLDER))
    kept = {one.id.partition("|")[0] for one in apart}
    asked = [*read_questions(tmp_path / "papers.jsonl"), *read_questions(tmp_path / "protocols.jsonl")]
    assert {one.id.rpartition("-")[0] for one in asked} <= kept
    of_protocols = read_questions(tmp_path / "protocols.jsonl")
    assert of_protocols
    assert {one.type for one in of_protocols} == {"fakta", "nära"}
    assert {place.document for one in of_protocols for place in one.evidence} == {"kf-2023-01-01.txt"}


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadDataset, match="saknas"):
        written.main([str(tmp_path / "saknas"), str(tmp_path)])

"""The weights fitted on a tiny archive: what is printed, beside what, what is kept, and that too few are refused."""

import json
from pathlib import Path

import pytest

from corpus.errors import BadDataset
from eval import calibrate, observed
from eval.datasets import read_questions
from eval.run import throwaway_index
from indexer.index import Index
from indexer.options import Options
from search_api import weights
from search_api.answering import judging
from search_api.answering.reading import features
from search_api.retrieval import signals

# What each § buys, and for how much.
BOUGHT = {
    "bastu": 70_100, "brygga": 71_200, "traktor": 72_300, "orgel": 73_400, "gungställning": 74_500, "ismaskin": 75_600,
    "kamera": 76_700, "symaskin": 77_800, "lastbil": 78_900, "skrivare": 79_100, "projektor": 80_200, "kanot": 81_300,
}  # fmt: skip


def sentence(thing: str) -> str:
    """Return what was decided about a thing."""
    return f"Nämnden beslutar att köpa en {thing} för {BOUGHT[thing]} kronor."


@pytest.fixture
def papers(tmp_path: Path) -> Path:
    """Return a folder with one paper of minutes, a § a thing."""
    folder = tmp_path / "handlingar"
    folder.mkdir()
    paragraphs = [
        f"§ {number} Köp av {thing}\nDnr TN 2021/{number}\n\nSammanfattning\n\n"
        f"Förvaltningen har länge saknat en {thing}."
        f" Den gamla är utsliten och går inte att laga.\n\nBeslut\n\n{sentence(thing)}\n\n"
        for number, thing in enumerate(BOUGHT, 1)
    ]
    head = "Provköpings kommun\nTekniska nämnden\n\nProtokoll\nSammanträdesdatum 2021-10-06\n\n"
    (folder / "tn.txt").write_text(head + "".join(paragraphs), "utf-8")
    return folder


@pytest.fixture
def questions(tmp_path: Path) -> Path:
    """Return a file of as many questions with an answer there as without."""
    rows = []
    for number, thing in enumerate(BOUGHT, 1):
        rows.append(
            {"id": f"s{number}", "question": f"Vad kostade nämndens {thing}?", "type": "fakta", "answerable": True,
             "document": "tn.txt", "paragraph": f"§ {number}", "evidence": [sentence(thing)]}
        )  # fmt: skip
        far = number % 6 > 0
        asked = f"Vem äger rymdfärjan {number}?" if far else f"Vilket företag sålde nämndens {thing}?"
        rows.append(
            {"id": f"o{number}", "question": asked, "type": "obesvarbar", "answerable": False, "evidence": [],
             "far": far}
        )  # fmt: skip
    path = tmp_path / "frågor.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    return path


def test_four_fits_beside_those_that_are_kept(
    questions: Path, papers: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    """Each weight by its name, with the kept one, and figures for both, on what was fitted to and on what was not."""
    monkeypatch.setattr(weights.save, "__defaults__", (tmp_path,))
    calibrate.main([str(questions), str(papers), "--measure", str(questions), str(papers), "--write", "answers"])
    ranking, sentences, answers, wrote, matters = capsys.readouterr().out.strip().split("\n\n")
    for text, names in ((ranking, signals.NAMES), (sentences, features.NAMES), (answers, judging.NAMES)):
        rows = {line.split()[0]: line.split()[1:] for line in text.splitlines() if len(line.split()) == 3}
        assert set(names) <= set(rows)
        assert "cross-validated" in text
        assert "kept" in text
        assert "apart" in text
    assert ranking.startswith("ranking: 12 questions")
    assert sentences.startswith("sentences: 12 questions")
    assert answers.startswith("answers: 12 questions where it holds, 12 others")
    assert matters.startswith("matters: 14 questions where it holds, 10 others")
    assert "a right one among the first 10: 1.000 cross-validated" in ranking
    assert wrote == f"wrote {tmp_path / 'answers.json'}"
    kept = weights.load("answers", judging.NAMES, tmp_path)
    told = {line.split()[0]: line.split()[1] for line in answers.splitlines() if len(line.split()) == 3}
    assert kept.values == pytest.approx([float(told[name]) for name in judging.NAMES], abs=0.006)
    assert kept.questions == (questions.stem,)


def test_what_is_seen_of_a_question(index: Index, questions: Path, read):
    """One passage and one sentence of a small paper hold the evidence; without evidence nothing is right."""
    text = (
        "Provköpings kommun\nTekniska nämnden\n\nProtokoll\nSammanträdesdatum 2021-10-06\n\n"
        f"§ 1 Köp av bastu\n\nBeslut\n\n{sentence('bastu')}\n\n§ 2 Köp av orgel\n\nBeslut\n\n{sentence('orgel')}\n"
    )
    index.add(read(text, "tn.txt"), "tn.txt")
    asked = [one for one in read_questions(questions) if one.id in ("s1", "o1")]
    answerable, other = observed.observe(index, asked)
    assert answerable.question.id == "s1"
    for seen in (answerable, other):
        assert seen.passages.rows.shape[1] == len(signals.NAMES)
        assert seen.sentences.rows.shape[1] == len(features.NAMES)
        row, carries = seen.judged(weights.load("sentences", features.NAMES))
        assert len(row) == len(judging.NAMES)
        assert carries is (seen is answerable)
    assert answerable.passages.right.sum() == 1
    assert answerable.sentences.right.sum() == 1
    assert not other.passages.right.any()
    assert not other.sentences.right.any()


def test_too_few_questions_are_refused(papers: Path, questions: Path, tmp_path: Path):
    """Weights fitted to two questions would be those two questions."""
    few = tmp_path / "få.jsonl"
    few.write_text("".join(questions.read_text("utf-8").splitlines(keepends=True)[:4]), "utf-8")
    with pytest.raises(BadDataset, match="2 frågor"):
        calibrate.main([str(few), str(papers)])


@pytest.mark.parametrize("arguments", [[], ["bara-frågor.jsonl"]])
def test_questions_and_papers_come_in_pairs(arguments: list[str], capsys: pytest.CaptureFixture[str]):
    with pytest.raises(SystemExit):
        calibrate.main(arguments)
    assert "python -m eval.calibrate" in capsys.readouterr().err


def test_an_index_of_its_own(tmp_path: Path):
    with throwaway_index(Options(tmp_path / "arkiv")) as index:
        assert index.catalogue.count()[0] == 0
    assert not (tmp_path / "arkiv").exists()

"""The weights fitted on a tiny archive: what is printed, beside what, and that too few questions are refused."""

import json
from pathlib import Path

import pytest

from corpus.errors import BadDataset
from eval import calibrate, observed
from eval.datasets import read_questions
from eval.run import throwaway_index
from indexer.index import Index, Options
from search_api.answering import abstention, features
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
        rows.append(
            {"id": f"o{number}", "question": f"Vilket företag sålde nämndens {thing}?", "type": "obesvarbar",
             "answerable": False, "evidence": []}
        )  # fmt: skip
    path = tmp_path / "frågor.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    return path


def test_three_fits_beside_the_code(questions: Path, papers: Path, capsys: pytest.CaptureFixture[str]):
    """Each weight by its name, with the one in the code, and figures for both."""
    calibrate.main([str(questions), str(papers)])
    ranking, sentences, answering = capsys.readouterr().out.split("\n\n")
    for text, names in ((ranking, signals.NAMES), (sentences, features.NAMES), (answering, abstention.NAMES)):
        rows = {line.split()[0]: line.split()[1:] for line in text.splitlines() if len(line.split()) == 3}
        assert set(names) <= set(rows)
    assert ranking.startswith("Ranking: 12 questions")
    assert sentences.startswith("Sentences: 12 questions")
    assert answering.startswith("Whether to answer: 12 answerable questions, 12 others")
    code = {line.split()[0]: line.split()[2] for line in answering.splitlines() if len(line.split()) == 3}
    assert float(code["threshold"]) == pytest.approx(abstention.THRESHOLD, abs=0.005)
    assert float(code["bias"]) == pytest.approx(abstention.BIAS, abs=0.005)
    assert all("cross-validated" in text and "by the code's" in text for text in (ranking, sentences, answering))
    assert "a right passage among the first 10: 1.000 cross-validated" in ranking


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
        assert len(seen.reading) == len(abstention.NAMES)
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
def test_questions_and_papers_come_in_pairs(arguments: list[str]):
    with pytest.raises(SystemExit, match=r"python -m eval\.calibrate"):
        calibrate.main(arguments)


def test_an_index_of_its_own(tmp_path: Path):
    with throwaway_index(Options(tmp_path / "arkiv")) as index:
        assert index.catalogue.count()[0] == 0
    assert not (tmp_path / "arkiv").exists()

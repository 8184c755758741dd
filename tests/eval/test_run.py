"""Whole sets through the product: where the right answer is known by construction, so is the figure."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from corpus.errors import BadDataset
from eval import report
from eval.datasets import read_beir, read_questions
from eval.measures import NAMES
from eval.run import run, run_beir, run_questions
from indexer.options import Options

WriteBeir = Callable[..., Path]
MODES = {"bm25", "dense", "hybrid"}
OPTIONS = Options(Path("används-inte"))
# No two share a word, and each is long enough for one to be nearest to itself.
TEXTS = {
    "bastu": "Bastun vid badplatsen eldas med björkved varje lördag",
    "skola": "Eleverna undervisas i matematik, slöjd och engelska",
    "avlopp": "Reningsverkets pumpar byts mot tystare maskiner",
    "budget": "Underskottet täcks genom höjd skattesats nästa år",
}


def silent(*_: object) -> None:
    """Take no notice of progress."""


def test_beir_with_a_perfect_ranking(write_beir: WriteBeir):
    """Each query is the text that it wants, so that every side of the search puts it first."""
    folder = write_beir({k: ("", t) for k, t in TEXTS.items()}, TEXTS, {key: {key: 1} for key in TEXTS}, "spegel")
    steps: list[tuple[str, int, int]] = []
    result = run_beir(read_beir(folder), OPTIONS, lambda *step: steps.append(step))
    assert result.dataset == "spegel"
    assert set(result.rows) == MODES
    for row in result.rows.values():
        assert row == dict.fromkeys(NAMES, 1.0)
    assert {row["id"]: row["question"] for row in result.per_query} == TEXTS
    assert all(row[mode] == dict.fromkeys(NAMES, 1.0) for row in result.per_query for mode in MODES)
    assert {(done, total) for _, done, total in steps} == {(n, len(TEXTS)) for n in range(1, len(TEXTS) + 1)}


def test_beir_with_a_ranking_that_misses(write_beir: WriteBeir):
    """Half the queries want what is not there: by words each of them scores nothing, so the mean is a half."""
    wanted = {"bastu": "bastu", "skola": "skola", "avlopp": "saknas", "budget": "saknas"}
    folder = write_beir(
        {k: ("", t) for k, t in TEXTS.items()} | {"saknas": ("", "Ängsblommor slåttras sent")},
        TEXTS,
        {query: {doc: 1} for query, doc in wanted.items()},
    )
    row = run_beir(read_beir(folder), OPTIONS, silent).rows["bm25"]
    assert row == pytest.approx(dict.fromkeys(NAMES, 0.5))


def test_a_long_text_scores_as_its_best_passage(write_beir: WriteBeir):
    """A text of many passages is one hit, however many of them match."""
    long = "\n\n".join(f"Stycke {n} om vatten. " + "Vattnet rinner genom ledningen mot sjön. " * 20 for n in range(8))
    folder = write_beir(
        {"lång": ("", long), "kort": ("", "Kaffet kokas i köket.")},
        {"q": "vatten rinner ledning", "r": "kaffe kokas kök"},
        {"q": {"lång": 1}, "r": {"kort": 1}},
    )
    assert run_beir(read_beir(folder), OPTIONS, silent).rows["bm25"] == dict.fromkeys(NAMES, 1.0)


# Question files

PAPERS = {
    "kfn.txt": (
        "Provköpings kommun\nKultur- och fritidsnämnden\n\nProtokoll\nSammanträdesdatum 2021-10-06\n\n"
        "§ 3 Ny bastu\nDnr KFN 2021/5\n\nBeslut\n\n"
        "Nämnden beslutar att köpa en ny bastu till badplatsen för 77 000 kronor.\n\n"
        "§ 4 Bryggan\nDnr KFN 2021/6\n\nBeslut\n\nNämnden beslutar att laga bryggan vid Sundet före midsommar.\n"
    ),
    "bun/skola.md": (
        "Provköpings kommun\nBarn- och utbildningsnämnden\n\nProtokoll\nSammanträdesdatum 2022-02-02\n\n"
        "§ 9 Läsårstider\nDnr BUN 2022/1\n\nBeslut\n\n"
        "Höstterminen börjar den 17 augusti 2022 och slutar den\n20 december 2022.\n"
    ),
}
QUESTIONS = (
    {
        "id": "f1", "question": "Vad kostar den nya bastun till badplatsen?", "type": "fakta", "answerable": True,
        "document": "kfn.txt", "paragraph": "§ 3", "answer": "77 000 kronor",
        "evidence": ["Nämnden beslutar att köpa en ny bastu till badplatsen för 77 000 kronor."],
    },
    {
        "id": "f2", "question": "När börjar och slutar höstterminen 2022?", "type": "fakta", "answerable": True,
        "document": "bun/skola.md", "paragraph": "§ 9", "answer": "17 augusti",
        "evidence": ["Höstterminen börjar den 17 augusti 2022 och slutar den 20 december 2022."],
    },
    {
        "id": "o1", "question": "Vad beslutades om en simhall i Kiruna?", "type": "obesvarbar", "answerable": False,
        "document": None, "paragraph": None, "answer": "Framgår inte.", "evidence": [],
    },
)  # fmt: skip


@pytest.fixture(scope="module")
def papers(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with two papers."""
    folder = tmp_path_factory.mktemp("handlingar")
    for source, text in PAPERS.items():
        (folder / source).parent.mkdir(exist_ok=True)
        (folder / source).write_text(text, "utf-8")
    return folder


def write_questions(path: Path, *rows: dict) -> Path:
    """Write a question file."""
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    return path


def test_questions_with_perfect_answers(papers: Path, tmp_path: Path):
    """Each paper's only fitting § is wanted and found, every answer carries it, and the strange question gets none."""
    path = write_questions(tmp_path / "liten.jsonl", *QUESTIONS)
    result = run(path, papers, OPTIONS, silent)
    assert result.dataset == "liten"
    assert set(result.rows) == MODES
    assert result.rows["hybrid"]["MRR"] == result.rows["hybrid"]["R@5"] == 1.0
    answers = result.answers
    assert answers is not None
    assert (answers["answered"], answers["evidence_carried"], answers["right_abstentions"]) == (1.0, 1.0, 1.0)
    assert answers["verbatim"] == 1.0
    assert answers["quotes"] >= 2
    assert {kind: row["questions"] for kind, row in answers["types"].items()} == {"fakta": 2, "obesvarbar": 1}
    assert answers["types"]["obesvarbar"]["nDCG@10"] is None
    assert answers["types"]["fakta"]["right_abstentions"] is None
    rows = {row["id"]: row for row in result.per_query}
    assert set(rows) == {"f1", "f2", "o1"}
    assert "77 000 kronor" in rows["f1"]["answer"]
    assert rows["o1"]["answer"] is None
    assert not MODES & set(rows["o1"])  # an unanswerable question has nothing to find

    # The same, as it is kept and as it is read.
    kept = json.loads(report.as_json([result]))
    assert set(kept) == {"dataset", "rows", "answers", "per_query"}
    assert kept["rows"]["hybrid"]["MRR"] == 1.0
    assert [one["dataset"] for one in json.loads(report.as_json([result, result]))] == ["liten", "liten"]
    text = report.text(result, per_query=True)
    assert all(name in text for name in (*NAMES, *MODES, "liten", "fakta", "obesvarbar"))
    assert [question["question"] in text for question in QUESTIONS] == [True, True, False]
    assert "f1" not in report.text(result, per_query=False)


def test_evidence_that_is_wrapped_otherwise_is_found(papers: Path, tmp_path: Path):
    """f2's quote stands over two lines in the paper."""
    assert QUESTIONS[1]["evidence"][0] not in PAPERS["bun/skola.md"]
    path = write_questions(tmp_path / "en.jsonl", QUESTIONS[1])
    result = run_questions("en", read_questions(path), papers, OPTIONS, silent)
    assert result.rows["hybrid"]["R@10"] == 1.0


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"document": "finns-inte.txt"}, ("f1", "finns-inte.txt")),
        ({"evidence": ["Det här står ingenstans."]}, ("f1", "Det här står ingenstans.", "kfn.txt")),
    ],
)
def test_evidence_that_cannot_be_found(papers: Path, tmp_path: Path, change: dict, named: tuple[str, ...]):
    """A wrong question would measure nothing: it is named instead."""
    path = write_questions(tmp_path / "fel.jsonl", QUESTIONS[0] | change)
    with pytest.raises(BadDataset) as raised:
        run(path, papers, OPTIONS, silent)
    assert all(word in str(raised.value) for word in named)


def test_questions_need_their_papers(tmp_path: Path):
    path = write_questions(tmp_path / "liten.jsonl", *QUESTIONS)
    with pytest.raises(BadDataset, match="--documents"):
        run(path, None, OPTIONS, silent)


def test_the_users_archive_is_left_alone(papers: Path, tmp_path: Path):
    """Measuring makes an index of its own and takes it away."""
    path = write_questions(tmp_path / "liten.jsonl", QUESTIONS[2])
    data_dir = tmp_path / "arkiv"
    run(path, papers, Options(data_dir), silent)
    assert not data_dir.exists()

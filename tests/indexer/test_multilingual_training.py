"""The trainer of the multilingual model, run whole on a tiny invented data folder from a tiny packed encoder."""

import dataclasses
import json
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from safetensors.torch import load_file
from sentence_transformers import SentenceTransformer

from indexer.embedding import Embedder, EmbeddingOptions, PassageText
from indexer.training import TrainingDataError
from indexer.training.__main__ import main
from indexer.training.multilingual import Kept, MultilingualRecipe, Stage, make_multilingual
from indexer.training.multilingual.encoder import Encoder, body_of, with_layers
from indexer.training.multilingual.lessons import Lesson, Lessons, stretches_of
from indexer.training.multilingual.losses import Targets, doubting, finding, pointing
from indexer.training.multilingual.material import OWN_FOLDER, Asked, Passage, held_out, read_questions
from indexer.training.multilingual.mining import mine
from indexer.training.multilingual.packed import Packed, read_packed
from indexer.training.multilingual.trainer import Trainer, backward
from indexer.training.multilingual.variation import hurried, misread, varied
from indexer.training.multilingual.vocabulary import kept_pieces, tokenizer_of
from tests.indexer import packing
from tests.indexer.test_training import SUBJECTS, write_xz

KEPT = Kept(most=100, least=1, arabic=1, cyrillic=1)
STAGES = (
    Stage(name="pairs", pairs={"gov-title": 8}, batch_tokens=120, neighbours=1, warm_up=1, doubting=0.0),
    Stage(name="questions", pairs={"gov-title": 4}, questions=True, epochs=1.5, batch_tokens=150, warm_up=1),
    Stage(name="fewer", questions=True, batch_tokens=150, warm_up=1, layers=(0, 2), pulling=1.0),
)


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a data folder with pairs, plain text and passages with questions."""
    folder = tmp_path_factory.mktemp("data")
    rows = [f"gov-title\t{title}\t{text}" for title, text in SUBJECTS]
    write_xz(folder / "pairs.tsv.xz", rows)
    write_xz(folder / "text.txt.xz", [" ".join(f"{title}. {text}" for title, text in SUBJECTS).lower()])
    lines = [
        {
            "id": f"T{number}",
            "source": "prov",
            "context": "nämnden § 1" if number % 2 else "",
            "sentences": [title.lower(), text.lower(), "ärendet är avslutat."],
            "questions": [
                {"type": "fakta", "question": f"vad sägs om {title.lower()}?", "sentences": [2]},
                {"type": "nära", "question": f"vem bad om {title.lower()}?", "sentences": []},
            ],
        }
        for number, (title, text) in enumerate(SUBJECTS * 2)
    ]
    write_xz(folder / "questions.jsonl.xz", [json.dumps(line, ensure_ascii=False) for line in lines])
    own = folder / "own"
    own.mkdir()
    write_xz(own / "questions-own.jsonl.xz", [json.dumps(line | {"id": f"O{line['id']}"}) for line in lines[:4]])
    return folder


@pytest.fixture(scope="module")
def e5(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """Give the packed file of a tiny encoder and its SHA-256."""
    path = tmp_path_factory.mktemp("e5") / "tiny.bin"
    return path, packing.write(path)


@pytest.fixture(scope="module")
def packed(e5: tuple[Path, str]) -> Packed:
    """Give what is in it."""
    return read_packed(*e5)


@pytest.fixture(scope="module")
def recipe(e5: tuple[Path, str]) -> MultilingualRecipe:
    """Give a recipe of seconds."""
    return MultilingualRecipe(e5_sha256=e5[1], kept=KEPT, stages=STAGES, longest=96, checkpoint_every=1)


@pytest.fixture(scope="module")
def folder(
    data: Path, e5: tuple[Path, str], recipe: MultilingualRecipe, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """Give the folder of a finished model."""
    out, work = (tmp_path_factory.mktemp(name) for name in ("out", "work"))
    make_multilingual(data, e5[0], work, out, recipe, data / "own")
    return out


# The packed encoder


def test_four_bits_are_read_as_they_were_packed(packed: Packed) -> None:
    """A block is its scale times (nibble - 8): whole steps of 0.02, from -8 to 7 of them."""
    table = packed.weights["embeddings.word_embeddings.weight"]
    steps = table / np.float32(np.float16(0.02))
    assert table.shape == (len(packing.vocabulary()[0]), packing.SHAPE.hidden)
    assert steps == pytest.approx(np.round(steps), abs=1e-4)
    assert (steps.min(), steps.max()) == (pytest.approx(-8), pytest.approx(7))
    assert packed.pieces == packing.vocabulary()[0]


def test_another_file_is_refused(e5: tuple[Path, str], tmp_path: Path) -> None:
    other = tmp_path / "annan.bin"
    other.write_bytes(e5[0].read_bytes() + b"x")
    with pytest.raises(TrainingDataError, match="SHA-256"):
        read_packed(other, e5[1])
    with pytest.raises(TrainingDataError, match="cannot be read"):
        read_packed(tmp_path / "finns-inte.bin", e5[1])


# The vocabulary


def test_text_of_kept_pieces_has_the_very_vector_that_it_had(packed: Packed) -> None:
    kept = kept_pieces(packed, ["nämnden beslutar"], KEPT)
    every = list(range(len(packed.pieces)))
    assert len(kept) < len(every)
    found = []
    for numbers in (every, kept):
        tokenizer = tokenizer_of([(packed.pieces[n], float(packed.scores[n])) for n in numbers])
        encoder = Encoder(body_of(packed, numbers).eval())
        found.append(encoder.questions([tokenizer.encode("nämnden beslutar").ids]).detach().numpy())
    assert found[0] == pytest.approx(found[1], abs=1e-5)


def test_other_scripts_keep_their_most_frequent_pieces(packed: Packed) -> None:
    kept = [packed.pieces[number] for number in kept_pieces(packed, ["nämnden"], KEPT)]
    assert kept[:4] == packing.SPECIAL
    assert "▁صوت" in kept
    assert "▁рада" in kept
    assert "صوت" not in kept
    assert "漢" not in kept
    assert len(kept) <= KEPT.most


# The material


def test_a_tenth_of_the_passages_is_kept_apart_and_always_the_same() -> None:
    passages = [Passage(f"P{number}", "", ("a",), ()) for number in range(2_000)]
    kept, apart = held_out(passages)
    assert 0.07 < len(apart) / len(passages) < 0.13
    assert {one.id for one in apart}.isdisjoint(one.id for one in kept)
    again = held_out(passages[::-1])[1]
    assert {one.id for one in again} == {one.id for one in apart}


def test_our_own_questions_can_be_read_and_point_at_their_passages() -> None:
    """At least the 4,000 that the model was to get, each answer within its passage, each passage of many words once."""
    passages = read_questions(OWN_FOLDER)
    assert sum(len(passage.questions) for passage in passages) >= 4_000
    assert len({passage.id for passage in passages}) == len(passages)
    texts = [" ".join(passage.sentences) for passage in passages]
    assert len(set(texts)) == len(texts)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ('{"id": "P"}', "sentences"),
        ("[]", "list indices"),
        (
            '{"id": "P", "source": "", "context": "", "sentences": ["a"],'
            ' "questions": [{"type": "fakta", "question": "vad?", "sentences": [2]}]}',
            "not there",
        ),
    ],
)
def test_a_faulty_line_is_named(tmp_path: Path, content: str, told: str) -> None:
    write_xz(tmp_path / "questions.jsonl.xz", [content])
    with pytest.raises(TrainingDataError, match=r"questions\.jsonl\.xz") as caught:
        read_questions(tmp_path)
    assert told in str(caught.value)
    assert "line 1" in str(caught.value)


def test_a_folder_without_questions_is_named(tmp_path: Path) -> None:
    with pytest.raises(TrainingDataError, match="no questions"):
        read_questions(tmp_path)


# Variation


@given(st.integers(0, 10_000))
def test_variation_never_parts_a_question_from_its_answer(seed: int) -> None:
    sentences = tuple(f"mening {number} av protokollet" for number in range(12))
    asked = (Asked("vad står först?", (0,), "fakta"), Asked("och sist?", (10, 11), "fakta"), Asked("när?", (), "nära"))
    before = Passage("P", "Nämnden § 1", sentences, asked)
    after = varied(before, np.random.default_rng(seed), 30)
    start = sentences.index(after.sentences[0]) if after.sentences[0] in sentences else None
    for one in after.questions:
        assert all(0 <= number < len(after.sentences) for number in one.answers)
        if start is not None and one.answers:
            original = next(old for old in asked if len(old.answers) == len(one.answers))
            assert [number + start for number in one.answers] == list(original.answers)


@given(st.text(alphabet="abc åäö?ABC", max_size=60), st.integers(0, 1000))
def test_haste_leaves_a_question_of_about_its_length(text: str, seed: int) -> None:
    found = hurried(text, np.random.default_rng(seed))
    assert abs(len(found) - len(text)) <= 1 + len(text) - len(text.lower().rstrip("?"))


def test_a_bad_scan_changes_a_few_letters() -> None:
    text = "Kommunstyrelsen beslutar att godkänna förslaget till reglemente för nämnden. " * 20
    found = misread(text, np.random.default_rng(1))
    assert found != text
    assert sum(a != b for a, b in zip(text.split(), found.split(), strict=True)) < 0.4 * len(text.split())


@given(st.lists(st.integers(1, 80), min_size=1, max_size=20))
def test_stretches_hold_every_sentence_once(counts: list[int]) -> None:
    found = stretches_of(counts)
    assert [number for first, last in found for number in range(first, last)] == list(range(len(counts)))


# What is asked of the vectors


def targets(**changed: torch.Tensor) -> Targets:
    """Two questions of two passages with two sentences each; the second passage does not answer."""
    given_ = {
        "of": torch.tensor([0, 1]),
        "owner": torch.tensor([0, 0, 1, 1]),
        "is_sentence": torch.tensor([True] * 4),
        "right": torch.tensor([[True, False, False, False], [False] * 4]),
        "answerable": torch.tensor([True, False]),
        "told": torch.tensor([True, True]),
        "excused": torch.zeros(2, 2, dtype=torch.bool),
    }
    return Targets(**(given_ | changed))


RIGHT = torch.tensor([[1.0, 0.0], [0.0, 1.0]])
AXES = torch.tensor([[1.0, 0.0], [0.0, -1.0], [-1.0, 0.0], [0.0, 1.0]])


def test_pointing_wants_the_right_sentence_nearest() -> None:
    good = pointing(RIGHT, AXES, targets(), 20)
    bad = pointing(RIGHT.flip(1), AXES, targets(), 20)
    assert good < 0.01 < bad


def test_finding_wants_the_right_passage_and_excuses_those_that_may_answer() -> None:
    both = targets(answerable=torch.tensor([True, True]))
    assert finding(RIGHT, AXES, both, 20) < 0.01
    astray = finding(RIGHT.flip(0), AXES, both, 20)
    excused = finding(RIGHT.flip(0), AXES, targets(
        answerable=torch.tensor([True, True]), excused=torch.tensor([[False, True], [True, False]])
    ), 20)  # fmt: skip
    assert excused < 0.01 < astray


def test_doubting_wants_answers_above_none_and_near_misses_below() -> None:
    none = torch.tensor(0.5)
    told = doubting(torch.tensor([[1.0, 0.0], [1.0, 0.0]]), AXES, targets(), none, 20)
    trusted = doubting(torch.tensor([[1.0, 0.0], [0.0, 1.0]]), AXES, targets(), none, 20)
    assert told < 0.1 < trusted


@pytest.fixture(scope="module")
def lesson(data: Path, packed: Packed, recipe: MultilingualRecipe) -> tuple[Encoder, Lesson, Lessons]:
    """Give an encoder with a lesson of ten passages."""
    kept = kept_pieces(packed, ["nämnden"], KEPT)
    tokenizer = tokenizer_of([(packed.pieces[n], float(packed.scores[n])) for n in kept])
    encoder = Encoder(body_of(packed, kept))
    passages = read_questions(data)
    mined = mine(passages, tokenizer, encoder, recipe)
    stage = dataclasses.replace(STAGES[1], batch_tokens=400)
    lessons = Lessons(mined.passages, tokenizer, recipe, stage, mined.nearest)
    return encoder, lessons[0], lessons


def test_gradient_caching_gives_the_gradients_of_the_whole(lesson: tuple[Encoder, Lesson, Lessons]) -> None:
    encoder, whole, _ = lesson

    def loss(questions: torch.Tensor, vectors: torch.Tensor) -> torch.Tensor:
        return finding(questions, vectors, whole.targets, 10) + pointing(questions, vectors, whole.targets, 10)

    found = []
    for part_tokens in (10**6, 100):
        encoder.zero_grad()
        value = backward(encoder, whole, loss, part_tokens)
        gradients = [parameter.grad for parameter in encoder.parameters() if parameter.grad is not None]
        found.append((value, torch.cat([gradient.flatten() for gradient in gradients])))
    assert found[0][0] == pytest.approx(found[1][0], abs=0.02)
    assert torch.nn.functional.cosine_similarity(found[0][1], found[1][1], dim=0) > 0.99


def test_the_same_text_is_no_negative_of_itself(lesson: tuple[Encoder, Lesson, Lessons]) -> None:
    """The data folder holds every subject twice: no question is to be taught away from its passage's double."""
    _, whole, lessons = lesson
    chosen = [lessons._passages[number] for number in lessons._batches[0]]
    doubles = 0
    for number, passage in enumerate(whole.targets.of.tolist()):
        for other, double in enumerate(chosen):
            if other != passage and double.sentences == chosen[passage].sentences:
                assert whole.targets.excused[number, other]
                doubles += 1
    assert doubles


def test_fewer_layers_are_those_of_the_deeper(packed: Packed) -> None:
    body = body_of(packed, range(len(packed.pieces)))
    fewer = with_layers(body, (0, 2))
    assert fewer.config.num_hidden_layers == 2
    for own, of in zip(fewer.encoder.layer, (0, 2), strict=True):
        for name, value in own.state_dict().items():
            assert torch.equal(value, body.encoder.layer[of].state_dict()[name])


def test_what_is_frozen_stays_as_it_was(data: Path, packed: Packed, recipe: MultilingualRecipe, tmp_path: Path) -> None:
    """The table of pieces and the lowest layer; of the others every matrix learns."""
    tokenizer = tokenizer_of([(piece, float(score)) for piece, score in zip(packed.pieces, packed.scores, strict=True)])
    encoder = Encoder(body_of(packed, range(len(packed.pieces))))
    before = {name: value.clone() for name, value in encoder.body.state_dict().items()}
    stage = dataclasses.replace(STAGES[1], frozen=1, neighbours=1)
    lessons = Lessons(read_questions(data), tokenizer, recipe, stage)
    Trainer(encoder, lessons, tmp_path / "checkpoint.pt", stage, recipe).run()
    same = {name for name, value in encoder.body.state_dict().items() if torch.equal(value, before[name])}
    assert {name for name in before if name.startswith(("embeddings.", "encoder.layer.0."))} == same


# The whole


def test_the_folder_loads_as_any_other_and_chunks_late(folder: Path) -> None:
    plain = SentenceTransformer(str(folder), device="cpu", local_files_only=True)
    assert plain.prompts["query"] == "query: "
    assert plain[0].auto_model.config.num_hidden_layers == 2
    embedder = Embedder(EmbeddingOptions(str(folder)))
    assert (embedder.prompts.query, embedder.prompts.document) == ("query: ", "passage: ")
    (found,) = embedder.passages([PassageText("nämnden § 1", ("bygglov för villa", "avgift"))])
    assert found.shape == (2, packing.SHAPE.hidden)
    assert np.isfinite(found).all()
    assert embedder.query("") @ embedder.query("") == pytest.approx(1, abs=1e-3)


@pytest.mark.slow
def test_a_run_cut_short_ends_as_one_that_was_not(
    data: Path, e5: tuple[Path, str], recipe: MultilingualRecipe, folder: Path, tmp_path: Path
) -> None:
    """Killed in the middle of a stage, in a process of its own, and run again."""
    work, out = tmp_path / "work", tmp_path / "out"
    script = (
        "import sys; from pathlib import Path; from tests.indexer import test_multilingual_training as t\n"
        "from indexer.training.multilingual import MultilingualRecipe, make_multilingual\n"
        "data, e5, work, out, sha = sys.argv[1:]\n"
        "recipe = MultilingualRecipe(e5_sha256=sha, kept=t.KEPT, stages=t.STAGES, longest=96, checkpoint_every=1)\n"
        "make_multilingual(Path(data), Path(e5), Path(work), Path(out), recipe, Path(data, 'own'))\n"
    )
    arguments = [sys.executable, "-c", script, str(data), str(e5[0]), str(work), str(out), e5[1]]
    first = subprocess.Popen(arguments)
    checkpoint = work / "1-questions" / "checkpoint.pt"
    deadline = time.monotonic() + 900
    while not checkpoint.exists() and first.poll() is None and time.monotonic() < deadline:
        time.sleep(0.01)
    first.kill()
    first.wait()
    assert checkpoint.exists()
    subprocess.run(arguments, check=True, timeout=900)
    ours, theirs = (load_file(one / "model.safetensors") for one in (out, folder))
    for name, value in ours.items():
        assert torch.equal(value, theirs[name]), name


def test_a_folder_of_another_run_is_refused(
    data: Path, e5: tuple[Path, str], recipe: MultilingualRecipe, tmp_path: Path
) -> None:
    (tmp_path / "recipe.json").write_text("{}", "utf-8")
    with pytest.raises(TrainingDataError, match="another folder with --work"):
        make_multilingual(data, e5[0], tmp_path, tmp_path / "out", recipe)


def test_the_command_names_what_is_missing(data: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    arguments = ["multilingual", "--data", str(data), "--out", str(tmp_path / "out"), "--work", str(tmp_path / "work")]
    assert main([*arguments, "--e5", str(tmp_path / "finns-inte.bin")]) == 1
    assert "finns-inte.bin" in caplog.text

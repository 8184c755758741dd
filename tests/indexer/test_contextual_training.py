"""The trainer of the contextual model, run whole on a tiny invented data folder over a tiny English encoder."""

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
from tokenizers import Tokenizer

from indexer.training import Pair, Recipe, TrainingDataError, make_model
from indexer.training.__main__ import main
from indexer.training.contextual import ContextualRecipe, Course, Placing, make_contextual
from indexer.training.contextual.alignment import align
from indexer.training.contextual.curriculum import PARALLEL, SHARES, Curriculum
from indexer.training.contextual.encoder import Encoder, Teacher, transplanted
from indexer.training.contextual.parallel import parallel_sentences
from indexer.training.contextual.placement import place
from indexer.training.contextual.variation import BODIES, CONTEXT_SHARE, QUESTION_SHARE, vary
from indexer.training.ragged import Ragged, tokenize
from indexer.training.wordpiece import bare_tokenizer
from tests.indexer.test_training import SUBJECTS, write_xz

DIMENSIONS = 32
TRANSLATED = [
    ("kommunen köper mark", "the municipality buys land"),
    ("nämnden köper bussar", "the board buys buses"),
    ("kommunen säljer bussar", "the municipality sells buses"),
    ("nämnden säljer mark", "the board sells land"),
]
STATIC = Recipe(vocabulary=600, min_frequency=1, dimensions=16, epochs=20, batch=8, warm_up=5)
TINY = ContextualRecipe(
    placing=Placing(least=2),
    course=Course(batch_tokens=120, most=8, warm_up=2, rate_embeddings=1e-2, rate_body=1e-3, checkpoint_every=1),
    longest=24,
)


def english_folder(folder: Path) -> Path:
    """Save a tiny BERT with chance weights, whose tokens are the English words."""
    from transformers import BertConfig, BertModel

    words = sorted({word for _, english in TRANSLATED for word in english.split()})
    vocabulary = {token: i for i, token in enumerate(["[PAD]", "[UNK]", "[CLS]", "[SEP]", ",", "a", *words])}
    config = BertConfig(
        vocab_size=len(vocabulary),
        hidden_size=DIMENSIONS,
        num_hidden_layers=2,
        num_attention_heads=4,
        intermediate_size=64,
        max_position_embeddings=128,
    )
    torch.manual_seed(3)
    BertModel(config).save_pretrained(folder)
    bare_tokenizer(vocabulary).save(str(folder / "tokenizer.json"))
    return folder


@pytest.fixture(scope="module")
def english(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the folder of the tiny English model."""
    return english_folder(tmp_path_factory.mktemp("english"))


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a data folder with titles and parallel sentences."""
    folder = tmp_path_factory.mktemp("data")
    rows = [("swequad-train", f"{title} {n}", text) for n in range(6) for title, text in SUBJECTS]
    rows += [("tatoeba-sv-en", f"{swedish} {n}", f"{english} {n}") for n in range(6) for swedish, english in TRANSLATED]
    rows += [("dictionary-sv-en", "skog", "land")]
    write_xz(folder / "pairs.tsv.xz", ["\t".join(row) for row in rows])
    write_xz(folder / "text.txt.xz", [" ".join(f"{title}. {text}" for title, text in SUBJECTS)])
    return folder


@pytest.fixture(scope="module")
def static(data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the folder of a static model trained on the data."""
    out = tmp_path_factory.mktemp("models") / "static"
    make_model(data, out, STATIC)
    return out


@pytest.fixture(scope="module")
def folder(data: Path, static: Path, english: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the folder of a contextual model trained on the data."""
    out = tmp_path_factory.mktemp("contextual")
    make_contextual(data, static, english, out / "work", out / "model", TINY)
    return out / "model"


def rows(*texts: list[int]) -> Ragged:
    """Make rows of token ids."""
    flat = np.asarray([number for text in texts for number in text], dtype=np.int32)
    return Ragged(flat, np.cumsum([0, *map(len, texts)]))


class TestFolder:
    """What the saved folder does once it is loaded."""

    def test_loads_offline_as_built_in_modules_in_half_precision(self, folder: Path) -> None:
        """No remote code is trusted, and the weights are bfloat16."""
        model = SentenceTransformer(str(folder), device="cpu", local_files_only=True, trust_remote_code=False)
        assert [type(module).__name__ for module in model] == ["Transformer", "Pooling", "Normalize"]
        assert model.max_seq_length == TINY.longest
        assert {weights.dtype for weights in load_file(folder / "model.safetensors").values()} == {torch.bfloat16}

    def test_vectors_have_unit_length_whatever_the_text(self, folder: Path) -> None:
        """Also of nothing, of unknown characters and of more than fits."""
        model = SentenceTransformer(str(folder), device="cpu", local_files_only=True).float()
        vectors = model.encode(["", "漢字", "kommunen köper mark", "mark " * 500])
        assert vectors.shape == (4, DIMENSIONS)
        np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)

    def test_each_title_finds_its_text(self, folder: Path) -> None:
        """They share no word, and the body started from chance: training brought them together, nearly all.

        By chance one in ten would be found; the run is too short for all to be sure.
        """
        model = SentenceTransformer(str(folder), device="cpu", local_files_only=True).float()
        left = model.encode([f"{title} 1" for title, _ in SUBJECTS])
        right = model.encode([text for _, text in SUBJECTS])
        cosines = left @ right.T
        assert np.mean(cosines.argmax(axis=1) == np.arange(len(SUBJECTS))) >= 0.7
        others = cosines[~np.eye(len(SUBJECTS), dtype=bool)]
        assert cosines.diagonal().mean() > others.mean() + 0.2

    def test_swedish_lies_where_the_teacher_puts_the_english(self, folder: Path, english: Path) -> None:
        """Parallel sentences are drawn to the teacher's vectors."""
        model = SentenceTransformer(str(folder), device="cpu", local_files_only=True).float()
        swedish = torch.from_numpy(model.encode([f"{text} 1" for text, _ in TRANSLATED]))
        taught = Teacher(english).embed([f"{text} 1" for _, text in TRANSLATED], 24)
        cosines = swedish @ taught.T
        assert (cosines.diagonal() >= cosines.max(dim=1).values - 0.1).all()
        assert cosines.diagonal().mean() > cosines.mean()


class TestResuming:
    """A run that was cut short goes on where it stood."""

    def test_a_killed_run_ends_as_one_that_was_not(
        self, folder: Path, data: Path, static: Path, english: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
    ) -> None:
        """Killed at its first checkpoint, then run again."""
        places = [str(path) for path in (data, static, english, tmp_path / "w", tmp_path / "m")]
        call = (
            "from pathlib import Path; from indexer.training.contextual import make_contextual;"
            "from tests.indexer.test_contextual_training import TINY; import torch; torch.set_num_threads(1);"
            f"make_contextual(*map(Path, {places}), TINY)"
        )
        checkpoint = tmp_path / "w" / "checkpoint.pt"
        with subprocess.Popen([sys.executable, "-c", call]) as process:
            deadline = time.monotonic() + 120
            while not checkpoint.exists() and process.poll() is None and time.monotonic() < deadline:
                time.sleep(0.005)
            process.kill()
        assert checkpoint.exists()
        assert not (tmp_path / "m" / "model.safetensors").exists(), "it was through before it could be killed"
        with caplog.at_level("INFO"):
            make_contextual(data, static, english, tmp_path / "w", tmp_path / "m", TINY)
        assert "going on from step" in caplog.text
        once, again = (load_file(path / "model.safetensors") for path in (folder, tmp_path / "m"))
        for name, weights in once.items():
            torch.testing.assert_close(again[name].float(), weights.float(), atol=0.02, rtol=0.02)

    def test_a_folder_of_another_run_is_refused(self, folder: Path, data: Path, static: Path, english: Path) -> None:
        """Its checkpoint would be of other settings."""
        other = ContextualRecipe(course=Course(seed=1))
        with pytest.raises(TrainingDataError, match="--work"):
            make_contextual(data, static, english, folder.parent / "work", folder.parent / "other", other)


class TestAlignment:
    """IBM Model 1 on sentences small enough to see through."""

    def test_what_stands_together_most_is_linked(self) -> None:
        """Three source words, each with its own target, in pairs that only together tell them apart."""
        source = rows([0, 1], [1, 2], [0, 2])
        target = rows([10, 11], [12, 11], [12, 10])
        best = align(source, target, rounds=30, longest=5).likeliest(1)
        assert dict(zip(best.source.tolist(), best.target.tolist(), strict=True)) == {0: 10, 1: 11, 2: 12}

    def test_counts_add_up_to_the_target_pieces(self) -> None:
        """Each target piece is linked exactly once."""
        links = align(rows([0, 1], [1]), rows([5, 6, 6], [6]), rounds=4, longest=5)
        assert links.count.sum() == pytest.approx(4)
        assert links.occurrences(3).tolist()[2] == 0

    def test_long_and_empty_sentences_are_left_out(self) -> None:
        """They would cost much and say little."""
        links = align(rows([0], [1, 1, 1], []), rows([5], [6], [7]), rounds=2, longest=2)
        assert (links.source.tolist(), links.target.tolist()) == ([0], [5])

    def test_nothing_to_align_is_said(self) -> None:
        """By the kinds that are needed."""
        with pytest.raises(TrainingDataError, match="tatoeba-sv-en"):
            align(rows([1, 1]), rows([1]), rounds=1, longest=1)

    def test_parallel_texts_are_cut_where_their_sentences_agree(self) -> None:
        """And stay whole where not; other kinds are none."""
        pairs = [
            Pair("sv-en", "Ett. Två!", "One. Two!"),
            Pair("sv-en", "Ett. Två!", "One and two"),
            Pair("gov-title", "Titel", "Text"),
        ]
        assert list(parallel_sentences(pairs)) == [("Ett.", "One."), ("Två!", "Two!"), ("Ett. Två!", "One and two")]


class TestPlacement:
    """Embeddings made from English ones."""

    def test_a_word_is_nearest_to_its_translation(self, data: Path, static: Path, english: Path) -> None:
        """Among the words of the parallel sentences; a word of the dictionary alone takes its translation's place."""
        from indexer.training import read_pairs

        teacher = Teacher(english)
        tokenizer = Tokenizer.from_file(str(static / "tokenizer.json"))
        near = load_file(static / "model.safetensors")["embedding.weight"].float()
        table = place(tokenizer, near, teacher.tokenizer, teacher.embeddings, read_pairs(data), TINY.placing)
        assert table.shape == (tokenizer.get_vocab_size(), DIMENSIONS)
        torch.testing.assert_close(table.mean(0), teacher.embeddings.mean(0), atol=1e-4, rtol=0)
        torch.testing.assert_close(table.std(0), teacher.embeddings.std(0), atol=1e-4, rtol=0)
        known = ["municipality", "board", "buys", "sells", "land", "buses"]
        theirs = torch.stack([teacher.embeddings[teacher.tokenizer.token_to_id(word)] for word in known])
        for swedish, expected in [
            ("kommunen", "municipality"),
            ("säljer", "sells"),
            ("bussar", "buses"),
            ("skog", "land"),
        ]:
            number = tokenizer.token_to_id(swedish)
            assert number is not None, swedish
            cosines = torch.nn.functional.cosine_similarity(table[number], theirs)
            assert known[int(cosines.argmax())] == expected


class TestEncoder:
    """The body under its new vocabulary."""

    def test_batching_changes_no_vector(self, static: Path, english: Path) -> None:
        """Rows of unlike lengths, together and one by one."""
        teacher = Teacher(english)
        tokenizer = Tokenizer.from_file(str(static / "tokenizer.json"))
        table = torch.randn(tokenizer.get_vocab_size(), DIMENSIONS)
        encoder, whole = transplanted(teacher, table, tokenizer)
        texts = ["", "mark", "kommunen köper mark " * 9, "nämnden"]
        with torch.inference_mode():
            together = encoder.eval()(tokenize(whole, texts))
            alone = torch.cat([encoder(tokenize(whole, [text])) for text in texts])
        torch.testing.assert_close(together, alone, atol=1e-5, rtol=0)
        torch.testing.assert_close(together.norm(dim=1), torch.ones(4))

    def test_ends_and_padding_keep_the_teachers_embeddings(self, static: Path, english: Path) -> None:
        """The body knows them from its training."""
        teacher = Teacher(english)
        tokenizer = Tokenizer.from_file(str(static / "tokenizer.json"))
        encoder, whole = transplanted(teacher, torch.zeros(tokenizer.get_vocab_size(), DIMENSIONS), tokenizer)
        weights = encoder.body.embeddings.word_embeddings.weight
        for token in ("[PAD]", "[UNK]", "[CLS]", "[SEP]"):
            theirs = teacher.embeddings[teacher.tokenizer.token_to_id(token)]
            torch.testing.assert_close(weights[whole.token_to_id(token)], theirs)

    def test_a_folder_without_a_model_is_named(self, tmp_path: Path) -> None:
        """With what was expected."""
        with pytest.raises(TrainingDataError, match="--english"):
            Teacher(tmp_path)


class TestCurriculum:
    """The lessons of a run."""

    @pytest.fixture
    def made(self, static: Path) -> tuple[list[Pair], Curriculum]:
        """Give pairs of several kinds and their curriculum."""
        pairs = [Pair("swequad-train", f"fråga {n}", f"svar {n}") for n in range(40)]
        pairs += [Pair("tatoeba-sv-en", f"mark {n}", f"land {n}") for n in range(30)]
        pairs += [Pair("synonym", f"ord {n}", f"glosa {n}") for n in range(30)]
        tokenizer = Tokenizer.from_file(str(static / "tokenizer.json"))
        near = load_file(static / "model.safetensors")["embedding.weight"].float()
        return pairs, Curriculum(pairs, tokenizer, near, TINY.course)

    def test_lessons_are_of_one_kind_and_bounded(self, made: tuple[list[Pair], Curriculum]) -> None:
        """Kinds that are not taught are left out."""
        for lesson in made[1].lessons(0):
            kinds = {pair.kind for pair in lesson.pairs}
            assert len(kinds) == 1
            assert kinds <= set(SHARES)
            assert 2 <= len(lesson.pairs) <= TINY.course.most
            assert lesson.parallel == (kinds <= PARALLEL)
            assert not lesson.excused.diagonal().any()

    def test_a_pair_comes_as_often_as_its_kind_says(self, made: tuple[list[Pair], Curriculum]) -> None:
        """A last pair left alone may fall away."""
        seen = [pair for lesson in made[1].lessons(0) for pair in lesson.pairs]
        questions = sum(pair.kind == "swequad-train" for pair in seen)
        assert 40 * SHARES["swequad-train"] - 3 <= questions <= 40 * SHARES["swequad-train"]

    def test_lessons_can_be_taken_up_anywhere(self, made: tuple[list[Pair], Curriculum]) -> None:
        """The rest of the run is the same."""
        whole = [lesson.pairs for lesson in made[1].lessons(0)]
        assert [lesson.pairs for lesson in made[1].lessons(3)] == whole[3:]
        assert len(made[1]) == len(whole)


@given(seed=st.integers(0, 2**32), kind=st.sampled_from(sorted(SHARES)))
def test_variation_keeps_the_words(seed: int, kind: str) -> None:
    """What is added stands around the pair's own words."""
    left, right = vary(Pair(kind, "Ny simhall", "Hallen byggs i år."), np.random.default_rng(seed))
    assert "Ny simhall" in left
    assert right == "Hallen byggs i år." or (right.endswith("\nHallen byggs i år.") and right.startswith(BODIES))


def test_variation_is_as_frequent_as_said() -> None:
    """Of 4,000 draws; four standard deviations of a binomial are below 0.03."""
    random = np.random.default_rng(0)
    drawn = [vary(Pair("gov-title", "Titel", "Text"), random) for _ in range(4000)]
    assert np.mean([right != "Text" for _, right in drawn]) == pytest.approx(CONTEXT_SHARE, abs=0.03)
    asked = np.mean([not left.startswith("Titel") for left, _ in drawn])
    assert asked == pytest.approx(QUESTION_SHARE, abs=0.03)


def test_the_command_names_an_unknown_model(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Exit code 2."""
    with pytest.raises(SystemExit) as caught:
        main(["dynamisk", "--data", str(tmp_path), "--out", str(tmp_path)])
    assert caught.value.code == 2
    assert "dynamisk" in capsys.readouterr().err


def test_an_encoder_of_one_row_is_its_mean() -> None:
    """Mean pooling over all tokens, the ends included, worked out from the body's own states."""
    from transformers import BertConfig, BertModel

    torch.manual_seed(0)
    body = BertModel(
        BertConfig(vocab_size=9, hidden_size=8, num_hidden_layers=1, num_attention_heads=2, intermediate_size=8),
        add_pooling_layer=False,
    ).eval()
    with torch.inference_mode():
        states = body(torch.tensor([[7, 3, 4, 8]])).last_hidden_state[0].mean(0)
        vector = Encoder(body, 7, 8)(rows([3, 4]))[0]
    torch.testing.assert_close(vector, states / states.norm(), atol=1e-5, rtol=0)

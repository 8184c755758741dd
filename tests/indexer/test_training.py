"""The trainer of the bundled model, run whole on a tiny invented data folder."""

import dataclasses
import lzma
from pathlib import Path

import numpy as np
import pytest
import torch
from sentence_transformers import SentenceTransformer
from tokenizers import Tokenizer

from indexer.training import Pair, Recipe, TrainingDataError, make_model, read_documents, read_pairs
from indexer.training.__main__ import main
from indexer.training.batches import PairTable
from indexer.training.crops import CropSource
from indexer.training.pairs import Family
from indexer.training.ragged import Ragged
from indexer.training.static import rate_at, symmetric_info_nce
from indexer.training.wordpiece import train_tokenizer

TINY = Recipe(vocabulary=600, min_frequency=1, dimensions=32, epochs=30, batch=16, warm_up=5)

# a title and its text share no content word, so that only training can bring them together
SUBJECTS = [
    ("Bygglov för villa", "Sökanden får uppföra ett enbostadshus på fastigheten."),
    ("Budget och skattesats", "Nämndens ekonomiska ram höjs med två miljoner kronor."),
    ("Råd för äldre", "Pensionärernas företrädare möts fyra gånger om året."),
    ("Rad av träd", "Almarna längs allén ersätts med lind."),
    ("Skolskjuts på landet", "Elever med lång resväg har rätt till buss."),
    ("Detaljplan vid hamnen", "Kvarteret närmast kajen prövas för bostäder."),
    ("Avgift i förskolan", "Taxan följer hushållets inkomst."),
    ("Val av revisor", "Stämman utser granskare till nästa mandatperiod."),
    ("Snöröjning", "Gångbanor plogas när fem centimeter fallit."),
    ("Serveringstillstånd", "Krogen får sälja alkohol till klockan ett."),
]
WORDS = [("avslå", "neka"), ("bifalla", "godkänna"), ("ärende", "fråga"), ("jäv", "partiskhet"), ("yrka", "begära")]
ENGLISH = [("kommun", "municipality"), ("möte", "meeting"), ("beslut", "decision"), ("väg", "road"), ("hus", "house")]


def write_xz(path: Path, lines: list[str]) -> None:
    """Write lines as xz text."""
    path.write_bytes(lzma.compress("".join(line + "\n" for line in lines).encode()))


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a data folder with pairs of all three families and a few documents."""
    folder = tmp_path_factory.mktemp("data")
    texts = [("gov-title", title, text) for title, text in SUBJECTS]
    words = [("synonym", a, b) for a, b in WORDS] + [("sv-en", a, b) for a, b in ENGLISH]
    repeated = [(kind, f"{a} nr {n}", b) for n in range(3) for kind, a, b in texts + words]
    write_xz(folder / "pairs.tsv.xz", ["\t".join(row) for row in repeated])
    everything = " ".join(f"{title}. {text}" for title, text in SUBJECTS)
    write_xz(folder / "text.txt.xz", [everything, "Kort text."])
    return folder


@pytest.fixture(scope="module")
def folder(data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the folder of a model trained on the tiny data."""
    out = tmp_path_factory.mktemp("model") / "static"
    make_model(data, out, TINY)
    return out


@pytest.fixture(scope="module")
def model(folder: Path) -> SentenceTransformer:
    """Load the tiny model the way the product does."""
    return load(folder)


@pytest.fixture(scope="module")
def tokenizer(folder: Path) -> Tokenizer:
    """Load the tiny model's tokenizer."""
    return Tokenizer.from_file(str(folder / "tokenizer.json"))


def load(folder: Path) -> SentenceTransformer:
    """Load a model folder offline, in float32."""
    return SentenceTransformer(str(folder), device="cpu", local_files_only=True).float()


class TestModel:
    """What the saved folder does once it is loaded."""

    def test_vectors_have_unit_length(self, model: SentenceTransformer) -> None:
        """Normalisation is part of the model."""
        vectors = model.encode([text for pair in SUBJECTS for text in pair])
        assert vectors.shape == (20, TINY.dimensions)
        np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)

    @pytest.mark.parametrize("text", ["", " \n", "漢字", "\x00\x01", "\u00ad"], ids=repr)
    def test_nothing_known_gives_a_finite_vector_near_nothing(self, model: SentenceTransformer, text: str) -> None:
        """Empty and unreadable texts match no text, and are no NaN."""
        unknown, known = model.encode([text, "Bygglov för villa"])
        assert np.isfinite(unknown).all()
        assert float(unknown @ known) == 0

    def test_unknown_characters_do_not_move_a_known_text(self, model: SentenceTransformer) -> None:
        """A token that training never met weighs nothing; this data has no unknown characters."""
        plain, strange = model.encode(["bygglov", "bygglov 漢字 漢"])
        np.testing.assert_allclose(plain, strange, atol=1e-6)

    def test_each_text_finds_its_partner(self, model: SentenceTransformer) -> None:
        """A trained pair is nearer than all random ones."""
        left = model.encode([title for title, _ in SUBJECTS])
        right = model.encode([text for _, text in SUBJECTS])
        cosines = left @ right.T
        assert cosines.argmax(axis=1).tolist() == list(range(len(SUBJECTS)))
        others = cosines[~np.eye(len(SUBJECTS), dtype=bool)]
        assert cosines.diagonal().mean() > others.mean() + 0.5

    def test_translations_are_learned(self, model: SentenceTransformer) -> None:
        """Short pairs of another family are trained too."""
        swedish = model.encode([a for a, _ in ENGLISH])
        english = model.encode([b for _, b in ENGLISH])
        assert (swedish @ english.T).argmax(axis=1).tolist() == list(range(len(ENGLISH)))

    def test_folder_is_built_in_modules_in_half_precision(self, folder: Path) -> None:
        """No remote code, and half the size."""
        loaded = SentenceTransformer(str(folder), device="cpu", local_files_only=True, trust_remote_code=False)
        assert [type(module).__name__ for module in loaded] == ["StaticEmbedding", "Normalize"]
        assert next(loaded.parameters()).dtype == torch.float16

    def test_folder_tells_what_it_was_made_from(self, folder: Path) -> None:
        """Recipe and data are on record."""
        record = (folder / "recipe.json").read_text(encoding="utf-8")
        assert '"vocabulary": 600' in record
        assert "pairs.tsv.xz" in record

    def test_same_seed_gives_same_files_and_another_seed_others(self, data: Path, folder: Path, tmp_path: Path) -> None:
        """Training can be repeated to the byte."""
        make_model(data, tmp_path / "again", TINY)
        make_model(data, tmp_path / "other", dataclasses.replace(TINY, seed=1))
        for name in ("model.safetensors", "tokenizer.json", "recipe.json"):
            assert (tmp_path / "again" / name).read_bytes() == (folder / name).read_bytes(), name
        weights = [(path / "model.safetensors").read_bytes() for path in (folder, tmp_path / "other")]
        assert weights[0] != weights[1]

    def test_crops_of_documents_are_learned_too(self, data: Path, folder: Path, tmp_path: Path) -> None:
        """The optional crops reach the weights."""
        recipe = dataclasses.replace(TINY, crops_most=16, crop_every=8)
        make_model(data, tmp_path / "cropped", recipe)
        vectors = load(tmp_path / "cropped").encode(["Bygglov för villa"])
        np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
        assert (tmp_path / "cropped/model.safetensors").read_bytes() != (folder / "model.safetensors").read_bytes()


class TestTokenizer:
    """What the saved tokenizer takes for the same word."""

    @pytest.mark.parametrize(("one", "other"), [("råd", "rad"), ("möte", "mote"), ("väg", "vag")])
    def test_accents_are_kept(self, tokenizer: Tokenizer, one: str, other: str) -> None:
        """Swedish å ä ö are letters of their own."""
        assert tokenizer.encode(one).ids != tokenizer.encode(other).ids

    @pytest.mark.parametrize(
        "written",
        ["RÅD", "Ra\u030ad", "rå\u00add", "\ufeffråd", "\u00a0råd"],
        ids=["capitals", "decomposed", "soft hyphen", "byte order mark", "no-break space"],
    )
    def test_ways_of_writing_the_same_word_are_one(self, tokenizer: Tokenizer, written: str) -> None:
        """What PDF files do to a word does not hide it."""
        assert tokenizer.encode(written).ids == tokenizer.encode("råd").ids

    def test_a_text_cannot_name_a_special_token(self, tokenizer: Tokenizer) -> None:
        """Document text is data."""
        assert "[PAD]" not in tokenizer.encode("[PAD]").tokens

    def test_ties_are_always_broken_alike(self) -> None:
        """The library's own hash order does not decide the vocabulary."""
        texts = ["Wel come to the Tok en izers libr ary", "kommunfullmäktiges sammanträde om budgeten"]
        recipe = dataclasses.replace(TINY, vocabulary=70)
        found = {tuple(sorted(train_tokenizer(texts, recipe).get_vocab().items())) for _ in range(20)}
        assert len(found) == 1


class TestParts:
    """Reading, batches, crops, loss and rate, each alone."""

    def test_pairs_are_read_once_each_with_their_family(self, tmp_path: Path) -> None:
        """Doubles go; a line separator inside a text stays."""
        rows = ["synonym\tnej\tnix", "sv-en\tja\tyes", "gov-title\ta\u2028b\tc", "synonym\tnej\tnix"]
        write_xz(tmp_path / "pairs.tsv.xz", rows)
        pairs = read_pairs(tmp_path)
        assert pairs == [Pair("synonym", "nej", "nix"), Pair("sv-en", "ja", "yes"), Pair("gov-title", "a\u2028b", "c")]
        assert [pair.family for pair in pairs] == [Family.WORD, Family.CROSS, Family.TEXT]

    def test_ragged_rows_are_taken_in_order(self) -> None:
        """Also empty rows."""
        rows = Ragged(np.array([1, 2, 3, 4, 5, 6], dtype=np.int32), np.array([0, 2, 2, 5, 6]))
        taken = rows.take(np.array([3, 1, 0, 2]))
        assert taken.ids.tolist() == [6, 1, 2, 3, 4, 5]
        assert taken.starts.tolist() == [0, 1, 1, 3, 6]

    def test_batches_hold_one_family_and_excuse_shared_texts(self) -> None:
        """Another synonym of the same word is no negative."""
        pairs = [Pair("synonym", "ja", word) for word in ("jo", "visst", "jajamän")] + [Pair("gov-title", "x", "y")] * 3
        tokenizer = train_tokenizer([text for pair in pairs for text in (pair.left, pair.right)], TINY)
        table = PairTable.from_pairs(pairs, tokenizer, TINY)
        epoch = table.epoch(dataclasses.replace(TINY, batch=4), np.random.default_rng(0))
        assert sorted(sorted(rows.tolist()) for rows in epoch) == [[0, 1, 2], [3, 4, 5]]
        excused = table.batch(np.array([0, 1, 3])).excused
        assert excused.tolist() == [[False, True, False], [True, False, False], [False, False, False]]

    def test_crops_lie_in_their_document_and_leave_the_span_out(self) -> None:
        """Never across documents, never under 24 tokens."""
        lengths = np.array([10, 24, 300, 900])
        starts = np.concatenate([[0], np.cumsum(lengths)])
        documents = Ragged(np.arange(starts[-1], dtype=np.int32), starts)
        source = CropSource(documents, np.repeat([1, 2, 3], 50))
        crops = source.draw(dataclasses.replace(TINY, crops_most=1, crop_kept=0.0), np.random.default_rng(0))
        for row, document in enumerate(source.which):
            span = crops.left.take(np.array([row])).ids
            around = crops.right.take(np.array([row])).ids
            assert 6 <= len(span) <= TINY.left_cap
            assert 0 < len(around) <= TINY.right_cap
            assert not np.isin(span, around).any()
            joined = np.concatenate([span, around])
            assert starts[document] <= joined.min() <= joined.max() < starts[document + 1]

    def test_loss_is_that_of_the_formula(self) -> None:
        """Two orthogonal pairs have a loss known in closed form."""
        left, right = torch.eye(2), torch.eye(2)
        nothing = torch.zeros(2, 2, dtype=torch.bool)
        expected = np.log1p(np.exp(-3.0))
        assert symmetric_info_nce(left, right, nothing, 3.0).item() == pytest.approx(expected)
        assert symmetric_info_nce(left, right, ~torch.eye(2, dtype=torch.bool), 3.0).item() == 0

    def test_rate_rises_then_falls(self) -> None:
        """The highest rate ends the warm-up."""
        rates = [rate_at(step, 100, TINY) for step in range(100)]
        assert int(np.argmax(rates)) == TINY.warm_up - 1
        assert 0 < rates[-1] < rates[50] < rates[10] <= TINY.rate


class TestErrors:
    """What the user is told when something is wrong."""

    def test_missing_folder_names_path_expectation_and_next_step(self, tmp_path: Path) -> None:
        """And nothing is written."""
        with pytest.raises(TrainingDataError) as caught:
            make_model(tmp_path / "nowhere", tmp_path / "out", TINY)
        for part in (str(tmp_path / "nowhere"), "pairs.tsv.xz", "text.txt.xz", "--data"):
            assert part in str(caught.value)
        assert not (tmp_path / "out").exists()

    def test_command_reports_missing_folder(self, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
        """Exit code 1 and a message, no traceback."""
        assert (
            main(["--data", str(tmp_path / "nowhere"), "--out", str(tmp_path / "o"), "--work", str(tmp_path / "w")])
            == 1
        )
        assert "nowhere" in caplog.text

    def test_bad_line_is_named(self, tmp_path: Path) -> None:
        """By its number."""
        write_xz(tmp_path / "pairs.tsv.xz", ["synonym\tja\tjo", "synonym\tja"])
        with pytest.raises(TrainingDataError, match="line 2"):
            read_pairs(tmp_path)

    def test_damaged_file_is_named(self, tmp_path: Path) -> None:
        """By its path."""
        (tmp_path / "text.txt.xz").write_bytes(b"not xz")
        with pytest.raises(TrainingDataError, match=r"text\.txt\.xz"):
            list(read_documents(tmp_path))

    def test_too_few_pairs_is_said(self, tmp_path: Path) -> None:
        """Instead of a model of noise."""
        write_xz(tmp_path / "pairs.tsv.xz", ["synonym\tja\tjo"])
        write_xz(tmp_path / "text.txt.xz", ["ja jo"])
        with pytest.raises(TrainingDataError, match="half a batch of 16"):
            make_model(tmp_path, tmp_path / "out", TINY)

    @pytest.mark.parametrize("wrong", [{"batch": 1}, {"epochs": 0}, {"rate": 0.0}, {"floor": 2.0}, {"crops_most": -1}])
    def test_settings_out_of_range_are_named(self, wrong: dict[str, float]) -> None:
        """By the setting's name."""
        with pytest.raises(ValueError, match=next(iter(wrong))):
            Recipe(**wrong)  # type: ignore[arg-type]

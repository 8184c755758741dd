"""Late chunking: every token is read once, under its context line, and pooled into its own sentence."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tokenizers import Tokenizer

from corpus.errors import ModelUnavailable
from indexer.embedding import Embedder, EmbeddingOptions, PassageText
from indexer.embedding.late import Marks, Row, batches, pooled, rows
from indexer.embedding.network import SETTINGS_FILE
from tests import tiny_models

MARKS = Marks(first=2, last=3, padding=1)
HEAD = "§ 1"
LONGEST = 24
# A token a letter, so that what a row holds can be read.
WORDS = st.text(alphabet="abcåö§1", min_size=1, max_size=12)
SAME = 1e-2  # bfloat16 has eight bits of precision


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a tiny network that chunks late."""
    made = tiny_models.network(tmp_path_factory.mktemp("sen") / "modell", positions=LONGEST)
    (made / SETTINGS_FILE).write_text('{"most_context": 6, "context_weight": 0.5}', "utf-8")
    return made


@pytest.fixture(scope="module")
def tokenizer(folder: Path) -> Tokenizer:
    """Return its tokenizer."""
    return Tokenizer.from_file(str(folder / "tokenizer.json"))


@given(sentences=st.lists(WORDS, min_size=1, max_size=8), longest=st.integers(4, LONGEST))
def test_every_token_is_read_once_under_the_head(tokenizer: Tokenizer, sentences: list[str], longest: int) -> None:
    """However little a row has room for."""
    head = tokenizer.encode(HEAD, add_special_tokens=False).ids[: (longest - 2) // 2]
    read: dict[int, list[int]] = {}
    for row in rows(tokenizer, MARKS, HEAD, sentences, longest):
        assert len(row.ids) <= longest
        assert row.ids[: len(head) + 1].tolist() == [MARKS.first, *head]
        assert row.ids[-1] == MARKS.last
        assert (row.of[: len(head) + 1] == -1).all()
        for token, number in zip(row.ids, row.of, strict=True):
            if number >= 0:
                read.setdefault(int(number), []).append(int(token))
    expected = {n: tokenizer.encode(one, add_special_tokens=False).ids for n, one in enumerate(sentences)}
    assert read == expected


def test_a_sentence_begins_a_new_row_rather_than_being_parted(tokenizer: Tokenizer) -> None:
    laid = rows(tokenizer, MARKS, HEAD, ["a" * 14, "b" * 14], LONGEST)
    assert [set(row.of.tolist()) for row in laid] == [{-1, 0}, {-1, 1}]


def test_a_sentence_that_no_row_has_room_for_is_parted(tokenizer: Tokenizer) -> None:
    laid = rows(tokenizer, MARKS, HEAD, ["a" * 40], LONGEST)
    assert len(laid) > 1
    assert sum(int((row.of == 0).sum()) for row in laid) == 40


def test_a_long_head_is_cut(tokenizer: Tokenizer) -> None:
    (row,) = rows(tokenizer, MARKS, "c" * 50, ["a"], LONGEST, most_context=5)
    assert len(row.ids) == 1 + 5 + 1 + 1


def test_a_vector_is_the_mean_of_its_own_tokens_and_a_little_of_the_context() -> None:
    states = np.array([[9, 9], [1, 0], [3, 0], [0, 2], [9, 9]], np.float32)
    row = Row(np.arange(5), np.array([-1, 0, 0, 1, -1]))
    whole = np.array([[2 + 4.5, 4.5], [4.5, 2 + 4.5]])
    expected = whole / np.linalg.norm(whole, axis=1, keepdims=True)
    assert pooled([row], [states], 2, context_weight=0.5) == pytest.approx(expected, abs=1e-6)


def test_a_sentence_that_two_rows_hold_is_the_mean_of_all_its_tokens() -> None:
    states = [np.array([[0, 0], [4, 0], [0, 0]], np.float32), np.array([[0, 0], [0, 2], [0, 2], [0, 0]], np.float32)]
    parts = [Row(np.arange(3), np.array([-1, 0, -1])), Row(np.arange(4), np.array([-1, 0, 0, -1]))]
    assert pooled(parts, states, 1, context_weight=0.5) == pytest.approx(np.array([[2**-0.5, 2**-0.5]]), abs=1e-6)


def test_a_sentence_without_tokens_lies_by_its_context() -> None:
    row = Row(np.arange(2), np.array([-1, -1]))
    found = pooled([row], [np.array([[3, 4], [3, 4]], np.float32)], 1, context_weight=0.25)
    assert found == pytest.approx(np.array([[0.6, 0.8]]), abs=1e-6)


def test_what_stands_around_a_sentence_is_in_its_vector(folder: Path) -> None:
    """Unlike that of a sentence embedded by itself."""
    embedder = Embedder(EmbeddingOptions(str(folder)))
    one, other = embedder.passages([PassageText("§ 1", ("aa bb", "cc")), PassageText("§ 1", ("ab ba", "cc"))])
    assert one.shape == (2, embedder.dimensions)
    assert np.linalg.norm(one, axis=1) == pytest.approx(1, abs=1e-4)
    assert not np.allclose(one[1], other[1], atol=SAME)


def test_a_passage_is_embedded_the_same_whatever_stands_beside_it(folder: Path) -> None:
    embedder = Embedder(EmbeddingOptions(str(folder)))
    told = [PassageText("§ 1", ("a", "bb cc")), PassageText("", ("c" * 60, "åå")), PassageText("§ 2 plan", ("a b c",))]
    together = embedder.passages(told)
    assert [len(vectors) for vectors in together] == [2, 2, 1]
    for number, one in enumerate(told):
        assert embedder.passages([one])[0] == pytest.approx(together[number], abs=SAME)


def test_a_question_is_the_mean_of_its_tokens_as_the_library_has_it(folder: Path) -> None:
    """The folder is a plain one of sentence-transformers: whoever loads it there gets the same vector."""
    from sentence_transformers import SentenceTransformer

    embedder = Embedder(EmbeddingOptions(str(folder)))
    plain = SentenceTransformer(str(folder), device="cpu", local_files_only=True)
    assert embedder.query("abc åö") == pytest.approx(plain.encode_query("abc åö"), abs=2 * SAME)


def test_the_first_numbers_are_kept_of_a_model_that_chunks_late_too(folder: Path) -> None:
    embedder = Embedder(EmbeddingOptions(str(folder), dimensions=8))
    (found,) = embedder.passages([PassageText("§ 1", ("aa bb", "cc"))])
    assert found.shape == (2, 8)
    assert np.linalg.norm(found, axis=1) == pytest.approx(1, abs=1e-4)
    assert embedder.query("aa").shape == (8,)


@pytest.mark.parametrize("content", ["{", '{"okänd": 1}'])
def test_settings_that_cannot_be_read_are_named(tmp_path: Path, content: str) -> None:
    made = tiny_models.network(tmp_path / "modell")
    (made / SETTINGS_FILE).write_text(content, "utf-8")
    with pytest.raises(ModelUnavailable, match="late_chunking"):
        Embedder(EmbeddingOptions(str(made)))


def test_any_other_model_embeds_each_sentence_under_its_context(tiny_model: Path) -> None:
    embedder = Embedder(EmbeddingOptions(str(tiny_model)))
    (found,) = embedder.passages([PassageText("Nämnden § 1", ("Bygglov beviljas.", "Avgift tas ut."))])
    assert found == pytest.approx(embedder.documents(["Nämnden § 1\nBygglov beviljas.", "Nämnden § 1\nAvgift tas ut."]))
    assert embedder.passages([]) == []


@given(lengths=st.lists(st.integers(1, 50), max_size=30), at_once=st.integers(1, 120))
def test_parts_hold_each_row_once_and_are_no_larger_than_asked(lengths: list[int], at_once: int) -> None:
    found = list(batches(lengths, at_once))
    assert sorted(number for part in found for number in part) == list(range(len(lengths)))
    for part in found:
        assert len(part) == 1 or len(part) * max(lengths[number] for number in part) <= at_once

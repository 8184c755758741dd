"""Any model through the one Embedder: vectors, prompts, lengths, dimensions and what tells models apart."""

import json
import shutil
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.errors import ModelUnavailable
from indexer.embedding import BUNDLED, DEFAULT, Embedder, EmbeddingOptions
from indexer.embedding.source import locate
from tests import tiny_models

TEXTS = [
    "Bygglov beviljas för ett växthus",
    "Avgift",
    "Nämnden återremitterar ärendet",
    "",
    "Motionen avslås",
]
# bfloat16 has eight bits of precision.
SAME = 0.999

MakeNetwork = Callable[..., Path]


@pytest.fixture(scope="module")
def network(tmp_path_factory: pytest.TempPathFactory) -> MakeNetwork:
    """Return what makes a tiny network in a folder of the given name; the same one is made only once."""
    made: dict[str, Path] = {}

    def make(name: str = "nät", kind: str = "bert", **more: object) -> Path:
        key = repr((name, kind, sorted(more.items())))
        if key not in made:
            made[key] = tiny_models.network(tmp_path_factory.mktemp("nät") / name, kind, **more)
        return made[key]

    return make


@pytest.fixture(params=["bert, mean", "bert, cls", "bert, as they come", "xlm-roberta", "modernbert", "static"])
def any_model(request: pytest.FixtureRequest, network: MakeNetwork, tiny_model: Path) -> Embedder:
    """Return an embedder of each kind of model."""
    folder = {
        "bert, mean": lambda: network(),
        "bert, cls": lambda: network(pooling="cls"),
        "bert, as they come": lambda: network(normalized=False),
        "xlm-roberta": lambda: network(kind="xlm-roberta"),
        "modernbert": lambda: network(kind="modernbert", pooling="cls"),
        "static": lambda: tiny_model,
    }[request.param]()
    return embedder(folder)


def embedder(folder: Path | str, **options: object) -> Embedder:
    return Embedder(EmbeddingOptions(str(folder), **options))


def likeness(one: np.ndarray, other: np.ndarray) -> float:
    """The least cosine of the rows of two sets of unit vectors."""
    return float((np.atleast_2d(one) * np.atleast_2d(other)).sum(axis=1).min())


def test_vectors_are_of_length_one(any_model: Embedder) -> None:
    vectors = any_model.documents(TEXTS)
    assert vectors.dtype == np.float32
    assert vectors.shape == (len(TEXTS), any_model.dimensions) == (5, 32)
    lengths = np.linalg.norm(vectors[[0, 1, 2, 4]], axis=1)
    np.testing.assert_allclose(lengths, 1, atol=1e-6)
    assert np.isfinite(vectors).all()  # those of the empty text too


def test_each_text_has_its_own_vector(any_model: Embedder) -> None:
    """In the order given, though the library sorts by length; and without prompts a question is as a passage."""
    together = any_model.documents(TEXTS)
    for number in (0, 1, 2, 4):
        assert likeness(together[number], any_model.documents([TEXTS[number]])) > SAME
        assert likeness(together[number], any_model.query(TEXTS[number])) > SAME
    assert (together[[0, 1, 2]] @ together[4] < 0.99).all()


def test_no_texts_no_vectors(any_model: Embedder) -> None:
    assert any_model.documents([]).shape == (0, 32)


def test_reading_and_asking_at_once(network: MakeNetwork) -> None:
    """Searches go on while papers are read, from the first text on."""
    used = embedder(network())
    texts = [letter * 100 for letter in "abcdefgh"]
    with ThreadPoolExecutor(4) as pool:
        asked = [pool.submit(used.query, text) for text in texts * 5]
        read = [pool.submit(used.documents, texts) for _ in range(5)]
    expected = used.documents(texts)
    for number, vector in enumerate(asked):
        assert likeness(vector.result(), expected[number % len(texts)]) > SAME
    for vectors in read:
        assert likeness(vectors.result(), expected) > SAME


# Precision


@pytest.mark.parametrize("dtype", ["float32", "bfloat16"])
def test_an_archive_may_be_asked_on_another_processor(network: MakeNetwork, dtype: str) -> None:
    """Whether a processor computes in bfloat16 or not, the vectors are as good as the same."""
    import torch
    from sentence_transformers import SentenceTransformer

    folder = network(dimensions=64)
    library = SentenceTransformer(str(folder), device="cpu", model_kwargs={"dtype": getattr(torch, dtype)})
    texts = [text for text in TEXTS if text]
    theirs = np.asarray(library.encode(texts), dtype=np.float32)
    theirs /= np.linalg.norm(theirs, axis=1, keepdims=True)
    assert likeness(theirs, embedder(folder).documents(texts)) > SAME


# Prompts


def test_prompts_of_the_family(network: MakeNetwork) -> None:
    known = embedder(network("multilingual-e5-small"))
    bare = embedder(network("multilingual-e5-small"), query_prompt="", document_prompt="")
    assert likeness(known.query("Avgift"), bare.query("query: Avgift")) > SAME
    assert likeness(known.documents(["Avgift"]), bare.documents(["passage: Avgift"])) > SAME
    assert likeness(known.documents(["Avgift"]), bare.documents(["Avgift"])) < 0.99


def test_prompts_that_the_model_states(network: MakeNetwork) -> None:
    folder = network("multilingual-e5-stated", prompts={"query": "fråga: ", "document": "text: "})
    stated = embedder(folder)
    bare = embedder(folder, query_prompt="", document_prompt="")
    assert likeness(stated.query("Avgift"), bare.query("fråga: Avgift")) > SAME
    assert likeness(stated.documents(["Avgift"]), bare.documents(["text: Avgift"])) > SAME


def test_prompts_that_are_set_go_before_all(network: MakeNetwork) -> None:
    """One may be set and the other left as the model has it."""
    chosen = embedder(
        network("multilingual-e5-stated", prompts={"query": "q: ", "document": "d: "}), query_prompt="f. "
    )
    assert (chosen.prompts.query, chosen.prompts.document) == ("f. ", "d: ")
    assert (chosen.signature["query_prompt"], chosen.signature["document_prompt"]) == ("f. ", "d: ")


# Lengths: a letter is a token, and two mark the ends


@pytest.mark.parametrize("kind", ["bert", "xlm-roberta", "modernbert"])
def test_a_text_is_cut_at_what_the_model_takes(network: MakeNetwork, kind: str) -> None:
    used = embedder(network(kind=kind, positions=32))
    assert used.longest == 32
    same = "a" * 30
    vectors = used.documents([same, same + "b" * 500, "b" * 30])
    assert likeness(vectors[0], vectors[1]) > SAME
    assert likeness(vectors[0], vectors[2]) < 0.99
    assert likeness(used.query(same), used.query(same + "c" * 500)) > SAME


def test_how_many_were_cut(network: MakeNetwork) -> None:
    """The prompt counts: with "d: " (a letter and a colon, of two tokens) 28 letters fill 32, 29 do not fit."""
    used = embedder(network(positions=32), document_prompt="d: ")
    assert used.cut == 0
    used.documents(["a" * 28, "a"])
    assert used.cut == 0
    used.documents(["a" * 29, "a", "b" * 100])
    used.documents(["a" * 29])
    assert used.cut == 3


def test_a_shorter_length_can_be_set(network: MakeNetwork) -> None:
    used = embedder(network(positions=32), longest=12)
    assert used.longest == 12
    vectors = used.documents(["a" * 10, "a" * 10 + "b" * 5])
    assert likeness(vectors[0], vectors[1]) > SAME
    assert used.cut == 1


@pytest.mark.parametrize("kind", ["bert", "xlm-roberta", "modernbert"])
def test_no_longer_than_the_model_has_room_for(network: MakeNetwork, kind: str) -> None:
    with pytest.raises(ModelUnavailable, match=r"LONGEST är 33.*högst 32"):
        embedder(network(kind=kind, positions=32), longest=33)


def test_a_tokenizer_that_promises_more_than_there_is_room_for(network: MakeNetwork, tmp_path: Path) -> None:
    """RoBERTa's table of positions has two that no text gets, and the library cuts at its whole length."""
    folder = shutil.copytree(network(kind="xlm-roberta", positions=32), tmp_path / "nät")
    path = folder / "tokenizer_config.json"
    path.write_text(json.dumps(json.loads(path.read_text("utf-8")) | {"model_max_length": 34}), "utf-8")
    used = embedder(folder)
    assert used.longest == 32
    assert np.isfinite(used.documents(["a" * 100])).all()


def test_static_embeddings_read_the_whole_text(tiny_model: Path) -> None:
    used = embedder(tiny_model)
    assert used.longest is None
    long = "bygglov " * 2_000
    vectors = used.documents([long, long + "avgift " * 2_000])
    assert likeness(vectors[0], vectors[1]) < 0.99
    assert used.cut == 0
    with pytest.raises(ModelUnavailable, match="ingen längsta text"):
        embedder(tiny_model, longest=100)


# Dimensions


@settings(max_examples=8)  # each loads a model
@given(dimensions=st.integers(1, 32))
@pytest.mark.parametrize("kind", ["bert", "static"])
def test_fewer_dimensions(kind: str, network: MakeNetwork, tiny_model: Path, dimensions: int) -> None:
    """The first numbers of the whole vector, made a unit vector again."""
    folder = tiny_model if kind == "static" else network()
    whole = embedder(folder).query("Avgift")
    used = embedder(folder, dimensions=dimensions)
    assert used.dimensions == dimensions
    first = whole[:dimensions] / np.linalg.norm(whole[:dimensions])
    assert used.query("Avgift").shape == (dimensions,)
    assert likeness(used.query("Avgift"), first) > SAME
    assert likeness(used.documents(["Avgift"]), first) > SAME


@pytest.mark.parametrize("dimensions", [0, 33])
def test_no_more_dimensions_than_there_are(tiny_model: Path, dimensions: int) -> None:
    with pytest.raises(ModelUnavailable, match=rf"DIMENSIONS är {dimensions}.*1–32"):
        embedder(tiny_model, dimensions=dimensions)


# What tells models apart


def test_the_signature_gives_the_same_model_again(network: MakeNetwork) -> None:
    used = embedder(network("multilingual-e5-small"), dimensions=16, longest=20, query_prompt="")
    signature = used.signature
    assert signature == {
        "model": str(network("multilingual-e5-small")),
        "fingerprint": signature["fingerprint"],
        "dimensions": 16,
        "longest": 20,
        "query_prompt": "",
        "document_prompt": "passage: ",
    }
    again = Embedder(EmbeddingOptions(**{key: value for key, value in signature.items() if key != "fingerprint"}))
    assert again.signature == signature
    assert likeness(again.documents(TEXTS), used.documents(TEXTS)) > SAME


def test_other_weights_under_the_same_name(network: MakeNetwork, tmp_path: Path) -> None:
    folder = shutil.copytree(network(seed=1), tmp_path / "nät")
    before = embedder(folder).signature
    (folder / "README.md").write_text("# Nytt kort\n", "utf-8")
    (folder / ".cache" / "huggingface").mkdir(parents=True)  # as `hf download` leaves it
    (folder / ".cache" / "huggingface" / "tree.json").write_text("{}", "utf-8")
    assert embedder(folder).signature == before
    shutil.copy(network(seed=2) / "model.safetensors", folder)
    after = embedder(folder).signature
    assert after.pop("fingerprint") != before.pop("fingerprint")
    assert after == before


@pytest.mark.parametrize("file", ["modules.json", "1_Pooling/config.json", "tokenizer.json", "config.json"])
def test_other_configuration_under_the_same_name(network: MakeNetwork, tmp_path: Path, file: str) -> None:
    folder = shutil.copytree(network(), tmp_path / "nät")
    before = locate(EmbeddingOptions(str(folder))).fingerprint
    (folder / file).write_text(f"{(folder / file).read_text('utf-8')} ", "utf-8")
    assert locate(EmbeddingOptions(str(folder))).fingerprint != before


# The bundled ones


def present() -> list[str]:
    """The bundled models that this checkout has."""
    folder = Path(locate(EmbeddingOptions(DEFAULT)).folder).parent
    return [name for name in BUNDLED if (folder / name / "modules.json").is_file()]


@pytest.mark.parametrize("name", present())
def test_a_bundled_model(name: str) -> None:
    """It is loaded whatever the folder at hand, with the prompts that it was trained with."""
    used = embedder(name)
    assert used.signature["model"] == name
    prompts = {"static": ("", ""), "multilingual": ("query: ", "passage: ")}
    assert (used.prompts.query, used.prompts.document) == prompts[name]
    near = used.query("Vad kostar ett bygglov?") @ used.documents(["avgift för bygglov", "val av justerare"]).T
    assert near[0] > near[1]


def test_a_bundled_name_is_not_a_folder_at_hand(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, tiny_model: Path
) -> None:
    shutil.copytree(tiny_model, tmp_path / DEFAULT)
    monkeypatch.chdir(tmp_path)
    assert embedder(DEFAULT).dimensions != 32
    assert embedder(f"./{DEFAULT}").dimensions == 32

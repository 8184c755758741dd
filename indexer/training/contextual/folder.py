"""From a data folder, the static model and an English model to a sentence-transformers folder."""

import dataclasses
import hashlib
import json
import logging
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

import torch
from safetensors.torch import load_file
from sentence_transformers import SentenceTransformer
from sentence_transformers.sentence_transformer.modules import Normalize, Pooling, Transformer
from tokenizers import Tokenizer
from torch import Tensor
from transformers import PreTrainedTokenizerFast

from indexer.training.contextual.curriculum import PARALLEL, Curriculum
from indexer.training.contextual.encoder import FIRST, LAST, PADDING, Encoder, Teacher, transplanted
from indexer.training.contextual.placement import place
from indexer.training.contextual.recipe import ContextualRecipe
from indexer.training.contextual.trainer import Trainer
from indexer.training.errors import TrainingDataError
from indexer.training.folder import RECIPE_FILE
from indexer.training.pairs import Pair, fingerprints, read_pairs
from indexer.training.wordpiece import UNKNOWN

logger = logging.getLogger(__name__)


def make_contextual(data: Path, static: Path, english: Path, work: Path, out: Path, recipe: ContextualRecipe) -> None:
    """Make the contextual model and save it as a folder that ``SentenceTransformer`` loads offline, no remote code.

    Each stage leaves its result in ``work``: run again after an interruption, it goes on where it stood. The saved
    weights are bfloat16, to halve the size; load them as float32 with ``.float()`` where the processor has no bfloat16.

    Args:
        data: folder with ``pairs.tsv.xz`` and ``text.txt.xz``.
        static: folder of the static model, whose vocabulary and nearness are used.
        english: folder of an English BERT that embeds sentences by mean pooling.
        work: folder for what is between, made if missing.
        out: folder to write; made if missing, files of the same names are replaced.
        recipe: all settings.

    Raises:
        TrainingDataError: a folder is missing or unusable, or ``work`` holds another run.
        OSError: a folder cannot be written.

    """
    record = {
        "recipe": dataclasses.asdict(recipe),
        "data_sha256": fingerprints(data),
        "static_sha256": _sha256(static / "model.safetensors"),
        "english_sha256": _sha256(english / "model.safetensors"),
    }
    _claim(work, record)
    out.mkdir(parents=True, exist_ok=True)
    pairs, teacher = read_pairs(data), Teacher(english)
    tokenizer = Tokenizer.from_file(str(static / "tokenizer.json"))
    near = load_file(static / "model.safetensors")["embedding.weight"].float()
    table = _once(
        work / "embeddings.pt",
        lambda: place(tokenizer, near, teacher.tokenizer, teacher.embeddings, pairs, recipe.placing),
    )
    encoder, whole = transplanted(teacher, table, tokenizer)
    course = recipe.course
    curriculum = Curriculum(pairs, tokenizer, near, course)
    logger.info("%d lessons", len(curriculum))
    targets = _teacher_vectors(pairs, teacher, course.teacher_cap, work)
    Trainer(encoder, tokenizer, curriculum, targets, work / "checkpoint.pt", course).run()
    save_contextual(encoder, whole, recipe.longest, out)
    (out / RECIPE_FILE).write_text(json.dumps(record, indent=2) + "\n", encoding="utf-8")
    logger.info("saved in %s", out)


def save_contextual(encoder: Encoder, tokenizer: Tokenizer, longest: int, out: Path) -> None:
    """Save an encoder and its tokenizer as a sentence-transformers folder of built-in modules, in bfloat16."""
    words = PreTrainedTokenizerFast(  # type: ignore[no-untyped-call]
        tokenizer_object=tokenizer,
        pad_token=PADDING,
        unk_token=UNKNOWN,
        cls_token=FIRST,
        sep_token=LAST,
        model_max_length=longest,
    )
    with tempfile.TemporaryDirectory() as plain:
        encoder.body.save_pretrained(plain)
        words.save_pretrained(plain)
        transformer = Transformer(plain, max_seq_length=longest)
        pooling = Pooling(encoder.body.config.hidden_size, pooling_mode="mean")
        model = SentenceTransformer(modules=[transformer, pooling, Normalize()], device="cpu")
        model.bfloat16().save_pretrained(str(out), create_model_card=False)
    # safetensors writes for the owner alone; an installed package is read by others
    (out / "model.safetensors").chmod(0o644)


def _teacher_vectors(pairs: list[Pair], teacher: Teacher, longest: int, work: Path) -> dict[str, Tensor]:
    english = sorted({pair.right for pair in pairs if pair.kind in PARALLEL})
    logger.info("%d English texts through the teacher", len(english))
    return dict(zip(english, _once(work / "teacher.pt", lambda: teacher.embed(english, longest)), strict=True))


def _once(path: Path, make: Callable[[], Tensor]) -> Tensor:
    """What `path` holds, made and kept there where it is missing."""
    if not path.exists():
        fresh = path.with_suffix(".new")
        torch.save(make(), fresh)
        fresh.replace(path)
    kept: Tensor = torch.load(path, weights_only=True)
    return kept


def _claim(work: Path, record: Mapping[str, object]) -> None:
    """Mark `work` as the folder of this run; raises `TrainingDataError` where it is that of another."""
    work.mkdir(parents=True, exist_ok=True)
    path, text = work / RECIPE_FILE, json.dumps(record, indent=2)
    if path.exists() and path.read_text("utf-8") != text:
        raise TrainingDataError(
            f"{work} holds a run with other settings or data than these (see {path}). "
            "Give another folder with --work, or remove it."
        )
    path.write_text(text, "utf-8")


def _sha256(path: Path) -> str:
    if not path.is_file():
        raise TrainingDataError(f"{path} does not exist: expected a model's weights there.")
    return hashlib.sha256(path.read_bytes()).hexdigest()

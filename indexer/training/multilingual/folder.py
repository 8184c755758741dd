"""From a data folder and multilingual-e5-small to a sentence-transformers folder, a stage after another."""

import copy
import dataclasses
import hashlib
import json
import logging
import tempfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import torch
from sentence_transformers import SentenceTransformer
from sentence_transformers.sentence_transformer.modules import Normalize, Pooling, Transformer
from tokenizers import Tokenizer
from transformers import BertModel, PreTrainedTokenizerFast

from indexer.embedding.certainty import CERTAINTY_FILE
from indexer.embedding.late import Settings
from indexer.embedding.network import SETTINGS_FILE
from indexer.embedding.source import RANGES_FILE
from indexer.training.errors import TrainingDataError
from indexer.training.folder import RECIPE_FILE
from indexer.training.multilingual.certainty import write_certainty
from indexer.training.multilingual.encoder import Encoder, body_of, with_layers
from indexer.training.multilingual.lessons import DOCUMENT_PROMPT, QUERY_PROMPT, Lessons, Numbers
from indexer.training.multilingual.material import OWN_FOLDER, Passage, from_pairs, held_out, read_questions
from indexer.training.multilingual.mining import Mined, mine
from indexer.training.multilingual.packed import read_packed
from indexer.training.multilingual.ranges import write_ranges
from indexer.training.multilingual.recipe import MultilingualRecipe, Stage
from indexer.training.multilingual.trainer import Trainer
from indexer.training.multilingual.vocabulary import FIRST, LAST, PADDING, UNKNOWN, kept_pieces, tokenizer_of
from indexer.training.pairs import Pair, fingerprints, read_documents, read_pairs

logger = logging.getLogger(__name__)

# Words that are read of the right text of a pair.
_PAIR_WORDS, _PAGE_WORDS = 90, 150
# Characters of a document that the vocabulary is counted on.
_COUNTED = 2_000


def make_multilingual(
    data: Path, e5: Path, work: Path, out: Path, recipe: MultilingualRecipe, own: Path = OWN_FOLDER
) -> None:
    """Make the multilingual model and save it as a folder that ``SentenceTransformer`` loads offline, no remote code.

    Each stage leaves its result in ``work``: run again after an interruption, it goes on where it stood.

    Args:
        data: folder with ``pairs.tsv.xz``, ``text.txt.xz`` and ``questions.jsonl.xz``.
        e5: the packed file of multilingual-e5-small.
        work: folder for what is between, made if missing.
        out: folder to write; made if missing, files of the same names are replaced.
        recipe: all settings.
        own: folder with the questions written for this project.

    Raises:
        TrainingDataError: a folder or file is missing or unusable, or ``work`` holds another run.
        OSError: a folder cannot be written.

    """
    record = _record(data, own, e5, recipe)
    _claim(work, record)
    out.mkdir(parents=True, exist_ok=True)
    packed = read_packed(e5, recipe.e5_sha256)
    pairs, asked = read_pairs(data), read_questions(data, own)
    kept = _once(work / "pieces.json", lambda: kept_pieces(packed, _texts(data, pairs, asked), recipe.kept))
    tokenizer = tokenizer_of([(packed.pieces[number], float(packed.scores[number])) for number in kept])
    learnt, apart = held_out(asked)
    body = body_of(packed, kept)
    for number, stage in enumerate(recipe.stages):
        body = _taught(body, stage, work / f"{number}-{stage.name}", tokenizer, pairs, learnt, recipe)
    for name in (RANGES_FILE, CERTAINTY_FILE):  # of a model that was there before
        (out / name).unlink(missing_ok=True)
    save_multilingual(body, tokenizer, recipe.longest, out)
    write_ranges(body, tokenizer, learnt, out)
    write_certainty(out, apart)
    (out / RECIPE_FILE).write_text(json.dumps(record, indent=2) + "\n", encoding="utf-8")
    logger.info("saved in %s", out)


def save_multilingual(body: BertModel, tokenizer: Tokenizer, longest: int, out: Path) -> None:
    """Save a body and its tokenizer as a sentence-transformers folder of built-in modules, in float16."""
    words = PreTrainedTokenizerFast(  # type: ignore[no-untyped-call]
        tokenizer_object=tokenizer,
        bos_token=FIRST,
        cls_token=FIRST,
        eos_token=LAST,
        sep_token=LAST,
        pad_token=PADDING,
        unk_token=UNKNOWN,
        model_max_length=longest,
    )
    # the library's BERT has a pooler, which sentence vectors do not use: of zeros, so that it is not filled by chance
    whole = BertModel(body.config)
    assert whole.pooler is not None
    for parameter in whole.pooler.parameters():
        torch.nn.init.zeros_(parameter)
    whole.load_state_dict(body.state_dict(), strict=False)
    with tempfile.TemporaryDirectory() as plain:
        whole.save_pretrained(plain)
        words.save_pretrained(plain)
        transformer = Transformer(plain, max_seq_length=longest)
        pooling = Pooling(body.config.hidden_size, pooling_mode="mean")
        prompts = {"query": QUERY_PROMPT, "document": DOCUMENT_PROMPT}
        model = SentenceTransformer(modules=[transformer, pooling, Normalize()], device="cpu", prompts=prompts)
        model.half().save_pretrained(str(out), create_model_card=False)
    (out / SETTINGS_FILE).write_text(json.dumps(dataclasses.asdict(Settings()), indent=2) + "\n", "utf-8")
    # safetensors writes for the owner alone; an installed package is read by others
    (out / "model.safetensors").chmod(0o644)


def _taught(
    body: BertModel,
    stage: Stage,
    work: Path,
    tokenizer: Tokenizer,
    pairs: list[Pair],
    asked: list[Passage],
    recipe: MultilingualRecipe,
) -> BertModel:
    """The body after a stage: as it was kept in ``work``, or taught now."""
    work.mkdir(parents=True, exist_ok=True)
    done = work / "body.pt"
    teacher = Encoder(copy.deepcopy(body).eval()) if stage.layers is not None else None  # type: ignore[no-untyped-call]
    encoder = Encoder(body if stage.layers is None else with_layers(body, stage.layers))
    if done.exists():
        encoder.load_state_dict(torch.load(done, weights_only=True))
        return encoder.body
    passages = _passages(stage, pairs, asked, recipe)
    nearest: Numbers | None = None
    if stage.neighbours > 1:
        kept = work / "mined.json"
        if not kept.exists():
            mine(passages, tokenizer, Encoder(body), recipe).write(kept)
            logger.info("%s: %d passages mined", stage.name, len(passages))
        mined = Mined.read(kept, passages)
        passages, nearest = mined.passages, mined.nearest
    lessons = Lessons(passages, tokenizer, recipe, stage, nearest)
    logger.info("%s: %d passages, %d lessons", stage.name, len(passages), len(lessons))
    Trainer(encoder, lessons, work / "checkpoint.pt", stage, recipe, teacher).run()
    fresh = done.with_suffix(".new")
    torch.save(encoder.state_dict(), fresh)
    fresh.replace(done)
    return encoder.body


def _passages(stage: Stage, pairs: list[Pair], asked: list[Passage], recipe: MultilingualRecipe) -> list[Passage]:
    """What a stage learns from: so many pairs of each kind, whole pages with questions, and passages with questions."""
    random = np.random.default_rng(recipe.seed)
    found: list[Passage] = []
    for kind, most in stage.pairs.items():
        of_kind = [pair for pair in pairs if pair.kind == kind]
        if not of_kind:
            raise TrainingDataError(f"The stage {stage.name} learns from pairs of the kind {kind!r}: there are none.")
        some = [of_kind[number] for number in random.permutation(len(of_kind))[:most]]
        found += from_pairs(some, _PAGE_WORDS if kind == "swequad-train" else _PAIR_WORDS)
    return [*asked, *found] if stage.questions else found


def _texts(data: Path, pairs: list[Pair], asked: list[Passage]) -> Iterator[str]:
    """The texts that the vocabulary is to hold whole: Swedish, and the English of pairs and questions."""
    for text in read_documents(data):
        yield text[:_COUNTED]
    for pair in pairs:
        yield pair.left
        yield pair.right
    for passage in asked:
        yield " ".join((passage.context, *passage.sentences))
        yield from (one.text for one in passage.questions if not one.kind.startswith("språk"))


def _record(data: Path, own: Path, e5: Path, recipe: MultilingualRecipe) -> dict[str, Any]:
    written = {path.name: _sha256(path) for path in sorted(own.glob("*.jsonl.xz"))}
    shared = {path.name: _sha256(path) for path in sorted(data.glob("*questions*.jsonl.xz"))}
    return {
        "recipe": dataclasses.asdict(recipe),
        "data_sha256": fingerprints(data) | shared | written,
        "e5_sha256": _sha256(e5),
        "threads": torch.get_num_threads(),
    }


def _once(path: Path, make: Callable[[], list[int]]) -> list[int]:
    """The numbers that `path` holds, made and kept there where it is missing."""
    if not path.exists():
        fresh = path.with_suffix(".new")
        fresh.write_text(json.dumps(make()), "utf-8")
        fresh.replace(path)
    kept: list[int] = json.loads(path.read_text("utf-8"))
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
    fresh = path.with_suffix(".new")
    fresh.write_text(text, "utf-8")
    fresh.replace(path)


def _sha256(path: Path) -> str:
    if not path.is_file():
        raise TrainingDataError(f"{path} does not exist: expected a file of the training data there.")
    return hashlib.sha256(path.read_bytes()).hexdigest()

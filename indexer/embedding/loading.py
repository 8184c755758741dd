"""A model made ready: on its device, in the numbers that the device is quick with, within the length that it can."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from corpus.errors import ModelUnavailable
from indexer.embedding.options import EmbeddingOptions
from indexer.embedding.source import Source, needs_code

if TYPE_CHECKING:
    import torch
    from sentence_transformers import SentenceTransformer

# The part of a BERT that classifies pairs; models of sentences are often saved without it, and do not use it.
_UNUSED = "pooler."
_MISSING = re.compile(r"^(\S.*?)\s*\| (?:\x1b\[[\d;]*m)?MISSING", re.MULTILINE)
# Tokenizers without a length of their own give a number with thirty digits.
_NO_LENGTH = 10**6
# Two marks, and a token each of the context line and of a sentence.
LEAST_LENGTH = 4


def load(options: EmbeddingOptions, source: Source) -> SentenceTransformer:
    """Load the model. Raises `ModelUnavailable` for one that cannot be, or cannot do what `options` asks."""
    # Imported here: it takes seconds, and the command line's help need not wait for it.
    from sentence_transformers import SentenceTransformer
    from torch import float32
    from transformers.utils.logging import disable_progress_bar

    disable_progress_bar()  # type: ignore[no-untyped-call]
    logging.getLogger("sentence_transformers").setLevel(logging.WARNING)
    device = _device(options.device)
    dtype = number_format(device)
    try:
        with _load_report() as missing:
            model = SentenceTransformer(
                str(source.folder),
                device=str(device),
                local_files_only=True,
                trust_remote_code=False,
                model_kwargs={"dtype": dtype},
            )
        if missing:
            raise ModelUnavailable(
                f"Språkmodellen ”{options.model}” är inte hel: {len(missing)} av dess vikter saknas, som {missing[0]}."
                " Hämta eller kopiera modellen på nytt, eller välj en annan."
            )
        # Static embeddings gain nothing from bfloat16, and in half precision the empty text becomes NaN.
        model.to(dtype if model.transformers_model is not None else float32).eval()
        _limit_length(model, options)
        # Shows that the model can embed at all. It also sets the tokenizer to cut texts, once and for all: that
        # cannot be done while another thread uses it.
        model.encode_query("prov", prompt="", show_progress_bar=False)
    except ModelUnavailable:
        raise
    except Exception as error:  # a broken folder breaks the libraries in ways that they have no list of
        if "trust_remote_code" in str(error):
            raise needs_code(options.model) from error
        raise ModelUnavailable(
            f"Språkmodellen ”{options.model}” kan inte laddas ({type(error).__name__}: {_first_line(error)})."
            " Hämta eller kopiera modellen på nytt, eller välj en annan; hur står i docs/models.md."
        ) from error
    return model


@contextmanager
def _load_report() -> Iterator[list[str]]:
    """The names of weights that no file had, which transformers fills with chance and only logs; told once loaded."""
    missing: list[str] = []

    def take(record: logging.LogRecord) -> bool:
        message = record.getMessage()
        if "LOAD REPORT" not in message:
            return True
        missing.extend(name for name in _MISSING.findall(message) if _UNUSED not in name)
        return False

    logger = logging.getLogger("transformers.modeling_utils")
    logger.addFilter(take)
    try:
        yield missing
    finally:
        logger.removeFilter(take)


def _device(name: str | None) -> torch.device:
    import torch
    from sentence_transformers.util import get_device_name

    try:
        device = torch.device(name or get_device_name())
        torch.empty(1, device=device)
    except (RuntimeError, AssertionError) as error:
        raise ModelUnavailable(
            f"BESLUTSMINNE_MODEL_DEVICE är ”{name}”, som inte går att använda här ({_first_line(error)})."
            " Ange ”cpu”, eller ta bort inställningen så väljs det snabbaste som finns."
        ) from error
    return device


def number_format(device: torch.device) -> torch.dtype:
    """What a network computes in: bfloat16 where the device does so quickly, else 32 bits.

    It is two to three times as fast there, and far slower elsewhere.
    """
    import torch

    if device.type == "cuda":
        quick = torch.cuda.is_bf16_supported(including_emulation=False)
    elif device.type == "cpu":
        able = torch.cpu.get_capabilities()
        quick = bool(able.get("avx512_bf16") or able.get("amx_bf16"))
    else:
        quick = False
    return torch.bfloat16 if quick else torch.float32


def limited_length(options: EmbeddingOptions, own: int, room: int) -> int:
    """How many tokens are read of a text: `options.longest`, or the model's `own`, never beyond its `room`."""
    longest = options.longest or min(own, room)
    if longest < LEAST_LENGTH:
        raise ModelUnavailable(
            f"BESLUTSMINNE_MODEL_LONGEST är {longest}, som är för kort för ett ord mellan en texts märken."
            f" Ange {LEAST_LENGTH}–{room}, eller ta bort inställningen."
        )
    if longest > room:
        raise ModelUnavailable(
            f"BESLUTSMINNE_MODEL_LONGEST är {longest}, men språkmodellen ”{options.model}” tar högst {room} tokens."
            f" Ange högst {room}, eller ta bort inställningen."
        )
    return longest


def _limit_length(model: SentenceTransformer, options: EmbeddingOptions) -> None:
    """Cut texts at what the model is made for, or at `options.longest`, but never beyond what it has room for."""
    own = longest_of(model)
    if own is not None:
        model.max_seq_length = limited_length(options, own, room_of(model))
    elif options.longest is not None:
        raise ModelUnavailable(
            f"Språkmodellen ”{options.model}” har ingen längsta text, men BESLUTSMINNE_MODEL_LONGEST är"
            f" {options.longest}. Ta bort inställningen."
        )


def longest_of(model: SentenceTransformer) -> int | None:
    """The most tokens that the model takes of a text, its prompt and marks with them; None without a limit."""
    length = model.max_seq_length
    return int(length) if length is not None and length < _NO_LENGTH else None


def room_of(model: SentenceTransformer) -> int:
    """How many tokens the model has positions for.

    RoBERTa and its kin count positions from after the padding, so two of their 514 are never used, and a longer text
    is an error in the middle of the indexing.
    """
    from torch.nn import Embedding

    body = model.transformers_model
    if body is None:
        return _NO_LENGTH
    for name, module in body.named_modules():
        if name.endswith("position_embeddings") and isinstance(module, Embedding):
            return module.num_embeddings - (0 if module.padding_idx is None else module.padding_idx + 1)
    return getattr(body.config, "max_position_embeddings", None) or _NO_LENGTH


def _first_line(error: BaseException) -> str:
    return next(iter(str(error).splitlines()), "")

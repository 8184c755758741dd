"""The network of a model that chunks late, as it is run: token ids in, states out."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from tokenizers import Tokenizer

from corpus.errors import ModelUnavailable
from indexer.embedding.families import Prompts
from indexer.embedding.late import Floats, Ids, LateChunker, Marks, Settings, States
from indexer.embedding.loading import limited_length, load, longest_of, room_of
from indexer.embedding.options import EmbeddingOptions
from indexer.embedding.quantized import by_onnxruntime
from indexer.embedding.source import RANGES_FILE, Source, read_object, unreadable

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

# In the folder of a model that was trained to be pooled by `indexer.embedding.late`: its `Settings`.
SETTINGS_FILE = "late_chunking.json"
_CPU = "cpu"

_log = logging.getLogger(__name__)


def late_chunker(options: EmbeddingOptions, source: Source, prompts: Prompts) -> LateChunker | None:
    """What embeds passages by late chunking with the model of ``source``; None for one that was not trained so.

    A model whose ranges are known is run in eight bits on the processor, without torch; any other, or on the device
    that is set, by torch.

    Raises `ModelUnavailable` where a file cannot be read.
    """
    folder = source.folder
    if not (folder / SETTINGS_FILE).is_file():
        return None
    settings, tokenizer = _settings(folder), read_tokenizer(folder)
    marks = _marks(folder, tokenizer)
    if (folder / RANGES_FILE).is_file() and (options.device or _CPU) == _CPU:
        longest, states = _integers(options, folder, tokenizer)
        _log.info("%s: in eight bits, by ONNX Runtime", options.model)
    else:
        model = load(options, source)
        longest, states = longest_of(model) or room_of(model), by_torch(model)
        _log.info("%s: by torch on %s in %s", options.model, model.device, model.dtype)
    return LateChunker(tokenizer, marks, states, prompts, longest, settings)


def by_torch(model: SentenceTransformer) -> States:
    """Run the body of ``model`` by torch, on its device and in its numbers."""
    import torch

    body, device = model.transformers_model, model.device
    assert body is not None

    def states(ids: Ids, mask: Ids) -> Floats:
        with torch.inference_mode():
            found = body(input_ids=torch.from_numpy(ids).to(device), attention_mask=torch.from_numpy(mask).to(device))
        last: Floats = found.last_hidden_state.float().cpu().numpy()
        return last

    return states


def _integers(options: EmbeddingOptions, folder: Path, tokenizer: Tokenizer) -> tuple[int, States]:
    """The tokens that are read at once, and the network, which has read one."""
    room = _number(folder / "config.json", "max_position_embeddings")
    own = _number(folder / "tokenizer_config.json", "model_max_length")
    longest = limited_length(options, own, room)
    try:
        states = by_onnxruntime(folder)
        last = np.array([[tokenizer.get_vocab_size() - 1]], np.int64)
        states(last, np.ones_like(last))
    except ModelUnavailable:
        raise
    except Exception as error:  # a broken folder breaks the library in ways that it has no list of
        raise ModelUnavailable(
            f"ONNX Runtime kan inte köra språkmodellen i {folder} ({type(error).__name__}: {error})."
            " Hämta eller kopiera modellen på nytt, eller installera om Beslutsminne."
        ) from error
    return longest, states


def _number(path: Path, key: str) -> int:
    try:
        return int(read_object(path)[key])
    except (KeyError, TypeError, ValueError, OverflowError) as error:
        raise unreadable(path, error) from error


def read_tokenizer(folder: Path) -> Tokenizer:
    """The tokenizer in a model's folder, without padding or truncation; raises `ModelUnavailable` without one."""
    path = folder / "tokenizer.json"
    try:
        tokenizer = Tokenizer.from_file(str(path))
    except Exception as error:  # tokenizers raises bare Exception
        raise unreadable(path, error) from error
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return tokenizer


def _marks(folder: Path, tokenizer: Tokenizer) -> Marks:
    path = folder / "tokenizer_config.json"
    named = read_object(path)
    found = []
    for kind in ("cls_token", "sep_token", "pad_token"):
        token = named.get(kind)
        # older folders tell more of a token than what it is
        number = tokenizer.token_to_id(str(token["content"] if isinstance(token, dict) else token))
        if number is None:
            raise unreadable(path, ValueError(f"{kind} är {token!r}, som inte finns i tokenizer.json"))
        found.append(number)
    return Marks(*found)


def _settings(folder: Path) -> Settings:
    path = folder / SETTINGS_FILE
    try:
        return Settings(**read_object(path))
    except TypeError as error:
        raise unreadable(path, error) from error

"""The network of a model that chunks late, as it is run: token ids in, states out."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tokenizers import Tokenizer

from corpus.errors import ModelUnavailable
from indexer.embedding.families import Prompts
from indexer.embedding.late import Floats, Ids, LateChunker, Marks, Settings, States
from indexer.embedding.loading import limited_length, load, room_of
from indexer.embedding.options import EmbeddingOptions
from indexer.embedding.quantized import RANGES_FILE, by_onnxruntime
from indexer.embedding.source import Source

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

# In the folder of a model that was trained to be pooled by `indexer.embedding.late`: its `Settings`.
SETTINGS_FILE = "late_chunking.json"
_CPU = "cpu"


def late_chunker(options: EmbeddingOptions, source: Source, prompts: Prompts) -> LateChunker | None:
    """What embeds passages by late chunking with the model of ``source``; None for one that was not trained so.

    A model whose ranges are known is run in eight bits on the processor, without torch; any other, or on the device
    that is set, by torch.

    Raises `ModelUnavailable` where a file cannot be read.
    """
    folder = source.folder
    if not (folder / SETTINGS_FILE).is_file():
        return None
    if (folder / RANGES_FILE).is_file() and (options.device or _CPU) == _CPU:
        longest, states = _integers(options, folder)
    else:
        model = load(options, source)
        longest, states = model.max_seq_length or room_of(model), by_torch(model)
    return LateChunker(_tokenizer(folder), _marks(folder), states, prompts, longest, _settings(folder))


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


def _integers(options: EmbeddingOptions, folder: Path) -> tuple[int, States]:
    room = int(_read(folder, "config.json")["max_position_embeddings"])
    longest = limited_length(options, min(room, int(_read(folder, "tokenizer_config.json")["model_max_length"])), room)
    try:
        return longest, by_onnxruntime(folder)
    except Exception as error:  # a broken file breaks the libraries in ways that they have no list of
        raise ModelUnavailable(
            f"Språkmodellen i {folder} kan inte laddas ({type(error).__name__}: {error})."
            " Hämta eller kopiera modellen på nytt, eller välj en annan; hur står i docs/models.md."
        ) from error


def _tokenizer(folder: Path) -> Tokenizer:
    path = folder / "tokenizer.json"
    try:
        tokenizer = Tokenizer.from_file(str(path))
    except Exception as error:  # tokenizers raises bare Exception
        raise _unreadable(path, error) from error
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return tokenizer


def _marks(folder: Path) -> Marks:
    names, tokenizer = _read(folder, "tokenizer_config.json"), _tokenizer(folder)
    first, last, padding = (tokenizer.token_to_id(str(names.get(f"{kind}_token"))) for kind in ("cls", "sep", "pad"))
    if first is None or last is None or padding is None:
        raise _unreadable(folder / "tokenizer_config.json", ValueError("cls, sep eller pad saknas i ordlistan"))
    return Marks(first, last, padding)


def _read(folder: Path, name: str) -> dict[str, Any]:
    path = folder / name
    try:
        read: dict[str, Any] = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise _unreadable(path, error) from error
    return read


def _settings(folder: Path) -> Settings:
    try:
        return Settings(**_read(folder, SETTINGS_FILE))
    except TypeError as error:
        raise _unreadable(folder / SETTINGS_FILE, error) from error


def _unreadable(path: Path, error: Exception) -> ModelUnavailable:
    return ModelUnavailable(f"{path} kan inte läsas ({error}). Hämta eller kopiera modellen på nytt.")

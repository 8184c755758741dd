"""The network of a model that chunks late, as it is run: token ids in, states out."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from tokenizers import Tokenizer

from corpus.errors import ModelUnavailable
from indexer.embedding.late import Floats, Ids, LateChunker, Marks, Settings, States

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

# In the folder of a model that was trained to be pooled by `indexer.embedding.late`: its `Settings`.
SETTINGS_FILE = "late_chunking.json"


def late_chunker(folder: Path, model: SentenceTransformer, prompt: str, longest: int | None) -> LateChunker | None:
    """What embeds passages by late chunking with the ``model`` of ``folder``; None for one that was not trained so."""
    path = folder / SETTINGS_FILE
    if not path.is_file() or longest is None:
        return None
    try:
        settings = Settings(**json.loads(path.read_text("utf-8")))
        tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    except Exception as error:  # tokenizers raises bare Exception
        raise ModelUnavailable(
            f"Språkmodellen i {folder}: {SETTINGS_FILE} eller tokenizer.json kan inte läsas ({error})."
            " Hämta eller kopiera modellen på nytt."
        ) from error
    tokenizer.no_padding()
    tokenizer.no_truncation()
    words = model.tokenizer
    marks = Marks(words.cls_token_id, words.sep_token_id, words.pad_token_id)
    return LateChunker(tokenizer, marks, by_torch(model), prompt, longest, settings)


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

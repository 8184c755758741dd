"""The ranges of a model's activations, by which it is run in eight bits.

``python -m indexer.training.multilingual.ranges --data FOLDER MODEL_FOLDER`` writes them into the model's folder.
"""

import argparse
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from safetensors.numpy import save_file
from tokenizers import Tokenizer
from torch import Tensor, nn
from transformers import BertModel

from indexer.embedding.late import rows
from indexer.embedding.network import read_tokenizer
from indexer.embedding.quantized import Matrix
from indexer.embedding.source import RANGES_FILE
from indexer.training.multilingual.encoder import MARKS, Encoder, Stretches, question_row
from indexer.training.multilingual.lessons import DOCUMENT_PROMPT, QUERY_PROMPT
from indexer.training.multilingual.material import OWN_FOLDER, Passage, held_out, read_questions

# Passages, with all their questions, that the ranges are seen on; more widen them little.
PASSAGES = 200
# Matrices that meet the same as that of the queries.
_AS_QUERY = (".key", ".value")


def seen(body: BertModel, tokenizer: Tokenizer, passages: Sequence[Passage]) -> dict[str, Matrix]:
    """Lowest and highest value of each channel that meets a matrix, shape (2, channels), by the matrix's name."""
    found: dict[str, Matrix] = {}

    def watch(name: str) -> Callable[[nn.Module, tuple[Any, ...]], None]:
        def see(_: nn.Module, inputs: tuple[Any, ...]) -> None:
            values: Tensor = inputs[0].detach().float().flatten(0, -2)
            low, high = found.get(name, (np.inf, -np.inf))
            found[name] = np.stack((np.minimum(low, values.amin(0).numpy()), np.maximum(high, values.amax(0).numpy())))

        return see

    hooks = [
        module.register_forward_pre_hook(watch(name))
        for name, module in body.named_modules()
        if isinstance(module, nn.Linear) and not name.endswith(_AS_QUERY)
    ]
    encoder, longest = Encoder(body), body.config.max_position_embeddings
    with torch.inference_mode():
        for passage in passages:
            laid = rows(tokenizer, MARKS, DOCUMENT_PROMPT + passage.context, passage.sentences, longest)[:1]
            first = np.zeros(1, np.int64)
            encoder.stretches(laid, Stretches(first, first, first + 1))
            if passage.questions:
                encoder.questions(
                    [question_row(tokenizer, QUERY_PROMPT + one.text, longest) for one in passage.questions]
                )
    for hook in hooks:
        hook.remove()
    return found


def write_ranges(body: BertModel, tokenizer: Tokenizer, passages: Sequence[Passage], out: Path) -> None:
    """Write what is `seen` of some of the passages, as far apart as can be, into a model's folder."""
    path = out / RANGES_FILE
    save_file(seen(body, tokenizer, passages[:: max(1, len(passages) // PASSAGES)]), path)
    path.chmod(0o644)  # an installed package is read by others


def main(arguments: Sequence[str]) -> None:
    """See and write the ranges of a finished model."""
    parser = argparse.ArgumentParser(prog="python -m indexer.training.multilingual.ranges", description=__doc__)
    parser.add_argument("model", type=Path, help="folder of the model")
    parser.add_argument("--data", type=Path, required=True, help="folder with questions.jsonl.xz")
    given = parser.parse_args(arguments)
    learnt, _ = held_out(read_questions(given.data, OWN_FOLDER))
    body = BertModel.from_pretrained(given.model, dtype=torch.float32, add_pooling_layer=False)
    write_ranges(body, read_tokenizer(given.model), learnt, given.model)


if __name__ == "__main__":
    main(sys.argv[1:])

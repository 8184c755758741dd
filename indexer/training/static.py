"""Contrastive training of a static embedding: one vector a token, a text is the normalised mean of its tokens."""

import logging
import time

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from indexer.training.batches import Batch, PairTable
from indexer.training.crops import CropSource
from indexer.training.errors import TrainingDataError
from indexer.training.ragged import Positions, Ragged
from indexer.training.recipe import Recipe

logger = logging.getLogger(__name__)

_STEPS_A_LINE = 100


def embed(bag: nn.EmbeddingBag, rows: Ragged) -> Tensor:
    """Embed n rows of token ids as unit vectors, shape (n, dimensions); an empty row gives the zero vector."""
    ids = torch.from_numpy(rows.ids)
    starts = torch.from_numpy(rows.starts[:-1].astype(np.int32))
    vectors: Tensor = bag(ids, starts)
    return functional.normalize(vectors, dim=1)


def symmetric_info_nce(left: Tensor, right: Tensor, excused: Tensor, scale: float) -> Tensor:
    """Measure how badly each text finds its partner among the batch, both ways (van den Oord et al. 2018).

    Args:
        left: unit vectors, shape (n, dimensions).
        right: unit vectors, shape (n, dimensions); row ``i`` is the partner of row ``i`` of ``left``.
        excused: shape (n, n), true for combinations that count neither as right nor as wrong.
        scale: what cosines are multiplied by before the softmax.

    Returns:
        The mean cross-entropy in nats, a scalar.

    """
    scores = (scale * left @ right.T).masked_fill(excused, -torch.inf)
    target = torch.arange(len(scores))
    return (functional.cross_entropy(scores, target) + functional.cross_entropy(scores.T, target)) / 2


def rate_at(step: int, steps: int, recipe: Recipe) -> float:
    """Give the learning rate of a step (from 0): linear warm-up, then linear decay to the recipe's floor."""
    rising = min(1.0, (step + 1) / recipe.warm_up)
    falling = max(recipe.floor, 1 - step / steps)
    return recipe.rate * rising * falling


def train_static(pairs: PairTable, crops: CropSource | None, vocabulary: int, recipe: Recipe) -> Tensor:
    """Train one vector a token with in-batch negatives (Henderson et al. 2017) and Adam.

    Args:
        pairs: the pairs as token ids below ``vocabulary``; the same in each epoch.
        crops: documents as token ids below ``vocabulary``; cropped anew each epoch; None trains on the pairs alone.
        vocabulary: number of tokens.
        recipe: dimensions, epochs, rates and the seed.

    Returns:
        The weights, shape (vocabulary, dimensions), float32. Tokens that no batch held get zeros, so that they leave
        a text's direction to the tokens that were learned.

    Raises:
        TrainingDataError: no family has pairs enough for half a batch.

    """
    torch.manual_seed(recipe.seed)
    random = np.random.default_rng(recipe.seed)
    bag = nn.EmbeddingBag(vocabulary, recipe.dimensions, mode="mean")
    nn.init.normal_(bag.weight, std=recipe.first_spread)
    optimizer = torch.optim.Adam(bag.parameters(), lr=recipe.rate, fused=True)
    seen = torch.zeros(vocabulary, dtype=torch.bool)
    began = time.monotonic()
    for epoch in range(recipe.epochs):
        drawn = _epoch(pairs, crops.draw(recipe, random) if crops else None, recipe, random)
        losses: list[float] = []
        for table, rows in drawn:
            # every epoch has as many batches as this one: neither pairs nor crops change in number
            step = epoch * len(drawn) + len(losses)
            optimizer.param_groups[0]["lr"] = rate_at(step, recipe.epochs * len(drawn), recipe)
            batch = table.batch(rows)
            losses.append(_learn(bag, optimizer, batch, recipe.scale))
            seen[batch.left.ids] = True
            seen[batch.right.ids] = True
            if len(losses) % _STEPS_A_LINE == 0 or len(losses) == len(drawn):
                logger.info(
                    "epoch %d of %d, batch %d of %d: loss %.3f, %.0f s",
                    epoch + 1,
                    recipe.epochs,
                    len(losses),
                    len(drawn),
                    np.mean(losses),
                    time.monotonic() - began,
                )
    return bag.weight.detach() * seen[:, None]


def _epoch(
    pairs: PairTable, crops: PairTable | None, recipe: Recipe, random: np.random.Generator
) -> list[tuple[PairTable, Positions]]:
    drawn = [(table, rows) for table in (pairs, crops) if table for rows in table.epoch(recipe, random)]
    if not drawn:
        sizes = ", ".join(f"{family.value} {len(rows)}" for family, rows in pairs.families.items())
        raise TrainingDataError(
            f"No family of pairs fills half a batch of {recipe.batch} (pairs: {sizes}). "
            "Add pairs or lower the batch of the recipe."
        )
    return [drawn[i] for i in random.permutation(len(drawn))]


def _learn(bag: nn.EmbeddingBag, optimizer: torch.optim.Optimizer, batch: Batch, scale: float) -> float:
    excused = torch.from_numpy(batch.excused)
    loss = symmetric_info_nce(embed(bag, batch.left), embed(bag, batch.right), excused, scale)
    optimizer.zero_grad()
    loss.backward()  # type: ignore[no-untyped-call]
    optimizer.step()
    return loss.item()

"""Fresh text pairs from plain documents: a span of tokens and what stands around it."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from tokenizers import Tokenizer

from indexer.training.batches import PairTable
from indexer.training.pairs import Family
from indexer.training.ragged import Positions, Ragged, tokenize
from indexer.training.recipe import Recipe

SHORTEST_SPAN = 6
SHORTEST_DOCUMENT = 4 * SHORTEST_SPAN


@dataclass(frozen=True, slots=True)
class CropSource:
    """Documents that are cropped anew each epoch: the inverse cloze task (Lee, Chang and Toutanova 2019).

    The same document gives other pairs in each epoch, so that no sentence can be learned by heart.

    Attributes:
        documents: one row a document, uncut.
        which: shape (crops,), the document of each crop; long documents are cropped more than once.

    """

    documents: Ragged
    which: Positions

    @classmethod
    def from_texts(cls, texts: Iterable[str], tokenizer: Tokenizer, recipe: Recipe) -> "CropSource":
        """Tokenize documents and share out the crops; documents under 24 tokens get none."""
        documents = tokenize(tokenizer, texts)
        lengths = np.diff(documents.starts)
        share = np.clip(lengths // recipe.crop_every, 1, recipe.crops_most)
        share[lengths < SHORTEST_DOCUMENT] = 0
        return cls(documents, np.repeat(np.arange(len(documents)), share))

    def draw(self, recipe: Recipe, random: np.random.Generator) -> PairTable:
        """Crop every document: left the span, right its surroundings; crops of one document excuse one another.

        The span is cut out of its surroundings, save for a share of ``recipe.crop_kept``, which stays whole.
        """
        begins, ends = self.documents.starts[self.which], self.documents.starts[self.which + 1]
        lengths = ends - begins
        count = len(self.which)
        span = random.integers(SHORTEST_SPAN, np.minimum(recipe.left_cap, lengths // 2), endpoint=True)
        start = begins + random.integers(0, lengths - span, endpoint=True)
        stop = start + span
        before = random.integers(0, recipe.right_cap, size=count, endpoint=True)
        first = np.maximum(begins, start - before)
        last = np.minimum(ends, first + span + recipe.right_cap)
        kept = random.random(count) < recipe.crop_kept
        # two slices a crop, up to the span and from it; then every second boundary falls
        slices = self.documents.slices(
            np.stack([first, stop], axis=1).ravel(), np.stack([np.where(kept, stop, start), last], axis=1).ravel()
        )
        return PairTable(
            left=self.documents.slices(start, stop),
            right=Ragged(slices.ids, slices.starts[::2]),
            left_text=np.arange(count),
            right_text=self.which,
            families={Family.TEXT: np.arange(count)},
        )

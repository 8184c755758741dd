"""The multilingual model: multilingual-e5-small with the pieces that our languages use, trained by us.

Imports run one way: ``packed`` <- ``vocabulary`` <- ``recipe``; ``material`` <- ``variation``; ``encoder`` and
``losses`` <- ``lessons`` <- ``mining``, ``trainer``, ``ranges`` and ``certainty`` <- ``folder``; ``validation`` judges
a finished model. How sentences are pooled is the product's own `indexer.embedding.late`.
"""

from indexer.training.multilingual.folder import make_multilingual, save_multilingual
from indexer.training.multilingual.recipe import MultilingualRecipe, Stage
from indexer.training.multilingual.vocabulary import Kept

__all__ = ["Kept", "MultilingualRecipe", "Stage", "make_multilingual", "save_multilingual"]

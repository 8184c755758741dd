"""Training of the bundled embedding model, from text pairs to a sentence-transformers folder.

One command makes the model: ``python -m indexer.training --data ../shared/training --out indexer/model/static``.
Imports run one way: ``errors``, ``recipe`` <- ``pairs``, ``ragged``, ``wordpiece`` <- ``batches`` <- ``crops`` <-
``static`` <- ``folder`` <- ``__main__``. What was tried, and what it showed, is in ``LOG.md``.
"""

from indexer.training.errors import TrainingDataError
from indexer.training.folder import make_model
from indexer.training.pairs import Pair, read_documents, read_pairs
from indexer.training.recipe import Recipe

__all__ = ["Pair", "Recipe", "TrainingDataError", "make_model", "read_documents", "read_pairs"]

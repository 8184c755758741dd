"""Training of the bundled embedding models, from text pairs to sentence-transformers folders.

One command makes both: ``python -m indexer.training --data ../shared/training --out indexer/model``. The static model
is made by the modules beside this one; ``multilingual`` trains multilingual-e5-small on, on the same pairs and on
questions, those of ``questions/`` among them. Imports run one way: ``errors``, ``recipe`` <- ``pairs``, ``ragged``,
``wordpiece`` <- ``batches`` <- ``crops`` <- ``static`` <- ``folder`` <- ``multilingual`` <- ``__main__``. What was
tried, and what it showed, is in ``LOG.md``.
"""

from indexer.training.errors import TrainingDataError
from indexer.training.folder import make_model
from indexer.training.pairs import Pair, read_documents, read_pairs
from indexer.training.recipe import Recipe

__all__ = ["Pair", "Recipe", "TrainingDataError", "make_model", "read_documents", "read_pairs"]

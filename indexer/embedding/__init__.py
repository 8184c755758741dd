"""The dense side: the bundled model by default, any other of sentence-transformers by name or folder."""

from indexer.embedding.embedder import Embedder, Vectors
from indexer.embedding.late import PassageText
from indexer.embedding.options import BUNDLED, DEFAULT, EmbeddingOptions

__all__ = ["BUNDLED", "DEFAULT", "Embedder", "EmbeddingOptions", "PassageText", "Vectors"]

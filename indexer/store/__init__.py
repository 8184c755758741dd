"""Where vectors live: a small protocol, kept by Qdrant Edge in this process (`edge`) and a Qdrant server (`server`)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from corpus.catalogue.records import Scope
from indexer.embedding import Vectors
from indexer.sparse import SparseVector

DENSE = "dense"
SPARSE = "bm25"
# How deep each side is read. Constant, so that page after page of hits comes from one ranking.
DEPTH = 150


@dataclass(frozen=True, slots=True)
class Point:
    """A passage's vectors and the fields it can be filtered by (`FIELDS`), by any value of a list; `id` is a UUID.

    `dense` holds one row a sentence of the passage, shape (sentences, dimensions): a passage is as near as its nearest.
    """

    id: str
    dense: Vectors
    sparse: SparseVector
    fields: dict[str, str | list[str] | None]


@dataclass(frozen=True, slots=True)
class Scored:
    """A passage's id and its score, greater is better."""

    id: str
    score: float


FIELDS = ("document_id", "organisation", "committee", "kind", "date", "case_number", "paragraph")


class Store(Protocol):
    """Vectors of one index. Searches may run in several threads, beside one writer."""

    def upsert(self, points: Sequence[Point]) -> None:
        """Store `points`; on return they outlive a kill of the process."""

    def delete_document(self, document_id: str, but: Sequence[str] = ()) -> None:
        """Remove all points of a document, but those of the ids `but`."""

    def search(
        self,
        query: Vectors | SparseVector,
        scope: Scope = Scope(),
        depth: int = DEPTH,
        among: Sequence[str] | None = None,
    ) -> list[Scored]:
        """The `depth` best passages in `scope`, best first, ties by id.

        By meaning where `query` is the vector of a question, shape (dimensions,): the greatest cosine of its sentences;
        by words where it is sparse: BM25, for the passages that share a term. With `among`, of the points of these ids.
        """

    def sentences(self, ids: Sequence[str]) -> dict[str, Vectors]:
        """The vectors of the points of `ids` that are stored, each of shape (sentences, dimensions), by id."""

    def count(self, document_id: str | None = None) -> int:
        """How many points there are, of a document or of all."""

    def counts(self) -> dict[str, int]:
        """How many points each document has, for those that have any."""

    def optimise(self) -> None:
        """Make searching faster after much writing; blocks until done."""

    def close(self) -> None:
        """Write what is pending and let go of the index."""


def ranked(scored: Sequence[Scored]) -> list[Scored]:
    """`scored` best first; points of equal score in the order of their ids, so that paging is stable."""
    return sorted(scored, key=lambda hit: (-hit.score, hit.id))

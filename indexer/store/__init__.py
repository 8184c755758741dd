"""Where vectors live: a small protocol, kept by Qdrant Edge in this process (`edge`) and a Qdrant server (`server`)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from corpus.catalogue.records import Scope
from indexer.embedding import Vectors
from indexer.sparse import SparseVector

DENSE = "dense"
SPARSE = "bm25"
# How deep each side is read before fusion. Constant, so that page after page of hits comes from one ranking.
DEPTH = 150
# The sides are fused by the sum of their scores, each scaled by its own mean and deviation (distribution-based score
# fusion). Words count thrice: that side is asked thrice, since Qdrant gives this fusion no weights. Measured against
# reciprocal rank fusion in docs/evaluation.md.
SPARSE_WEIGHT = 3


class Mode(StrEnum):
    """Which vectors are asked."""

    HYBRID = "hybrid"
    DENSE = "dense"
    BM25 = "bm25"


@dataclass(frozen=True, slots=True)
class Point:
    """A passage's vectors and the fields it can be filtered by (`FIELDS`); `id` is a UUID."""

    id: str
    dense: Vectors
    sparse: SparseVector
    fields: dict[str, str | None]


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

    def delete_document(self, document_id: str) -> None:
        """Remove all points of a document."""

    def search(
        self, dense: Vectors, sparse: SparseVector, scope: Scope, mode: Mode, depth: int = DEPTH
    ) -> list[Scored]:
        """The best passages in `scope`, best first, ties by id; at most twice `depth` in hybrid, else `depth`."""

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

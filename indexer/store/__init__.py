"""Where vectors live: a small protocol, kept by Qdrant Edge in this process (`edge`) and a Qdrant server (`server`)."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

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


@dataclass(frozen=True, slots=True)
class Stored:
    """A point as the store gives it back, less what it does not say of it."""

    id: str
    dense: Vectors
    sparse: SparseVector
    fields: dict[str, object]


class Store(Protocol):
    """Vectors of one index. Searches may run in several threads, beside one writer.

    Everything raises `IndexIncomplete` where what is stored cannot be read; `is_damaged` says so from then on.
    """

    @property
    def is_damaged(self) -> bool:
        """Whether what is stored could not be read."""

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

    def fingerprint(self, document_id: str) -> str:
        """What all that is stored of a document comes to; the same as long as nothing of it is changed."""

    def optimise(self) -> None:
        """Make searching faster after much writing; blocks until done."""

    def close(self) -> None:
        """Write what is pending and let go of the index."""


def stored(point_id: str, vectors: object, fields: Mapping[str, object] | None) -> Stored:
    """The point of which an engine tells these `vectors`, by name, and `fields`."""
    named = vectors if isinstance(vectors, dict) else {}
    words = named.get(SPARSE)
    sparse = SparseVector(tuple(getattr(words, "indices", ())), tuple(getattr(words, "values", ())))
    return Stored(point_id, np.array(named.get(DENSE, ()), dtype=np.float32), sparse, dict(fields or {}))


def fingerprint(points: Iterable[Stored]) -> str:
    """The SHA-256 of `points`, with their vectors to the last bit and their fields, in the order of their ids."""
    digest = hashlib.sha256()
    for point in sorted(points, key=lambda one: one.id):
        fields = json.dumps(point.fields, sort_keys=True, default=str)
        terms = sorted(zip(point.sparse.indices, point.sparse.values, strict=True))
        digest.update(f"{point.id} {point.dense.shape} {terms} {fields}".encode())
        digest.update(point.dense.tobytes())
    return digest.hexdigest()


def ranked(scored: Sequence[Scored]) -> list[Scored]:
    """`scored` best first; points of equal score in the order of their ids, so that paging is stable."""
    return sorted(scored, key=lambda hit: (-hit.score, hit.id))

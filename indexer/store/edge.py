"""Qdrant Edge: the engine in this process, one shard in one folder, one owner at a time."""

from __future__ import annotations

import errno
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

import numpy as np
import qdrant_edge as edge

from corpus.catalogue.records import Scope
from corpus.errors import ArchiveLocked, Busy, IndexIncomplete
from indexer.embedding import Vectors
from indexer.sparse import SparseVector
from indexer.store import DENSE, DEPTH, FIELDS, SPARSE, Point, Scored, Stored, fingerprint, ranked, stored
from indexer.store.still import changing

T = TypeVar("T")

_NEAREST = edge.MultiVectorComparator.MaxSim
_PAGE = 100  # points read at a time


class EdgeStore:
    """The index in the folder `path`, made for vectors of `dimensions` numbers where there is none.

    Raises `ArchiveLocked` where another process has it, and `IndexIncomplete` where it cannot be read. Whatever changes
    its files does so while no copy is made of the folder above (`still`).
    """

    def __init__(self, path: Path, dimensions: int) -> None:
        self._path = path
        self.is_damaged = False
        with changing(path.parent):
            self._open(path, dimensions)

    def _open(self, path: Path, dimensions: int) -> None:
        if path.is_dir() and any(path.iterdir()):
            self._shard = self._do(edge.EdgeShard.load, str(path))
            return
        path.mkdir(parents=True, exist_ok=True)
        config = edge.EdgeConfig(
            vectors={
                DENSE: edge.EdgeVectorParams(
                    size=dimensions, distance=edge.Distance.Cosine, multivector_config=edge.MultiVectorConfig(_NEAREST)
                )
            },
            sparse_vectors={SPARSE: edge.EdgeSparseVectorParams(modifier=edge.Modifier.Idf)},
        )
        self._shard = edge.EdgeShard.create(str(path), config)
        for field in FIELDS:
            schema = edge.PayloadSchemaType.Datetime if field == "date" else edge.PayloadSchemaType.Keyword
            self._shard.update(edge.UpdateOperation.create_field_index(field, schema))

    def upsert(self, points: Sequence[Point]) -> None:
        """Store `points`; the write-ahead log keeps them through a kill."""
        rows = [
            edge.Point(
                point.id,
                {
                    DENSE: point.dense.tolist(),
                    SPARSE: edge.SparseVector(list(point.sparse.indices), list(point.sparse.values)),
                },
                dict(point.fields),
            )
            for point in points
        ]
        with changing(self._path.parent):
            self._do(self._shard.update, edge.UpdateOperation.upsert_points(rows))

    def delete_document(self, document_id: str, but: Sequence[str] = ()) -> None:
        """Remove all points of a document, but those of the ids `but`."""
        of_it = edge.UpdateOperation.delete_points_by_filter(_of_document(document_id, but))
        with changing(self._path.parent):
            self._do(self._shard.update, of_it)

    def search(
        self,
        query: Vectors | SparseVector,
        scope: Scope = Scope(),
        depth: int = DEPTH,
        among: Sequence[str] | None = None,
    ) -> list[Scored]:
        """The best passages in `scope`, best first."""
        if isinstance(query, SparseVector):
            if not query.indices:
                return []
            nearest = edge.Query.Nearest(edge.SparseVector(list(query.indices), list(query.values)), using=SPARSE)
        else:
            nearest = edge.Query.Nearest([query.tolist()], using=DENSE)
        request = edge.QueryRequest(limit=depth, query=nearest, filter=_filter(scope, among))
        return ranked([Scored(str(point.id), float(point.score)) for point in self._do(self._shard.query, request)])

    def sentences(self, ids: Sequence[str]) -> dict[str, Vectors]:
        """The sentences' vectors of the points of `ids`, by id."""
        found = self._do(self._shard.retrieve, list(ids), False, True)
        vectors = {str(point.id): point.vector for point in found}
        return {key: np.array(v[DENSE], dtype=np.float32) for key, v in vectors.items() if isinstance(v, dict)}

    def count(self, document_id: str | None = None) -> int:
        """How many points there are, of a document or of all."""
        within = _of_document(document_id) if document_id is not None else None
        return self._do(self._shard.count, edge.CountRequest(exact=True, filter=within))

    def counts(self) -> dict[str, int]:
        """How many points each document has."""
        request = edge.FacetRequest("document_id", limit=max(1, self.count()), exact=True)
        return {str(hit.value): hit.count for hit in self._do(self._shard.facet, request).hits if hit.count}

    def fingerprint(self, document_id: str) -> str:
        """What all that is stored of a document comes to."""
        return fingerprint(self._stored(document_id))

    def optimise(self) -> None:
        """Merge segments and build what indexes they lack."""
        with changing(self._path.parent):
            self._do(self._shard.optimize)

    def close(self) -> None:
        """Flush and let go of the folder."""
        with changing(self._path.parent):
            with suppress(IndexIncomplete):  # what cannot be read has nothing to write
                self._do(self._shard.flush)
            self._do(self._shard.close)

    def _stored(self, document_id: str) -> Iterator[Stored]:
        following: edge.PointId | None = None
        while True:
            request = edge.ScrollRequest(
                offset=following, limit=_PAGE, filter=_of_document(document_id), with_payload=True, with_vector=True
            )
            found, following = self._do(self._shard.scroll, request)
            for point in found:
                yield stored(str(point.id), point.vector, point.payload)
            if following is None:
                return

    def _do(self, operation: Callable[..., T], *arguments: object) -> T:
        """What an operation of the engine returns; its troubles under names of ours."""
        try:
            return operation(*arguments)
        except BaseException as error:
            # The engine raises plain exceptions, and where it panics one of its own that nobody can import.
            if type(error) is not Exception and type(error).__name__ != "PanicException":
                raise
            if "WouldBlock" in str(error):
                raise ArchiveLocked(
                    f"Sökindexet i {self._path} används av en annan process. Stäng den, eller ange dess adress med"
                    " --url."
                ) from error
            of_system = re.search(r"os error (\d+)", str(error))
            if of_system and int(of_system[1]) != errno.ENOENT:  # no right to read it, a full disk
                raise Busy(
                    f"Sökindexet i {self._path} kan inte läsas eller skrivas ({error}). Kontrollera disken och"
                    " rättigheterna."
                ) from error
            self.is_damaged = True
            raise IndexIncomplete(
                f"Sökindexet i {self._path} är skadat och kan inte läsas ({error}). Det görs om ur katalogen av den"
                " tjänst som är igång, eller av ”beslutsminne check --repair”."
            ) from error


def _of_document(document_id: str, but: Sequence[str] = ()) -> edge.Filter:
    of_it = edge.FieldCondition("document_id", match=edge.MatchValue(document_id))
    return edge.Filter(must=[of_it], must_not=[edge.HasIdCondition(set(but))] if but else None)


def _filter(scope: Scope, among: Sequence[str] | None) -> edge.Filter | None:
    if scope.is_empty and among is None:
        return None
    must: list[edge.ConditionType] = []
    if among is not None:
        must.append(edge.HasIdCondition(set(among)))
    for name in ("organisation", "committee", "kind"):
        if values := getattr(scope, name):
            must.append(edge.FieldCondition(name, match=edge.MatchAny(list(values))))
    if scope.documents:
        must.append(edge.FieldCondition("document_id", match=edge.MatchAny(list(scope.documents))))
    for name in ("case_number", "paragraph"):
        if value := getattr(scope, name):
            must.append(edge.FieldCondition(name, match=edge.MatchValue(value)))
    if scope.date_from or scope.date_to:
        between = edge.RangeDateTime(
            gte=scope.date_from.isoformat() if scope.date_from else None,
            lte=scope.date_to.isoformat() if scope.date_to else None,
        )
        must.append(edge.FieldCondition("date", range=between))
    return edge.Filter(must=must)


if __name__ == "__main__":  # whether the index in a folder can be read, tried where it costs no more than this process
    EdgeStore(Path(sys.argv[1]), 0).counts()

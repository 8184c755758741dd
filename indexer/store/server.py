"""A Qdrant server or cluster through qdrant-client; `:memory:` is the client's own engine, for tests."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import wraps
from typing import Any, ParamSpec, TypeVar

import numpy as np
from qdrant_client import QdrantClient, models
from qdrant_client.http.exceptions import ApiException

from corpus.catalogue.records import Scope
from corpus.errors import ServerUnreachable
from indexer.embedding import Vectors
from indexer.sparse import SparseVector
from indexer.store import DENSE, DEPTH, FIELDS, SPARSE, Point, Scored, Stored, fingerprint, ranked, stored

P = ParamSpec("P")
T = TypeVar("T")

MEMORY = ":memory:"
_PAGE = 100  # points read at a time


def _reached(method: Callable[P, T]) -> Callable[P, T]:
    """`method`, which raises `ServerUnreachable` where the server does not do what it is asked to."""

    @wraps(method)
    def reached(*arguments: P.args, **named: P.kwargs) -> T:
        try:
            return method(*arguments, **named)
        except (ApiException, OSError) as error:
            raise ServerUnreachable(
                f"Qdrant svarar inte som den ska ({type(error).__name__}). Försök igen om en stund; kontrollera"
                " servern om felet består."
            ) from error

    return reached


class ServerStore:
    """The collection `name` on the server at `url`, made for vectors of `dimensions` numbers where there is none."""

    is_damaged = False  # a server sees to that itself

    def __init__(self, url: str, name: str, dimensions: int, api_key: str | None = None) -> None:
        self._name = name
        self._client = _client(url, api_key)
        try:
            exists = self._client.collection_exists(name)
        except (ApiException, OSError) as error:
            raise ServerUnreachable(
                f"Qdrant på {url} svarar inte ({error}). Kontrollera adressen och nyckeln."
            ) from error
        if not exists:
            self._create(dimensions, indexed=url != MEMORY)

    def _create(self, dimensions: int, *, indexed: bool) -> None:
        self._client.create_collection(
            self._name,
            vectors_config={
                DENSE: models.VectorParams(
                    size=dimensions,
                    distance=models.Distance.COSINE,
                    multivector_config=models.MultiVectorConfig(comparator=models.MultiVectorComparator.MAX_SIM),
                )
            },
            sparse_vectors_config={SPARSE: models.SparseVectorParams(modifier=models.Modifier.IDF)},
        )
        for field in FIELDS if indexed else ():  # the client's own engine has no payload indexes
            schema = models.PayloadSchemaType.DATETIME if field == "date" else models.PayloadSchemaType.KEYWORD
            self._client.create_payload_index(self._name, field, schema)

    @_reached
    def upsert(self, points: Sequence[Point]) -> None:
        """Store `points` and wait until the server has them."""
        rows = [
            models.PointStruct(
                id=point.id,
                vector={DENSE: point.dense.tolist(), SPARSE: _sparse(point.sparse)},
                payload=dict(point.fields),
            )
            for point in points
        ]
        self._client.upsert(self._name, rows, wait=True)

    @_reached
    def delete_document(self, document_id: str, but: Sequence[str] = ()) -> None:
        """Remove all points of a document, but those of the ids `but`."""
        self._client.delete(self._name, models.FilterSelector(filter=_of_document(document_id, but)), wait=True)

    @_reached
    def search(
        self,
        query: Vectors | SparseVector,
        scope: Scope = Scope(),
        depth: int = DEPTH,
        among: Sequence[str] | None = None,
    ) -> list[Scored]:
        """The best passages in `scope`, best first."""
        if isinstance(query, SparseVector) and not query.indices:
            return []
        response = self._client.query_points(
            self._name,
            query=_sparse(query) if isinstance(query, SparseVector) else [query.tolist()],
            using=SPARSE if isinstance(query, SparseVector) else DENSE,
            query_filter=_filter(scope, among),
            limit=depth,
            with_payload=False,
        )
        return ranked([Scored(str(point.id), float(point.score)) for point in response.points])

    @_reached
    def sentences(self, ids: Sequence[str]) -> dict[str, Vectors]:
        """The sentences' vectors of the points of `ids`, by id."""
        found = self._client.retrieve(self._name, list(ids), with_payload=False, with_vectors=[DENSE])
        vectors = {str(point.id): point.vector for point in found}
        return {
            key: np.array(vector[DENSE], dtype=np.float32)
            for key, vector in vectors.items()
            if isinstance(vector, dict)
        }

    @_reached
    def count(self, document_id: str | None = None) -> int:
        """How many points there are, of a document or of all."""
        within = _of_document(document_id) if document_id is not None else None
        return self._client.count(self._name, count_filter=within, exact=True).count

    @_reached
    def counts(self) -> dict[str, int]:
        """How many points each document has."""
        found = self._client.facet(self._name, "document_id", limit=max(1, self.count()), exact=True)
        return {str(hit.value): hit.count for hit in found.hits if hit.count}

    @_reached
    def fingerprint(self, document_id: str) -> str:
        """What all that is stored of a document comes to."""
        return fingerprint(self._stored(document_id))

    def _stored(self, document_id: str) -> Iterator[Stored]:
        following: Any = None
        while True:
            found, following = self._client.scroll(
                self._name, _of_document(document_id), limit=_PAGE, offset=following, with_payload=True,
                with_vectors=True,
            )  # fmt: skip
            for point in found:
                yield stored(str(point.id), point.vector, point.payload)
            if following is None:
                return

    def optimise(self) -> None:
        """Nothing: a server optimises by itself."""

    def close(self) -> None:
        """Close the connection."""
        self._client.close()


def drop_collection(url: str, name: str, api_key: str | None = None) -> None:
    """Remove the collection `name` from the server at `url`; one that is not there is no error."""
    client = _client(url, api_key)
    client.delete_collection(name)
    client.close()


def _client(url: str, api_key: str | None) -> QdrantClient:
    return QdrantClient(location=MEMORY) if url == MEMORY else QdrantClient(url=url, api_key=api_key)


def _sparse(vector: SparseVector) -> models.SparseVector:
    return models.SparseVector(indices=list(vector.indices), values=list(vector.values))


def _of_document(document_id: str, but: Sequence[str] = ()) -> models.Filter:
    of_it = models.FieldCondition(key="document_id", match=models.MatchValue(value=document_id))
    return models.Filter(must=[of_it], must_not=[models.HasIdCondition(has_id=list(but))] if but else None)


def _filter(scope: Scope, among: Sequence[str] | None) -> models.Filter | None:
    if scope.is_empty and among is None:
        return None
    must: list[models.Condition] = []
    if among is not None:
        must.append(models.HasIdCondition(has_id=list(among)))
    for name in ("organisation", "committee", "kind"):
        if values := getattr(scope, name):
            must.append(models.FieldCondition(key=name, match=models.MatchAny(any=list(values))))
    if scope.documents:
        of_them = models.MatchAny(any=list(scope.documents))
        must.append(models.FieldCondition(key="document_id", match=of_them))
    for name in ("case_number", "paragraph"):
        if value := getattr(scope, name):
            must.append(models.FieldCondition(key=name, match=models.MatchValue(value=value)))
    if scope.date_from or scope.date_to:
        between = models.DatetimeRange(gte=scope.date_from, lte=scope.date_to)
        must.append(models.FieldCondition(key="date", range=between))
    return models.Filter(must=must)

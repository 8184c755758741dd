"""What stands in for a Qdrant server where there is none: the client's own engine, behind the part of its HTTP we use.

Several processes reach it, as they would a server. Its engine is not made for threads: one request at a time.
"""

import copy
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import uvicorn
from fastapi import FastAPI, Request
from pydantic import BaseModel, TypeAdapter
from qdrant_client import QdrantClient, models
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from tests.search_api.conftest import listening

VERSION = "1.20.0"


def _plain(value: Any) -> Any:
    """Return what a response says, less what it does not say."""
    if isinstance(value, BaseModel):
        return value.model_dump(mode="json", exclude_none=True)
    return [_plain(one) for one in value] if isinstance(value, list) else value


class StandIn:
    """The collections, and what is asked of them by method and path."""

    def __init__(self) -> None:
        self._engine = QdrantClient(":memory:")
        self._turn = threading.Lock()
        self.app = FastAPI()
        self.app.add_api_route("/", lambda: {"title": "qdrant", "version": VERSION})
        for method, path, does in (
            ("GET", "/exists", self._exists),
            ("PUT", "", self._create),
            ("DELETE", "", self._drop),
            ("PUT", "/index", self._index),
            ("PUT", "/points", self._upsert),
            ("POST", "/points", self._retrieve),
            ("POST", "/points/delete", self._delete),
            ("POST", "/points/query", self._query),
            ("POST", "/points/count", self._count),
            ("POST", "/points/scroll", self._scroll),
            ("POST", "/facet", self._facet),
        ):
            self.app.add_api_route(f"/collections/{{name}}{path}", self._route(does), methods=[method])

    def _route(self, does: Callable[[str, bytes], Any]) -> Callable[..., Any]:
        async def route(name: str, request: Request) -> Response:
            return await run_in_threadpool(self._answered, does, name, await request.body())

        return route

    def _answered(self, does: Callable[[str, bytes], Any], name: str, body: bytes) -> Response:
        with self._turn:
            if does not in (self._exists, self._create) and not self._engine.collection_exists(name):
                return Response('{"status": {"error": "Not found"}}', 404, media_type="application/json")
            answer = {"result": _plain(does(name, body)), "status": "ok", "time": 0.0}
        return Response(TypeAdapter(dict[str, Any]).dump_json(answer), media_type="application/json")

    def _exists(self, name: str, _: bytes) -> Any:
        return {"exists": self._engine.collection_exists(name)}

    def _create(self, name: str, body: bytes) -> Any:
        asked = models.CreateCollection.model_validate_json(body)
        return self._engine.create_collection(
            name, vectors_config=asked.vectors, sparse_vectors_config=asked.sparse_vectors
        )

    def _drop(self, name: str, _: bytes) -> Any:
        return self._engine.delete_collection(name)

    def _index(self, _: str, __: bytes) -> Any:
        return {"operation_id": 0, "status": "completed"}  # it looks through all points

    def _upsert(self, name: str, body: bytes) -> Any:
        return self._engine.upsert(name, models.PointsList.model_validate_json(body).points)

    def _retrieve(self, name: str, body: bytes) -> Any:
        asked = models.PointRequest.model_validate_json(body)
        return self._engine.retrieve(
            name, asked.ids, with_payload=asked.with_payload or False, with_vectors=asked.with_vector or False
        )

    def _delete(self, name: str, body: bytes) -> Any:
        return self._engine.delete(name, models.FilterSelector.model_validate_json(body))

    def _query(self, name: str, body: bytes) -> Any:
        asked = models.QueryRequest.model_validate_json(body)
        # It makes the vectors that it looks through unit anew, where they are, which changes their last bits.
        collection = self._engine._client.collections[name]
        stored = copy.deepcopy(collection.multivectors)
        found = self._engine.query_points(
            name, query=asked.query, using=asked.using, query_filter=asked.filter, limit=asked.limit or 10,
            with_payload=False,
        )  # fmt: skip
        collection.multivectors = stored
        return found

    def _count(self, name: str, body: bytes) -> Any:
        return self._engine.count(name, count_filter=models.CountRequest.model_validate_json(body).filter, exact=True)

    def _scroll(self, name: str, body: bytes) -> Any:
        asked = models.ScrollRequest.model_validate_json(body)
        found, following = self._engine.scroll(
            name, asked.filter, limit=asked.limit or 10, offset=asked.offset, with_payload=True, with_vectors=True
        )
        return {"points": _plain(found), "next_page_offset": following}

    def _facet(self, name: str, body: bytes) -> Any:
        asked = models.FacetRequest.model_validate_json(body)
        return self._engine.facet(name, asked.key, limit=asked.limit or 10, exact=True)


@contextmanager
def standing_in() -> Iterator[str]:
    """Give the address of one that runs until left."""
    with listening(uvicorn.Config(StandIn().app, log_level="warning")) as url:
        yield url

"""The application: one FastAPI over one open archive."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager, nullcontext

from fastapi import FastAPI

from indexer.index import Index
from search_api import errors
from search_api.archive import Archive
from search_api.jobs import Jobs
from search_api.mover import Mover
from search_api.query import synonyms
from search_api.routes import cases, documents, feedback, health, search, stream, takeaway
from search_api.settings import Settings

DESCRIPTION = "Sök och fråga i nämndernas handlingar. Alla citat är ordagranna, och alla platser räknas i tecken."

AROUND_FILES = 2**20  # what an upload's form takes beside its files, in bytes

Lifespan = Callable[[], AbstractAsyncContextManager[object]]


def open_archive(settings: Settings, index: Index) -> Archive:
    """The archive over `index` as the settings want it asked."""
    table = synonyms.read(settings.synonyms) if settings.synonyms else None
    return Archive(index, settings.upload_limit, settings.language_model, table)


def create_app(settings: Settings, index: Index, *, moving: bool = False, beside: Lifespan = nullcontext) -> FastAPI:
    """The API over `index`, which it closes when it stops; `beside` is what else lives as long, the pages say.

    With `moving` the index, which can answer meanwhile, is moved to what is set while the API runs.
    """

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        jobs = Jobs(index, settings.data_dir / "uploads")
        app.state.archive = archive = open_archive(settings, index)
        archive.retriever.vocabulary.words()  # counted beside the start, so that the first question has them
        app.state.jobs = jobs
        app.state.mover = mover = Mover(index) if moving else None
        try:
            async with beside():
                yield
        finally:
            if mover:
                mover.close()
            jobs.close()
            index.close()

    app = FastAPI(
        title="Beslutsminne",
        version="0.1.0",
        description=DESCRIPTION,
        lifespan=lifespan,
        docs_url=None,  # FastAPI's pages of documentation load scripts from outside the house
        redoc_url=None,
    )
    most = settings.upload_limit + AROUND_FILES
    app.add_middleware(errors.RefuseTooLarge, limit=most)
    errors.install(app)
    for module in (search, stream, documents, cases, takeaway, feedback, health):
        app.include_router(module.router, max_body_size=most)
    return app

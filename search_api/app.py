"""The application: one FastAPI over one open archive."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager, nullcontext

from fastapi import FastAPI

from corpus import disk
from indexer.index import Index
from search_api import errors
from search_api.archive import Archive
from search_api.jobs import Jobs
from search_api.limits.admission import Admission, Bounds
from search_api.limits.turns import Turns
from search_api.metrics import Metrics
from search_api.mover import Mover
from search_api.observing import Observing
from search_api.query import synonyms
from search_api.routes import cases, documents, feedback, health, search, stream, takeaway
from search_api.routes.state import BY_METHOD, READING
from search_api.settings import Settings

DESCRIPTION = "Sök och fråga i nämndernas handlingar. Alla citat är ordagranna, och alla platser räknas i tecken."

WRITING = 2  # withdrawals and comments at once; they wait for one another anyway
OFTEN = "600/minute"  # may one client ask, where nothing is set

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
        _watch(app, index, jobs)
        try:
            async with beside():
                yield
        finally:
            if mover:
                mover.close()
            jobs.close()
            app.state.reading.close()
            app.state.writing.close()
            index.close()

    app = FastAPI(
        title="Beslutsminne",
        version="0.1.0",
        description=DESCRIPTION,
        lifespan=lifespan,
        docs_url=None,  # FastAPI's pages of documentation load scripts from outside the house
        redoc_url=None,
    )
    app.state.reading = Turns(settings.at_once or os.cpu_count() or 1, settings.queue, settings.answer_timeout)
    app.state.writing = Turns(WRITING, settings.queue, settings.answer_timeout)
    app.state.metrics = Metrics()
    app.add_middleware(Admission, bounds=_bounds(settings))
    app.add_middleware(Observing, metrics=app.state.metrics)  # around the other
    errors.install(app)
    for module in (search, stream, health):
        app.include_router(module.router)
    app.include_router(takeaway.router, dependencies=[READING])
    for module in (documents, cases, feedback):
        app.include_router(module.router, dependencies=[BY_METHOD])
    return app


def _bounds(settings: Settings) -> Bounds:
    return Bounds(
        settings.data_dir, settings.upload_limit, settings.disk_reserve, settings.requests_per_client,
        settings.rate or OFTEN, settings.rate is not None, settings.uploads_at_once, settings.pages_open,
    )  # fmt: skip


def _watch(app: FastAPI, index: Index, jobs: Jobs) -> None:
    """Let the figures show what the service holds and has to do."""
    watch: Callable[[str, str, Callable[[], float]], None] = app.state.metrics.watch
    watch("working", "Requests at work.", lambda: app.state.reading.working + app.state.writing.working)
    watch("waiting", "Requests that wait.", lambda: app.state.reading.waiting + app.state.writing.waiting)
    watch("documents", "Papers in the archive.", lambda: index.catalogue.count()[0])
    watch("jobs_waiting", "Uploads that are not done.", lambda: jobs.waiting)
    watch("disk_free_bytes", "What is free where the archive lies.", lambda: disk.free(index.options.data_dir))

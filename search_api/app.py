"""The application: one FastAPI over one open archive."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager, nullcontext

from fastapi import FastAPI
from starlette.middleware.sessions import SessionMiddleware

from corpus import disk, memory
from corpus.catalogue.locks import Locks
from indexer.index import Index
from indexer.seen import SeenIndex
from search_api import errors
from search_api.access.gate import GuardedRoute, Identified
from search_api.access.identity import Identifier
from search_api.access.login import COOKIE, HOURS, Provider
from search_api.access.origins import Origins
from search_api.access.visits import Visits
from search_api.approvals import Approvals
from search_api.archive import Archive
from search_api.archives import Archives
from search_api.below import Below
from search_api.following.letters import Letters
from search_api.following.post import Post
from search_api.following.sender import Sender
from search_api.jobs import Jobs
from search_api.leaves import Leaves
from search_api.limits.admission import Admission, Bounds
from search_api.limits.letters import LettersAsked
from search_api.limits.turns import Turns
from search_api.mender import Mender
from search_api.metrics import Metrics
from search_api.mover import Mover
from search_api.observing import Observing
from search_api.opening import Openings
from search_api.query import synonyms
from search_api.routes import (
    about,
    amendments,
    approvals,
    audit,
    cases,
    documents,
    feedback,
    health,
    login,
    search,
    stream,
    takeaway,
)
from search_api.routes.state import BY_METHOD, READING
from search_api.settings import Login, Settings
from search_api.tracing import Tracing

DESCRIPTION = "Sök och fråga i nämndernas handlingar. Alla citat är ordagranna, och alla platser räknas i tecken."

WRITING = 2  # withdrawals and comments at once; they wait for one another anyway
RECOGNISING = 1  # pages read by OCR at once, each of which takes a processor for seconds
OFTEN = "600/minute"  # may one client ask, where nothing is set

Lifespan = Callable[[], AbstractAsyncContextManager[object]]


def open_archive(settings: Settings, index: Index | SeenIndex) -> Archive:
    """The archive over `index` as the settings want it asked."""
    table = synonyms.read(settings.synonyms) if settings.synonyms else None
    return Archive(index, settings.upload_limit, settings.language_model, table)


def create_app(settings: Settings, index: Index, *, moving: bool = False, beside: Lifespan = nullcontext) -> FastAPI:
    """The API over `index`, which it closes when it stops; `beside` is what else lives as long, the pages say.

    With `moving` the index, which can answer meanwhile, is moved to what is set while the API runs.
    """
    tracing = Tracing(settings.otlp_url) if settings.otlp_url else None

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        uploads = settings.data_dir / "uploads"
        index.courtesy.is_asked = lambda: app.state.reading.working > 0
        app.state.approvals = approvals = Approvals(index, uploads, wanted=settings.approval)
        jobs = Jobs(index, uploads, settings.queue_limit, approvals)
        app.state.archives = archives = Archives(index, lambda seen: open_archive(settings, seen))
        archives.whole.retriever.vocabulary.words()  # counted beside the start, so that the first question has them
        app.state.jobs = jobs
        app.state.leaves, app.state.openings = Leaves(), Openings()
        app.state.mover = mover = Mover(index) if moving else None
        mender = Mender(index, mover)
        app.state.sender = sender = _sender(settings, archives, index.holding.locks)
        _watch(app, index, jobs)
        try:
            async with beside():
                yield
        finally:
            jobs.close()
            mender.close()
            if sender:
                sender.close()
            if mover:
                mover.close()
            app.state.reading.close()
            app.state.writing.close()
            app.state.recognising.close()
            index.close()
            if tracing:
                tracing.close()

    memory.READERS.most = settings.readers_memory or memory.usual()
    app = FastAPI(
        title="Beslutsminne",
        version="0.1.0",
        description=DESCRIPTION,
        lifespan=lifespan,
        openapi_url=None,  # it has a route of ours, behind the gate as all others
        docs_url=None,  # FastAPI's pages of documentation load scripts from outside the house
        redoc_url=None,
        # FastAPI's own would send addresses, and the environment could turn it on.
        telemetry={"tracing": False, "metrics": False, "logs": False, "auto_configure": False},
    )
    app.router.route_class = GuardedRoute
    app.state.visits = Visits()
    app.state.identifier = Identifier(settings, lambda: index.catalogue.api_keys, app.state.visits)
    app.state.login = Provider(settings) if settings.login is Login.OIDC else None
    app.state.reading = Turns(settings.at_once or os.cpu_count() or 1, settings.queue, settings.answer_timeout)
    app.state.writing = Turns(WRITING, settings.queue, settings.answer_timeout)
    app.state.recognising = Turns(RECOGNISING, settings.queue, settings.answer_timeout)
    app.state.metrics = Metrics()
    app.state.letters_asked = LettersAsked(settings.proxy_addresses)
    app.state.public_url = settings.public_url
    app.state.accessibility_contact = settings.accessibility_contact
    # The last that is added is passed first.
    app.add_middleware(Identified, identifier=app.state.identifier)
    if settings.login is Login.OIDC:
        app.add_middleware(
            SessionMiddleware,
            secret_key=str(settings.session_secret),
            session_cookie=COOKIE,
            max_age=HOURS * 3600,
            https_only=True,
            path=settings.root or "/",
        )
        app.include_router(login.router)
    app.add_middleware(Admission, bounds=_bounds(settings))
    named = settings.served
    app.state.embed_origins = settings.embed_origins
    app.add_middleware(
        Origins,
        hosts=named,
        only_here=settings.login is Login.NONE and not named,
        embedding=settings.embed_origins,
    )
    app.add_middleware(Observing, metrics=app.state.metrics, tracing=tracing)
    app.state.root = settings.root
    app.add_middleware(Below, root=settings.root)  # around all others
    errors.install(app)
    for module in (about, search, stream, health):
        app.include_router(module.router)
    app.include_router(takeaway.router, dependencies=[READING])
    for module in (documents, approvals, amendments, cases, feedback, audit):
        app.include_router(module.router, dependencies=[BY_METHOD])
    return app


def _sender(settings: Settings, archives: Archives, locks: Locks) -> Sender | None:
    """What sends letters of what is new; None where that is not set."""
    if not (settings.smtp_url and settings.mail_from and settings.public_url):
        return None
    letters = Letters(settings.public_url, settings.mail_from)
    return Sender(archives, locks, Post.of(settings.smtp_url), letters, dt.timedelta(hours=settings.mail_every))


def _bounds(settings: Settings) -> Bounds:
    return Bounds(
        settings.data_dir, settings.upload_limit, settings.disk_reserve, settings.requests_per_client,
        settings.rate or OFTEN, settings.rate is not None, settings.uploads_at_once, settings.pages_open,
        settings.proxy_addresses,
    )  # fmt: skip


def _watch(app: FastAPI, index: Index, jobs: Jobs) -> None:
    """Let the figures show what the service holds and has to do."""
    watch: Callable[[str, str, Callable[[], float]], None] = app.state.metrics.watch
    turns: tuple[Turns, ...] = (app.state.reading, app.state.writing, app.state.recognising)
    watch("working", "Requests at work.", lambda: sum(one.working for one in turns))
    watch("waiting", "Requests that wait.", lambda: sum(one.waiting for one in turns))
    watch("documents", "Papers in the archive.", lambda: index.catalogue.count()[0])
    watch("jobs_waiting", "Uploads that are not done.", lambda: jobs.waiting)
    watch(
        "papers_differing",
        "Papers whose vectors are not as the catalogue has them.",
        lambda: len(index.truth.differing),
    )
    watch("disk_free_bytes", "What is free where the archive lies.", lambda: disk.free(index.options.data_dir))

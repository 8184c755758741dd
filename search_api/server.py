"""The server that the application runs in: uvicorn, with connections that are bounded."""

from __future__ import annotations

import gc
import socket
import sys
from contextlib import suppress
from functools import partial
from typing import Any

import uvicorn
from fastapi import FastAPI
from uvicorn.config import STARTUP_FAILURE

from search_api.limits.connections import Connection, ConnectionBounds, can_be_open
from search_api.settings import Settings

ENDING = 3  # seconds that open requests may take when the service stops
# Collections of the younger objects to one of all, which takes tens of milliseconds in which nothing is answered.
SELDOM = 100
# Seconds that a thread computes before another that waits is let in: who listens waits for as many as compute.
TURN = 0.002


class _Server(uvicorn.Server):
    """A server of a process of its own."""

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start, and leave out of collections what was loaded for it."""
        await super().startup(sockets)
        # Tables and models stay as long as the process: to look through them again and again would hold all else up.
        gc.freeze()
        young, middle, _ = gc.get_threshold()
        gc.set_threshold(young, middle, SELDOM)
        sys.setswitchinterval(TURN)


def run(app: FastAPI, settings: Settings) -> None:
    """Serve `app` until the process is told to stop; ends it with a status of failure where it cannot start."""
    server = _Server(configured(app, settings))
    with suppress(KeyboardInterrupt):  # which it has heeded, and raises again
        server.run()
    if not server.started:
        sys.exit(STARTUP_FAILURE)


def configured(app: FastAPI, settings: Settings, **options: Any) -> uvicorn.Config:
    """How `app` (of `create_app`) is served as `settings` say; `options` are more of uvicorn's."""
    bounds = ConnectionBounds(
        can_be_open(settings.connections),
        settings.connections_per_client,
        settings.read_timeout,
        app.state.metrics.refused,
        settings.proxy_addresses,
    )
    return uvicorn.Config(
        app,
        host=settings.host,
        port=settings.port,
        http=partial(Connection, bounds=bounds),  # type: ignore[arg-type]  # which is called as the class would be
        timeout_graceful_shutdown=ENDING,
        proxy_headers=False,  # who calls is who is at the other end: a header says what its writer wants
        # The service log has a line for each request, without its address.
        access_log=False,
        log_config=None,
        **options,
    )

"""What a route is given: who asks, the archive as they see it, and the jobs, and turns to work in.

The archive is there for who has passed the gate (`GuardedRoute`) and for nobody else. None of it is waited for in a
thread: the threads may all be taken.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Annotated

from fastapi import Depends, Request

from corpus import deadline
from search_api.access.roles import Identity
from search_api.approvals import Approvals
from search_api.archive import Archive
from search_api.archives import Archives
from search_api.following.sender import Sender
from search_api.jobs import Jobs
from search_api.leaves import Leaves
from search_api.limits.clients import client_of
from search_api.limits.letters import LettersAsked
from search_api.limits.turns import Client, Turns
from search_api.metrics import Metrics
from search_api.mover import Mover
from search_api.opening import Openings


async def _archives(request: Request) -> Archives:
    archives: Archives = request.app.state.archives
    return archives


async def _archive(request: Request) -> Archive:
    archives: Archives = request.app.state.archives
    return archives.seen_by(request.state.within)


async def _visitor(request: Request) -> Identity:
    visitor: Identity = request.state.visitor
    return visitor


async def _jobs(request: Request) -> Jobs:
    jobs: Jobs = request.app.state.jobs
    return jobs


async def _approvals(request: Request) -> Approvals:
    approvals: Approvals = request.app.state.approvals
    return approvals


async def _leaves(request: Request) -> Leaves:
    leaves: Leaves = request.app.state.leaves
    return leaves


async def _openings(request: Request) -> Openings:
    openings: Openings = request.app.state.openings
    return openings


async def _mover(request: Request) -> Mover | None:
    mover: Mover | None = request.app.state.mover
    return mover


async def _sender(request: Request) -> Sender | None:
    sender: Sender | None = request.app.state.sender
    return sender


async def _letters_asked(request: Request) -> LettersAsked:
    letters_asked: LettersAsked = request.app.state.letters_asked
    return letters_asked


async def _metrics(request: Request) -> Metrics:
    metrics: Metrics = request.app.state.metrics
    return metrics


async def _client(request: Request) -> Client:
    return Client(client_of(request.scope), request.app.state.reading)


async def _recogniser(request: Request) -> Client:
    return Client(client_of(request.scope), request.app.state.recognising)


async def _reading(request: Request) -> AsyncIterator[None]:
    turns: Turns = request.app.state.reading
    async with turns.turn(client_of(request.scope)):
        deadline.limit(turns.seconds)
        yield


async def _writing(request: Request) -> AsyncIterator[None]:
    turns: Turns = request.app.state.writing
    async with turns.turn(client_of(request.scope)):
        yield


async def _by_method(request: Request) -> AsyncIterator[None]:
    turn = _reading if request.method == "GET" else _writing
    async with asynccontextmanager(turn)(request):
        yield


TheArchives = Annotated[Archives, Depends(_archives)]
TheArchive = Annotated[Archive, Depends(_archive)]
TheVisitor = Annotated[Identity, Depends(_visitor)]
TheJobs = Annotated[Jobs, Depends(_jobs)]
TheApprovals = Annotated[Approvals, Depends(_approvals)]
TheLeaves = Annotated[Leaves, Depends(_leaves)]
TheOpenings = Annotated[Openings, Depends(_openings)]
TheMover = Annotated[Mover | None, Depends(_mover)]
TheSender = Annotated[Sender | None, Depends(_sender)]
TheLettersAsked = Annotated[LettersAsked, Depends(_letters_asked)]
TheMetrics = Annotated[Metrics, Depends(_metrics)]
TheClient = Annotated[Client, Depends(_client)]
# The same client's turns at OCR, which takes seconds: whoever only reads does not wait for it.
TheRecogniser = Annotated[Client, Depends(_recogniser)]

# For whole routers: their routes run in a turn each. What is read has a limit of time, and ends there; who writes waits
# for others who write, and is never cut short.
READING = Depends(_reading, scope="function")
BY_METHOD = Depends(_by_method, scope="function")

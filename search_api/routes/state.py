"""What a route is given: the open archive and the jobs, from the application's lifespan."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Request

from search_api.archive import Archive
from search_api.jobs import Jobs
from search_api.mover import Mover


def _archive(request: Request) -> Archive:
    archive: Archive = request.app.state.archive
    return archive


def _jobs(request: Request) -> Jobs:
    jobs: Jobs = request.app.state.jobs
    return jobs


def _mover(request: Request) -> Mover | None:
    mover: Mover | None = request.app.state.mover
    return mover


TheArchive = Annotated[Archive, Depends(_archive)]
TheJobs = Annotated[Jobs, Depends(_jobs)]
TheMover = Annotated[Mover | None, Depends(_mover)]

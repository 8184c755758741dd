"""`beslutsminne index`: papers into the archive here, or to a service that does it, and what became of them."""

from __future__ import annotations

import time
from collections import Counter, defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from corpus.errors import MissingPath
from search_api import schemas
from search_api.client import Client
from ui.commands.given import settings
from ui.terminal import bar, err, out, speed

if TYPE_CHECKING:
    from indexer.index import Index
    from indexer.pipeline import Outcome, Status

TOLD = 3  # papers of one fate that are named


def read_in(
    opened: Index, paths: list[Path], *, restore: bool = False, allow_removals: bool = False, fatal: bool = True
) -> None:
    """Index `paths`, and tell how it went; ends the command where something failed, unless that is not `fatal`."""
    from corpus import memory
    from corpus.sandbox import Sandbox
    from indexer.pipeline import Status, index_paths

    memory.READERS.most = settings().readers_memory or memory.usual()
    told: dict[Status, list[Outcome]] = defaultdict(list)
    counts: Counter[Status] = Counter()
    before, began = opened.store.count(), time.monotonic()
    with Sandbox() as sandbox, bar("Läser in") as tick:
        for outcome in index_paths(opened, paths, sandbox, restore=restore, allow_removals=allow_removals):
            counts[outcome.status] += 1
            if outcome.status in (Status.FAILED, Status.SKIPPED, Status.DOUBTED):
                told[outcome.status].append(outcome)
            pace = max(0, opened.store.count() - before) / (time.monotonic() - began)
            tick(outcome.number, outcome.total, f"{speed(pace)} {outcome.source[-20:]}")
    opened.store.optimise()
    _summarise(opened, counts)
    for outcome in (*told[Status.SKIPPED], *told[Status.FAILED]):
        err.print(f"{outcome.source}: {outcome.message}", markup=False)
    _tell_doubted(told[Status.DOUBTED])
    if fatal and (told[Status.FAILED] or told[Status.DOUBTED]):
        raise typer.Exit(1)


def give(url: str, paths: list[Path], replaces: str | None = None) -> None:
    """Give files to the service at `url`, one of them in the place of the document `replaces`, and await its word."""
    from indexer import finding

    for path in paths:
        if not path.exists():
            raise MissingPath(f"{path} finns inte. Ange en fil eller en mapp som finns.")
    found = finding.find([path.resolve() for path in paths], None)
    with Client(url, api_key=settings().api_key) as client, bar("Lämnar") as tick:
        job = client.upload([(name, file.read_bytes()) for file, name in found.files.items()], replaces)
        while job.state in (schemas.JobState.WAITING, schemas.JobState.RUNNING):
            tick(job.done, job.total)
            time.sleep(0.2)
            job = client.job(job.job_id)
    for outcome in job.outcomes:
        out.print(f"{outcome.source}: {outcome.status} {outcome.message}", markup=False)
    if job.held:
        out.print(f"Filer som väntar på att godkännas: {job.held}, i jobb {job.job_id}.", markup=False)
    for name, why in found.skipped.values():
        err.print(f"{name}: {why}", markup=False)
    if job.state is schemas.JobState.FAILED:
        raise typer.Exit(1)


def _summarise(opened: Index, counts: Counter[Status]) -> None:
    from indexer.pipeline import Status

    labels = (
        (Status.NEW, "nya"), (Status.CHANGED, "ändrade"), (Status.RENEWED, "omlästa"),
        (Status.UNCHANGED, "oförändrade"), (Status.REMOVED, "borttagna"), (Status.FAILED, "misslyckade"),
        (Status.WITHDRAWN, "återkallade"), (Status.SKIPPED, "överhoppade"), (Status.DOUBTED, "inte borttagna"),
    )  # fmt: skip
    out.print(", ".join(f"{counts[status]} {label}" for status, label in labels))
    if cut := opened.embedder.cut:
        out.print(
            f"{cut} textstycken var längre än språkmodellen läser ({opened.embedder.longest} tokens);"
            " det sista i dem hittas bara på sina ord."
        )
    if left := len(opened.catalogue.outdated()):
        out.print(
            f"{left} handlingar är ännu lästa som en äldre version läste dem, för att deras filer inte fanns i det som"
            " angavs eller inte gick att läsa. Läs in dem igen med ”beslutsminne index” och deras mapp."
        )


def _tell_doubted(doubted: Sequence[Outcome]) -> None:
    """What was not removed, once for each reason."""
    by_reason: dict[str, list[str]] = defaultdict(list)
    for outcome in doubted:
        by_reason[outcome.message].append(outcome.source)
    for message, sources in by_reason.items():
        named = ", ".join(sources[:TOLD]) + (f" och {len(sources) - TOLD} till" if len(sources) > TOLD else "")
        err.print(f"Inte borttaget ur arkivet: {named}. {message}", markup=False)

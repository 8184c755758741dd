"""The registrar's desk: papers in, how far they have come, and what was read of each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, File, Form, Query, Request, Response, UploadFile

from corpus.catalogue.auditlog import Deed
from corpus.errors import NotFound
from search_api.access.gate import needs
from search_api.access.roles import Right
from search_api.archive import Archive
from search_api.routes import documents
from search_api.routes.state import TheApprovals, TheArchive, TheArchives, TheJobs, TheVisitor
from search_api.schemas import FARTHEST, DocumentView, FileOutcome, JobState, Value
from ui.pages.gate import PageRoute
from ui.pages.rendering import moved, render, translated
from ui.web.texts import FATES

router = APIRouter(include_in_schema=False, route_class=PageRoute)

DESK = "/registratur"
LINES = 25  # files, uploads or opinions on a leaf
STATES = {
    JobState.HELD: "Väntar på att godkännas",
    JobState.WAITING: "Väntar på sin tur",
    JobState.RUNNING: "Läses in",
    JobState.DONE: "Klart",
    JobState.FAILED: "Klart, men allt kom inte in",
}

Leaf = Annotated[int, Query(ge=1, le=FARTHEST // LINES)]


@dataclass(frozen=True, slots=True)
class Fate:
    """What became of a file, in so many words where there are any, and its paper, where that is in the archive."""

    outcome: FileOutcome
    told: str
    paper: DocumentView | None


@router.get(DESK, openapi_extra=needs(Right.UPLOAD))
def desk(
    request: Request, archive: TheArchive, approvals: TheApprovals, visitor: TheVisitor, ersatter: Value = ""
) -> Response:
    """A form for papers, in the place of the document `ersatter` where one is named, and the ways on."""
    replaced = archive.document(ersatter) if ersatter else None
    may = visitor.may(Right.APPROVE)
    held = approvals.waiting(visitor.within(Right.APPROVE), 0, 1).total if may else 0
    return render(request, "registry.html", translated(request)("Registratur"), replaced=replaced, held=held)


@router.post(f"{DESK}/lamna", openapi_extra=needs(Right.UPLOAD, Deed.UPLOADED))
async def give(
    request: Request,
    jobs: TheJobs,
    archive: TheArchive,
    archives: TheArchives,
    approvals: TheApprovals,
    visitor: TheVisitor,
    filer: Annotated[list[UploadFile], File()] = [],  # noqa: B006 - FastAPI copies it
    ersatter: Annotated[Value, Form()] = "",
) -> Response:
    """Take the files, and lead to how they fare."""
    # A field that nothing was chosen in is sent as a file without a name.
    files = [file for file in filer if file.filename]
    replaces = ersatter.strip() or None
    job = await documents.upload(files, jobs, archive, archives, approvals, visitor, request, replaces)
    return moved(request, f"{DESK}/jobb/{job.job_id}")


@router.get(f"{DESK}/jobb/{{job_id}}", openapi_extra=needs(Right.UPLOAD))
def follow(
    job_id: str,
    request: Request,
    jobs: TheJobs,
    archive: TheArchive,
    visitor: TheVisitor,
    sida: Leaf = 1,
    stilla: bool = False,
) -> Response:
    """How far an upload has come; the page is loaded anew until it is done, unless it is to be `stilla`."""
    job = documents.get_job(job_id, jobs, visitor, request)
    shown = job.outcomes[(sida - 1) * LINES : sida * LINES]
    fates = [Fate(one, FATES.get(one.status, ""), _paper(archive, one)) for one in shown]
    goes_on = job.state in (JobState.WAITING, JobState.RUNNING)
    return render(
        request, "upload.html", translated(request)("Inläsningen"), job=job, state=STATES[job.state], fates=fates,
        goes_on=goes_on, again=goes_on and not stilla, stilla=stilla, leaf=sida, leaves=-(-len(job.outcomes) // LINES),
    )  # fmt: skip


@router.get(f"{DESK}/ko", openapi_extra=needs(Right.UPLOAD))
def queue(request: Request, jobs: TheJobs, visitor: TheVisitor, sida: Leaf = 1) -> Response:
    """The uploads that are told of, newest first."""
    listed = documents.list_jobs(jobs, visitor, request, (sida - 1) * LINES, LINES)
    return render(
        request, "queue.html", translated(request)("Lämnade filer"), listed=listed, states=STATES, leaf=sida,
        leaves=-(-listed.total // LINES),
    )  # fmt: skip


def _paper(archive: Archive, outcome: FileOutcome) -> DocumentView | None:
    """The paper that a file became; None where it became none, or is gone since."""
    try:
        return archive.document(outcome.document_id) if outcome.document_id else None
    except NotFound:
        return None

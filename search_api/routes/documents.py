"""Documents, uploads, jobs and facets."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, File, Form, Query, Request, UploadFile
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import FileResponse, PlainTextResponse

from corpus.catalogue.auditlog import Deed
from corpus.catalogue.jobs import Giver
from corpus.catalogue.records import Reach
from corpus.errors import NotAllowed, TooLarge
from search_api import schemas
from search_api.access.gate import GuardedRoute, needs
from search_api.access.roles import Right
from search_api.errors import DISK_FULL, NOT_FOUND, RESPONSES
from search_api.routes.state import TheApprovals, TheArchive, TheArchives, TheJobs, TheVisitor

router = APIRouter(prefix="/v1", tags=["documents"], responses=RESPONSES, route_class=GuardedRoute)

Values = Annotated[schemas.Values, Query()]


@router.get("/documents", operation_id="listDocuments", openapi_extra=needs(Right.READ))
def list_documents(
    archive: TheArchive,
    organisation: Values = [],  # noqa: B006 - FastAPI copies it
    committee: Values = [],  # noqa: B006
    kind: Values = [],  # noqa: B006
    case_number: schemas.Value | None = None,
    paragraph: schemas.Value | None = None,
    date_from: dt.date | None = None,
    date_to: dt.date | None = None,
    offset: Annotated[int, Query(ge=0, le=schemas.FARTHEST)] = 0,
    limit: Annotated[int, Query(ge=1, le=500)] = 50,
) -> schemas.DocumentList:
    """The archive's documents, newest first."""
    filters = schemas.Filters(
        organisation=organisation, committee=committee, kind=kind, case_number=case_number, paragraph=paragraph,
        date_from=date_from, date_to=date_to,
    )  # fmt: skip
    return archive.documents(filters, offset, limit)


@router.get(
    "/documents/{document_id}", operation_id="getDocument", openapi_extra=needs(Right.READ), responses=NOT_FOUND
)
def get_document(document_id: str, archive: TheArchive, visitor: TheVisitor) -> schemas.DocumentView:
    """A document with its pages and sections."""
    return archive.document(document_id, visitor.within(Right.REVIEW))


@router.get(
    "/documents/{document_id}/text",
    operation_id="getText",
    openapi_extra=needs(Right.READ),
    responses=NOT_FOUND,
    response_class=PlainTextResponse,
)
def get_text(document_id: str, archive: TheArchive) -> PlainTextResponse:
    """The text that all offsets count in."""
    return PlainTextResponse(archive.text(document_id))


@router.get(
    "/documents/{document_id}/file",
    operation_id="getFile",
    openapi_extra=needs(Right.ORIGINAL, Deed.READ_ORIGINAL),
    responses=NOT_FOUND,
    response_class=FileResponse,
)
def get_file(document_id: str, archive: TheArchive) -> FileResponse:
    """The file as it was given, for saving: never shown in the page's own origin."""
    path = archive.file(document_id)
    return as_given(path, archive.index.catalogue.masks.name(path.name))


def as_given(path: Path, name: str) -> FileResponse:
    """A file of somebody's, to be saved under `name` and run by nothing."""
    return FileResponse(
        path,
        media_type="application/octet-stream",
        filename=name,
        headers={"X-Content-Type-Options": "nosniff", "Content-Security-Policy": "sandbox"},
    )


@router.post(
    "/documents",
    operation_id="uploadDocuments",
    openapi_extra=needs(Right.UPLOAD, Deed.UPLOADED),
    status_code=202,
    responses=DISK_FULL | NOT_FOUND,
)
async def upload(
    files: Annotated[list[UploadFile], File()],
    jobs: TheJobs,
    archive: TheArchive,
    archives: TheArchives,
    approvals: TheApprovals,
    visitor: TheVisitor,
    request: Request,
    replaces: Annotated[schemas.Value | None, Form()] = None,
) -> schemas.Job:
    """Take files into the archive, one of them in the place of the document `replaces`; the job says how it goes.

    That takes the right to replace papers; so does it that a paper takes the place of another of its own. Where the
    service is set so, the files of who may not approve papers wait until somebody who may has.
    """
    reach = Reach(replaces, visitor.within(Right.REPLACE))
    if replaces and not visitor.may(Right.REPLACE):
        raise NotAllowed(
            f"”{visitor.name:.80}” har inte rätt att ersätta handlingar. Lämna filen utan att ersätta någon, eller be"
            " administratören om en roll som har det."
        )
    if replaces:
        await run_in_threadpool(archives.seen_by(reach.within).require, replaces)
    limit = archive.upload_limit
    contents, total = [], 0
    for file in files:
        content = await file.read(limit + 1)
        total += len(content)
        if total > limit:
            raise TooLarge(f"Filerna är större än {limit / 2**20:.0f} MB tillsammans. Lämna dem i omgångar.")
        contents.append((f"{_folder(request.state.within)}{file.filename or ''}", content))
    giver = Giver(visitor.name, request.state.within)
    job = await run_in_threadpool(jobs.submit, contents, giver, reach, held=approvals.needed(giver, visitor))
    request.state.target = f"jobb {job.job_id}, filer: {len(contents)}" + (f", ersätter {replaces}" if replaces else "")
    return job


def _folder(within: frozenset[str] | None) -> str:
    """Where what a bound one gives lies: apart, so that no name tells whether others have a file that is called so."""
    return "" if within is None else f"{' och '.join(sorted(within))}/"


@router.delete(
    "/documents/{document_id}",
    operation_id="deleteDocument",
    openapi_extra=needs(Right.WITHDRAW, Deed.WITHDREW),
    responses=NOT_FOUND,
)
def delete(document_id: str, archive: TheArchive) -> schemas.Receipt:
    """Withdraw a document: it is gone from catalogue, vectors and answers, and the receipt shows it."""
    return archive.withdraw(document_id)


@router.get("/quality", operation_id="getQuality", openapi_extra=needs(Right.REVIEW))
def get_quality(archive: TheArchive) -> schemas.QualityReport:
    """How well the archive was read, and what it lacks."""
    return archive.quality()


@router.get("/jobs", operation_id="listJobs", openapi_extra=needs(Right.UPLOAD))
def list_jobs(
    jobs: TheJobs,
    visitor: TheVisitor,
    request: Request,
    offset: Annotated[int, Query(ge=0, le=schemas.FARTHEST)] = 0,
    limit: Annotated[int, Query(ge=1, le=100)] = 50,
) -> schemas.JobList:
    """The uploads, newest first: one's own, and to who has the right over all papers those of all."""
    return jobs.given(None if request.state.within is None else visitor.name, offset, limit)


@router.get("/jobs/{job_id}", operation_id="getJob", openapi_extra=needs(Right.UPLOAD), responses=NOT_FOUND)
def get_job(job_id: str, jobs: TheJobs, visitor: TheVisitor, request: Request) -> schemas.Job:
    """How far an upload has come: to who gave it, and to who has a right over all papers."""
    return jobs.get(job_id, None if request.state.within is None else visitor.name)


@router.get("/facets", operation_id="getFacets", openapi_extra=needs(Right.READ))
def get_facets(archive: TheArchive) -> schemas.Facets:
    """What can be filtered by."""
    return archive.facets()

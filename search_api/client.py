"""The API from Python, over HTTP: what the pages, the command line with `--url` and an embedder use."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import TracebackType
from typing import Any, TypeVar
from urllib.parse import quote

import httpx
from pydantic import BaseModel, ValidationError

from corpus.errors import (
    BadRequest,
    BeslutsminneError,
    Busy,
    DiskFull,
    NotAllowed,
    NotFound,
    NotKnown,
    ServerUnreachable,
    TooMany,
)
from search_api import schemas

Model = TypeVar("Model", bound=BaseModel)

TIMEOUT = 60.0  # seconds
_KINDS: Mapping[int, type[BeslutsminneError]] = {401: NotKnown, 403: NotAllowed, 404: NotFound, 507: DiskFull}


class Client:
    """The archive at `url`, asked by `api_key` where one is needed.

    Every error is a `BeslutsminneError` whose message can be shown.
    """

    def __init__(self, url: str, *, api_key: str | None = None, timeout: float = TIMEOUT) -> None:
        self.url = url.rstrip("/")
        headers = {"Authorization": f"Bearer {api_key}"} if api_key else {}
        try:
            self._http = httpx.Client(base_url=self.url, headers=headers, timeout=timeout, trust_env=False)
        except (httpx.InvalidURL, ValueError) as error:
            raise BadRequest(
                f"Adressen ”{url}” går inte att tolka. Skriv till exempel http://127.0.0.1:8000."
            ) from error

    def __enter__(self) -> Client:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the connections."""
        self._http.close()

    def search(self, request: schemas.SearchRequest) -> schemas.SearchResponse:
        """Find passages."""
        return self._read(schemas.SearchResponse, self._post("/v1/search", request))

    def ask(self, request: schemas.AskRequest) -> schemas.AskResponse:
        """Answer a question."""
        return self._read(schemas.AskResponse, self._post("/v1/ask", request))

    def documents(
        self, filters: schemas.Filters | None = None, offset: int = 0, limit: int = 50
    ) -> schemas.DocumentList:
        """The archive's documents, newest first."""
        chosen = filters.model_dump(mode="json", exclude_none=True) if filters else {}
        return self._read(schemas.DocumentList, self._get("/v1/documents", chosen | {"offset": offset, "limit": limit}))

    def document(self, document_id: str) -> schemas.DocumentView:
        """A document with its pages and sections."""
        return self._read(schemas.DocumentView, self._get(f"/v1/documents/{_part(document_id)}"))

    def text(self, document_id: str) -> str:
        """The text that all offsets count in."""
        return self._get(f"/v1/documents/{_part(document_id)}/text").decode()

    def file(self, document_id: str) -> bytes:
        """The file as it was given."""
        return self._get(f"/v1/documents/{_part(document_id)}/file")

    def upload(self, files: Sequence[tuple[str, bytes]], replaces: str | None = None) -> schemas.Job:
        """Give files (name, content) to the archive, or one in the place of the document with the id `replaces`."""
        parts = [("files", (name, content)) for name, content in files]
        fields = {"replaces": replaces} if replaces else {}
        return self._read(schemas.Job, self._send("POST", "/v1/documents", files=parts, data=fields))

    def delete(self, document_id: str) -> schemas.Receipt:
        """Withdraw a document."""
        return self._read(schemas.Receipt, self._send("DELETE", f"/v1/documents/{_part(document_id)}"))

    def facts(self, document_id: str) -> schemas.AmendableList:
        """What may be amended of a document: what was read beside what is said in its place."""
        return self._read(schemas.AmendableList, self._get(f"/v1/documents/{_part(document_id)}/facts"))

    def amend(
        self, document_id: str, name: str, value: str | None, section: str | None = None
    ) -> schemas.AmendableList:
        """Say what a fact of a document, or of a § of it, is; None that it is none."""
        body = schemas.AmendRequest(value=value).model_dump(mode="json")
        path = f"/v1/documents/{_part(document_id)}/facts/{_part(name)}"
        return self._read(schemas.AmendableList, self._send("PUT", path, params=_of(section), json=body))

    def take_back(self, document_id: str, name: str, section: str | None = None) -> schemas.AmendableList:
        """Let what was read of a fact stand again."""
        path = f"/v1/documents/{_part(document_id)}/facts/{_part(name)}"
        return self._read(schemas.AmendableList, self._send("DELETE", path, params=_of(section)))

    def quality(self) -> schemas.QualityReport:
        """How well the archive was read, and what it lacks."""
        return self._read(schemas.QualityReport, self._get("/v1/quality"))

    def job(self, job_id: str) -> schemas.Job:
        """How far an upload has come."""
        return self._read(schemas.Job, self._get(f"/v1/jobs/{_part(job_id)}"))

    def jobs(self, offset: int = 0, limit: int = 50) -> schemas.JobList:
        """The uploads, newest first: one's own, or those of all to who has the right over all papers."""
        return self._read(schemas.JobList, self._get("/v1/jobs", {"offset": offset, "limit": limit}))

    def waiting_files(self, offset: int = 0, limit: int = 50) -> schemas.WaitingFiles:
        """What waits for approval, the oldest first."""
        return self._read(schemas.WaitingFiles, self._get("/v1/approvals", {"offset": offset, "limit": limit}))

    def waiting_file(self, file_id: int) -> bytes:
        """A file that waits for approval, as it was given."""
        return self._get(f"/v1/approvals/{file_id}/file")

    def approve(self, file_id: int) -> schemas.Job:
        """Let a file that waits be read into the archive."""
        return self._read(schemas.Job, self._send("POST", f"/v1/approvals/{file_id}/approve"))

    def refuse(self, file_id: int, reason: str) -> schemas.Job:
        """Delete a file that waits, and let who gave it know the reason."""
        body = {"reason": reason}
        return self._read(schemas.Job, self._send("POST", f"/v1/approvals/{file_id}/refuse", json=body))

    def cases(self, filters: schemas.Filters | None = None, offset: int = 0, limit: int = 50) -> schemas.CaseList:
        """The archive's cases, the latest first; `filters` by organisation, body, kind, diarienummer and date."""
        chosen = filters.model_dump(mode="json", exclude_none=True, exclude={"paragraph"}) if filters else {}
        return self._read(schemas.CaseList, self._get("/v1/cases", chosen | {"offset": offset, "limit": limit}))

    def case(self, case_number: str, organisation: str | None = None) -> schemas.CaseView:
        """A case with its passages, its course and its earlier treatment."""
        of = {"organisation": organisation} if organisation else {}
        return self._read(schemas.CaseView, self._get(f"/v1/cases/{_part(case_number)}", of))

    def take(self, request: schemas.TakeRequest) -> bytes:
        """A file of an answer or the nearest to one, a quotation, a case or a search without result."""
        return self._post("/v1/takeaway", request)

    def give_feedback(self, request: schemas.FeedbackRequest) -> schemas.FeedbackView:
        """Say whether an answer was right."""
        return self._read(schemas.FeedbackView, self._post("/v1/feedback", request))

    def feedback(self, offset: int = 0, limit: int = 50) -> schemas.FeedbackList:
        """What was said of the answers, newest first."""
        return self._read(schemas.FeedbackList, self._get("/v1/feedback", {"offset": offset, "limit": limit}))

    def export_feedback(self, verdict: str = "rätt") -> str:
        """Lines of a question file: the answers that were "rätt" whole, the ones that were "fel" to be finished."""
        return self._get("/v1/feedback/export", {"verdict": verdict}).decode()

    def delete_feedback(self, feedback_id: int) -> None:
        """Forget what was said."""
        self._send("DELETE", f"/v1/feedback/{feedback_id}")

    def facets(self) -> schemas.Facets:
        """What can be filtered by."""
        return self._read(schemas.Facets, self._get("/v1/facets"))

    def me(self) -> schemas.Me:
        """Who the service takes this client for, and what it may."""
        return self._read(schemas.Me, self._get("/v1/me"))

    def audit(self, offset: int = 0, limit: int = 50) -> schemas.AuditList:
        """Who did what to the archive, newest first."""
        return self._read(schemas.AuditList, self._get("/v1/audit", {"offset": offset, "limit": limit}))

    def ready(self) -> schemas.Health:
        """Whether the archive can be searched, and what its index was made with."""
        return self._read(schemas.Health, self._get("/readyz"))

    def _read(self, model: type[Model], content: bytes) -> Model:
        try:
            return model.model_validate_json(content)
        except ValidationError as error:
            raise ServerUnreachable(
                f"Det som svarar på {self.url} är inte Beslutsminne. Kontrollera adressen."
            ) from error

    def _get(self, path: str, params: Mapping[str, Any] | None = None) -> bytes:
        return self._send("GET", path, params=params)

    def _post(self, path: str, request: BaseModel) -> bytes:
        return self._send("POST", path, json=request.model_dump(mode="json"))

    def _send(self, method: str, path: str, **arguments: Any) -> bytes:
        try:
            response = self._http.request(method, path, **arguments)
        except httpx.HTTPError as error:
            raise ServerUnreachable(
                f"Servern på {self.url} svarar inte ({type(error).__name__}). Starta den med ”beslutsminne serve”."
            ) from error
        if response.is_success:
            return response.content
        try:
            detail = str(response.json()["detail"])
        except (ValueError, KeyError, TypeError):
            detail = f"Servern på {self.url} svarade {response.status_code} på {path}."
        raise _error(response.status_code, detail, response.headers.get("Retry-After", ""))


def _error(status: int, detail: str, retry_after: str) -> BeslutsminneError:
    if retry_after.isdecimal():
        return (TooMany if status == 429 else Busy)(detail, int(retry_after))
    return _KINDS.get(status, BadRequest if status < 500 else ServerUnreachable)(detail)


def _of(section: str | None) -> dict[str, str]:
    return {"section": section} if section else {}


def _part(text: str) -> str:
    """One part of a path, whatever stands in it."""
    return quote(text, safe="").replace(".", "%2E")

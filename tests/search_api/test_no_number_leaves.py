"""No number of anybody leaves the service: every route is asked for papers that have one in every field.

The numbers stand in names of folders, files, members of a zip and attachments, in titles, headings, texts and
diarienummer, in files that cannot be read, and in feedback. A route that is new has no line here, and fails.
"""

from collections.abc import Callable, Iterator

import httpx
import pytest

from corpus.catalogue.jobs import Giver
from tests.search_api.planted import Planted, files, texts_of

pytestmark = pytest.mark.slow

QUESTIONS = (
    "Vad beslutades om boendet vid Norrsand?", "Vilka ärenden har socialnämnden behandlat?", "Vem reserverade sig?",
    "Vad yrkade Anna Ek?", "Hur många beslut fattades 2024?", "bistånd", "§ 3", "SN 2024/7", "Vad kostar boendet?",
)  # fmt: skip
NOTHING = "Vad kostar kvantdatorn på Månen?"


class Desk:
    """A service over the planted papers: each response that it gives is looked through."""

    def __init__(self, service, planted: Planted) -> None:
        self.http: httpx.Client = service.http
        self.planted = planted
        self.leaks: list[str] = []
        self.service = service

    def send(self, method: str, path: str, *, own: bool = False, **request: object) -> httpx.Response:
        """Ask; `own` says that the body is the asker's own file."""
        response = self.http.request(method, path, **request)
        assert response.status_code < 500, response.text
        said = [value for pair in response.headers.multi_items() for value in pair]
        if not own:
            content = response.content
            kind = response.headers.get("content-type", "")
            said += texts_of(content, kind) if content else []
        self.leaks += [f"{method} {path[:60]}: {where}" for text in said for where in self.planted.shown(text)]
        return response

    def get(self, path: str, **request: object) -> dict:
        """Ask for JSON."""
        return self.send("GET", path, **request).json()


@pytest.fixture(scope="module")
def desk(start_service: Callable[..., object]) -> Iterator[Desk]:
    """Return a service with the planted papers, each upload's job looked through too."""
    planted = Planted()
    papers = files(planted)
    with start_service(model="static") as service:
        running = Desk(service, planted)
        job = running.send("POST", "/v1/documents", files=[("files", one) for one in papers.items()]).json()
        job = service.finished(job)
        running.get(f"/v1/jobs/{job['job_id']}")
        failed = [one for one in job["outcomes"] if one["status"] == "misslyckad"]
        assert len(failed) == 4
        assert len(job["outcomes"]) > len(papers)
        yield running


def documents(desk: Desk) -> list[dict]:
    return desk.get("/v1/documents", params={"limit": 500})["documents"]


def list_documents(desk: Desk) -> None:
    assert len(documents(desk)) > 90
    for name in ("organisation", "committee", "case_number", "paragraph"):
        desk.send("GET", "/v1/documents", params={name: "850312-1231"})


def each(desk: Desk, tail: str, *, own: bool = False) -> None:
    for one in documents(desk):
        desk.send("GET", f"/v1/documents/{one['document_id']}{tail}", own=own)
    assert desk.send("GET", f"/v1/documents/850312-1231{tail}").status_code == 404


def searches(desk: Desk) -> None:
    for question in QUESTIONS:
        for grouping in ("passage", "section", "document", "case"):
            body = {"query": question, "limit": 100, "group_by": grouping, "explain": True}
            assert desk.send("POST", "/v1/search", json=body).json()["hits"] or question == "§ 3"


def asks(desk: Desk) -> None:
    for question in QUESTIONS:
        desk.send("POST", "/v1/ask", json={"question": question, "limit": 20})


def streams(desk: Desk) -> None:
    for question in QUESTIONS[:3]:
        assert "event: answer" in desk.send("POST", "/v1/ask/stream", json={"question": question}).text


def cases(desk: Desk) -> None:
    found = desk.get("/v1/cases", params={"limit": 500})["cases"]
    assert found
    for one in found:
        desk.send("GET", f"/v1/cases/{one['case_number']}")


def takes(desk: Desk) -> None:
    """A question with a number in it, which is the asker's own, is masked in a file, for that goes further."""
    asked = {"question": QUESTIONS[0]}
    answer = desk.send("POST", "/v1/ask", json=asked).json()
    places = [{name: one[name] for name in ("document_id", "start", "end", "quote")} for one in answer["citations"]]
    assert places
    about = desk.planted.put("question", "dash")
    case = desk.get("/v1/cases")["cases"][0]["case_number"]
    for form in ("markdown", "docx", "json"):
        for body in (
            {"what": "answer", "asked": {"question": f"{QUESTIONS[0]} ({about})"}, "citations": places},
            {"what": "quote", "citation": places[0]},
            {"what": "case", "case_number": case},
            {"what": "record", "asked": {"question": f"{NOTHING} {about}"}},
        ):
            response = desk.send("POST", "/v1/takeaway", json=body | {"format": form})
            assert response.status_code == 200, response.text


def gives_feedback(desk: Desk) -> None:
    """What a reader writes is masked before it is kept, and so in the response to it."""
    answer = desk.send("POST", "/v1/ask", json={"question": QUESTIONS[0]}).json()
    places = [{name: one[name] for name in ("document_id", "start", "end", "quote")} for one in answer["citations"]]
    for spelling in ("dash", "iso", "colon", "over a line", "soft hyphen", "thin blank", "full-width digits"):
        for verdict in ("rätt", "fel"):
            body = {
                "question": f"Vad fick {desk.planted.put('question', spelling)}?",
                "comment": f"Gäller {desk.planted.put('comment', spelling)}.",
                "filters": {"committee": [desk.planted.put("filter", "dash")]},
                "verdict": verdict, "answered": True, "citations": places,
            }  # fmt: skip
            assert desk.send("POST", "/v1/feedback", json=body).status_code == 201


def lists_feedback(desk: Desk) -> None:
    gives_feedback(desk)
    assert desk.get("/v1/feedback", params={"limit": 500})["total"]


def exports(desk: Desk) -> None:
    gives_feedback(desk)
    for verdict in ("rätt", "fel"):
        assert desk.send("GET", "/v1/feedback/export", params={"verdict": verdict}).content


def amends(desk: Desk) -> None:
    """What is typed in the place of a fact is masked as the paper is, wherever it leaves; and it is told who did it."""
    for one in documents(desk)[:10]:
        path = f"/v1/documents/{one['document_id']}/facts"
        section = next((fact["section"] for fact in desk.get(path)["facts"] if fact["section"]), None)
        for name, of in (("title", None), ("organisation", None), ("committee", None), ("heading", section)):
            if name != "heading" or of:
                typed = {"value": f"Bistånd till {desk.planted.put('amendment', 'dash')}"}
                said = desk.send("PUT", f"{path}/{name}", json=typed, params={"section": of} if of else {})
                assert said.status_code == 200, said.text
        assert desk.send("PUT", f"{path}/date", json={"value": desk.planted.put("refused", "dash")}).status_code == 422
        desk.get(f"/v1/documents/{one['document_id']}")
    list_documents(desk)
    searches(desk)
    desk.get("/v1/facets")


def takes_back(desk: Desk) -> None:
    for one in documents(desk)[:10]:
        desk.send("DELETE", f"/v1/documents/{one['document_id']}/facts/title")
        desk.send("DELETE", f"/v1/documents/{one['document_id']}/facts/date")


def withdraws(desk: Desk) -> None:
    for one in documents(desk)[:40]:
        assert desk.send("DELETE", f"/v1/documents/{one['document_id']}").status_code == 200
    assert len(desk.get("/v1/quality")["withdrawn"]) >= 40


def refuses(desk: Desk) -> None:
    """A file that cannot be taken is named in the refusal, masked."""
    name = f"{desk.planted.put('failure', 'dash')}.exe"
    assert desk.send("POST", "/v1/documents", files=[("files", (name, b"x"))]).status_code == 422


def approvals(desk: Desk) -> None:
    """What waits is named masked, in the list, in the header of the download and in the job; so is a reason."""
    name = f"{desk.planted.put('name', 'dash')}.txt"
    files = desk.service.index.catalogue
    job = desk.service.app.state.jobs.submit([(name, b"Ett beslut.")] * 2, Giver("anna"), held=True)
    first, second = (one.id for one in files.held.files(None))
    assert desk.get("/v1/approvals")["total"] == 2
    assert desk.send("GET", f"/v1/approvals/{first}/file", own=True).content == b"Ett beslut."
    reason = f"Gäller {desk.planted.put('reason', 'dash')}."
    assert desk.send("POST", f"/v1/approvals/{first}/refuse", json={"reason": reason}).status_code == 200
    assert desk.send("POST", f"/v1/approvals/{second}/approve").status_code == 200
    desk.service.finished({"job_id": job.job_id})
    told = desk.get(f"/v1/jobs/{job.job_id}")["outcomes"]
    assert [one["status"] for one in told] == ["avslagen", "ny"]
    desk.send("DELETE", f"/v1/documents/{told[1]['document_id']}")


# By the name of the operation; withdrawing stands last, for it takes papers away, and what tells of it after it.
CALLS: dict[str, Callable[[Desk], object]] = {
    "listDocuments": list_documents,
    "getDocument": lambda desk: each(desk, ""),
    "getText": lambda desk: each(desk, "/text"),
    "getFile": lambda desk: each(desk, "/file", own=True),
    "uploadDocuments": refuses,
    "getQuality": lambda desk: desk.get("/v1/quality"),
    "listJobs": lambda desk: desk.get("/v1/jobs"),
    "getJob": lambda desk: desk.send("GET", "/v1/jobs/850312-1231"),
    "listApprovals": approvals,
    "getWaitingFile": lambda desk: desk.send("GET", "/v1/approvals/850312/file"),
    "approveFile": lambda desk: desk.send("POST", "/v1/approvals/850312/approve"),
    "refuseFile": lambda desk: desk.send("POST", "/v1/approvals/850312/refuse", json={"reason": "x"}),
    "getFacets": lambda desk: desk.get("/v1/facets"),
    "search": searches,
    "ask": asks,
    "askStream": streams,
    "listCases": cases,
    "getCase": cases,
    "takeAlong": takes,
    "giveFeedback": gives_feedback,
    "listFeedback": lists_feedback,
    "exportFeedback": exports,
    "deleteFeedback": lambda desk: desk.send("DELETE", "/v1/feedback/999999"),
    "alive": lambda desk: desk.get("/healthz"),
    "ready": lambda desk: desk.get("/readyz"),
    "whoAmI": lambda desk: desk.get("/v1/me"),
    "metrics": lambda desk: desk.send("GET", "/metrics"),
    "amendFact": amends,
    "listFacts": lambda desk: each(desk, "/facts"),
    "takeBackFact": takes_back,
    "deleteDocument": withdraws,
    "listAudit": lambda desk: desk.get("/v1/audit", params={"limit": 500}),
}


def test_every_route_has_its_line(desk: Desk):
    paths = desk.get("/openapi.json")["paths"]
    assert {one["operationId"] for path in paths.values() for one in path.values()} == set(CALLS)


@pytest.mark.parametrize("operation", CALLS)
def test_no_number_leaves_by_a_route(desk: Desk, operation: str):
    """In no response and no header, in no spelling."""
    desk.leaks.clear()
    CALLS[operation](desk)
    assert sorted(set(desk.leaks)) == []


def test_the_numbers_would_be_seen(desk: Desk):
    """What looks through the responses knows the numbers as they stand in the files."""
    for name, content in files(planted := Planted()).items():
        assert planted.shown(name) or not name[0].isdigit()
        if name.endswith(".txt"):
            assert len(planted.shown(content.decode())) >= 3

"""Two organisations in one archive: whoever is bound to one finds nothing of the other's, by whatever route."""

import io
import time
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.catalogue.jobs import Giver
from search_api.access.roles import Role
from search_api.settings import Settings
from tests.search_api.askers import MINE, THEIRS, house, minutes, routes

SECRET_DAY = "1987-03-14"
SECRET_FILE = "zorbafil.txt"
# Planted in every place that a paper has words in; what is asked with some of them names none of the others.
PLANTED = (
    "zorba", "Zorbasson", "zorbafil", "Qvarnköpings", "Qvarnnämnden", "QN 1987", SECRET_DAY, "xylofon",
)  # fmt: skip
SECRET = (
    f"Qvarnköpings kommun\nQvarnnämnden\n\nProtokoll\nSammanträdesdatum {SECRET_DAY}\n\nNärvarande\nAnna Zorbasson (S)"
    "\n\n§ 93 Köp av zorba\nDnr QN 1987/931\n\nBeslut\nQvarnnämnden beslutar att köpa en xylofon till zorba för 7713"
    " kronor.\n\nReservation\nAnna Zorbasson (S) reserverar sig mot beslutet.\n"
)
OTHER = "Qvarnköpings kommun"
OWN = minutes(THEIRS, "Miljönämnden", "MN 2021/5", "pumpen")


@pytest.fixture(scope="module")
def shared(start_service):
    """Return a service with a paper of each, a zip with one of each, a file that failed, and feedback to a secret."""
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as packed:
        packed.writestr("en.txt", SECRET.replace("§ 93", "§ 94"))
        packed.writestr("annan.txt", OWN.replace("§ 3", "§ 4"))
    with house(start_service, {SECRET_FILE: SECRET, "egen.txt": OWN}) as running:
        admin = running.key("administratör", Role.ADMINISTRATOR)
        running.service.http.headers["Authorization"] = f"Bearer {admin}"
        job = running.service.upload(("delad.zip", archive.getvalue()), ("zorbatrasig.pdf", b"%PDF-1.7\nzorba"))
        said = {
            "question": "vad kostade zorba?", "verdict": "fel", "comment": "zorba", "answered": False, "citations": []
        }  # fmt: skip
        feedback = running.service.http.post("/v1/feedback", json=said).json()
        del running.service.http.headers["Authorization"]
        running.service.app.state.jobs.submit([("zorbaväntar.txt", b"zorba")], Giver("Zorbasson"), held=True)
        (held,) = running.service.index.catalogue.held.files(None)
        ids = {outcome["source"]: outcome["document_id"] for outcome in job["outcomes"]}
        yield (
            running,
            {
                "document_id": running.ids[SECRET_FILE],
                "job_id": job["job_id"],
                "feedback_id": str(feedback["id"]),
                "file_id": str(held.id),
                "name": "title",
                "case_number:path": "QN 1987/931",
            },
            ids,
        )


def key(shared) -> str:
    """Return the key of the other organisation, with every right there is."""
    return shared[0].key("bunden", Role.ADMINISTRATOR, THEIRS)


def words_of(answer, *typed: str) -> str:
    """Return all that an answer says, less what the one who asked typed."""
    said = answer.text + str(answer.headers)
    for one in typed:
        said = said.replace(one, "")
    return said


def planted_in(said: str) -> list[str]:
    return [word for word in PLANTED if word.casefold() in said.casefold()]


def filters(**chosen: object) -> dict:
    return {"filters": chosen}


ASKS = [
    {"question": "vad beslutades?"},
    {"question": "vad kostade xylofon"},
    {"question": "vilka reserverade sig mot beslutet?"},
    {"question": "vilka ingick i nämnden?"},
    {"question": "hur många beslut fattades?"},
    {"question": "§ 93"},
    {"question": "vad har köpts för 7713 kronor"},
    {"question": "köp av xylofn"},
    {"question": "visa protokoll från 80-talet"},
]
# Every route, each way to ask it of what is theirs. A new route has no line here, and fails below.
WALKED = {
    "GET /healthz": [{}],
    "GET /readyz": [{}],
    "GET /openapi.json": [{}],
    "GET /v1/me": [{}],
    "POST /v1/search": [{"json": {"query": one["question"], "limit": 100, "explain": True}} for one in ASKS],
    "POST /v1/ask": [{"json": one} for one in ASKS],
    "POST /v1/ask/stream": [{"json": one} for one in ASKS],
    "GET /v1/documents": [{}, {"params": {"date_from": "1900-01-01"}}, {"params": {"kind": "protokoll"}}],
    "GET /v1/documents/{document_id}": [{}],
    "GET /v1/documents/{document_id}/text": [{}],
    "GET /v1/documents/{document_id}/file": [{}],
    "POST /v1/documents": [{"files": [("files", ("ny.txt", b"Ny text utan avsender."))]}],
    "DELETE /v1/documents/{document_id}": [{}],
    "GET /v1/documents/{document_id}/facts": [{}],
    "PUT /v1/documents/{document_id}/facts/{name}": [
        {"json": {"value": "Taxa"}},
        {"json": {"value": "Taxa"}, "params": {"section": "§ 93"}},
    ],
    "DELETE /v1/documents/{document_id}/facts/{name}": [{}],
    "GET /v1/quality": [{}],
    "GET /v1/jobs": [{}],
    "GET /v1/jobs/{job_id}": [{}],
    "GET /v1/approvals": [{}],
    "GET /v1/approvals/{file_id}/file": [{}],
    "POST /v1/approvals/{file_id}/approve": [{}],
    "POST /v1/approvals/{file_id}/refuse": [{"json": {"reason": "Den är inte vår."}}],
    "GET /v1/cases": [{}, {"params": {"date_from": "1900-01-01"}}],
    "GET /v1/cases/{case_number:path}": [{}],
    "GET /v1/facets": [{}],
    "POST /v1/takeaway": [
        {"json": {"what": "record", "format": form, "asked": {"question": "finns det snöskotrar på månen?"}}}
        for form in ("json", "markdown")
    ],
    "POST /v1/feedback": [
        {"json": {"question": "vad?", "verdict": "fel", "comment": "", "answered": False, "citations": []}}
    ],
    "GET /v1/feedback": [{}],
    "GET /v1/feedback/export": [{"params": {"verdict": "fel"}}, {}],
    "DELETE /v1/feedback/{feedback_id}": [{}],
    "GET /v1/audit": [{"params": {"limit": 500}}],
    "GET /metrics": [{}],
}


def test_every_route_is_walked():
    assert set(WALKED) == set(routes(Settings()))


@pytest.mark.parametrize("name", WALKED)
def test_nothing_of_theirs_is_there(shared, name):
    """Asked by their very ids, by one who has every right over other papers."""
    opened, parts, _ = shared
    method, path = name.split(" ")
    for part, value in parts.items():
        path = path.replace(f"{{{part}}}", value)
    for request in WALKED[name]:
        answer = opened.ask(method, path, key(shared), **request)
        typed = [value for value in parts.values() if value in path]
        typed += [one["question"] for one in ASKS] + ["xylofon"]
        assert planted_in(words_of(answer, *typed)) == [], (request, answer.text)
        if "{" in name:
            assert answer.status_code == 404, answer.text
        assert answer.status_code < 500


def test_the_planted_words_are_found_by_who_may(shared):
    """The walk above would see nothing in an archive without them."""
    opened, parts, _ = shared
    admin, seen = opened.key("administratör", Role.ADMINISTRATOR), ""
    for name, requests in WALKED.items():
        method, path = name.split(" ")
        if method != "DELETE":
            for part, value in parts.items():
                path = path.replace(f"{{{part}}}", value)
            for request in requests:
                seen += words_of(opened.ask(method, path, admin, **request))
    assert set(planted_in(seen)) == set(PLANTED)


@pytest.mark.parametrize(
    ("known", "unknown"),
    [
        ({"organisation": [OTHER]}, {"organisation": ["Hittepå kommun"]}),
        ({"committee": ["Qvarnnämnden"]}, {"committee": ["Hittenämnden"]}),
        ({"case_number": "QN 1987/931"}, {"case_number": "HN 1987/931"}),
        ({"paragraph": "§ 93"}, {"paragraph": "§ 77"}),
    ],
)
def test_a_filter_does_not_tell_that_it_is_known(shared, known, unknown):
    """A value that only others have is answered as one that nobody has."""
    opened = shared[0]
    answers = []
    for chosen in (known, unknown):
        answer = opened.ask("POST", "/v1/search", key(shared), json={"query": "beslut", **filters(**chosen)})
        (value,) = chosen.values()
        detail = answer.json()["detail"].replace(value if isinstance(value, str) else value[0], "X")
        answers.append((answer.status_code, detail))
    assert answers[0] == answers[1]
    assert answers[0][0] == 422
    assert OTHER not in answers[0][1]


def test_a_case_of_both_numbers(shared):
    opened = shared[0]
    answer = opened.ask("GET", "/v1/cases/MN 2021/5", key(shared))
    assert answer.status_code == 200
    assert {hit["organisation"] for hit in answer.json()["hits"]} == {THEIRS}
    assert opened.ask("GET", "/v1/cases/MN 2021/5", opened.key("läsare i Avika", Role.READER, MINE)).status_code == 404


def test_their_own_is_found_and_counted(shared):
    """The bound takes away what is others', and nothing else."""
    opened = shared[0]
    found = opened.ask("POST", "/v1/search", key(shared), json={"query": "vad kostade pumpen"}).json()
    assert {hit["organisation"] for hit in found["hits"]} == {THEIRS}
    assert found["total"] >= 1
    asked = opened.ask("POST", "/v1/ask", key(shared), json={"question": "vad kostade pumpen?"}).json()
    listed = opened.ask("GET", "/v1/documents", key(shared)).json()
    ready = opened.ask("GET", "/readyz", key(shared)).json()
    assert asked["coverage"]["documents"] == listed["total"] == ready["documents"] == 2
    facets = opened.ask("GET", "/v1/facets", key(shared)).json()
    assert [(one["value"], one["documents"]) for one in facets["organisation"]] == [(THEIRS, 2)]


def test_a_file_with_papers_of_both_is_given_to_neither(shared):
    """Nor is it deleted with the last paper that one of them sees in it."""
    opened, _, ids = shared
    mine = ids["delad.zip/annan.txt"]
    assert opened.ask("GET", f"/v1/documents/{mine}", key(shared)).status_code == 200
    answer = opened.ask("GET", f"/v1/documents/{mine}/file", key(shared))
    assert answer.status_code == 404
    assert "inte har rätt att läsa" in answer.json()["detail"]
    admin = opened.key("administratör", Role.ADMINISTRATOR)
    assert opened.ask("GET", f"/v1/documents/{mine}/file", admin).status_code == 200


def test_who_is_bound_to_nothing_sees_nothing(shared):
    opened = shared[0]
    stranger = opened.key("främmande", Role.ADMINISTRATOR, "Hittepå kommun")
    assert opened.ask("GET", "/v1/documents", stranger).json()["total"] == 0
    assert opened.ask("POST", "/v1/search", stranger, json={"query": "pumpen"}).json()["hits"] == []


@settings(max_examples=25)
@given(st.lists(st.sampled_from(sorted({*SECRET.split(), *OWN.split()})), min_size=1, max_size=8))
def test_whatever_is_asked(shared, words):
    """Questions of the very words of both papers: their own come alone, and no word of the others' but those typed."""
    opened, question = shared[0], " ".join(words)
    found = opened.ask("POST", "/v1/search", key(shared), json={"query": question, "limit": 100})
    asked = opened.ask("POST", "/v1/ask", key(shared), json={"question": question})
    for answer in (found, asked):
        assert answer.status_code in (200, 422), answer.text
        told = planted_in(words_of(answer))
        assert [word for word in told if not any(word.casefold() in one.casefold() for one in (question, *words))] == []
    if found.status_code == 200:
        assert {hit["organisation"] for hit in found.json()["hits"]} <= {THEIRS}


def test_who_gives_a_paper_follows_it(shared):
    """And no one else who is bound, of the same organisation or not."""
    opened = shared[0]
    job = opened.ask("POST", "/v1/documents", key(shared), files=[("files", ("ny.txt", OWN.encode()))]).json()
    assert opened.ask("GET", f"/v1/jobs/{job['job_id']}", key(shared)).status_code == 200
    for other in (opened.key("granne", Role.ADMINISTRATOR, THEIRS), opened.key("avika", Role.REGISTRAR, MINE)):
        assert opened.ask("GET", f"/v1/jobs/{job['job_id']}", other).status_code == 404
    assert opened.ask("GET", f"/v1/jobs/{job['job_id']}", opened.key("administratör", Role.ADMINISTRATOR)).json()


def test_papers_of_others_are_not_taken(shared):
    """Nobody puts words in another's minutes; nor is it told whether the archive has the paper already."""
    opened, told = shared[0], []
    new = SECRET.replace("7713", "1")
    for name, text in (("ny.txt", new), ("samma.txt", SECRET), ("okänd.txt", "Ny text utan avsender.")):
        answer = opened.ask("POST", "/v1/documents", key(shared), files=[("files", (name, text.encode()))])
        (outcome,) = finished(opened, answer.json())["outcomes"]
        assert outcome["status"] == "misslyckad"
        assert outcome["document_id"] is None
        told.append(outcome["message"])
    assert told[0] == told[1]
    assert OTHER in told[0]
    assert "säger inte vilken organisation" in told[2]
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("egen.txt", OWN.replace("§ 3", "§ 8"))
        archive.writestr("deras.txt", new)
    answer = opened.ask("POST", "/v1/documents", key(shared), files=[("files", ("b.zip", packed.getvalue()))])
    assert [one["status"] for one in finished(opened, answer.json())["outcomes"]] == ["misslyckad"]
    admin = opened.key("administratör", Role.ADMINISTRATOR)
    found = opened.ask("GET", "/v1/documents", admin, params={"organisation": [OTHER]}).json()
    assert "ny.txt" not in {line["source"] for line in found["documents"]}


def test_a_paper_of_their_own_is_taken(shared):
    opened = shared[0]
    text = OWN.replace("§ 3", "§ 11").encode()
    job = opened.ask("POST", "/v1/documents", key(shared), files=[("files", ("egen-ny.txt", text))]).json()
    (outcome,) = finished(opened, job)["outcomes"]
    assert (outcome["status"], outcome["message"]) == ("ny", "")
    opened.ask("DELETE", f"/v1/documents/{outcome['document_id']}", key(shared))


def finished(opened, job: dict) -> dict:
    """Return a job of the bound one when it is done."""
    for _ in range(600):
        job = opened.ask("GET", f"/v1/jobs/{job['job_id']}", opened.keys["bunden"]).json()
        if job["state"] not in ("waiting", "running"):
            return job
        time.sleep(0.05)
    raise AssertionError(job)

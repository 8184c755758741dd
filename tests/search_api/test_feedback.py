"""Feedback on answers: what is kept and what is not, and lines that the measuring reads."""

import json
import sqlite3

import pytest

from eval.datasets import read_questions
from tests.search_api.case_papers import BUY, HOME, KF, PAPERS, REPORT

SOURCE = "kf.txt"
QUESTION = "Vad får båten kosta?"


@pytest.fixture(scope="module")
def desk(start_service):
    """Return a service with the council's minutes and the board's, and their ids."""
    with start_service() as service:
        job = service.upload(
            (SOURCE, PAPERS["ljungnas/kf-juni.txt"].encode()), ("ks.txt", PAPERS["ljungnas/ks-maj.txt"].encode())
        )
        yield service, {outcome["source"]: outcome["document_id"] for outcome in job["outcomes"]}


@pytest.fixture
def office(desk):
    """Return the same for one test: what feedback it gives is forgotten after it."""
    yield desk
    service, _ = desk
    while kept := service.http.get("/v1/feedback").json()["feedback"]:
        for one in kept:
            assert service.http.delete(f"/v1/feedback/{one['id']}").status_code == 204


def place(service, document_id: str, words: str) -> dict:
    """Return words of a paper as they are pointed at."""
    start = service.text(document_id).index(words)
    return {"document_id": document_id, "start": start, "end": start + len(words), "quote": words}


def give(service, verdict: str = "rätt", status: int = 201, **fields: object) -> dict:
    """Return what the service says to feedback."""
    body = {"question": QUESTION, "verdict": verdict, "answered": bool(fields.get("citations"))} | fields
    response = service.http.post("/v1/feedback", json=body)
    assert response.status_code == status, response.text
    return response.json()


def exported(service, tmp_path, verdict: str | None = None) -> tuple[list[dict], str]:
    """Return the exported lines, and the file that they are written to."""
    response = service.http.get("/v1/feedback/export", params={"verdict": verdict} if verdict else {})
    assert response.status_code == 200
    assert response.headers["content-type"].startswith("application/x-ndjson")
    file = tmp_path / "frågor.jsonl"
    file.write_bytes(response.content)
    return [json.loads(line) for line in response.text.splitlines()], file


def test_what_is_kept(office):
    service, ids = office
    citation = place(service, ids[SOURCE], BUY)
    given = give(service, comment="Stämmer med\nprotokollet.", citations=[citation], filters={"organisation": [HOME]})
    assert (given["verdict"], given["comment"], given["answered"]) == ("rätt", "Stämmer med\nprotokollet.", True)
    (cited,) = given["citations"]
    assert (cited["source"], cited["paragraph"], cited["quote"]) == (SOURCE, "§ 77", BUY)
    assert cited["reference"] == f"{KF} 2022-06-15 § 77, dnr KS 2022/44, s. 1"
    assert given["filters"]["organisation"] == [HOME]
    assert given["index"] == service.index.manifest
    assert service.http.get("/v1/feedback").json() == {"total": 1, "feedback": [given]}


def test_nobody_is_named_and_no_paper_is_copied(office):
    """The table has no column for a person, and none of the papers' words."""
    service, ids = office
    give(service, citations=[place(service, ids[SOURCE], BUY)])
    with sqlite3.connect(service.settings.data_dir / "catalogue.sqlite") as database:
        columns = [row[1] for row in database.execute("PRAGMA table_info(feedback)")]
        (row,) = database.execute("SELECT * FROM feedback").fetchall()
    told = ["id", "at", "question", "filters", "verdict", "comment", "answered", "spots", "made_with"]
    assert columns == [*told, "bound"]  # to what organisations; not whom
    assert "båt för skolskjuts" not in str(row)


def test_pages_and_forgetting(office):
    """Newest first; what is forgotten is gone, and its number is not used again."""
    service, _ = office
    ids = [give(service, question=f"Fråga {n}?")["id"] for n in range(3)]
    page = service.http.get("/v1/feedback", params={"offset": 1, "limit": 1}).json()
    assert (page["total"], [one["question"] for one in page["feedback"]]) == (3, ["Fråga 1?"])
    deleted = service.http.delete(f"/v1/feedback/{ids[2]}")
    assert (deleted.status_code, deleted.content) == (204, b"")
    assert service.http.delete(f"/v1/feedback/{ids[2]}").status_code == 404
    assert [one["id"] for one in service.http.get("/v1/feedback").json()["feedback"]] == [ids[1], ids[0]]
    assert give(service)["id"] not in ids


@pytest.mark.parametrize(
    "change",
    [
        {"verdict": "kanske"},
        {"question": "  "},
        {"comment": "x" * 2_001},
        {"comment": "pling\x07"},
        {"namn": "Eva"},
        {"citations": [{"document_id": "x", "start": 0, "end": 1}]},
    ],
    ids=str,
)
def test_what_cannot_be_taken(office, change):
    service, _ = office
    give(service, status=422, **change)
    assert service.http.get("/v1/feedback").json()["total"] == 0


def test_a_comment_of_the_longest(office):
    service, _ = office
    assert give(service, comment="å" * 2_000)["comment"] == "å" * 2_000


def test_citations_are_checked(office):
    service, ids = office
    citation = place(service, ids[SOURCE], BUY)
    give(service, status=422, citations=[citation | {"quote": BUY.replace("900", "901")}])
    give(service, status=404, citations=[citation | {"document_id": "finns-inte"}])


# Lines for the measuring


def test_right_answers_are_questions_of_a_question_file(office, tmp_path):
    """With the evidence by paper and §, the second under "also"; rightly unanswered ones too."""
    service, ids = office
    board = "Kommunstyrelsen föreslår att en båt köps."
    give(service, citations=[
        place(service, ids[SOURCE], BUY), place(service, ids["ks.txt"], board), place(service, ids[SOURCE], REPORT),
    ])  # fmt: skip
    give(service, question="När öppnar badhuset?", answered=False)
    give(service, "fel", question="Vem kör båten?", comment="Det står i avtalet.")
    lines, file = exported(service, tmp_path)
    first, second = read_questions(file)
    assert (first.text, first.answerable) == (QUESTION, True)
    assert [(one.document, one.paragraph, one.quote) for one in first.evidence] == [
        (SOURCE, "§ 77", BUY),
        (SOURCE, "§ 77", REPORT),
        ("ks.txt", "§ 60", board),
    ]
    assert (second.text, second.answerable, second.evidence) == ("När öppnar badhuset?", False, ())
    assert [line["feedback"]["verdict"] for line in lines] == ["rätt", "rätt"]


def test_wrong_answers_wait_for_a_person(office, tmp_path):
    """As they are they are no questions of a file; with what was right filled in they are."""
    service, ids = office
    given = give(service, "fel", comment="Det gällde bussen.", citations=[place(service, ids[SOURCE], BUY)])
    (line,), file = exported(service, tmp_path, "fel")
    assert (line["id"], line["answerable"], line["evidence"]) == (f"f{given['id']:04}", None, [])
    told = line["feedback"]
    assert told["comment"] == "Det gällde bussen."
    assert told["shown"] == [{"document": SOURCE, "paragraph": "§ 77", "evidence": [BUY]}]
    file.write_text(json.dumps(line | {"answerable": False}), "utf-8")
    (question,) = read_questions(file)
    assert (question.text, question.answerable) == (QUESTION, False)


def test_what_is_withdrawn_is_in_no_line(fresh, tmp_path):
    """The paper's words are gone with it, and so is the proof."""
    service, ids = fresh({SOURCE: PAPERS["ljungnas/kf-juni.txt"]})
    give(service, citations=[place(service, ids[SOURCE], BUY)])
    service.http.delete(f"/v1/documents/{ids[SOURCE]}")
    assert exported(service, tmp_path)[0] == []
    (one,) = service.http.get("/v1/feedback").json()["feedback"]
    assert (one["citations"][0]["quote"], one["citations"][0]["source"]) == (None, None)


def test_white_space_of_a_quotation_is_folded(fresh, tmp_path):
    """As evidence has it: a quotation over two lines is one."""
    service, ids = fresh({SOURCE: PAPERS["ljungnas/kf-juni.txt"].replace("köps för högst", "köps\nför högst")})
    give(service, citations=[place(service, ids[SOURCE], BUY.replace("köps för", "köps\nför"))])
    _, file = exported(service, tmp_path)
    assert read_questions(file)[0].evidence[0].quote == BUY


def test_no_feedback_in_the_log(office, everything_logged):
    service, _ = office
    give(service, question="Vad är hemligtord?", comment="hemligtord")
    give(service, question="hemligtord\x00", status=422)
    assert "/v1/feedback" in everything_logged.text
    assert "hemligtord" not in everything_logged.text

"""The answer as server-sent events over real HTTP: the same as /v1/ask says, piece by piece."""

import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import httpx
import pytest

from tests.search_api.model_server import (
    Act,
    Call,
    Played,
    Said,
    babbles,
    hangs,
    playing,
    replies,
    sends,
    written,
)  # fmt: skip

QUESTION = "Vad kostar hemtjänsten i Ängsö?"
FEE = "Socialnämnden beslutar att avgiften inom hemtjänsten är 310 kronor i timmen."
CARS = "Socialnämnden beslutar att hyra tre elbilar till nattpatrullen."
TRUE = Said("Avgiften inom hemtjänsten är 310 kronor i timmen.", [(1, FEE)])
FALSE = Said("Avgiften inom hemtjänsten är 410 kronor i timmen.", [(1, FEE)])
PAPER = (
    "ÄNGSÖ KOMMUN\nSocialnämnden\n\nSAMMANTRÄDESPROTOKOLL\nSammanträdesdatum: 2022-03-09\n\n"
    f"§ 7 Avgift inom hemtjänsten\nDnr SN 2022/140\n\nBeslut\n{FEE}\n\n"
    f"§ 8 Nattpatrullens bilar\nDnr SN 2022/141\n\nBeslut\n{CARS}\n"
)


def events(http: httpx.Client, **body: object) -> list[tuple[str, dict]]:
    """Return the events of a stream as (name, data), read to its end."""
    response = http.post("/v1/ask/stream", json=body)
    assert response.status_code == 200, response.text
    assert response.headers["content-type"].startswith("text/event-stream")
    return list(parsed(response.text.splitlines()))


def parsed(lines: Iterator[str]) -> Iterator[tuple[str, dict]]:
    """Give each event of a stream's lines."""
    name, data = "", ""
    for line in lines:
        if line.startswith("event: "):
            name = line.removeprefix("event: ")
        elif line.startswith("data: "):
            data += line.removeprefix("data: ")
        elif not line and data:
            yield name, json.loads(data)
            name, data = "", ""


def timeless(answer: dict) -> dict:
    """Return an answer without what differs from one asking to the next."""
    return {name: value for name, value in answer.items() if name != "took_ms"}


@pytest.fixture
def modelled(fresh: Callable[..., object]) -> Callable[..., object]:
    """Return a context manager that serves the paper with a language model that does `acts`."""

    @contextmanager
    def serve(*acts: Act, **settings: object) -> Iterator[tuple[object, Played]]:
        options = {"llm_timeout": 10, "llm_retries": 0} | settings
        with playing(*acts) as server:
            running, _ = fresh({"sn.txt": PAPER}, llm_url=server.url, **options)
            yield running, server

    return serve


@pytest.mark.parametrize("question", [QUESTION, "Hur många delfiner fångades i Mälaren 1412?"])
def test_the_same_as_ask(service, question):
    """Coverage first, each citation before what it carries, the whole answer last."""
    service.app.state.archives.whole.retriever.vocabulary.refresh()  # else counted between the two, perhaps
    found = events(service.http, question=question, limit=3)
    names = [name for name, _ in found]
    answer = found[-1][1]
    assert names[0] == "coverage"
    assert names[-1] == "answer"
    assert timeless(answer) == timeless(service.ask(question, limit=3))
    assert found[0][1] == answer["coverage"]
    assert [data for name, data in found if name == "citation"] == answer["citations"]
    assert [data for name, data in found if name == "statement"] == answer["statements"]
    known: set[int] = set()
    for name, data in found:
        known |= {data["number"]} if name == "citation" else set()
        assert name != "statement" or known.issuperset(data["citations"])


@pytest.mark.parametrize("body", [{}, {"question": ""}, {"question": "x" * 3_000}, {"question": "a", "limit": 0}])
def test_what_is_no_question_is_refused_at_once(service, body):
    response = service.http.post("/v1/ask/stream", json=body)
    assert response.status_code == 422
    assert response.headers["content-type"] == "application/problem+json"


def test_a_failure_is_an_event(service):
    """What is found wrong when the stream has begun: the problem that /v1/ask answers with."""
    body = {"question": QUESTION, "filters": {"committee": ["Kyrkorådet"]}}
    ((name, problem),) = events(service.http, **body)
    expected = service.http.post("/v1/ask", json=body)
    assert name == "error"
    assert expected.status_code == problem["status"] == 422
    assert {**problem, "request_id": ""} == {**expected.json(), "request_id": ""}
    assert len(problem["request_id"]) == 32


def test_no_question_in_the_log(service, caplog):
    caplog.set_level("DEBUG")
    events(service.http, question="Vad kostar Zanzibarbryggan?")
    assert "Zanzibar" not in caplog.text


def test_a_model_writes_the_answer(modelled):
    """In both ways of asking; what is false in it is left out, and what is shown is the paper's own."""
    with modelled(replies(written(FALSE, TRUE))) as (running, _):
        found = events(running.http, question=QUESTION)
        whole = running.ask(QUESTION)
    answer = found[-1][1]
    assert [statement["text"] for statement in answer["statements"]] == [TRUE.text]
    assert [citation["quote"] for citation in answer["citations"]] == [FEE]
    assert timeless(answer) == timeless(whole)
    assert [name for name, _ in found] == ["coverage", "citation", "statement", "answer"]


def test_statements_come_one_by_one(modelled):
    """The first is sent while the model still writes."""
    content = written(TRUE, Said("Nämnden hyr tre elbilar till nattpatrullen.", [(2, CARS)]))

    def act(call: Call) -> None:
        call.begin(200, "text/event-stream")
        place = content.index("nattpatrullen")
        for part in (content[:place], content[place:]):
            call.send(f"data: {json.dumps({'choices': [{'delta': {'content': part}}]})}\n\n")
            call.server.left.wait(10)

    with modelled(act) as (running, server):
        body = {"question": "Vad kostar hemtjänsten, och vad hyrs till nattpatrullen?"}
        with running.http.stream("POST", "/v1/ask/stream", json=body) as response:
            for name, data in parsed(response.iter_lines()):
                if name == "statement":
                    assert data["text"] == TRUE.text
                    assert not server.left.is_set()
                    break
            server.left.set()


@pytest.mark.parametrize(
    "act",
    [replies(written(FALSE)), replies("{}"), sends(500), hangs],
    ids=["a liar", "no answer", "a broken server", "a hanging server"],
)
def test_the_answer_without_a_model_takes_its_place(modelled, act):
    with modelled(act, llm_timeout=0.5) as (running, server):
        answer = events(running.http, question=QUESTION)[-1][1]
        assert len(server.calls) == 1
    assert answer["answered"]
    assert all(citation["quote"] in PAPER for citation in answer["citations"])
    assert "310 kronor" in answer["answer"]


def test_a_reader_who_leaves_stops_the_model(modelled):
    with modelled(babbles) as (running, server):
        with running.http.stream("POST", "/v1/ask/stream", json={"question": QUESTION}) as response:
            lines = response.iter_lines()  # kept: an iterator that is thrown away hangs up at once
            next(lines)
            for _ in range(12_000):
                if server.calls:
                    break
                time.sleep(0.01)
            assert server.calls
        assert server.left.wait(8)


def test_a_slow_model_keeps_nobody_else_waiting(modelled):
    """More questions to it than the process has threads for, and a search is answered all the same."""
    with modelled(hangs, llm_timeout=30) as (running, _), httpx.Client(trust_env=False) as http:
        waiting = [
            http.stream("POST", f"{running.url}/v1/ask/stream", json={"question": QUESTION}, timeout=30)
            for _ in range(60)
        ]
        for one in waiting:
            one.__enter__()
        assert running.search("elbilar")["total"] > 0
        for one in waiting:
            one.__exit__(None, None, None)

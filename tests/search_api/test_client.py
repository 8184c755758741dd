"""The client against the real server, and against what is no such server at all."""

import datetime as dt
import functools
import http.server
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from corpus.catalogue.jobs import Giver
from corpus.errors import BadRequest, BeslutsminneError, NotFound, ServerUnreachable
from search_api import schemas
from search_api.client import Client

PAPER = """Klientköpings kommun
Miljönämnden

Protokoll
Sammanträdesdatum 2021-10-06

§ 3 Köp av vindskyddet
Dnr MN 2021/5

Beslut

Miljönämnden beslutar att köpa vindskyddet för 77 kronor.
""".encode()


@pytest.fixture
def client(service) -> Iterator[Client]:
    """Return a client of the server that is only read from."""
    with Client(service.url) as opened:
        yield opened


def test_search(client):
    found = client.search(schemas.SearchRequest(query="vattenledning till Ekholmen", limit=2))
    assert isinstance(found, schemas.SearchResponse)
    assert len(found.hits) == 2
    assert found.hits[0].case_number == "TN 2023/31"
    assert found.hits[0].date == dt.date(2023, 5, 17)


def test_search_says_all_that_was_asked(client):
    request = schemas.SearchRequest(
        query="nämnden beslutar", limit=3, offset=2, group_by=schemas.Grouping.SECTION,
        filters=schemas.Filters(organisation=["Ängsö kommun"], date_from=dt.date(2023, 1, 1)),
    )  # fmt: skip
    found = client.search(request)
    assert [hit.rank for hit in found.hits] == [3, 4, 5]
    assert {hit.source for hit in found.hits} <= {"angso/tn.txt", "angso/bun.docx"}
    assert found.interpreted.filters == request.filters


def test_ask(client):
    answer = client.ask(schemas.AskRequest(question="Vad kostar det att rusta upp bastun i Dalen?"))
    assert isinstance(answer, schemas.AskResponse)
    assert answer.answered
    assert answer.coverage.first == dt.date(2020, 1, 15)
    assert answer.coverage.last == dt.date(2024, 10, 31)


def test_documents(client, service):
    whole = client.documents()
    assert {line.source for line in whole.documents} == set(service.papers)
    assert client.documents(offset=1, limit=2).documents == whole.documents[1:3]
    narrow = client.documents(
        schemas.Filters(
            organisation=["Ängsö kommun", "Region Gotland"],
            committee=["Socialnämnden"],
            kind=["protokoll", "protokollsutdrag"],
            case_number="SON 2023/273",
            paragraph="§ 181",
            date_from=dt.date(2022, 1, 1),
            date_to=dt.date(2024, 1, 1),
        )
    )
    assert [line.source for line in narrow.documents] == ["gotland/son-181.md"]


def test_document_text_file(client, service):
    for line in client.documents().documents:
        view = client.document(line.document_id)
        assert view.source == line.source
        assert len(client.text(line.document_id)) == view.characters
        assert client.file(line.document_id) == service.papers[line.source].data


@pytest.mark.parametrize("number", ["SON 2023/273", "SON2023-273"])
def test_case(client, number):
    case = client.case(number)
    assert case.case_number == "SON 2023/273"
    assert {hit.source for hit in case.hits} == {"gotland/bob.txt", "gotland/son-181.md"}


def test_facets_and_ready(client, service):
    assert {value.value for value in client.facets().kind} == {paper.kind for paper in service.papers.values()}
    assert client.ready().documents == len(service.papers)


def test_upload_job_delete(desk):
    with Client(desk.url) as client:
        job = client.upload([("vindskydd.txt", PAPER), ("tom.txt", b"")])
        assert isinstance(job, schemas.Job)
        assert job.total == 2
        for _ in range(600):
            if job.state not in (schemas.JobState.WAITING, schemas.JobState.RUNNING):
                break
            time.sleep(0.05)
            job = client.job(job.job_id)
        assert job.state is schemas.JobState.FAILED
        by_source = {outcome.source: outcome for outcome in job.outcomes}
        assert by_source["tom.txt"].message
        document_id = by_source["vindskydd.txt"].document_id
        assert document_id is not None
        assert client.file(document_id) == PAPER
        client.delete(document_id)
        with pytest.raises(NotFound, match=document_id):
            client.document(document_id)
        with pytest.raises(BadRequest, match=r"virus\.exe"):
            client.upload([("virus.exe", b"MZ")])
        with pytest.raises(BeslutsminneError, match="MB"):
            client.upload([("stor.txt", b"x" * 2**21)])


def test_what_waits_for_approval(desk):
    """Listed, looked at, approved and refused; what is no longer there is an error."""
    held = desk.app.state.jobs.submit([("bänk.txt", PAPER), ("bord.txt", b"x")], Giver("anna"), held=True)
    with Client(desk.url) as client:
        first, second = client.waiting_files().files
        assert [one.job_id for one in client.jobs(limit=1).jobs] == [held.job_id]
        assert client.waiting_file(first.id) == PAPER
        with pytest.raises(BadRequest, match="skälet är tomt"):
            client.refuse(second.id, " ")
        assert client.refuse(second.id, "Den är tom.").done == 1
        assert client.approve(first.id).held == 0
        assert client.waiting_files().total == 0
        with pytest.raises(NotFound, match=str(first.id)):
            client.waiting_file(first.id)
        document_id = desk.finished({"job_id": held.job_id})["outcomes"][0]["document_id"]
        client.delete(document_id)


@pytest.mark.parametrize("strange", ["finns-inte", "a/b", "a b", "å", "a?b=c", "a#b", "../facets", "%2e%2e"])
def test_a_name_that_is_not_there(client, strange):
    """Whatever it is made of, it is a name and no path: not found, and named."""
    for ask in (client.document, client.text, client.file, client.delete, client.job, client.case):
        with pytest.raises(NotFound) as raised:
            ask(strange)
        assert strange in str(raised.value)


def test_a_bad_request_says_what_the_server_said(client):
    with pytest.raises(BadRequest, match=r"Kiruna kommun.*Region Gotland"):
        client.documents(schemas.Filters(organisation=["Kiruna kommun"]))
    with pytest.raises(BadRequest, match=r"Kiruna kommun.*Region Gotland"):
        client.search(schemas.SearchRequest(query="a", filters=schemas.Filters(organisation=["Kiruna kommun"])))
    with pytest.raises(BadRequest, match=r"dagbok.*protokoll"):
        client.ask(schemas.AskRequest(question="a", filters=schemas.Filters(kind=["dagbok"])))


# What is no such server


def test_a_server_that_is_down():
    """Says which address, and what to do."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    with Client(f"http://127.0.0.1:{port}/") as client:
        for ask in (
            client.facets,
            client.ready,
            client.documents,
            lambda: client.search(schemas.SearchRequest(query="bastun")),
            lambda: client.ask(schemas.AskRequest(question="Vad kostar bastun?")),
            lambda: client.upload([("a.txt", b"a")]),
            lambda: client.delete("a"),
        ):
            with pytest.raises(ServerUnreachable) as raised:
                ask()
            assert f"http://127.0.0.1:{port}" in str(raised.value)
            assert "svarar inte" in str(raised.value)
            assert "beslutsminne serve" in str(raised.value)


def test_a_server_that_is_silent():
    """A server that takes the connection and says nothing costs no longer than the timeout."""
    with socket.create_server(("127.0.0.1", 0)) as silent:
        address = f"http://127.0.0.1:{silent.getsockname()[1]}"
        with Client(address, timeout=0.2) as client, pytest.raises(ServerUnreachable, match="svarar inte"):
            client.facets()


@pytest.mark.parametrize("address", ["", "inget", "ftp://arkiv", "http://", "http://arkiv:port", "http://[::1"])
def test_an_address_that_is_none(address):
    """A slip in an address is the user's, and told as such."""
    with pytest.raises(BeslutsminneError) as raised, Client(address) as client:
        client.facets()
    assert address.strip("/") in str(raised.value)


@pytest.fixture
def another_server(tmp_path: Path) -> Iterator[str]:
    """Return the address of a web server that is not ours: it has a page at /readyz, and nothing else."""
    (tmp_path / "readyz").write_text("<!doctype html><title>Intranätet</title>", "utf-8")

    class Handler(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *_: object) -> None: ...

    with http.server.ThreadingHTTPServer(
        ("127.0.0.1", 0), functools.partial(Handler, directory=str(tmp_path))
    ) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()
        thread.join()


def test_a_server_that_is_another(another_server):
    """Whatever it answers, a page or an error in its own words, is told of with its address."""
    with Client(another_server) as client:
        for ask in (client.ready, client.facets, lambda: client.search(schemas.SearchRequest(query="bastun"))):
            with pytest.raises(BeslutsminneError) as raised:
                ask()
            assert another_server in str(raised.value)

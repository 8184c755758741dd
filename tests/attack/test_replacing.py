"""Uploads that try for the place of another paper: none is lost, and none is quoted in the place of what is true."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from corpus.sandbox import Sandbox
from indexer.pipeline import Status, index_paths
from tests.attack.started import found, given, minutes, started
from tests.search_api.conftest import Service

TRUE, FALSE = minutes("sand", "grus"), minutes("sand", "lera", said="Rättat protokoll")


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Service]:
    """Return a service over an empty archive."""
    with started(tmp_path / "arkiv") as running:
        yield running


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with the true minutes."""
    folder = tmp_path / "handlingar"
    folder.mkdir()
    (folder / "protokoll.txt").write_bytes(TRUE)
    return folder


def indexed(service: Service, folder: Path, sandbox: Sandbox) -> dict[str, str | None]:
    """Index a folder, and return the id of each paper by its source."""
    return {one.source: one.document_id for one in index_paths(service.index, [folder], sandbox)}


def view(service: Service, document_id: str | None) -> dict:
    """Return the view of a document that must be there."""
    response = service.http.get(f"/v1/documents/{document_id}")
    assert response.status_code == 200, response.text
    return response.json()


# By the name of the file


def test_the_name_of_another_paper(service: Service) -> None:
    """Minutes of two bodies are often called the same: both are found, each with its own file, and it is told."""
    (first,) = given(service, "protokoll.txt", minutes("pumpar"))
    (second,) = given(service, "protokoll.txt", minutes("tält", body="Kulturnämnden"))
    assert (second["source"], second["status"]) == ("protokoll (2).txt", Status.NEW)
    assert "båda finns kvar" in second["message"]
    assert (found(service, "pumpar"), found(service, "tält")) == ({"protokoll.txt"}, {"protokoll (2).txt"})
    for outcome, word in ((first, "pumpar"), (second, "tält")):
        assert word.encode() in service.http.get(f"/v1/documents/{outcome['document_id']}/file").content


@pytest.mark.parametrize(
    "other",
    [
        {"day": "2024-04-16"},
        {"body": "Miljönämnden"},
        {"day": ""},
    ],
    ids=["another day", "another body", "no day"],
)
def test_what_is_not_surely_the_same_paper(service: Service, other: dict[str, str]) -> None:
    """Does not take the place of what is called so."""
    given(service, "protokoll.txt", minutes("pumpar", **other))
    (second,) = given(service, "protokoll.txt", minutes("pumparna"))
    assert second["status"] == Status.NEW
    assert found(service, "pumpar") >= {"protokoll.txt"}


def test_many_papers_of_one_body_and_day(service: Service) -> None:
    """A tjänsteskrivelse of another matter is another paper, though body, day, kind and name are the same."""
    memo = (
        "ALNÄS KOMMUN\nTekniska nämnden\n\nTjänsteskrivelse\nDatum 2024-03-12\nDnr TN 2024/{0}\n\nKöp av {1}\n\n{1}.\n"
    )
    given(service, "skrivelse.txt", memo.format(7, "pumpar").encode())
    (other,) = given(service, "skrivelse.txt", memo.format(8, "tält").encode())
    (newer,) = given(service, "skrivelse.txt", memo.format(8, "tältdukar").encode())
    assert (other["status"], newer["status"]) == (Status.NEW, Status.CHANGED)
    assert view(service, newer["document_id"])["history"][0]["document_id"] == other["document_id"]
    assert view(service, other["document_id"])["replaced_by"] == newer["document_id"]
    assert len(service.http.get("/v1/documents").json()["documents"]) == 2


def test_a_new_version_of_the_same_paper(service: Service) -> None:
    """Is found alone; all earlier ones stay, with text and file, in the history of the newest."""
    ids = [
        given(service, "protokoll.txt", minutes("sand", word))[0]["document_id"] for word in ("grus", "lera", "torv")
    ]
    assert (found(service, "grus"), found(service, "lera")) == (set(), set())
    assert found(service, "torv") == {"protokoll (3).txt"}
    assert [event["document_id"] for event in view(service, ids[2])["history"]] == ids[1::-1]
    for document_id, word in zip(ids, ("grus", "lera", "torv"), strict=True):
        assert word in service.text(document_id)
        assert word.encode() in service.http.get(f"/v1/documents/{document_id}/file").content
    assert [view(service, one)["replaced_by"] for one in ids] == [ids[1], ids[2], None]
    (again,) = given(service, "protokoll.txt", minutes("sand", "torv"))
    assert (again["source"], again["status"]) == ("protokoll (3).txt", Status.UNCHANGED)


def test_the_newest_version_goes(service: Service) -> None:
    """One of several in a row: what it stood for is found again, or what stands in its own place stands for that."""
    first, second, third = (
        given(service, "protokoll.txt", minutes("sand", word))[0]["document_id"] for word in ("grus", "lera", "torv")
    )
    receipt = service.http.delete(f"/v1/documents/{second}").json()
    assert receipt["found_again"] == []
    assert (found(service, "grus"), found(service, "torv")) == (set(), {"protokoll (3).txt"})
    assert view(service, first)["replaced_by"] == third
    receipt = service.http.delete(f"/v1/documents/{third}").json()
    assert [line["document_id"] for line in receipt["found_again"]] == [first]
    assert found(service, "grus") == {"protokoll.txt"}


def test_two_that_might_be_meant(service: Service) -> None:
    """Two papers of one meeting and name, given at once, are both kept; a third takes the place of neither unasked."""
    job = service.upload(("protokoll.txt", minutes("sand", "grus")), ("protokoll.txt", minutes("sand", "lera")))
    assert {one["status"] for one in job["outcomes"]} == {Status.NEW}
    (third,) = given(service, "protokoll.txt", minutes("sand", "torv"))
    assert third["status"] == Status.NEW
    assert [len(found(service, word)) for word in ("grus", "lera", "torv")] == [1, 1, 1]


# By what the paper says of itself


@pytest.mark.parametrize("name", ["protokoll-rättad.txt", "x.txt"])
@pytest.mark.parametrize("first", ["folder", "upload"])
def test_a_false_correction_of_what_was_indexed(
    service: Service, folder: Path, sandbox: Sandbox, name: str, first: str
) -> None:
    """In either order: the true minutes are found and quoted, and the answer tells of the other."""
    if first == "folder":
        indexed(service, folder, sandbox)
    (false,) = given(service, name, FALSE)
    ids = indexed(service, folder, sandbox)
    assert (found(service, "grus"), found(service, "lera")) == ({"protokoll.txt"}, {name})
    true = view(service, ids["protokoll.txt"])
    assert (true["replaced_by"], true["disputed_by"]) == (None, false["document_id"])
    if first == "folder":
        assert ids["protokoll.txt"] in false["message"]
    answer = service.ask("Vad köper nämnden i ärende 2?")
    assert "protokoll.txt" in {citation["source"] for citation in answer["citations"]}
    assert any(name in note and "protokoll.txt" in note and "inte tagit dess plats" in note for note in answer["notes"])


def test_a_dispute_ends_with_the_paper_that_raised_it(service: Service, folder: Path, sandbox: Sandbox) -> None:
    """Withdrawn, it is told of no more."""
    ids = indexed(service, folder, sandbox)
    (false,) = given(service, "protokoll-rättad.txt", FALSE)
    service.http.delete(f"/v1/documents/{false['document_id']}")
    assert view(service, ids["protokoll.txt"])["disputed_by"] is None
    assert service.ask("Vad köper nämnden i ärende 2?")["notes"] == []


def test_a_correction_that_is_put_in_the_folder(service: Service, folder: Path, sandbox: Sandbox) -> None:
    """Whoever keeps the folder believes it: what had only been uploaded takes the place from then on."""
    ids = indexed(service, folder, sandbox)
    (new,) = given(service, "protokoll-rättad.txt", FALSE)
    (folder / "protokoll-rättad.txt").write_bytes(FALSE)
    indexed(service, folder, sandbox)
    assert (found(service, "grus"), len(found(service, "lera"))) == (set(), 1)
    assert view(service, ids["protokoll.txt"])["replaced_by"] == new["document_id"]


def test_true_minutes_that_had_been_uploaded_too(service: Service, folder: Path, sandbox: Sandbox) -> None:
    """An uploaded correction holds of what was uploaded, until the paper turns out to lie in a folder."""
    given(service, "protokoll.txt", TRUE)
    given(service, "protokoll-rättad.txt", FALSE)
    assert found(service, "grus") == set()
    indexed(service, folder, sandbox)
    assert len(found(service, "grus")) == len(found(service, "lera")) == 1


# By name of the document


def test_the_one_that_is_named_is_replaced(service: Service, folder: Path, sandbox: Sandbox) -> None:
    """Whatever both are called; also one that lies in a folder, and it stays so when that is read again."""
    ids = indexed(service, folder, sandbox)
    (new,) = given(service, "nytt namn.txt", minutes("tält"), replaces=str(ids["protokoll.txt"]))
    assert new["status"] == Status.CHANGED
    for _ in range(2):
        assert (found(service, "grus"), found(service, "tält")) == (set(), {"nytt namn.txt"})
        assert "grus" in service.text(str(ids["protokoll.txt"]))
        assert view(service, new["document_id"])["history"][0]["document_id"] == ids["protokoll.txt"]
        indexed(service, folder, sandbox)


def test_what_cannot_be_replaced(service: Service) -> None:
    """A document that is not there, two files for one, a file of several papers, and one replaced already."""
    (old,) = given(service, "a.txt", minutes("sand"))
    files = [("files", ("b.txt", minutes("lera")))]
    response = service.http.post("/v1/documents", files=files, data={"replaces": "finns-inte"})
    assert (response.status_code, "finns-inte" in response.json()["detail"]) == (404, True)
    response = service.http.post("/v1/documents", files=files * 2, data={"replaces": old["document_id"]})
    assert response.status_code == 422
    (new,) = given(service, "b.txt", minutes("lera"), replaces=old["document_id"])
    (refused,) = given(service, "c.txt", minutes("torv"), replaces=old["document_id"])
    assert refused["status"] == Status.FAILED
    assert new["document_id"] in refused["message"]
    assert found(service, "torv") == set()


def test_an_old_version_is_put_back(service: Service) -> None:
    """Given again in the place of the newer one it is found, and the newer is not: never neither of them."""
    (old,) = given(service, "a.txt", minutes("sand", "grus"))
    (new,) = given(service, "a.txt", minutes("sand", "lera"))
    (back,) = given(service, "a.txt", minutes("sand", "grus"), replaces=new["document_id"])
    assert back["document_id"] == old["document_id"]
    assert (found(service, "grus"), found(service, "lera")) == ({"a.txt"}, set())

"""Over HTTP: papers that are withdrawn, with a receipt, and papers that are corrected."""

from corpus.sandbox import Sandbox
from indexer.pipeline import index_paths
from tests.search_api.papers import EARLIER, FACTS, PRIVATE, view, zipped


def test_a_receipt(fresh):
    """What is left is counted anew and is nothing; the paper is on no way out, and the report names the withdrawal."""
    service, ids = fresh({"a.txt": EARLIER, "b.txt": FACTS})
    document_id = ids["b.txt"]
    passages = len(service.index.catalogue.passages(document_id))
    response = service.http.delete(f"/v1/documents/{document_id}")
    assert response.status_code == 200
    receipt = response.json()
    assert (receipt["action"], receipt["document_id"], receipt["source"]) == ("återkallad", document_id, "b.txt")
    assert receipt["passages"] == passages > 0
    assert [receipt[f"left_{name}"] for name in ("documents", "passages", "vectors")] == [0, 0, 0]
    assert (receipt["files_deleted"], receipt["files_left"]) == (["b.txt"], [])
    for tail in ("", "/text", "/file"):
        assert service.http.get(f"/v1/documents/{document_id}{tail}").status_code == 404
    assert all(hit["document_id"] != document_id for hit in service.search("brygga i Sandviken", limit=50)["hits"])
    assert service.http.get("/v1/cases/TN 2024/7").status_code == 404
    assert service.http.delete(f"/v1/documents/{document_id}").status_code == 404
    (withdrawn,) = service.http.get("/v1/quality").json()["withdrawn"]
    assert (withdrawn["document_id"], withdrawn["at"]) == (document_id, receipt["at"])


def test_a_receipt_names_the_files_that_are_left(start_service, sandbox: Sandbox, tmp_path):
    """Files that are not ours are let be, and named so that their owner can remove them."""
    (tmp_path / "a.txt").write_text(FACTS, "utf-8")
    (tmp_path / "z.zip").write_bytes(zipped({"inre.txt": FACTS, "annan.txt": EARLIER}))
    with start_service() as service:
        outcomes = {one.source: one for one in index_paths(service.index, [tmp_path], sandbox)}
        receipt = service.http.delete(f"/v1/documents/{outcomes['a.txt'].document_id}").json()
        assert receipt["files_deleted"] == []
        assert receipt["files_left"] == ["a.txt", "z.zip/inre.txt"]
        assert set(receipt["why_left"]) == {"a.txt", "z.zip/inre.txt"}


def test_withdrawing_a_paper_of_an_uploaded_zip(fresh):
    """The other papers of the zip stay, and so does the zip, which the receipt names."""
    service, _ = fresh({"a.txt": EARLIER})
    outcomes = service.upload(("z.zip", zipped({"b.txt": FACTS, "c.txt": PRIVATE})))["outcomes"]
    ids = {outcome["source"]: outcome["document_id"] for outcome in outcomes}
    response = service.http.delete(f"/v1/documents/{ids['z.zip/b.txt']}")
    assert response.status_code == 200, response.text
    assert response.json()["files_left"] == ["z.zip/b.txt"]
    assert view(service, ids["z.zip/c.txt"])["places"] == ["z.zip/c.txt"]


def test_a_corrected_paper_over_http(fresh):
    """The correction has the old one in its history; the old is found by no list, and read by its id."""
    correction = EARLIER.replace("\n\n§ 10", "\nRättat protokoll\n\n§ 10").replace("tegel.", "lera.")
    service, ids = fresh({"a.txt": EARLIER, "b.txt": correction})
    paper = view(service, ids["b.txt"])
    (event,) = paper["history"]
    assert (event["action"], event["document_id"], event["replaced_by"]) == ("ersatt", ids["a.txt"], ids["b.txt"])
    assert [line["source"] for line in service.http.get("/v1/documents").json()["documents"]] == ["b.txt"]
    assert all(hit["source"] == "b.txt" for hit in service.search("tegel", limit=50)["hits"])
    assert service.http.get("/v1/quality").json()["documents"] == 1
    assert view(service, ids["a.txt"])["replaced_by"] == ids["b.txt"]
    assert "tegel" in service.text(ids["a.txt"])
    assert service.http.get(f"/v1/documents/{ids['a.txt']}/file").content == EARLIER.encode()


def test_the_other_papers_of_a_meeting_can_be_opened(fresh):
    """Each that a document names leads to a document."""
    correction = EARLIER.replace("\n\n§ 10", "\nRättat protokoll\n\n§ 10").replace("tegel.", "lera.")
    summons = EARLIER.replace("SAMMANTRÄDESPROTOKOLL", "KALLELSE")
    service, ids = fresh({"a.txt": EARLIER, "b.txt": correction, "c.txt": summons})
    same = view(service, ids["b.txt"])["same_meeting"]
    assert [line["source"] for line in same] == ["c.txt"]

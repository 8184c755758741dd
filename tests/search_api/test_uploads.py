"""Papers in and out over HTTP: what is given is found, what is withdrawn is gone, and no accident costs a paper."""

import socket
import uuid
from pathlib import Path

import httpx
import pytest

HEAD = "Provköpings kommun\nMiljönämnden\n\nProtokoll\nSammanträdesdatum 2021-10-06\n\n"


@pytest.fixture(scope="module", params=["", "_on_postgresql"], ids=["sqlite", "postgresql"])
def desk(request):
    """Return the server of that name, with its catalogue in each kind of database."""
    return request.getfixturevalue(f"desk{request.param}")


def minutes(word: str, *, dnr: str = "MN 2021/5") -> bytes:
    """Return minutes of one section that buys a thing."""
    return (
        f"{HEAD}§ 3 Köp av {word}\nDnr {dnr}\n\nBeslut\nMiljönämnden beslutar att köpa {word} för 77 kronor.\n".encode()
    )


def sources(service, word: str) -> set[str]:
    """Return the sources of the hits that say a word."""
    return {hit["source"] for hit in service.search(word, limit=100)["hits"] if word in hit["text"]}


def raw_upload(service, *files: tuple[bytes, bytes]):
    """Upload files whose names go over the wire as they are, as no well-behaved client sends them."""
    boundary = uuid.uuid4().hex.encode()
    body = b"".join(
        b'--%b\r\nContent-Disposition: form-data; name="files"; filename="%b"\r\n\r\n%b\r\n' % (boundary, name, content)
        for name, content in files
    )
    # On a connection of its own: after an internal error the server closes it.
    return httpx.post(
        f"{service.url}/v1/documents",
        trust_env=False,
        content=body + b"--%b--\r\n" % boundary,
        headers={"Content-Type": f"multipart/form-data; boundary={boundary.decode()}"},
    )


def assert_problem(response, status: int, *named: str) -> None:
    """Assert that a response is a problem document that names each of `named`."""
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == "application/problem+json"
    assert all(word in response.json()["detail"] for word in named), response.text


def test_upload_job_searchable(desk, make_docx, make_pdf):
    """All formats in one job; each file is told of, and found at once when the job is done."""
    response = desk.http.post(
        "/v1/documents",
        files=[
            ("files", ("pumpen.txt", minutes("pumpen"))),
            ("files", ("tratten.md", minutes("tratten"))),
            ("files", ("hinken.docx", make_docx(*minutes("hinken").decode().split("\n")))),
            ("files", ("skopan.pdf", make_pdf(minutes("skopan").decode().split("\n")))),
        ],
    )
    assert response.status_code == 202
    begun = response.json()
    assert begun["total"] == 4
    job = desk.finished(begun)
    assert job["job_id"] == begun["job_id"]
    assert job["state"] == "done"
    assert job["done"] == job["total"] == len(job["outcomes"]) == 4
    for outcome in job["outcomes"]:
        word = Path(outcome["source"]).stem
        assert outcome["status"] == "ny"
        assert sources(desk, word) == {outcome["source"]}
        assert word in desk.text(outcome["document_id"])
        answer = desk.ask(f"Vad kostade {word}?")
        assert any(word in citation["quote"] for citation in answer["citations"])


def test_the_same_again_costs_nothing(desk):
    desk.upload(("igen.txt", minutes("slangen")))
    before = desk.http.get("/v1/documents").json()["total"]
    job = desk.upload(("igen.txt", minutes("slangen")))
    assert (job["state"], job["outcomes"][0]["status"]) == ("done", "oförändrad")
    assert desk.http.get("/v1/documents").json()["total"] == before


def test_a_corrected_paper_replaces_the_old(desk):
    """The old text is found nowhere, the new everywhere; the old one is read by its id, which the history names."""
    old = desk.upload(("rättad.txt", minutes("felet", dnr="MN 2021/81")))["outcomes"][0]["document_id"]
    job = desk.upload(("rättad.txt", minutes("rättelsen", dnr="MN 2021/82")))
    assert job["outcomes"][0]["status"] == "ändrad"
    assert sources(desk, "felet") == set()
    assert sources(desk, "rättelsen") == {"rättad (2).txt"}
    new = job["outcomes"][0]["document_id"]
    (event,) = desk.http.get(f"/v1/documents/{new}").json()["history"]
    assert (event["document_id"], event["source"]) == (old, "rättad.txt")
    assert desk.http.get(f"/v1/documents/{old}").json()["replaced_by"] == new
    assert "felet" in desk.text(old)
    assert desk.http.get(f"/v1/documents/{old}/file").content == minutes("felet", dnr="MN 2021/81")
    assert desk.http.get("/v1/cases/MN 2021/81").status_code == 404


def test_bad_files_are_named_and_good_ones_taken(desk, make_pdf):
    """Each bad file with what to do, and the job ends as done with failures."""
    bad = {
        "tom.txt": b"",
        "blank.txt": b" \n\n ",
        "låst.pdf": make_pdf(["Hemligt."], user_password="lösen"),
        "bild.pdf": make_pdf(None, None),
        "trasig.pdf": b"%PDF-1.7\n" + b"\x00\x01" * 500,
        "trasig.docx": b"PK\x03\x04 inget arkiv",
    }
    job = desk.upload(("före.txt", minutes("kastrullen")), *bad.items(), ("efter.txt", minutes("stekpannan")))
    assert job["state"] == "done with failures"
    assert job["done"] == job["total"] == 8
    failed = {o["source"]: o for o in job["outcomes"] if o["status"] == "misslyckad"}
    assert set(failed) == set(bad)
    for outcome in failed.values():
        assert outcome["document_id"] is None
        assert outcome["message"].count(".") >= 2  # what is wrong, and what to do
    assert sources(desk, "kastrullen") == {"före.txt"}
    assert sources(desk, "stekpannan") == {"efter.txt"}
    listed = {line["source"] for line in desk.http.get("/v1/documents", params={"limit": 500}).json()["documents"]}
    assert listed.isdisjoint(bad)


def test_a_file_of_an_unknown_kind_does_not_cost_the_others(desk):
    """A wrong suffix is reported by name like any bad file, and the rest goes on."""
    response = desk.http.post(
        "/v1/documents",
        files=[("files", ("bra.txt", minutes("visslan"))), ("files", ("program.exe", b"MZ\x90\x00"))],
    )
    assert response.status_code == 202, response.text
    job = desk.finished(response.json())
    assert job["state"] == "done with failures"
    assert [o["source"] for o in job["outcomes"] if o["status"] == "misslyckad"] == ["program.exe"]
    assert sources(desk, "visslan") == {"bra.txt"}


def test_a_refused_upload_leaves_nothing(desk):
    """What the service says that it does not take, it does not keep either."""
    uploads = desk.settings.data_dir / "uploads"
    before = sorted(uploads.iterdir()) if uploads.is_dir() else []
    assert_problem(desk.http.post("/v1/documents", files=[("files", ("program.exe", b"MZ"))]), 422, "program.exe")
    too_much = [("files", ("liten.txt", minutes("gemet"))), ("files", ("stor.txt", b"x" * 2**20))]
    assert_problem(desk.http.post("/v1/documents", files=too_much), 413)
    assert (sorted(uploads.iterdir()) if uploads.is_dir() else []) == before


def test_a_bad_file_does_not_cost_the_good_one_of_its_name(desk):
    """Nothing indexed is lost by a bad file: the paper is still found, and its file still given."""
    good = minutes("klockan")
    document_id = desk.upload(("klocka.txt", good))["outcomes"][0]["document_id"]
    assert desk.upload(("klocka.txt", b""))["state"] == "done with failures"
    assert sources(desk, "klockan") == {"klocka.txt"}
    assert desk.http.get(f"/v1/documents/{document_id}/file").content == good


@pytest.mark.parametrize("names", [("protokoll.txt", "protokoll.txt"), ("ks/protokoll.txt", "bun/protokoll.txt")])
def test_two_papers_of_one_name_in_one_upload(desk, names):
    """Minutes of two bodies are often called the same: neither is lost, and the job tells of both."""
    words = [f"sak{uuid.uuid4().hex[:8]}" for _ in names]
    response = raw_upload(desk, *((name.encode(), minutes(word)) for name, word in zip(names, words, strict=True)))
    assert response.status_code == 202, response.text
    job = desk.finished(response.json())
    assert job["done"] == job["total"] == len(job["outcomes"]) == 2
    assert all(sources(desk, word) for word in words)


def test_two_papers_with_long_names_alike_at_first(desk):
    """Whatever is cut off a long name, two names stay two."""
    desk.upload((f"{'a' * 200} ett.txt", minutes("ettan")), (f"{'a' * 200} två.txt", minutes("tvåan")))
    assert sources(desk, "ettan")
    assert sources(desk, "tvåan")


HOSTILE = {
    "up": b"../../../klattrar.txt",
    "up, Windows": b"..\\..\\..\\klattrar.txt",
    "absolute": b"/tmp/beslutsminne-klattrar.txt",
    "drive": b"C:\\beslutsminne-klattrar.txt",
    "dots": b"....//....//klattrar.txt",
    "escaped": b"%2e%2e%2fklattrar.txt",
    "nul": b"a\x00.txt",
    "nul before another suffix": b"a.exe\x00.txt",
    "long": b"x" * 5_000 + b".txt",
    "long in bytes": "漢".encode() * 119 + b".txt",
    "longer in bytes": "𝔸".encode() * 119 + b".txt",
    "hidden": b".klattrar.txt",
    "device": b"CON.txt",
    "only dots": b"...txt",
    "backwards": "a\u202etxt.exe.txt".encode(),
    "not UTF-8": b"\xff\xfe.txt",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_names_stay_in_the_folder_of_uploads(desk, name):
    """Taken under a tame name or refused with a reason; either way nothing appears elsewhere, and nothing breaks."""
    around = desk.settings.data_dir.parents[2]
    uploads = desk.settings.data_dir / "uploads"

    def elsewhere() -> set[Path]:
        # The catalogue and the vectors have files that come and go.
        ours = (desk.settings.data_dir / "vectors", uploads)
        files = (path for path in around.rglob("*") if path.is_file() and not path.name.startswith("catalogue.sqlite"))
        return {path for path in files if not any(path.is_relative_to(folder) for folder in ours)}

    def hidden() -> set[Path]:
        return {path for path in uploads.rglob("*") if path.name.startswith(".") or path.is_symlink()}

    before, hidden_before = elsewhere(), hidden()
    response = raw_upload(desk, (HOSTILE[name], minutes(f"ting{uuid.uuid4().hex[:8]}")))
    assert response.status_code in (202, 400, 422), response.text
    if response.status_code == 202:
        job = desk.finished(response.json())
        assert job["state"] == "done"
        source = job["outcomes"][0]["source"]
        assert (uploads / source).resolve().is_relative_to(uploads.resolve())
        assert not {"", ".", ".."} & set(source.split("/"))
        assert not set("\\:\u202e") & set(source)
        assert source.isprintable()
    else:
        assert_problem(response, response.status_code)
    assert elsewhere() == before
    assert hidden() == hidden_before
    assert not Path("/tmp/beslutsminne-klattrar.txt").exists()


def test_a_file_and_a_folder_of_one_name(desk):
    """In either order: both are taken, or one is refused with a reason, and nothing breaks or is lost."""
    for first, second in (("mapp.txt", "mapp.txt/under.txt"), ("lager.txt/under.txt", "lager.txt")):
        words = [f"sak{uuid.uuid4().hex[:8]}" for _ in range(2)]
        assert desk.finished(raw_upload(desk, (first.encode(), minutes(words[0]))).json())["state"] == "done"
        response = raw_upload(desk, (second.encode(), minutes(words[1])))
        assert response.status_code in (202, 422), response.text
        if response.status_code == 202:
            assert desk.finished(response.json())["state"] == "done"
            assert sources(desk, words[1])
        assert sources(desk, words[0])


def test_too_large(desk):
    """More than the limit, in one file or together, is refused with the limit, and the service goes on."""
    for files in ([b"x" * (2**20 + 1)], [b"x" * 400_000] * 3):
        response = desk.http.post("/v1/documents", files=[("files", (f"{n}.txt", f)) for n, f in enumerate(files)])
        assert_problem(response, 413, "1 MB")
    assert desk.upload(("lagom.txt", minutes("limmet") + b"\n" * 900_000))["state"] == "done"


def test_far_too_large_is_refused_before_it_is_sent(desk):
    """Nobody can fill the disk: a length over the limit is refused at once, without the rest being taken."""
    host, port = desk.url.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), timeout=3) as line:
        line.sendall(
            b"POST /v1/documents HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: multipart/form-data; boundary=b\r\n"
            b"Content-Length: 900000000000\r\n\r\n"
            b'--b\r\nContent-Disposition: form-data; name="files"; filename="a.txt"\r\n\r\n'
        )
        try:
            answer = line.recv(200)
        except TimeoutError:
            answer = b"no answer within 3 s"
    assert answer.startswith(b"HTTP/1.1 413")


@pytest.mark.parametrize(
    "parts", [[], [("files", "text and no file")], [("file", ("a.txt", b"x"))]], ids=["none", "text", "wrong field"]
)
def test_an_upload_without_files(desk, parts):
    fields = {name: (None, value) if isinstance(value, str) else value for name, value in parts}
    response = desk.http.post("/v1/documents", files=fields or {"x": (None, "")})
    assert_problem(response, 422, "files")


def test_withdrawn_is_gone_everywhere(desk):
    """From search, answers, lists, facets and cases, with its text and its file; and what stays is untouched."""
    paper = (
        "Fjärrby kommun\nHamnnämnden\n\nDelegationsbeslut\nDatum 2019-08-20\nDnr HN 2019/4\n\n"
        "Ärendet\nHamnnämnden ger tillstånd till fyrverkeriet på Kolkajen.\n"
    ).encode()
    stays = desk.upload(("kvar.txt", minutes("trumman")))["outcomes"][0]["document_id"]
    outcome = desk.upload(("fyrverkeri.txt", paper))["outcomes"][0]
    document_id = outcome["document_id"]
    before = desk.http.get("/v1/documents").json()["total"]
    question = "Vem gav tillstånd till fyrverkeriet på Kolkajen?"
    assert sources(desk, "fyrverkeriet") == {"fyrverkeri.txt"}
    assert desk.ask(question)["answered"]
    assert "Fjärrby kommun" in desk.http.get("/v1/facets").text
    assert desk.http.get("/v1/cases/HN 2019/4").status_code == 200

    response = desk.http.delete(f"/v1/documents/{document_id}")
    assert response.status_code == 200
    receipt = response.json()
    assert (receipt["document_id"], receipt["source"], receipt["action"]) == (
        document_id,
        "fyrverkeri.txt",
        "återkallad",
    )
    assert receipt["passages"] >= 1
    assert [receipt[f"left_{what}"] for what in ("documents", "passages", "vectors")] == [0, 0, 0]
    assert (receipt["files_deleted"], receipt["files_left"]) == (["fyrverkeri.txt"], [])
    assert document_id in {event["document_id"] for event in desk.http.get("/v1/quality").json()["withdrawn"]}

    for query in ("fyrverkeriet", "HN 2019/4", question):
        for grouping in ("passage", "section", "document", "case"):
            hits = desk.search(query, limit=100, group_by=grouping)["hits"]
            assert document_id not in {hit["document_id"] for hit in hits}
    answer = desk.ask(question)
    assert document_id not in {hit["document_id"] for hit in answer["related"] + answer["citations"]}
    assert answer["coverage"]["documents"] == before - 1
    listed = desk.http.get("/v1/documents", params={"limit": 500}).json()
    assert listed["total"] == before - 1
    assert document_id not in {line["document_id"] for line in listed["documents"]}
    facets = desk.http.get("/v1/facets").text
    assert "Fjärrby" not in facets
    assert "Hamnnämnden" not in facets
    assert "2019" not in facets
    for path in ("", "/text", "/file"):
        assert_problem(desk.http.get(f"/v1/documents/{document_id}{path}"), 404, document_id)
    assert_problem(desk.http.get("/v1/cases/HN 2019/4"), 404, "HN 2019/4")
    assert_problem(desk.http.delete(f"/v1/documents/{document_id}"), 404, document_id)
    # And on the disk: neither as a file, nor in the catalogue, nor in the vectors' folder.
    assert [path for path in desk.settings.data_dir.rglob("*") if path.name == "fyrverkeri.txt"] == []
    assert desk.http.get(f"/v1/documents/{stays}").status_code == 200
    assert sources(desk, "trumman") == {"kvar.txt"}


def test_what_was_withdrawn_can_be_given_again(desk):
    first = desk.upload(("åter.txt", minutes("ankaret")))["outcomes"][0]["document_id"]
    desk.http.delete(f"/v1/documents/{first}")
    job = desk.upload(("åter.txt", minutes("ankaret")))
    assert job["state"] == "done"
    assert job["outcomes"][0]["status"] == "ny"
    assert sources(desk, "ankaret") == {"åter.txt"}

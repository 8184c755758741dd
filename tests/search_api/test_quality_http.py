"""Over HTTP: what is known of a paper, of the archive's gaps and flaws, and what is gone or kept from readers."""

from collections.abc import Callable
from pathlib import Path

import pytest

from corpus.errors import IndexMismatch
from corpus.sandbox import Sandbox
from indexer.fusion import Mode
from indexer.index import Index
from indexer.pipeline import index_paths
from search_api.settings import Settings
from tests.search_api.papers import CLASSIFIED, EARLIER, EMAIL, FACTS, HEAD, MOBILE, NUMBER, PRIVATE, view

SECRETS = (NUMBER, MOBILE, EMAIL)


@pytest.fixture(scope="module")
def shelf(start_service: Callable[..., object]):
    """Return a service to read from, with the papers above under the default settings, and their ids."""
    papers = {"fakta.txt": FACTS, "tidigare.txt": EARLIER, "privat.txt": PRIVATE, "hemligt.txt": CLASSIFIED}
    with start_service() as running:
        job = running.upload(*[(name, text.encode()) for name, text in papers.items()])
        assert {outcome["message"] for outcome in job["outcomes"]} == {""}
        yield running, {outcome["source"]: outcome["document_id"] for outcome in job["outcomes"]}


def everything(service, document_id: str, *words: str) -> str:
    """Return all that the API says of a paper and by searching for words, but the echo of the words themselves."""
    said = [service.http.get(f"/v1/documents/{document_id}{tail}").text for tail in ("", "/text")]
    said += [
        service.http.get(path).text for path in ("/v1/documents", "/v1/facets", "/v1/quality", "/v1/cases/TN 2024/40")
    ]
    for word in words:
        found, answer = service.search(word, limit=50), service.ask(word)
        said += [str(found["hits"]), *(str(answer[name]) for name in ("answer", "statements", "citations", "related"))]
    return "\n".join(said)


def texts(facts: list[dict]) -> list[str]:
    """Return the words of facts, on one line each."""
    return [" ".join(fact["text"].split()) for fact in facts]


# A document with its facts


def test_the_facts_of_a_section(shelf):
    """As the wire contract names them, each with the words at its place."""
    service, ids = shelf
    text, sections = service.text(ids["fakta.txt"]), view(service, ids["fakta.txt"])["sections"]
    first, last = (section for section in sections if section["paragraph"])
    assert (first["paragraph"], first["case_number"], first["page"]) == ("§ 21", "TN 2024/7", 1)
    assert first["heading"] == "Ny brygga i Sandviken"
    assert [part["part"] for part in first["parts"]] == ["Ärendet", "Yrkanden", "Omröstning", "Beslut", "Reservation"]
    assert [decision["outcome"] for decision in first["decisions"]] == ["antas", "uppdrag"]
    assert [decision["number"] for decision in first["decisions"]] == [1, 2]
    assert first["vote"]["yes"] == 2
    assert first["vote"]["no"] == 1
    assert first["vote"]["abstaining"] is first["vote"]["absent"] is None
    assert first["votes"] == [first["vote"]]
    assert [motion["who"] for motion in first["motions"]] == [["Bo Ek (M)"]]
    assert texts(first["motions"]) == ["Bo Ek (M) yrkar avslag på förslaget."]
    assert [reservation["who"] for reservation in first["reservations"]] == [["Bo Ek (M)"]]
    (task,) = first["tasks"]
    assert (task["to"], task["due_date"]) == ("Förvaltningen", "2024-06-30")
    assert "30 juni 2024" in task["due"]
    assert last["vote"] is None
    assert [decision["outcome"] for decision in last["decisions"]] == ["antecknas"]
    for section in sections:
        for name in ("decisions", "votes", "motions", "propositions", "reservations", "notes", "conflicts", "tasks",
                     "basis", "references"):  # fmt: skip
            for fact in section[name]:
                assert fact["text"] == text[fact["start"] : fact["end"]] != ""
                assert section["start"] <= fact["start"] < fact["end"] <= section["end"]


def test_a_reference_leads_to_its_paper(shelf):
    """Words that point to a § of an earlier meeting point to the document that holds it."""
    service, ids = shelf
    section = next(s for s in view(service, ids["fakta.txt"])["sections"] if s["paragraph"] == "§ 21")
    (reference,) = section["references"]
    assert (reference["date"], reference["paragraph"]) == ("2024-02-06", "§ 11")
    assert reference["document_id"] == ids["tidigare.txt"]


def test_who_was_there(shelf):
    """Names with party and role, each at its place."""
    service, ids = shelf
    paper = view(service, ids["fakta.txt"])
    text = service.text(ids["fakta.txt"])
    assert [(one["name"], one["party"], one["presence"]) for one in paper["attendance"]] == [
        ("Karin Alm", "S", "beslutande"), ("Bo Ek", "M", "beslutande"), ("Eva Lind", "C", "beslutande"),
    ]  # fmt: skip
    assert [one["role"] for one in paper["attendance"]] == ["ordförande", "vice ordförande", None]
    assert all(one["name"] in text[one["start"] : one["end"]] for one in paper["attendance"])


def test_head_and_quality_of_a_paper(shelf):
    """What its head states with places, what is wrong with it, and where it lies."""
    service, ids = shelf
    paper, text = view(service, ids["fakta.txt"]), service.text(ids["fakta.txt"])
    stated = {fact["name"]: fact for fact in paper["stated"]}
    assert stated["date"]["value"] == "2024-03-12" == text[stated["date"]["start"] : stated["date"]["end"]]
    assert stated["committee"]["value"] == "Tekniska nämnden"
    assert all(0 < fact["confidence"] <= 1 and fact["reason"] for fact in paper["stated"])
    (finding,) = paper["quality"]["findings"]
    assert finding["flaw"] == "§ saknas"
    assert finding["message"] == "§ 22 saknas mellan § 21 och § 23."
    assert 0 < paper["quality"]["confidence"] <= 1
    assert paper["pages"] == [{"number": 1, "start": 0, "end": len(text), "confidence": 1.0, "reasons": []}]
    assert (paper["places"], paper["history"], paper["same_meeting"]) == (["fakta.txt"], [], [])
    assert paper["personal_data"] == {"counts": {}, "found": []}


# Personal data


@pytest.mark.parametrize(
    "question", [NUMBER, MOBILE, EMAIL, "skada på båtplats 14", "Vem har lidit skada på båtplats 14?"]
)
def test_personal_data_leaves_by_no_way_out(shelf, question):
    """Not in texts, hits, answers, headings, titles or lists, whatever is asked."""
    service, ids = shelf
    said = everything(service, ids["privat.txt"], question)
    for secret in SECRETS:
        assert secret not in said
        assert "".join(filter(str.isalnum, secret)) not in said


def test_masked_text_keeps_its_places(shelf):
    """As many characters as before, with the number's dash and the address's signs standing."""
    service, ids = shelf
    text = service.text(ids["privat.txt"])
    assert len(text) == len(PRIVATE)
    assert all(now in (was, "█") for now, was in zip(text, PRIVATE, strict=True))
    assert text.count("██████-████") == 3
    hits = service.search("skada på båtplats", limit=50)["hits"]
    hits = [hit for hit in hits if hit["document_id"] == ids["privat.txt"]]
    assert hits
    assert all(hit["text"] == text[hit["start"] : hit["end"]] for hit in hits)
    answer = service.ask("Vad ersätts skadan på båtplats 14 med?")
    assert answer["answered"]
    for citation in answer["citations"]:
        assert citation["quote"] == service.text(citation["document_id"])[citation["start"] : citation["end"]]


def test_personal_data_is_counted(shelf):
    """By kind, with its places, and that it is masked; the report of the archive counts it too."""
    service, ids = shelf
    personal = view(service, ids["privat.txt"])["personal_data"]
    assert personal["counts"] == {"personnummer": 3, "telefonnummer": 1, "e-postadress": 1}
    words = [PRIVATE[one["start"] : one["end"]] for one in personal["found"]]
    assert words == [NUMBER, NUMBER, MOBILE, EMAIL, NUMBER]
    assert all(one["masked"] and one["page"] == 1 and one["ground"] is None for one in personal["found"])
    counted = service.http.get("/v1/quality").json()["personal_data"]
    assert counted == {"personnummer": 3, "telefonnummer": 1, "e-postadress": 1, "sekretess": 1}


def test_names_in_office_stand(shelf):
    """Who decides and who yrkar is public."""
    service, ids = shelf
    assert "Karin Alm (S), ordförande" in service.text(ids["fakta.txt"])
    assert "Kerstin Ek" in service.text(ids["privat.txt"])


def test_searching_for_a_number_finds_nothing(shelf):
    """No word of any hit is marked, so nothing tells whether the number is there."""
    service, _ = shelf
    for secret in SECRETS[:2]:
        assert [hit["highlights"] for hit in service.search(secret)["hits"] if hit["highlights"]] == []
        assert not service.ask(f"Vem har {secret}?")["answered"]


def test_a_setting_lets_one_kind_out(fresh):
    """And only that; the document says that it is not masked."""
    service, ids = fresh({"privat.txt": PRIVATE}, mask_phones=False)
    text = service.text(ids["privat.txt"])
    assert MOBILE in text
    assert NUMBER not in text
    assert EMAIL not in text
    found = view(service, ids["privat.txt"])["personal_data"]["found"]
    assert [one["masked"] for one in found] == [True, True, False, True, True]
    assert any(MOBILE in hit["text"] for hit in service.search(MOBILE)["hits"])


def test_a_contact_that_is_listed_as_public(fresh, tmp_path: Path):
    """It stands in the text, and the document says that it is not masked; the others are."""
    listed = tmp_path / "offentliga.txt"
    listed.write_text(f"{MOBILE}  # jouren\n", "utf-8")
    service, ids = fresh({"privat.txt": PRIVATE}, public_contacts=listed, model="static")
    text = service.text(ids["privat.txt"])
    assert MOBILE in text
    assert NUMBER not in text
    found = view(service, ids["privat.txt"])["personal_data"]["found"]
    assert [one["masked"] for one in found] == [True, True, False, True, True]


@pytest.mark.slow
def test_a_setting_that_is_changed(tmp_path: Path):
    """What is masked follows the setting after a rebuild, in texts, hits and titles; without one it is refused."""
    memo = HEAD.format("2024-05-14").replace("SAMMANTRÄDESPROTOKOLL", "TJÄNSTESKRIVELSE").replace("Sammanträdesd", "D")
    memo += f"Skada på båt för {NUMBER}\n\nÄrendet\nKerstin Ek, {NUMBER}, har lidit skada.\n"
    (tmp_path / "brev.txt").write_text(memo, "utf-8")
    for masked in (False, True, False):
        options = Settings(data_dir=tmp_path / "arkiv", mask_personal_numbers=masked).index_options
        if (tmp_path / "arkiv").exists():
            with pytest.raises(IndexMismatch, match="--rebuild"):
                Index(options)
        with Index(options, rebuilding=True) as index, Sandbox(readers=1) as sandbox:
            list(index_paths(index, [tmp_path / "brev.txt"], sandbox))
            list(index.rebuild())
            (entry,) = index.catalogue.entries()
            hits = index.find(index.search("lidit skada"))
            number = "██████-████" if masked else NUMBER
            assert entry.title == f"Skada på båt för {number}"
            assert index.catalogue.slice(entry.id, 0, 10_000).count(number) == 2
            assert {hit.entry.title for hit in hits} == {entry.title}
            assert any(number in hit.text for hit in hits)
            assert bool(index.search(NUMBER, mode=Mode.BM25)) is not masked


# Classified pages


def test_a_classified_page_is_flagged(shelf):
    """With its law; by default it is still read."""
    service, ids = shelf
    (found,) = view(service, ids["hemligt.txt"])["personal_data"]["found"]
    assert (found["kind"], found["page"], found["ground"]) == ("sekretess", 2, "OSL 26 kap. 1 §")
    assert not found["masked"]
    assert "Ottilia Granqvist" in service.text(ids["hemligt.txt"])


def test_a_classified_page_is_held_back(fresh):
    """Its words are in no text, hit, answer, list or fact; the pages around it are as before; the file is refused."""
    service, ids = fresh({"hemligt.txt": CLASSIFIED}, hold_back_classified=True)
    document_id = ids["hemligt.txt"]
    said = everything(service, document_id, "Vem fick ersättning för fallolyckan?", "Ottilia Granqvist", "Sixten Mangs")
    for secret in ("Ottilia", "Granqvist", "fallolyckan", "Sixten", "Mangs"):
        assert secret not in said
    text = service.text(document_id)
    assert "lagar staketet vid hamnen" in text
    assert "avslutar mötet vid hamnen" in text
    assert {hit["page"] for hit in service.search("hamnen", limit=50)["hits"]} == {1, 3}
    response = service.http.get(f"/v1/documents/{document_id}/file")
    assert response.status_code == 404
    assert "sekretess" in response.json()["detail"]


# The archive's gaps and flaws


def test_the_quality_report(shelf):
    """Sums, flaws by kind, the documents that something is wrong with, and each body's gaps."""
    service, ids = shelf
    report = service.http.get("/v1/quality").json()
    assert (report["documents"], report["pages"]) == (4, 6)
    assert (report["scanned"], report["poor"], report["unread"]) == (0, 0, 0)
    assert report["flaws"] == {"§ saknas": 1}
    assert [one["document_id"] for one in report["audited"]] == [ids["fakta.txt"]]
    (body,) = report["bodies"]
    assert (body["organisation"], body["committee"]) == ("Lindsala kommun", "Tekniska nämnden")
    assert (body["meetings"], body["first"], body["last"]) == (4, "2024-02-06", "2024-06-11")
    # § 10-11 in February, 21 and 23 in March, 40 in May, 50-52 in June.
    assert [(gap["after"], gap["before"], gap["message"].split(" år")[0]) for gap in body["gaps"]] == [
        (None, "2024-02-06", "§§ 1–9"), ("2024-02-06", "2024-03-12", "§§ 12–20"),
        ("2024-03-12", "2024-05-14", "§§ 24–39"), ("2024-05-14", "2024-06-11", "§§ 41–49"),
    ]  # fmt: skip
    assert (report["failures"], report["withdrawn"]) == ([], [])


def test_an_answer_tells_what_lacks(shelf):
    """The first gaps by name, the rest by number; only those of the body and the time that is asked for."""
    service, _ = shelf
    warnings = service.ask("Vad beslutades om bryggan?")["coverage"]["warnings"]
    assert [warning.split(" saknas")[0] for warning in warnings[:3]] == [
        "Tekniska nämnden: §§ 1–9 år 2024", "Tekniska nämnden: §§ 12–20 år 2024", "Tekniska nämnden: §§ 24–39 år 2024",
    ]  # fmt: skip
    assert warnings[3:] == ["Luckor till i arkivet: 1; kvalitetsrapporten nämner dem."]
    late = service.ask("Vad beslutades om bryggan?", filters={"date_from": "2024-06-01"})["coverage"]["warnings"]
    assert [warning.split(" saknas")[0] for warning in late] == ["Tekniska nämnden: §§ 41–49 år 2024"]


@pytest.mark.slow
def test_an_answer_tells_of_unread_pages_and_files(start_service, make_pdf, sandbox: Sandbox, tmp_path):
    """Pages that are pictures, and files that could not be read, by their number: the report names them."""
    lines = (HEAD.format("2024-03-12") + "§ 1 Ny brygga\n\nBeslut\nNämnden köper bryggan.\n").split("\n")
    (tmp_path / "a.pdf").write_bytes(make_pdf(lines, None, None))
    (tmp_path / "trasig.pdf").write_bytes(b"%PDF-1.7\nresten saknas")
    with start_service() as service:
        list(index_paths(service.index, [tmp_path], sandbox))
        warnings = service.ask("Vad köper nämnden?")["coverage"]["warnings"]
        assert warnings == [
            "Sidor som inte kunde läsas, och inte är genomsökta: 2.",
            "Filer som inte kunde läsas: 1; kvalitetsrapporten nämner dem.",
        ]  # fmt: skip
        report = service.http.get("/v1/quality").json()
        assert report["unread"] == 2
        assert report["flaws"] == {"oläst sida": 2}
        assert [failure["source"] for failure in report["failures"]] == ["trasig.pdf"]
        (tmp_path / "trasig.pdf").unlink()
        list(index_paths(service.index, [tmp_path], sandbox))
        assert service.ask("Vad köper nämnden?")["coverage"]["warnings"] == warnings[:1]


def test_a_gap_is_closed(fresh):
    """Warnings follow the archive: the paper that lacked is given, and withdrawn again."""
    middle = HEAD.format("2024-02-20") + "§ 12 Köp av kol\n\nBeslut\nNämnden köper kol.\n"
    last = HEAD.format("2024-03-05") + "§ 13 Köp av malt\n\nBeslut\nNämnden köper malt.\n"
    service, _ = fresh({"a.txt": EARLIER, "c.txt": last})

    def gaps() -> list[str]:
        warnings = service.ask("Vad köper nämnden?")["coverage"]["warnings"]
        return [warning for warning in warnings if "§ 12 " in warning]

    assert len(gaps()) == 1
    document_id = service.upload(("b.txt", middle.encode()))["outcomes"][0]["document_id"]
    assert gaps() == []
    service.http.delete(f"/v1/documents/{document_id}")
    assert len(gaps()) == 1

"""Samlade handlingar over HTTP: papers by themselves, cited by the pages of the file that the reader opens."""

import io
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace

import pypdfium2
import pytest

from search_api.schemas import DocumentView
from tests.corpus import bound
from tests.corpus.bound import MATTERS, Sheaf, bind
from tests.corpus.drawing import column
from tests.search_api.conftest import Service
from tests.search_api.papers import view

FIRST, SECOND, THIRD = MATTERS
MEMO = "s.pdf#SN 2023-88"


@pytest.fixture
def fresh(start_service) -> Iterator[Callable[..., Service]]:
    """Return what starts a service over an empty archive."""
    with ExitStack() as started:
        yield lambda **settings: started.enter_context(start_service(**settings))


def given(service, data: bytes) -> dict[str, str]:
    """Upload a packet, and return the ids of its papers."""
    job = service.upload(("s.pdf", data))
    assert {outcome["message"] for outcome in job["outcomes"]} == {""}
    return {outcome["source"]: outcome["document_id"] for outcome in job["outcomes"]}


def packet(*matters: bound.Matter) -> bytes:
    """Return a packet of Ekviks kommun."""
    return bind(*bound.ekvik(matters or MATTERS)).data


def page_text(data: bytes, number: int) -> str:
    """Return what a reader sees who opens a page of the file."""
    return str(pypdfium2.PdfDocument(io.BytesIO(data))[number - 1].get_textpage().get_text_bounded())


def test_the_papers_and_their_item(fresh):
    """Each has a line of its own, the numbers that its pages have in the file, and the item that it goes to."""
    service = fresh()
    ids = given(service, packet())
    listed = {line["source"]: line for line in service.http.get("/v1/documents").json()["documents"]}
    assert set(listed) == set(ids)
    assert (listed[MEMO]["kind"], listed[MEMO]["date"]) == ("tjänsteskrivelse", SECOND.day)
    paper = view(service, ids[MEMO])
    assert [page["number"] for page in paper["pages"]] == [7]
    assert {section["page"] for section in paper["sections"]} == {7}
    assert paper["item"] == {
        "number": 3, "case_number": SECOND.case, "committee": "Socialnämnden", "date": "2024-03-12",
        "document_id": ids["s.pdf#kallelse"],
    }  # fmt: skip
    assert DocumentView.model_validate(paper).item is not None
    assert view(service, ids["s.pdf#kallelse"])["item"] is None
    service.http.delete(f"/v1/documents/{ids['s.pdf#kallelse']}")
    assert view(service, ids[MEMO])["item"]["document_id"] is None


@pytest.mark.parametrize("layout", [bound.ekvik, bound.norrskar, bound.skogslandet])
def test_a_citation_names_the_page_that_is_opened(fresh, layout):
    """In its reference too; what is quoted stands on that page of the file that is given out."""
    service = fresh()
    data = bind(*bound.with_bookmarks(layout())).data
    given(service, data)
    for matter in MATTERS:
        answer = service.ask(f"Vad kostar {matter.word}?")
        places = [(one, one["quote"]) for one in answer["citations"] if matter.word in one["quote"]]
        hits = service.search(matter.word, limit=50)["hits"]
        places += [(hit, matter.word) for hit in hits if matter.word in hit["text"].split()]
        assert len(places) > 1
        for place, words in places:
            file = service.http.get(f"/v1/documents/{place['document_id']}/file").content
            assert file == data
            assert words.split()[-1] in page_text(file, place["page"])
            assert place["reference"].endswith(f"s. {place['page']}")


def test_a_paper_is_withdrawn(fresh):
    """It is gone, the others are found, and the file, which still holds it, is given to no one."""
    service = fresh()
    ids = given(service, packet())
    receipt = service.http.delete(f"/v1/documents/{ids[MEMO]}").json()
    assert [receipt[f"left_{name}"] for name in ("documents", "passages", "vectors")] == [0, 0, 0]
    assert receipt["files_left"] == [MEMO]
    assert all("tegel" not in hit["text"] for hit in service.search("tegel", limit=50)["hits"])
    assert any("skiffer" in hit["text"] for hit in service.search("skiffer", limit=50)["hits"])
    response = service.http.get(f"/v1/documents/{ids['s.pdf#SN 2023-141']}/file")
    assert response.status_code == 404
    assert "återkallad" in response.json()["detail"]


def test_the_file_goes_with_the_last_of_its_papers(fresh):
    """An uploaded packet is deleted when nothing of it is left."""
    service = fresh()
    *others, last = given(service, packet(SECOND)).values()
    for document_id in others:
        assert service.http.delete(f"/v1/documents/{document_id}").json()["files_deleted"] == []
    assert service.http.delete(f"/v1/documents/{last}").json()["files_left"] == []
    assert not list((service.settings.data_dir / "uploads").rglob("*.pdf"))


def secret(text: str) -> bytes:
    """Return a packet whose second paper has a line more."""
    notice, memo, *others = bound.ekvik((SECOND, THIRD))
    page = [*memo.pages[0], *column(72, 120, [text])]
    return bind(notice, Sheaf((page,)), *others).data


def test_a_page_of_secrecy_holds_the_file_back(fresh):
    """From whoever asks for another paper of it too: one file holds them all."""
    service = fresh(hold_back_classified=True)
    ids = given(service, secret("Sekretess enligt 26 kap. 1 § OSL"))
    assert "tegel" not in service.text(ids[MEMO])
    assert "skiffer" in service.text(ids["s.pdf#SN 2023-141"])
    for document_id in ids.values():
        response = service.http.get(f"/v1/documents/{document_id}/file")
        assert response.status_code == 404
        assert "sekretess" in response.json()["detail"]


def test_what_is_masked_in_a_paper(fresh):
    """Is told with the page of the file, and is in no text."""
    service = fresh()
    ids = given(service, secret("Sökande: 811228-9874"))
    assert "811228" not in service.text(ids[MEMO])
    (found,) = view(service, ids[MEMO])["personal_data"]["found"]
    assert (found["kind"], found["page"]) == ("personnummer", 2)


def test_a_paper_that_changes(fresh):
    """Tells of what it stands in the place of."""
    service = fresh()
    before = given(service, packet())
    outcomes = service.upload(("s.pdf", packet(FIRST, replace(SECOND, word="lera"), THIRD)))["outcomes"]
    after = {one["source"].replace("s (2).pdf", "s.pdf"): one["document_id"] for one in outcomes}
    (event,) = view(service, after[MEMO])["history"]
    assert (event["document_id"], event["source"]) == (before[MEMO], MEMO)
    assert {name for name in before if before[name] != after[name]} == {MEMO}

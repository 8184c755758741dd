"""A § with several diarienummer, in the ways that they are set: each of them filters, is answered and is a case."""

import pytest

BODY = "Tallvik kommun\nKommunstyrelsen\nSAMMANTRÄDESPROTOKOLL\nSammanträdesdatum 2024-05-15\n\n"
NEXT = "§ 42 Inköp av ljusslingor (KS 2024/191)\n\nBeslut\nKommunstyrelsen tilldelar Bergmyra AB kontraktet.\n"
DECISION = "Kommunstyrelsen beslutar att införa avgiftsfria båtkort för äldre från den 1 januari 2025."
HEADS = [
    "§ 41 Båtkort för äldre (KS 2024/190, KS 2023/77)",
    "§ 41 Båtkort för äldre\nDnr KS 2024/190\nDnr KS 2023/77",
    "§ 41 Båtkort för äldre\nDnr KS 2024/190 och 2023/77",
]


@pytest.fixture(scope="module", params=HEADS, ids=["brackets", "lines", "list"])
def office(request, start_service):
    """Return a service with minutes of two §, of which the first has two numbers, and the id of them."""
    with start_service() as running:
        paper = f"{BODY}{request.param}\n\nBeslut\n{DECISION}\n\n{NEXT}"
        job = running.upload(("ks.txt", paper.encode()))
        yield running, job["outcomes"][0]["document_id"]


NUMBERS = pytest.mark.parametrize("number", ["KS 2024/190", "KS 2023/77"])


@NUMBERS
def test_a_search_is_filtered_by_each(office, number):
    service, _ = office
    hits = service.search("kommunstyrelsen beslutar", filters={"case_number": number})["hits"]
    assert {hit["paragraph"] for hit in hits} == {"§ 41"}


@NUMBERS
def test_a_question_about_each_is_answered(office, number):
    service, _ = office
    told = service.ask(f"Vad gäller i ärende {number}?")
    assert told["answered"]
    assert DECISION in " ".join(citation["quote"] for citation in told["citations"])
    assert {citation["paragraph"] for citation in told["citations"]} == {"§ 41"}
    assert "innehåller inte" not in " ".join(told["notes"])


def test_a_number_asked_for_is_each_of_them(office):
    service, _ = office
    told = service.ask("Vilket diarienummer har ärendet om båtkort för äldre?")
    assert told["short"] in ("KS 2024/190, KS 2023/77", "KS 2024/190, 2023/77")


@NUMBERS
def test_each_is_a_case_with_the_paragraph(office, number):
    service, _ = office
    case = service.http.get(f"/v1/cases/{number}").json()
    assert sorted(case["case_numbers"]) == ["KS 2023/77", "KS 2024/190"]
    assert [step["paragraph"] for step in case["steps"]] == ["§ 41"]
    listed = service.http.get("/v1/cases").json()["cases"]
    assert {line["case_number"] for line in listed} == {"KS 2024/190", "KS 2023/77", "KS 2024/191"}


def test_the_section_tells_all_and_the_heading_none(office):
    service, document_id = office
    _, section, following = service.http.get(f"/v1/documents/{document_id}").json()["sections"]
    assert section["heading"] == "Båtkort för äldre"
    assert (section["case_number"], section["other_cases"]) == ("KS 2024/190", ["KS 2023/77"])
    assert (following["case_number"], following["other_cases"]) == ("KS 2024/191", [])

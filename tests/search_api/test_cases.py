"""Cases over HTTP: the list of them, and the course of one through bodies and diarienummer."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.swedish import case_numbers
from search_api import chaining, schemas
from search_api.client import Client
from tests.search_api.case_papers import AWAY, BOAT, BUN, BUY, HOME, KF, KS, PAPERS, REPORT
from tests.search_api.papers import EMAIL, MOBILE, NUMBER, PRIVATE

# The steps of the case, read off the papers: link, day, body, §.
OWN, MENTION = "ärendet", "omnämnande"
COURSE = [
    (OWN, "2022-01-20", BUN, None),
    (OWN, "2022-02-09", BUN, "§ 5"),
    (OWN, "2022-03-02", KS, "§ 31"),
    (OWN, "2022-04-20", f"{KS}s arbetsutskott", "§ 12"),
    (OWN, "2022-05-04", KS, "§ 60"),
    (OWN, "2022-06-15", KF, "§ 77"),
    (MENTION, "2022-09-21", KF, "§ 90"),
    (MENTION, "2022-09-21", KF, "§ 91"),
]


@pytest.fixture(scope="module")
def office(start_service):
    """Return a service with the papers of the case, and their ids by source."""
    with start_service() as running:
        job = running.upload(*[(name, text.encode()) for name, text in PAPERS.items()])
        assert {outcome["message"] for outcome in job["outcomes"]} == {""}
        yield running, {outcome["source"]: outcome["document_id"] for outcome in job["outcomes"]}


def case_of(service, number: str, **params: str) -> dict:
    """Return a case that must be there."""
    response = service.http.get(f"/v1/cases/{number}", params=params)
    assert response.status_code == 200, response.text
    return response.json()


def course(case: dict) -> list[tuple]:
    """Return what tells the steps of a case apart."""
    return [(step["link"], step["date"], step["committee"], step["paragraph"]) for step in case["steps"]]


@pytest.mark.parametrize(("number", "organisation"), [("BUN 2022/7", None), ("KS 2022/44", HOME), ("ks2022-44", HOME)])
def test_the_course_is_the_same_by_either_number(office, number, organisation):
    service, _ = office
    case = case_of(service, number, **({"organisation": organisation} if organisation else {}))
    assert course(case) == COURSE
    assert sorted(case["case_numbers"]) == ["BUN 2022/7", "KS 2022/44"]
    assert case["case_numbers"][0] == case["case_number"]


def test_what_a_step_decided_is_verbatim(office):
    service, ids = office
    steps = {step["paragraph"]: step for step in case_of(service, "BUN 2022/7")["steps"]}
    council = steps["§ 77"]
    assert [(point["text"], point["outcome"]) for point in council["decisions"]] == [
        (BUY, "annat"),
        (REPORT, "uppdrag"),
    ]
    text = service.text(council["document_id"])
    assert all(text[point["start"] : point["end"]] == point["text"] for point in council["decisions"])
    assert text[council["start"] : council["end"]].startswith(f"§ 77 {BOAT}")
    assert {council["document_id"], *council["also"]} == {ids["ljungnas/kf-juni.txt"], ids["ljungnas/kf-juni-77.md"]}
    assert steps["§ 31"]["decisions"][0]["outcome"] == "återremiss"


def test_a_step_that_is_only_told_of(office):
    """It has no document, and the words that tell of it are the council's own."""
    service, _ = office
    (absent,) = [step for step in case_of(service, "BUN 2022/7")["steps"] if step["document_id"] is None]
    told = absent["told"]
    assert told["text"] == f"{KS}s arbetsutskott 2022-04-20 § 12"
    assert service.text(told["document_id"])[told["start"] : told["end"]] == told["text"]
    assert told["reference"] == f"{HOME}, {KF} 2022-06-15 § 77, dnr KS 2022/44, s. 1"
    assert absent["reference"] == f"{HOME}, {KS}s arbetsutskott 2022-04-20 § 12"
    assert absent["decisions"] == []


def test_a_wrong_paragraph_in_minutes_joins_no_cases(office):
    """§ 91 says that it was tabled as § 77, which was another matter."""
    service, _ = office
    case = case_of(service, "KS 2022/55")
    assert case["case_numbers"] == ["KS 2022/55"]
    assert course(case) == [("hänvisning", "2022-06-15", KF, "§ 77"), (OWN, "2022-09-21", KF, "§ 91")]


def test_a_number_that_two_municipalities_have(office):
    service, _ = office
    away = case_of(service, "KS 2022/44", organisation=AWAY)
    assert course(away) == [(OWN, "2022-04-06", KS, "§ 8")]
    assert {hit["organisation"] for hit in away["hits"]} == {AWAY}
    both = case_of(service, "KS 2022/44")
    assert course(both) == [*COURSE[:3], (OWN, "2022-04-06", KS, "§ 8"), *COURSE[3:]]


def test_earlier_treatment_is_references_and_quotations(office):
    service, _ = office
    start = f"{HOME}, "
    assert case_of(service, "BUN 2022/7")["treatment"] == [
        f"{start}Utbildningsförvaltningen, tjänsteskrivelse 2022-01-20, dnr BUN 2022/7, s. 1: ”{BOAT}”",
        f"{start}{BUN} 2022-02-09 § 5, dnr BUN 2022/7, s. 1: ”Barn- och utbildningsnämnden föreslår att en båt köps.”",
        f"{start}{KS} 2022-03-02 § 31, dnr KS 2022/44, s. 1: ”Ärendet återremitteras.”",
        f"{start}{KS}s arbetsutskott 2022-04-20 § 12 (handlingen finns inte i arkivet)."
        f" ”{KS}s arbetsutskott 2022-04-20 § 12” ({start}{KF} 2022-06-15 § 77, dnr KS 2022/44, s. 1)",
        f"{start}{KS} 2022-05-04 § 60, dnr KS 2022/44, s. 1: ”Kommunstyrelsen föreslår att en båt köps.”",
        f"{start}{KF} 2022-06-15 § 77, dnr KS 2022/44, s. 1: ”{BUY}” ”{REPORT}”",
    ]


@pytest.mark.parametrize("number", ["KS 2022/9999", "ingenting", "%25"])
def test_a_case_that_is_not_there(office, number):
    service, _ = office
    response = service.http.get(f"/v1/cases/{number}")
    assert response.status_code == 404
    assert "Kontrollera numret." in response.json()["detail"]
    assert service.http.get("/v1/cases/BUN 2022/7", params={"organisation": AWAY}).status_code == 404


def test_the_list_of_cases(office):
    """The latest first; two municipalities' KS 2022/44 are two cases, counted by hand."""
    service, _ = office
    listed = service.http.get("/v1/cases").json()
    shown = [
        (one["organisation"], one["case_number"], one["heading"], one["first"], one["last"], one["documents"])
        for one in listed["cases"]
    ]
    assert shown == [
        (HOME, "KS 2022/55", "Fiskekort i Norrsjön", "2022-09-21", "2022-09-21", 1),
        (HOME, "KS 2022/90", "Budget för 2023", "2022-09-21", "2022-09-21", 1),
        (HOME, "KS 2022/44", BOAT, "2022-03-02", "2022-06-15", 4),
        (AWAY, "KS 2022/44", "Gatubelysning i Åsen", "2022-04-06", "2022-04-06", 1),
        (HOME, "BUN 2022/7", BOAT, "2022-01-20", "2022-03-02", 3),  # § 31 of the board has both numbers
    ]
    assert listed["total"] == 5
    assert listed["cases"][2]["committees"] == [KS, KF]


@pytest.mark.parametrize(
    ("filters", "numbers"),
    [
        ({"organisation": AWAY}, ["KS 2022/44"]),
        ({"committee": BUN}, ["BUN 2022/7"]),
        ({"kind": "tjänsteskrivelse"}, ["BUN 2022/7"]),
        ({"date_from": "2022-06-01"}, ["KS 2022/55", "KS 2022/90", "KS 2022/44"]),
        ({"date_to": "2022-02-28"}, ["BUN 2022/7"]),
        ({"case_number": "KS-2022-00044"}, ["KS 2022/44", "KS 2022/44"]),
    ],
)
def test_the_list_within_filters(office, filters, numbers):
    service, _ = office
    listed = service.http.get("/v1/cases", params=filters).json()
    assert [one["case_number"] for one in listed["cases"]] == numbers
    assert listed["total"] == len(numbers)


def test_pages_of_the_list_neither_repeat_nor_skip(office):
    service, _ = office
    whole = service.http.get("/v1/cases").json()["cases"]
    pages = [service.http.get("/v1/cases", params={"offset": at, "limit": 2}).json()["cases"] for at in (0, 2, 4, 6)]
    assert [one for page in pages for one in page] == whole
    assert service.http.get("/v1/cases", params={"committee": "Månnämnden"}).status_code == 422


def test_the_client_has_cases(office):
    service, _ = office
    with Client(service.url) as client:
        listed = client.cases(schemas.Filters(organisation=[HOME], date_from=dt.date(2022, 6, 1)), offset=1, limit=1)
        assert (listed.total, [one.case_number for one in listed.cases]) == (3, ["KS 2022/90"])
        assert len(client.case("KS 2022/44", HOME).steps) == len(COURSE)
        assert [step.paragraph for step in client.case("KS 2022/44", AWAY).steps] == ["§ 8"]


def test_what_is_masked_is_masked_in_cases_too(fresh):
    service, _ = fresh({"privat.txt": PRIVATE})
    taken = service.http.post("/v1/takeaway", json={"what": "case", "case_number": "TN 2024/40", "format": "json"})
    said = [service.http.get("/v1/cases").text, service.http.get("/v1/cases/TN 2024/40").text, taken.text]
    assert all("4 400 kronor" in text for text in said[1:])
    for text in said:
        assert not any(secret in text for secret in (NUMBER, MOBILE, EMAIL))


# The words that chain


@given(st.text(max_size=900), st.integers(0, 900), st.integers(0, 40))
def test_a_sentence_holds_what_it_is_of(text, start, length):
    start = min(start, len(text))
    end = min(start + length, len(text))
    first, last = chaining.sentence(text, start, end)
    assert 0 <= first <= start <= end <= last <= len(text)


@pytest.mark.parametrize("number", ["KS 2021/118", "2018/906", "3.2.1-2020/123", "SLK 2025/41"])
def test_a_number_is_found_by_its_spellings(number):
    """Whatever way a text spells it, one of the strings to look for stands in it."""
    ((spellings,),) = [chaining.wording_of_number(number).groups]
    year, serial = number.split(" ")[-1].split("-")[-1].split("/")
    for written in (f"{year}/{serial}", f"{year}-{int(serial):05}", f"{year}:{serial}", f"{serial}/{year}"):
        assert any(spelling in f"dnr {written}." for spelling in spellings)
    assert case_numbers.case_number(f"dnr {number}") == number


def test_a_place_is_found_by_its_spellings():
    days, paragraphs = chaining.wording_of_place("§ 38", dt.date(2024, 2, 1)).groups
    for text in ("Bordlagt den 1 februari 2024, § 38", "KS 2024-02-01 §38", "den 1/2 2024, §§ 38-39", "§ 38/2024"):
        assert any(day in text for day in days)
        assert any(paragraph in text for paragraph in paragraphs)


def test_a_line_that_is_only_broken_to_fit_the_paper_is_no_edge():
    text = "Nämnden har yttrat sig 2020-02-20 § 17 och bedömer att klimatskal,\ntak och fönster behöver bytas. Dyrt.\n"
    at = text.index("2020-02-20")
    first, last = chaining.sentence(text, at, at + len("2020-02-20 § 17"))
    assert text[first:last] == text[: text.index(" Dyrt.")]


def test_a_heading_above_is_no_part_of_the_sentence():
    text = "Ärendets gång\nKommunstyrelsen 2020-03-11 § 38\nTekniska nämnden 2020-02-20 § 17\n"
    at = text.index("2020-03-11")
    first, last = chaining.sentence(text, at, at + len("2020-03-11 § 38"))
    assert text[first:last] == "Kommunstyrelsen 2020-03-11 § 38"

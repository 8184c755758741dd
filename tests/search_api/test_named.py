"""A question that names a § or a case: its heading with the diarienummer, then what was decided there."""

import pytest

from tests.search_api.conftest import Service, letter, minutes

HOME, KS, KF = "Åsmunda kommun", "Kommunstyrelsen", "Kommunfullmäktige"
PAPERS = {
    "ks.txt": minutes(
        HOME, KS, "2021-02-03",
        ("§ 12", "KS 2021/12", "Ny ridstig vid Ekbacken",
         "Ärendet\nRidklubben har bett om en stig på 3 kilometer.\n\nBeslut\nKommunstyrelsen föreslår att en ridstig"
         " anläggs för 450 000 kronor."),
        ("§ 13", "KS 2021/40", "Byte av fönster i rådhuset", "Beslut\nFönstren i rådhuset byts mot fönster av trä."),
        ("§ 14", "KS 2021/41", "Information om vintern", "Ärendet\nFörvaltningen berättar om snöröjningen."),
    ),
    "kf.txt": minutes(
        HOME, KF, "2021-02-22",
        ("§ 12", "KS 2021/12", "Ny ridstig vid Ekbacken",
         "Beslut\n1. En ridstig anläggs vid Ekbacken.\n2. Kommunstyrelsen får i uppdrag att teckna avtal."),
    ),
    "skrivelse.txt": letter(
        HOME, KS, "Tjänsteskrivelse", "2021-01-15", "KS 2021/77", "Staket vid bäcken",
        "Ärendet\nStaketet vid bäcken har ruttnat och föreslås bli lagat.",
    ),
}  # fmt: skip


@pytest.fixture(scope="module")
def town(start_service) -> Service:
    """Return a service over the papers of a town."""
    with start_service() as running:
        running.upload(*[(name, text.encode()) for name, text in PAPERS.items()])
        assert running.http.get("/v1/documents").json()["total"] == len(PAPERS)
        yield running


def told(town: Service, question: str) -> tuple[dict, list[str]]:
    """Return the answer, and the words of each statement with its line breaks as blanks."""
    answer = town.ask(question)
    assert answer["answered"], answer["notes"]
    for citation in answer["citations"]:
        assert town.text(citation["document_id"])[citation["start"] : citation["end"]] == citation["quote"]
    return answer, [" ".join(statement["text"].split()) for statement in answer["statements"]]


def test_the_heading_with_the_diarienummer_leads_and_the_decision_follows(town: Service) -> None:
    answer, words = told(town, "Vad står i § 12 den 3 februari 2021?")
    assert words[0] == "§ 12 Ny ridstig vid Ekbacken Dnr KS 2021/12"
    assert "Kommunstyrelsen föreslår att en ridstig anläggs för 450 000 kronor." in words[1]
    assert {citation["source"] for citation in answer["citations"]} == {"ks.txt"}


@pytest.mark.parametrize("question", ["KS 2021/12", "dnr ks 2021/12?", "Vad är KS 2021/12?"])
def test_a_bare_diarienummer_tells_the_heading_of_each_paragraph(town: Service, question: str) -> None:
    answer, words = told(town, question)
    headings = [one for one in words if one.startswith("§ 12")]
    assert headings == ["§ 12 Ny ridstig vid Ekbacken Dnr KS 2021/12"] * 2
    assert {(citation["source"], citation["paragraph"]) for citation in answer["citations"]} == {
        ("ks.txt", "§ 12"), ("kf.txt", "§ 12")
    }  # fmt: skip
    assert answer["kind"] == "reference"


def test_all_points_of_the_decision_follow(town: Service) -> None:
    _, words = told(town, "Vad beslutade kommunfullmäktige § 12 den 22 februari 2021?")
    assert words[0] == "§ 12 Ny ridstig vid Ekbacken Dnr KS 2021/12"
    rest = " ".join(words[1:])
    assert rest.index("En ridstig anläggs vid Ekbacken.") < rest.index("Kommunstyrelsen får i uppdrag att teckna avtal")


def test_no_other_paragraph_answers(town: Service) -> None:
    answer, _ = told(town, "Vad beslutades i § 13 den 3 februari 2021 om ridstigen?")
    assert {citation["paragraph"] for citation in answer["citations"]} == {"§ 13"}


def test_a_paragraph_without_a_decision_has_what_is_told_there(town: Service) -> None:
    _, words = told(town, "KS 2021/41")
    assert words[0] == "§ 14 Information om vintern Dnr KS 2021/41"
    assert "Förvaltningen berättar om snöröjningen." in " ".join(words[1:])


def test_a_paper_is_named_by_its_diarienummer(town: Service) -> None:
    answer, words = told(town, "Vad handlar KS 2021/77 om?")
    assert {citation["source"] for citation in answer["citations"]} == {"skrivelse.txt"}
    assert "KS 2021/77" in words[0]


@pytest.mark.parametrize(
    ("question", "short"),
    [
        ("Vilket diarienummer har bytet av fönster i rådhuset?", "KS 2021/40"),
        ("Vilken paragraf gäller bytet av fönster i rådhuset?", "§ 13"),
    ],
)
def test_the_number_that_is_asked_for_is_short(town: Service, question: str, short: str) -> None:
    answer, words = told(town, question)
    assert answer["short"] == short
    assert words[0] == "§ 13 Byte av fönster i rådhuset Dnr KS 2021/40"
    assert answer["kind"] == "reference"


@pytest.mark.parametrize(
    ("question", "named"),
    [
        ("Vad beslutades i KS 2019/999?", "KS 2019/999"),
        ("Vad beslutades i § 98 den 3 februari 2021?", "§ 98"),
    ],
)
def test_what_is_not_there_is_said(town: Service, question: str, named: str) -> None:
    answer = town.ask(question)
    assert not answer["answered"]
    assert answer["notes"] == [f"Arkivet innehåller inte det som frågan nämner: {named}."]

"""What became of a matter: the decision of its § first; and that the case was decided on later, where it was."""

import pytest

from tests.search_api.conftest import Service, minutes

HOME, KF, KS = "Almvika kommun", "Kommunfullmäktige", "Kommunstyrelsen"
PAPERS = {
    "kf.txt": minutes(
        HOME, KF, "2021-03-15",
        ("§ 31", "KS 2021/12", "Motion om avgiftsfri parkering vid stationen",
         "Ärendet\nGreta Ljung (V) vill i sin motion att det ska vara gratis att parkera vid stationen för den som"
         " reser med tåg. Parkeringen vid stationen kostar i dag 20 kronor om dagen.\n\nBeslut\nMotionen avslås."),
        ("§ 32", "KS 2021/40", "Ny skola i Eriksberg", "Ärendet\nSkolan i Eriksberg är trångbodd.\n\n"
         "Beslut\nÄrendet om ny skola i Eriksberg återremitteras."),
    ),
    "senare.txt": minutes(
        HOME, KF, "2021-09-20",
        ("§ 88", "KS 2021/40", "Ny skola i Eriksberg", "Beslut\nEn ny skola byggs i Eriksberg för 90 miljoner kronor."),
    ),
}  # fmt: skip


@pytest.fixture(scope="module")
def town(start_service) -> Service:
    """Return a service over a motion that fell and a school that was decided on twice."""
    with start_service() as running:
        running.upload(*[(name, text.encode()) for name, text in PAPERS.items()])
        assert running.http.get("/v1/documents").json()["total"] == len(PAPERS)
        yield running


def test_the_decision_stands_before_what_the_motion_wanted(town: Service) -> None:
    """It says none of the words that the matter is asked about by."""
    answer = town.ask("Hur gick det med gratis parkering vid stationen för den som reser med tåg?")
    assert answer["statements"][0]["text"] == "Motionen avslås."
    first = answer["citations"][0]
    assert (first["source"], first["paragraph"], first["part"]) == ("kf.txt", "§ 31", "Beslut")


def test_what_is_asked_for_by_its_sort_is_not_the_decision(town: Service) -> None:
    answer = town.ask("Vad kostar parkeringen vid stationen om dagen?")
    assert "20 kronor" in answer["statements"][0]["text"]


def test_a_later_decision_in_the_case_is_told_of(town: Service) -> None:
    note = "Ärendet har beslutats om senare: Kommunfullmäktige 2021-09-20 § 88."
    answer = town.ask("Vad beslutades den 15 mars 2021 om att återremittera skolan i Eriksberg?")
    assert note not in answer["notes"]  # who names the day asks about that day
    answer = town.ask("Återremitterades ärendet om skolan i Eriksberg?")
    first = answer["citations"][answer["statements"][0]["citations"][0] - 1]
    assert (note in answer["notes"]) is (first["source"] == "kf.txt")
    assert first["source"] == "kf.txt"

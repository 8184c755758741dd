"""The course of a case as an answer: its decided steps in order of time, to the letter; none of a single step."""

from itertools import permutations

import pytest

from search_api.answering.answer import Answer, AnswerKind
from search_api.answering.kinds import course
from search_api.citing import Citing
from search_api.retrieval import Ranked
from tests.search_api.case_papers import AWAY, BUN, BUY, HOME, KF, KS, PAPERS, REPORT
from tests.search_api.conftest import Service

# As the papers have it: a school proposes, the board sends it back and proposes, the council decides, in two points.
STEPS = [
    ("2022-02-09", BUN, "§ 5", "Barn- och utbildningsnämnden föreslår att en båt köps."),
    ("2022-03-02", KS, "§ 31", "Ärendet återremitteras."),
    ("2022-05-04", KS, "§ 60", "Kommunstyrelsen föreslår att en båt köps."),
    ("2022-06-15", KF, "§ 77", f"1. {BUY}"),
    ("2022-06-15", KF, "§ 77", f"2. {REPORT}"),
]


@pytest.fixture(scope="module")
def office(start_service) -> Service:
    """Return a service over the papers of a case and of its neighbours."""
    with start_service() as running:
        running.upload(*[(name, text.encode()) for name, text in PAPERS.items()])
        assert running.http.get("/v1/documents").json()["total"] == len(PAPERS)
        yield running


def hits(office: Service, number: str, organisation: str = HOME) -> list[Ranked]:
    """Return the passages of a case."""
    catalogue = office.index.catalogue
    found = catalogue.find([one.id for one in catalogue.case_passages(number)])
    return [Ranked(one, 1.0) for one in found if one.entry.organisation == organisation]


def told(office: Service, found: list[Ranked]) -> Answer | None:
    """Return the course that `found` are of."""
    catalogue = office.index.catalogue
    return course.steps_of(found, catalogue, Citing(catalogue))


def steps(answer: Answer | None) -> list[tuple[str, str, str, str]]:
    """Return day, body, § and words of each statement, which stands on one quote of the same words."""
    assert answer is not None
    shown = []
    for statement in answer.statements:
        (quote,) = statement.quotes
        assert statement.text == quote.text
        passage = quote.found.passage
        shown.append((str(passage.date), passage.committee, passage.paragraph, " ".join(quote.text.split())))
    return shown


def bare(found: list[tuple[str, str, str, str]]) -> list[tuple[str, str, str, str]]:
    """Return steps without the numbers of their points."""
    return [(*place, words.removeprefix("1. ").removeprefix("2. ")) for *place, words in found]


def test_the_steps_in_order_of_time_from_wherever_they_are_found(office: Service) -> None:
    for order in permutations(hits(office, "KS 2022/44")[:3]):
        answer = told(office, list(order))
        assert answer is not None
        assert answer.kind is AnswerKind.COURSE
        assert bare(steps(answer)) == bare(STEPS)


def test_each_step_stands_in_its_paper_to_the_letter(office: Service) -> None:
    answer = told(office, hits(office, "KS 2022/44"))
    assert answer is not None
    for statement in answer.statements:
        for quote in statement.quotes:
            assert office.text(quote.found.entry.id)[quote.start : quote.end] == quote.text


def test_the_first_number_tells_the_whole_course_too(office: Service) -> None:
    """The case began under the school committee's number."""
    assert bare(steps(told(office, hits(office, "BUN 2022/7")))) == bare(STEPS)


@pytest.mark.parametrize(("number", "organisation"), [("KS 2022/44", AWAY), ("KS 2022/90", HOME), ("KS 2022/55", HOME)])
def test_one_decided_step_is_no_course(office: Service, number: str, organisation: str) -> None:
    """And another municipality's case of the same number adds none."""
    found = hits(office, number, organisation)
    assert found
    assert told(office, found) is None


def test_without_hits_or_a_case_there_is_no_course(office: Service) -> None:
    assert told(office, []) is None


def test_the_case_that_stands_highest_is_meant(office: Service) -> None:
    boat, budget = hits(office, "KS 2022/44"), hits(office, "KS 2022/90")
    assert bare(steps(told(office, [*boat, *budget]))) == bare(STEPS)
    assert told(office, [*budget[:1], *boat[:1]]) is None  # the budget's, which is one step


@pytest.mark.parametrize(
    "question",
    [
        "Hur har ärendet om skolskjuts från Torsö behandlats?",
        "Vad har hänt med skolskjutsen från Torsö?",
        "Följ ärendet KS 2022/44 i Ljungnäs från början till slut",
    ],
)
def test_a_question_for_the_course_is_answered_with_it(office: Service, question: str) -> None:
    """In order of time, after the sentence that answers best where no step holds it."""
    answer = office.ask(question)
    assert answer["kind"] == "course"
    told_steps = [
        (cited["date"], cited["committee"], cited["paragraph"], " ".join(cited["quote"].split()))
        for cited in answer["citations"]
    ]
    assert bare(told_steps)[-len(STEPS) :] == bare(STEPS)
    assert len(told_steps) <= len(STEPS) + 1
    for citation in answer["citations"]:
        assert office.text(citation["document_id"])[citation["start"] : citation["end"]] == citation["quote"]

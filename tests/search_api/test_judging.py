"""How surely what was read answers: what speaks for and against it, and when the archive is said to have nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.catalogue.records import Found, Scope
from corpus.models import Span
from search_api.answering import judging
from search_api.answering.reading import features
from search_api.answering.reading.expectation import Thing, expect
from search_api.answering.reading.reader import Candidate, Reading
from search_api.query import Interpretation, ReadingKind
from search_api.query import Reading as Reading_
from search_api.query.vocabulary import Words
from search_api.retrieval import Ranked, Ranking, asked
from tests.search_api.conftest import Service, letter, minutes
from tests.search_api.passages import passage

HOME, TN = "Fridlunda kommun", "Tekniska nämnden"
PAPERS = {
    "tn.txt": minutes(
        HOME, TN, "2023-05-17",
        ("§ 41", "TN 2023/12", "Ny brandbil till stationen i Norrby",
         "Ärendet\nStationens brandbil är sliten och saknar plats för dykare.\n\n"
         "Yrkanden\nLena Alm (C) yrkar bifall till förslaget om en ny brandbil.\n\n"
         "Beslut\nTekniska nämnden beslutar att en ny brandbil köps till stationen i Norrby."),
        ("§ 42", "TN 2023/31", "Vattenledning till Ekholmen",
         "Beslut\nTekniska nämnden beslutar att anslå 6,4 miljoner kronor till en ny vattenledning till Ekholmen."),
    ),
    "skrivelse.txt": letter(
        HOME, TN, "Tjänsteskrivelse", "2023-04-20", "TN 2023/12", "Behov av brandbil",
        "Ärendet\nBrandbilen i Norrby behöver bytas, då den inte rymmer dykarnas utrustning. En större finns i Pajala.",
    ),
}  # fmt: skip


@pytest.fixture(scope="module")
def town(start_service) -> Service:
    """Return a service over a fire engine without a price and a water main with one."""
    with start_service() as running:
        running.upload(*[(name, text.encode()) for name, text in PAPERS.items()])
        assert running.http.get("/v1/documents").json()["total"] == len(PAPERS)
        yield running


def refused(town: Service, question: str) -> list[str]:
    """Return the notes to a question that must not be answered, with the nearest hits shown."""
    answer = town.ask(question)
    assert not answer["answered"], answer["answer"]
    assert (answer["short"], answer["statements"], answer["citations"]) == (None, [], [])
    assert answer["related"]
    return answer["notes"]


def test_what_is_there_is_answered(town: Service) -> None:
    """Without this the rest would be silence about everything."""
    answer = town.ask("Hur mycket anslogs till vattenledningen till Ekholmen?")
    assert answer["short"] == "6,4 miljoner kronor"
    assert "brandbil köps" in town.ask("Vad beslutade tekniska nämnden om brandbilen i Norrby?")["answer"]


def test_a_sum_that_no_sentence_has_is_not_told_as_the_answer(town: Service) -> None:
    for question in ("Vad kostade brandbilen till stationen i Norrby?", "Vad kostar nya brandbilen?"):
        answer = town.ask(question)
        assert (answer["certainty"] == "answer", answer["short"]) == (False, None)
        assert answer["confidence"] < 0.8


def test_a_municipality_that_the_archive_has_nothing_of_is_said(town: Service) -> None:
    """What a paper says of it is the nearest there is; of one that none mentions nothing is."""
    mentioned = town.ask("Vad beslutade Pajala kommun om brandbilen?")
    assert mentioned["certainty"] != "answer"
    assert "Arkivet innehåller inga handlingar från Pajala." in mentioned["notes"]
    assert refused(town, "Köper Kiruna kommun en ny brandbil?") == ["Ingen handling i arkivet nämner Kiruna."]


def test_a_name_that_no_paper_has_is_said(town: Service) -> None:
    assert refused(town, "Vad sa Ottokar Quistvall om brandbilen?") == [
        "Ingen handling i arkivet nämner Ottokar eller Quistvall."
    ]


def test_a_name_that_a_paper_has_is_not_called_unknown(town: Service) -> None:
    for question in ("Vad yrkade Lena Alm om brandbilen?", "Vad är Alms yrkande om brandbilen?"):
        assert not any("Ingen handling" in note for note in town.ask(question)["notes"])


def test_a_long_number_that_no_paper_has_is_said(town: Service) -> None:
    assert refused(town, "Vad beslutades om ärendet med fakturan 88120047?") == [
        "Ingen handling i arkivet nämner 88120047."
    ]


@pytest.mark.parametrize(
    "question",
    [
        "What did the Technical Committee decide about the fire engine in Norrby?",
        "Did the Municipal Council buy a fire engine?",
    ],
)
def test_a_name_in_english_is_not_called_unknown(town: Service, question: str) -> None:
    """The "Technical Committee" is in the papers, by another name."""
    assert not any("Ingen handling" in note for note in town.ask(question)["notes"])


# What is weighed

DECISION = passage("Tekniska nämnden beslutar att kajen i Sandviken rustas upp.", heading="§ 21 Kajen i Sandviken")
NO_WORDS = Words()


def sentence(found: Found = DECISION, score: float = 0.0, **values: float) -> Candidate:
    """Return the whole of a passage as a sentence with those features."""
    told = tuple(values.get(name, 0.0) for name in features.NAMES)
    whole = Span(0, len(found.text))
    return Candidate(found, whole, whole, 0, told, score)


def reading_of(question: str, *candidates: Candidate) -> Reading:
    """Return what was read for `question`: `candidates`, best first."""
    return Reading(question, asked.ask(question), expect(question), candidates)


def ranking_of(question: str, reading: Reading, *, named: bool = False, **fields: object) -> Ranking:
    """Return the ranking that a reading is of, its question read as `fields`."""
    hits = tuple(Ranked(one.found, 1.0, named) for one in reading.candidates)
    return Ranking(hits, len(hits), Interpretation(question, question, **fields))


def weighed(
    question: str, *candidates: Candidate, words: Words = NO_WORDS, named: bool = False, **fields: object
) -> dict[str, float]:
    """Return the features of what was read for `question`, by name."""
    reading = reading_of(question, *(candidates or (sentence(),)))
    ranking = ranking_of(question, reading, named=named, **fields)
    values = judging.of(reading, ranking, words, judging.unheard(ranking, words))
    return dict(zip(judging.NAMES, values, strict=True))


def known(*words: str) -> Words:
    """Return the words of an archive."""
    return Words(dict.fromkeys(words, 1), frozenset())


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("named", weighed("Kajen?", named=True)),
        ("lacking", weighed("Vad kostar kajen?")),
        ("foreign", weighed("Kajen i Pajala?", foreign=("Pajala kommun",))),
        ("elsewhere", weighed("Kajen?", within=Scope(organisation=("Storvika kommun",)))),
        ("nameless", weighed("Är kajen i Norrby rustad?")),
        ("years", weighed("Vad beslutades om kajen 2019?")),
        ("company", weighed("Vilket företag rustar upp kajen?")),
        ("uncounted", weighed("Hur många pålar har kajen?")),
        ("unheard", weighed("Är kajen i Norrby rustad?", words=known("kajen", "rustas"))),
        ("unknown", weighed("Helikopterplattan?", words=known("kajen"))),
        ("numbers", weighed("Kajen och fakturan 88120047?")),
        ("yes_no", weighed("Är kajen rustad?")),
        ("reason", weighed("Varför rustas kajen?")),
        ("list", weighed("Vilka rustar kajen?")),
        ("decision", weighed("Vad beslutades om kajen?")),
    ],
)
def test_what_speaks_for_or_against_an_answer(name: str, told: dict[str, float]) -> None:
    assert told[name] == 1.0
    plain = weighed(
        "Kajen i Sandviken", within=Scope(organisation=("Lindsala kommun",)), words=known("kajen", "sandviken")
    )
    assert plain[name] == 0.0


def test_how_far_down_the_thing_asked_for_is() -> None:
    priced = passage("Kajen kostar 900 kronor.", start=900)
    assert weighed("Vad kostar kajen?", sentence(), sentence(priced, -2.5))["held"] == -2.5
    assert weighed("Vad kostar kajen?", sentence(), sentence(priced, -99.0))["held"] == -judging.FARTHEST
    assert weighed("Vad kostar kajen?", sentence())["held"] == -judging.FARTHEST
    assert weighed("Vad kostar kajen?", sentence(priced))["held"] == 0.0
    assert weighed("Kajen?", sentence())["held"] == 0.0


def test_the_margin_is_to_the_next_point_and_not_to_a_sentence_of_the_same() -> None:
    other = passage("Bron målas.", start=900)
    assert weighed("Kajen?", sentence(), sentence(other, -1.5))["margin"] == 1.5
    assert weighed("Kajen?", sentence(), sentence(DECISION, -1.5))["margin"] == judging.FARTHEST


def test_years_are_looked_for_in_the_head_and_in_the_nearest() -> None:
    assert weighed("Vad beslutades om kajen 2024?")["years"] == 0.0  # the meeting was in 2024
    of_then = passage("Kajen byggdes 1961.", start=900)
    assert weighed("Vad hände 1961 och 1975?", sentence(), sentence(of_then, -1.0))["years"] == 1.0


def test_what_lacks_is_looked_for_in_the_nearest_points_only() -> None:
    question = "Vad kostar kajen?"
    for before, lacks in ((1, False), (judging.NEAREST - 1, False), (judging.NEAREST, True)):
        first = [sentence(passage("Kajen är fin.", start=1000 * n)) for n in range(before)]
        priced = sentence(passage("Kajen kostar 900 kronor.", start=99_000), -1.0)
        assert judging.lacks(reading_of(question, *first, priced), Thing.MONEY) is lacks


def test_without_anything_read_there_is_no_confidence() -> None:
    reading = reading_of("Kajen?")
    told = judging.judge(reading, ranking_of("Kajen?", reading), NO_WORDS, Scope())
    assert (told.confidence, told.here) == (0.0, False)


def test_a_place_that_is_named_and_lacks_leaves_nothing() -> None:
    reading = reading_of("KS 2021/5", sentence())
    told = judging.judge(reading, ranking_of("KS 2021/5", reading, case_numbers=("KS 2021/5",)), NO_WORDS, Scope())
    assert (told.confidence, told.here) == (0.0, False)


def test_names_and_numbers_that_lack_are_told_as_they_were_written_and_once() -> None:
    question = "Äger Fridolf Kvistberg Kvistbergs brandbil 1234-5678 eller 1234-5678?"
    ranking = ranking_of(question, reading_of(question, sentence()))
    assert judging.unheard(ranking, known("brandbil", "fridolf")) == ("Kvistberg", "Kvistbergs", "1234-5678")
    assert judging.unheard(ranking, NO_WORDS) == ("1234-5678",)


@given(st.text(max_size=80), st.text(max_size=80), st.floats(-1, 1), st.booleans())
def test_confidence_is_a_probability_and_a_foreign_name_lowers_it(
    question: str, text: str, certain: float, named: bool
) -> None:
    reading = reading_of(question, sentence(passage(text), nearness=certain))
    home = judging.judge(reading, ranking_of(question, reading, named=named), NO_WORDS, Scope())
    away = ranking_of(question, reading, named=named, foreign=("Pajala kommun",))
    assert 0 <= judging.judge(reading, away, NO_WORDS, Scope()).confidence < home.confidence <= 1


def test_a_paper_that_does_not_say_whose_it_is_may_be_of_who_is_asked_about() -> None:
    question = "Vad beslutade Mölndal om kajen?"
    place = Reading_(ReadingKind.ORGANISATION, "Mölndals kommun", "Mölndal", 14, 21)
    of_someone, of_nobody = sentence(), sentence(passage("Kajen rustas.", organisation=None))
    for found, lacks in ((of_someone, ("Mölndal",)), (of_nobody, ())):
        ranking = ranking_of(question, reading_of(question, found), readings=(place,), foreign=("Mölndals kommun",))
        assert judging.unheard(ranking, known("kajen", "beslut")) == lacks
        assert judging.says_whose(ranking) is bool(lacks)

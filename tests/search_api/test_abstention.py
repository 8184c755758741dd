"""When nothing is answered: what is asked for is not there, and the note says what; what is there is answered."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.catalogue.records import Found, Scope
from corpus.models import Span
from search_api.answering import abstention, features
from search_api.answering.expectation import Thing, expect
from search_api.answering.extractive import Candidate, Reading
from search_api.query import Interpretation
from search_api.retrieval import asked
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


def test_a_sum_that_no_sentence_has_is_not_answered(town: Service) -> None:
    assert refused(town, "Vad kostade brandbilen till stationen i Norrby?") == [
        "De närmaste ställena nämner inte ett belopp."
    ]
    refused(town, "Vad kostar nya brandbilen?")  # another thing's sum is near: nothing can be said to lack


def test_a_municipality_that_the_archive_has_nothing_of_is_said(town: Service) -> None:
    """One that a paper mentions has decided nothing here; of one that none mentions that is said."""
    assert refused(town, "Vad beslutade Pajala kommun om brandbilen?") == [
        "Arkivet innehåller inga handlingar från Pajala."
    ]
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


def sentence(found: Found = DECISION, score: float = 0.0, **values: float) -> Candidate:
    """Return the whole of a passage as a sentence with those features."""
    told = tuple(values.get(name, 0.0) for name in features.NAMES)
    return Candidate(found, Span(0, len(found.text)), 0, told, score)


def weighed(question: str, *candidates: Candidate, named: bool = False, **fields: object) -> dict[str, float]:
    """Return the features of what was read for `question`, by name."""
    reading = Reading(question, asked.ask(question), expect(question), candidates or (sentence(),))
    values = abstention.of(reading, Interpretation(question, question, **fields), named=named)
    return dict(zip(abstention.NAMES, values, strict=True))


def test_each_feature_has_a_weight() -> None:
    assert len(abstention.NAMES) == len(abstention.WEIGHTS) == len(weighed("Kajen?"))


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
        ("decided", weighed("Vad beslutades om kajen?")),
    ],
)
def test_what_speaks_for_silence_or_for_an_answer(name: str, told: dict[str, float]) -> None:
    assert told[name] == 1.0
    assert weighed("Är kajen i Sandviken fin?", within=Scope(organisation=("Lindsala kommun",)))[name] == float(
        name == "decided"
    )


def test_how_far_down_the_thing_asked_for_is() -> None:
    priced = passage("Kajen kostar 900 kronor.", start=900)
    assert weighed("Vad kostar kajen?", sentence(), sentence(priced, -2.5))["held"] == -2.5
    assert weighed("Vad kostar kajen?", sentence(), sentence(priced, -99.0))["held"] == -abstention.FARTHEST
    assert weighed("Vad kostar kajen?", sentence())["held"] == -abstention.FARTHEST
    assert weighed("Vad kostar kajen?", sentence(priced))["held"] == 0.0
    assert weighed("Kajen?", sentence())["held"] == 0.0


def test_years_are_looked_for_in_the_head_and_in_the_nearest() -> None:
    assert weighed("Vad beslutades om kajen 2024?")["years"] == 0.0  # the meeting was in 2024
    of_then = passage("Kajen byggdes 1961.", start=900)
    assert weighed("Vad hände 1961 och 1975?", sentence(), sentence(of_then, -1.0))["years"] == 1.0


def test_what_lacks_is_looked_for_in_the_nearest_only() -> None:
    priced = sentence(passage("Kajen kostar 900 kronor.", start=900), -1.0)
    question = "Vad kostar kajen?"
    for before, lacks in ((1, False), (abstention.NEAREST - 1, False), (abstention.NEAREST, True)):
        candidates = (*[sentence()] * before, priced)
        reading = Reading(question, asked.ask(question), expect(question), candidates)
        assert abstention.lacks(reading, Thing.MONEY) is lacks


def test_without_anything_read_there_is_no_confidence() -> None:
    reading = Reading("Kajen?", asked.ask("Kajen?"), expect("Kajen?"), ())
    assert abstention.confidence(reading, Interpretation("Kajen?", "Kajen?"), named=False) == 0.0
    assert not abstention.answers(0.0)


@given(st.text(max_size=80), st.text(max_size=80), st.floats(-1, 1), st.booleans())
def test_confidence_is_a_probability_and_a_foreign_name_lowers_it(
    question: str, text: str, certain: float, named: bool
) -> None:
    reading = Reading(question, asked.ask(question), expect(question), (sentence(passage(text), nearness=certain),))
    read = Interpretation(question, question)
    sure = abstention.confidence(reading, read, named=named)
    away = abstention.confidence(reading, Interpretation(question, question, foreign=("Pajala kommun",)), named=named)
    assert 0 <= away < sure <= 1


def test_the_threshold_is_where_the_logits_say() -> None:
    at = 1 / (1 + np.exp(-abstention.THRESHOLD))
    assert not abstention.answers(float(at) - 1e-6)
    assert abstention.answers(float(at) + 1e-6)

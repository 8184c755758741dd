"""What a reader is told beside an answer, or instead of one: said of what was asked, in Swedish."""

from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.catalogue.records import Scope
from corpus.models import Span
from search_api.answering import notes
from search_api.answering.answer import Quote
from search_api.answering.judging import Judgement
from search_api.answering.reading.expectation import Thing, expect
from search_api.answering.reading.reader import Candidate, Reading
from search_api.query import Interpretation
from search_api.retrieval import Ranked, Ranking, asked
from tests.search_api.passages import passage

OLD = passage("Taxan antas.", date="2021-05-19", paragraph="§ 30", start=100)
NEW = passage("Beslutet upphävs.", date="2024-03-12", paragraph="§ 21", start=900)


@dataclass(frozen=True)
class Near:
    """A question posed, as far as a note looks at it."""

    reading: Reading
    ranking: Ranking
    judgement: Judgement
    scope: Scope

    @property
    def read(self) -> Interpretation:
        """Return what the question was read as."""
        return self.ranking.interpretation


def near(question: str, *sentences: str, unheard: tuple[str, ...] = (), **fields: object) -> Near:
    """Return a question whose likeliest points are `sentences`, each a passage of its own, read as `fields`."""
    found = [passage(text, start=1000 * rank) for rank, text in enumerate(sentences)]
    whole = [Span(0, len(one.text)) for one in found]
    candidates = tuple(
        Candidate(one, span, span, rank, (), -float(rank))
        for rank, (one, span) in enumerate(zip(found, whole, strict=True))
    )
    reading = Reading(question, asked.ask(question), expect(question), candidates)
    hits = tuple(Ranked(one, 1.0) for one in found)
    return Near(
        reading,
        Ranking(hits, len(hits), Interpretation(question, question, **fields)),
        Judgement(unheard=unheard),
        Scope(),
    )


# What is not here


def test_names_and_numbers_that_lack_are_told() -> None:
    told = notes.why_not(near("Kvistbergs brandbil 1234-5678?", "Bilen.", unheard=("Kvistbergs", "1234-5678")))
    assert told == ("Ingen handling i arkivet nämner Kvistbergs eller 1234-5678.",)


def test_what_is_foreign_is_told() -> None:
    told = notes.why_not(near("Vad beslutade Kiruna?", "Bilen.", foreign=("Kiruna kommun", "Region Norrbotten")))
    assert told == ("Arkivet innehåller inga handlingar från Kiruna kommun, Region Norrbotten.",)


def test_a_place_that_is_named_is_told() -> None:
    told = notes.why_not(near("§ 9 i KS 2023/5", "Bilen.", case_numbers=("KS 2023/5",), paragraphs=("§ 9",)))
    assert told == ("Arkivet innehåller inte det som frågan nämner: KS 2023/5, § 9.",)


# What the nearest lack


@pytest.mark.parametrize(
    ("question", "lacks"),
    [
        ("Vad kostar brandbilen?", "ett belopp"),
        ("Hur många bilar köps?", "ett antal"),
        ("Hur stor andel av bilarna går på el?", "en andel"),
        ("När köps brandbilen?", "en tidpunkt"),
        ("Hur länge håller bilen?", "en tid"),
        ("Vem är ordförande i nämnden?", "ett namn"),
        ("Vem ansvarar för bilen?", "någon som gör det"),
        ("Vilket företag levererar bilen?", "ett företag"),
        ("Hur föll rösterna om bilen?", "röstetal"),
        ("Vilket parti ville inte köpa bilen?", "ett parti"),
    ],
)
def test_the_thing_that_lacks_is_named(question: str, lacks: str) -> None:
    told = notes.why_not(near(question, "Bilen är röd.", "Bilen är snabb."))
    assert told == (f"De närmaste ställena nämner inte {lacks}.",)


def test_of_several_things_those_that_lack_are_named() -> None:
    question = "Vad kostar brandbilen, och när köps den?"
    assert expect(question).things == {Thing.MONEY, Thing.DATE}
    assert notes.why_not(near(question, "Bilen är röd.")) == (
        "De närmaste ställena nämner inte en tidpunkt eller ett belopp.",
    )
    assert notes.why_not(near(question, "Bilen köps den 3 maj.")) == ("De närmaste ställena nämner inte ett belopp.",)


def test_what_any_of_the_nearest_has_does_not_lack() -> None:
    question = "Vad kostar brandbilen?"
    assert notes.why_not(near(question, "Bilen är röd.", "Bilen kostar 900 kronor.")) == ()


def test_of_a_reason_or_of_nothing_read_nothing_is_said() -> None:
    """A reason is given in too many ways to be seen to lack."""
    assert notes.why_not(near("Varför köps bilen?", "Bilen är röd.")) == ()
    assert notes.why_not(near("Vad kostar bilen?")) == ()


# What no longer holds


def quote(found=OLD) -> Quote:
    """Return a quote of the whole of a passage."""
    return Quote(found, found.passage.start, found.passage.end, found.text)


def test_a_replaced_decision_is_said_once_with_both_places() -> None:
    told = notes.about([quote(), quote(), quote(NEW)], {OLD.passage.id: NEW})
    assert told == (
        "Tekniska nämnden 2021-05-19 § 30 har ändrats eller upphävts genom Tekniska nämnden 2024-03-12 § 21.",
    )


def test_of_what_holds_nothing_is_said() -> None:
    assert notes.about([quote(NEW)], {OLD.passage.id: NEW}) == ()
    assert notes.about([], {OLD.passage.id: NEW}) == ()


@given(st.text(max_size=60), st.lists(st.text(max_size=60), max_size=6))
def test_any_question_has_sentences_said_of_it(question: str, sentences: list[str]) -> None:
    told = notes.why_not(near(question, *sentences))
    assert all(note.endswith(".") for note in told)

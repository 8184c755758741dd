"""A whole question read against a real catalogue: everything in it, in order, each part of which may be taken away."""

import datetime as dt
import threading
import unicodedata
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.catalogue import Catalogue
from corpus.catalogue.records import Scope
from corpus.models import Kind
from search_api.query import Interpretation, ReadingKind, interpret
from search_api.query.vocabulary import Vocabulary
from tests.search_api.archives import archive, fill


@pytest.fixture(scope="module")
def vocabulary(tmp_path_factory: pytest.TempPathFactory) -> Vocabulary:
    """Return the vocabulary of a small archive, its words counted."""
    found = Vocabulary(archive(tmp_path_factory.mktemp("understanding")))
    found.refresh()
    return found


@pytest.fixture
def catalogue(tmp_path: Path) -> Iterator[Catalogue]:
    """Return an archive that a test may change."""
    found = archive(tmp_path)
    yield found
    found.close()


def corrections(read: Interpretation) -> list[str]:
    """Return the words that typing errors were read as."""
    return [reading.value for reading in read.readings if reading.kind is ReadingKind.CORRECTION]


def test_a_question_is_read_whole_and_in_order(vocabulary: Vocabulary) -> None:
    question = 'Vad beslutade socialnämnden i Storvik hösten 2023 § 12, KS 2021/118, om "lokala rådet" -skola'
    read = interpret(question, vocabulary)
    assert [(one.kind, one.value, question[one.start : one.end]) for one in read.readings] == [
        (ReadingKind.COMMITTEE, "Socialnämnden", "socialnämnden"),
        (ReadingKind.ORGANISATION, "Storviks kommun", "Storvik"),
        (ReadingKind.PERIOD, "2023-07-01..2023-12-31", "hösten 2023"),
        (ReadingKind.PARAGRAPH, "§ 12", "§ 12"),
        (ReadingKind.CASE_NUMBER, "KS 2021/118", "KS 2021/118"),
        (ReadingKind.PHRASE, "lokala rådet", '"lokala rådet"'),
        (ReadingKind.EXCLUDED, "skola", "-skola"),
    ]
    assert read.within == Scope(
        ("Storviks kommun",), ("Socialnämnden",), date_from=dt.date(2023, 7, 1), date_to=dt.date(2023, 12, 31)
    )
    assert (read.paragraphs, read.case_numbers) == (("§ 12",), ("KS 2021/118",))
    assert (read.phrases, read.excluded) == (("lokala rådet",), ("skola",))
    assert read.words == 'Vad beslutade socialnämnden i Storvik hösten 2023 § 12, KS 2021/118, om "lokala rådet"'


@pytest.mark.parametrize(
    ("reading", "kept"),
    [
        ("committee:Socialnämnden", "period:2023-07-01..2023-12-31"),
        ("period:2023-07-01..2023-12-31", "committee:Socialnämnden"),
    ],
)
def test_a_reading_is_taken_away_alone(vocabulary: Vocabulary, reading: str, kept: str) -> None:
    question = "socialnämndens beslut hösten 2023"
    assert {one.id for one in interpret(question, vocabulary).readings} == {reading, kept}
    assert [one.id for one in interpret(question, vocabulary, frozenset({reading})).readings] == [kept]


def test_several_times_are_the_least_period_that_holds_them(vocabulary: Vocabulary) -> None:
    read = interpret("beslutet 2023-03-14 och mötet 2023-06-13", vocabulary)
    assert read.dates == (dt.date(2023, 3, 14), dt.date(2023, 6, 13))
    assert (read.within.date_from, read.within.date_to) == (dt.date(2023, 3, 14), dt.date(2023, 6, 13))


def test_today_is_the_day_of_the_newest_paper(vocabulary: Vocabulary) -> None:
    assert interpret("vad beslutades i fjol?", vocabulary).within.date_from == dt.date(2023, 1, 1)
    later = interpret("vad beslutades i fjol?", vocabulary, today=dt.date(2026, 5, 1))
    assert later.within.date_from == dt.date(2025, 1, 1)


def test_the_council_is_that_of_the_organisation_named(vocabulary: Vocabulary) -> None:
    assert interpret("vad sa fullmäktige i Norrvik?", vocabulary).within.committee == ("Regionfullmäktige",)
    both = interpret("vad sa fullmäktige?", vocabulary).within.committee
    assert set(both) == {"Kommunfullmäktige", "Regionfullmäktige"}


def test_an_organisation_that_the_archive_lacks_is_no_preference(vocabulary: Vocabulary) -> None:
    read = interpret("Vad beslutade kommunfullmäktige i Mölndal?", vocabulary)
    assert read.foreign == ("Mölndal",)
    assert read.within.organisation == ()
    taken = interpret(read.question, vocabulary, frozenset({"organisation:Mölndal"}))
    assert taken.foreign == ()


@pytest.mark.parametrize(
    ("question", "phrases", "excluded"),
    [
        ("om ”lokala rådet”", ("lokala rådet",), ()), ("om »lokala rådet«", ("lokala rådet",), ()),
        ('avgifter -"fri parkering"', (), ("fri parkering",)), ("avgifter -skola -bad", (), ("skola", "bad")),
        ("avgifter −skola", (), ("skola",)), ("Båt-taxi 2021-2023", (), ()), ("avgifter och -taxor", (), ()),
        ("avgifter - skola", (), ()), ("barn- och ungdom", (), ()), ("juni -23", (), ()), ('ett "', (), ()),
        ('"..."', (), ()),
    ],
)  # fmt: skip
def test_phrases_and_minus_words(
    vocabulary: Vocabulary, question: str, phrases: tuple[str, ...], excluded: tuple[str, ...]
) -> None:
    read = interpret(question, vocabulary)
    assert (read.phrases, read.excluded) == (phrases, excluded)


def test_what_is_quoted_or_a_diarienummer_is_read_as_nothing_else(vocabulary: Vocabulary) -> None:
    read = interpret('KS 2021/118 om "socialnämnden hösten 2023"', vocabulary)
    assert [one.kind for one in read.readings] == [ReadingKind.CASE_NUMBER, ReadingKind.PHRASE]


@pytest.mark.parametrize(
    ("question", "meant", "words"),
    [
        ("hemtjänstgruperna", ["hemtjänstgrupperna"], "hemtjänstgrupperna"),
        ("detljplan för sjön", ["detaljplan"], "detaljplan för sjön"),
        ("simhalen här", ["simhallen"], "simhallen här"),
        ("kommunfulmäktige", ["kommunfullmäktige"], "kommunfullmäktige"),
        ("avgfiter nu", ["avgifter"], "avgifter nu"),  # two letters swapped
        ("detljplan eller detljplan", ["detaljplan"], "detaljplan eller detaljplan"),
        ("vem är Solveig Ahlbrink", ["Ahlbrinck"], "vem är Solveig Ahlbrinck"),
        # right words, of the archive or the language, in any inflection
        ("bolandsskolan", [], "bolandsskolan"),
        ("hemtjänsten", [], "hemtjänsten"),
        ("hundrastgårdar", [], "hundrastgårdar"),
        # another letter is another name
        ("vem är Solveig Ahlbranck", [], "vem är Solveig Ahlbranck"),
        ("vem är solveig ahlbranck", [], "vem är solveig ahlbranck"),
        ("what about the avgfter", [], "what about the avgfter"),
        ('om "detljplan"', [], 'om "detljplan"'),
    ],
)
def test_typing_errors_are_put_right_by_the_archives_words(
    vocabulary: Vocabulary, question: str, meant: list[str], words: str
) -> None:
    read = interpret(question, vocabulary)
    assert corrections(read) == meant
    assert read.words == words


def test_a_correction_is_shown_and_can_be_taken_away(vocabulary: Vocabulary) -> None:
    question = "vad sa kommunfulmäktige"
    read = interpret(question, vocabulary)
    assert read.within.committee == ("Kommunfullmäktige",)
    [shown] = [one for one in read.readings if one.kind is ReadingKind.CORRECTION]
    assert question[shown.start : shown.end] == "kommunfulmäktige"
    assert shown.label == "”kommunfulmäktige” läst som ”kommunfullmäktige”"
    taken = interpret(question, vocabulary, frozenset({shown.id}))
    assert (taken.words, taken.readings, taken.within) == (question, (), Scope())


def test_synonyms_are_added(vocabulary: Vocabulary) -> None:
    read = interpret("plats på dagis", vocabulary)
    assert "förskola" in read.added
    [reading] = read.readings
    assert taken_away(read, vocabulary, reading.id).added == ()


def taken_away(read: Interpretation, vocabulary: Vocabulary, reading: str) -> Interpretation:
    """Return the question of `read` read again without one reading."""
    return interpret(read.question, vocabulary, frozenset({reading}))


def test_a_question_from_a_mac_is_read_alike(vocabulary: Vocabulary) -> None:
    composed = "vad sa socialnämnden hösten 2023 om detljplan på ön"
    apart = unicodedata.normalize("NFD", composed)
    one, other = interpret(composed, vocabulary), interpret(apart, vocabulary)
    assert other.within == one.within
    assert [reading.id for reading in other.readings] == [reading.id for reading in one.readings]
    words = [unicodedata.normalize("NFC", apart[reading.start : reading.end]) for reading in other.readings]
    assert words == [composed[reading.start : reading.end] for reading in one.readings]


def test_all_left_out_leaves_the_question(vocabulary: Vocabulary) -> None:
    assert interpret("-skola", vocabulary).words == "-skola"


def test_a_question_before_the_words_are_counted_goes_without(catalogue: Catalogue) -> None:
    vocabulary = Vocabulary(catalogue)
    read = interpret("detljplan i socialnämnden", vocabulary)
    assert corrections(read) == []
    assert read.within.committee == ("Socialnämnden",)
    for thread in threading.enumerate():
        if thread.name == "vocabulary":
            thread.join(30)
    assert corrections(interpret("detljplan i socialnämnden", vocabulary)) == ["detaljplan"]


def test_the_vocabulary_follows_the_archive(catalogue: Catalogue) -> None:
    vocabulary = Vocabulary(catalogue)
    vocabulary.refresh()
    assert interpret("kajaksllingan", vocabulary).words == "kajaksllingan"
    new = ("Lunda kommun", "Miljönämnden", Kind.MINUTES, "2025-01-15", "MN 2025/1", "Kajakslingan. Kajakslingan!")
    fill(catalogue, [new])
    vocabulary.refresh()
    assert interpret("kajaksllingan", vocabulary).words == "kajakslingan"
    read = interpret("miljönämnden i Lunda i fjol", vocabulary)
    assert read.within == Scope(
        ("Lunda kommun",), ("Miljönämnden",), (), None, None, dt.date(2024, 1, 1), dt.date(2024, 12, 31)
    )
    catalogue.remove("MN 2025/1 0")
    vocabulary.refresh()
    assert interpret("kajaksllingan", vocabulary).words == "kajaksllingan"
    assert interpret("miljönämnden i Lunda", vocabulary).readings == ()


def test_many_may_ask_at_once(vocabulary: Vocabulary) -> None:
    questions = [f"socialnämnden i Storvik hösten 2023 om hemtjänstgrupperna {number}" for number in range(200)]
    alone = [interpret(question, vocabulary) for question in questions]
    with ThreadPoolExecutor(8) as threads:
        assert list(threads.map(lambda question: interpret(question, vocabulary), questions * 4)) == alone * 4


PIECES = st.sampled_from(
    ["socialnämnden", "KS", "AU", "Storvik", "i", "Mölndal", "§ 12", "KS 2021/118", "hösten 2023", "före", "mellan",
     "och", "juni", "2023", "-23", '"', "”", "-skola", "detljplan", "dagis", "\u0308", "o\u0308", "ﬁ", "İ", "ß", "\n",
     "", "handling 2023 nr 4"]
)  # fmt: skip


@given(st.lists(PIECES | st.text(max_size=8), max_size=12).map(" ".join))
def test_any_question_is_read_within_itself(vocabulary: Vocabulary, question: str) -> None:
    read = interpret(question, vocabulary)
    assert read.question == question
    assert bool(read.words) == bool(question)
    assert [one.start for one in read.readings] == sorted(one.start for one in read.readings)
    for one in read.readings:
        assert 0 <= one.start < one.end <= len(question)
        assert one.label
    assert len({one.id for one in read.readings}) == len(read.readings)
    none = interpret(question, vocabulary, frozenset(one.id for one in read.readings))
    assert not {one.id for one in none.readings} & {one.id for one in read.readings}

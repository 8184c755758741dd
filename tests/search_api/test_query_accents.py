"""Words typed without the accents that the archive has them with: read as the archive's own, and only those."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.catalogue import open_sqlite
from corpus.models import Kind
from indexer import language
from search_api.query import ReadingKind, accents, interpret
from search_api.query.vocabulary import Vocabulary
from tests.search_api.archives import fill

PAPERS = (
    ("Tallnäs kommun", "Skärgårdsrådet", Kind.MINUTES, "2023-04-24", "KS 2023/40",
     "Skärgårdsrådet tillstyrker försöket med vinterfärja vid Tångön. Hallen och verandan målas. Två rader."),
    ("Tallnäs kommun", "Kommunfullmäktige", Kind.MINUTES, "2023-05-29", "KS 2022/301",
     "Linnéa Ågren och Åsa Linderoth yrkar avslag. Hakan Berg reserverar sig, men inte Håkan Bårg. Åtgärder mot lån, "
     "län och län. Müller får en idé om façaden. Simhallen och motion på en park. "
     "Läs mer om Tallnäs på www.tallnas.se, eller skriv till asa@tallnas.se."),
)  # fmt: skip


@pytest.fixture(scope="module")
def vocabulary(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Vocabulary]:
    """Return the vocabulary of `PAPERS`, its words counted."""
    catalogue = open_sqlite(Path(tmp_path_factory.mktemp("accents")) / "catalogue.sqlite")
    fill(catalogue, PAPERS)
    found = Vocabulary(catalogue)
    found.refresh()
    yield found
    catalogue.close()


@pytest.mark.parametrize(
    ("question", "words"),
    [
        # the archive's words, names and others
        ("skargardsradet", "skärgårdsrådet"), ("SKARGARDSRADET", "SKÄRGÅRDSRÅDET"),
        ("vad sa asa linderoth", "vad sa åsa linderoth"), ("Var ligger Tangon?", "Var ligger Tångön?"),
        ("Vad yrkade Linnea Agren?", "Vad yrkade Linnéa Ågren?"), ("Agren-Linderoth", "Ågren-Linderoth"),
        ("vad yrkade linnéa agren", "vad yrkade linnéa ågren"), ("Muller och hans ide", "Müller och hans idé"),
        # in other forms than the archive's, and in compounds that it lacks
        ("Agrens yrkande", "Ågrens yrkande"), ("skargardsradets", "skärgårdsrådets"), ("asas yrkande", "åsas yrkande"),
        ("atgarderna", "åtgärderna"), ("vinterfarjorna", "vinterfärjorna"), ("sommarfarja", "sommarfärja"),
        ("atgardsplan", "åtgärdsplan"), ("motionslan", "motionslän"), ("skargard", "skärgård"),
        # as our neighbours type it
        ("skaergaardsraadet", "skärgårdsrådet"), ("skærgårdsrådet", "skärgårdsrådet"),
        ("Ågren og forsøket", "Ågren og försöket"), ("Mueller", "Müller"), ("Tångøn", "Tångön"),
        # which addresses on the web are written without
        ("badet i tallnas", "badet i tallnäs"),
        # one of several: the commonest
        ("lan", "län"),
        # common words that the archive lacks, where nothing has a letter of ours
        ("nar blir det, och fran vem", "när blir det, och från vem"),
        # in English, names and what is hardly English
        ("What did Linnea Agren say of skargardsradet?", "What did Linnéa Ågren say of skärgårdsrådet?"),
    ],
)  # fmt: skip
def test_typed_without_accents(vocabulary: Vocabulary, question: str, words: str) -> None:
    assert interpret(question, vocabulary).words == words


@pytest.mark.parametrize(
    "question",
    [
        # the archive's own, in any form and as part of a compound
        "hallen", "hallar", "rader", "Hakan", "Hakans", "park", "parker", "parken", "hall",
        # with accents, which are not others
        "skärgårdsrådet", "Tängön", "Hàkan",
        # words of the language, of one who has å, ä and ö on the keyboard
        "är det far", "manen över ön", "sa de så",
        # words of the language that are no rarer than those with accents, and others
        "sa de an", "Kolmården", "xyzzy", "a", "pallplats", "bil", "i", "Linderothska",
        # words of English
        "What is a far man at the hall of Malmo?",
        # to the letter
        '"skargardsradet"', "agren@example.se", "a/lan",
    ],
)  # fmt: skip
def test_typed_as_meant(vocabulary: Vocabulary, question: str) -> None:
    assert [one for one in interpret(question, vocabulary).readings if one.kind is ReadingKind.CORRECTION] == []


def test_it_is_shown_and_can_be_taken_away(vocabulary: Vocabulary) -> None:
    question = "vad sa skargardsradet om agren"
    read = interpret(question, vocabulary)
    shown = [one for one in read.readings if one.kind is ReadingKind.CORRECTION]
    assert [(question[one.start : one.end], one.value) for one in shown] == [
        ("skargardsradet", "skärgårdsrådet"), ("agren", "ågren"),
    ]  # fmt: skip
    assert shown[1].label == "”agren” läst som ”ågren”"
    assert read.within.committee == ("Skärgårdsrådet",)
    taken = interpret(question, vocabulary, frozenset(one.id for one in shown))
    assert (taken.words, taken.within.committee) == (question, ())


@given(st.text(alphabet="abdegklmnorstuvåäöéüæø", min_size=3, max_size=12))
def test_every_word_is_read_back_from_its_plain_letters(word: str) -> None:
    """From its letters plain, in two, or with any of the accents left out; never from one with another accent."""
    word = language.normalise(word)
    held = accents.Accented({word: 1})
    plain = accents.fold(word)
    assert plain.isascii()
    assert held.of(plain) == (word if word != plain else None)
    half = plain[: len(plain) // 2] + word[len(plain) // 2 :]
    assert held.of(half) == (word if word != half else None)
    assert held.of(word.replace("å", "ä")) is None


@given(st.lists(st.text(alphabet="aeosrnåäö", min_size=1, max_size=9), max_size=8).map(" ".join))
def test_any_question_is_only_given_accents(vocabulary: Vocabulary, question: str) -> None:
    """What becomes of short words of letters like these is the same word but for accents, and stays as it is then."""
    read = interpret(question, vocabulary)
    assert accents.fold(read.words) == accents.fold(" ".join(question.split()))


@pytest.mark.parametrize(
    "text",
    [
        "a" * 2000, "skargardsradet" * 142, "ab" + "ö" * 1998, " ".join(f"skargards{number}x" for number in range(140)),
        " ".join("skargardstraforandringarnasaterstallande"[: 8 + number % 33] for number in range(80)),
        "-".join(["agren"] * 330), "e\u0301" * 1000,
    ],
    ids=["a word", "a long compound", "a long accented word", "numbers", "compounds", "hyphens", "accents apart"],
)  # fmt: skip
def test_a_hostile_question_costs_little(vocabulary: Vocabulary, text: str) -> None:
    interpret("skargard", vocabulary)  # what is read once is read
    started = time.process_time()
    interpret(text, vocabulary)
    assert time.process_time() - started < 1.5

"""How much a word tells: by the archive as far as it is large enough to know, else by the training text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer import language
from search_api.query.vocabulary import Words
from search_api.retrieval import asked

BRIDGE, MEETING = language.stem("bro"), language.stem("sammanträde")


@pytest.mark.parametrize("term", [BRIDGE, MEETING, "xyzzy"])
def test_an_archive_of_nothing_knows_nothing(term: str) -> None:
    assert Words().rarity(term) == language.rarity(term)


def test_what_every_paper_has_tells_the_less_the_more_papers_there_are() -> None:
    told = [Words(papers={BRIDGE: size}, size=size).rarity(BRIDGE) for size in (1, 10, 100, 10_000)]
    assert sorted(told, reverse=True) == told
    assert told[0] > 0.9 * language.rarity(BRIDGE)
    assert told[-1] < 0.05


def test_what_few_papers_have_tells_the_more() -> None:
    told = [Words(papers={MEETING: 1}, size=size).rarity(MEETING) for size in (2, 50, 5_000)]
    assert sorted(told) == told
    assert language.rarity(MEETING) < told[-1] <= 1


@given(st.integers(0, 10_000), st.integers(0, 10_000), st.text(max_size=8))
def test_it_is_a_share(size: int, having: int, term: str) -> None:
    assert 0 <= Words(papers={term: min(size, having)}, size=size).rarity(term) <= 1


def test_a_question_is_weighed_by_what_it_is_given() -> None:
    words = Words(papers={BRIDGE: 1_000}, size=1_000)
    question = asked.ask("Blir det en bro över sundet?", words.rarity)
    assert question.terms[BRIDGE] < asked.ask("Blir det en bro över sundet?").terms[BRIDGE]

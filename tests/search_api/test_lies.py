"""Five hundred lies of a model over the papers of the demonstration archive, over real HTTP: none comes through."""

import asyncio
import random
from collections import Counter

import pytest

from corpus.catalogue.records import Found
from corpus.structure import sentences
from search_api.answering.answer import Statement
from search_api.answering.composing import gate
from search_api.answering.composing.composed import Composition, composing
from search_api.answering.composing.language_model import LanguageModel, ModelOptions
from tests.search_api.lies import Lie, about
from tests.search_api.model_server import Said, playing, replies, written
from tests.search_api.passages import of_the_demo

LIES = 500
QUESTION = "Vad beslutades?"


@pytest.fixture(scope="module")
def told() -> list[tuple[Found, str, Lie]]:
    """Return lies, each with its passage and that passage's paper: as many of each kind as there are, up to a share."""
    chance = random.Random(2024)
    found = [
        (passage, paper, lie)
        for passage, paper in of_the_demo()
        for span in sentences.split(passage.text, 0, len(passage.text))
        if passes(passage, sentence := passage.text[span.start : span.end])
        for lie in about(passage, sentence, chance)
    ]
    chance.shuffle(found)
    share = Counter[str]()
    few = [one for one in found if (share.update([one[2].kind]) or share[one[2].kind] <= 45)]
    return few[:LIES]


def passes(passage: Found, sentence: str) -> bool:
    """Whether a sentence is one that a model could tell in a lie: it passes when it is told as it is."""
    return 5 <= len(sentence.split()) <= 60 and gate.passed(sentence, [(passage, sentence)]) is not None


def answers(told: list[tuple[Found, list[Said]]]) -> list[list[Statement]]:
    """Return what is shown of each of the model's answers, with the passage that it was given."""

    async def ask() -> list[list[Statement]]:
        with playing(*(replies(written(*said)) for _, said in told)) as server:
            model = LanguageModel(ModelOptions(server.url))
            shown = []
            for passage, _ in told:
                composition = Composition()
                async for _ in composing(QUESTION, [passage], model, composition, streamed=False):
                    pass
                shown.append(composition.statements)
            return shown

    return asyncio.run(ask())


@pytest.mark.slow
def test_lies_on_true_quotations(told):
    """Beside each lie stands the true sentence: that is shown, verbatim from the paper, and the lie is not."""
    assert len(told) == LIES
    assert len({lie.kind for _, _, lie in told}) == 14
    given = [(passage, [Said(lie.text, [(1, lie.true)]), Said(lie.true, [(1, lie.true)])]) for passage, _, lie in told]
    shown = answers(given)
    leaks = [
        (lie.kind, lie.text) for (_, _, lie), of in zip(told, shown, strict=True) if lie.text in [s.text for s in of]
    ]
    assert leaks == []
    for (_, paper, lie), statements in zip(told, shown, strict=True):
        (statement,) = statements
        assert statement.text == lie.true
        assert all(paper[quote.start : quote.end] == quote.text for quote in statement.quotes)


@pytest.mark.slow
def test_lies_quoted_for_themselves(told):
    """A quotation made up to carry the lie is none."""
    shown = answers([(passage, [Said(lie.text, [(1, lie.text)])]) for passage, _, lie in told[:100]])
    assert shown == [[]] * 100

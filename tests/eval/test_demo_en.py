"""The questions in English: the same as the Swedish ones in all but their words, and English."""

import json
import re
from importlib import resources
from typing import Any

import pytest

from eval.comparison import ENGLISH
from eval.datasets import read_questions

GOLD = resources.files("eval").joinpath("gold")
# Words of every other Swedish question that are none in English.
SWEDISH = set(
    "och att vad hur hade som är på för av det de inte vilka vilken vilket vilkas när vem varför fick eller från"
    " kommunen kommunens nämnden nämndens beslutade beslut mot om ska skulle blev får ett med enligt kostade"
    " diarienummer dnr mellan till".split()
)


def lines(name: str) -> list[dict[str, Any]]:
    """Return the objects of a question file."""
    return [json.loads(line) for line in GOLD.joinpath(name).read_text("utf-8").splitlines()]


@pytest.fixture(scope="module")
def swedish() -> dict[str, dict[str, Any]]:
    """Return the Swedish questions by id."""
    return {row["id"]: row for row in lines("demo.jsonl")}


@pytest.fixture(scope="module")
def english() -> list[dict[str, Any]]:
    """Return the English questions."""
    return lines("demo-en.jsonl")


def is_swedish(question: str) -> bool:
    """Whether a word of the question is Swedish, or has Swedish letters and is no name."""
    words = re.findall(r"\w+", question)
    return any(word in SWEDISH or (re.search("[åäö]", word) and word[0].islower()) for word in words)


def test_enough_questions_of_all_types(english, swedish):
    answerable = [row for row in english if row["answerable"]]
    assert len(answerable) >= 100
    assert len(english) - len(answerable) >= 6
    assert {row["type"] for row in english} == {row["type"] for row in swedish.values()}
    assert len(read_questions(GOLD.joinpath("demo-en.jsonl"))) == len(english)


def test_everything_but_the_question_is_that_of_the_original(english, swedish):
    for row in english:
        original = swedish[row["id"].removesuffix(ENGLISH)]
        assert row == original | {"id": original["id"] + ENGLISH, "question": row["question"]}, row["id"]


def test_numbers_stand_as_they_did(english, swedish):
    """§, case numbers, years, dates and sums."""
    for row in english:
        original = swedish[row["id"].removesuffix(ENGLISH)]["question"]
        assert sorted(re.findall(r"\d+", row["question"])) == sorted(re.findall(r"\d+", original)), row["id"]


def test_names_stand_as_they_did(english, swedish):
    """Those that have Swedish letters, by which they are known; without the genitive's s."""
    for row in english:
        original = swedish[row["id"].removesuffix(ENGLISH)]["question"].casefold()
        for name in re.findall(r"\w*[åäöÅÄÖ]\w*", row["question"]):
            assert name.casefold() in original, (row["id"], name)


def test_questions_are_english(english):
    assert [row["question"] for row in english if is_swedish(row["question"])] == []
    assert len({row["question"].casefold() for row in english}) == len(english)


def test_their_originals_are_not(english, swedish):
    """Most are told by so simple a test, which is why it says something of the English ones."""
    originals = [swedish[row["id"].removesuffix(ENGLISH)]["question"] for row in english]
    assert sum(map(is_swedish, originals)) / len(originals) > 0.8
    assert {row["question"] for row in english}.isdisjoint(originals)

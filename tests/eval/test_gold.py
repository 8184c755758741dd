"""The question files beside the first ones: every quote stands in its paper, as our own readers read it."""

from collections import Counter
from functools import lru_cache
from importlib import resources
from pathlib import Path

import pytest

from corpus.readers import Limits, extract
from eval.datasets import Question, read_questions
from eval.measures import find_quote
from indexer.training.multilingual.material import OWN_FOLDER
from indexer.training.multilingual.material import read_questions as training_passages

GOLD = Path(str(resources.files("eval").joinpath("gold")))
DEMO = Path(str(resources.files("corpus").joinpath("demo/papers")))
SHARED = Path(__file__).resolve().parents[3] / "shared"
# Each file with the folder of its papers.
FILES = {
    "demo-asked.jsonl": DEMO,
    "seeds.jsonl": SHARED / "seeds",
    "kommuner.jsonl": SHARED / "real" / "kommuner",
    "protocols.jsonl": SHARED / "real" / "goteborg-kf",
    "protocols-everyday.jsonl": SHARED / "real" / "goteborg-kf",
}


@lru_cache(maxsize=64)
def text_of(path: Path) -> str:
    """Return a paper's text."""
    return extract(path.read_bytes(), path.name, Limits()).text


@pytest.fixture(params=FILES)
def asked(request: pytest.FixtureRequest) -> tuple[list[Question], Path]:
    """Return the questions of each file with the folder of its papers."""
    folder = FILES[request.param]
    if not folder.is_dir():
        pytest.skip("the shared folder of real papers is not here")
    return read_questions(GOLD / request.param), folder


def test_every_quote_stands_in_its_paper(asked):
    questions, folder = asked
    for question in questions:
        for evidence in question.evidence:
            assert find_quote(evidence.quote, text_of(folder / evidence.document)), (question.id, evidence.quote)


def test_what_is_a_list_or_a_number_tells_its_members_or_its_number(asked):
    questions, _ = asked
    for question in questions:
        if question.answerable and question.type in ("lista", "antal"):
            assert question.members or question.count is not None, question.id


def test_none_is_asked_of_a_paper_that_training_asked_of(asked):
    questions, _ = asked
    if not (SHARED / "training").is_dir():
        pytest.skip("the shared folder of training material is not here")
    trained_on = {passage.id.rpartition("/")[2] for passage in training_passages(SHARED / "training", OWN_FOLDER)}
    documents = {evidence.document for question in questions for evidence in question.evidence}
    assert documents
    assert documents.isdisjoint(trained_on)


def test_there_are_enough_of_each_sort():
    """Three hundred beside the first ones, a fifth without an answer; no id and no question twice."""
    questions = [one for name in FILES for one in read_questions(GOLD / name)]
    assert len(questions) >= 300
    assert 0.15 < sum(not one.answerable for one in questions) / len(questions) < 0.3
    assert len({one.id for one in questions}) == len(questions)
    assert max(Counter(one.text.casefold() for one in questions).values()) == 1

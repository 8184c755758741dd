"""The same questions in other languages: gold that is for measuring only."""

import re
from importlib import resources
from pathlib import Path

import pytest

from corpus.errors import BadDataset
from eval.datasets import Question, read_questions
from eval.languages import SWEDISH, asked_in, compare, translations
from indexer.index import Index

GOLD = Path(str(resources.files("eval").joinpath("gold")))
SCRIPTS = {"ar": r"[\u0600-\u06ff]", "uk": r"[\u0400-\u04ff]"}


@pytest.fixture(scope="module")
def told() -> dict[str, dict[str, str]]:
    """Return the questions of each language by id."""
    return translations(GOLD / "languages")


def test_eight_languages_ask_the_same_forty(told):
    assert set(told) == {"fi", "en", "nb", "da", "de", "ar", "so", "uk"}
    ids = set(told["fi"])
    assert len(ids) == 40
    assert all(set(texts) == ids for texts in told.values())


def test_each_is_written_in_its_own_script_and_no_two_languages_alike(told):
    for language, pattern in SCRIPTS.items():
        assert all(re.search(pattern, text) for text in told[language].values()), language
    for key in told["fi"]:
        texts = [texts[key] for texts in told.values()]
        assert len(set(texts)) == len(texts), key


@pytest.mark.parametrize("content", ["d1", "d1\t ", "d1\tVad?\nd1\tVem?"])
def test_a_faulty_line_is_named(tmp_path, content):
    (tmp_path / "fi.tsv").write_text(content, "utf-8")
    with pytest.raises(BadDataset, match=r"fi\.tsv, rad"):
        translations(tmp_path)


def test_a_row_a_language_over_the_papers_of_an_index(demo_index: Index):
    """In words that the papers have the evidence is found, in others that have nothing to do with it is not."""
    questions = read_questions(GOLD / "demo.jsonl")
    first = next(question for question in questions if question.answerable)
    lines = compare(demo_index, questions, {"xx": {first.id: first.evidence[0].quote}, "yy": {first.id: "zebra"}})
    assert [line.split(":")[0] for line in lines] == [SWEDISH, "xx", "yy"]
    assert "1 frågor" in lines[1]
    assert "dense 1.00" in lines[1]
    assert "hybrid 0.00" in lines[2]


def test_questions_that_are_not_in_the_file_are_refused(demo_index: Index):
    with pytest.raises(BadDataset, match="på andra språk"):
        compare(demo_index, read_questions(GOLD / "demo.jsonl"), {"fi": {"finns-inte": "Mitä?"}})


def test_only_the_words_of_a_question_change():
    question = Question("d1", "Vad?", "fakta", True, "svar")
    (asked,) = asked_in([question, Question("d2", "Vem?", "vem", True, "svar")], {"d1": "Mitä?"}, frozenset({"d1"}))
    assert (asked.text, asked.id, asked.answer) == ("Mitä?", "d1", "svar")

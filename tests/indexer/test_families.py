"""What stands before questions and passages: stated by the model, or known of its family."""

import json
from pathlib import Path

import pytest

from indexer.embedding.families import Prompts, prompts_for

NONE = Prompts("", "")
E5 = Prompts("query: ", "passage: ")
GEMMA = Prompts("task: search result | query: ", "title: none | text: ")


@pytest.mark.parametrize(
    ("name", "prompts"),
    [
        ("intfloat/multilingual-e5-small", E5),
        ("/srv/modeller/multilingual_e5_large", E5),
        ("C:\\modeller\\Multilingual-E5-base", E5),
        ("egen/e5-kommun-v2", E5),
        ("Snowflake/snowflake-arctic-embed-l-v2.0", Prompts("query: ", "")),
        ("google/embeddinggemma-300m", GEMMA),
        ("SagaEmbed/saga-embed_v1", Prompts("task: retrieval | query: ", "title: none | text: ")),
        ("nomic-ai/nomic-embed-text-v2-moe", Prompts("search_query: ", "search_document: ")),
        ("BAAI/bge-m3", NONE),
        ("Alibaba-NLP/gte-multilingual-base", NONE),
        ("sentence-transformers/paraphrase-multilingual-MiniLM-L12-v2", NONE),
        ("KBLab/sentence-bert-swedish-cased", NONE),
        ("hotchpotch/bekko-embedding-v1-a25m", NONE),
        ("Qwen/Qwen3-0.6B", NONE),
        # Only the model's own name counts, and only a whole word of it.
        ("e5/modell", NONE),
        ("egen/base5-liten", NONE),
        ("egen/e50-liten", NONE),
        ("static", NONE),
        ("multilingual", NONE),
    ],
)
def test_a_family_is_known_by_the_name(tmp_path: Path, name: str, prompts: Prompts) -> None:
    assert prompts_for(name, tmp_path) == prompts


@pytest.mark.parametrize("name", ["intfloat/multilingual-e5-large-instruct", "Qwen/Qwen3-Embedding-0.6B"])
def test_an_instruction_stands_before_questions_only(tmp_path: Path, name: str) -> None:
    prompts = prompts_for(name, tmp_path)
    assert prompts.query.startswith("Instruct: ")
    assert prompts.query.rstrip().endswith("\nQuery:")
    assert prompts.document == ""


CARD = """---
language: sv
{line}
---

# En modell

Jämförd med multilingual-e5-small på våra protokoll.
"""


@pytest.mark.parametrize(
    ("line", "prompts"),
    [
        ("base_model: intfloat/multilingual-e5-small", E5),
        ("base_model:\n- KBLab/bert-base-swedish-cased\n- google/embeddinggemma-300m", GEMMA),
        ("model-index:\n- name: multilingual-e5-base\n  results: []", E5),
        ("license: mit", NONE),  # what the text below the head compares with is no kin
        ("license: [", NONE),  # not YAML
    ],
)
def test_a_family_is_known_by_the_model_card(tmp_path: Path, line: str, prompts: Prompts) -> None:
    (tmp_path / "README.md").write_text(CARD.format(line=line), "utf-8")
    assert prompts_for(str(tmp_path / "modell"), tmp_path) == prompts


def test_a_card_without_a_head_tells_nothing(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text("# multilingual-e5-small\n", "utf-8")
    assert prompts_for("modell", tmp_path) == NONE


def test_a_family_is_known_by_what_the_body_was_made_from(tmp_path: Path) -> None:
    (tmp_path / "config.json").write_text(json.dumps({"_name_or_path": "/tmp/intfloat_multilingual-e5-small/"}))
    assert prompts_for("modell", tmp_path) == E5


@pytest.mark.parametrize(
    ("stated", "prompts"),
    [
        ({"query": "fråga: ", "document": "text: "}, Prompts("fråga: ", "text: ")),
        # A model that states one of them states that the other is none.
        ({"query": "fråga: "}, Prompts("fråga: ", "")),
        ({"query": "fråga: ", "document": ""}, Prompts("fråga: ", "")),
        ({"query": "f: ", "passage": "p: ", "corpus": "c: "}, Prompts("f: ", "p: ")),
        ({"query": "f: ", "corpus": "c: "}, Prompts("f: ", "c: ")),
        # What sentence-transformers writes of itself for a model without prompts.
        ({"query": "", "document": ""}, E5),
        ({}, E5),
        (None, E5),
        ({"Classification": "klass: "}, E5),
    ],
)
def test_what_the_model_states_goes_before_its_family(
    tmp_path: Path, stated: dict[str, str] | None, prompts: Prompts
) -> None:
    (tmp_path / "config_sentence_transformers.json").write_text(json.dumps({"prompts": stated}), "utf-8")
    assert prompts_for("intfloat/multilingual-e5-small", tmp_path) == prompts


@pytest.mark.parametrize("content", ["", "{", "[]", '"e5"'])
def test_a_broken_configuration_states_nothing(tmp_path: Path, content: str) -> None:
    for name in ("config.json", "config_sentence_transformers.json"):
        (tmp_path / name).write_text(content, "utf-8")
    assert prompts_for("modell", tmp_path) == NONE

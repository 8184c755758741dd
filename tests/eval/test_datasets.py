"""Question sets: what is written in them is read, and what is wrong in them is named by file and line."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from corpus.errors import BadDataset
from eval.datasets import Evidence, is_beir, read_beir, read_questions

WriteBeir = Callable[..., Path]
QUESTION = {
    "id": "f1", "question": "Vad kostar bastun?", "type": "fakta", "answerable": True, "document": "ks.txt",
    "paragraph": "§ 4", "answer": "77 kronor.", "evidence": ["Bastun kostar 77 kronor."],
}  # fmt: skip


def lines(path: Path, *rows: object) -> Path:
    """Write rows as JSON Lines; text goes in as it is."""
    path.write_text("".join(f"{row if isinstance(row, str) else json.dumps(row)}\n" for row in rows), "utf-8")
    return path


def test_beir(write_beir: WriteBeir):
    folder = write_beir(
        {"d1": ("Bastun", "Bastun är varm."), "d2": (None, "Bryggan är lång.")},
        {"q1": "Hur är bastun?", "q2": "Hur är bryggan?"},
        {"q1": {"d1": 2, "d2": 0}, "q2": {"d2": 1}},
    )
    assert is_beir(folder)
    found = read_beir(folder)
    assert found.name == folder.name
    assert found.corpus == {"d1": ("Bastun", "Bastun är varm."), "d2": ("", "Bryggan är lång.")}
    assert found.queries == {"q1": "Hur är bastun?", "q2": "Hur är bryggan?"}
    assert found.qrels == {"q1": {"d1": 2, "d2": 0}, "q2": {"d2": 1}}


def test_queries_that_nobody_judged_are_left_out(write_beir: WriteBeir):
    folder = write_beir({"d1": ("", "Bastun.")}, {"q1": "Bastun?", "q2": "Bryggan?"}, {"q1": {"d1": 1}})
    assert set(read_beir(folder).queries) == {"q1"}


def test_queries_without_a_relevant_text_are_left_out(write_beir: WriteBeir):
    """None can be found, and so none be missed: a nought of theirs would say nothing of the ranking."""
    graded = {"q1": {"d1": 1}, "q2": {"d1": 0}}
    folder = write_beir({"d1": ("", "Bastun.")}, {"q1": "Bastun?", "q2": "Bryggan?"}, graded)
    found = read_beir(folder)
    assert (set(found.queries), found.qrels) == ({"q1"}, {"q1": {"d1": 1}})


def test_ids_that_are_numbers(write_beir: WriteBeir):
    folder = write_beir({"1": ("", "Bastun.")}, {"2": "Bastun?"}, {"2": {"1": 1}})
    lines(folder / "corpus.jsonl", {"_id": 1, "text": "Bastun."})
    found = read_beir(folder)
    assert (found.corpus, found.qrels) == ({"1": ("", "Bastun.")}, {"2": {"1": 1}})


@pytest.mark.parametrize("strange", ["\u2028", "\u2029", "\u0085"], ids=lambda char: f"U+{ord(char):04X}")
def test_text_with_odd_line_ends(write_beir: WriteBeir, strange: str):
    """Only a line feed ends a line of JSON Lines; web pages are full of the others."""
    folder = write_beir({"d1": ("", "Bastun.")}, {"q1": "Bastun?"}, {"q1": {"d1": 1}})
    text = f"Bastun{strange}är varm."
    row = json.dumps({"_id": "d1", "text": text}, ensure_ascii=False)
    (folder / "corpus.jsonl").write_text(row + "\n", "utf-8")
    assert read_beir(folder).corpus == {"d1": ("", text)}


def test_what_is_a_beir_folder(write_beir: WriteBeir, tmp_path: Path):
    questions = lines(tmp_path / "q.jsonl", QUESTION)
    empty = tmp_path / "tom"
    empty.mkdir()
    assert not any(map(is_beir, (questions, empty, tmp_path / "finns-inte")))


@pytest.mark.parametrize(
    ("file", "content", "line", "named"),
    [
        ("corpus.jsonl", '{"_id": "d1", "text": "a"}\n{"_id": "d2", ', 2, "JSON"),
        ("corpus.jsonl", '{"_id": "d1", "text": "a"}\n\n{"_id": "d2"}', 3, "text"),
        ("corpus.jsonl", '{"text": "a"}', 1, "_id"),
        ("corpus.jsonl", '["d1", "a"]', 1, ""),
        ("corpus.jsonl", "7", 1, ""),
        ("queries.jsonl", '{"_id": "q1"}', 1, "text"),
        ("queries.jsonl", "q1\tBastun?", 1, "JSON"),
        ("qrels/test.tsv", "query-id\tcorpus-id\tscore\nq1\td1\t1\nq1 d1 1", 3, "tabb"),
        ("qrels/test.tsv", "query-id\tcorpus-id\tscore\nq1\td1\tja", 2, "grad"),
        ("qrels/test.tsv", "query-id\tcorpus-id\tscore\nq9\td1\t1", 2, "q9"),
        ("qrels/test.tsv", "query-id\tcorpus-id\tscore\nq1\td1\t1\nq1\td9\t1", 3, "d9"),
        ("qrels/test.tsv", "query-id\tcorpus-id\tscore\nq1\td1\t1\n\nq1\td1\t0", 4, "d1"),
        ("qrels/test.tsv", "q1\td1\t1", 1, "q1 d1 1"),
        ("qrels/test.tsv", "q9\td1\t-1", 1, "q9 d1 -1"),
        ("qrels/test.tsv", "q1 d1 ja", 1, "rubrikrad"),
        ("qrels/test.tsv", "query-id\tcorpus-id\tscore\nq1\td1\t0", None, "grad 1"),
        ("qrels/test.tsv", "", None, "grad 1"),
        (
            "corpus.jsonl",
            '{"_id": "d1", "text": "a"}\n\n{"_id": "d1", "text": "b"}',
            3,
            "d1 står två gånger, först på rad 1",
        ),
        ("queries.jsonl", '{"_id": "q1", "text": "a"}\n{"_id": "q1", "text": "a"}', 2, "q1 står två gånger"),
        ("corpus.jsonl", None, None, "corpus.jsonl"),
        ("queries.jsonl", None, None, "queries.jsonl"),
        ("qrels/test.tsv", None, None, "test.tsv"),
    ],
)
def test_a_malformed_beir_folder(write_beir: WriteBeir, file: str, content: str | None, line: int | None, named: str):
    folder = write_beir({"d1": ("", "Bastun.")}, {"q1": "Bastun?"}, {"q1": {"d1": 1}})
    if content is None:
        (folder / file).unlink()
    else:
        (folder / file).write_text(content, "utf-8")
    with pytest.raises(BadDataset) as raised:
        read_beir(folder)
    assert str(folder / file) in str(raised.value)
    assert named in str(raised.value)
    if line:
        assert f"rad {line}" in str(raised.value)


def test_questions(tmp_path: Path):
    more = {"document": "bun.txt", "paragraph": None, "evidence": ["Ett.", "Två."]}
    unanswerable = {"id": "f2", "question": "?", "type": "obesvarbar", "answerable": False, "evidence": []}
    found = read_questions(lines(tmp_path / "q.jsonl", QUESTION | {"also": [more]}, "", unanswerable))
    assert [question.id for question in found] == ["f1", "f2"]
    assert found[0].text == "Vad kostar bastun?"
    assert (found[0].type, found[0].answerable, found[0].answer) == ("fakta", True, "77 kronor.")
    assert found[0].evidence == (
        Evidence("ks.txt", "§ 4", "Bastun kostar 77 kronor."),
        Evidence("bun.txt", None, "Ett."),
        Evidence("bun.txt", None, "Två."),
    )
    assert (found[1].answerable, found[1].answer, found[1].evidence) == (False, "", ())


def without(name: str) -> dict:
    """Return the question without one of its fields."""
    return {key: value for key, value in QUESTION.items() if key != name}


@pytest.mark.parametrize(
    ("row", "named"),
    [
        ("{", "JSON"),
        ('"Vad kostar bastun?"', ""),
        *((without(name), name) for name in ("id", "question", "type", "answerable", "evidence", "document")),
        (QUESTION | {"evidence": "Bastun kostar 77 kronor."}, "evidence"),
        (QUESTION | {"evidence": [7]}, "evidence"),
        (QUESTION | {"also": [{"evidence": ["Ett."]}]}, "document"),
        (QUESTION | {"also": {"document": "bun.txt"}}, "also"),
        (QUESTION | {"answerable": "nej"}, "answerable"),
        (QUESTION | {"evidence": []}, "evidence"),
        (QUESTION, "f1"),
    ],
    ids=[
        "no JSON", "no object", "no id", "no question", "no type", "no answerable", "no evidence", "no document",
        "evidence is text", "evidence is a number", "no document in also", "also is no list", "answerable is text",
        "answerable without evidence", "twice the same id",
    ],
)  # fmt: skip
def test_a_malformed_question(tmp_path: Path, row: object, named: str):
    """Named by file and line, whatever is wrong with it: a wrong set must not give a wrong figure."""
    path = lines(tmp_path / "q.jsonl", QUESTION, "", row)
    with pytest.raises(BadDataset) as raised:
        read_questions(path)
    assert str(path) in str(raised.value)
    assert "rad 3" in str(raised.value)
    assert named in str(raised.value)


def test_a_question_file_that_is_not_there(tmp_path: Path):
    with pytest.raises(BadDataset, match=r"finns-inte\.jsonl"):
        read_questions(tmp_path / "finns-inte.jsonl")


def test_a_question_file_that_is_no_text(tmp_path: Path):
    path = tmp_path / "q.jsonl"
    path.write_bytes(b'{"id": "\xff\xfe"}\n')
    with pytest.raises(BadDataset) as raised:
        read_questions(path)
    assert str(path) in str(raised.value)

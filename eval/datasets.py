"""Question sets: BEIR folders, and files of questions with verbatim evidence."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from corpus.errors import BadDataset


@dataclass(frozen=True, slots=True)
class Evidence:
    """A verbatim quote, white space folded, and where it stands."""

    document: str
    paragraph: str | None
    quote: str


@dataclass(frozen=True, slots=True)
class Question:
    """A question of a question file, with all the evidence for its answer."""

    id: str
    text: str
    type: str
    answerable: bool
    answer: str
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Beir:
    """A BEIR folder: texts and queries by id, and the relevance of each text to each query."""

    name: str
    corpus: dict[str, tuple[str, str]] = field(repr=False)
    queries: dict[str, str] = field(repr=False)
    qrels: dict[str, dict[str, int]] = field(repr=False)


def is_beir(path: Path) -> bool:
    """Whether `path` is a folder in the layout of BEIR."""
    return path.is_dir() and (path / "corpus.jsonl").is_file()


def read_beir(folder: Path) -> Beir:
    """The BEIR set in `folder`; raises `BadDataset` where a file or a field is missing."""
    corpus = {
        row["_id"]: (row.get("title") or "", row["text"]) for row in _lines(folder / "corpus.jsonl", "_id", "text")
    }
    queries = {row["_id"]: row["text"] for row in _lines(folder / "queries.jsonl", "_id", "text")}
    qrels: dict[str, dict[str, int]] = {}
    path = folder / "qrels" / "test.tsv"
    if not path.is_file():
        raise BadDataset(f"{path} saknas. En BEIR-mapp har corpus.jsonl, queries.jsonl och qrels/test.tsv.")
    for number, line in enumerate(path.read_text("utf-8").splitlines()[1:], 2):
        try:
            query, document, grade = line.split("\t")
            qrels.setdefault(query, {})[document] = int(grade)
        except ValueError as error:
            raise BadDataset(f"{path}, rad {number}: väntade fråga, dokument och grad med tabb emellan.") from error
    return Beir(folder.name, corpus, {key: queries[key] for key in queries if key in qrels}, qrels)


def read_questions(path: Path) -> list[Question]:
    """The questions of a file in JSON Lines; raises `BadDataset` where a line is not one."""
    return [_question(row) for row in _lines(path, "id", "question", "type", "answerable", "evidence")]


def _question(row: dict[str, Any]) -> Question:
    places = [row, *row.get("also", [])]
    evidence = tuple(
        Evidence(place["document"], place.get("paragraph"), quote) for place in places for quote in place["evidence"]
    )
    return Question(row["id"], row["question"], row["type"], row["answerable"], row.get("answer", ""), evidence)


def _lines(path: Path, *wanted: str) -> Iterator[dict[str, Any]]:
    if not path.is_file():
        raise BadDataset(f"Filen {path} finns inte. Ange en BEIR-mapp eller en frågefil (.jsonl).")
    for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except ValueError as error:
            raise BadDataset(f"{path}, rad {number}, är inte JSON ({error}).") from error
        missing = [name for name in wanted if name not in row]
        if missing:
            raise BadDataset(f"{path}, rad {number}, saknar {', '.join(missing)}.")
        yield row

"""Question sets: BEIR folders, and files of questions with verbatim evidence."""

from __future__ import annotations

import json
from collections.abc import Container, Iterator
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
    """A question of a question file, with all the evidence for its answer.

    `members` are all that a list asked for holds, `count` is the number asked for, where the file tells them; `far`
    whether its matter is another than any of the papers', where it has no answer in them.
    """

    id: str
    text: str
    type: str
    answerable: bool
    answer: str
    evidence: tuple[Evidence, ...] = ()
    members: tuple[str, ...] = ()
    count: int | None = None
    far: bool | None = None


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
    """The BEIR set in `folder`; a query that no text is judged relevant to is left out.

    Raises `BadDataset`, which names the line, where a file or a field is missing, an id stands twice, or a judgement
    names a text or a query that is not there.
    """
    texts, asked = folder / "corpus.jsonl", folder / "queries.jsonl"
    corpus = {key: (row.get("title") or "", row["text"]) for key, row in _by_id(texts).items()}
    queries = {key: row["text"] for key, row in _by_id(asked).items()}
    path = folder / "qrels" / "test.tsv"
    if not path.is_file():
        raise BadDataset(f"{path} saknas. En BEIR-mapp har corpus.jsonl, queries.jsonl och qrels/test.tsv.")
    qrels: dict[str, dict[str, int]] = {}
    for number, query, document, grade in _judgements(path, queries):
        for key, kind, held, file in (
            (query, "frågan", queries, asked.name),
            (document, "texten", corpus, texts.name),
        ):
            if key not in held:
                raise BadDataset(f"{path}, rad {number}: {kind} {key} finns inte i {file}.")
        if qrels.setdefault(query, {}).setdefault(document, grade) != grade:
            raise BadDataset(f"{path}, rad {number}: {query} och {document} är redan bedömda, med en annan grad.")
    relevant = {key: qrels[key] for key in queries if max(qrels.get(key, {}).values(), default=0) > 0}
    if not relevant:
        raise BadDataset(f"{path}: ingen fråga har en text med grad 1 eller högre. Utan en sådan finns inget att mäta.")
    return Beir(folder.name, corpus, {key: queries[key] for key in relevant}, relevant)


def read_questions(path: Path) -> list[Question]:
    """The questions of a file in JSON Lines; raises `BadDataset` where a line is not one, or an id stands twice."""
    questions: dict[str, Question] = {}
    for number, row in _lines(path, "id", "question", "type", "answerable", "evidence"):
        try:
            question = _question(row)
        except (KeyError, TypeError, ValueError) as error:
            raise BadDataset(f"{path}, rad {number} ({row['id']}): {error}.") from error
        if question.id in questions:
            raise BadDataset(f"{path}, rad {number}: id {question.id} finns redan. Ge varje fråga ett eget.")
        questions[question.id] = question
    return list(questions.values())


def _question(row: dict[str, Any]) -> Question:
    if not isinstance(row["answerable"], bool):
        raise ValueError(f"answerable är {row['answerable']!r}, väntade true eller false")
    also = row.get("also", [])
    if not isinstance(also, list) or not all(isinstance(place, dict) for place in also):
        raise ValueError("also ska vara en lista av objekt")
    evidence = tuple(found for place in [row, *also] for found in _evidence(place))
    if row["answerable"] and not evidence:
        raise ValueError("frågan är besvarbar men saknar bevis (evidence)")
    members, count = row.get("members", []), row.get("count")
    if not isinstance(members, list) or not all(isinstance(member, str) and member.strip() for member in members):
        raise ValueError(f"members är {members!r:.60}, väntade en lista av namn")
    if count is not None and type(count) is not int:
        raise ValueError(f"count är {count!r:.60}, väntade ett heltal")
    text, answer = row["question"], row.get("answer", "")
    far = row.get("far")
    if far is not None and not isinstance(far, bool):
        raise ValueError(f"far är {far!r:.60}, väntade true eller false")
    return Question(row["id"], text, row["type"], row["answerable"], answer, evidence, tuple(members), count, far)


def _evidence(place: dict[str, Any]) -> Iterator[Evidence]:
    quotes = place.get("evidence")
    if not isinstance(quotes, list) or not all(isinstance(quote, str) and quote.strip() for quote in quotes):
        raise ValueError(f"evidence är {quotes!r:.60}, väntade en lista av citat")
    if quotes and not isinstance(place.get("document"), str):
        raise ValueError("document saknas: handlingen som beviset står i")
    for quote in quotes:
        yield Evidence(place["document"], place.get("paragraph"), quote)


def _by_id(path: Path) -> dict[str, dict[str, Any]]:
    """The rows of a BEIR file by their ids, which some sets write as numbers."""
    rows: dict[str, dict[str, Any]] = {}
    lines: dict[str, int] = {}
    for number, row in _lines(path, "_id", "text"):
        key = str(row["_id"])
        if key in rows:
            raise BadDataset(f"{path}, rad {number}: id {key} står två gånger, först på rad {lines[key]}.")
        rows[key], lines[key] = row, number
    return rows


def _judgements(path: Path, queries: Container[str]) -> Iterator[tuple[int, str, str, int]]:
    """The judgements below the heading line, each as its line's number, query, text and grade."""
    rows = ((number, line.rstrip("\r")) for number, line in enumerate(_text(path).split("\n"), 1) if line.strip())
    number, heading = next(rows, (1, ""))
    cells = heading.split() or [""]
    if cells[0] in queries or cells[-1].lstrip("-").isdecimal():
        raise BadDataset(
            f"{path}, rad {number}, är en bedömning ({' '.join(cells):.60}), väntade en rubrikrad."
            " Skriv ”query-id corpus-id score” överst, med tabb emellan."
        )
    for number, line in rows:
        try:
            query, document, grade = line.split("\t")
            judged = int(grade)
        except ValueError as error:
            raise BadDataset(f"{path}, rad {number}: väntade fråga, dokument och grad med tabb emellan.") from error
        yield number, query, document, judged


def _lines(path: Path, *wanted: str) -> Iterator[tuple[int, dict[str, Any]]]:
    """The objects of a JSON Lines file with the numbers of their lines, each with the `wanted` fields."""
    if not path.is_file():
        raise BadDataset(f"Filen {path} finns inte. Ange en BEIR-mapp eller en frågefil (.jsonl).")
    # Not splitlines: JSON leaves U+2028 and the like as they are, inside a text.
    for number, line in enumerate(_text(path).split("\n"), 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except ValueError as error:
            raise BadDataset(f"{path}, rad {number}, är inte JSON ({error}).") from error
        missing = [name for name in wanted if name not in row] if isinstance(row, dict) else list(wanted)
        if missing:
            raise BadDataset(f"{path}, rad {number}, saknar {', '.join(missing)}.")
        yield number, row


def _text(path: Path) -> str:
    try:
        return path.read_text("utf-8")
    except UnicodeDecodeError as error:
        raise BadDataset(f"{path} är inte text i UTF-8 (byte {error.start}). Spara om filen.") from error

"""What is learnt from: passages with their sentences, and questions with the sentences that answer them."""

import hashlib
import json
import lzma
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from indexer.training.errors import TrainingDataError
from indexer.training.pairs import Pair

OWN_FOLDER = Path(__file__).parent.parent / "questions"
# One passage in so many is kept for validation: no stage of training sees it.
HELD_OUT_EVERY = 10
_STOP = re.compile(r"(?<=[.!?])\s+(?=[A-ZÅÄÖ0-9–])|\n+")


@dataclass(frozen=True, slots=True)
class Asked:
    """A question about a passage.

    Attributes:
        text: the question.
        answers: numbers, from 0, of the sentences that answer it; empty where the passage does not.
        kind: what kind of question it is, as its file has it.
        doubtful: numbers of other passages that may answer it too (`mining`).

    """

    text: str
    answers: tuple[int, ...]
    kind: str
    doubtful: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Passage:
    """A passage with its context line, its sentences in order, and the questions about it.

    With ``sentences_known`` false the passage as a whole answers its questions, and no sentence is told.
    """

    id: str
    context: str
    sentences: tuple[str, ...]
    questions: tuple[Asked, ...]
    sentences_known: bool = True


def read_questions(*folders: Path) -> list[Passage]:
    """Read the passages with questions of ``*questions*.jsonl.xz`` below each folder, in the order of their names.

    Raises:
        TrainingDataError: a folder has no such file, or a line of one is not a passage.

    """
    found: list[Passage] = []
    for folder in folders:
        files = sorted(folder.glob("*questions*.jsonl.xz"))
        if not files:
            raise TrainingDataError(f"{folder} holds no questions: expected files such as questions.jsonl.xz.")
        for path in files:
            found += _read(path)
    return found


def held_out(passages: Sequence[Passage]) -> tuple[list[Passage], list[Passage]]:
    """Part passages to learn from and passages to validate on, by a hash of their ids: always the same."""
    kept: list[Passage] = []
    apart: list[Passage] = []
    for passage in passages:
        number = int.from_bytes(hashlib.sha256(passage.id.encode()).digest()[:4])
        (kept if number % HELD_OUT_EVERY else apart).append(passage)
    return kept, apart


def from_pairs(pairs: Sequence[Pair], longest: int) -> list[Passage]:
    """Make passages of pairs: the left text asks, the right one, cut to ``longest`` words, answers."""
    found = []
    for number, pair in enumerate(pairs):
        sentences = tuple(_cut(_STOP.split(pair.right), longest))
        asked = (Asked(pair.left, tuple(range(len(sentences))), pair.kind),)
        found.append(Passage(f"{pair.kind}-{number}", "", sentences, asked, sentences_known=False))
    return found


def _cut(sentences: Sequence[str], longest: int) -> Iterator[str]:
    left = longest
    for sentence in sentences:
        words = sentence.split()[:left]
        if words:
            yield " ".join(words)
        left -= len(words)


def _read(path: Path) -> Iterator[Passage]:
    number = 0
    try:
        with lzma.open(path, "rt", encoding="utf-8") as file:
            for number, line in enumerate(file, 1):  # noqa: B007  # told where the line fails
                yield _passage(json.loads(line))
    except (lzma.LZMAError, EOFError, ValueError, KeyError, TypeError) as error:
        raise TrainingDataError(
            f"{path}, line {number}: {type(error).__name__} {error}. Expected a passage with id, source, context,"
            " sentences and questions. Fetch the file anew."
        ) from error


def _passage(row: dict[str, Any]) -> Passage:
    sentences = tuple(row["sentences"])
    questions = []
    for asked in row["questions"]:
        answers = tuple(number - 1 for number in asked["sentences"])
        if any(not 0 <= number < len(sentences) for number in answers):
            raise ValueError(f"{asked['question']!r} names a sentence that is not there")
        questions.append(Asked(asked["question"], answers, asked["type"]))
    return Passage(f"{row['id']}|{row['source']}", row["context"], sentences, tuple(questions))

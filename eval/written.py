"""The written questions that no model was trained on, as question files: `python -m eval.written TRAINING OUT`.

The bundled model learns from nine of ten passages that questions were written to; the tenth is kept apart, by
`indexer.training.multilingual.material`. Of those this makes `OUT/protocols.jsonl`, on the protocols that the passages
are out of, and `OUT/papers.jsonl` with a paper in `OUT/papers` for each passage that stands in no file of its own.
Among the papers lie others, to be told apart from; every third passage has questions and no paper, so that what is far
off is among them too. `eval.calibrate` fits the weights of answers to them.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corpus.errors import BadDataset
from indexer.training.multilingual.material import OWN_FOLDER, Passage, held_out, read_questions

# Questions in other languages are measured elsewhere (`eval.languages`).
_OTHER_LANGUAGE = "språk-"
# A passage in so many has no paper, and of the passages trained on one in so many has.
ABSENT_EVERY, BESIDE_EVERY = 3, 2
_PROTOCOLS = "goteborg-kf"


@dataclass(frozen=True, slots=True)
class _Line:
    """A question of a file: its number and what the file says of it."""

    passage: Passage
    number: int
    document: str | None

    def row(self) -> dict[str, Any]:
        asked = self.passage.questions[self.number]
        quotes = [" ".join(self.passage.sentences[n].split()) for n in asked.answers]
        answerable = bool(quotes) and self.document is not None
        return {
            "id": f"{_id(self.passage)}-{self.number}",
            "question": asked.text,
            "type": asked.kind,
            "answerable": answerable,
            "far": self.document is None,
            "document": self.document,
            "paragraph": None,
            "answer": "",
            "evidence": quotes if answerable else [],
        }


def write(training: Path, out: Path) -> None:
    """Write the two files and the papers into `out`; raises `TrainingDataError` where there are no questions."""
    learnt, apart = held_out(read_questions(training, OWN_FOLDER))
    papers = out / "papers"
    papers.mkdir(parents=True, exist_ok=True)
    of_protocols: list[_Line] = []
    of_papers: list[_Line] = []
    for passage in apart:
        if _PROTOCOLS in _source(passage):
            of_protocols += _lines(passage, Path(_source(passage)).name)
        elif _number(passage) % ABSENT_EVERY == 0:
            of_papers += _lines(passage, None)
        else:
            of_papers += _lines(passage, _paper(papers, passage))
    for passage in learnt:
        if _PROTOCOLS not in _source(passage) and passage.context and _number(passage) % BESIDE_EVERY == 0:
            _paper(papers, passage)
    for name, lines in (("protocols", of_protocols), ("papers", of_papers)):
        rows = [json.dumps(line.row(), ensure_ascii=False) for line in lines]
        (out / f"{name}.jsonl").write_text("".join(f"{row}\n" for row in rows), "utf-8")


def _lines(passage: Passage, document: str | None) -> Iterator[_Line]:
    for number, asked in enumerate(passage.questions):
        if not asked.kind.startswith(_OTHER_LANGUAGE):
            yield _Line(passage, number, document)


def _paper(folder: Path, passage: Passage) -> str:
    """The name of the file that the passage is written to, below the line that says where it is from."""
    name = f"{_id(passage)}.txt"
    text = "\n".join([passage.context, "", *passage.sentences]).strip()
    (folder / name).write_text(f"{text}\n", "utf-8")
    return name


def _id(passage: Passage) -> str:
    return passage.id.partition("|")[0]


def _source(passage: Passage) -> str:
    """The file that the passage is out of: it stands after its id."""
    return passage.id.partition("|")[2]


def _number(passage: Passage) -> int:
    """A number that is the same every time, and another than the one that parts what is learnt from the rest."""
    return int.from_bytes(hashlib.sha256(passage.id.encode()).digest()[4:8])


def main(arguments: Sequence[str]) -> None:
    """Write the files named in `arguments`."""
    if len(arguments) != 2:
        raise SystemExit(__doc__)
    training, out = map(Path, arguments)
    if not training.is_dir():
        raise BadDataset(f"Mappen {training} med skrivna frågor finns inte. Ange den som har questions.jsonl.xz.")
    write(training, out)


if __name__ == "__main__":
    main(sys.argv[1:])

"""What OCR's errors cost search: `python -m eval.benchmarks.noise QUESTIONS DOCUMENTS [SEED [BLUR]]`.

Damages the text of every paper the way OCR without Swedish letters does, asks the questions of the papers as they are
("clean"), of the damaged ones searched by the letters that they have ("damaged") and by their repairs ("repaired"), and
prints nDCG@10 and R@10 of each. Evidence is looked for where the damage has moved it.

The damage was written from what tesseract's English model made of Swedish pages in three typefaces, sharp and blurred,
and from a scanned paper; it shares no table with `corpus.repair`, and a part of it (letters taken for any other, words
run together or torn apart) is such as no table foresees. Nearly all å, ä and ö are misread; BLUR says how many of the
other letters: 0.2, the default, 3 in a thousand, somewhat more than in the scanned paper; 1, 15 in a thousand.
"""

from __future__ import annotations

import random
import string
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from corpus import structure
from corpus.models import Document, Extraction, Span
from corpus.readers import READERS, Limits, extract
from eval import evidence, measures
from eval.datasets import Question, read_questions
from eval.evidence import Places
from eval.run import throwaway_index
from indexer.fusion import Mode
from indexer.options import Options
from search_api.retrieval import Retriever

# Of a hundred letters with ring or dots, how many came out as what; the rest came out right.
SWEDISH = {
    "å": {"a": 77, "i": 6, "d": 6, "é": 5, "A": 2, "4": 1, "da": 1, "": 1},
    "ä": {"a": 49, "i": 16, "d": 10, "é": 8, "ii": 6, "di": 1, "aé": 1, "ai": 1, "éi": 1, "4": 1, "fi": 1, "": 1},
    "ö": {"o": 40, "é": 34, "d": 8, "6": 7, "dé": 2, "O": 2, "i": 1, "G": 1, "g": 1, "": 2},
    "Å": {"A": 98}, "Ä": {"A": 98}, "Ö": {"O": 95, "G": 2},
}  # fmt: skip
# Signs that came out as others, how many of a thousand.
OTHERS = {
    "l": {"i": 4, "1": 2, "I": 2, "t": 1}, "i": {"l": 1, "|": 1, "j": 1}, "t": {"i": 2, "r": 1, "l": 1},
    "s": {"e": 2, "g": 1}, "n": {"a": 2, "m": 1, "r": 1, "u": 1}, "k": {"h": 3}, "v": {"y": 3}, "b": {"h": 2, "S": 1},
    "rn": {"m": 60}, "m": {"rn": 2, "in": 2}, "tt": {"u": 8}, "fö": {"té": 5, "to": 3}, "e": {"c": 1, "o": 1, "é": 1},
    "a": {"e": 1, "o": 1}, "r": {"t": 1, "n": 1}, "u": {"a": 2}, "g": {"e": 2, "p": 1}, "f": {"t": 3},
    "I": {"|": 20, "l": 20}, "0": {"O": 5}, "1": {"l": 5}, "§": {"8": 5, "&": 5}, ".": {",": 12, "": 40, ":": 4},
    ",": {".": 12, "": 10}, "–": {"-": 300, "—": 200}, "”": {"“": 100, '"': 100}, " ": {"": 4},
}  # fmt: skip
ANY_LETTER = 0.003  # of the letters are taken for any other, and as many are lost
TORN = 0.002  # of the letters get a space after them


class Damage:
    """OCR's errors, the same for the same `seed`; some papers are sharper and some less so, `blur` in the mean."""

    def __init__(self, seed: int, blur: float = 0.2) -> None:
        self._random = random.Random(seed)  # noqa: S311
        self._blur = blur

    def spoil(self, extraction: Extraction) -> tuple[Extraction, list[int]]:
        """The damaged text with its pages and headings, and where each character of the text before has gone."""
        blur = self._blur * self._random.uniform(0.5, 1.5)
        text, pieces, moved, length = extraction.text, list[str](), list[int](), 0
        while len(moved) < len(text):
            size, piece = self._read(text, len(moved), blur)
            moved += [length] * size
            pieces.append(piece)
            length += len(piece)
        moved.append(length)
        return replace(
            extraction,
            text="".join(pieces),
            pages=tuple(Span(moved[page.start], moved[page.end]) for page in extraction.pages),
            headings=tuple(Span(moved[heading.start], moved[heading.end]) for heading in extraction.headings),
        ), moved

    def _read(self, text: str, place: int, blur: float) -> tuple[int, str]:
        """How many characters at `place` are read as one, and as what."""
        pair, seen = text[place : place + 2], text[place]
        if seen.isalpha():
            chance = self._random.random() / blur
            if chance < ANY_LETTER:
                return 1, self._random.choice(string.ascii_lowercase)
            if chance < 2 * ANY_LETTER:
                return 1, ""
            if chance < 2 * ANY_LETTER + TORN:
                return 1, seen + " "
        if len(pair) > 1 and pair in OTHERS and (read := self._drawn(pair, OTHERS[pair], 1000 / blur)) != pair:
            return 2, read
        if seen in SWEDISH:
            return 1, self._drawn(seen, SWEDISH[seen], 100)
        return 1, self._drawn(seen, OTHERS[seen], 1000 / blur) if seen in OTHERS else seen

    def _drawn(self, seen: str, read: dict[str, int], of: float) -> str:
        rest = max(0.0, of - sum(read.values()))
        return self._random.choices([*read, seen], [*read.values(), rest])[0]


def main(questions: Path, folder: Path, seed: int = 0, blur: float = 0.2) -> None:
    """Run the benchmark and print it."""
    asked = [question for question in read_questions(questions) if question.answerable]
    paths = [path for path in sorted(folder.rglob("*")) if path.suffix in READERS]
    extractions = {
        path.relative_to(folder).as_posix(): extract(path.read_bytes(), path.name, Limits()) for path in paths
    }
    clean = {name: _understood(name, extraction) for name, extraction in extractions.items()}
    places = {question.id: evidence.find(question, dict(clean)) for question in asked}
    _line("clean", _scores(asked, clean, places))

    damage = Damage(seed, blur)
    spoilt = {name: damage.spoil(extraction) for name, extraction in extractions.items()}
    broken = {name: _understood(name, extraction) for name, (extraction, _) in spoilt.items()}
    moved = {clean[name].id: offsets for name, (_, offsets) in spoilt.items()}
    places = {key: [(name, _moved(found, moved[name])) for name, found in quotes] for key, quotes in places.items()}
    bare = {name: replace(document, repairs=()) for name, document in broken.items()}
    _line("damaged", _scores(asked, bare, places))
    _line("repaired", _scores(asked, broken, places))


def _understood(name: str, extraction: Extraction) -> Document:
    return structure.understand(extraction, structure.identify(name.encode()), Path(name).name)


def _moved(places: Sequence[measures.Place], offsets: Sequence[int]) -> list[measures.Place]:
    return [measures.Place(offsets[place.start], max(offsets[place.end], offsets[place.start] + 1)) for place in places]


def _scores(asked: Sequence[Question], documents: dict[str, Document], places: dict[str, Places]) -> measures.Scores:
    qrels = {question.id: {str(n): 1 for n in range(len(question.evidence))} for question in asked}
    with throwaway_index(Options(Path())) as index:
        for name, document in documents.items():
            index.add(document, name)
        retriever = Retriever(index)
        retriever.vocabulary.refresh()
        rankings = {
            question.id: evidence.ranking(retriever, question, places[question.id], Mode.HYBRID) for question in asked
        }
    return measures.mean(list(measures.ranking(qrels, rankings).values()))


def _line(name: str, scores: measures.Scores) -> None:
    sys.stdout.write(
        f"{name:10}" + "  ".join(f"{measure} {scores[measure]:.3f}" for measure in ("nDCG@10", "R@10")) + "\n"
    )
    sys.stdout.flush()


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), *map(int, sys.argv[3:4]), *map(float, sys.argv[4:5]))

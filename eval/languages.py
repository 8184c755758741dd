"""How much is lost when the same is asked in another language.

`python -m eval.languages QUESTIONS DOCUMENTS [--model MODEL]` asks the questions of a file that `gold/languages` has in
other languages (40 of protocols-dev in eight, for measuring only), in each of them and in Swedish, and prints how many
are found in ten, by meaning alone and fused with words.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace
from importlib import resources
from pathlib import Path

from corpus.errors import BadDataset
from corpus.sandbox import Sandbox
from eval.datasets import Question, read_questions
from eval.run import measure, throwaway_index
from indexer.embedding import DEFAULT, EmbeddingOptions
from indexer.fusion import Mode
from indexer.index import Index
from indexer.options import Options
from indexer.pipeline import index_paths

SWEDISH = "sv"
MODES = (Mode.DENSE, Mode.HYBRID)


def translations(folder: Path) -> dict[str, dict[str, str]]:
    """The questions of each language by the ids of the Swedish ones; a file is `LANGUAGE.tsv`, lines id<TAB>question.

    Raises `BadDataset` where a line is not so.
    """
    found: dict[str, dict[str, str]] = {}
    for path in sorted(folder.glob("*.tsv")):
        asked: dict[str, str] = {}
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
            key, tab, text = line.partition("\t")
            if not tab or not text.strip() or key in asked:
                raise BadDataset(f"{path}, rad {number}: väntade ett nytt id och en fråga med tabb emellan.")
            asked[key] = text
        found[path.stem] = asked
    return found


def asked_in(questions: Sequence[Question], texts: Mapping[str, str] | None, ids: frozenset[str]) -> list[Question]:
    """Those of `questions` with one of the `ids`, in the words of `texts`; as they are where that is None."""
    return [
        question if texts is None else replace(question, text=texts[question.id])
        for question in questions
        if question.id in ids
    ]


def compare(index: Index, questions: Sequence[Question], told: Mapping[str, Mapping[str, str]]) -> list[str]:
    """A row a language, Swedish first, over the papers that `index` holds."""
    ids = frozenset[str]().union(*told.values()) & {question.id for question in questions}
    if not ids:
        raise BadDataset("Frågefilen har ingen av de frågor som finns på andra språk.")
    for language, texts in told.items():
        if missing := sorted(ids - texts.keys()):
            raise BadDataset(f"{language}.tsv saknar frågan {missing[0]}, som de andra språken har.")
    lines = []
    asked: dict[str, Mapping[str, str] | None] = {SWEDISH: None, **told}
    for language, words in asked.items():
        result = measure(
            index, language, asked_in(questions, words, ids), lambda *_: None, modes=MODES, answering=False
        )
        shares = " ".join(f"{mode} {result.rows[mode.value]['R@10']:.2f}" for mode in MODES)
        lines.append(f"{language}: {len(ids)} frågor, bland tio {shares}")
    return lines


def main(arguments: Sequence[str]) -> None:
    """Compare and print."""
    parser = argparse.ArgumentParser(prog="python -m eval.languages", description="Jämför språk att fråga på.")
    parser.add_argument("questions", type=Path, help="frågefil (protocols-dev.jsonl)")
    parser.add_argument("documents", type=Path, help="mapp med frågefilens handlingar")
    parser.add_argument("--model", default=DEFAULT, help="modell (%(default)s)")
    given = parser.parse_args(arguments)
    told = translations(Path(str(resources.files("eval").joinpath("gold", "languages"))))
    with throwaway_index(Options(Path(), EmbeddingOptions(given.model))) as index, Sandbox() as sandbox:
        for _ in index_paths(index, [given.documents], sandbox):
            pass
        sys.stdout.write("\n".join(compare(index, read_questions(given.questions), told)) + "\n")


if __name__ == "__main__":
    main(sys.argv[1:])

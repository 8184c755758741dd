"""How fast the running service answers, and what it takes.

`python -m eval.benchmarks.serving QUESTIONS DOCUMENTS [PASSAGES [DATA_DIR]]` indexes DOCUMENTS, starts the service on a
free port, asks it each question once over HTTP, one after another, and prints the median and 95th percentile of
`/v1/ask` (of each type of question too) and `/v1/search` beside those of `/healthz` (what HTTP alone costs), the time
from start to ready, and the peak memory of the process.

Where DOCUMENTS has fewer passages than PASSAGES, the archive is filled up with copies of its text files, all years in
them some years later. In DATA_DIR the archive is kept, and found again the next time: what is measured then is the
service alone.
"""

from __future__ import annotations

import random
import re
import statistics
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path

import httpx

from corpus.catalogue import open_sqlite
from eval.benchmarks.service import PATIENCE, free_port, index, peak_memory, served, tell
from eval.datasets import Question, read_questions

ASKED = 200
# Asked before anything is timed: the first of a kind loads what the later ones have.
WARMING = 10
# The copies of text files are of so many years later each.
STEP = 5
_YEAR = re.compile(r"\b20\d\d\b")

Times = dict[str, list[float]]


def main(questions: Path, documents: Path, passages: int = 0, data_dir: Path | None = None) -> None:
    """Run the benchmark and print it."""
    asked = read_questions(questions)
    random.Random(0).shuffle(asked)  # noqa: S311 - so that every type is among those asked
    warming, asked = asked[:WARMING], asked[WARMING : WARMING + ASKED]
    with tempfile.TemporaryDirectory() as folder:
        archive = data_dir or Path(folder, "archive")
        if not archive.exists():
            _fill(archive, documents, passages, Path(folder, "copies"))
        tell("passages", str(_count(archive)))
        port = free_port()
        command = [sys.executable, "-m", "ui.cli", "serve", "--port", str(port), "--data-dir", str(archive)]
        with served(command, port) as (url, process, ready):
            tell("start to ready", f"{ready:.1f} s")
            with httpx.Client(base_url=url, timeout=PATIENCE) as client:

                def ask(question: Question) -> httpx.Response:
                    return client.post("/v1/ask", json={"question": question.text})

                def search(question: Question) -> httpx.Response:
                    return client.post("/v1/search", json={"query": question.text})

                _time(warming, ask)
                _tell("/healthz", _time(asked, lambda _: client.get("/healthz")))
                # First, so that nothing is remembered of the questions; what is searched for has then been asked.
                by_type = _time(asked, ask)
                _tell("/v1/ask", by_type)
                for kind, took in by_type.items():
                    _tell(f"  {kind}", {kind: took})
                _tell("/v1/search", _time(asked, search))
            tell("peak memory", f"{peak_memory(process.pid) / 2**20:.0f} MB")


def _fill(archive: Path, documents: Path, passages: int, copies: Path) -> None:
    """Index `documents` into `archive`, and copies of their text files until there are as many `passages`."""
    began = time.perf_counter()
    index(documents, archive)
    have, number = _count(archive), 0
    while have < passages:
        number += 1
        for path in sorted(documents.rglob("*.txt")):
            text = _later(path.read_text("utf-8"), number * STEP)
            copy = copies / str(number) / path.relative_to(documents)
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.write_text(text, "utf-8")
        index(copies / str(number), archive)
        before, have = have, _count(archive)
        if have == before:  # no text files to copy
            break
    tell("index", f"{time.perf_counter() - began:.1f} s")


def _later(text: str, years: int) -> str:
    """`text` with every year in it so many `years` later."""
    return _YEAR.sub(lambda year: str(int(year.group()) + years), text)


def _count(archive: Path) -> int:
    """How many passages an archive has."""
    return len(open_sqlite(archive / "catalogue.sqlite").passages())


def _time(questions: list[Question], ask: Callable[[Question], httpx.Response]) -> Times:
    """How long each question took in milliseconds, by its type."""
    took: Times = defaultdict(list)
    for question in questions:
        began = time.perf_counter()
        ask(question).raise_for_status()
        took[question.type].append((time.perf_counter() - began) * 1000)
    return took


def _tell(name: str, by_type: Times) -> None:
    took = [one for times in by_type.values() for one in times]
    # 95 of 100 take no longer; of a few, that is the slowest.
    p95 = statistics.quantiles(took, n=20, method="inclusive")[-1] if len(took) > 1 else took[0]
    tell(name, f"median {statistics.median(took):.1f} ms, p95 {p95:.1f} ms ({len(took)} questions)")


if __name__ == "__main__":
    given = [*sys.argv[3:], *[None, None]][:2]
    main(Path(sys.argv[1]), Path(sys.argv[2]), int(given[0] or 0), Path(given[1]) if given[1] else None)

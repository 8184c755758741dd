"""How fast PDF is read: `python -m eval.benchmarks.reading FOLDER…`.

Takes the born-digital PDF files of the folders, as they are and often enough to make some hundreds of pages, and prints
pages a second on one core for PDFium's bare text, for reading (order, columns, tables), for reading and sections
together, and for the whole document with its facts; the ratios of each to the first say the same on a busy machine.
Then comes the whole document with two processes, with the processor time that a page took them and the memory of the
larger one after a third of the papers and after all; and the way from file to document in the sandbox with as many
readers as it has.
"""

from __future__ import annotations

import multiprocessing
import resource
import sys
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import pypdfium2 as pdfium

from corpus import structure
from corpus.models import Document
from corpus.readers import pdf
from corpus.sandbox import Sandbox
from corpus.structure import furniture, lines
from corpus.structure.outline import headed, meetings, minutes

PAGES = 400
ROUNDS = 3
PROCESSES = 2


def main(folders: Sequence[Path]) -> None:
    """Run the benchmark and print it."""
    files = [path for folder in folders for path in sorted(folder.rglob("*.pdf"))]
    papers = [(path.name, data) for path in files if _is_born_digital(data := path.read_bytes())]
    if not papers:
        sys.exit("No born-digital PDF in " + ", ".join(map(str, folders)))
    pages = sum(_bare(data) for _, data in papers)
    papers *= -(-PAGES // pages)
    pages = sum(_bare(data) for _, data in papers)
    _line("pages", f"{pages} in {len(papers)} files")
    bare = _seconds(lambda: [_bare(data) for _, data in papers])
    read = _seconds(lambda: [pdf.read(data) for _, data in papers])
    parted = _seconds(lambda: [_sections(data) for _, data in papers])
    whole = _seconds(lambda: [_document(name, data) for name, data in papers])
    _line("bare text", f"{pages / bare:.0f} pages/s")
    _line("reading", f"{pages / read:.0f} pages/s, {read / bare:.2f} times bare text")
    _line("to sections", f"{pages / parted:.0f} pages/s, {parted / bare:.2f} times bare text")
    _line("to document", f"{pages / whole:.0f} pages/s, {whole / bare:.2f} times bare text")
    with ProcessPoolExecutor(PROCESSES, multiprocessing.get_context("spawn")) as processes:
        list(processes.map(_cost, papers[:PROCESSES]))  # started
        began = time.perf_counter()
        costs = list(processes.map(_cost, papers))
        took = time.perf_counter() - began
    processor = sum(cost.seconds for cost in costs)
    early, late = (max(cost.memory for cost in part) for part in (costs[: len(costs) // 3], costs))
    _line("to document", f"{pages / took:.0f} pages/s with {PROCESSES} processes")
    _line("of each", f"{1000 * processor / pages:.1f} ms of processor time a page, {early} MB after a third, {late} MB")
    with Sandbox() as sandbox, ThreadPoolExecutor(sandbox.readers) as threads:
        list(threads.map(lambda paper: sandbox.read(paper[1], paper[0]), papers[: sandbox.readers]))  # started
        took = _elapsed(lambda: list(threads.map(lambda paper: sandbox.read(paper[1], paper[0]), papers)))
    _line("sandbox", f"{pages / took:.0f} pages/s with {sandbox.readers} readers")


def _is_born_digital(data: bytes) -> bool:
    document = pdfium.PdfDocument(data)
    try:
        return all(page.get_textpage().count_chars() for page in document)
    finally:
        document.close()


def _bare(data: bytes) -> int:
    """The number of pages of a PDF whose text PDFium has given."""
    document = pdfium.PdfDocument(data)
    try:
        for page in document:
            textpage = page.get_textpage()
            textpage.get_text_range()
            textpage.close()
            page.close()
        return len(document)
    finally:
        document.close()


def _sections(data: bytes) -> int:
    """The number of sections of a PDF, nothing further being taken out of them."""
    read = pdf.read(data)
    running = furniture.find(read.text, read.pages)
    rows = lines.rows(read.text, running)
    papers = meetings.starts(read.text, read.pages)
    numbered = minutes.sections(rows, len(read.text), read.pages, papers)
    return len(numbered or headed.sections(rows, read.headings, len(read.text)))


def _document(name: str, data: bytes) -> Document:
    return structure.understand(pdf.read(data), structure.identify(data), name)


@dataclass(frozen=True, slots=True)
class _Cost:
    """Processor time of a paper, and the most memory in MB that its process has had so far."""

    seconds: float
    memory: int


def _cost(paper: tuple[str, bytes]) -> _Cost:
    began = time.process_time()
    _document(*paper)
    return _Cost(time.process_time() - began, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)


def _elapsed(run: Callable[[], object]) -> float:
    began = time.perf_counter()
    run()
    return time.perf_counter() - began


def _seconds(run: Callable[[], object]) -> float:
    """The best of some rounds, in seconds of this process's own time."""
    took = []
    for _ in range(ROUNDS):
        began = time.process_time()
        run()
        took.append(time.process_time() - began)
    return min(took)


def _line(name: str, value: str) -> None:
    sys.stdout.write(f"{name:16}{value}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main([Path(folder) for folder in sys.argv[1:]])

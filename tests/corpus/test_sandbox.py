"""The sandbox: the same readers in a process of their own, where a hostile file costs only itself."""

import contextlib
import io
import os
import random
import signal
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from corpus import reading
from corpus.errors import EmptyFile, UnknownFormat, UnreadableFile
from corpus.readers import Limits, extract
from corpus.reading import Paper
from corpus.sandbox import Sandbox

MakeBytes = Callable[..., bytes]

GOOD = "§ 14 Upprop\n\nNämnden är samlad på Åstön.".encode()


def text_of(papers: tuple[Paper, ...]) -> str:
    """Return the text of the one paper of a file that could be read."""
    (paper,) = papers
    assert paper.document, paper.trouble
    return paper.document.text


def trouble_of(papers: tuple[Paper, ...]) -> str:
    """Return what kept the one paper of a file from being read."""
    (paper,) = papers
    assert paper.document is None
    return paper.trouble


@pytest.mark.slow
def test_same_result_as_in_this_process(make_docx: MakeBytes, make_pdf: MakeBytes, sandbox: Sandbox) -> None:
    """Every format comes out of the sandbox as it does without it."""
    papers = {
        "a.txt": "Första\n\fAndra ”sidan” – 😀 e\u0301".encode(),
        "a.md": b"# Protokoll\n\nText",
        "a.docx": make_docx(("Heading 1", "Bedömning"), "Text", [["a", "b"], ["c", "d"]]),
        "a.pdf": make_pdf(["Första"], None, ["Tredje å ä ö"]),
        "Å/NÄMNDEN.TXT": GOOD,
    }
    for name, data in papers.items():
        assert sandbox.read(data, name) == tuple(reading.read(data, name, Limits())), name


def test_faults_are_told_as_in_this_process(make_pdf: MakeBytes, sandbox: Sandbox) -> None:
    """A caller of the sandbox is told what a caller of the readers is."""
    faults = {
        "tom.txt": (b"", EmptyFile),
        "budget.xlsx": (b"PK", UnknownFormat),
        "hemlig.pdf": (make_pdf(["x"], user_password="x"), UnreadableFile),
        "trasig.docx": (b"PK\x03\x04", UnreadableFile),
    }
    for name, (data, kind) in faults.items():
        with pytest.raises(kind) as here:
            extract(data, name, Limits())
        assert trouble_of(sandbox.read(data, name)) == str(here.value), name
    assert text_of(sandbox.read(GOOD, "bra.txt")).startswith("§ 14 Upprop")


def test_limits_reach_the_process() -> None:
    """The limits of size and of characters are those that the sandbox was given."""
    with Sandbox(Limits(size=100, characters=50)) as small:
        assert "gränsen" in trouble_of(small.read(b"a" * 101, "a.txt"))
        assert "gränsen" in trouble_of(small.read(b"a" * 60, "a.txt"))
        assert text_of(small.read(b"a" * 40, "a.txt")).strip() == "a" * 40


def _slow_docx(docx: bytes) -> bytes:
    """Return a Word file of so many paragraphs that python-docx needs many seconds for it."""
    chance = random.Random(1)
    paragraphs = "".join(f"<w:p><w:r><w:t>{chance.random()}</w:t></w:r></w:p>" for _ in range(150_000))
    with zipfile.ZipFile(io.BytesIO(docx)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    start, end = parts["word/document.xml"].split(b"<w:body>")[0], b"</w:body></w:document>"
    parts["word/document.xml"] = start + b"<w:body>" + paragraphs.encode() + end
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return file.getvalue()


def test_a_slow_file_is_given_up_and_the_next_is_read(make_docx: MakeBytes) -> None:
    """A file that takes longer than the limit is named, in about that time, and costs only itself."""
    slow = _slow_docx(make_docx("x"))
    with Sandbox(Limits(seconds=2.5)) as hurried:
        assert text_of(hurried.read(GOOD, "före.txt"))
        start = time.monotonic()
        assert "sekunder" in trouble_of(hurried.read(slow, "långsam.docx"))
        assert time.monotonic() - start < 6
        assert text_of(hurried.read(GOOD, "efter.txt")) == extract(GOOD, "efter.txt", Limits()).text


def test_a_file_that_needs_too_much_memory_is_given_up_and_the_next_is_read() -> None:
    """Memory over the limit costs the file, not this process and not the next file."""
    wide = ("å" * 60 * 2**20 + "😀").encode()  # 120 MB, and 240 MB for each copy of its text
    with Sandbox(Limits(memory=600 * 2**20, characters=10**9)) as narrow:
        assert text_of(narrow.read(GOOD, "före.txt"))
        assert trouble_of(narrow.read(wide, "bred.txt")).endswith(".")
        assert text_of(narrow.read(GOOD, "efter.txt")) == extract(GOOD, "efter.txt", Limits()).text


def readers_of(parent: int) -> set[int]:
    """Return the processes that `parent` has started as readers."""
    found = set()
    for folder in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            fields = (folder / "stat").read_text().rpartition(")")[2].split()
            if int(fields[1]) == parent and fields[0] != "Z" and b"corpus.sandbox" in (folder / "cmdline").read_bytes():
                found.add(int(folder.name))
    return found


def test_a_killed_reader_costs_one_file_at_most() -> None:
    """When the system kills the reader, one file may be named as failed; those before and after are read.

    Which one that is depends on when what bubblewrap started has noticed that its parent is gone.
    """
    with Sandbox(readers=1) as unlucky:
        before = readers_of(os.getpid())
        unlucky.read(GOOD, "före.txt")
        (reader,) = readers_of(os.getpid()) - before
        os.kill(reader, signal.SIGKILL)
        after = [paper for number in range(4) for paper in unlucky.read(GOOD, f"{number}.txt")]
        assert all(paper.document or paper.trouble for paper in after)
        assert sum(paper.document is not None for paper in after) >= 3


def test_several_threads_share_the_readers() -> None:
    """Reads from several threads at once all come back, each with its own text."""
    with Sandbox(readers=2) as shared, ThreadPoolExecutor(4) as threads:
        texts = [f"§ {number} Upprop\n\nNämnden är samlad." for number in range(1, 30)]
        read = threads.map(lambda text: text_of(shared.read(text.encode(), "a.txt")), texts)
        assert [text.strip() for text in read] == texts


def test_no_process_is_left_behind() -> None:
    """Leaving the sandbox ends its processes."""
    before = readers_of(os.getpid())
    with Sandbox() as short:
        short.read(GOOD, "a.txt")
        assert readers_of(os.getpid()) - before
    assert not readers_of(os.getpid()) - before


def test_the_callers_script_is_not_run_again(tmp_path: Path) -> None:
    """A script without a guard for its main part reads a file once, and its reader does not run the script."""
    script = tmp_path / "script.py"
    script.write_text(
        "print('en gång')\nfrom corpus.sandbox import Sandbox\n"
        "with Sandbox() as box:\n    print(box.read('Nämnden är samlad.'.encode(), 'a.txt')[0].document.text)\n",
        "utf-8",
    )
    run = subprocess.run([sys.executable, script], capture_output=True, text=True, encoding="utf-8", check=True)
    assert run.stdout == "en gång\nNämnden är samlad.\n\n"

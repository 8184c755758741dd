"""The sandbox: the same readers in a process of their own, where a hostile file costs only itself."""

import contextlib
import io
import multiprocessing
import os
import random
import signal
import time
import zipfile
from collections.abc import Callable

import pytest

from corpus.errors import EmptyFile, NoTextLayer, TooLarge, UnknownFormat, UnreadableFile
from corpus.readers import Limits, extract
from corpus.readers.sandbox import Sandbox

MakeBytes = Callable[..., bytes]

GOOD = "§ 14 Upprop\n\nNämnden är samlad på Åstön.".encode()


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
        assert sandbox.extract(data, name) == extract(data, name, Limits()), name


def test_errors_keep_their_class_and_message(make_pdf: MakeBytes, sandbox: Sandbox) -> None:
    """A caller of the sandbox can tell the faults apart as a caller of the readers can."""
    faults = {
        "tom.txt": (b"", EmptyFile),
        "skannad.pdf": (make_pdf(None), NoTextLayer),
        "budget.xlsx": (b"PK", UnknownFormat),
        "hemlig.pdf": (make_pdf(["x"], user_password="x"), UnreadableFile),
        "trasig.docx": (b"PK\x03\x04", UnreadableFile),
    }
    for name, (data, kind) in faults.items():
        with pytest.raises(UnreadableFile) as here:
            extract(data, name, Limits())
        with pytest.raises(UnreadableFile) as there:
            sandbox.extract(data, name)
        assert type(there.value) is type(here.value) is kind, name
        assert str(there.value) == str(here.value)
    assert sandbox.extract(GOOD, "bra.txt").text.startswith("§ 14 Upprop")


def test_limits_reach_the_process() -> None:
    """The limits of size and of characters are those that the sandbox was given."""
    with Sandbox(Limits(size=100, characters=50)) as small:
        with pytest.raises(TooLarge):
            small.extract(b"a" * 101, "a.txt")
        with pytest.raises(TooLarge):
            small.extract(b"a" * 60, "a.txt")
        assert small.extract(b"a" * 40, "a.txt").text.strip() == "a" * 40


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
    """A file that takes longer than the limit is named as too large, in about that time, and costs only itself."""
    slow = _slow_docx(make_docx("x"))
    with Sandbox(Limits(seconds=2.5)) as hurried:
        assert hurried.extract(GOOD, "före.txt").text
        start = time.monotonic()
        with pytest.raises(TooLarge, match="sekunder"):
            hurried.extract(slow, "långsam.docx")
        assert time.monotonic() - start < 6
        assert hurried.extract(GOOD, "efter.txt") == extract(GOOD, "efter.txt", Limits())


def test_a_file_that_needs_too_much_memory_is_given_up_and_the_next_is_read() -> None:
    """Memory over the limit costs the file, not this process and not the next file."""
    wide = ("å" * 60 * 2**20 + "😀").encode()  # 120 MB, and 240 MB for each copy of its text
    with Sandbox(Limits(memory=600 * 2**20, characters=10**9)) as narrow:
        assert narrow.extract(GOOD, "före.txt").text
        with pytest.raises(UnreadableFile) as caught:
            narrow.extract(wide, "bred.txt")
        assert str(caught.value).endswith(".")
        assert narrow.extract(GOOD, "efter.txt") == extract(GOOD, "efter.txt", Limits())


def test_a_killed_reader_costs_one_file_at_most() -> None:
    """When the system kills the reader, the file it had may be named as failed; the next one is read."""
    with Sandbox() as unlucky:
        before = {child.pid for child in multiprocessing.active_children()}
        unlucky.extract(GOOD, "före.txt")
        (reader,) = (child for child in multiprocessing.active_children() if child.pid not in before)
        assert reader.pid is not None
        os.kill(reader.pid, signal.SIGKILL)
        reader.join()
        with contextlib.suppress(UnreadableFile):
            unlucky.extract(GOOD, "under.txt")
        assert unlucky.extract(GOOD, "efter.txt").text


def test_no_process_is_left_behind() -> None:
    """Leaving the sandbox ends its process."""
    before = {child.pid for child in multiprocessing.active_children()}
    with Sandbox() as short:
        short.extract(GOOD, "a.txt")
        assert {child.pid for child in multiprocessing.active_children()} - before
    assert not {child.pid for child in multiprocessing.active_children()} - before

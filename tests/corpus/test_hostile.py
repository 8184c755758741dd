"""Hostile files: each is read or named with its trouble, within its limits, and the archive is as it was."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from corpus.readers import Limits
from corpus.reading import Paper
from corpus.sandbox import Sandbox
from indexer.fusion import Mode
from indexer.index import Index
from indexer.pipeline import Status, index_paths
from tests.corpus.hostile import hostile
from tests.corpus.hostile_pdf import endless

MakeBytes = Callable[..., bytes]
# What one hostile file may cost; most take less than a second, on a machine with nothing else to do.
LIMITS = Limits(seconds=60.0, memory=2 * 2**30)
# How the process that reads says that it has been ended.
ENDED = ("sekunder att läsa", "läsaren att krascha")
FILES = hostile()
LONG = ("form ", "en rad", "miljon", "gränser", "stor tabell", "djupa parenteser", "djupa citat")


@pytest.fixture(scope="module")
def sound_pdf(make_pdf: MakeBytes) -> bytes:
    """Return a PDF of three pages."""
    return make_pdf(*[[f"§ {n} Om vatten", "", "Beslut", "Nämnden köper vatten."] for n in range(1, 4)])


@pytest.fixture(scope="module")
def sound_docx(make_docx: MakeBytes) -> bytes:
    """Return a Word file with headings, text, a list and a table."""
    return make_docx(
        ("Heading 1", "§ 1 Om vatten"), "Nämnden köper vatten.", ("List Number", "i maj"), [["År", "Liter"], ["1", "2"]]
    )


@pytest.fixture(scope="module")
def narrow() -> Iterator[Sandbox]:
    """Return a process to read hostile files in."""
    with Sandbox(LIMITS, readers=1) as running:
        running.read(b"Uppv\xc3\xa4rmning", "a.txt")
        yield running


def read(sandbox: Sandbox, data: bytes, name: str) -> tuple[Paper, ...]:
    """Return what the archive makes of a file."""
    return sandbox.read(data, name)


def test_there_are_many() -> None:
    """The set has what it must have."""
    assert len(FILES) >= 60


@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=pytest.mark.slow) if name.startswith(LONG) else name for name in FILES]
)
def test_each_is_read_or_named_within_its_limits(
    name: str, narrow: Sandbox, sound_pdf: bytes, sound_docx: bytes
) -> None:
    """No file brings the reader down or takes all its time, and each of its papers is understood or says why not."""
    papers = read(narrow, FILES[name](sound_pdf, sound_docx), name)
    assert papers
    assert len({paper.member for paper in papers}) == len(papers)
    for paper in papers:
        assert (paper.document is None) == bool(paper.trouble)
        assert not any(words in paper.trouble for words in ENDED)
        if paper.document is None:
            assert paper.trouble.endswith((".", ")."))
            continue
        assert paper.document.text.strip()
        assert "root:" not in paper.document.text
        assert paper.document.text.count("skratt") <= 1


def test_what_the_library_cannot_end_the_sandbox_ends() -> None:
    """A file that PDFium reads for ever is given up in time and named, and the next is read."""
    with Sandbox(Limits(seconds=3.0), readers=1) as hurried:
        read(hurried, b"Text", "a.txt")
        start = time.monotonic()
        (paper,) = read(hurried, endless(), "former i ring.pdf")
        assert time.monotonic() - start < 9
        assert any(words in paper.trouble for words in ENDED)
        (paper,) = read(hurried, b"Text", "a.txt")
        assert paper.document


@pytest.mark.slow
def test_the_archive_is_as_it_was(
    index: Index,
    archive_folder: Path,
    narrow: Sandbox,
    make_pdf: MakeBytes,
    make_docx: MakeBytes,
    sound_pdf: bytes,
    sound_docx: bytes,
) -> None:
    """With all of them in the folder, each is named in the report, and the sound papers answer as before."""
    for name, word in (("a.txt", "bryggor"), ("b.md", "skidor"), ("c.html", "granar")):
        (archive_folder / name).write_text(f"Ängsö kommun\n\n§ 1 Om {word}\n\nBeslut\nNämnden köper {word}.\n")
    (archive_folder / "d.pdf").write_bytes(make_pdf(["Ängsö kommun", "§ 1 Om segel", "Beslut", "Nämnden köper segel."]))
    (archive_folder / "e.docx").write_bytes(make_docx("Ängsö kommun", "§ 1 Om kajaker", "Nämnden köper kajaker."))
    assert {outcome.status for outcome in index_paths(index, [archive_folder], narrow)} == {Status.NEW}
    sound = {entry.id: entry.source for entry in index.catalogue.entries()}
    assert len(sound) == 5

    def answers() -> list[tuple[str, int, int]]:
        found = [
            hit
            for word in ("bryggor", "skidor", "granar", "segel", "kajaker")
            for hit in index.find(index.search(word, mode=Mode.BM25))
        ]
        return [(hit.entry.id, hit.passage.start, hit.passage.end) for hit in found]

    before = answers()
    # What is only long takes its time to index, and would be indexed as any long text is.
    short = [name for name in FILES if not name.startswith(LONG)]
    assert {document_id for document_id, _, _ in before} == set(sound)
    for name in short:
        (archive_folder / name).write_bytes(FILES[name](sound_pdf, sound_docx))
    outcomes = list(index_paths(index, [archive_folder], narrow))
    assert {path.name for path in archive_folder.iterdir()} == {outcome.source.split("/")[0] for outcome in outcomes}
    unchanged = {outcome.document_id: outcome.status for outcome in outcomes if outcome.document_id in sound}
    assert unchanged == dict.fromkeys(sound, Status.UNCHANGED)
    assert all(outcome.message for outcome in outcomes if outcome.status is Status.FAILED)
    assert index.catalogue.unfinished() == []
    assert {entry.id for entry in index.catalogue.entries()} >= set(sound)
    assert answers() == before
    for name in short:
        (archive_folder / name).unlink()
    list(index_paths(index, [archive_folder], narrow, allow_removals=True))
    assert {entry.id: entry.source for entry in index.catalogue.entries()} == sound
    assert answers() == before

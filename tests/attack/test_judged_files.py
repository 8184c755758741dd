"""Files that cost without being papers: judged by what they are and how large, before anything of them is read."""

import io
import os
import resource
import socket
import stat
from pathlib import Path

import pytest

from corpus import structure
from corpus.readers import Limits
from corpus.sandbox import PIECE, Sandbox
from indexer import finding
from indexer.index import Index
from indexer.pipeline import Status, index_paths
from tests.attack.started import minutes

LARGE = 2**30  # bytes of a file that takes no place on the disk


def outcomes(index: Index, sandbox: Sandbox, folder: Path) -> dict[str, tuple[Status, str]]:
    """Index a folder, and return the fate of each file, and what was told."""
    return {one.source: (one.status, one.message) for one in index_paths(index, [folder], sandbox)}


@pytest.mark.parametrize("name", ["film.mp4", "film.pdf", "film.zip", "film.eml", "film.txt"])
def test_a_film_is_not_read(index: Index, sandbox: Sandbox, archive_folder: Path, name: str) -> None:
    """Whatever it is called: it is named with what is wrong, and the memory of this process does not grow by it."""
    with (archive_folder / name).open("wb") as film:
        film.truncate(LARGE)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    (status, message), *_ = outcomes(index, sandbox, archive_folder).values()
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) * 2**10
    assert status is Status.FAILED
    assert (".mp4" in message) if name.endswith(".mp4") else ("1024 MB" in message)
    assert grown < LARGE / 4


class Watched(io.BytesIO):
    """A file that remembers how much was asked of it at a time."""

    asked = 0

    def read(self, size: int | None = -1, /) -> bytes:
        self.asked = max(self.asked, LARGE if size is None or size < 0 else size)
        return super().read(size)


def test_a_file_goes_to_the_reader_piece_by_piece(sandbox: Sandbox) -> None:
    """Never as a whole; and it arrives as it was."""
    data = minutes("sand") + b"\n" * 2 * PIECE
    file = Watched(data)
    (paper,) = sandbox.read(file, "a.txt")
    assert 0 < file.asked <= PIECE < len(data)
    assert paper.document is not None
    assert paper.document.id == structure.identify(data)


def test_a_file_that_grows_while_it_is_read() -> None:
    """Is read no further than shows that it is too large."""
    with open("/dev/zero", "rb") as endless, Sandbox(Limits(size=3 * PIECE), readers=1) as small:
        (paper,) = small.read(endless, "a.txt")
        assert "gränsen är 3 MB" in paper.trouble
        (next_one,) = small.read(minutes("sand"), "b.txt")
        assert next_one.document is not None


def test_what_is_no_file(index: Index, sandbox: Sandbox, archive_folder: Path) -> None:
    """A pipe that nobody writes to, a socket, a device and links: each is named as left aside, and none is opened."""
    os.mkfifo(archive_folder / "rör.txt")
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(os.path.relpath(archive_folder / "uttag.txt"))
    expected = ["länk.txt", "mapplänk", "rör.txt", "uttag.txt"]
    if os.geteuid() == 0:
        os.mknod(archive_folder / "enhet.txt", stat.S_IFCHR | 0o600, os.makedev(1, 5))  # /dev/zero
        expected.append("enhet.txt")
    (archive_folder / "länk.txt").symlink_to("/dev/zero")
    (archive_folder / "mapplänk").symlink_to("/etc")
    (archive_folder / "a.txt").write_bytes(minutes("sand"))
    fates = outcomes(index, sandbox, archive_folder)
    assert fates.pop("a.txt") == (Status.NEW, "")
    assert {name: status for name, (status, _) in fates.items()} == dict.fromkeys(expected, Status.SKIPPED)
    assert all(message.endswith(".") for _, message in fates.values())
    assert index.catalogue.audits.failures() == []


@pytest.mark.parametrize("kind", ["link", "pipe"])
def test_a_file_that_changes_into_something_else(archive_folder: Path, kind: str) -> None:
    """Between the look at it and its opening: the link is not followed, and the pipe not waited for."""
    path = archive_folder / "a.txt"
    if kind == "link":
        path.symlink_to("/etc/passwd")
    else:
        os.mkfifo(path)
    with pytest.raises(OSError), finding.opened(path):
        pass


def test_a_pipe_that_is_named_itself(index: Index, sandbox: Sandbox, archive_folder: Path) -> None:
    """On the command line, and not by its folder."""
    os.mkfifo(archive_folder / "rör.txt")
    (outcome,) = index_paths(index, [archive_folder / "rör.txt"], sandbox)
    assert outcome.status is Status.SKIPPED

"""The files of a folder: which are to be read, what is left aside and why, and which folders could not be seen into."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import BufferedReader
from pathlib import Path

# What office programs and systems leave beside the papers.
_LEFT_BEHIND = ("thumbs.db", "desktop.ini")
_LINK = "En länk följs inte. Lägg själva filen i mappen, eller ange mappen som den ligger i."
_NO_FILE = "Ingen vanlig fil (ett rör, en socket eller en enhet), så den läses inte."


@dataclass(slots=True)
class Found:
    """What lies in some folders: `files` by path, each with its name in the archive, in order.

    `skipped` are links and what is no plain file, each with its name and why. `unlisted` are the folders that could not
    be listed, with the system's reason, and `empty` those that hold nothing, as where a share is mounted that is away.
    """

    files: dict[Path, str] = field(default_factory=dict)
    skipped: dict[Path, tuple[str, str]] = field(default_factory=dict)
    unlisted: dict[Path, tuple[str, str]] = field(default_factory=dict)
    empty: set[Path] = field(default_factory=set)

    def has(self, path: Path) -> bool:
        """Whether `path` is a file that was found, or a paper within one."""
        return path in self.files or any(above in self.files for above in path.parents)

    def unseen(self, path: Path) -> Path | None:
        """The folder above `path` that could not be listed, or is empty; None where what is gone is surely gone."""
        return next((above for above in path.parents if above in self.unlisted or above in self.empty), None)


def find(roots: Iterable[Path], base: Path | None) -> Found:
    """What lies at or below the absolute `roots`, named by its path within its root or `base`; nothing is opened."""
    found = Found()
    for root in roots:
        named = base or (root if root.is_dir() else root.parent)
        for path, why in sorted(_below(root, named, found)):
            name = path.relative_to(named).as_posix()
            if why:
                found.skipped.setdefault(path, (name, why))
            else:
                found.files.setdefault(path, name)
    return found


@contextmanager
def opened(file: Path) -> Iterator[tuple[BufferedReader, os.stat_result]]:
    """The plain file `file`, open, with what it is; raises `OSError` for what has come to be something else.

    A link is not followed, and a pipe not waited for, whatever has taken the file's place since it was found.
    """
    handle = os.open(file, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    with open(handle, "rb") as content:
        status = os.fstat(handle)
        if not stat.S_ISREG(status.st_mode):
            raise OSError(errno.EINVAL, "ingen vanlig fil")
        yield content, status


def _below(root: Path, base: Path, found: Found) -> Iterator[tuple[Path, str]]:
    """The files at or below `root`, each with why it is left aside or ""; hidden ones are passed over."""
    if not root.is_dir():
        yield root, _aside(root)
        return

    def unlisted(error: OSError) -> None:
        folder = Path(error.filename)
        found.unlisted[folder] = (folder.relative_to(base).as_posix(), error.strerror or type(error).__name__)

    for folder, folders, names in os.walk(root, onerror=unlisted):
        here = Path(folder)
        if not folders and not names:
            found.empty.add(here)
        folders[:] = [name for name in folders if not name.startswith(".")]
        links = [name for name in folders if (here / name).is_symlink()]  # which the walk does not go into
        for name in (*links, *names):
            if not name.startswith((".", "~$")) and name.lower() not in _LEFT_BEHIND:
                yield here / name, _aside(here / name)


def _aside(path: Path) -> str:
    """Why what lies at `path` is not read, or ""."""
    try:
        mode = path.lstat().st_mode
    except OSError:  # it is told when it is opened
        return ""
    return _LINK if stat.S_ISLNK(mode) else "" if stat.S_ISREG(mode) else _NO_FILE

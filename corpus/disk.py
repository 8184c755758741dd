"""The space that is kept free: what would be written is refused before the disk is full.

A full disk is no error that can be told where it strikes: the vectors are memory that is mapped from files, and a page
of it that finds no space ends the process (SIGBUS).
"""

from __future__ import annotations

import shutil
from pathlib import Path

from corpus.errors import DiskFull

RESERVE = 500 * 2**20  # bytes


def free(folder: Path) -> int:
    """The bytes that are free where `folder` lies, or will lie."""
    there = next(path for path in (folder.absolute(), *folder.absolute().parents) if path.exists())
    return shutil.disk_usage(there).free


def check(folder: Path, needed: int = 0, reserve: int = RESERVE) -> None:
    """Raises `DiskFull` where `needed` bytes in `folder` would leave less free than `reserve`."""
    if (left := free(folder)) < needed + reserve:
        raise DiskFull(
            f"Disken med {folder} har {left / 2**20:.0f} MB ledigt, och {reserve / 2**20:.0f} MB hålls i reserv."
            " Inget mer tas emot. Frigör utrymme och försök igen."
        )

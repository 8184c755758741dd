"""Who changes the vectors in a folder, and who copies them meanwhile: never both at once, in whatever processes.

Those that change a collection share the lock, since they keep out of each other's way by themselves. Who copies the
folder has it alone, for as long as that takes; searches need no lock.
"""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def changing(folder: Path) -> Iterator[None]:
    """While a collection below `folder` is changed; waits until no copy of it is being made."""
    with _locked(folder, fcntl.LOCK_SH):
        yield


@contextmanager
def still(folder: Path) -> Iterator[None]:
    """While nothing below `folder` changes; waits until the changes that are under way are done."""
    with _locked(folder, fcntl.LOCK_EX):
        yield


@contextmanager
def _locked(folder: Path, how: int) -> Iterator[None]:
    folder.parent.mkdir(parents=True, exist_ok=True)
    # Beside the folder, and a handle of its own each time: the lock is the handle's, so that two threads count as two.
    with folder.with_suffix(".lock").open("ab") as file:
        fcntl.flock(file, how)
        yield

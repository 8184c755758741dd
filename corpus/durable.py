"""Files that outlast a loss of power: written whole, and on the disk when the call returns."""

from __future__ import annotations

import os
import shutil
from pathlib import Path


def write(path: Path, data: bytes) -> None:
    """Make the file at `path`, which is not there yet, of `data`; its folder is there."""
    with path.open("xb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    sync_folder(path.parent)


def copy(file: Path, target: Path) -> None:
    """Let `target`, whose folder is there, have the content of `file` from one moment to the next; `file` stays."""
    beside = file.with_name(f"{file.name}.copy")
    with file.open("rb") as source, beside.open("wb") as made:
        shutil.copyfileobj(source, made)
        made.flush()
        os.fsync(made.fileno())
    beside.replace(target)
    sync_folder(target.parent)


def make_folder(path: Path) -> None:
    """Make the folder `path` and those above it that are not there."""
    if not path.is_dir():
        make_folder(path.parent)
        path.mkdir(exist_ok=True)
        sync_folder(path.parent)


def sync_folder(path: Path) -> None:
    """Write to the disk which files the folder `path` has."""
    handle = os.open(path, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)

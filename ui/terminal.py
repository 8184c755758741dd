"""What every command writes with: the standard output, the standard error, JSON and a progress bar."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

out = Console(highlight=False, soft_wrap=True)
err = Console(stderr=True, highlight=False, soft_wrap=True)


def print_json(value: Any) -> None:
    """Write `value` as JSON, and nothing else."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=2) + "\n")


@contextmanager
def bar(label: str) -> Iterator[Callable[..., None]]:
    """A progress bar on stderr; call what it gives with (done, total, what is at hand)."""
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        TextColumn("{task.fields[at]}"),
    )
    with Progress(*columns, console=err, transient=False) as progress:
        task = progress.add_task(label, total=None, at="")
        yield lambda done, total, at="": progress.update(task, completed=done, total=total, at=at[-50:])


def speed(passages_per_second: float) -> str:
    """How fast, in words."""
    return f"{passages_per_second:.0f} textstycken i sekunden"

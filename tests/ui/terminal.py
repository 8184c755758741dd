"""The command as a person runs it, in a process of its own, and papers to run it on."""

import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
HEAD = "Terminalby kommun\nMiljönämnden\n\nProtokoll\nSammanträdesdatum 2021-10-06\n\n"

Main = Callable[..., "Done"]


def minutes(word: str) -> str:
    """Return minutes of one section that buys a thing."""
    return f"{HEAD}§ 3 Köp av {word}\nDnr MN 2021/5\n\nBeslut\n\nMiljönämnden beslutar att köpa {word} för 77 kronor.\n"


@dataclass(frozen=True)
class Done:
    """How a command ended, and what it wrote."""

    code: int
    out: str
    err: str


def command(*arguments: str | Path) -> list[str]:
    """Return the command line."""
    return [sys.executable, "-m", "ui.cli", *map(str, arguments)]


def surroundings(**more: str) -> dict[str, str]:
    """Return an environment without settings of the machine."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("BESLUTSMINNE_")}
    return kept | {"PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", "COLUMNS": "200"} | more


def run(folder: Path, *arguments: str | Path, **environment: str) -> Done:
    """Run the command in `folder`."""
    done = subprocess.run(
        command(*arguments), cwd=folder, env=surroundings(**environment), capture_output=True, text=True, timeout=300
    )
    return Done(done.returncode, done.stdout, done.stderr)

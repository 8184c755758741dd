"""SECURITY.md promises only what a test holds: each promise names tests, and those that it names are there."""

import ast
import re
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SECURITY = (ROOT / "SECURITY.md").read_text("utf-8")
NAMED = re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", SECURITY)


@cache
def held_by(file: str) -> frozenset[str]:
    """Return the names of the tests in a file."""
    tree = ast.parse((ROOT / file).read_text("utf-8"))
    return frozenset(node.name for node in tree.body if isinstance(node, ast.FunctionDef))


def test_each_named_test_is_there():
    assert len(NAMED) > 10
    assert [f"{file}::{name}" for file, name in NAMED if name not in held_by(file)] == []


def test_each_promise_names_a_test():
    """Every point of the list under "What is promised"."""
    promised = SECURITY.partition("## What is promised")[2].partition("\n## ")[0]
    points = re.split(r"^- ", promised, flags=re.M)[1:]
    assert len(points) > 8
    assert [point for point in points if "`tests/" not in point] == []

"""SECURITY.md and docs/operations.md promise only what a test holds: all is named, and what is named is there."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
SECURITY = (ROOT / "SECURITY.md").read_text("utf-8")
OPERATIONS = (ROOT / "docs" / "operations.md").read_text("utf-8")
HELD = "## What holds it"  # the section of operations.md that says what holds each of the others


@cache
def held_by(file: str) -> frozenset[str]:
    """Return the names of the tests in a file."""
    tree = ast.parse((ROOT / file).read_text("utf-8"))
    return frozenset(node.name for node in tree.body if isinstance(node, ast.FunctionDef))


@pytest.mark.parametrize("text", [SECURITY, OPERATIONS], ids=["SECURITY.md", "operations.md"])
def test_each_named_test_is_there(text):
    named = re.findall(r"`(tests/[\w/]+\.py)(?:::(\w+))?`", text)
    assert len(named) > 10
    assert [file for file, _ in named if not (ROOT / file).is_file()] == []
    assert [f"{file}::{name}" for file, name in named if name and name not in held_by(file)] == []


def test_each_promise_names_a_test():
    """Every point of the list under "What is promised"."""
    promised = SECURITY.partition("## What is promised")[2].partition("\n## ")[0]
    points = re.split(r"^- ", promised, flags=re.M)[1:]
    assert len(points) > 8
    assert [point for point in points if "`tests/" not in point] == []


def test_each_section_of_operations_says_what_holds_it():
    """A row of the table for each heading, with a test in it or in the rows of its parts."""
    sections, _, table = OPERATIONS.partition(HELD)
    rows = re.findall(r"^\| ([^|]+) \|([^|]*)\|$", table, re.M)
    held: dict[str, str] = {}
    section = ""
    for name, tests in rows:
        section = section if name.startswith("…") else name
        held[section] = held.get(section, "") + tests
    headings = re.findall(r"^## (.+)$", sections, re.M)
    assert len(headings) > 5
    assert [heading for heading in headings if "`tests/" not in held.get(heading, "")] == []

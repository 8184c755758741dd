"""Does a test notice when a module loses an alternative of a regular expression, or a branch? One loss at a time.

    python -m eval.mutations [--sample N] MODULE... -- TESTS...

Ours, since mutmut and cosmic-ray change operators and constants but see nothing inside a regular expression, where much
of what reads papers stands. What survives is untested or needless, but for a few that make no difference that could be
seen. Everything happens in a copy of the working folder.
"""

from __future__ import annotations

import argparse
import ast
import itertools
import os
import random
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, TypeVar

SEED = 20
_HOLE = "\N{OBJECT REPLACEMENT CHARACTER}"  # stands for an expression in an f-string
_OPENING = re.compile(r"\((?:\?(?:P<\w+>|<?[=!]|[:>]|[a-zA-Z-]{1,8}:))?")
_CLASS = re.compile(r"\[\^?\]?(?:[^\]\\]|\\.)*+\]?", re.DOTALL)
# Nothing is tested by what is so guarded.
_UNTESTED = ("TYPE_CHECKING", "__name__ == '__main__'")
_NOT_COPIED = shutil.ignore_patterns(".*", "__pycache__", "build", "dist", "*.egg-info")
_GREEN, _RED, _NO_TESTS = 0, 1, 5

Span = tuple[int, int]
Drawn = TypeVar("Drawn")


class CannotCheck(Exception):
    """What keeps the check from being made; `str(error)` is shown."""


@dataclass(frozen=True, slots=True)
class Mutation:
    """That the `field` of a `node` of a module's tree becomes `value`; `what` says it."""

    node: ast.expr | ast.stmt
    field: str
    value: Any
    what: str

    def applied(self, tree: ast.Module) -> str:
        """The source of `tree`, which the node is of, with this mutation; the tree is left as it was."""
        before = getattr(self.node, self.field)
        setattr(self.node, self.field, self.value)
        try:
            return ast.unparse(ast.fix_missing_locations(tree))
        finally:
            setattr(self.node, self.field, before)


@dataclass(frozen=True, slots=True)
class Outcome:
    """Whether the tests noticed what was done `where`."""

    where: str
    what: str
    noticed: bool


def mutations(tree: ast.Module) -> list[Mutation]:
    """All that can be lost of a module, in the order of its lines."""
    nodes = list(ast.walk(tree))
    # Docstrings are no patterns, and the pieces of an f-string are seen as a whole.
    passed = {id(node.value) for node in nodes if isinstance(node, ast.Expr)}
    passed |= {id(piece) for node in nodes if isinstance(node, ast.JoinedStr) for piece in node.values}
    found = [one for node in nodes if id(node) not in passed for one in (*_branches(node), *_alternatives(node))]
    return sorted(found, key=lambda one: one.node.lineno)


def _branches(node: ast.AST) -> Iterator[Mutation]:
    if not isinstance(node, ast.If | ast.IfExp) or (test := ast.unparse(node.test)) in _UNTESTED:
        return
    yield Mutation(node, "test", ast.UnaryOp(ast.Not(), node.test), f"if {test:.80}: negated")
    if isinstance(node, ast.If) and not isinstance(node.body[0], ast.Pass):
        yield Mutation(node, "body", [ast.Pass()], f"if {test:.80}: does nothing")


def _alternatives(node: ast.AST) -> Iterator[Mutation]:
    if isinstance(node, ast.JoinedStr):
        pieces = node.values
    elif isinstance(node, ast.Constant) and isinstance(node.value, str):
        pieces = [node]
    else:
        return
    text = "".join(str(piece.value) if isinstance(piece, ast.Constant) else _HOLE for piece in pieces)
    holes = [piece for piece in pieces if not isinstance(piece, ast.Constant)]
    for alternatives in groups(text) if "(?" in text else ():
        for which, (start, end) in enumerate(alternatives):
            cut = without(alternatives, which)
            what = f"{_brief(text[alternatives[0][0] : alternatives[-1][1]])!r} without {_brief(text[start:end])!r}"
            if isinstance(node, ast.Constant):
                yield Mutation(node, "value", text[: cut[0]] + text[cut[1] :], what)
            else:
                yield Mutation(node, "values", _pieces(text, holes, cut), what)


def groups(pattern: str) -> Iterator[list[Span]]:
    """The spans of the alternatives of each group of a regular expression that has more than one.

    Of a part of an expression, such as one that is put together, the groups that it holds as a whole. Comments of
    verbose expressions are not known as such.
    """
    bars: list[list[int]] = []  # of each open group where it begins and where its bars are
    at = 0
    while at < len(pattern):
        char = pattern[at]
        if char == "(" and (opening := _OPENING.match(pattern, at)):
            at = opening.end()
            bars.append([at - 1])
            continue
        if char == "[" and (characters := _CLASS.match(pattern, at)):
            at = characters.end()
            continue
        if char == "|" and bars:
            bars[-1].append(at)
        elif char == ")" and bars:
            edges = [*bars.pop(), at]
            if len(edges) > 2:
                yield [(before + 1, after) for before, after in itertools.pairwise(edges)]
        at += 2 if char == "\\" else 1


def without(alternatives: Sequence[Span], which: int) -> Span:
    """What to cut to be rid of one of the alternatives and of a bar beside it."""
    start, end = alternatives[which]
    return (start - 1, end) if which else (start, end + 1)


def _pieces(text: str, holes: Sequence[ast.expr], cut: Span) -> list[ast.expr]:
    """The pieces of an f-string without what is cut, the expressions in it among them."""
    first, last = text.count(_HOLE, 0, cut[0]), text.count(_HOLE, 0, cut[1])
    left = iter([*holes[:first], *holes[last:]])
    parts = re.split(f"({_HOLE})", text[: cut[0]] + text[cut[1] :])
    return [next(left) if part == _HOLE else ast.Constant(part) for part in parts if part]


def _brief(text: str) -> str:
    shown = " ".join(text.replace(_HOLE, "{…}").split())
    return shown if len(shown) <= 60 else f"{shown[:59]}…"


def check(root: Path, modules: Sequence[str], tests: Sequence[str], sample: int | None = None) -> Iterator[Outcome]:
    """Run the `tests` of the project at `root` on each mutation of its `modules`, or on `sample` of them by lot.

    Raises `CannotCheck` where a module is not there or the tests do not pass without any.
    """
    trees = {}
    for module in modules:
        if Path(module).is_absolute() or not (root / module).is_file():
            raise CannotCheck(f"{module} is no module below {root}. Give its path from there.")
        trees[module] = ast.parse((root / module).read_text("utf-8"), module)
    found = [(module, mutation) for module, tree in trees.items() for mutation in mutations(tree)]
    with TemporaryDirectory(prefix="mutations-") as name:
        copy = Path(name) / root.name
        shutil.copytree(root, copy, ignore=_NOT_COPIED)
        # Each text is of a second of its own, or Python might take the one before out of its cache.
        seconds = iter(range(int(time.time()), sys.maxsize, 2))
        for module, tree in trees.items():
            _write(copy / module, ast.unparse(tree), next(seconds))
        began = time.monotonic()
        if (code := _run(copy, tests, None)) != _GREEN:
            why = "There are no tests" if code == _NO_TESTS else "The tests fail"
            raise CannotCheck(f"{why} before anything is changed: {' '.join(tests)}.")
        limit = 10 + 5 * (time.monotonic() - began)
        for module, mutation in by_lot(found, sample):
            _write(copy / module, mutation.applied(trees[module]), next(seconds))
            noticed = _run(copy, tests, limit) != _GREEN
            _write(copy / module, ast.unparse(trees[module]), next(seconds))
            yield Outcome(f"{module}:{mutation.node.lineno}", mutation.what, noticed)


def by_lot(found: Sequence[Drawn], sample: int | None) -> list[Drawn]:
    """So many of what was found, in their order and the same each time; all where no number is given."""
    if sample is None or sample >= len(found):
        return [*found]
    chosen = random.Random(SEED).sample(range(len(found)), sample)  # noqa: S311 - no secret
    return [found[number] for number in sorted(chosen)]


def _write(path: Path, source: str, second: int) -> None:
    path.write_text(source, "utf-8")
    os.utime(path, (second, second))


def _run(folder: Path, tests: Sequence[str], limit: float | None) -> int:
    """The exit code of pytest; a run over its time limit, for which a mutation is to blame, is red."""
    command = [sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", *tests]
    try:
        return subprocess.run(command, cwd=folder, capture_output=True, timeout=limit).returncode  # noqa: S603
    except subprocess.TimeoutExpired:
        return _RED


def main(arguments: Sequence[str]) -> int:
    """Run the check and print what survives."""
    split = arguments.index("--") if "--" in arguments else len(arguments)
    parser = argparse.ArgumentParser("python -m eval.mutations", usage=(__doc__ or "").split("\n")[2].strip())
    parser.add_argument("modules", nargs="+")
    parser.add_argument("--sample", type=int)
    given, tests = parser.parse_args(arguments[:split]), arguments[split + 1 :]
    if not tests:
        parser.error("name the tests after --")
    outcomes = []
    try:
        for outcome in check(Path.cwd(), given.modules, tests, given.sample):
            outcomes.append(outcome)
            if not outcome.noticed:
                sys.stdout.write(f"{outcome.where}: survived: {outcome.what}\n")
                sys.stdout.flush()
    except CannotCheck as error:
        parser.error(str(error))
    noticed = sum(outcome.noticed for outcome in outcomes)
    share = f" ({noticed / len(outcomes):.0%})" if outcomes else ""
    sys.stdout.write(f"{noticed} of {len(outcomes)} noticed{share}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

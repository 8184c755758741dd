"""The shape of the code: who may import whom, how large a file may be, who may read the environment."""

import ast
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PACKAGES = ("corpus", "indexer", "search_api", "eval", "ui")
# Each may import what stands before it, and itself.
LAYERS = ("corpus", "indexer", "search_api", "eval")
CLIENT_SIDE = {
    "search_api.client", "search_api.schemas", "search_api.schemas.asking", "search_api.schemas.papers",
    "search_api.schemas.state", "search_api.schemas.cases", "search_api.schemas.jobs", "search_api.schemas.taking",
    "search_api.schemas.amending", "corpus.errors", "corpus.normal",
}  # fmt: skip
# What the pages that the server renders take beside the wire contract: the open archive, by the same dependency and
# through the same functions as the API's own routes, and nothing of how it searches and answers.
PAGE_SIDE = CLIENT_SIDE - {"search_api.client"} | {
    "search_api.archive", "search_api.ended", "search_api.leaves", "search_api.suggesting", "search_api.routes",
    "search_api.routes.amendments", "search_api.routes.cases", "search_api.routes.state", "search_api.asking",
    "corpus.leaves",
    "search_api.access.embedding", "search_api.access.gate", "search_api.access.roles", "search_api.errors",
    "search_api.limits.turns",
    "search_api.routes.documents", "search_api.routes.approvals", "search_api.routes.feedback",
    "corpus.catalogue.auditlog",  # for the names of what is done
    "search_api.following.followed", "search_api.following.links", "search_api.following.news",
    "search_api.following.post", "search_api.following.sender",
}  # fmt: skip
# And of the desk its words, which are the same: voices, references, excerpts.
SHARED_WORDS = {"ui.web.passage", "ui.web.texts", "ui.web.voices", "ui.web.whose"}
COMPOSITION_ROOT = "ui.cli"
COMMANDS = "ui.commands."  # groups of commands, which are of the root
AT_ITS_TOP = CLIENT_SIDE | {"search_api.settings", "search_api.access.roles"}
LONGEST_FILE = 400
# Folders of machines and people, put together here so that this file does not name them.
MACHINE_PATHS = tuple(f"/{name}/" for name in ("work", "home", "root", "Users"))


@dataclass(frozen=True)
class Import:
    """That `module` imports `target`, a module of the project, and where: at its top, or inside a function."""

    module: str
    target: str
    line: int
    inside: bool
    typing_only: bool


def name_of(path: Path) -> str:
    """Return the dotted name of a module."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


FILES = {name_of(path): path for package in PACKAGES for path in sorted((ROOT / package).rglob("*.py"))}
TREES = {name: ast.parse(path.read_text("utf-8"), path.name) for name, path in FILES.items()}


def imports_of(module: str) -> Iterator[Import]:
    """Give every import of the project's own code, wherever in the file it stands."""

    def walk(node: ast.AST, inside: bool, typing_only: bool) -> Iterator[Import]:
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.Import | ast.ImportFrom):
                for target in targets(module, child):
                    yield Import(module, target, child.lineno, inside, typing_only)
            elif isinstance(child, ast.If) and ast.unparse(child.test) in ("TYPE_CHECKING", "typing.TYPE_CHECKING"):
                for statement in child.body:
                    yield from walk(ast.Module([statement], []), inside, True)
                for statement in child.orelse:
                    yield from walk(ast.Module([statement], []), inside, typing_only)
            else:
                function = isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
                yield from walk(child, inside or function, typing_only)

    yield from walk(TREES[module], False, False)


def targets(module: str, node: ast.Import | ast.ImportFrom) -> Iterator[str]:
    """Give the project's modules that a statement imports: `from a import b` is a.b where that is a module, else a."""
    if isinstance(node, ast.Import):
        names = [alias.name for alias in node.names]
    else:
        base = node.module or ""
        if node.level:
            is_package = FILES[module].name == "__init__.py"
            parents = module.split(".")[: len(module.split(".")) - node.level + is_package]
            base = ".".join([*parents, base] if base else parents)
        names = [f"{base}.{alias.name}" if f"{base}.{alias.name}" in FILES else base for alias in node.names]
    yield from dict.fromkeys(name for name in names if name.split(".")[0] in (*PACKAGES, "tests"))


IMPORTS = [found for module in FILES for found in imports_of(module)]


def is_root(module: str) -> bool:
    """Return whether a module puts the process together."""
    return module == COMPOSITION_ROOT or module.startswith(COMMANDS)


def wrong(imports: Iterator[Import]) -> list[str]:
    """Return imports as lines to read."""
    return [f"{FILES[i.module].relative_to(ROOT)}:{i.line} imports {i.target}" for i in imports]


def test_the_walk_sees_imports_everywhere():
    """The rules below would hold of nothing: known imports, at the top, in functions, for types only, are seen."""
    seen = {(i.module, i.target, i.inside, i.typing_only) for i in IMPORTS}
    assert ("indexer.index", "corpus.catalogue", False, False) in seen
    assert (COMPOSITION_ROOT, "search_api.app", True, False) in seen
    assert (COMPOSITION_ROOT, "search_api.archive", False, True) in seen
    assert {name.split(".")[0] for name in FILES} == set(PACKAGES)


def test_imports_go_one_way():
    def against(i: Import) -> bool:
        of, to = i.module.split(".")[0], i.target.split(".")[0]
        return of in LAYERS and to not in LAYERS[: LAYERS.index(of) + 1]

    assert wrong(i for i in IMPORTS if against(i)) == []


def test_the_desk_knows_only_the_client():
    """What the desk imports of the project is the client, the wire contract, the errors, and its own modules."""
    assert wrong(
        i
        for i in IMPORTS
        if i.module.startswith("ui.web") and i.target not in CLIENT_SIDE and not i.target.startswith("ui.web")
    ) == []  # fmt: skip


def test_the_pages_ask_the_archive_as_the_api_does():
    """By the wire contract and the API's own dependencies: nothing of retrieval, answering or the catalogue."""
    assert wrong(
        i
        for i in IMPORTS
        if i.module.startswith("ui.pages")
        and i.target not in PAGE_SIDE | SHARED_WORDS
        and not i.target.startswith("ui.pages")
    ) == []  # fmt: skip


def test_only_the_composition_root_knows_every_layer():
    """Nothing of ui beside them knows more than the desk does but the root, which imports at its top what is light.

    The commands that have a file of their own are of the root, and the pages know of them as little.
    """
    others = (i for i in IMPORTS if i.module.startswith("ui") and not i.module.startswith(("ui.web", "ui.pages")))
    assert wrong(
        i
        for i in others
        if not (i.target.startswith("ui") or (is_root(i.module) and (i.inside or i.typing_only)))
        and i.target not in CLIENT_SIDE
        and not (is_root(i.module) and i.target in AT_ITS_TOP)
    ) == []  # fmt: skip


def test_the_client_side_is_light():
    """The client and what it speaks in load neither the index nor the readers, for those who only embed them."""
    reached, left = set(), ["search_api.client", "search_api.schemas", "corpus.errors"]
    while left:
        module = left.pop()
        if module not in reached:
            reached.add(module)
            left += [i.target for i in IMPORTS if i.module == module and not i.typing_only]
    assert reached <= CLIENT_SIDE | {"search_api", "corpus"}


def test_nothing_imports_the_tests_the_pages_or_the_measuring():
    """But the measuring itself, and the composition root."""

    def may(i: Import) -> bool:
        package = i.target.split(".")[0]
        return {
            "tests": False,
            "ui": i.module.startswith("ui"),
            "eval": i.module.startswith("eval") or is_root(i.module),
        }.get(package, True)

    assert wrong(i for i in IMPORTS if not may(i)) == []


@pytest.mark.parametrize("package", PACKAGES)
def test_no_modules_import_one_another_in_a_ring(package):
    """Inside functions neither; for types only is no import when the program runs."""
    graph: dict[str, set[str]] = {name: set() for name in FILES if name.split(".")[0] == package}
    for i in IMPORTS:
        if i.module in graph and i.target in graph and i.target != i.module and not i.typing_only:
            graph[i.module].add(i.target)
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        pytest.fail(f"a ring: {' -> '.join(error.args[1])}")


def test_files_are_short():
    lengths = {str(path.relative_to(ROOT)): len(path.read_text("utf-8").splitlines()) for path in FILES.values()}
    assert {name: length for name, length in lengths.items() if length > LONGEST_FILE} == {}


def test_only_the_settings_read_the_environment():
    """By whatever name: os.environ, os.getenv, os.environb, or imported from os."""
    names = {"environ", "environb", "getenv", "getenvb"}

    def reads(node: ast.AST) -> bool:
        if isinstance(node, ast.Attribute):
            return node.attr in names and ast.unparse(node.value) == "os"
        return isinstance(node, ast.ImportFrom) and node.module == "os" and any(a.name in names for a in node.names)

    assert [
        f"{FILES[module].relative_to(ROOT)}:{node.lineno}"
        for module, tree in TREES.items()
        for node in ast.walk(tree)
        if module != "search_api.settings" and reads(node)
    ] == []


def tracked_texts() -> dict[str, str]:
    """Return the text of every file that is or will be tracked, by its path; pictures and archives left out."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT, capture_output=True, check=True, text=True,
    ).stdout.split("\0")  # fmt: skip
    found = {}
    for name in filter(None, listed):
        data = (ROOT / name).read_bytes() if (ROOT / name).is_file() else b"\0"
        if b"\0" not in data[:8_000]:
            found[name] = data.decode("utf-8", "replace")
    return found


@pytest.mark.skipif(not (ROOT / ".git").exists(), reason="not a checkout, so nothing says what is tracked")
def test_no_path_of_a_machine_stands_in_a_file():
    """Nobody else has that folder."""
    texts = tracked_texts()
    assert "pyproject.toml" in texts
    assert [
        f"{name}:{number}: {line.strip()[:100]}"
        for name, text in texts.items()
        for number, line in enumerate(text.split("\n"), 1)
        if any(path in line for path in MACHINE_PATHS)
    ] == []

"""The archive as a whole: which manuscript makes which paper, and whether the stored papers are current."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

from corpus.demo.typeset import pdf, scan, word
from corpus.demo.typeset.parse import Kind, Manuscript, ManuscriptError, fold, read


def manuscript_paths(archive: Path) -> list[Path]:
    """Return the manuscripts of all organisations, in order."""
    return sorted(path for path in (archive / "manuscripts").glob("*/*") if not path.name.startswith("."))


def paper_path(archive: Path, manuscript: Manuscript) -> Path:
    """Return where the manuscript's paper is stored."""
    return archive / "papers" / manuscript.path.parent.name / manuscript.paper_name


def typeset(manuscript: Manuscript) -> bytes:
    """Return the manuscript's paper as bytes, having seen that no word of it was lost."""
    if manuscript.kind is Kind.DOCX:
        content = word.typeset(manuscript)
        found = word.extract(content)
    else:
        content = pdf.typeset(manuscript)
        found = pdf.extract(content, manuscript)
    if found != manuscript.text:
        problem = "expected the paper's text to be the manuscript's, but the two part here."
        raise ManuscriptError(manuscript.path, _parting_line(manuscript, found), problem, "Rewrite the line.")
    return scan.typeset(content, _digest(manuscript)) if manuscript.kind is Kind.SCAN else content


def is_current(manuscript: Manuscript, content: bytes) -> bool:
    """Whether a stored paper holds the manuscript's text."""
    if manuscript.kind is Kind.DOCX:
        return word.extract(content) == manuscript.text
    if manuscript.kind is Kind.PDF:
        return pdf.extract(content, manuscript) == manuscript.text
    return scan.kept_digest(content) == _digest(manuscript)


def write(archive: Path) -> tuple[int, list[ManuscriptError]]:
    """Typeset every manuscript that can be; return how many papers there are, and what was wrong with the others."""
    count, errors = 0, []
    for result in _read_all(archive):
        try:
            if isinstance(result, ManuscriptError):
                raise result
            content = typeset(result)
        except ManuscriptError as error:
            errors.append(error)
            continue
        path = paper_path(archive, result)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        count += 1
    return count, errors


def differences(archive: Path) -> tuple[list[str], list[ManuscriptError]]:
    """Return the papers that are missing, outdated or left over, each with the reason, and the manuscripts' errors."""
    found: list[str] = []
    errors: list[ManuscriptError] = []
    expected: set[Path] = set()
    for result in _read_all(archive):
        if isinstance(result, ManuscriptError):
            errors.append(result)
            continue
        path = paper_path(archive, result)
        expected.add(path)
        if not path.exists():
            found.append(f"{_name(path)}: not typeset yet")
        elif not is_current(result, path.read_bytes()):
            found.append(f"{_name(path)}: differs from {result.path.name}")
    # A manuscript that cannot be read names no paper, so what is left over is told only when all are read.
    stored = [] if errors else sorted((archive / "papers").glob("*/*"))
    found += [f"{_name(path)}: has no manuscript" for path in stored if _is_typeset(path) and path not in expected]
    return found, errors


def _read_all(archive: Path) -> Iterator[Manuscript | ManuscriptError]:
    taken: dict[Path, Path] = {}
    for path in manuscript_paths(archive):
        try:
            manuscript = read(path)
        except ManuscriptError as error:
            yield error
            continue
        first = taken.setdefault(paper_path(archive, manuscript), path)
        if first == path:
            yield manuscript
        else:
            problem = f"expected a paper of its own, but {first.name} makes {manuscript.paper_name} too."
            yield ManuscriptError(path, 1, problem, "Rename one of the two.")


def _parting_line(manuscript: Manuscript, found: str) -> int:
    read_so_far = ""
    for block in manuscript.blocks:
        read_so_far = fold(f"{read_so_far} {manuscript.words(block)}")
        if not found.startswith(read_so_far):
            return block.line
    return manuscript.blocks[-1].line


def _digest(manuscript: Manuscript) -> str:
    words = "\n".join((manuscript.header, manuscript.footer, manuscript.text))
    return f"sha256:{hashlib.sha256(words.encode()).hexdigest()}"


def _is_typeset(path: Path) -> bool:
    return path.suffix in {".docx", ".pdf"}


def _name(path: Path) -> str:
    return f"{path.parent.name}/{path.name}"

"""What CONTRIBUTING.md says of adding a format, a kind of fact or of answer, a body and a word: as it says, it works.

The code of the document is laid into a copy of the tree, and papers are read there.
"""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
# A file whole, or lines that go below a line of a file.
STEP = re.compile(
    r"^(?:In )?`(?P<file>[\w/.]+)`(?:, below `(?P<below>[^`]+)`)?:\n\n```\w+\n(?P<code>.*?)```", re.M | re.S
)
PAPER = """Landsby kommun
PROTOKOLL
LBN 2024-03-12

LBN § 4 Gångbro
Akt-id 2024/118

Beslut
1. 125 000 kronor avsätts till en gångbro.
"""
SECRET = "\fSEKRETESS enligt 26 kap. 1 § OSL\n\nLBN § 5 Stöd\n\nBeslut\n1. 9 000 kronor beviljas.\n"


@pytest.fixture(scope="module")
def extended(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a copy of the tree to which everything in CONTRIBUTING.md has been added."""
    folder = tmp_path_factory.mktemp("extended")
    for package in ("corpus", "indexer", "search_api", "eval"):
        ignored = shutil.ignore_patterns("__pycache__", "papers", "manuscripts", "bundled", "*.safetensors")
        shutil.copytree(ROOT / package, folder / package, ignore=ignored)
    for step in STEP.finditer((ROOT / "CONTRIBUTING.md").read_text("utf-8")):
        file = folder / step["file"]
        if step["below"] is None:
            assert not file.exists()
            file.write_text(step["code"], "utf-8")
        else:
            before = file.read_text("utf-8")
            assert before.count(step["below"]) == 1
            line = next(line for line in before.split("\n") if step["below"] in line)
            file.write_text(before.replace(f"{line}\n", f"{line}\n{step['code']}"), "utf-8")
    return folder


def run(folder: Path, code: str, *args: str) -> str:
    """Return what Python prints that imports the copy."""
    environment = os.environ | {"PYTHONPATH": str(folder)}
    done = subprocess.run(
        [sys.executable, "-c", code, *args], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


READ = """
import json, sys
from corpus import structure
from corpus.readers import Limits, extract
def paper(text, name="handling.txt"):
    data = text.encode()
    return structure.understand(extract(data, name, Limits()), structure.identify(data), name)
"""


def test_a_format(extended: Path) -> None:
    code = READ + 'print(paper("§ 4,Gångbro\\nBeslut,Bron byggs.\\n", "rader.csv").text, end="")'
    assert run(extended, code) == "§ 4 | Gångbro\nBeslut | Bron byggs.\n"


def test_a_body(extended: Path) -> None:
    assert run(extended, READ + "print(paper(sys.argv[1]).committee)", PAPER) == "Landsbygdsnämnden\n"


def test_the_word_of_a_system(extended: Path) -> None:
    code = READ + "print([(s.heading, s.case_number) for s in paper(sys.argv[1]).sections if s.paragraph])"
    assert run(extended, code, PAPER) == "[('Gångbro', '2024/118')]\n"


def test_a_kind_of_fact_is_read_stored_masked_counted_shown_and_measured(extended: Path, tmp_path: Path) -> None:
    code = (
        READ
        + """
from pathlib import Path
from corpus.catalogue import open_sqlite
from corpus.models import Secret
from eval.labels import describe
from eval.structure import score, Label
from search_api import views
text = sys.argv[1]
document = paper(text)
catalogue = open_sqlite(Path(sys.argv[2]), [Secret.CLASSIFIED])
catalogue.add(document, "handling.txt", ())
catalogue.set_ready(document.id)
told = catalogue.matters.facts(catalogue.matters.sections(), ["belopp"])
stored = catalogue.document(document.id)
view = views.document(catalogue, catalogue.kept(document.id), stored, [Secret.CLASSIFIED])
label = describe(document, "handling.txt")
measured = score(Label("handling.txt", label.facts), stored)["belopp"]
print(json.dumps({
    "read": [fact.value for section in document.sections for fact in section.facts if fact.kind == "belopp"],
    "stored": [fact.value for section in stored.sections for fact in section.facts if fact.kind == "belopp"],
    "counted": [fact.value for fact in told],
    "shown": [[fact.text, fact.value] for section in view.sections for fact in section.others],
    "measured": [len(measured.right), len(measured.missed)],
}))
"""
    )
    assert run(extended, code, PAPER + SECRET, str(tmp_path / "catalogue.sqlite")) == (
        '{"read": ["125000", "9000"], "stored": ["125000"], "counted": ["125000"],'
        ' "shown": [["125 000 kronor", "125000"]], "measured": [1, 1]}\n'
    )


def test_a_kind_of_answer(extended: Path, tmp_path: Path) -> None:
    weights = Path("indexer/model/static/model.safetensors")  # not copied, since it is large
    (extended / weights).symlink_to(ROOT / weights)
    code = (
        READ
        + """
from pathlib import Path
from indexer.index import Index
from search_api import schemas
from search_api.archive import Archive
from search_api.settings import Settings
index = Index(Settings(data_dir=Path(sys.argv[2]), model="static").index_options)
index.add(paper(sys.argv[1]), "handling.txt")
for question in ("När sammanträdde Landsbygdsnämnden senast?", "Var sammanträdde Landsbygdsnämnden senast?"):
    answer = Archive(index).ask(schemas.AskRequest(question=question))
    print(json.dumps([answer.certainty, answer.short, [citation.quote for citation in answer.citations]]))
"""
    )
    told, other = run(extended, code, PAPER, str(tmp_path / "arkiv")).splitlines()
    assert told == '["answer", "2024-03-12", ["2024-03-12"]]'
    assert other != told

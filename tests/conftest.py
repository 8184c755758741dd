"""What the tests share: real papers made on the spot, and a tiny real embedding model."""

import io
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import docx
import pytest
from hypothesis import HealthCheck, settings
from PIL import Image
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen import canvas

from corpus import structure
from corpus.models import Document
from corpus.readers import Limits, extract
from corpus.sandbox import Sandbox
from indexer.embedding import EmbeddingOptions
from indexer.index import Index
from indexer.options import Options
from tests.postgresql import Server, lacking, started

ROOT = Path(__file__).resolve().parents[1]

# `pytest --hypothesis-profile=explore` looks for what the usual run, which is the same every time, has not met; `quick`
# is the usual run cut short, for `make test`.
_SLOW = [HealthCheck.too_slow, HealthCheck.function_scoped_fixture, HealthCheck.data_too_large]
settings.register_profile("usual", derandomize=True, deadline=None, max_examples=60, suppress_health_check=_SLOW)
settings.register_profile("explore", deadline=None, max_examples=1_000, suppress_health_check=_SLOW, print_blob=True)
settings.register_profile("quick", settings.get_profile("usual"), max_examples=15)
settings.load_profile("usual")

_DEMO = "demo_index"  # the fixture that costs most
# `pytest -n 2` gives each worker a processor of its own, with all that it starts. They do not wait for each other then,
# and what counts the processors (ONNX Runtime, torch) starts no threads that would fight for them.
if (worker := os.environ.get("PYTEST_XDIST_WORKER")) and hasattr(os, "sched_setaffinity"):
    _ours = sorted(os.sched_getaffinity(0))
    os.sched_setaffinity(0, {_ours[int(worker.removeprefix("gw")) % len(_ours)]})

Read = Callable[..., Document]
MakeBytes = Callable[..., bytes]
RunPython = Callable[..., subprocess.Popen[str]]


@lru_cache
def share(file: Path) -> str:
    """Return what the tests of a file are given out as: the file, and one for all that ask the demonstration archive.

    xdist has marks for this, which its 3.8 loses under pytest 9.2.
    """
    return _DEMO if _DEMO in file.read_text("utf-8") else str(file)


@pytest.hookimpl(tryfirst=True)  # before tests are left out by their marks
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Call slow what asks the demonstration archive, and put first the files that take longest."""
    for item in items:
        if _DEMO in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.slow)
    slow = {share(item.path) for item in items if item.get_closest_marker("slow")}
    items.sort(key=lambda item: (share(item.path) != _DEMO, share(item.path) not in slow))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> object:
    """Return what gives the workers of `pytest -n` whole files, in their order, so that a fixture is made once."""
    from xdist.scheduler import LoadScopeScheduling

    class ByFile(LoadScopeScheduling):
        def _split_scope(self, nodeid: str) -> str:
            return share(config.rootpath / nodeid.partition("::")[0])

    return ByFile(config, log)


@pytest.fixture(scope="session")
def read() -> Read:
    """Return what reads and understands a text as if it lay in a file; a form feed parts its pages."""

    def document(text: str, name: str = "handling.txt") -> Document:
        data = text.encode()
        return structure.understand(extract(data, name, Limits()), structure.identify(data), name)

    return document


@pytest.fixture(scope="session")
def postgresql() -> Iterator[Server]:
    """Return a PostgreSQL server of its own, running; skips where Debian's package is not installed."""
    if reason := lacking():
        pytest.skip(reason)
    with started() as server:
        yield server


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Return the URL of an empty database, of each kind in turn."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'catalogue.sqlite'}"
    return request.getfixturevalue("postgresql").database()


@pytest.fixture(scope="session")
def make_docx() -> MakeBytes:
    """Return what makes a Word file of blocks: a text, ("Heading 1", text), or the rows of a table."""

    def make(
        *blocks: str | tuple[str, str] | list[list[str]], before_saving: Callable[[object], None] | None = None
    ) -> bytes:
        paper = docx.Document()
        for block in blocks:
            if isinstance(block, str):
                paper.add_paragraph(block)
            elif isinstance(block, tuple):
                paper.add_paragraph(block[1], style=block[0])
            else:
                table = paper.add_table(len(block), len(block[0]))
                for row, texts in zip(table.rows, block, strict=True):
                    for cell, text in zip(row.cells, texts, strict=True):
                        cell.text = text
        if before_saving:
            before_saving(paper)
        file = io.BytesIO()
        paper.save(file)
        return file.getvalue()

    return make


@pytest.fixture(scope="session")
def make_pdf() -> MakeBytes:
    """Return what makes a PDF of pages, each the lines on it, or None for a page that is only a picture."""

    def make(
        *pages: Sequence[str] | None, user_password: str | None = None, owner_password: str | None = None
    ) -> bytes:
        lock = None
        if user_password is not None or owner_password is not None:
            lock = StandardEncryption(user_password or "", ownerPassword=owner_password, canModify=0)
        file = io.BytesIO()
        paper = canvas.Canvas(file, encrypt=lock)
        for lines in pages:
            if lines is None:
                paper.drawImage(ImageReader(Image.new("L", (300, 200), 180)), 72, 300, 400, 300)
            else:
                text = paper.beginText(72, 770)
                for line in lines:
                    text.textLine(line)
                paper.drawText(text)
            paper.showPage()
        paper.save()
        return file.getvalue()

    return make


@pytest.fixture(scope="session")
def sandbox() -> Iterator[Sandbox]:
    """Return one process to read files in, for all tests that do not try its limits."""
    with Sandbox() as running:
        yield running


@pytest.fixture(scope="session")
def make_model(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str, int], Path]:
    """Return what makes a real, tiny embedding model in a folder: each pair of letters has a chance vector."""

    def make(name: str, dimensions: int) -> Path:
        import torch
        from sentence_transformers import SentenceTransformer
        from sentence_transformers.sentence_transformer.modules import Normalize, StaticEmbedding
        from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers

        letters = "abcdefghijklmnopqrstuvwxyzåäöé0123456789§/"
        vocabulary = {"?": 0} | {a + b: 1 + i for i, (a, b) in enumerate((a, b) for a in letters for b in letters)}
        tokenizer = Tokenizer(models.WordLevel(vocabulary, unk_token="?"))
        tokenizer.normalizer = normalizers.Sequence([normalizers.NFC(), normalizers.Lowercase()])
        tokenizer.pre_tokenizer = pre_tokenizers.Split(Regex(r"[^\s]{2}"), behavior="isolated")
        generator = torch.Generator().manual_seed(dimensions)
        weights = torch.randn(len(vocabulary), dimensions, generator=generator)
        folder = tmp_path_factory.mktemp("models") / name
        SentenceTransformer(modules=[StaticEmbedding(tokenizer, embedding_weights=weights.numpy()), Normalize()]).save(
            str(folder)
        )
        return folder

    return make


@pytest.fixture(scope="session")
def tiny_model(make_model: Callable[[str, int], Path]) -> Path:
    """Return the folder of a model of 32 dimensions."""
    return make_model("liten", 32)


@pytest.fixture
def open_index(tmp_path: Path, tiny_model: Path) -> Iterator[Callable[..., Index]]:
    """Return what opens the archive in `tmp_path / "data"` with the tiny model; all are closed after the test."""
    opened: list[Index] = []

    def open_it(model: Path | str = tiny_model, *, rebuilding: bool = False) -> Index:
        index = Index(Options(tmp_path / "data", EmbeddingOptions(str(model))), rebuilding=rebuilding)
        opened.append(index)
        return index

    yield open_it
    for index in opened:
        index.close()


@pytest.fixture
def index(open_index: Callable[..., Index]) -> Index:
    """Return an empty archive with the tiny model."""
    return open_index()


@pytest.fixture
def run_python() -> Iterator[RunPython]:
    """Return what starts another Python process on a script, with the project importable; killed after the test."""
    started: list[subprocess.Popen[str]] = []

    def run(script: str, *arguments: str | Path) -> subprocess.Popen[str]:
        process = subprocess.Popen(
            [sys.executable, "-u", "-c", script, *map(str, arguments)],
            cwd=ROOT,
            env=os.environ | {"PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        started.append(process)
        return process

    yield run
    for process in started:
        process.kill()
        process.communicate()


@pytest.fixture
def archive_folder(tmp_path: Path) -> Iterator[Path]:
    """Return an empty folder for the papers of an archive."""
    folder = tmp_path / "handlingar"
    folder.mkdir()
    yield folder
    shutil.rmtree(folder, ignore_errors=True)

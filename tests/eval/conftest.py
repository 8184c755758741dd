"""Small question sets, written on the spot, and the demonstration archive, indexed once."""

import json
from collections.abc import Callable, Iterator, Mapping
from importlib import resources
from pathlib import Path

import pytest

from corpus.sandbox import Sandbox
from indexer.index import Index
from indexer.options import Options
from indexer.pipeline import index_paths

WriteBeir = Callable[..., Path]


@pytest.fixture
def write_beir(tmp_path: Path) -> WriteBeir:
    """Return what writes a BEIR folder of texts {id: (title, text)}, queries {id: text} and relevances."""

    def write(
        corpus: Mapping[str, tuple[str | None, str]],
        queries: Mapping[str, str],
        qrels: Mapping[str, Mapping[str, int]],
        name: str = "liten",
    ) -> Path:
        folder = tmp_path / name
        (folder / "qrels").mkdir(parents=True)
        rows = [
            {"_id": key, "text": text} | ({} if title is None else {"title": title})
            for key, (title, text) in corpus.items()
        ]
        asked = [{"_id": key, "text": text} for key, text in queries.items()]
        for file, content in (("corpus.jsonl", rows), ("queries.jsonl", asked)):
            (folder / file).write_text("".join(json.dumps(row) + "\n" for row in content), "utf-8")
        judged = "".join(f"{query}\t{doc}\t{grade}\n" for query, docs in qrels.items() for doc, grade in docs.items())
        (folder / "qrels" / "test.tsv").write_text(f"query-id\tcorpus-id\tscore\n{judged}", "utf-8")
        return folder

    return write


@pytest.fixture(scope="session")
def demo_index(tmp_path_factory: pytest.TempPathFactory, sandbox: Sandbox) -> Iterator[Index]:
    """Return the demonstration archive, indexed with the bundled model."""
    papers = Path(str(resources.files("corpus").joinpath("demo/papers")))
    with Index(Options(tmp_path_factory.mktemp("demo"))) as index:
        for _ in index_paths(index, [papers], sandbox):
            pass
        yield index

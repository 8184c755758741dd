"""Models from the hub: fetched only when a setting says so, and then never asked for again."""

import json
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from tests import tiny_models

ROOT = Path(__file__).resolve().parents[2]
NAME = "norrskar/liten-modell"
COMMIT = "0123456789abcdef0123456789abcdef01234567"


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a model that nothing is wrong with."""
    return tiny_models.network(tmp_path_factory.mktemp("nät") / "hel")


@pytest.fixture
def folder(whole: Path, tmp_path: Path) -> Path:
    """Return a copy of it to break."""
    return shutil.copytree(whole, tmp_path / "trasig")


# Prints the fingerprint of the last of some models, and with "embed" a vector's shape, which takes seconds to import.
FINDING = """
import sys
from corpus.errors import ModelUnavailable
from indexer.embedding import Embedder, EmbeddingOptions
from indexer.embedding.source import locate
how, download, *models = sys.argv[1:]
try:
    for model in models:
        options = EmbeddingOptions(model, download=download == "True")
        print(locate(options).fingerprint)
        if how == "embed":
            print(Embedder(options).documents(["avgift"]).shape)
except ModelUnavailable as error:
    print("ModelUnavailable:", error)
"""

Find = Callable[..., str]


@pytest.fixture
def find(tmp_path: Path) -> Find:
    """Return what finds models in a process of its own, since the hub's client reads its settings when imported."""

    def run(*models: str, download: bool = True, how: str = "locate", **environment: str) -> str:
        outside = {"HF_HOME": str(tmp_path / "hub"), "HF_HUB_DISABLE_XET": "1", "PYTHONPATH": str(ROOT)}
        return subprocess.run(
            [sys.executable, "-c", FINDING, how, str(download), *(models or (NAME,))],
            env=os.environ | {"HF_ENDPOINT": "http://127.0.0.1:9"} | outside | environment,
            stdout=subprocess.PIPE,
            text=True,
            check=True,
        ).stdout

    return run


class Hub(BaseHTTPRequestHandler):
    """What the hub answers to those who fetch files, for the one model that the server has."""

    def do_HEAD(self) -> None:
        self._answer(with_body=False)

    def do_GET(self) -> None:
        self._answer(with_body=True)

    def log_message(self, *arguments: object) -> None:
        """Say nothing."""

    def _answer(self, *, with_body: bool) -> None:
        self.server.asked.append(self.path)
        path = self.path.partition("?")[0]
        files = {file.relative_to(self.server.folder).as_posix(): file for file in self.server.folder.rglob("*.*")}
        answers = {f"/{NAME}/resolve/{COMMIT}/{name}": file.read_bytes() for name, file in files.items()}
        tree = [
            {"type": "file", "path": name, "size": file.stat().st_size, "oid": name} for name, file in files.items()
        ]
        answers[f"/api/models/{NAME}/revision/main"] = json.dumps({"id": NAME, "sha": COMMIT}).encode()
        answers[f"/api/models/{NAME}/tree/{COMMIT}"] = json.dumps(tree).encode()
        content = answers.get(path, b"")
        self.send_response(200 if path in answers else 401)
        if path not in answers:
            self.send_header("X-Error-Code", "RepoNotFound")
        self.send_header("X-Repo-Commit", COMMIT)
        self.send_header("ETag", f'"{path.replace("/", "-")}"')
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if with_body:
            self.wfile.write(content)


@pytest.fixture
def hub(whole: Path) -> Iterator[ThreadingHTTPServer]:
    """Return a server that gives out a model as the hub does."""
    with ThreadingHTTPServer(("127.0.0.1", 0), Hub) as server:
        server.folder, server.asked = whole, []
        server.url = f"http://127.0.0.1:{server.server_port}"
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


def test_nothing_is_fetched_unasked(find: Find, hub: ThreadingHTTPServer) -> None:
    message = find(download=False, HF_ENDPOINT=hub.url)
    assert message.startswith("ModelUnavailable")
    assert NAME in message
    assert "BESLUTSMINNE_MODEL_DOWNLOAD=true" in message
    assert hub.asked == []


@pytest.mark.slow
def test_a_model_at_hand_asks_nobody(find: Find, hub: ThreadingHTTPServer, whole: Path) -> None:
    said = find("static", str(whole), how="embed", HF_ENDPOINT=hub.url)
    assert said.count("(1, ") == 2
    assert hub.asked == []


@pytest.mark.slow
def test_fetched_once_and_then_used_without_the_net(find: Find, hub: ThreadingHTTPServer) -> None:
    assert find(how="embed", HF_ENDPOINT=hub.url) == f"{COMMIT}\n(1, 32)\n"
    asked = len(hub.asked)
    assert find(download=False, HF_ENDPOINT=hub.url) == f"{COMMIT}\n"
    assert len(hub.asked) == asked


def test_a_fetching_that_was_cut_short_is_finished(find: Find, hub: ThreadingHTTPServer, tmp_path: Path) -> None:
    find(HF_ENDPOINT=hub.url)
    (weights,) = (tmp_path / "hub").rglob("snapshots/*/model.safetensors")
    weights.unlink()
    assert "BESLUTSMINNE_MODEL_DOWNLOAD=true" in find(download=False, HF_ENDPOINT=hub.url)
    assert find(HF_ENDPOINT=hub.url) == f"{COMMIT}\n"
    assert weights.is_file()


@pytest.mark.parametrize("environment", [{}, {"HF_HUB_OFFLINE": "1"}], ids=["no answer", "offline"])
def test_the_hub_cannot_be_reached(find: Find, environment: dict[str, str]) -> None:
    message = find(**environment)
    assert message.startswith("ModelUnavailable")
    assert f"”{NAME}” kan inte hämtas från Hugging Face (LocalEntryNotFoundError)" in message
    assert "ange den" in message


def test_the_hub_has_no_such_model(find: Find, hub: ThreadingHTTPServer) -> None:
    message = find("norrskar/okand", HF_ENDPOINT=hub.url)
    assert "har ingen modell ”norrskar/okand”" in message


@pytest.mark.parametrize(
    ("dropped", "told"), [("modules.json", "saknar modules.json"), ("model.safetensors", "vikter")]
)
def test_the_hubs_model_is_not_one_to_use(
    find: Find, hub: ThreadingHTTPServer, folder: Path, dropped: str, told: str
) -> None:
    (folder / dropped).unlink()
    hub.folder = folder
    assert told in find(HF_ENDPOINT=hub.url)


def test_pickled_weights_are_fetched_where_there_are_no_others(
    find: Find, hub: ThreadingHTTPServer, folder: Path, tmp_path: Path
) -> None:
    (folder / "pytorch_model.bin").write_bytes(b"vikter")
    (folder / "onnx").mkdir()
    (folder / "onnx" / "model.onnx").write_bytes(b"annat")
    hub.folder = folder
    find(HF_ENDPOINT=hub.url)
    fetched = tmp_path / "hub"
    assert {path.name for path in fetched.rglob("snapshots/*/model.safetensors")} == {"model.safetensors"}
    assert not list(fetched.rglob("snapshots/*/pytorch_model.bin"))
    (folder / "model.safetensors").rename(tmp_path / "undan")
    shutil.rmtree(fetched)
    find(HF_ENDPOINT=hub.url)
    assert list(fetched.rglob("snapshots/*/pytorch_model.bin"))
    assert not list(fetched.rglob("*.onnx"))


def test_a_name_that_the_hub_cannot_have(find: Find) -> None:
    assert "kan inte vara ett namn" in find("norrskar/modell--liten")

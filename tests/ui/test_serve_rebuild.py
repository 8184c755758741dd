"""`beslutsminne serve --rebuild`, as who runs it does: set another model, restart, and look at the status."""

import json
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from corpus.sandbox import Sandbox
from indexer.index import Index
from indexer.pipeline import Status, index_paths
from search_api.settings import Settings
from tests.ui.terminal import Main, command, minutes, run, surroundings

pytestmark = pytest.mark.slow  # a start of the command takes seconds


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory, tiny_model: Path, sandbox: Sandbox) -> Path:
    """Return a folder with an archive of two papers, made with the tiny model."""
    folder = tmp_path_factory.mktemp("byte")
    papers = [folder / "pumpen.txt", folder / "tratten.txt"]
    for paper in papers:
        paper.write_text(minutes(paper.stem), "utf-8")
    with Index(Settings(data_dir=folder / "arkiv", model=str(tiny_model)).index_options) as index:
        assert {outcome.status for outcome in index_paths(index, papers, sandbox)} == {Status.NEW}
    return folder


@contextmanager
def serving(folder: Path, *options: str, **environment: str) -> Iterator[str]:
    """Run the service in `folder`, and give its address when it answers."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    url, log = f"http://127.0.0.1:{port}", folder / "serve.txt"
    with (
        log.open("w") as errors,
        subprocess.Popen(
            command("serve", "--port", str(port), *options),
            cwd=folder, env=surroundings(**environment), stdout=errors, stderr=errors,
        ) as process,
    ):  # fmt: skip
        try:
            for _ in range(1_200):
                assert process.poll() is None, log.read_text()
                try:
                    if httpx.get(f"{url}/readyz", trust_env=False).status_code == 200:
                        break
                except httpx.ConnectError:
                    time.sleep(0.1)
            yield url
        finally:
            process.terminate()
            process.wait(60)


def test_another_model_is_set(archive: Path, tiny_model: Path, make_model: Callable[[str, int], Path]) -> None:
    """Without the option the start is refused and names it; with it the service answers, and moves the archive."""
    model = str(make_model("annan", 48))
    refused = run(archive, "serve", BESLUTSMINNE_MODEL=model)
    assert refused.code == 1
    assert "serve --rebuild" in refused.err
    with serving(archive, "--rebuild", BESLUTSMINNE_MODEL=model) as url:
        for _ in range(1_200):  # asked over HTTP: a start of the command for each would take the time of the move
            if httpx.get(f"{url}/readyz", trust_env=False).json()["move"] is None:
                break
            time.sleep(0.1)
        said = json.loads(run(archive, "status", "--url", url, "--json").out)
        assert (said["move"], said["manifest"]["model"]) == (None, model)
        found = json.loads(run(archive, "search", "pumpen", "--url", url, "--json").out)
        assert found["hits"][0]["source"] == "pumpen.txt"
    with serving(archive, "--rebuild", BESLUTSMINNE_MODEL=model) as url:  # nothing is left to move
        assert httpx.get(f"{url}/readyz", trust_env=False).json()["move"] is None
    assert len(list((archive / "arkiv" / "vectors").iterdir())) == 1


def test_what_a_running_server_is_not_asked(main: Main) -> None:
    """A server moves its archive when it is started so, not by a request."""
    done = main("index", "--rebuild", "--url", "http://127.0.0.1:9")
    assert done.code == 2
    assert "serve --rebuild" in done.err

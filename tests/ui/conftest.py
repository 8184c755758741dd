"""The service that the tests of the pages look at: real, small, in a process of its own."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.skating import SKATING
from tests.ui import browsing, shelf
from tests.ui.terminal import Done, Main
from ui import cli

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]

BOB = """Region Gotland
Socialnämnden

Protokollsutdrag
Sammanträdesdatum 2024-12-04

§ 181 Redovisning av uppdrag om brottsförebyggande samverkan
Dnr SON 2023/273

Beslut
Socialnämnden godkänner redovisningen och överlämnar den till regionstyrelsen.

Ärendet
Bob står för barn och unga i organiserad brottslighet. Arbetet leds nationellt, regionalt och lokalt.
I det lokala Bob-rådet på Gotland ingår socialtjänsten, polisen, skolan, länsstyrelsen och barnpsykiatrin.
Rådet möts fyra gånger om året och rapporterar till socialnämnden.

Bedömning
Förvaltningen bedömer att samverkan fungerar väl och att formerna bör bestå under nästa mandatperiod.
"""
# What a document must not be able to do: run, link, format, calculate, colour, or turn the direction of writing.
HOSTILE = (
    "<script>window.hostile = 1</script>",
    '<img src="x" onerror="window.hostile = 1">',
    "[klicka](javascript:window.hostile=1)",
    "**inte fet**",
    "$x^2$",
    ":red[inte röd]",
    "&lt;b&gt;",
)
WEAVING = f"""Viklunda kommun
Miljönämnden

Protokoll
Sammanträdesdatum 2022-05-18

§ 7 Vävstolen {HOSTILE[1]} **inte fet** :red[inte röd] $x^2$
Dnr MN 2022/31

Beslut
Miljönämnden beslutar att vävstolen i Tranebo ska märkas {" ".join(HOSTILE)} före midsommar.
"""


@pytest.fixture(scope="session")
def papers(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with three papers, one of them hostile."""
    folder = tmp_path_factory.mktemp("handlingar")
    for name, text in (("bob.txt", BOB), ("isbana.txt", SKATING), ("vavstol.txt", WEAVING)):
        (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def hostile() -> tuple[str, ...]:
    """Return the pieces of markup that stand in the hostile paper."""
    return HOSTILE


@pytest.fixture(scope="session")
def service(papers: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Return the address of the running service over `papers`."""
    with running(papers, tmp_path_factory.mktemp("tjanst")) as url:
        yield url


@pytest.fixture(scope="session")
def unsure(papers: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Return the address of the same service, which is sure of nothing: what it finds is told as the nearest."""
    with running(papers, tmp_path_factory.mktemp("osaker"), sure=1.1) as url:
        yield url


@pytest.fixture(scope="session")
def shelf_papers(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the papers of `shelf`."""
    return shelf.write(tmp_path_factory.mktemp("hylla"))


@pytest.fixture(scope="session")
def library(shelf_papers: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Return the address of the running service over the papers of `shelf`."""
    with running(shelf_papers, tmp_path_factory.mktemp("bibliotek")) as url:
        yield url


@pytest.fixture
def main(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Main:
    """Return what runs the command in this process, which loads the model but once; settings of the machine aside."""
    for name in [name for name in os.environ if name.startswith("BESLUTSMINNE_")]:
        monkeypatch.delenv(name)

    def run_main(*arguments: str | Path) -> Done:
        capsys.readouterr()
        monkeypatch.setattr(sys, "argv", ["beslutsminne", *map(str, arguments)])
        code: object = 0
        try:
            cli.main()
        except SystemExit as ended:
            code = ended.code or 0
        assert isinstance(code, int)
        written = capsys.readouterr()
        return Done(code, written.out, written.err)

    return run_main


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """Return a browser."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browsing.CHROMIUM, args=browsing.QUIET)
        yield browser
        browser.close()


@contextmanager
def running(papers: Path, folder: Path, sure: float | None = None, **settings: str) -> Iterator[str]:
    """Give the address of a service over `papers` that keeps what it needs in `folder`; `sure` as for serve.py.

    `settings` are more of its environment.
    """
    log = folder / "fel.txt"
    command = [sys.executable, str(HERE / "serve.py"), str(folder / "arkiv"), str(papers)]
    command += [str(sure)] if sure is not None else []
    environment = os.environ | {"PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"} | settings
    with (
        log.open("w") as errors,
        subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=errors, text=True, env=environment
        ) as process,
    ):
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            url = process.stdout.readline().strip()
            assert url, log.read_text()
            _wait(url)
            yield url
        finally:
            process.stdin.close()
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()


def _wait(url: str) -> None:
    for _ in range(100):
        try:
            httpx.get(f"{url}/healthz", trust_env=False)
        except httpx.TransportError:  # not there yet, or too busy with its start to answer in time
            time.sleep(0.1)
        else:
            return
    raise AssertionError(f"{url} does not answer")

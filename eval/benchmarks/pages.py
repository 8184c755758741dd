"""What the pages weigh and how fast they are, beside the desk that Streamlit runs and the API, in one run.

`python -m eval.benchmarks.pages URL QUESTIONS` asks the running service at URL: how many requests and bytes the first
page takes and when its question can be typed at 1.6 Mbit/s, of `/` and of `/bord/`, in Debian's chromium by Playwright
(left out where those are not there); the median server time of `/sok` beside that of `/v1/search` for the same
questions; and how many times a second `/` is answered to several who ask at once.
"""

from __future__ import annotations

import shutil
import statistics
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx

from eval.datasets import read_questions

ASKED = 60
AT_ONCE = 8
SECONDS = 10.0
# A phone far from the mast, as Lighthouse has it: kilobytes and milliseconds.
DOWN, LATENCY = 1.6e6 / 8, 150
PATIENCE = 120_000  # milliseconds


def main(url: str, questions: Path) -> None:
    """Run the benchmark and print it."""
    for path, label in (("/", "Din fråga"), ("/bord/", "Din fråga")):
        _line(path, _weighed(url, path, label))
    asked = [question.text for question in read_questions(questions)][:ASKED]
    with httpx.Client(base_url=url, timeout=60, trust_env=False) as client:
        for text in asked:  # what is remembered of a question is so for both
            client.post("/v1/search", json={"query": text})
        api = _median(asked, lambda text: client.post("/v1/search", json={"query": text}))
        page = _median(asked, lambda text: client.get("/sok", params={"q": text}))
    _line("/v1/search", f"{api * 1000:.1f} ms")
    _line("/sok", f"{page * 1000:.1f} ms, {page / api:.2f} times the API's")
    _line("/", f"{_rate(url):.0f} answers a second to {AT_ONCE} who ask at once")


def _weighed(url: str, path: str, label: str) -> str:
    """What a first visit to `path` takes, until the field called `label` can be written in."""
    chromium = shutil.which("chromium")
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        chromium = None
    if chromium is None:
        return "not weighed: there is no chromium, or no Playwright"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_context(base_url=url, locale="sv-SE").new_page()
        tools = page.context.new_cdp_session(page)
        tools.send("Network.enable")
        tools.send(
            "Network.emulateNetworkConditions",
            {"offline": False, "downloadThroughput": DOWN, "uploadThroughput": DOWN, "latency": LATENCY},
        )
        sizes: list[float] = []
        tools.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
        began = time.perf_counter()
        page.goto(path, timeout=PATIENCE, wait_until="commit")
        page.get_by_label(label).wait_for(timeout=PATIENCE)
        usable = time.perf_counter() - began
        page.wait_for_load_state("networkidle", timeout=PATIENCE)
        browser.close()
    return f"{len(sizes)} requests, {sum(sizes) / 1000:.0f} kB, the field after {usable:.1f} s at 1.6 Mbit/s"


def _median(asked: list[str], ask: Callable[[str], httpx.Response]) -> float:
    """The median of the seconds that an answer takes, over HTTP from this machine."""
    took = []
    for text in asked:
        began = time.perf_counter()
        ask(text).raise_for_status()
        took.append(time.perf_counter() - began)
    return statistics.median(took)


def _rate(url: str) -> float:
    """How many times a second the first page is answered."""
    until = time.perf_counter() + SECONDS

    def visit(_: int) -> int:
        answered = 0
        with httpx.Client(base_url=url, timeout=60, trust_env=False) as client:
            while time.perf_counter() < until:
                client.get("/").raise_for_status()
                answered += 1
        return answered

    with ThreadPoolExecutor(AT_ONCE) as visitors:
        return sum(visitors.map(visit, range(AT_ONCE))) / SECONDS


def _line(name: str, value: str) -> None:
    sys.stdout.write(f"{name:12} {value}\n")


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))

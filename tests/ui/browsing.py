"""A real browser on the pages: how it is started, how a visitor comes, and asks."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, expect

CHROMIUM = shutil.which("chromium")
QUIET = (
    "--no-sandbox --disable-gpu --disable-background-networking --disable-component-update --disable-sync"
    " --no-first-run --disable-quic"
).split()
PATIENCE = 20_000  # milliseconds, for a busy machine
MARKS = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.skipif(CHROMIUM is None, reason="there is no chromium on this machine"),
]

expect.set_options(timeout=PATIENCE)


@contextmanager
def visit(chromium: Browser, service: str) -> Iterator[Page]:
    """Give a page of a new visitor at the desk; nothing it does may go wrong unseen or reach another machine."""
    with look(chromium, service) as found:
        found.goto("/bord/")
        expect(found.get_by_label("Din fråga")).to_be_visible()
        at_rest(found)
        yield found


@contextmanager
def look(
    chromium: Browser, service: str, *, width: int = 1280, scheme: str = "light", javascript: bool = True
) -> Iterator[Page]:
    """Give an empty page of a new visitor; nothing it does may go wrong unseen or reach another machine.

    A page that is not there is told of by the browser itself, and is no complaint.
    """
    context = chromium.new_context(
        base_url=service, locale="sv-SE", accept_downloads=True, viewport={"width": width, "height": 900},
        color_scheme=scheme, java_script_enabled=javascript, permissions=["clipboard-read", "clipboard-write"],
    )  # fmt: skip
    context.set_default_timeout(PATIENCE)
    found = context.new_page()
    complaints: list[str] = []
    found.on("console", lambda said: complaints.append(said.text) if _is_trouble(said) else None)
    found.on("pageerror", lambda error: complaints.append(str(error)))
    found.on("dialog", lambda dialog: (complaints.append(dialog.message), dialog.dismiss()))
    context.on("request", lambda request: complaints.append(request.url) if _leaves(request.url, service) else None)
    found.on("websocket", lambda socket: complaints.append(socket.url) if _leaves(socket.url, service) else None)
    yield found
    context.close()
    assert complaints == []


def _is_trouble(said: ConsoleMessage) -> bool:
    # The line is down only where a test has cut it.
    usual = ("server responded with a status of 4", "net::ERR_INTERNET_DISCONNECTED")
    return said.type in ("error", "warning") and not any(one in said.text for one in usual)


def _leaves(url: str, service: str) -> bool:
    return not url.startswith((f"{service}/", f"{service.replace('http', 'ws', 1)}/", "data:", "blob:"))


def ask(page: Page, question: str) -> None:
    """Type a question and send it."""
    page.get_by_label("Din fråga").fill(question)
    page.get_by_role("button", name="Ställ frågan").click()


def at_rest(page: Page) -> None:
    """Wait until the page is whole: what is drawn anew while one types into it forgets the typing."""
    expect(page.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning")

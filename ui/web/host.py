"""The desk, which Streamlit runs, in one process with the API: under addresses of its own."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from pathlib import Path

import streamlit as st
from fastapi import FastAPI
from starlette.types import ASGIApp, Receive, Scope, Send
from streamlit import config

from ui.web.markup import alert
from ui.web.shell import Shell

SCRIPT = Path(__file__).with_name("page.py")
DESK = "/bord"
# Where a browser's page and its websocket talk to Streamlit: answered at the root too, for those who know that address.
STREAM = "/_stcore"

OPTIONS: Mapping[str, object] = {
    "browser.gatherUsageStats": False,
    "client.showErrorDetails": "none",
    "client.showErrorLinks": False,
    "client.toolbarMode": "minimal",
    "logger.enableRich": False,
    "logger.hideWelcomeMessage": True,
    "runner.magicEnabled": False,
    "server.baseUrlPath": DESK.strip("/"),
    "server.enableAgentApi": False,
    "server.enableStaticServing": False,
    "server.fileWatcherType": "none",
    "server.headless": True,
    "server.runOnSave": False,
    "theme.base": "light",
    "theme.primaryColor": "#0b4f6c",
    "theme.backgroundColor": "#ffffff",
    "theme.secondaryBackgroundColor": "#f3f6f8",
    "theme.textColor": "#1d252c",
    "theme.linkColor": "#0b4f6c",
    "theme.linkUnderline": True,
    "theme.borderColor": "#b9c4cd",
    "theme.showWidgetBorder": True,
    "theme.baseRadius": "4px",
    "theme.buttonRadius": "4px",
    "theme.baseFontSize": 17,
    "theme.headingFontSizes": ["1.9rem", "1.35rem", "1.1rem"],
    "theme.paddingTop": "2rem",
}


class Desk:
    """The desk over the API at `api_url`. A process can have it once, for Streamlit's runtime is one of a process.

        desk = Desk(local_url(host, port))
        app = create_app(settings, index, beside=desk.lifespan)
        desk.mount(app, behind=GuardedPages)

    `upload_limit` is the largest file that a visitor can choose, in bytes; the API has the last word on it. `called` is
    the name that visitors call the service by, where that is not one of this machine's own.
    """

    def __init__(self, api_url: str, *, upload_limit: int = 200 * 2**20, called: str | None = None) -> None:
        for name, value in OPTIONS.items():
            config.set_option(name, value)
        if called:
            # Streamlit compares with it before it asks servers outside of the house what this machine is called.
            config.set_option("browser.serverAddress", called)
        config.set_option("server.maxUploadSize", max(1, upload_limit // 2**20))
        self._streamlit = st.App(SCRIPT, secrets={"api_url": api_url}, on_script_error=_failed)
        self._shell = Shell(self._streamlit, DESK)

    @asynccontextmanager
    async def lifespan(self) -> AsyncIterator[None]:
        """Run the desk as long as this is entered."""
        async with self._streamlit.lifespan()(self._streamlit):
            yield

    def mount(self, app: FastAPI, behind: Callable[[ASGIApp, FastAPI], ASGIApp]) -> None:
        """Let the desk answer all under its own addresses; what else `app` has no route for is not there.

        `behind` puts it behind the gate of `app`, and gives each visit the ticket that the desk asks by.
        """
        # Not a mounted route: Streamlit takes the whole path, and answers its websocket at the root too.
        app.router.default = _Beside(app.router.default, behind(self._shell, app))


class _Beside:
    """What `app` says to an unknown address, and the desk on its own addresses."""

    def __init__(self, unknown: ASGIApp, desk: ASGIApp) -> None:
        self._unknown = unknown
        self._desk = desk

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        path = f"{scope.get('path', '')}/"
        if path.startswith(f"{STREAM}/"):
            await self._desk({**scope, "path": f"{DESK}{scope['path']}"}, receive, send)
        else:
            await (self._desk if path.startswith(f"{DESK}/") else self._unknown)(scope, receive, send)


def _failed(error: Exception) -> bool:
    """Tell the visitor of a bug, which Streamlit logs; True keeps it from telling the visitor too, in English."""
    alert("Ett fel gör att sidan inte kan visas. Försök igen. Består felet, säg till den som sköter tjänsten.")
    return True

"""What stands around Streamlit's pages on their way to the browser: language, look, and what a browser may do."""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import dataclass
from pathlib import Path

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit import file_util

from ui.web.icon import ICON

STYLE = Path(__file__).with_name("page.css")
_STYLE_PATH = "/beslutsminne.css"
_ICON_PATH = "/beslutsminne.svg"
# Streamlit's doors for programs and monitors; the API beside the pages is the one that is meant for them.
_CLOSED = ("/_stcore/agent", "/_stcore/metrics")
# Headers of Streamlit's own page that are not true of the page that is sent in its place.
_OF_THE_OTHER = ("content-length", "content-encoding", "etag", "last-modified")

_NOSCRIPT = (
    "<noscript><p>Bordet behöver JavaScript. <a href='../'>Sidorna för alla</a> behöver det inte.</p></noscript>"
)


@dataclass(frozen=True, slots=True)
class _File:
    """A file that is sent as it stands here."""

    content: bytes
    media_type: str
    tag: str

    @classmethod
    def of(cls, text: str, media_type: str) -> _File:
        content = text.encode()
        return cls(content, media_type, f'"{hashlib.sha256(content).hexdigest()[:32]}"')


class Shell:
    """Passes everything to `pages`, Streamlit's application, and sends its answers on with what they lack.

    `base` is what the addresses of `pages` begin with.
    """

    def __init__(self, pages: ASGIApp, base: str = "") -> None:
        self._pages = pages
        self._base = base
        self._index = index(Path(file_util.get_static_dir(), "index.html").read_text(encoding="utf-8"))
        self._headers = headers(self._index)
        self._files = {
            _STYLE_PATH: _File.of(STYLE.read_text(encoding="utf-8"), "text/css"),
            _ICON_PATH: _File.of(ICON, "image/svg+xml"),
        }

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] != "http":
            await self._pages(scope, receive, send)
            return
        dressed = _Dressed(send, self._index, self._headers)
        path = scope["path"].removeprefix(self._base)
        if path.startswith(_CLOSED):
            await Response(status_code=404)(scope, receive, dressed)
        elif path in self._files and scope["method"] in ("GET", "HEAD"):
            await self._own(self._files[path], scope)(scope, receive, dressed)
        else:
            await self._pages(scope, receive, dressed)

    def _own(self, file: _File, scope: Scope) -> Response:
        # Their names stay while what is in them changes, so a browser asks each time.
        kept = {"ETag": file.tag, "Cache-Control": "no-cache"}
        if file.tag in Headers(scope=scope).get("if-none-match", ""):
            return Response(status_code=304, headers=kept)
        return Response(file.content, media_type=file.media_type, headers=kept)


class _Dressed:
    """Sends an answer on with our headers, and our page where it is Streamlit's."""

    def __init__(self, send: Send, page: str, added: dict[str, str]) -> None:
        self._send = send
        self._page = page.encode()
        self._added = added
        self._replacing = False

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            await self._send(self._start(message))
        elif not self._replacing:
            await self._send(message)
        elif not message.get("more_body", False):
            await self._send({"type": "http.response.body", "body": self._page})

    def _start(self, message: Message) -> Message:
        sent = MutableHeaders(raw=list(message["headers"]))
        sent.update(self._added)
        self._replacing = message["status"] == 200 and sent.get("content-type", "").startswith("text/html")
        if self._replacing:
            for name in _OF_THE_OTHER:
                if name in sent:
                    del sent[name]
            sent["content-length"] = str(len(self._page))
        return {**message, "headers": sent.raw}


def index(page: str) -> str:
    """Streamlit's page in Swedish, with our style, without the way to its interface for programs."""
    page = page.replace('<html lang="en">', '<html lang="sv">')
    page = page.replace("<title>Streamlit</title>", "<title>Beslutsminne</title>")
    page = page.replace("./favicon.png", f".{_ICON_PATH}")
    page = re.sub(r"<!--.*?-->", "", page, flags=re.DOTALL)
    page = re.sub(r'<link rel="service-desc"[^>]*>', "", page)
    page = re.sub(r"<noscript>.*?</noscript>", _NOSCRIPT, page, flags=re.DOTALL)
    return page.replace("</head>", f'<link rel="stylesheet" href=".{_STYLE_PATH}"></head>')


def headers(page: str) -> dict[str, str]:
    """What a browser may do: nothing but talk to this server and run its scripts, and the inline ones of `page`."""
    inline = re.findall(r"<script>(.*?)</script>", page, flags=re.DOTALL)
    hashes = [base64.b64encode(hashlib.sha256(script.encode()).digest()).decode() for script in inline]
    policy = {
        "default-src": "'self'",
        "script-src": " ".join(["'self'", *(f"'sha256-{digest}'" for digest in hashes)]),
        "style-src": "'self' 'unsafe-inline'",  # Streamlit writes its styles as it goes
        "img-src": "'self' data: blob:",
        "font-src": "'self' data:",
        "object-src": "'none'",
        "base-uri": "'self'",
        "form-action": "'self'",
        "frame-ancestors": "'self'",
    }
    return {
        "Content-Security-Policy": "; ".join(f"{name} {value}" for name, value in policy.items()),
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "same-origin",
        "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
        "Cross-Origin-Opener-Policy": "same-origin",
    }

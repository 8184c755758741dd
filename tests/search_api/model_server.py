"""A real HTTP server that plays language models: good ones, liars, slow ones and broken ones."""

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

PIECE = 7  # characters a chunk of a streamed reply


class Call(BaseHTTPRequestHandler):
    """A request to the model, and the ways to answer it."""

    protocol_version = "HTTP/1.1"
    server: "Played"
    body: dict

    def do_POST(self) -> None:
        self.close_connection = True
        self.body = json.loads(self.rfile.read(int(self.headers["content-length"])))
        with self.server.lock:
            act = self.server.acts.pop(0) if len(self.server.acts) > 1 else self.server.acts[0]
        self.server.calls.append(self)
        try:
            act(self)
        except OSError:
            self.server.left.set()  # the caller hung up

    def log_message(self, *_: object) -> None:
        """Say nothing on the terminal."""

    def begin(self, status: int, kind: str = "application/json", **headers: str) -> None:
        """Send the head of a response that ends when the connection does."""
        self.send_response(status)
        for name, value in {"content-type": kind, "connection": "close", **headers}.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()

    def send(self, data: str | bytes) -> None:
        self.wfile.write(data.encode() if isinstance(data, str) else data)
        self.wfile.flush()

    @property
    def prompt(self) -> str:
        """What the model was told, all messages in one."""
        return "\n".join(message["content"] for message in self.body["messages"])


Act = Callable[[Call], None]


class Played(ThreadingHTTPServer):
    """The server; `calls` are the requests so far, `left` is set when a caller hangs up."""

    daemon_threads = True

    def __init__(self, *acts: Act) -> None:
        super().__init__(("127.0.0.1", 0), Call)
        self.acts = list(acts)
        self.calls: list[Call] = []
        self.lock = threading.Lock()
        self.left = threading.Event()
        self.stopping = threading.Event()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/v1"


@contextmanager
def playing(*acts: Act) -> Iterator[Played]:
    """Serve the acts one after the other, the last one for ever."""
    server = Played(*acts)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield server
    finally:
        server.stopping.set()
        server.shutdown()
        server.server_close()
        thread.join(10)


@dataclass
class Said:
    """A statement as a model writes it: its text and (passage, quotation) pairs."""

    text: str
    quotes: list[tuple[int, str]] = field(default_factory=list)


def written(*statements: Said) -> str:
    """Return the statements as the JSON that is asked for."""
    return json.dumps(
        {
            "statements": [
                {"text": said.text, "quotes": [{"passage": n, "quote": quote} for n, quote in said.quotes]}
                for said in statements
            ]
        },
        ensure_ascii=False,
    )


def replies(content: str, *, pause: float = 0.0, whole: bool = False) -> Act:
    """Play a model that says `content`, streamed if it is asked to be and not `whole`."""

    def act(call: Call) -> None:
        if not call.body["stream"] or whole:
            call.begin(200)
            call.send(json.dumps({"choices": [{"message": {"role": "assistant", "content": content}}]}))
            return
        call.begin(200, "text/event-stream; charset=utf-8")
        call.send(": hej\n\ndata: " + json.dumps({"choices": [{"delta": {"role": "assistant"}}]}) + "\n\n")
        for place in range(0, len(content), PIECE):
            piece = {"choices": [{"delta": {"content": content[place : place + PIECE]}}]}
            call.send(f"data: {json.dumps(piece)}\r\n\r\n")
            call.server.stopping.wait(pause)
        call.send('data: {"choices": [], "usage": {"total_tokens": 9}}\n\ndata: [DONE]\n\n')

    return act


def sends(status: int, data: str | bytes = b"", kind: str = "application/json", **headers: str) -> Act:
    """Play a server that answers with just this."""

    def act(call: Call) -> None:
        call.begin(status, kind, **headers)
        call.send(data)

    return act


def refuses_format(then: Act) -> Act:
    """Play a server that does not know `response_format`, and else does as `then`."""

    def act(call: Call) -> None:
        if "response_format" in call.body:
            sends(400, '{"error": {"message": "unknown field response_format"}}')(call)
        else:
            then(call)

    return act


def hangs(call: Call) -> None:
    """Play a server that takes the question and says nothing."""
    call.server.stopping.wait(60)


def babbles(call: Call) -> None:
    """Play a model that never ends, at a pace."""
    call.begin(200, "text/event-stream")
    while not call.server.stopping.is_set():
        call.send('data: {"choices": [{"delta": {"content": " "}}]}\n\n')
        time.sleep(0.02)


def floods(call: Call) -> None:
    """Play a server that sends bytes without end, and no line among them."""
    call.begin(200, "text/event-stream")
    while not call.server.stopping.is_set():
        call.send(b"x" * 65_536)


def hangs_up(call: Call) -> None:
    """Play a server that closes the connection without a word."""

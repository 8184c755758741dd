"""Traces for OpenTelemetry: what a collector is told, and that nothing is where none is named."""

import re
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import httpx
import pytest
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from opentelemetry.proto.trace.v1.trace_pb2 import Span

from corpus.errors import NotInstalled
from indexer.index import Index
from search_api.app import create_app
from search_api.settings import Settings
from search_api.tracing import Tracing
from tests.search_api.conftest import serving
from ui import pages

PLANTED = "kvastfening"  # in the question, the address, a filter, a file's name and its text
PAPER = f"NORRSKÄRS KOMMUN\nTekniska nämnden\n\n§ 1 Grus\n\nBeslut\nNämnden köper {PLANTED} för 300 kronor.\n".encode()
TOLD = {"http.request.method", "http.route", "http.response.status_code", "beslutsminne.request_id"}


class Collector(ThreadingHTTPServer):
    """A collector of OpenTelemetry; `bodies` are what it was sent, by path."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Taking)
        self.bodies: list[tuple[str, bytes]] = []

    @property
    def url(self) -> str:
        """Its base address."""
        return f"http://127.0.0.1:{self.server_port}"

    @property
    def spans(self) -> list[Span]:
        """The spans that it was sent."""
        return [
            span
            for _, body in self.bodies
            for resource in ExportTraceServiceRequest.FromString(body).resource_spans
            for scope in resource.scope_spans
            for span in scope.spans
        ]


class Taking(BaseHTTPRequestHandler):
    """Takes what is sent."""

    server: Collector

    def do_POST(self) -> None:
        self.server.bodies.append((self.path, self.rfile.read(int(self.headers["content-length"]))))
        self.send_response(200)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Say nothing on the terminal."""


@pytest.fixture
def collector() -> Iterator[Collector]:
    """Return a collector that listens."""
    with Collector() as running:
        thread = threading.Thread(target=running.serve_forever)
        thread.start()
        yield running
        running.shutdown()
        thread.join()


@contextmanager
def service(folder: Path, model: Path, **settings: object) -> Iterator[httpx.Client]:
    """Serve the pages and the API over an empty archive."""
    chosen = Settings(data_dir=folder / "arkiv", model=str(model), **settings)
    app = create_app(chosen, Index(chosen.index_options))
    pages.install(app)
    with serving(app, chosen) as url, httpx.Client(base_url=url, trust_env=False, timeout=60) as http:
        yield http


def use(http: httpx.Client) -> list[int]:
    """Give a paper, ask for it in each way, and go astray; return the statuses."""
    given = http.post("/v1/documents", files=[("files", (f"{PLANTED}.txt", PAPER))])
    job = given.json()["job_id"]
    while http.get(f"/v1/jobs/{job}").json()["state"] in ("waiting", "running"):
        time.sleep(0.05)
    question = f"vad kostade {PLANTED}?"
    answer = http.post("/v1/ask", json={"question": question}, headers={"X-Request-ID": "svar-12345"})
    assert PLANTED in answer.json()["statements"][0]["text"]
    return [
        given.status_code,
        answer.status_code,
        http.post("/v1/search", json={"query": question}).status_code,
        http.get("/fraga", params={"q": question}).status_code,
        http.get(f"/v1/{PLANTED}", params={"q": PLANTED}).status_code,
        http.post("/v1/search", json={"query": "grus", "filters": {"case_number": PLANTED}}).status_code,
        http.request("TRACE", f"/{PLANTED}", headers={PLANTED: PLANTED, "tracestate": f"a={PLANTED}"}).status_code,
    ]


def test_what_is_told_of_requests_and_answers(collector: Collector, tmp_path: Path, tiny_model: Path) -> None:
    """Each request by its route, an answer with its steps below it, and nowhere a word of what was asked or read."""
    with service(tmp_path, tiny_model, otlp_url=collector.url) as http:
        assert use(http) == [202, 200, 200, 200, 404, 422, 404]
    assert {path for path, _ in collector.bodies} == {"/v1/traces"}
    assert not [body for _, body in collector.bodies if re.search(PLANTED.encode(), body, re.IGNORECASE)]
    spans = collector.spans
    requests = {span.span_id: span for span in spans if not span.parent_span_id}
    for span in requests.values():
        assert {one.key for one in span.attributes} == TOLD
        assert span.kind == Span.SPAN_KIND_SERVER
    names = {span.name for span in requests.values()}
    assert {"POST /v1/ask", "POST /v1/search", "GET /v1/jobs/{job_id}", "GET /fraga", "GET unknown"} <= names
    (asked,) = (span for span in requests.values() if span.name == "POST /v1/ask")
    values = {one.key: one.value for one in asked.attributes}
    assert values["http.response.status_code"].int_value == 200
    assert values["beslutsminne.request_id"].string_value == "svar-12345"
    of_answer = {span.span_id: span for span in spans if span.trace_id == asked.trace_id}
    above = {span.name: of_answer[span.parent_span_id].name for span in of_answer.values() if span.parent_span_id}
    assert above == {
        "retrieval": "POST /v1/ask", "question": "retrieval", "answer": "POST /v1/ask", "sentences": "answer",
        "verification": "POST /v1/ask",
    }  # fmt: skip
    steps = [span for span in spans if span.parent_span_id]
    assert {span.name for span in steps} == set(above)
    assert not any(span.attributes or span.events or span.links for span in steps)
    for span in of_answer.values():
        assert asked.start_time_unix_nano <= span.start_time_unix_nano <= span.end_time_unix_nano


def test_nothing_of_the_environment_turns_it_on(
    collector: Collector, tmp_path: Path, tiny_model: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither OpenTelemetry's own variables nor FastAPI's, though all that would send is installed."""
    for name, value in {
        "FASTAPI_OTEL_AUTO_CONFIGURE": "true",
        "OTEL_EXPORTER_OTLP_ENDPOINT": collector.url,
        "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT": f"{collector.url}/v1/traces",
        "OTEL_TRACES_EXPORTER": "otlp",
        "OTEL_METRICS_EXPORTER": "otlp",
        "OTEL_LOGS_EXPORTER": "otlp",
        "OTEL_PYTHON_TRACER_PROVIDER": "sdk_tracer_provider",
        "OTEL_BSP_SCHEDULE_DELAY": "50",
        "OTEL_METRIC_EXPORT_INTERVAL": "50",
    }.items():
        monkeypatch.setenv(name, value)
    with service(tmp_path, tiny_model) as http:
        use(http)
        time.sleep(0.5)
    assert collector.bodies == []


def test_a_collector_that_is_not_there_costs_nothing(tmp_path: Path, tiny_model: Path) -> None:
    """Answers come, and the service ends soon."""
    with service(tmp_path, tiny_model, otlp_url="http://127.0.0.1:9") as http:
        assert use(http)[:4] == [202, 200, 200, 200]
        began = time.monotonic()
    assert time.monotonic() - began < 15


def test_the_extra_is_not_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    """The start says what to install, and that the setting asks for it."""
    monkeypatch.setitem(sys.modules, "opentelemetry.sdk.trace", None)  # as Python has what cannot be imported
    with pytest.raises(NotInstalled, match=r"BESLUTSMINNE_OTLP_URL .*requirements-otel\.txt"):
        Tracing("http://127.0.0.1:4318")


def test_it_is_loaded_only_where_it_is_wanted(run_python: Callable[..., object]) -> None:
    """Who sets no collector needs nothing of the extra, and waits for nothing of it."""
    script = (
        "import sys\nimport search_api.app\nfrom search_api.tracing import step\n"
        "with step('svar'):\n    print(sorted(name for name in sys.modules if name.startswith('opentelemetry.sdk')))"
    )
    process = run_python(script)
    assert process.communicate(timeout=120)[0] == "[]\n"

"""Traces for OpenTelemetry, where the settings name a collector: each request, and within an answer its steps.

A span tells its name and times and, of a request, the method, the route, the status and the id: no address, question,
name or text, and no error's words. The provider is ours and never the process's, so that nothing that OpenTelemetry
finds in the environment turns it on, and nothing that a library would tell of itself is sent.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any

from corpus.errors import NotInstalled

if TYPE_CHECKING:
    from opentelemetry.trace import Tracer

TIMEOUT = 3.0  # seconds for the collector to take some spans, and for the last of them when the service stops
# Nothing of an error but that there was one: its words may be a visitor's.
_PLAIN: dict[str, Any] = {"record_exception": False, "set_status_on_exception": False}
_tracer: ContextVar[Tracer | None] = ContextVar("tracer", default=None)


class Tracing:
    """Sends traces to the collector at `url`, the base address of OTLP over HTTP, beside the work and never in its way.

    Raises `NotInstalled` where the extra `otel` is not installed.
    """

    def __init__(self, url: str) -> None:
        try:
            import requests
            from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
            from opentelemetry.sdk.resources import Resource
            from opentelemetry.sdk.trace import TracerProvider
            from opentelemetry.sdk.trace.export import BatchSpanProcessor
            from opentelemetry.sdk.trace.sampling import ALWAYS_ON
        except ImportError as error:
            raise NotInstalled(
                "BESLUTSMINNE_OTLP_URL är satt, men det som skickar spår är inte installerat. Kör ”pip install -r"
                " requirements-otel.txt”, eller ta bort inställningen."
            ) from error
        session = requests.Session()
        session.trust_env = False  # no proxy, and no log-in from a .netrc
        exporter = OTLPSpanExporter(url.rstrip("/") + "/v1/traces", timeout=TIMEOUT, session=session)
        resource = Resource({"service.name": "beslutsminne"})
        self._provider = TracerProvider(sampler=ALWAYS_ON, resource=resource, shutdown_on_exit=False)
        self._provider.add_span_processor(BatchSpanProcessor(exporter))
        self._tracer = self._provider.get_tracer("beslutsminne")

    @contextmanager
    def request(self, told: Mapping[str, str | int]) -> Iterator[None]:
        """Trace what is done within as a request, of which `told` has method, route, status and id when it is over."""
        from opentelemetry.context import Context
        from opentelemetry.trace import SpanKind

        before = _tracer.set(self._tracer)
        try:
            # In a context of its own: what a caller says that it belongs to is not taken over.
            with self._tracer.start_as_current_span("request", Context(), SpanKind.SERVER, **_PLAIN) as span:
                try:
                    yield
                finally:
                    span.update_name(f"{told['method']} {told['route']}")
                    span.set_attribute("http.request.method", told["method"])
                    span.set_attribute("http.route", told["route"])
                    span.set_attribute("http.response.status_code", told["status"])
                    span.set_attribute("beslutsminne.request_id", told["request_id"])
        finally:
            _tracer.reset(before)

    def close(self) -> None:
        """Send what is left, if the collector takes it in time."""
        ending = threading.Thread(target=self._provider.shutdown, name="tracing", daemon=True)
        ending.start()
        ending.join(TIMEOUT)


def step(name: str) -> AbstractContextManager[object]:
    """Trace what is done within as a step of the request at hand, by a `name` of ours; nothing where none is traced."""
    tracer = _tracer.get()
    return tracer.start_as_current_span(name, **_PLAIN) if tracer else nullcontext()

"""How the service does, in figures for Prometheus. They hold no question, name or address."""

from __future__ import annotations

from collections.abc import Callable

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_LATEST
from prometheus_client.gc_collector import GCCollector
from prometheus_client.process_collector import ProcessCollector

# Seconds. Half of them below what an answer takes on a laptop, so that it shows when it takes longer.
_STEPS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0)
_REFUSED = frozenset((408, 413, 414, 429, 503, 507))


class Metrics:
    """The figures of one service."""

    MEDIA_TYPE = CONTENT_TYPE_LATEST

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        of_requests = ("method", "route", "status")
        self._requests = Counter("beslutsminne_requests", "Requests.", of_requests, registry=self._registry)
        self._seconds = Histogram(
            "beslutsminne_request_seconds",
            "How long a request took, to the last byte of the response.",
            ("route",),
            buckets=_STEPS,
            registry=self._registry,
        )
        self._refusals = Counter(
            "beslutsminne_refusals", "What was refused, by status; 408 for connections that were too slow.",
            ("kind",), registry=self._registry,
        )  # fmt: skip
        ProcessCollector(registry=self._registry)
        GCCollector(registry=self._registry)

    def request(self, method: str, route: str, status: int, seconds: float) -> None:
        """Note that a request is over."""
        self._requests.labels(method, route, str(status)).inc()
        self._seconds.labels(route).observe(seconds)
        if status in _REFUSED:
            self.refused(status)

    def refused(self, status: int) -> None:
        """Note that something was refused, whether as a request or before it was one."""
        self._refusals.labels(str(status)).inc()

    def watch(self, name: str, description: str, value: Callable[[], float]) -> None:
        """Give `value` as it is whenever the figures are read."""
        Gauge(f"beslutsminne_{name}", description, registry=self._registry).set_function(value)

    def text(self) -> bytes:
        """All figures."""
        return generate_latest(self._registry)

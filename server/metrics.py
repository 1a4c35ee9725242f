"""Counters and gauges for Prometheus: numbers and route names, nothing of patients."""

from collections.abc import Callable
from typing import Final

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

SECONDS: Final = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)


class Metrics:
    """The numbers of one server process, in a registry of their own."""

    def __init__(self) -> None:
        """Start at zero."""
        self._registry = CollectorRegistry()
        self._requests = Counter(
            "huizhen_requests", "Requests answered.", ("route", "status"), registry=self._registry
        )
        self._seconds = Histogram(
            "huizhen_request_seconds",
            "Time to an answer, in seconds.",
            ("route",),
            buckets=SECONDS,
            registry=self._registry,
        )
        self._jobs = Counter(
            "huizhen_job_failures", "Failed runs of jobs.", ("job",), registry=self._registry
        )

    def answered(self, route: str, status: int, seconds: float) -> None:
        """Count one answered request."""
        self._requests.labels(route, str(status)).inc()
        self._seconds.labels(route).observe(seconds)

    def job_failed(self, job: str) -> None:
        """Count one failed run of a job."""
        self._jobs.labels(job).inc()

    def gauge(self, name: str, words: str, value: Callable[[], float]) -> None:
        """Show a number that is asked for at each reading."""
        Gauge(f"huizhen_{name}", words, registry=self._registry).set_function(value)

    def text(self) -> bytes:
        """Return all numbers in Prometheus' text format."""
        return generate_latest(self._registry)

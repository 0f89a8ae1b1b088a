"""Figures in the text format of Prometheus: counted in this process, and read from the database when asked.

Where one machine runs several web processes, each writes what it counts to PROMETHEUS_MULTIPROC_DIR, and
whoever is asked adds them up. Source: prometheus.github.io/client_python/multiprocess.
"""

import os
import sys
from collections.abc import Iterator
from typing import Any

from django.db import DatabaseError
from django.utils import timezone
from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from clinic.health.checks import CHECKS, problems
from screening.services.health import Figure, figures

PREFIX = "clinic_"
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"})
BUCKETS = (0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)

_counted = CollectorRegistry()
_requests = Counter(
    PREFIX + "requests",
    "Requests answered, by view, method and status",
    ["view", "method", "status"],
    registry=_counted,
)
_seconds = Histogram(
    PREFIX + "request_seconds",
    "How long answers took, by view",
    ["view"],
    buckets=BUCKETS,
    registry=_counted,
)
_failures = Counter(
    PREFIX + "failures", "Exceptions no view dealt with, by type", ["type"], registry=_counted
)


def count_request(view: str, method: str, status: int, seconds: float) -> None:
    """Count one answer. A method nobody knows counts as "other", so that nobody makes up labels."""
    _requests.labels(view, method if method in METHODS else "other", str(status)).inc()
    _seconds.labels(view).observe(seconds)


def count_failure(**_signal: Any) -> None:
    """Count the exception being dealt with, by its type: a receiver of Django's signal."""
    kind = sys.exc_info()[0]
    _failures.labels("unknown" if kind is None else kind.__qualname__).inc()


class DatabaseFigures(Collector):
    """What the database knows, looked up whenever the figures are asked for."""

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """Whether each part is in order, and the figures; without these where no database answers."""
        wrong = problems()
        ready = GaugeMetricFamily(PREFIX + "ready", "Whether this part is in order", labels=["check"])
        for name in CHECKS:
            ready.add_metric([name], float(name not in wrong))
        yield ready
        try:
            yield from [family(figure) for figure in figures(timezone.now())]
        except DatabaseError:
            return


def family(figure: Figure) -> GaugeMetricFamily:
    """A figure as Prometheus has it."""
    found = GaugeMetricFamily(PREFIX + figure.name, figure.words, labels=figure.labels)
    for labels, value in figure.values:
        found.add_metric(list(labels.values()), value)
    return found


def exposition() -> bytes:
    """All figures, in the text format."""
    registry = CollectorRegistry()
    registry.register(DatabaseFigures())
    if os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
        MultiProcessCollector(registry)  # type: ignore[no-untyped-call] # publishes no types for it
        return generate_latest(registry)
    return generate_latest(_counted) + generate_latest(registry)

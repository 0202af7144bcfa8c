"""Metrics for Prometheus at ``/metrics``: requests by route and status, editions, findings. No label is about a reader.

Each of several workers counts for itself, in files of a folder that ``serve`` makes; whichever is asked adds them up
(prometheus_client's multiprocess mode).
"""

from __future__ import annotations

import os
from collections import Counter as Tally
from collections import deque
from threading import Lock
from time import time

from prometheus_client import REGISTRY, CollectorRegistry, Counter, Gauge, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector

from glossary.language.tags import SOURCE
from glossary.serving.state import Service

MAX_WAITING = 10_000
"""Most responses that wait to be counted."""

MEDIA_TYPE = "text/plain; version=0.0.4; charset=utf-8"

REQUESTS = Counter("glossary_requests", "Responses, and whether they came from memory.", ["route", "status", "memory"])
RELOADED = Gauge(
    "glossary_edition_since_seconds", "When the edition was switched to (Unix time).", multiprocess_mode="max"
)
PROBLEMS = Gauge("glossary_problems", "Findings that wait to be mended.", multiprocess_mode="max")
CONCEPTS = Gauge("glossary_concepts", "Concepts that are vetted in English.", multiprocess_mode="max")

_waiting: deque[tuple[str, str, bool]] = deque()
"""Responses that are not counted yet, as route, status and whether from memory: incrementing a counter takes longer than
sending a cached response."""

_counting = Lock()


def count(route: str, status: str, *, memory: bool) -> None:
    """Count one response, at the next ``flush``."""
    _waiting.append((route, status, memory))
    if len(_waiting) >= MAX_WAITING:
        flush()


def flush() -> None:
    """Add the responses since the last call to the counters."""
    with _counting:
        tally = Tally(_waiting.popleft() for _ in range(len(_waiting)))
        for (route, status, memory), number in tally.items():
            REQUESTS.labels(route, status[:3], "yes" if memory else "no").inc(number)


def reloaded(service: Service) -> None:
    """Record that a service has been switched to."""
    RELOADED.set(time())
    PROBLEMS.set(len(service.findings))
    CONCEPTS.set(sum(service.edition.vetted(concept.id, SOURCE) is not None for concept in service.edition.live))


def text() -> bytes:
    """Return all metrics in Prometheus' text format."""
    flush()
    if "PROMETHEUS_MULTIPROC_DIR" not in os.environ:
        return generate_latest(REGISTRY)
    registry = CollectorRegistry()
    MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    return generate_latest(registry)

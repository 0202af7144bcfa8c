"""Counters for Prometheus at ``/metrics``: requests by route and status, editions, problems. No label is about a reader.

With several workers each counts for itself, in files of a folder that ``serve`` makes, and any of them adds all up
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
from glossary.serving.service import Service

MAX_WAITING = 10_000
"""Answers that may wait to be counted."""

MEDIA_TYPE = "text/plain; version=0.0.4; charset=utf-8"

REQUESTS = Counter("glossary_requests", "Answers, and whether they came from memory.", ["route", "status", "memory"])
RELOADED = Gauge(
    "glossary_edition_since_seconds", "When the edition was turned to (Unix time).", multiprocess_mode="max"
)
PROBLEMS = Gauge("glossary_problems", "Problems of the content that wait.", multiprocess_mode="max")
CONCEPTS = Gauge("glossary_concepts", "Concepts that are vetted in English.", multiprocess_mode="max")


_answered: deque[tuple[str, str, bool]] = deque()
"""Answers that are not in the counters yet: adding to these costs more than an answer from memory does."""

_adding = Lock()


def count(route: str, status: str, *, memory: bool) -> None:
    """Count one answer, at the next ``flush``."""
    _answered.append((route, status, memory))
    if len(_answered) >= MAX_WAITING:
        flush()


def flush() -> None:
    """Add what was answered since the last time to the counters."""
    with _adding:
        waiting = Tally(_answered.popleft() for _ in range(len(_answered)))
        for (route, status, memory), number in waiting.items():
            REQUESTS.labels(route, status[:3], "yes" if memory else "no").inc(number)


def reloaded(service: Service) -> None:
    """Note that a service has been turned to."""
    RELOADED.set(time())
    PROBLEMS.set(len(service.findings))
    CONCEPTS.set(sum(service.edition.vetted(concept.id, SOURCE) is not None for concept in service.edition.live))


def text() -> bytes:
    """Return all counters in Prometheus' text format."""
    flush()
    if "PROMETHEUS_MULTIPROC_DIR" not in os.environ:
        return generate_latest(REGISTRY)
    registry = CollectorRegistry()
    MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    return generate_latest(registry)

"""Metrics for Prometheus at ``/metrics``: requests by route and status, editions, findings. No label is about a reader.

Each worker counts for itself, in memory, and leaves a copy of its counts in a folder that ``serve`` makes; whichever is asked
adds them up. A full folder costs the copy, never the worker. prometheus_client's own files are mapped into memory: where
there is no room for them, a write ends the process (SIGBUS).
"""

from __future__ import annotations

import json
import logging
import os
from collections import Counter as Tally
from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from threading import Lock
from time import time
from typing import TYPE_CHECKING, NamedTuple

from glossary.language.tags import SOURCE
from glossary.serving.state import Service
from glossary.settings import Settings

if TYPE_CHECKING:  # it is loaded when the metrics are first asked for, which they are of few processes
    from prometheus_client import Metric

MAX_WAITING = 10_000
"""Most responses that wait to be counted."""

MEDIA_TYPE = "text/plain; version=0.0.4; charset=utf-8"

GAUGES = {
    "glossary_edition_since_seconds": "When the edition was switched to (Unix time).",
    "glossary_problems": "Findings that wait to be mended.",
    "glossary_concepts": "Concepts that are vetted in English.",
}
"""What each worker has a number of. Of several workers, the highest is shown."""

CONTENT = {
    "glossary_content_reached_seconds": "When an origin of the content was last reached (Unix time).",
    "glossary_content_packed_seconds": "When the content that is served was packed (Unix time).",
    "glossary_content_problems": "Findings about what the origins of the content offer.",
}
"""What is measured where the content is taken as an artifact, of all workers together."""

_log = logging.getLogger("glossary")
_waiting: deque[tuple[str, str, bool]] = deque()
"""Responses that are not counted yet, as route, status and whether from memory: incrementing a counter takes longer than
sending a cached response."""

_counting = Lock()


class _Counts(NamedTuple):
    """What one worker has counted: responses by route, status and whether from memory; and its gauges, by name."""

    requests: Tally[tuple[str, str, str]]
    gauges: dict[str, float]


_own = _Counts(Tally(), {})
_folder: list[Path] = []
"""The folder in which workers leave their counts, if they do."""

_settings: list[Settings] = []
"""The settings of the service, where it takes its content as an artifact."""

_unwritten: set[str] = set()
"""Why the counts could not be left, where that has been said already."""


def count(route: str, status: str, *, memory: bool) -> None:
    """Count one response, at the next ``flush``."""
    _waiting.append((route, status, memory))
    if len(_waiting) >= MAX_WAITING:
        flush()


def flush() -> None:
    """Count the responses since the last call, and leave the counts for the other workers."""
    with _counting:
        tally = Tally(_waiting.popleft() for _ in range(len(_waiting)))
        for (route, status, memory), number in tally.items():
            _own.requests[route, status[:3], "yes" if memory else "no"] += number
        if tally:
            _leave()


def reloaded(service: Service) -> None:
    """Record that a service has been switched to."""
    concepts = sum(service.edition.vetted(concept.id, SOURCE) is not None for concept in service.edition.live)
    with _counting:
        _settings[:] = [service.settings] if service.settings.content else []
        _folder[:] = [Path(name) for name in (service.settings.counters,) if name]
        _own.gauges.update(zip(GAUGES, (time(), len(service.findings), concepts), strict=True))
        _leave()


def text() -> bytes:
    """Return all metrics in Prometheus' text format."""
    from prometheus_client import CollectorRegistry, generate_latest

    flush()
    registry = CollectorRegistry()
    registry.register(_Collector())
    return generate_latest(registry)


class _Collector:
    """All workers' counts, as prometheus_client writes them."""

    def collect(self) -> Iterable[Metric]:
        """Yield each metric once."""
        from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily

        every = (_own, *_others())
        labels = ["route", "status", "memory"]
        requests = CounterMetricFamily(
            "glossary_requests", "Responses, and whether they came from memory.", labels=labels
        )
        for key, number in sum((counts.requests for counts in every), Tally[tuple[str, str, str]]()).items():
            requests.add_metric(key, number)
        yield requests
        for name, meaning in GAUGES.items():
            yield GaugeMetricFamily(name, meaning, max(counts.gauges.get(name, 0) for counts in every))
        for settings in _settings:
            from glossary.artifact import following  # most services have a folder of content

            for (name, meaning), value in zip(CONTENT.items(), following.measures(settings), strict=True):
                yield GaugeMetricFamily(name, meaning, value)


def _file() -> Path | None:
    return next((folder / f"{os.getpid()}.json" for folder in _folder), None)


def _leave() -> None:
    """Write the counts of this worker, in one step."""
    if (file := _file()) is None:
        return
    part = file.with_suffix(".part")
    try:
        part.write_text(json.dumps([[[*key, number] for key, number in _own.requests.items()], _own.gauges]))
        part.replace(file)
    except OSError as error:
        with suppress(OSError):
            part.unlink()
        if (problem := error.strerror or str(error)) not in _unwritten:
            _unwritten.add(problem)
            _log.warning("the counters could not be left for other workers", extra={"values": {"problem": problem}})


def _others() -> Iterator[_Counts]:
    """Yield what the other workers have left. Of one that is dead the responses count, its edition does not."""
    own = _file()
    for file in own.parent.glob("*.json") if own else ():
        if file != own:
            requests, gauges = json.loads(file.read_text())
            tally = Tally({(route, status, memory): number for route, status, memory, number in requests})
            yield _Counts(tally, gauges if _alive(int(file.stem)) else {})


def _alive(process: int) -> bool:
    try:
        os.kill(process, 0)  # signal 0 only asks (kill(2))
    except OSError:
        return False
    return True

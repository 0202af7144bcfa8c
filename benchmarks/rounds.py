"""Rounds: everybody is started, measured and stopped, one after the other, again and again.

Nobody runs while another one is measured, but for the limit, which stands beside those that are compared with it.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial

from benchmarks import measures, servers
from benchmarks.competitors import OURS, Competitor, prepare, service
from benchmarks.errors import Failed
from benchmarks.material import Place
from benchmarks.measures import Plan
from benchmarks.samples import Samples
from benchmarks.servers import Command, Running


@dataclass
class Run:
    """A run: its plan, what it has measured, what could not be. ``say`` shows how far it is."""

    plan: Plan
    say: Callable[[str], None]
    samples: Samples = field(default_factory=Samples)
    failures: dict[str, str] = field(default_factory=dict)

    def install(self, competitors: Sequence[Competitor]) -> list[Competitor]:
        """Install the competitors; return those that can be measured."""
        for competitor in competitors:
            if competitor.install:
                self.say(f"installing {competitor.name}")
                with self._noting(competitor.name):
                    competitor.install()
        return [competitor for competitor in competitors if competitor.name not in self.failures]

    def prepare(self, place: Place) -> None:
        """Make everybody's data."""
        self.say(f"making the data of {place.concepts} concepts for everybody")
        begun = time.perf_counter()
        prepare(place)
        self.samples.add(OURS.name, place.concepts, [("data", time.perf_counter() - begun)])

    def round(
        self, number: int, place: Place, competitors: Sequence[Competitor], limit: Competitor | None = None
    ) -> None:
        """Measure these competitors once, by the limit if there is one. Who failed once is not tried again."""
        for competitor in competitors:
            name = f"{competitor.name}, {place.concepts} concepts"
            if name not in self.failures:
                self.say(f"round {number + 1}: {name}")
                with self._noting(name):
                    self.samples.add(
                        competitor.name, place.concepts, list(self._measured(number, place, competitor, limit))
                    )

    @contextmanager
    def _noting(self, name: str) -> Iterator[None]:
        try:
            yield
        except (Failed, OSError) as error:
            self.failures[name] = str(error)
            self.say(f"{name}: {error}")

    def _measured(self, number: int, place: Place, competitor: Competitor, limit: Competitor | None) -> measures.Values:
        with _running(competitor.command, competitor, place) as server:
            if competitor is OURS:
                yield from measures.fresh(server)
            with _beside(limit, place, server if competitor is limit else None) as other:
                yield from measures.both(competitor, place, server, other, self.plan)
            if competitor is OURS:
                yield from measures.ours(place, server, self.plan, number)
        if competitor is OURS:
            with _running(partial(service, GLOSSARY_CACHE_BYTES="0"), competitor, place) as server:
                yield from measures.cold(server, self.plan)


@contextmanager
def _running(command: Callable[[Place, int], Command], competitor: Competitor, place: Place) -> Iterator[Running]:
    port = servers.free_port()
    log = place.folder / f"{competitor.name.replace(' ', '-')}.log"
    with servers.running(command(place, port), port, competitor.entry, log) as server:
        yield server


@contextmanager
def _beside(limit: Competitor | None, place: Place, server: Running | None) -> Iterator[Running | None]:
    """Run the limit, unless it is what is measured already."""
    if limit is None or server:
        yield server
    else:
        with _running(limit.command, limit, place) as other:
            yield other

"""A running service takes in one approval: from SIGHUP until every worker answers with the new edition.

Two workers run on all cores. A reader asks for an entry, each time over a new connection, so that sometimes one worker
answers and sometimes the other; all have switched when so many answers in a row are of the new edition. Memory is looked at
during a switch of its own, because to look takes time.
"""

from __future__ import annotations

import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from statistics import quantiles
from threading import Event, Thread
from typing import NamedTuple

from benchmarks import content, load, machine, servers
from benchmarks.builds import OLDER, OURS, Bench, Build
from benchmarks.errors import Failed
from benchmarks.servers import Running
from benchmarks.starting import PATH, Sample
from glossary.content.model import Approval, Verdict
from glossary.language.tags import SOURCE
from glossary.ledger import ledgers, record

WORKERS = 2
IN_A_ROW = 20
"""How many answers in a row show that no worker has the older edition: by chance alone, one in a million would not."""

REST = 0.004
"""Seconds between two requests of the reader."""

AFTER = 5
"""Seconds after which a service has given back what a switch took."""

TIMES, ENOUGH = 10, 10
"""Most approvals that one round takes in, and the seconds after which it takes in no more: the reader then asks as often of a
quick build as of a slow one."""

PATIENCE = 600


class Read(NamedTuple):
    """One answer to the reader: its edition, and the seconds that it took."""

    edition: str
    seconds: float


def reload(bench: Bench, size: int) -> Iterator[Sample]:
    """Measure one round."""
    for name in (OLDER, OURS):
        build = bench.copied(bench.build(name, size, "reload"))
        port = servers.free_port()
        command = build.serve(port, WORKERS)
        command = command._replace(environment={**command.environment, "GLOSSARY_WATCH_SECONDS": "0"})
        with servers.running(command, port, PATH, bench.scratch / "log", servers.CORES) as server:
            _settle(server)
            for what, value in (*_held(server, build), *_read(server, build)):
                yield name, size, what, value


def _settle(server: Running) -> None:
    """Wait until every worker answers: they become ready one after the other."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end and len(machine.family(server.process.pid)) <= WORKERS:
        time.sleep(0.05)
    for _ in range(10 * IN_A_ROW):
        _ask(server)
    time.sleep(1)


def _read(server: Running, build: Build) -> Iterator[tuple[str, float]]:
    switched, calm, busy = list[float](), list[float](), list[float]()
    while len(switched) < TIMES and sum(switched) < ENOUGH:
        reads, seconds = _switched(server, build, len(switched) + 1)
        switched.append(seconds)
        busy += reads
        calm += [_ask(server).seconds for _ in range(max(100, len(reads)))]
    yield "reload", sum(switched) / len(switched)
    yield "p99 during", _hundredth(busy)
    yield "p99 without", _hundredth(calm)


def _hundredth(seconds: list[float]) -> float:
    return quantiles(seconds, n=100, method="inclusive")[98]


def _switched(server: Running, build: Build, number: int) -> tuple[list[float], float]:
    """Add an approval, and send the signal; return what each answer took, and how long it was until all were new."""
    before, row, reads = _ask(server).edition, 0, list[float]()
    _approve(build, number)
    begun = time.perf_counter()
    server.process.send_signal(signal.SIGHUP)
    first = begun
    while row < IN_A_ROW:
        asked = time.perf_counter()
        answer = _ask(server)
        reads.append(answer.seconds)
        if answer.edition == before:
            row = 0
        else:
            first, row = (asked if row == 0 else first), row + 1
        if asked - begun > PATIENCE:
            raise Failed(f"{build.name} has not switched after {PATIENCE} s")
    return reads, first - begun


def _ask(server: Running) -> Read:
    time.sleep(REST)
    answer = load.get(server.port, PATH)
    if answer.status != 200:
        raise Failed(f"{PATH} answers {answer.status} while content is read")
    return Read(answer.headers["glossary-edition"], answer.seconds)


def _approve(build: Build, number: int) -> None:
    """Add the approval of another English text of a concept, each time of another one."""
    concept = 1 + number % len(list((build.content / "terms").iterdir()))
    words = content.text(concept, SOURCE, seed=number + 1)
    when = content.WHEN + timedelta(minutes=number + 1)
    act = Approval(when, "heron", "subject", Verdict.APPROVE, SOURCE, f"term-{concept}", words, None)
    translations = build.content / "translations"
    older = translations / SOURCE / "approvals.jsonl"
    ledger = older if older.exists() else ledgers.path(translations, SOURCE, "heron")
    with ledger.open("a", encoding="utf-8") as file:
        file.write(record.line(act))


def _held(server: Running, build: Build) -> Iterator[tuple[str, float]]:
    """Look at the memory of all processes before a switch, at most during it, and some seconds later."""
    before = _memory(server)
    with _watched(server) as most:
        _switched(server, build, 0)
    time.sleep(AFTER)
    yield "memory before", before
    yield "memory during", max(most)
    yield "memory after", _memory(server)


@contextmanager
def _watched(server: Running) -> Iterator[list[float]]:
    seen, done = [_memory(server)], Event()

    def look() -> None:
        while not done.wait(0.05):
            seen.append(_memory(server))

    thread = Thread(target=look)
    thread.start()
    try:
        yield seen
    finally:
        done.set()
        thread.join()


def _memory(server: Running) -> float:
    total = 0.0
    for member in machine.family(server.process.pid):
        try:
            total += machine.memory(member).pss
        except OSError:
            continue  # it has ended meanwhile
    return total

"""What is measured of a server that runs, and how it is made sure that it answered as it should."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from statistics import quantiles
from typing import NamedTuple

import brotli

from benchmarks import load, machine
from benchmarks.competitors import OURS, Competitor
from benchmarks.errors import Failed
from benchmarks.load import Answer
from benchmarks.material import LANGUAGE, Place, queries
from benchmarks.servers import Running

Values = Iterator[tuple[str, float]]
_BUNDLE = f"/v1/{LANGUAGE}/bundle.json"
_SCRIPT = "/embed/glossary.js"


class Plan(NamedTuple):
    """How long each load lasts in seconds, how many searches a round has, whether the server is warmed up before."""

    seconds: int = 2
    searches: int = 300
    warm: bool = True


class Measure(NamedTuple):
    """A row of the tables: what it is in words, its unit, and the factor from seconds or bytes to that unit."""

    words: str
    unit: str
    factor: float = 1


_MS, _MB = 1000, 1e-6
MEASURES: Mapping[str, Measure] = {
    "start": Measure("Start, from the command to the first answer", "s"),
    "entry": Measure("An entry", "/s"),
    "not modified": Measure("The same entry, not modified (304)", "/s"),
    "entry br": Measure("The same entry with Brotli", "/s"),
    "cold": Measure("The same entry with the cache off", "/s"),
    "list": Measure("The list of all entries with their definitions", "/s"),
    "bundle br": Measure("The bundle of a partner's page with Brotli", "/s"),
    "script br": Measure("The script of a partner's page with Brotli", "/s"),
    "search p50": Measure("A search, median", "ms", _MS),
    "search p99": Measure("A search, 99th percentile", "ms", _MS),
    "first search": Measure("The first search in a language", "ms", _MS),
    "memory": Measure("Memory of a worker after its start (RSS)", "MB", _MB),
    "memory full": Measure("The same after a search and a list in every language (RSS)", "MB", _MB),
    "memory full pss": Measure("Of that not shared, or its share (PSS)", "MB", _MB),
}


def both(competitor: Competitor, place: Place, server: Running, plan: Plan) -> Values:
    """Measure what everybody is asked for: start, memory, the entry, the list."""
    yield "start", server.seconds
    yield "processes", sum(machine.memory(member).pss for member in machine.family(server.process.pid))
    for what, path, field, count in (
        ("entry", competitor.entry, "definition", 1),
        ("list", competitor.list, competitor.list_shows, place.concepts),
    ):
        headers = {"Accept": competitor.accept}
        answer = _checked(server, path, headers)
        _shows(answer.body, place.wanted(field)[:count], path)
        yield f"{what} bytes", len(answer.body)
        if plan.warm and what == "entry":
            load.run(server.port, path, 1, headers)
        family = machine.family(server.process.pid)
        before = machine.work(family)
        loaded = _loaded(server, path, headers, plan, answer)
        yield what, loaded.rate
        yield f"{what} at work", loaded.requests / max(0.01, machine.work(family) - before)


def ours(place: Place, server: Running, plan: Plan, number: int) -> Values:
    """Measure what our service does beside: ``number`` is the round's, which has searches of its own."""
    worker = _worker(server)
    tag = load.get(server.port, OURS.entry).headers["etag"]
    unchanged = {"If-None-Match": tag}
    yield "not modified", _rate(server, OURS.entry, unchanged, plan, _checked(server, OURS.entry, unchanged, 304))
    for what, path in (("entry br", OURS.entry), ("bundle br", _BUNDLE), ("script br", _SCRIPT)):
        yield from _compressed(server, path, what, plan)
    yield from _searches(server, place, plan, number)
    for tag in place.languages:
        load.each(server.port, [f"/v1/{tag}/search?q=a", f"/v1/{tag}/terms.json"])
    full = machine.memory(worker)
    yield "memory full", full.rss
    yield "memory full pss", full.pss


def fresh(server: Running) -> Values:
    """Measure our worker before anybody has asked it for much."""
    yield "memory", machine.memory(_worker(server)).rss


def cold(server: Running, plan: Plan) -> Values:
    """Measure our service where it keeps no answer."""
    yield "cold", _rate(server, OURS.entry, {}, plan, _checked(server, OURS.entry, {}))


def _compressed(server: Running, path: str, what: str, plan: Plan) -> Values:
    """Measure a file with Brotli, and which share of the answers came from memory by the service's own counters."""
    headers = {"Accept-Encoding": "br, gzip"}
    answer = _checked(server, path, headers)
    if (
        answer.headers.get("content-encoding") != "br"
        or brotli.decompress(answer.body) != load.get(server.port, path).body
    ):
        raise Failed(f"{path} came without Brotli, or as another text")
    before = _from_memory(server)
    loaded = _loaded(server, path, headers, plan, answer)
    yield what, loaded.rate
    yield f"{what} from memory", min(1.0, (_from_memory(server) - before) / max(1, loaded.requests))


def _from_memory(server: Running) -> float:
    """Return how many answers came from memory until now."""
    counters = load.get(server.port, "/metrics").body.decode()
    return sum(
        map(float, re.findall(r'^glossary_requests_total\{[^}]*memory="yes"[^}]*\} (\S+)', counters, re.MULTILINE))
    )


def _searches(server: Running, place: Place, plan: Plan, number: int) -> Values:
    yield "first search", load.get(server.port, f"/v1/{LANGUAGE}/search?q=zzz").seconds
    answers = load.each(server.port, queries(place, number, plan.searches))
    if len(answers) < plan.searches or any(answer.status != 200 for answer in answers):
        raise Failed(f"{sum(answer.status == 200 for answer in answers)} of {plan.searches} searches were answered")
    hundredths = quantiles((answer.seconds for answer in answers), n=100, method="inclusive")
    yield "search p50", hundredths[49]
    yield "search p99", hundredths[98]


def _worker(server: Running) -> int:
    """Return the process that answers: of all that were started, the one with the most memory."""
    return max(machine.family(server.process.pid), key=lambda member: machine.memory(member).rss)


def _checked(server: Running, path: str, headers: Mapping[str, str], status: int = 200) -> Answer:
    """Ask once. Raises ``Failed`` where the answer has another status."""
    answer = load.get(server.port, path, headers)
    if answer.status != status:
        raise Failed(f"{path} answers {answer.status} and not {status}")
    return answer


def _shows(body: bytes, wanted: list[str], path: str) -> None:
    missing = [text for text in wanted if text.encode() not in body]
    if missing:
        raise Failed(f"{path} lacks {len(missing)} of {len(wanted)} texts, the first of them “{missing[0]}”")


def _rate(server: Running, path: str, headers: Mapping[str, str], plan: Plan, like: Answer) -> float:
    return _loaded(server, path, headers, plan, like).rate


def _loaded(server: Running, path: str, headers: Mapping[str, str], plan: Plan, like: Answer) -> load.Load:
    """Load a path. Raises ``Failed`` where answers failed, or were smaller than the one that was looked at."""
    loaded = load.run(server.port, path, plan.seconds, headers)
    if loaded.failed:
        raise Failed(f"{path}: {loaded.failed} of {loaded.requests} answers failed under load")
    if loaded.bytes < 0.99 * loaded.requests * len(like.body):
        raise Failed(
            f"{path}: {loaded.bytes / loaded.requests:.0f} bytes an answer under load, {len(like.body)} before"
        )
    return loaded

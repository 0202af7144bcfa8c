"""What is measured of a server that runs, and how it is made sure that it answered as it should."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from statistics import quantiles
from typing import NamedTuple

import brotli

from benchmarks import load, machine
from benchmarks.competitors import LIMIT, OURS, Competitor
from benchmarks.errors import Failed
from benchmarks.load import Answer, Load
from benchmarks.material import LANGUAGE, Place, queries
from benchmarks.servers import Running

Values = Iterator[tuple[str, float]]
_BUNDLE = f"/v1/{LANGUAGE}/bundle.json"
_SCRIPT = "/embed/glossary.js"


class Plan(NamedTuple):
    """How long each load lasts in seconds, how many turns of a second the entry and the limit have, how many searches a
    round has, whether the server is warmed up before."""

    seconds: int = 2
    turns: int = 3
    searches: int = 300
    warm: bool = True


class Side(NamedTuple):
    """What is loaded: a path of a server, how it is asked for, and what it answers."""

    server: Running
    path: str
    headers: Mapping[str, str]
    like: Answer


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


def both(competitor: Competitor, place: Place, server: Running, limit: Running | None, plan: Plan) -> Values:
    """Measure what everybody is asked for: start, memory, the entry (in turns with the limit where that runs), the list."""
    yield "start", server.seconds
    yield "processes", sum(machine.memory(member).pss for member in machine.family(server.process.pid))
    asked = {"Accept": competitor.accept}
    entry, every = (_side(server, path, asked) for path in (competitor.entry, competitor.list))
    _shows(entry, place.texts("definition")[:1])
    _shows(every, place.texts(competitor.list_shows))
    yield "entry bytes", len(entry.like.body)
    yield "list bytes", len(every.like.body)
    yield from _turns({"entry": entry, **({"limit": _side(limit, LIMIT.entry, {})} if limit else {})}, plan)
    yield "list", _loaded(every, plan.seconds).rate


def _turns(sides: Mapping[str, Side], plan: Plan) -> Values:
    """Load the sides in turns of a second each: what slows the machine down for a few seconds meets them alike."""
    for side in sides.values() if plan.warm else ():
        load.run(side.server.port, side.path, 1, side.headers)
    turns = [{what: _turn(side) for what, side in sides.items()} for _ in range(plan.turns)]
    for what in sides:
        requests, seconds, work = map(sum, zip(*(turn[what] for turn in turns), strict=True))
        yield what, requests / seconds
        yield f"{what} at work", requests / max(0.01, work)


def _turn(side: Side) -> tuple[float, float, float]:
    """Return the answers of one second, that second, and the seconds that the processor was at work for the server."""
    family = machine.family(side.server.process.pid)
    before = machine.work(family)
    loaded = _loaded(side, 1)
    return loaded.requests, loaded.seconds, machine.work(family) - before


def ours(place: Place, server: Running, plan: Plan, number: int) -> Values:
    """Measure what our service does beside: ``number`` is the round's, which has searches of its own."""
    member = worker(server)
    modified = _side(server, OURS.entry, {})
    unchanged = _side(server, OURS.entry, {"If-None-Match": modified.like.headers["etag"]}, 304)
    yield from _turns({"not modified": unchanged, "modified": modified}, plan)
    for what, path in (("entry br", OURS.entry), ("bundle br", _BUNDLE), ("script br", _SCRIPT)):
        yield from _compressed(server, path, what, plan)
    yield from _searches(server, place, plan, number)
    for tag in place.languages:
        load.each(server.port, [f"/v1/{tag}/search?q=a", f"/v1/{tag}/terms.json"])
    full = machine.memory(member)
    yield "memory full", full.rss
    yield "memory full pss", full.pss


def fresh(server: Running) -> Values:
    """Measure our worker before anybody has asked it for much."""
    yield "memory", machine.memory(worker(server)).rss


def cold(server: Running, plan: Plan) -> Values:
    """Measure our service where it keeps no answer."""
    yield "cold", _loaded(_side(server, OURS.entry, {}), plan.seconds).rate


def _compressed(server: Running, path: str, what: str, plan: Plan) -> Values:
    """Measure a file with Brotli, and which share of the answers came from memory by the service's own counters."""
    side = _side(server, path, {"Accept-Encoding": "br, gzip"})
    encoding = side.like.headers.get("content-encoding")
    if encoding != "br" or brotli.decompress(side.like.body) != load.get(server.port, path).body:
        raise Failed(f"{path} came without Brotli, or as another text")
    before = _from_memory(server)
    loaded = _loaded(side, plan.seconds)
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


def worker(server: Running) -> int:
    """Return the process that answers: of all that were started, the one with the most memory."""
    return max(machine.family(server.process.pid), key=lambda member: machine.memory(member).rss)


def _side(server: Running, path: str, headers: Mapping[str, str], status: int = 200) -> Side:
    """Ask once. Raises ``Failed`` where the answer has another status."""
    answer = load.get(server.port, path, headers)
    if answer.status != status:
        raise Failed(f"{path} answers {answer.status} and not {status}")
    return Side(server, path, headers, answer)


def _shows(side: Side, texts: list[str]) -> None:
    missing = [text for text in texts if text.encode() not in side.like.body]
    if missing:
        raise Failed(f"{side.path} lacks {len(missing)} of {len(texts)} texts, the first of them “{missing[0]}”")


def _loaded(side: Side, seconds: int) -> Load:
    """Load a side. Raises ``Failed`` where answers failed, or were smaller than the one that was looked at."""
    loaded = load.run(side.server.port, side.path, seconds, side.headers)
    if loaded.failed:
        raise Failed(f"{side.path}: {loaded.failed} of {loaded.requests} answers failed under load")
    if loaded.bytes < 0.99 * loaded.requests * len(side.like.body):
        bytes_each = loaded.bytes / loaded.requests
        raise Failed(f"{side.path}: {bytes_each:.0f} bytes an answer under load, {len(side.like.body)} before")
    return loaded

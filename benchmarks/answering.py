"""Answers: searches and the first answer of a day, in processes of their own; computed and cached ones, on one core.

Under load the sides have turns of a second. What counts is answers for each second that the processor was at work for one.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from random import Random
from typing import NamedTuple
from urllib.parse import quote

from benchmarks import ROOT, beside, builds, load, machine, prebuilt, servers
from benchmarks.builds import OLDER, OURS, Bench
from benchmarks.competitors import LIMIT
from benchmarks.errors import Failed
from benchmarks.load import Load
from benchmarks.material import Place
from benchmarks.servers import Running
from benchmarks.starting import PATH, Sample

QUERIES = 800
_FIRST = dict.fromkeys(beside.LANGUAGES, ("ba", "bakokoxa"))
KINDS = ("entry", "search", "suggest")
DISTINCT = 24_000
"""How many requests of each kind there are: enough that hardly one is asked twice, since readers’ words differ."""

TURNS, SECONDS = 3, 1
CONNECTIONS = (16, 32)
_SCRIPT = Path(__file__).with_name("requests.lua")


def search(bench: Bench, size: int) -> Iterator[Sample]:
    """Measure the searches of one round (``asked``)."""
    given = json.dumps({"first": _FIRST, "queries": beside.queries(size, QUERIES, seed=0)})
    yield from _alone(bench, size, "asked.py", given=given)


def midnight(bench: Bench, size: int) -> Iterator[Sample]:
    """Measure the first answers of some days (``midnight``)."""
    yield from _alone(bench, size, "midnight.py", PATH)


def _alone(bench: Bench, size: int, script: str, *arguments: str, given: str = "") -> Iterator[Sample]:
    for name in (OLDER, OURS):
        command = ["-P", str(ROOT / "benchmarks" / script), *arguments]
        for what, value in json.loads(builds.run(bench.build(name, size), command, given).output).items():
            yield name, size, what, value


class Side(NamedTuple):
    """What is loaded, and how long the processor was at work for it until now."""

    server: Running
    path: str

    @property
    def work(self) -> float:
        """The seconds that the processor was at work for it."""
        return machine.work(machine.family(self.server.process.pid))


def computed(bench: Bench, size: int) -> Iterator[Sample]:
    """Load both builds with requests of each kind that no file answers."""
    files = {kind: bench.scratch / f"{kind}.txt" for kind in KINDS}
    for kind, file in files.items():
        file.write_text("".join(f"{language}\t{path}\n" for language, path in requests(kind, size)))
    with ExitStack() as stack:
        sides = _sides(bench, size, stack)
        for side in sides.values():  # what is made when a language is first searched in is another figure
            load.each(
                side.server.port, [f"/v1/{tag}/search?q={word}" for tag, words in _FIRST.items() for word in words]
            )
        for kind, file in files.items():
            for name, rate in _turns(sides, load.CONNECTIONS, file).items():
                yield name, size, f"computed {kind}", rate


def requests(kind: str, concepts: int) -> list[tuple[str, str]]:
    """Return the requests of a kind, each with what its reader prefers."""
    asked = beside.queries(concepts, DISTINCT, seed=1)
    if kind == "search":
        return [(language, f"/v1/{language}/search?q={quote(query)}") for language, query in asked]
    if kind == "suggest":
        return [(language, f"/v1/{language}/suggest?q={quote(query[:6].strip() or 'a')}") for language, query in asked]
    random = Random(kind)
    said = [f"{language},en;q=0.{share}" for language, _ in asked[:50] for share in range(1, 10)]
    return [(random.choice(said), f"/v1/terms/term-{random.randint(1, concepts)}") for _ in asked]


def cached(bench: Bench, size: int) -> Iterator[Sample]:
    """Load both builds with one entry, and with the same bytes nginx as a file, and an application that does nothing."""
    with ExitStack() as stack:
        sides = _sides(bench, size, stack)
        place = Place(bench.scratch / "nginx", size)
        (place.folder / "files").mkdir(parents=True, exist_ok=True)
        answer = load.get(sides[OURS].server.port, PATH)
        (place.folder / "files" / "entry.json").write_bytes(answer.body)
        prebuilt.write(answer, bench.scratch / "prebuilt.json")
        (place.folder / "files" / "list.json").write_bytes(b"[]")
        port = servers.free_port()
        command = LIMIT.command(place, port)
        server = stack.enter_context(servers.running(command, port, LIMIT.entry, bench.scratch / "nginx.log"))
        sides["limit"] = Side(server, LIMIT.entry)
        port = servers.free_port()
        command = prebuilt.command(bench.scratch / "prebuilt.json", port)
        server = stack.enter_context(servers.running(command, port, PATH, bench.scratch / "prebuilt.log"))
        sides["prebuilt"] = Side(server, PATH)
        for connections in CONNECTIONS:
            for name, rate in _turns(sides, connections).items():
                if name in ("limit", "prebuilt"):
                    yield OURS, size, f"{name} {connections}", rate
                else:
                    yield name, size, f"cached {connections}", rate


def _sides(bench: Bench, size: int, stack: ExitStack) -> dict[str, Side]:
    sides = {}
    for name in (OLDER, OURS):
        port = servers.free_port()
        command = bench.build(name, size).serve(port)
        server = stack.enter_context(servers.running(command, port, PATH, bench.scratch / f"{name}.log"))
        sides[name] = Side(server, PATH)
    return sides


def _turns(sides: Mapping[str, Side], connections: int, file: Path | None = None) -> dict[str, float]:
    """Return the answers of each side for a second at work; the first turn only warms up."""
    answers, work = dict.fromkeys(sides, 0.0), dict.fromkeys(sides, 0.0)
    for turn in range(TURNS + 1):
        for name, side in sides.items():
            before = side.work
            done = _loaded(side, connections, [str(file), str(turn / (TURNS + 1))] if file else [])
            if turn:
                answers[name] += done.requests
                work[name] += side.work - before
    return {name: answers[name] / max(0.01, work[name]) for name in sides}


def _loaded(side: Side, connections: int, told: Sequence[str]) -> Load:
    script = _SCRIPT if told else None
    done = load.run(side.server.port, side.path, SECONDS, None, connections, script, *told)
    if done.failed:
        raise Failed(f"{side.path}: {done.failed} of {done.requests} answers failed under load")
    return done

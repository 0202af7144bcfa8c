"""Starts, and the memory of a worker: the older build; ours with nothing kept (cold), then with what that kept (warm)."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from benchmarks import builds, load, machine, measures, servers, signed
from benchmarks.builds import OLDER, OURS, Bench, Build
from benchmarks.material import ENTRY, LANGUAGE, Place
from benchmarks.servers import Running

PATH = f"/v1/{LANGUAGE}/terms/{ENTRY}.json"

Sample = tuple[str, int, str, float]
"""Who, over how many concepts, what, and how much."""


def start(bench: Bench, size: int, *, full: bool = True) -> Iterator[Sample]:
    """Measure one round over a size; with the memory of a worker that has made all that it keeps, if that is asked for."""
    older, cold = bench.build(OLDER, size), bench.build(OURS, size, "cold")
    shutil.rmtree(cold.kept)
    cold.kept.mkdir()
    for build, how, filled in ((older, "", full), (cold, " cold", False), (cold, " warm", full)):
        for what, value in _started(build, how, bench.scratch / "log", filled):
            yield build.name, size, what, value


def with_signatures(bench: Bench, size: int) -> Iterator[Sample]:
    """Measure a start where every record is signed, with nothing kept, and beside it what it takes to verify them."""
    older, place = bench.build(OLDER, size), Place(bench.folder / f"signed-{size}", size)
    builds.once(place.folder, partial(_signed, bench.build(OURS, size).content, size))
    build = bench.build(OURS, size, "signed")._replace(content=place.folder / "content")
    for one in (older, build):
        shutil.rmtree(one.kept)
        one.kept.mkdir()
    said = signed.checking(place, GLOSSARY_SNAPSHOT="0")
    for one in (older, build):
        for what, value in _started(one, " signed", bench.scratch / "log", full=False):
            less = said["seconds"] if one is build and what == "start signed" else 0
            if not what.endswith("work"):  # of the processes that verify, part is gone by then
                yield one.name, size, what, value - less
    yield OURS, size, "verifying", said["seconds"]


def _signed(content: Path, size: int, target: Path) -> None:
    shutil.copytree(content, target / "content")
    signed.sign(Place(target, size))


def _started(build: Build, how: str, log: Path, full: bool) -> measures.Values:
    port = servers.free_port()
    with servers.running(build.serve(port), port, PATH, log, servers.CORES) as server:
        yield f"start{how}", server.seconds
        yield f"start{how} work", machine.work(machine.family(server.process.pid))
        yield f"memory{how}", machine.memory(measures.worker(server)).rss
        if full:
            _fill(server, build)
            yield f"memory full{how}", machine.memory(measures.worker(server)).rss
            yield f"memory all{how}", sum(machine.memory(one).pss for one in machine.family(server.process.pid))


def _fill(server: Running, build: Build) -> None:
    """Have the worker make what it keeps for each language."""
    languages = sorted(path.parent.name for path in (build.content / "translations").glob("*/LC_MESSAGES"))
    for tag in ("en", *languages):
        load.each(server.port, [f"/v1/{tag}/search?q=a", f"/v1/{tag}/search?q=zzzz", f"/v1/{tag}/terms.json"])

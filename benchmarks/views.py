"""What so many page views a month ask of an edge and of what is behind it: ``make views``.

Made-up readers open pages of a partner that has both scripts (the first section of docs/embedding.md). What their browsers
ask for goes through Varnish with ``deploy/varnish.vcl`` before two instances, in the order in which it would come. Days pass
in minutes: what the edge may keep for five minutes it keeps for so many times less. The processor's time of an answer is
measured apart, by wrk, so that what else runs on the machine does not count.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from http.client import HTTPConnection
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import click

from benchmarks import ROOT, load, machine, material, readers, servers
from benchmarks.errors import Failed
from benchmarks.readers import MONTH, Asked, Level
from benchmarks.servers import Command, free_port

LEVELS = (Level(10**6, 43200, 600), Level(10**8, 300, 5), Level(10**10))
"""The last one is more than one machine can play: it is computed."""
USUAL = Level(10**7, 86400)
"""What is computed begins with the readers of a day, so many that chance counts for little."""
EDITIONS = 30
"""How many there are in a month: one a day."""
PEAK, BUSY = 4, 0.5
"""The busiest hour by the average, and how busy a core may be then."""

BROTLI = {"Accept-Encoding": "br"}
_LIFE = "sub vcl_backend_response {\n"
_GRACE = "set req.grace = 60s;"


class Site(NamedTuple):
    """An edge, an instance behind it, and what the instance has."""

    folder: Path
    edge: servers.Running
    purge: int
    instance: servers.Running
    languages: tuple[str, ...]
    entry: str


class Played(NamedTuple):
    """What was asked and came: requests, in what time of theirs, bytes with headers, and how many went on to an instance."""

    requests: list[Asked]
    seconds: float
    bytes: int
    passed: int


def hurried(vcl: str, ports: tuple[int, int], speed: int) -> str:
    """Return the configuration of the edge with less time. Raises ``Failed`` where it is not as it is known here."""
    changes = {_LIFE: f"{_LIFE}    set beresp.ttl = beresp.ttl / {speed};\n", _GRACE: f"set req.grace = {60 / speed}s;"}
    for old, new in changes.items() | {(f'"800{number}"', f'"{port}"') for number, port in enumerate(ports, 1)}:
        if vcl.count(old) != 1:
            raise Failed(f"deploy/varnish.vcl has no line of its own with {old.strip()}")
        vcl = vcl.replace(old, new)
    return vcl


@contextmanager
def site(folder: Path, speed: int, content: Mapping[str, str]) -> Iterator[Site]:
    """Run two instances, and before them the edge as it is shipped, with less time."""
    ports, edge, purge = (free_port(), free_port()), free_port(), free_port()
    vcl = (ROOT / "deploy" / "varnish.vcl").read_text("utf-8")
    (folder / "edge.vcl").write_text(hurried(vcl, ports, speed), encoding="utf-8")
    options = f"-F -j none -n {folder}/edge -f {folder}/edge.vcl -a 127.0.0.1:{edge} -a purge=127.0.0.1:{purge}"
    stores = "-s files=malloc,192m -s computed=malloc,64m -p http_gzip_support=off"
    with ExitStack() as stack:
        for port in ports:
            variables = {"GLOSSARY_BASE_URL": material.BASE_URL, **content, "PORT": str(port)}
            command = Command((Path(sys.executable).with_name("glossary"), "serve"), variables)
            instance = stack.enter_context(servers.running(command, port, "/readyz", folder / f"{port}.log"))
        command = Command(("varnishd", *options.split(), *stores.split()))
        varnish = stack.enter_context(servers.running(command, edge, "/healthz", folder / "edge.log"))
        yield Site(folder / "edge", varnish, purge, instance, *_known(instance.port))


def _known(port: int) -> tuple[tuple[str, ...], str]:
    """Return the languages and one entry of an instance. Raises ``Failed`` where files may be kept for another time."""
    languages = json.loads(load.get(port, "/v1/languages.json").body)["languages"]
    entry = json.loads(load.get(port, "/v1/en/terms.json").body)["entries"][0]["id"]
    for path in (*readers.files("en", entry, ours=False), *readers.files("en", entry, ours=True)):
        said = load.get(port, path, BROTLI).headers.get("cache-control", "")
        found = re.search(r"max-age=(\d+)", said)
        if (int(found[1]) if found else 0) != readers.lifetime(path):
            raise Failed(f"{path} may be kept for another time than benchmarks/readers.py says: {said}")
    return tuple(one["language"] for one in languages), entry


def play(site: Site, level: Level) -> Played:
    """Ask what readers ask for when they do; in the middle there is another edition. Raises ``Failed``."""
    requests, tags, size, told = readers.asked(level, site.languages, site.entry), dict[str, str](), 0, False
    before, begun = _passed(site.folder), time.monotonic()
    connection = HTTPConnection(load.HOST, site.edge.port, timeout=load.PATIENCE)
    for request in requests:
        if not told and request.second > level.seconds / 2:
            _new_edition(site.purge)
            told = True
        time.sleep(max(0.0, begun + request.second / level.speed - time.monotonic()))
        size += _get(connection, request, tags)
    connection.close()
    seconds = max(level.seconds, (time.monotonic() - begun) * level.speed)
    return Played(requests, seconds, size, _passed(site.folder) - before)


def _get(connection: HTTPConnection, request: Asked, tags: dict[str, str]) -> int:
    headers = BROTLI | ({"If-None-Match": tags[request.path]} if request.kept else {})
    connection.request("GET", request.path, headers=headers)
    answer = connection.getresponse()
    body = answer.read()
    if answer.status not in (200, 304):
        raise Failed(f"{request.path} was answered with {answer.status}")
    tags[request.path] = answer.headers["ETag"]
    fields = sum(len(f"{name}: {value}\r\n") for name, value in answer.getheaders())
    return len(f"HTTP/1.1 {answer.status} {answer.reason}\r\n\r\n") + fields + len(body)


def _new_edition(port: int) -> None:
    """Tell the edge that there is another edition, as an instance does: all that it keeps is of none that counts."""
    connection = HTTPConnection(load.HOST, port, timeout=load.PATIENCE)
    connection.request("PURGE", "/", headers={"Glossary-Edition": "another"})
    if connection.getresponse().status != 200:
        raise Failed("the edge did not take that there is another edition")
    connection.close()


def _passed(folder: Path) -> int:
    """Return how many requests the edge has passed on."""
    command: list[str | Path] = ["varnishstat", "-1", "-n", folder, "-f", "MAIN.backend_req"]
    return int(subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()[1])


def cost(server: servers.Running, rates: Mapping[str, float], seconds: int) -> float:
    """Return the seconds of a processor that an answer takes: of each file, as often as it is asked for."""
    weights, total = 0.0, 0.0
    for path, weight in rates.items():
        weights += weight
        total += weight * _cost(server, path, seconds)
    return total / weights


def _cost(server: servers.Running, path: str, seconds: int) -> float:
    members = machine.family(server.process.pid)
    load.run(server.port, path, 1, BROTLI)
    before = machine.work(members)
    done = load.run(server.port, path, seconds, BROTLI)
    if done.failed or not done.requests:
        raise Failed(f"{done.failed} of {done.requests} requests for {path} failed")
    return (machine.work(members) - before) / done.requests


def shares(level: Level, requests: list[Asked]) -> dict[str, float]:
    """Return how often each file is asked for, for each view."""
    return readers.shares(requests, level.views * level.seconds / MONTH)


def rows(level: Level, played: Played, rates: Mapping[str, float], edge: float, instance: float) -> dict[str, str]:
    """Return a column of the table: what is asked of one edge that has all readers, and what that takes."""
    month = Level(level.views, MONTH)
    requests, passed = level.views * sum(rates.values()), readers.onward(month, rates, EDITIONS)
    size, peak = played.bytes / len(played.requests), PEAK / MONTH
    number = len(played.requests)
    # On a busy machine it took longer than planned, as if so many fewer had read.
    slower = Level(int(level.views * level.seconds / played.seconds), int(played.seconds))
    same = readers.onward(slower, shares(level, played.requests), 2) if level.seconds else 0
    return {
        "requests a second, on average": f"{requests / MONTH:,.1f}",
        "in the busiest hour": f"{requests * peak:,.0f}",
        "GB a month": f"{requests * size / 1e9:,.0f}",
        "played: answered by the edge": f"{1 - played.passed / number:.1%} of {number:,}" if level.seconds else "",
        "the same, computed": f"{1 - same / number:.1%}" if level.seconds else "",
        "in a month, computed": f"{1 - passed / requests:.1%}",
        "passed on to an instance, a second in the busiest hour": f"{passed * peak:,.1f}",
        "cores of Varnish": f"{requests * peak * edge / BUSY:,.3f}",
        "cores of instances": f"{passed * peak * instance / BUSY:,.3f}",
    }


@click.command(epilog="Example: make views ARGS='--concepts 78'")
@click.option("--concepts", default=0, type=click.IntRange(0), help="So many made-up entries, all vetted.")
@click.option("--seconds", default=3, show_default=True, type=click.IntRange(1), help="Of each load of wrk.")
def main(concepts: int, seconds: int) -> None:
    """Play readers of what is shipped before an edge, and print what so many page views a month take."""
    servers.stay_aside()
    with TemporaryDirectory() as temporary:
        folder = Path(temporary)
        content = material.write(folder / "glossary", concepts).environment if concepts else {}
        played = []
        for level in filter(lambda level: level.seconds, LEVELS):
            (place := folder / str(level.views)).mkdir()
            with site(place, level.speed, content) as running:
                played.append(play(running, level))
                english = [path for ours in (False, True) for path in readers.files("en", running.entry, ours)]
                rates = shares(USUAL, readers.asked(USUAL, running.languages, running.entry))
                if level is LEVELS[-2]:
                    loads = {path: rates[path] for path in english if readers.lifetime(path)}
                    edge, instance = (cost(server, loads, seconds) for server in (running.edge, running.instance))
    click.echo(f"{datetime.now(UTC).date()}, {machine.facts()['Processor']}, {concepts or 'shipped'} entries")
    click.echo(f"an answer: {edge * 1e6:.0f} µs of Varnish, {instance * 1e6:.0f} µs of an instance")
    size = played[-1].bytes / len(played[-1].requests)
    click.echo(f"a view: {sum(rates.values()):.2f} requests, {size:,.0f} bytes each\n")
    columns = [rows(level, played[min(at, len(played) - 1)], rates, edge, instance) for at, level in enumerate(LEVELS)]
    click.echo("| page views a month | " + " | ".join(f"{level.views:,}" for level in LEVELS) + " |")
    click.echo("|---" * (len(LEVELS) + 1) + "|")
    for name in columns[0]:
        click.echo(f"| {name} | " + " | ".join(column[name] for column in columns) + " |")


if __name__ == "__main__":
    main()

"""Load from wrk, and requests one after the other."""

from __future__ import annotations

import http.client
import re
import subprocess
import time
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

from benchmarks.errors import Failed

HOST = "127.0.0.1"
CONNECTIONS = 32
PATIENCE = 60
"""Seconds that an answer may take. Slowness is measured, it is no failure."""

_UNITS = {"": 1, "K": 1024, "M": 1024**2, "G": 1024**3, "T": 1024**4}
_DONE = re.compile(
    r"(?P<requests>\d+) requests in (?P<time>[\d.]+)(?P<unit>us|ms|s|m|h), (?P<bytes>[\d.]+)(?P<size>[KMGT]?)B read"
)
_SECONDS = {"us": 1e-6, "ms": 1e-3, "s": 1.0, "m": 60.0, "h": 3600.0}


class Load(NamedTuple):
    """What wrk saw: answers, seconds, bytes with their headers (to two decimals of wrk's unit), and what went wrong."""

    requests: int
    seconds: float
    bytes: float
    failed: int

    @property
    def rate(self) -> float:
        """Answers a second."""
        return self.requests / self.seconds


class Answer(NamedTuple):
    """One answer: status, headers by their names in small letters, body, seconds until all of it had come."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    seconds: float


def parse(output: str) -> Load:
    """Return what wrk printed. Raises ``Failed`` where it is no result of wrk's."""
    done = _DONE.search(output)
    rate = re.search(r"Requests/sec: +([\d.]+)", output)
    if done is None or rate is None:
        raise Failed(f"wrk did not finish: {output.strip()[-300:]}")
    refused = re.search(r"Non-2xx or 3xx responses: (\d+)", output)
    sockets = re.search(r"Socket errors: connect (\d+), read (\d+), write (\d+), timeout (\d+)", output)
    failed = int(refused[1]) if refused else 0
    failed += sum(map(int, sockets.groups())) if sockets else 0
    requests = int(done["requests"])
    # The time is printed to two decimals only; the rate says it more exactly.
    seconds = requests / float(rate[1]) if requests else float(done["time"]) * _SECONDS[done["unit"]]
    return Load(requests, seconds, float(done["bytes"]) * _UNITS[done["size"]], failed)


def run(
    port: int,
    path: str,
    seconds: int,
    headers: Mapping[str, str] | None = None,
    connections: int = CONNECTIONS,
    script: Path | None = None,
    *arguments: str | Path,
) -> Load:
    """Ask for a path as fast as answers come, over connections that stay open; or for what a script of wrk's says."""
    fields = [part for name, value in (headers or {}).items() for part in ("-H", f"{name}: {value}")]
    options = ["-t1", f"-c{connections}", f"-d{seconds}s", f"--timeout={PATIENCE}s"]
    scripted = ["-s", str(script)] if script else []
    told = ["--", *map(str, arguments)] if arguments else []
    command = ["wrk", *options, *scripted, *fields, f"http://{HOST}:{port}{path}", *told]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=seconds + 2 * PATIENCE)
    return parse(done.stdout + done.stderr)


def get(port: int, path: str, headers: Mapping[str, str] | None = None) -> Answer:
    """Ask once. Raises ``OSError`` where nobody answers."""
    return next(iter(_ask(port, [path], headers)))


def each(port: int, paths: Iterable[str]) -> list[Answer]:
    """Ask for one path after the other, over one connection."""
    return list(_ask(port, paths, None))


def _ask(port: int, paths: Iterable[str], headers: Mapping[str, str] | None) -> Iterable[Answer]:
    connection = http.client.HTTPConnection(HOST, port, timeout=PATIENCE)
    try:
        for path in paths:
            begun = time.perf_counter()
            connection.request("GET", path, headers=dict(headers or {}))
            answer = connection.getresponse()
            body = answer.read()
            taken = time.perf_counter() - begun
            yield Answer(answer.status, {k.lower(): v for k, v in answer.getheaders()}, body, taken)
    finally:
        connection.close()

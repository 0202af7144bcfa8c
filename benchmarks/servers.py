"""Servers in processes of their own, all on one core; whoever asks them keeps to another one."""

from __future__ import annotations

import os
import socket
import subprocess
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from benchmarks import ROOT, load
from benchmarks.errors import Failed

PATIENCE = 300
"""Seconds that a server has to start."""

CORES = sorted(os.sched_getaffinity(0))
SERVER, CLIENT = CORES[0], CORES[-1]
"""The core of the server that is measured, and the core of what measures it."""


class Command(NamedTuple):
    """How to start a server, what its environment has beside that of this process, and in which folder."""

    arguments: tuple[str | Path, ...]
    environment: Mapping[str, str] = {}
    folder: Path = ROOT


class Running(NamedTuple):
    """A server that answers: its process, its port, and the seconds from its start to its first answer."""

    process: subprocess.Popen[bytes]
    port: int
    seconds: float


def stay_aside() -> None:
    """Keep this process, and wrk which it starts, off the server's core."""
    os.sched_setaffinity(0, {CLIENT})


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind((load.HOST, 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def running(command: Command, port: int, path: str, log: Path, cores: Iterable[int] = (SERVER,)) -> Iterator[Running]:
    """Run a server on its core until the block ends. Raises ``Failed`` where ``path`` is not answered with 200."""
    environment = {**os.environ, **command.environment}
    with log.open("wb") as sink:
        begun = time.perf_counter()
        pinned = ["taskset", "-c", ",".join(map(str, cores)), *command.arguments]
        process = subprocess.Popen(pinned, cwd=command.folder, env=environment, stdout=sink, stderr=sink)
        try:
            _wait(process, port, path, log)
            yield Running(process, port, time.perf_counter() - begun)
        finally:
            _stop(process)


def _wait(process: subprocess.Popen[bytes], port: int, path: str, log: Path) -> None:
    status = 0
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end and process.poll() is None:
        try:
            status = load.get(port, path).status
        except OSError:
            time.sleep(0.01)
            continue
        if status == 200:
            return
        if status < 500:
            break  # it has started and will not answer otherwise
        time.sleep(0.05)
    raise Failed(f"{path} was not answered ({status or 'no answer'}): {log.read_text(errors='replace')[-500:].strip()}")


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(30)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()

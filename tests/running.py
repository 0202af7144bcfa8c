"""The real service in a process of its own, on loopback, on a free port."""

from __future__ import annotations

import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPResponse
from pathlib import Path

from tests.conftest import ROOT


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@dataclass
class Running:
    """A service that runs: its process, its port, where its log goes."""

    process: subprocess.Popen[bytes]
    port: int
    log: Path

    def get(
        self, path: str, method: str = "GET", headers: Mapping[str, str] | None = None, body: str | None = None
    ) -> tuple[HTTPResponse, bytes]:
        """Ask it over HTTP."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            connection.request(method, path, body, dict(headers or {}))
            answer = connection.getresponse()
            return answer, answer.read()
        finally:
            connection.close()

    def raw(self, request: bytes) -> bytes:
        """Send bytes as they are; return all that comes back."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=30) as connection:
            connection.sendall(request)
            parts = []
            while part := connection.recv(65536):
                parts.append(part)
            return b"".join(parts)


@contextmanager
def serving(
    folder: Path,
    environment: Mapping[str, str] | None = None,
    command: str = "serve",
    workers: int = 1,
    port: int | None = None,
    program: tuple[str, ...] = (sys.executable, "-m", "glossary"),
    start_in: Path = ROOT,
) -> Iterator[Running]:
    """Run the service until the block ends, on a free port unless one is given; it is stopped by its own process id.

    ``program`` and ``start_in`` say which service, and in which working directory: this checkout's unless given.
    """
    port, log = port or free_port(), folder / "service.log"
    variables = {**os.environ, **(environment or {}), "PORT": str(port), "WORKERS": str(workers)}
    with log.open("wb") as sink:
        process = subprocess.Popen([*program, command], cwd=start_in, env=variables, stdout=sink, stderr=sink)
        running = Running(process, port, log)
        try:
            _wait(running)
            yield running
        finally:
            process.terminate()
            process.wait(30)


def _wait(running: Running) -> None:
    for _ in range(600):
        try:
            running.get("/healthz")
        except OSError:
            assert running.process.poll() is None, running.log.read_text()
            time.sleep(0.05)
        else:
            return
    raise AssertionError(running.log.read_text())

"""What stands in front of the service in production: nginx and Varnish with the shipped configurations, and readers."""

from __future__ import annotations

import http.client
import os
import re
import socket
import subprocess
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from http.client import HTTPResponse
from pathlib import Path

from tests.conftest import ROOT
from tests.running import free_port

DEPLOY = ROOT / "deploy"
NGINX, VCL = (DEPLOY / "nginx.conf").read_text(), (DEPLOY / "varnish.vcl").read_text()
_TEMPORARY = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")


def ask(port: int, path: str, method: str = "GET", **headers: str) -> tuple[HTTPResponse, bytes]:
    """Ask whoever listens on a port, once; underscores in the names of headers stand for hyphens."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    try:
        connection.request(method, path, headers={name.replace("_", "-"): value for name, value in headers.items()})
        answer = connection.getresponse()
        return answer, answer.read()
    finally:
        connection.close()


def eventually(true: Callable[[], bool], seconds: float = 20) -> bool:
    """Wait until something is true; return whether it came to be."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if true():
            return True
        time.sleep(0.1)
    return False


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def replaced(text: str, replacements: Mapping[str, str]) -> str:
    """Return a shipped configuration for this test's ports and folders; what is replaced must stand in it."""
    for old, new in replacements.items():
        assert old in text, old
        text = text.replace(old, new)
    return text


@contextmanager
def _running(arguments: Sequence[str | Path], port: int, log: Path) -> Iterator[subprocess.Popen[bytes]]:
    """Run a server until the block ends; it is stopped by its own process id."""
    with log.open("wb") as sink:
        process = subprocess.Popen(arguments, stdout=sink, stderr=sink)
    try:
        assert eventually(lambda: process.poll() is not None or _listens(port)), log.read_text()
        assert process.poll() is None, log.read_text()
        yield process
    finally:
        process.terminate()
        process.wait(20)


@contextmanager
def nginx(folder: Path, configuration: str, port: int, prefix: Path | None = None) -> Iterator[subprocess.Popen[bytes]]:
    """Run nginx with a main file that is the shipped one but for its folders, its user and its number of workers."""
    folder.mkdir()
    text = re.sub(r"(?m)^pid .*", f"pid {folder}/pid;", configuration)
    text = re.sub(r"(?m)^error_log \S+ crit", f"error_log {folder}/error.log crit", text)
    text = text.replace("worker_processes auto", "worker_processes 1")
    text = text.replace("http {\n", "http {\n" + "".join(f"{kind}_temp_path {folder};\n" for kind in _TEMPORARY), 1)
    user = "user root;\n" if os.geteuid() == 0 else ""
    file = folder / "nginx.conf"
    file.write_text(user + text)
    arguments: list[str | Path] = [
        "nginx",
        "-e",
        folder / "error.log",
        "-p",
        f"{prefix or folder}/",
        "-c",
        file,
        "-g",
        "daemon off;",
    ]
    with _running(arguments, port, folder / "output.log") as process:
        yield process


@contextmanager
def varnish(
    folder: Path, port: int, instances: Iterable[int], vcl: str = VCL, purge: int | None = None, files: str = "64m"
) -> Iterator[subprocess.Popen[bytes]]:
    """Run Varnish with the shipped VCL before two instances of the service. It is purged by the port ``purge``."""
    folder.mkdir()
    file = folder / "glossary.vcl"
    file.write_text(replaced(vcl, {f'"800{number}"': f'"{port}"' for number, port in enumerate(instances, 1)}))
    arguments: list[str | Path] = [
        "varnishd",
        "-F",
        "-j",
        "none",
        "-n",
        folder / "work",
        "-a",
        f"127.0.0.1:{port}",
        "-a",
        f"purge=127.0.0.1:{purge or free_port()}",
        "-f",
        file,
    ]
    arguments += ["-s", f"files=malloc,{files}", "-s", "computed=malloc,4m", "-p", "http_gzip_support=off"]
    with _running(arguments, port, folder / "output.log") as process:
        assert eventually(lambda: ask(port, "/healthz")[0].status == 200)
        yield process


class Readers:
    """Readers who ask again and again over connections that stay open. ``answers`` counts statuses; ``failed`` holds what
    was no answer at all."""

    def __init__(self, port: int, path: str, number: int = 4) -> None:
        self.port, self.path, self.number = port, path, number
        self.statuses: list[int] = []
        self.bodies: set[bytes] = set()
        self.failed: list[str] = []
        self._stop = threading.Event()

    @contextmanager
    def reading(self) -> Iterator[Readers]:
        """Read until the block ends."""
        threads = [threading.Thread(target=self._read) for _ in range(self.number)]
        for thread in threads:
            thread.start()
        try:
            yield self
        finally:
            self._stop.set()
            for thread in threads:
                thread.join()

    def _read(self) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        while not self._stop.is_set():
            try:
                connection.request("GET", self.path)
                answer = connection.getresponse()
                self.bodies.add(answer.read())
                self.statuses.append(answer.status)
            except (OSError, http.client.HTTPException) as error:
                self.failed.append(repr(error))
                connection.close()
            time.sleep(0.001)
        connection.close()

    def check(self, minimum: int = 200) -> None:
        """All were answered with content, and there were enough of them to mean something."""
        assert self.failed == []
        assert Counter(self.statuses).keys() == {200}, Counter(self.statuses)
        assert len(self.statuses) >= minimum, len(self.statuses)

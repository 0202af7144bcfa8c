"""A region as ``docs/operating.md`` has it: its own clone of the content, two instances, Varnish in front, readers."""

from __future__ import annotations

import http.client
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import wait
from contextlib import contextmanager
from pathlib import Path

from tests.conftest import ROOT
from tests.machines import VCL
from tests.regions.clock import Clock
from tests.regions.network import Network

EDGE, PURGE, INSTANCES = 6081, 6082, (8001, 8002)
"""Ports, the same in every region: each has a network of its own."""

PULL = 20
"""Seconds between two pulls of a region's content."""

READERS = 4
"""Readers of a region, who ask again and again."""


class Answer:
    """What an edge answered: its status, headers and body; status 0 where there was no answer."""

    def __init__(self, status: int, headers: dict[str, str], body: bytes) -> None:
        self.status, self.headers, self.body = status, headers, body

    @property
    def age(self) -> int:
        """How old it is, in seconds (RFC 9111 section 5.1)."""
        return int(self.headers.get("age", 0))


def _ask(port: int, path: str) -> Answer:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    try:
        connection.request("GET", path)
        answer = connection.getresponse()
        return Answer(answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read())
    except (OSError, http.client.HTTPException):
        return Answer(0, {}, b"")
    finally:
        connection.close()


class Region:
    """One region that runs."""

    def __init__(self, network: Network, folder: Path, origin: str, clock: Clock) -> None:
        self.network, self.folder, self._clock = network, folder, clock
        folder.mkdir()
        self.content = folder / "content"
        self._origin = origin
        self._run("clone", "-q", origin, str(self.content))
        self._instances = {port: self._instance(port) for port in INSTANCES}
        vcl = folder / "glossary.vcl"
        vcl.write_text(VCL, encoding="utf-8")
        edge: list[str | Path] = [
            "varnishd",
            "-F",
            "-j",
            "none",
            "-n",
            folder / "varnish",
            "-f",
            vcl,
            "-p",
            "http_gzip_support=off",
        ]
        edge += [
            "-a",
            f"127.0.0.1:{EDGE}",
            "-a",
            f"purge=127.0.0.1:{PURGE}",
            "-s",
            "files=malloc,64m",
            "-s",
            "computed=malloc,4m",
        ]
        self._edge = network.start(edge, folder / "varnish.log", folder, clock.environment)
        self._over = threading.Event()
        self._pulls = network.submit(self._pull)
        self.statuses: Counter[int] = Counter()

    def _run(self, *words: str, folder: Path | None = None) -> bool:
        """Run git in the region's network, at most ten seconds; return whether it succeeded."""
        command = ["timeout", "10", "git", *words]
        process = self.network.start(command, self.folder / "git.log", folder or self.folder, {})
        return process.wait() == 0

    def _pull(self) -> None:
        while not self._over.wait(PULL):
            self._run("pull", "-q", "--ff-only", folder=self.content)

    def _instance(self, port: int) -> subprocess.Popen[bytes]:
        folders = {name: str(self.content / name) for name in ("terms", "translations", "support")}
        variables = {f"GLOSSARY_{name.upper()}": folder for name, folder in folders.items()}
        edges = {"GLOSSARY_EDGES": f"http://127.0.0.1:{PURGE}", "GLOSSARY_BASE_URL": "https://glossary.example.org"}
        more = {**self._clock.environment, **variables, **edges, "PORT": str(port), "WORKERS": "1"}
        return self.network.start([sys.executable, "-m", "glossary", "serve"], self.folder / f"{port}.log", ROOT, more)

    def get(self, path: str, port: int = EDGE) -> Answer:
        """Ask the edge as a reader of this region does."""
        return self.network.call(_ask, port, path)

    def until(self, true: Callable[[], bool], seconds: float = 120) -> float:
        """Wait until something is true; return the seconds that it took. Raises ``TimeoutError``."""
        begun = time.monotonic()
        while not true():
            if time.monotonic() - begun > seconds:
                raise TimeoutError(f"{self.network.name}: not within {seconds} s")
            time.sleep(0.1)
        return time.monotonic() - begun

    def ready(self) -> None:
        """Wait until both instances and the edge answer."""
        for port in (*INSTANCES, EDGE):
            self.until(lambda port=port: self.get("/readyz", port).status == 200)  # type: ignore[misc]

    def stop(self, port: int) -> None:
        """Stop an instance as an operator does."""
        self._instances[port].terminate()
        self._instances[port].wait(30)

    def restart(self, port: int) -> None:
        """Start an instance again, and wait until it answers and the edge has seen it."""
        self._instances[port] = self._instance(port)
        self.until(lambda: self.get("/readyz", port).status == 200)
        time.sleep(8)  # the edge asks every two seconds, and believes the third answer

    @contextmanager
    def read(self, paths: tuple[str, ...]) -> Iterator[Counter[int]]:
        """Have readers ask the edge until the block ends; yield the statuses of their answers, as they come."""
        over, counted = threading.Event(), Counter[int]()

        def one() -> None:
            while not over.is_set():
                for path in paths:
                    counted[_ask(EDGE, path).status] += 1
                time.sleep(0.02)

        readers = [self.network.submit(one) for _ in range(READERS)]
        try:
            yield counted
        finally:
            over.set()
            wait(readers)

    def end(self) -> None:
        """Stop everything of the region."""
        self._over.set()
        for process in (self._edge, *self._instances.values()):
            process.terminate()
            process.wait(30)
        wait([self._pulls])

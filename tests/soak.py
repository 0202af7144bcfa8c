"""A soak: the service at half of its capacity while its content changes every few seconds. Memory stays flat, nothing fails.

``python -m tests.soak --seconds 600`` prints what it counted. The load comes from h2load, which keeps a rate.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
import threading
import time
from argparse import ArgumentParser
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

from tests.running import Running, serving
from tests.world import World

CLIENTS = 8
PATHS = ("/v1/fr/terms/dove.json", "/v1/en/terms.json", "/v1/fr/bundle.json", "/fr/dove/")
PAUSE = 3.0
"""Seconds between two changes of the content."""


@dataclass
class Result:
    """What a soak counted. ``memory`` holds samples of the worker's resident memory, in bytes."""

    seconds: int
    rate: int = 0
    requests: int = 0
    failed: int = 0
    changes: int = 0
    refused: int = 0
    memory: list[int] = field(default_factory=list)

    @property
    def growth(self) -> float:
        """The last third's median memory over that of the middle third: what was warm then stays as it is."""
        third = len(self.memory) // 3
        return median(self.memory[-third:]) / median(self.memory[third : 2 * third])

    def __str__(self) -> str:
        return (
            f"{self.seconds} s at {self.rate} requests a second: {self.requests} answers, {self.failed} failed; "
            f"{self.changes} changes of content, {self.refused} of them broken; "
            f"memory {median(self.memory) / 1e6:.0f} MB, last third over middle third {self.growth:.3f}"
        )


def soak(folder: Path, seconds: int) -> Result:
    """Run a service on a world of its own for that many seconds. Raises ``AssertionError`` where it cannot be loaded."""
    world, result = _world(folder), Result(seconds)
    with serving(folder, {**world.environment(), "GLOSSARY_WATCH_SECONDS": "1"}) as service:
        capacity, _, _ = _load(service, min(5, seconds))
        result.rate = max(int(capacity / 2), CLIENTS)
        done = threading.Event()
        threads = [threading.Thread(target=work, args=(world, service, result, done)) for work in (_change, _sample)]
        for thread in threads:
            thread.start()
        try:
            _, result.requests, result.failed = _load(service, seconds, result.rate)
        finally:
            done.set()
            for thread in threads:
                thread.join()
    return result


def _world(folder: Path) -> World:
    world = World(folder)
    for number in range(40):
        world.term(f"bird-{number}", definition=f"is the bird of number {number}. " * 8)
    world.term("dove", definition="is a bird of peace.")
    world.approve("en", "dove", *(f"bird-{number}" for number in range(40)))
    world.catalog("fr", {"dove.term": "Colombe", "dove.definition": "est un oiseau de paix."})
    world.approve("fr", "dove")
    return world


def _load(service: Running, seconds: int, rate: int = 0) -> tuple[float, int, int]:
    """Ask for so long; return requests a second, answers with content, and what was none."""
    pace = [f"--rps={max(rate // CLIENTS, 1)}"] if rate else []
    addresses = [f"http://127.0.0.1:{service.port}{path}" for path in PATHS]
    command = ["h2load", "--h1", f"-c{CLIENTS}", "-t1", f"-D{seconds}", *pace, *addresses]
    text = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    counts = {name: int(number) for number, name in re.findall(r"(\d+) (total|done|failed|errored|timeout|2xx)", text)}
    assert counts.get("2xx"), text
    speed = re.search(r"([\d.]+) req/s", text)
    return float(speed[1]) if speed else 0, counts["2xx"], counts["done"] - counts["2xx"] + counts["errored"]


def _change(world: World, _service: Running, result: Result, done: threading.Event) -> None:
    """Withdraw, approve, break and mend, again and again."""
    ledger = world.ledger("fr")
    while not done.wait(PAUSE):
        step, good = result.changes % 4, ledger.read_bytes()
        if step == 0:
            world.vet("fr", "dove", "heron", "subject", "--withdraw")
        elif step == 1:
            world.approve("fr", "dove")
        elif step == 2:
            ledger.write_bytes(good[:-40])
            result.refused += 1
            done.wait(PAUSE)
            ledger.write_bytes(good)
        else:
            world.term("dove", definition=f"is a bird of peace, for the time {result.changes}.")
        result.changes += 1


def _sample(_world: World, service: Running, result: Result, done: threading.Event) -> None:
    children = Path(f"/proc/{service.process.pid}/task/{service.process.pid}/children").read_text().split()
    pages = [Path(f"/proc/{child}/statm") for child in children]
    while not done.wait(max(result.seconds / 200, 0.2)):
        result.memory.append(max(int(page.read_text().split()[1]) * 4096 for page in pages))
        time.sleep(0)


def main() -> int:
    """Soak for so many seconds, print what was counted; 1 where something failed or memory grew by more than a tenth."""
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=int, default=600)
    with tempfile.TemporaryDirectory() as folder:
        result = soak(Path(folder), parser.parse_args().seconds)
    print(result)  # noqa: T201, it is a command
    return int(result.failed > 0 or result.growth > 1.1)


if __name__ == "__main__":
    sys.exit(main())

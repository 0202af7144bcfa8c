"""Networks on one machine (network namespaces), joined by a bridge from which each can be cut off. They need root."""

from __future__ import annotations

import ctypes
import os
import subprocess
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, TypeVar

_NETWORK = 0x40000000
"""CLONE_NEWNET of setns(2)."""

_Result = TypeVar("_Result")


def ip(*words: str) -> None:
    """Run ip(8). Raises ``CalledProcessError`` where it fails."""
    subprocess.run(["ip", *words], check=True, capture_output=True)


def _enter(name: str) -> None:
    """Move this thread into a network, and what it starts with it."""
    descriptor = os.open(f"/run/netns/{name}", os.O_RDONLY)
    try:
        if ctypes.CDLL(None, use_errno=True).setns(descriptor, _NETWORK):
            raise OSError(ctypes.get_errno(), f"the network {name} cannot be entered")
    finally:
        os.close(descriptor)


class Network:
    """One network, with an address at which the others reach it."""

    def __init__(self, name: str, address: str, hub: str) -> None:
        self.name, self.address, self._cable = name, address, f"{name}-hub"
        ip("netns", "add", name)
        ip("-n", hub, "link", "add", self._cable, "type", "veth", "peer", "name", "eth0", "netns", name)
        ip("-n", hub, "link", "set", self._cable, "master", "bridge", "up")
        ip("-n", name, "address", "add", f"{address}/24", "dev", "eth0")
        for device in ("lo", "eth0"):
            ip("-n", name, "link", "set", device, "up")
        self._hub = hub
        self._inside = ThreadPoolExecutor(16, initializer=_enter, initargs=(name,))

    def join(self, reachable: bool) -> None:
        """Join the network to the others, or cut it off."""
        ip("-n", self._hub, "link", "set", self._cable, "up" if reachable else "down")

    def start(
        self, words: Sequence[str | Path], log: Path, folder: Path, more: dict[str, str]
    ) -> subprocess.Popen[bytes]:
        """Start a program in it."""
        with log.open("ab") as sink:
            command = ["ip", "netns", "exec", self.name, *words]
            return subprocess.Popen(command, cwd=folder, env={**os.environ, **more}, stdout=sink, stderr=sink)

    def submit(self, work: Callable[..., _Result], *arguments: Any) -> Future[_Result]:
        """Have a function called by a thread that is in it."""
        return self._inside.submit(work, *arguments)

    def call(self, work: Callable[..., _Result], *arguments: Any) -> _Result:
        """Return what a function returns that is called in it."""
        return self.submit(work, *arguments).result()

    def remove(self) -> None:
        """Take it away."""
        self._inside.shutdown()
        with suppress(subprocess.CalledProcessError):
            ip("netns", "delete", self.name)


@contextmanager
def networks(*names: str) -> Iterator[list[Network]]:
    """Make networks that reach one another until the block ends. Their names are this process's own."""
    hub, made = f"g{os.getpid()}", list[Network]()
    ip("netns", "add", hub)
    try:
        ip("-n", hub, "link", "add", "bridge", "type", "bridge")
        ip("-n", hub, "link", "set", "bridge", "up")
        for number, name in enumerate(names, 1):
            made.append(Network(f"{hub}{name}", f"10.77.0.{number}", hub))
        yield made
    finally:
        for network in made:
            network.remove()
        ip("netns", "delete", hub)

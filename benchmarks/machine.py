"""Facts about this machine and its processes, as Linux gives them in /proc (proc(5))."""

from __future__ import annotations

import os
import platform
import re
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

_PROC = Path("/proc")


class Memory(NamedTuple):
    """Bytes of memory that a process has (RSS), and its share where some are shared with others (PSS)."""

    rss: int
    pss: int


def memory(process: int) -> Memory:
    """Return a process's memory."""
    rollup = (_PROC / str(process) / "smaps_rollup").read_text()
    rss, pss = (re.search(rf"^{name}: +(\d+) kB", rollup, re.MULTILINE) for name in ("Rss", "Pss"))
    return Memory(1024 * int(rss[1]) if rss else 0, 1024 * int(pss[1]) if pss else 0)


def family(process: int) -> list[int]:
    """Return a process and all that it started and those started, which still run."""
    children: dict[int, list[int]] = {}
    for child, parent in _parents():
        children.setdefault(parent, []).append(child)
    members = [process]
    for member in members:
        members += children.get(member, [])
    return members


def work(processes: Iterable[int]) -> float:
    """Return the seconds that processors have been at work for these processes."""
    fields = ((_PROC / str(process) / "stat").read_text().rpartition(")")[2].split() for process in processes)
    return sum(int(stat[11]) + int(stat[12]) for stat in fields) / os.sysconf("SC_CLK_TCK")


def _parents() -> Iterator[tuple[int, int]]:
    for path in _PROC.glob("[0-9]*/stat"):
        try:
            # The name, in brackets, may hold spaces and brackets itself.
            yield int(path.parent.name), int(path.read_text().rpartition(")")[2].split()[1])
        except OSError:
            continue  # it has ended meanwhile


class Time(NamedTuple):
    """Seconds since some moment: by the clock, of all processors together at work, and of those for us."""

    clock: float
    work: float
    own: float


def now() -> Time:
    """Return the times until now. Processes that were started here count as ours once they have ended."""
    user, nice, system, _idle, _waiting, *rest = (int(part) for part in (_PROC / "stat").read_text().split()[1:9])
    work = (user + nice + system + sum(rest)) / os.sysconf("SC_CLK_TCK")
    return Time(time.monotonic(), work, sum(os.times()[:4]))


def others(begun: Time) -> float:
    """Return which share of all processors was at work for others than us since then, or stolen from this machine."""
    ended = now()
    passed = (ended.clock - begun.clock) * (os.cpu_count() or 1)
    return max(0.0, ended.work - begun.work - (ended.own - begun.own)) / passed


def facts() -> dict[str, str]:
    """Return what a reader of figures wants to know of the machine."""
    processor = re.search(r"^model name\s*: (.+)$", (_PROC / "cpuinfo").read_text(), re.MULTILINE)
    total = re.search(r"^MemTotal: +(\d+) kB", (_PROC / "meminfo").read_text(), re.MULTILINE)
    return {
        "Processor": f"{processor[1] if processor else platform.machine()}, {os.cpu_count()} cores",
        "Memory": f"{int(total[1]) / 1024**2:.0f} GiB" if total else "unknown",
        "System": f"{platform.system()} {platform.release()}",
    }

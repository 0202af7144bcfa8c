"""The tests that an earlier build has, by that build and as they are in this one, in turns: ``make tests-figures``."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import NamedTuple

import click

from benchmarks import ROOT, beside
from benchmarks.builds import REVISION

ENDED = (0, 1)
"""The statuses of a run that came to its end: nothing failed, or something."""


OLDER: Sequence[str] = ("-n", "auto")
OURS: Sequence[str] = ("-n", str(2 * (os.cpu_count() or 1)), "--dist", "worksteal")
"""How each build spreads its tests over processes by itself."""


class Run(NamedTuple):
    """What tests took: seconds by the clock, and of a processor; and what pytest says at the end."""

    clock: float
    work: float
    said: str


def kept(before: Iterable[str], now: Iterable[str]) -> list[str]:
    """Return those of today's tests that were there before, by their node ids: in whichever file they are by now. Of a test
    with parameters, those that it had; all of them where there are no more than it had, by whatever name."""
    had, has = defaultdict[str, set[str]](set), defaultdict[str, list[str]](list)
    for node in before:
        had[_name(node)].add(_case(node))
    for node in now:
        has[_name(node)].append(node)
    chosen = []
    for name, nodes in has.items():
        cases = had.get(name, set())
        same = [node for node in nodes if _case(node) in cases]
        chosen += nodes if len(nodes) <= len(cases) else same or nodes[: len(cases)]
    return chosen


def _case(node: str) -> str:
    return node.partition("::")[2]


def _name(node: str) -> str:
    return _case(node).partition("[")[0]


def collected(build: Path) -> list[str]:
    """Return the node ids of a build's tests. Raises ``click.ClickException``."""
    lines = _pytest(build, "--collect-only", "-q", "-o", "addopts=", *_QUIET).splitlines()
    return [line for line in lines if "::" in line and not line.startswith("ERROR")]


_QUIET = [option for plugin in ("schemathesis", "anyio") for option in ("-p", f"no:{plugin}")]
"""What collecting needs no plugin for; the test file that does brings its own, or has its operations as one test."""


def _pytest(build: Path, *arguments: str) -> str:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("GLOSSARY_")}
    command = [sys.executable, "-m", "pytest", *arguments]
    done = subprocess.run(
        command, cwd=build, env={**environment, "PYTHONPATH": str(build)}, capture_output=True, text=True, check=False
    )
    if done.returncode not in ENDED:
        raise click.ClickException(f"{' '.join(command)} failed in {build}:\n{(done.stderr or done.stdout)[-500:]}")
    return done.stdout


def run(build: Path, nodes: list[str], options: Sequence[str], scratch: Path) -> Run:
    """Run tests of a build with options of pytest. Raises ``click.ClickException`` where that does not come to its end."""
    chosen = scratch / "nodes"
    chosen.write_text("".join(f"{node}\n" for node in nodes))
    begun, before = time.monotonic(), _worked()
    output = _pytest(build, *options, f"@{chosen}")
    return Run(time.monotonic() - begun, _worked() - before, output.strip().splitlines()[-1])


def _worked() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


@click.command(epilog="Example: python -m benchmarks.testing --rounds 1")
@click.option("--revision", default=REVISION, show_default=True, help="The earlier build.")
@click.option("--rounds", default=1, show_default=True, type=click.IntRange(1), help="How often each is run.")
@click.option("--processes", type=click.IntRange(1), help="How many run tests at once; by default as “make test” does.")
@click.option("--file", "files", multiple=True, metavar="NAME", help="Only tests of this file, such as test_search.py.")
def main(revision: str, rounds: int, processes: int | None, files: tuple[str, ...]) -> None:
    """Run the tests that an earlier build has, there and here, in turns, and print the ratio of what they take."""
    with TemporaryDirectory() as temporary:
        older, scratch = beside.older(revision, Path(temporary, "older")), Path(temporary)
        before = [node for node in collected(older) if not files or Path(node.partition("::")[0]).name in files]
        now = kept(before, collected(ROOT))
        click.echo(f"{len(before)} tests of {revision}, {len(now)} of them here")
        alike = ("-n", str(processes)) if processes else ()
        turns = []
        for _ in range(rounds):
            turns.append(
                [
                    run(older, before, alike or OLDER, scratch),
                    run(ROOT, now, alike or OURS, scratch),
                ]
            )
            for name, one in zip((revision, "here"), turns[-1], strict=True):
                click.echo(f"{name}: {one.clock:.0f} s, of a processor {one.work:.0f} s; {one.said}")
    for what in ("clock", "work"):
        ratio = median(getattr(ours, what) / getattr(old, what) for old, ours in turns)
        click.echo(f"ratio by {'the clock' if what == 'clock' else 'time of a processor'}: {ratio:.2f}")


if __name__ == "__main__":
    main()

"""What people wait for, by this build and by an earlier one, in turns: a part of ``make bench``, and each line alone."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import click

from benchmarks import BUILD, builds, reloading, starting
from benchmarks.builds import REVISION, Bench
from benchmarks.errors import Failed
from benchmarks.samples import Samples
from benchmarks.starting import Sample
from benchmarks.targets import Growth, Target, page

SIZES, QUICK = (2, 1000, 5000), (2, 3, 4)
"""Concepts of the glossaries: hardly any, the usual large one, and the largest; and for a glance."""

_MB = 1e-6


class Line(NamedTuple):
    """Something to wait for: how one round of it is measured over some sizes, at most how many rounds there are, and its
    rows."""

    measure: Callable[[Bench], Iterator[Sample]]
    sizes: Sequence[int | str]
    targets: Sequence[Target | Growth]
    most: int = 99


def lines(small: int, usual: int, large: int) -> dict[str, Line]:
    """Return all lines, by name, over glossaries of these sizes."""
    sizes = (small, usual, large)
    return {
        "start": Line(partial(starting.start, size=usual), [usual], _start(usual, 1 / 2)),
        "large": Line(partial(_of_both, small=small, large=large), [small, large], _large(sizes), most=2),
        "reload": Line(partial(reloading.reload, size=usual), [usual], _reload(usual)),
    }


def _of_both(bench: Bench, small: int, large: int) -> Iterator[Sample]:
    yield from starting.start(bench, small, full=False)
    yield from starting.start(bench, large)


def _start(size: int, cold: float | None) -> list[Target | Growth]:
    said = f"Start at {size:,} concepts"
    return [
        Target(f"{said}, nothing changed since the last", size, "start warm", 1 / 5, before="start"),
        Target(f"{said}, nothing kept", size, "start cold", cold, before="start"),
        _memory(f"Memory of a worker, full, {size:,} concepts", size, "memory full warm", 1 / 2, before="memory full"),
        _memory("The same of all its processes (PSS)", size, "memory all warm", None, before="memory all"),
    ]


def _memory(words: str, size: int, what: str, reach: float | None, before: str = "", by: str = "") -> Target:
    return Target(words, size, what, reach, before, by, unit="MB", factor=_MB)


def _large(sizes: tuple[int, int, int]) -> list[Target | Growth]:
    return [
        *_start(sizes[-1], None),
        Growth("Order of growth of the start, nothing changed", "start warm", 1.1, sizes, "start"),
        Growth("Order of growth of the start, nothing kept", "start cold", 1.1, sizes, "start"),
        Growth("Order of growth of memory after the start", "memory warm", 1.1, sizes, "memory"),
    ]


def _reload(size: int) -> list[Target | Growth]:
    later = f"Memory {reloading.AFTER} s later, by that before"
    return [
        Target("One approval: from SIGHUP to the new edition, both workers", size, "reload", 1 / 30),
        Target(
            "Readers’ p99 meanwhile, by that without", size, "p99 during", 1.5, by="p99 without", unit="ms", factor=1000
        ),
        _memory("Memory meanwhile, by that before", size, "memory during", 1.2, by="memory before"),
        _memory(later, size, "memory after", 1.1, by="memory before"),
    ]


def measure(
    bench: Bench, chosen: Mapping[str, Line], rounds: int, say: Callable[[str], None]
) -> tuple[Samples, list[str]]:
    """Measure lines in rounds; return the samples, and what could not be measured."""
    samples, failures = Samples(), list[str]()
    for name, line in chosen.items():
        for number in range(min(rounds, line.most)):
            begun = time.monotonic()
            try:
                for who, size, what, value in line.measure(bench):
                    samples.add(who, size, [(what, value)])
            except (Failed, OSError) as error:
                failures.append(f"{name}: {error}")
                break
            say(f"{name}, round {number + 1}: {time.monotonic() - begun:.0f} s")
    return samples, failures


@click.command(epilog="Example: python -m benchmarks.waiting --only start --rounds 1")
@click.option("--only", multiple=True, type=click.Choice(list(lines(*QUICK))), help="Only this line; may be repeated.")
@click.option("--rounds", default=5, show_default=True, type=click.IntRange(1), help="How many, at most.")
@click.option("--quick", is_flag=True, help="Glossaries of hardly any concepts.")
@click.option("--revision", default=REVISION, show_default=True, help="The older build.")
@click.option("--folder", default=BUILD / "waiting", type=click.Path(path_type=Path), help="Where what is made stays.")
def main(only: tuple[str, ...], rounds: int, quick: bool, revision: str, folder: Path) -> None:
    """Print what people wait for, by this build beside an earlier one."""
    every = lines(*(QUICK if quick else SIZES))
    chosen = {name: line for name, line in every.items() if not only or name in only}
    folder.mkdir(parents=True, exist_ok=True)
    builds.prepare(folder, dict.fromkeys(size for line in chosen.values() for size in line.sizes), revision)
    with TemporaryDirectory() as scratch:
        bench = Bench(folder.absolute(), Path(scratch))
        samples, failures = measure(bench, chosen, rounds, lambda line: click.echo(line, err=True))
    click.echo(page([target for line in chosen.values() for target in line.targets], samples, revision))
    for failure in failures:
        click.echo(failure, err=True)
    sys.exit(1 if failures else 0)


if __name__ == "__main__":
    main()

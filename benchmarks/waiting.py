"""What people wait for, by this build and by an earlier one, in turns: a part of ``make bench``, and each line alone."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

import click

from benchmarks import BUILD, answering, builds, commanding, reloading, servers, starting
from benchmarks.builds import REVISION, SHIPPED, Bench
from benchmarks.errors import Failed
from benchmarks.samples import Samples
from benchmarks.starting import Sample
from benchmarks.targets import Growth, Target, page

SIZES, QUICK = (2, 1000, 5000), (2, 3, 4)
"""Concepts of the glossaries: hardly any, the usual large one, and the largest; and for a glance."""

_MB = 1e-6
_RATE: Mapping[str, Any] = {"minimum": True, "unit": "/s"}


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
        "signed": Line(partial(starting.with_signatures, size=usual), [usual], _signed(usual), most=2),
        "reload": Line(partial(reloading.reload, size=usual), [usual], _reload(usual)),
        "midnight": Line(partial(answering.midnight, size=usual), [usual], _midnight(usual)),
        "search": Line(partial(answering.search, size=usual), [usual], _search(usual)),
        "computed": Line(partial(answering.computed, size=usual), [usual], _computed(usual)),
        "check": Line(commanding.check, [SHIPPED], _CHECK),
        "export": Line(commanding.export, [SHIPPED], _EXPORT),
        "cached": Line(partial(answering.cached, size=usual), [usual], _cached(usual)),
        "tests": Line(commanding.tests, [SHIPPED], _TESTS),
        "suite": Line(commanding.suite, [], _SUITE, most=1),
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


def _midnight(size: int) -> list[Target | Growth]:
    return [Target("Midnight: the first answer of a new day", size, "midnight", 1 / 40, unit="ms", factor=1000)]


def _search(size: int) -> list[Target | Growth]:
    said = (
        ("A search, median, of a processor", "p50", 1 / 3),
        ("A search, 99th percentile", "p99", 2 / 3),
        ("The first searches in a language", "first", 1 / 10),
    )
    return [Target(words, size, what, reach, unit="ms") for words, what, reach in said]


def _computed(size: int) -> list[Target | Growth]:
    said = {"entry": "A negotiated entry", "search": "A search", "suggest": "A suggestion"}
    return [Target(f"{said[kind]}, under load", size, f"computed {kind}", 4, **_RATE) for kind in answering.KINDS]


def _cached(size: int) -> list[Target | Growth]:
    said = (
        ("A cached entry, by nginx’s one file", "cached", 1),
        ("The same bytes by an application that does nothing, by that file", "prebuilt", None),
    )
    return [
        Target(f"{words}, {many} connections", size, f"{what} {many}", reach, by=f"limit {many}", **_RATE)
        for words, what, reach in said
        for many in answering.CONNECTIONS
    ]


def _signed(size: int) -> list[Target | Growth]:
    said = f"Start at {size:,} concepts, every record signed, nothing kept, less the time to verify"
    return [
        Target(said, size, "start signed", 1 / 2),
        Target("The time to verify them, on all cores", size, "verifying", None),
    ]


_TESTS = [Target("One small file of tests, of a processor", 0, "tests small", 1 / 2)]
_SUITE = [Target("All tests that the older build has", 0, "suite", 0.6)]
_CHECK = [
    Target("`glossary check`, nothing kept, of a processor", 0, "check", 1 / 5),
    Target("The same, nothing changed", 0, "check unchanged", None),
    Target("The same after one catalog changed", 0, "check changed", 1 / 12),
]
_EXPORT = [
    Target("`glossary export`, all, of a processor", 0, "export", 1 / 2),
    Target("The same, nothing changed", 0, "export unchanged", 1 / 16),
    Target("Its files", 0, "export files", None, unit=""),
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


_READING = """\
Both builds are measured in turns, {rounds} times{fewer}: of each the median, the minimum and the maximum in brackets.
Ratios are made within a round. What the older build did not know (adopted facts) is added to the content that it
wrote, for this build only. “Of a processor” is time at work; under load, answers are counted for each second at work.
A start is on all cores, from the command to the first answer. Of a reload the reader asks every {rest:.0f} ms, each
time over a new connection. Computed answers are {distinct:,} requests of each kind, asked in turn; searches of one
process are timed without a network.
Each line alone: `python -m benchmarks.waiting --only NAME`, with {names}.
"""


def section(chosen: Mapping[str, Line], samples: Samples, rounds: int, revision: str) -> str:
    """Return the table with how to read it, as a part of the page."""
    head = f"## What people wait for, beside {revision}\n\n"
    table = page([target for line in chosen.values() for target in line.targets], samples, revision)
    fewer = [f"`{name}` {line.most}" for name, line in chosen.items() if line.most < rounds]
    said = _READING.format(
        rounds=rounds,
        fewer=f" ({', '.join(fewer)})" if fewer else "",
        rest=1000 * reloading.REST,
        distinct=answering.DISTINCT,
        names=", ".join(f"`{name}`" for name in chosen),
    )
    return f"{head}{table}\n{said}"


def run(
    folder: Path, chosen: Mapping[str, Line], rounds: int, revision: str, say: Callable[[str], None]
) -> tuple[Samples, list[str]]:
    """Make what is measured, unless it is there, and measure it. Raises ``click.ClickException``."""
    servers.stay_aside()
    folder.mkdir(parents=True, exist_ok=True)
    builds.prepare(folder, dict.fromkeys(size for line in chosen.values() for size in line.sizes), revision)
    with TemporaryDirectory() as scratch:
        return measure(Bench(folder.absolute(), Path(scratch)), chosen, rounds, say)


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
    samples, failures = run(folder, chosen, rounds, revision, lambda line: click.echo(line, err=True))
    click.echo(page([target for line in chosen.values() for target in line.targets], samples, revision))
    for failure in failures:
        click.echo(failure, err=True)
    sys.exit(1 if failures else 0)


if __name__ == "__main__":
    main()

"""``make bench``: installs the competitors, measures everybody in rounds, writes ``docs/benchmarks.md`` and prints it."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import click

from benchmarks import BUILD, ROOT, annotating, machine, material, report, servers, versions, waiting
from benchmarks.builds import REVISION
from benchmarks.competitors import BUILT_IN, INSTALLED, LIMIT, OURS, Competitor
from benchmarks.errors import Failed
from benchmarks.figures import COMPARED, SIZES
from benchmarks.measures import Plan
from benchmarks.rounds import Run

PAGE = ROOT / "docs" / "benchmarks.md"
QUICK = Plan(seconds=1, turns=1, searches=50, warm=False)


def measure(run: Run, folder: Path, sizes: Sequence[int], rounds: int, everybody: Sequence[Competitor]) -> None:
    """Measure our service over each size, and everybody over the size that is compared."""
    compared = COMPARED if COMPARED in sizes else sizes[0]
    for size in sizes:
        run.say(f"writing {size} concepts")
    places = [material.write(folder / str(size), size) for size in sizes]
    able = run.install(everybody)
    for place in places:
        if place.concepts == compared:
            run.prepare(place)
    for number in range(rounds):
        for place in places:
            if place.concepts == compared:
                run.round(number, place, able, LIMIT)
            else:
                run.round(number, place, [OURS])


def _waited(run: Run, folder: Path, rounds: int) -> str:
    """Return what people wait for, beside an earlier build, as a part of the page."""
    every = waiting.lines(*waiting.SIZES)
    try:
        samples, failures = waiting.run(folder / "waiting", every, rounds, REVISION, run.say)
    except click.ClickException as error:
        run.failures["what people wait for"] = error.format_message()
        return ""
    run.failures |= {name: why for name, _, why in (failure.partition(": ") for failure in failures)}
    return waiting.section(every, samples, rounds, REVISION)


def _in_prose(run: Run, quick: bool, rounds: int) -> str:
    """Return how fast terms are found in prose, as a part of the page."""
    size = annotating.QUICK if quick else annotating.Size(rounds=rounds)
    try:
        if not quick:
            annotating.install()
        return annotating.section(annotating.measure(size, run.say), size)
    except Failed as error:
        run.failures["terms found in prose"] = str(error)
        return ""


@click.command(epilog="Example: make bench ARGS=--quick")
@click.option("--quick", is_flag=True, help="One round of a second each, two concepts, nobody who has to be installed.")
@click.option("--rounds", default=5, show_default=True, type=click.IntRange(1), help="How many rounds.")
@click.option("--folder", default=BUILD, type=click.Path(path_type=Path), help="Where what is made goes.")
def main(quick: bool, rounds: int, folder: Path) -> None:
    """Measure how fast the service is beside what else could be used. Slowness is no failure; a missing measurement is."""
    begun, command = machine.now(), "make bench ARGS=--quick" if quick else "make bench"
    folder.mkdir(parents=True, exist_ok=True)
    run = Run(QUICK if quick else Plan(), lambda line: click.echo(line, err=True))
    sizes, rounds = ((2,), 1) if quick else (SIZES, rounds)
    servers.stay_aside()
    waited = "" if quick else _waited(run, folder.absolute(), rounds)
    measure(run, folder.absolute(), sizes, rounds, BUILT_IN if quick else (*BUILT_IN, *INSTALLED))
    compared = COMPARED if COMPARED in sizes else sizes[0]
    made = {"Date": date.today().isoformat(), "Command": f"`{command}`", "Rounds": str(rounds)}
    in_prose = _in_prose(run, quick, rounds)
    page = report.page(run, {**made, **machine.facts(), **versions.measured()}, machine.others(begun), compared, waited)
    page = f"{page}\n{in_prose}"
    (folder / "quick.md" if quick else PAGE).write_text(page, encoding="utf-8")
    click.echo(page)
    sys.exit(1 if run.failures else 0)


if __name__ == "__main__":
    main()

"""What an import takes, and a start of the service over what it made: ``make import-start``.

The glossary is made up: a table (CSV) in the wide form with every field of a text in every language. The same command
imports it a second time, which must change nothing.
"""

from __future__ import annotations

import csv
import os
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import NamedTuple

import click

from benchmarks import ROOT, content, machine, servers
from benchmarks.competitors import service
from benchmarks.errors import Failed
from benchmarks.material import Place
from glossary.catalogs import drafts
from glossary.content.text import FIELDS
from glossary.language.tags import SOURCE
from glossary.ledger import policy

_POLICY = """\
review_due_months = 24
[required]
source = ["subject"]
translation = ["language", "subject"]
[[reviewers]]
id = "heron"
roles = ["subject", "maintainer"]
languages = ["en"]
"""
_SOURCE = 'title = "A glossary"\nurl = "https://example.org/glossary"\nkind = "publisher"\nseen = 2026-11-01\n'
NOTHING = "There was nothing to write."


def tags(languages: int) -> list[str]:
    """Return so many languages, English first: those that this repository has."""
    return [SOURCE, *drafts.language_folders(content.SHIPPED)[0]][:languages]


def table(file: Path, concepts: int, languages: int) -> None:
    """Write the table."""
    offered = tags(languages)
    names = [f"{name}[{tag}]" for tag in offered for name in FIELDS]
    with file.open("w", encoding="utf-8", newline="") as sink:
        writer = csv.writer(sink)
        writer.writerow(["id", *names])
        for number in range(1, concepts + 1):
            texts = [content.text(number, tag).fields for tag in offered]
            writer.writerow([f"term-{number}", *(fields.get(name, "") for fields in texts for name in FIELDS)])


def empty(folder: Path, concepts: int) -> Place:
    """Make a glossary that is about to begin: a policy, and one source."""
    place = Place(folder, concepts)
    for path, text in (
        (place.translations / policy.FILE, _POLICY),
        (place.terms.parent / "sources" / "a-glossary.toml", _SOURCE),
    ):
        path.parent.mkdir(parents=True)
        path.write_text(text, encoding="utf-8")
    place.terms.mkdir()
    return place


class Took(NamedTuple):
    """What a command took: seconds, seconds of a processor, and the last line that it said."""

    seconds: float
    processor: float
    said: str = ""


def ran(place: Place, *words: str) -> Took:
    """Run a command over a glossary in a process of its own. Raises ``Failed``."""
    command = [sys.executable, "-m", "glossary", *words]
    begun, before = time.perf_counter(), os.times()
    done = subprocess.run(command, cwd=ROOT, env={**os.environ, **place.environment}, capture_output=True, text=True)
    if done.returncode:
        raise Failed(done.stdout[-500:] + done.stderr[-500:])
    seconds, after = time.perf_counter() - begun, os.times()
    processor = after.children_user + after.children_system - before.children_user - before.children_system
    return Took(seconds, processor, done.stdout.splitlines()[-1])


def taken(place: Place, file: Path) -> Took:
    """Import the table."""
    return ran(place, "import", str(file), "--group", "birds", "--source", "a-glossary")


def start(place: Place, log: Path) -> Took:
    """Start the service over what was imported, up to its first answer."""
    port = servers.free_port()
    with servers.running(service(place, port), port, "/readyz", log, servers.CORES) as server:
        return Took(server.seconds, machine.work(machine.family(server.process.pid)))


def size(place: Place) -> tuple[int, int]:
    """Return how many files the content has, and their bytes."""
    paths = [path for path in place.terms.parent.rglob("*") if path.is_file()]
    return len(paths), sum(path.stat().st_size for path in paths)


def measure(folder: Path, concepts: int, languages: int, rounds: int) -> list[str]:
    """Return the lines to print."""
    file = folder / "terms.csv"
    table(file, concepts, languages)
    firsts, seconds, starts = list[Took](), list[Took](), list[Took]()
    for number in range(rounds):
        place = empty(folder / str(number), concepts)
        firsts.append(taken(place, file))
        seconds.append(taken(place, file))
        if not seconds[-1].said.endswith(NOTHING):
            raise Failed(f"the second import changed something: {seconds[-1].said}")
        starts.append(start(place, folder / "log"))
    files, total = size(place)
    return [
        f"{concepts} concepts in {languages} languages, median of {rounds} rounds:",
        f"the table:         {file.stat().st_size / 1e6:6.1f} MB",
        f"its import:        {times(firsts)}",
        f"the same again:    {times(seconds)}, nothing changed",
        f"the content:       {total / 1e6:6.1f} MB in {files} files",
        f"start of “serve”:  {times(starts)}",
    ]


def times(rounds: Sequence[Took]) -> str:
    """Return what rounds took, as people read it."""
    processor = median(each.processor for each in rounds)
    return f"{median(each.seconds for each in rounds):6.1f} s, of a processor {processor:.1f} s"


@click.command(epilog="Example: make import-start ARGS='--rounds 1'")
@click.option("--concepts", default=633, show_default=True, type=click.IntRange(1), help="How many.")
@click.option("--languages", default=23, show_default=True, type=click.IntRange(1, 26), help="How many, with English.")
@click.option("--rounds", default=3, show_default=True, type=click.IntRange(1), help="How often each is done.")
def main(concepts: int, languages: int, rounds: int) -> None:
    """Import a made-up table, import it again, start the service over it, and print what that takes."""
    with TemporaryDirectory() as temporary:
        for line in measure(Path(temporary), concepts, languages, rounds):
            click.echo(line)


if __name__ == "__main__":
    main()

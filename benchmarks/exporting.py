"""What an export of a large glossary has, by what is left out of it: ``make export-sizes``.

All texts are made up and vetted. One export is made, of every file; what an option leaves of it is counted from its list. The
times are of one processor, so that what else runs on the machine does not count.
"""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path
from tempfile import TemporaryDirectory
from time import process_time

import click

from benchmarks import material
from benchmarks.importing import tags
from glossary import settings
from glossary.export import writer
from glossary.export.selection import Selection
from glossary.export.writer import CODINGS
from glossary.serving import locate

ROWS = {
    "all": Selection(),
    "`--plain`": Selection(compressed=False),
    "`--plain --without fragments,graphs`": Selection(without=("fragments", "graphs"), compressed=False),
    "`--plain --without fragments,frames,graphs,versions`": Selection(
        without=("fragments", "frames", "graphs", "versions"), compressed=False
    ),
    "`--plain --languages en,fr`": Selection(languages=("en", "fr"), compressed=False),
}
"""The options of a row of the table."""


def write(folder: Path, concepts: int, languages: int) -> dict[str, str]:
    """Write the glossary; return the environment that makes the service use it."""
    place, kept = material.write(folder, concepts), set(tags(languages))
    for tag in set(place.languages) - kept:
        shutil.rmtree(place.translations / tag)
    return place.environment


def sizes(target: Path, chosen: Selection, offered: tuple[str, ...]) -> tuple[int, int]:
    """Return how many files and bytes of an export are chosen, without the manifest and the configurations of servers."""
    paths = chosen.of(json.loads((target / "manifest.json").read_text("utf-8")), offered)
    files = [target / (path.lstrip("/") + ("index.html" if path.endswith("/") else "")) for path in paths]
    if chosen.compressed:
        files += [path for file in files for ending in CODINGS.values() if (path := Path(f"{file}{ending}")).exists()]
    return len(files), sum(file.stat().st_size for file in files)


@click.command(epilog="Example: make export-sizes ARGS=--plain")
@click.option("--concepts", default=633, show_default=True, type=click.IntRange(2), help="How many.")
@click.option("--languages", default=23, show_default=True, type=click.IntRange(2), help="How many.")
@click.option("--plain", is_flag=True, help="Write no compressed files; they take most of the time.")
def main(concepts: int, languages: int, plain: bool) -> None:
    """Export a made-up glossary, and print how many files and bytes each option leaves of it."""
    with TemporaryDirectory() as folder:
        environment = write(Path(folder) / "glossary", concepts, languages)
        begun = process_time()
        front = locate.front(settings.read({**os.environ, **environment}))
        started = process_time()
        target = Path(folder) / "public"
        writer.export(front, target, chosen=Selection(compressed=not plain))
        ended = process_time()
        click.echo(f"{concepts} concepts in {languages} languages, all vetted")
        click.echo(f"start {started - begun:,.0f} s, export {ended - started:,.0f} s of a processor\n")
        click.echo("| export | files | MB |\n|---|---|---|")
        offered = front.service.edition.languages
        for name, chosen in ROWS.items():
            if set(chosen.languages) <= set(offered) and not (plain and chosen.compressed):
                files, size = sizes(target, chosen, offered)
                click.echo(f"| {name} | {files:,} | {size / 1e6:,.0f} |")


if __name__ == "__main__":
    main()

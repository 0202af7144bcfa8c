"""Searches of this build beside those of another one of its history, in turns: ``make beside``.

Both serve the same made-up glossary, which the older build wrote, and are asked the same. Only the ratios mean something.
"""

from __future__ import annotations

import io
import json
import os
import shutil
import subprocess
import sys
import tarfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from random import Random
from statistics import median
from tempfile import TemporaryDirectory

import click

from benchmarks import content

ROOT = Path(__file__).resolve().parent.parent
LANGUAGES = ("ar", "bg", "de", "en", "es", "fi", "fr", "pl")
WHAT = {"first": "first searches in a language", "p50": "a search, median", "p99": "a search, 99th percentile"}

_FIRST = ("ba", "bakokoxa")
"""A word that many entries hold, and one that none does: both looks have made what they keep after these."""


def older(revision: str, folder: Path) -> Path:
    """Unpack the build of a revision. Raises ``click.ClickException`` where git does not know it."""
    packed = subprocess.run(["git", "archive", revision], cwd=ROOT, capture_output=True, check=False)
    if packed.returncode:
        raise click.ClickException(packed.stderr.decode().strip())
    with tarfile.open(fileobj=io.BytesIO(packed.stdout)) as archive:
        archive.extractall(folder, filter="data")
    return folder


def queries(concepts: int, count: int, seed: int) -> list[tuple[str, str]]:
    """Return queries of all kinds in equal parts: names, beginnings, words, phrases, slips, and what is nowhere."""
    random, asked = Random(seed), []
    for number in range(count):
        language = random.choice(LANGUAGES)
        text = content.text(random.randint(1, concepts), language)
        words = text.definition.rstrip(".").split()
        kinds = (
            text.term,
            text.forms[1],
            text.term[:4],
            random.choice(words),
            " ".join(random.sample(words, 2)),
            " ".join(words[3:6]),
            f"{text.term[:3]}x{text.term[4:]}",
            f"zq{text.term[:3]}xx",
        )
        asked.append((language, kinds[number % len(kinds)]))
    return asked


def run(build: Path, command: Sequence[str], asked: str = "", **variables: str) -> str:
    """Return what Python prints that imports a build, in its folder. Raises ``click.ClickException`` where it fails."""
    environment = {**os.environ, **variables, "PYTHONPATH": str(build)}
    whole = [sys.executable, *command]
    done = subprocess.run(whole, cwd=build, env=environment, input=asked, capture_output=True, text=True, check=False)
    if done.returncode:
        raise click.ClickException(f"{' '.join(command)} failed in {build}:\n{done.stderr.strip()}")
    return done.stdout


def measured(build: Path, place: Path, asked: str) -> Mapping[str, float]:
    """Return what ``asked.py`` measures of a build. Raises ``click.ClickException`` where it fails."""
    folders = {"GLOSSARY_TERMS": str(place / "terms"), "GLOSSARY_TRANSLATIONS": str(place / "translations")}
    return dict(json.loads(run(build, ["-P", str(ROOT / "benchmarks" / "asked.py")], asked, **folders)))


@click.command(epilog="Example: python -m benchmarks.beside HEAD~20")
@click.argument("revision")
@click.option("--concepts", default=1000, show_default=True, type=click.IntRange(1), help="How many.")
@click.option("--queries", "count", default=1600, show_default=True, type=click.IntRange(100), help="How many.")
@click.option("--rounds", default=5, show_default=True, type=click.IntRange(1), help="How often each build is asked.")
@click.option("--seed", default=0, show_default=True, help="Another seed gives other queries.")
def main(revision: str, concepts: int, count: int, rounds: int, seed: int) -> None:
    """Ask this build and that of REVISION the same, in turns, and print the ratio of what they take."""
    asked = json.dumps({"first": dict.fromkeys(LANGUAGES, _FIRST), "queries": queries(concepts, count, seed)})
    with TemporaryDirectory() as temporary:
        before, place = older(revision, Path(temporary, "older")), Path(temporary, "content")
        run(before, ["-m", "benchmarks.content", str(place), "--concepts", str(concepts)])
        ours = Path(shutil.copytree(place, Path(temporary, "adopted")))
        content.adopt(ours)  # the older build may be of a time when nothing was adopted, and would not read it
        turns = [(measured(before, place, asked), measured(ROOT, ours, asked)) for _ in range(rounds)]
    for what, name in WHAT.items():
        ratios = [new[what] / old[what] for old, new in turns]
        old, new = (median(turn[side][what] for turn in turns) for side in (0, 1))
        spread = f"{min(ratios):.2f} to {max(ratios):.2f}"
        click.echo(f"{name}: {new:.2f} ms beside {old:.2f} ms, ratio {median(ratios):.2f} ({spread})")


if __name__ == "__main__":
    main()

"""Content that means something else than what people approved: made in ten thousand ways, one at a time, each well-formed.

``make forgeries`` runs it and prints a table by kind. Each forgery is made from the seed, its kind and its number alone, so
that ``--kind`` and ``--only`` repeat one. A kind says what a reader would see if it worked (a ``Claim``), and which guard
stands in the way; with that guard switched off the claim must come true, else the kind shows nothing.

What must hold with all guards on: the claim is never true; somebody is told, in ``readyz`` or by ``glossary check --since``;
no exception; the service goes on with what it served before.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from random import Random
from typing import NamedTuple
from unittest import mock

import click
from werkzeug.test import Client

from api import create_app
from glossary.content.memory import Memory
from glossary.edition.loading import stamp
from glossary.serving.front import Front
from glossary.serving.state import Service
from glossary.serving.watch import Watch
from tests import (
    forging,
    forging_beside,
    forging_late,
    forging_policy,
    forging_renamed,
    forging_signed,
    forging_stated,
)
from tests.faults import quietly
from tests.forging import Kind
from tests.world import World

_FAMILIES = (forging, forging_beside, forging_renamed, forging_late, forging_signed, forging_stated, forging_policy)
KINDS: Mapping[str, Kind] = {kind.name: kind for family in _FAMILIES for kind in family.KINDS}

LEAST = 200
"""Forgeries of each kind in a whole run, at least."""


_COMMIT = (
    ("add", "-A"),
    ("-c", "user.name=nobody", "-c", "user.email=nobody@example.org", "commit", "-qm", "The good content"),
)


class Outcome(NamedTuple):
    """What became of one forgery: whether its claim came true, and what went wrong."""

    true: bool
    wrong: str | None


class Trial:
    """A glossary that is forged again and again, and the service that watches it."""

    def __init__(self, root: Path, seed: str, build: Callable[[Path], World]) -> None:
        self.seed, self.place, self.good = seed, root / "world", root / "good"
        self.place.mkdir()
        self.world = build(self.place)
        for command in (("init", "-q", "--separate-git-dir", str(root / "git")), *_COMMIT):
            subprocess.run(["git", "-C", str(self.place), *command], check=True)
        shutil.copytree(self.place, self.good, symlinks=True)
        front = create_app(self.world.settings()).wsgi_app
        assert isinstance(front, Front)
        self.front, self.watch, self.first = front, Watch(front), front.service
        self.client = Client(front)

    def run(self, kind: Kind, number: int, *, guarded: bool = True) -> Outcome:
        """Make the forgery of this number, let the service look, and return what a reader gets."""
        self.restore(guarded=guarded)
        dice = Random(f"{self.seed}/{kind.name}/{number}")
        try:
            with ExitStack() as off:
                for guard in () if guarded else kind.guards:
                    off.enter_context(guard())
                claim = kind.forge(dice, self.world)
                if kind.yes and not guarded:
                    kind.yes(self.world)
                self.watch.look()
                true = claim(self.client)
                return Outcome(true, self._wrong(kind, true) if guarded else None)
        except Exception as error:  # the very thing that must not happen
            return Outcome(False, f"{type(error).__name__}: {error}")

    def restore(self, *, guarded: bool = True) -> None:
        """Put the good content and its edition back: without what was made for it, where a guard is off that had its part in
        that."""
        mock.patch.stopall()
        shutil.rmtree(self.place)
        shutil.copytree(self.good, self.place, symlinks=True)
        settings, edition = self.first.settings, self.first.edition
        known = edition if guarded else replace(edition, memory=Memory())
        self.front.reload(Service(known, settings, stamp(*settings.folders), ()))

    def _wrong(self, kind: Kind, true: bool) -> str | None:
        if true:
            return "a reader got it"
        if any(self.client.get(path).status_code != 200 for path in ("/readyz", "/v1/index.json", "/en/")):
            return "the service stopped serving"
        if not self.front.service.findings and not self._told():
            return "nobody is told"
        return None

    def _told(self) -> bool:
        """Whether ``check --since`` names something that it does not name in the good content."""
        return "\n" in self.world.run("check", "--since", "HEAD").output.strip()


@dataclass
class Row:
    """What became of the forgeries of a kind."""

    kind: str
    guards_off: bool = False
    tried: int = 0
    wrong: list[str] = field(default_factory=list)


def campaign(seed: str, kind: str, numbers: range) -> Row:
    """Try a kind with its guard off once, then on with each of these numbers."""
    mock.patch.stopall()  # what the last forgery of another kind left patched in this process
    with tempfile.TemporaryDirectory(prefix="forgeries-") as folder, quietly():
        trial = Trial(Path(folder), seed, KINDS[kind].build)
        row = Row(kind, trial.run(KINDS[kind], numbers[0], guarded=False).true)
        for number in numbers:
            outcome = trial.run(KINDS[kind], number)
            row.tried += 1
            row.wrong += [f"--kind “{kind}” --only {number}: {outcome.wrong}"] if outcome.wrong else []
        return row


def main() -> int:
    """Run a campaign and print its table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--forgeries", type=int, default=10_000, help="in all, shared equally among the kinds")
    parser.add_argument("--seed", default="1")
    parser.add_argument("--kind", help="only this kind")
    parser.add_argument("--only", type=int, help="repeat the forgery of one number")
    chosen = parser.parse_args()
    kinds = [chosen.kind] if chosen.kind else list(KINDS)
    each = max(LEAST, -(-chosen.forgeries // len(KINDS)))
    numbers = range(each) if chosen.only is None else range(chosen.only, chosen.only + 1)
    began, rows = time.monotonic(), list[Row]()
    click.echo(f"{'kind':66} {'tried':>6} {'guard off':>10} {'wrong':>6}")
    with ProcessPoolExecutor() as processes:
        for row in processes.map(partial(campaign, chosen.seed, numbers=numbers), kinds):
            rows.append(row)
            off = "served" if row.guards_off else "NOT SERVED"
            click.echo(f"{row.kind:66} {row.tried:6} {off:>10} {len(row.wrong):6}")
    wrong = [line for row in rows for line in row.wrong]
    total = sum(row.tried for row in rows)
    click.echo(
        f"seed {chosen.seed}: {total} forgeries of {len(rows)} kinds in {time.monotonic() - began:.0f} s, {len(wrong)} wrong"
    )
    for line in wrong[:50]:
        click.echo(f"  {line}")
    return 1 if wrong or not all(row.guards_off for row in rows) else 0


if __name__ == "__main__":
    sys.exit(main())
